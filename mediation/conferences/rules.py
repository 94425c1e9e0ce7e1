"""What must hold: whom one may call, what they may be told, and that a conference ends with something decided."""

from typing import Any

from mediation.cases.conflicts import must_stay_out
from mediation.cases.models import Case
from mediation.cases.papers import secrets_of
from mediation.conferences.models import Conference
from mediation.dates import local
from mediation.db import now
from mediation.documents.check import shown_in
from mediation.errors import Incomplete
from mediation.people.models import Agency
from mediation.workflow.words import rests_on


@rests_on("DV-20")
def time_has_come(item: Any, actor: Any) -> str | None:
    """What has not happened yet is not recorded: the minute of the conference has come."""
    conference: Conference = item
    if now() >= conference.meets_at:
        return None
    return f"还没到会商的时间（{local(conference.meets_at)}），不能先登记召开；改了时间的，请取消后重新召集"


@rests_on("DV-13", "WR-73")
def something_decided(item: Any, actor: Any) -> str | None:
    """At least one decision has somebody who does it and a day (首接责任不因会商而中断)."""
    conference: Conference = item
    return None if conference.decisions else "还没有登记决定事项；什么都没有决定的，也登记一项“由谁继续办”"


@rests_on("WR-73")
def all_reported(item: Any, actor: Any) -> str | None:
    """Whatever was decided has been reported on."""
    conference: Conference = item
    left = [one.agency.name for one in conference.decisions if one.done_on is None]
    return f"还有决定事项没有报告办理结果：{'、'.join(dict.fromkeys(left))}" if left else None


@rests_on("DV-13")
def case_running(item: Any, actor: Any) -> str | None:
    """The case is under way."""
    case: Case = item.case
    return None if case.running else "案件已经结束，不能召集会商；需要再办的，请先“重新打开”"


def why_not_invite(case: Case, agency: Agency | None, *, ground: str, ground_text: str) -> Incomplete | None:
    """Why this agency may not be called, or None: ours, gone, one where the other side works; or no ground is named."""
    if agency is None or not agency.active:
        return Incomplete("没有这个单位，请从列表中选择。", field="agencies")
    if agency.id == case.agency_id:
        return Incomplete("召集单位自己不用邀请。", field="agencies")
    if must_stay_out(case, agency):
        return Incomplete(f"「{agency.name}」需要回避，不能邀请。", field="agencies", rules=("XF-30",))
    if ground != "consent" and not ground_text:
        return Incomplete(
            "不以本人同意为依据的，请写明依据什么规定、为什么必要。", field="ground_text", rules=("PI-13",)
        )
    return None


def why_not_tell(case: Case, *texts: str) -> Incomplete | None:
    """Why guests may not be told TEXTS, or None: something stands in them that no outsider may read (DV-10-4)."""
    found = shown_in("\n".join(text for text in texts if text), secrets_of(case))
    if not found:
        return None
    return Incomplete(
        f"文字里出现了保密信息（{'、'.join(found)}），参加单位会看到，请删去。",
        rules=("DV-10-4",),
    )
