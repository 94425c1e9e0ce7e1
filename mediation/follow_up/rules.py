"""What must hold."""

from collections.abc import Sequence
from typing import Any

from mediation.cases.danger import in_danger
from mediation.cases.models import Case
from mediation.cases.queries import parties_of
from mediation.follow_up.models import FollowUp
from mediation.follow_up.queries import follow_ups_of, found_unsafe
from mediation.workflow.history import newest, steps_in
from mediation.workflow.words import rests_on

# On so many days without an answer it is a follow-up too: nobody is kept open for ever. Not where violence was named.
ATTEMPTS = 3


@rests_on("PM-HF", "PO-18")
def followed_up(item: Any, actor: Any) -> str | None:
    """Whether somebody asked after the person since the case came to its follow-up (PM-HF).

    「不便联系（本人要求）」 counts; so do attempts in vain on three days. Where violence was named or danger is high,
    silence is no answer: it counts only what she said of her safety, or her own recorded wish not to be contacted (PO-18).
    """
    case: Case = item
    begun = newest(case.ref, "begin_follow_up")
    since = [row for row in follow_ups_of(case) if begun is None or row.sequence > begun.sequence]
    if not since:
        return "还没有回访，请先“登记回访”；本人要求不联系的，登记“不便联系”。"
    if case.violence or in_danger(case):
        return _not_heard(case, since)
    days = {row.happened_on for row in since}
    if any(row.reached or row.no_contact_by_wish for row in since) or len(days) >= ATTEMPTS:
        return None
    return f"还没有联系上本人，请换一天再试（{ATTEMPTS}天都联系不上的可以结案）；本人要求不联系的，登记“不便联系”。"


def _not_heard(case: Case, since: Sequence[FollowUp]) -> str | None:
    """Why what was tried is not enough where somebody may be keeping her from answering; None where she was heard."""
    if any(row.reached and row.safe != "unknown" for row in since):
        return None
    if not any(row.no_contact_by_wish for row in since):
        return (
            "有暴力或高危险的案件，没有听本人说过是否安全，不能结案，联系几次不上也不算。"
            "请换安全的方式再试，或请派出所、居（村）委会上门看望，见到本人后再“登记回访”。"
        )
    if all(_wants_none(party.person) for party in parties_of(case, "applicant")):
        return None
    return "“不便联系”要与安全联系方式一致：本人要求不联系的，请先“更新安全联系方式”，选“不联系”。"


def _wants_none(person: Any) -> bool:
    """Whether her own record says that nobody shall contact her."""
    return person.safe_contact is not None and not person.safe_contact.allowed


# What answers a call that found her in danger: it was judged anew, or the safety track was opened.
_ANSWERS = ("assess_danger", "reassess_danger", "open_protection")


@rests_on("PO-18", "PM-DV")
def not_left_in_danger(item: Any, actor: Any) -> str | None:
    """Whether nobody heard last that she is not safe, or was hurt again, and did nothing (PO-18, PM-DV).

    A new assessment, an opened safety track, or a later follow-up in which she said that she is safe answers it.
    """
    case: Case = item
    found = found_unsafe(case)
    if found is None or any(row.sequence > found.sequence for row in steps_in(case.ref, *_ANSWERS)):
        return None
    what = "又发生了暴力或威胁" if found.violence_again else "本人不安全"
    return f"最近的回访发现{what}，请先“评估危险”或“开启安全保护”；以后回访确认安全的，先“登记回访”"
