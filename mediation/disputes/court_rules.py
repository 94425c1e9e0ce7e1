"""What must hold of a dispute that a court or the mediation platform handed over."""

from typing import Any

from mediation.cases.models import Stage
from mediation.disputes.queries import newest_request
from mediation.workflow.history import newest
from mediation.workflow.words import rests_on

TOLD_BACK = frozenset({"court_delegated", "court_entrusted", "platform"})


def from_court(stage: Stage) -> bool:
    """Whether a court or the mediation platform handed the dispute over, and waits for word of it."""
    request = newest_request(stage)
    return request is not None and request.origin in TOLD_BACK


@rests_on("PM-CT3")
def came_from_court(item: Any, actor: Any) -> str | None:
    """Whether there is a court, or the platform, to which something goes back: of a mediation, or of its agreement."""
    stage = item if isinstance(item, Stage) else item.stage
    return None if from_court(stage) else "不是法院或平台转来的，没有材料要退回"


@rests_on("PM-CT3")
def returned_to_court(item: Stage, actor: Any) -> str | None:
    """PM-CT3: what a court handed over has not ended before it went back to it in writing."""
    if not from_court(item):
        return None
    since = newest(item.ref, "stop", "decline", "withdraw")
    returned = newest(item.ref, "return_to_court")
    if returned and (since is None or returned.sequence > since.sequence):
        return None
    return "法院或平台转来的，还没有退回材料并书面说明，请先“登记退回法院”"
