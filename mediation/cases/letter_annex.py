"""办理经过: what a letter to an office may tell of the case's own timeline, which is what passed with that office.

Days and names of steps alone, never what was said at them; what went to others is no business of the addressee
(个人信息保护法第六条).
"""

from collections.abc import Iterator
from typing import Any

from mediation.cases.models import Case
from mediation.cases.told import title_of
from mediation.dates import day_in_words
from mediation.db import db
from mediation.documents.facts_station import Passed
from mediation.people.models import Agency
from mediation.workflow.history import steps_in
from mediation.workflow.models import StepTaken

LETTERS = {"forward": "转办", "supervise": "提出督促处理意见"}
# Of a referral: the steps that pass between two offices.
BETWEEN = frozenset(
    {
        "start", "sign_for", "accept", "send_back", "report_progress", "answer", "ask_again", "urge", "recall",
        "accept_on_paper", "return_on_paper", "answer_on_paper",
    }
)  # fmt: skip


def passed_with(case: Case, addressee: str, *, before: StepTaken) -> list[Passed]:
    """Rows of day and what happened, oldest first: the request, then what passed with ADDRESSEE up to the step BEFORE."""
    rows: list[Passed] = [{"day": day_in_words(case.received_on), "what": "接到当事人求助"}]
    to: dict[str, str] = {}
    for step in steps_in(case.ref):
        if step.sequence >= before.sequence:
            break
        rows += [{"day": day_in_words(step.happened_on), "what": what} for what in _told(step, addressee, to)]
    return rows


def _told(step: StepTaken, addressee: str, to: dict[str, str]) -> Iterator[str]:
    told: dict[str, Any] = step.facts or {}
    if step.trigger in LETTERS and _same(told.get("addressee") or "", addressee):
        yield f"向你单位{LETTERS[step.trigger]}"
    if step.workflow == "referral" and step.trigger == "start":
        receiver = db.session.get(Agency, told.get("to") or 0)
        to[step.subject] = receiver.name if receiver else ""
    if step.workflow == "referral" and step.trigger in BETWEEN and _same(to.get(step.subject, ""), addressee):
        yield "向你单位转介" if step.trigger == "start" else f"转介：{title_of(step)}"


def _same(name: str, addressee: str) -> bool:
    """Whether a name that was chosen and one that was typed are the same office."""
    return bool(name) and (name in addressee or addressee in name)
