"""What must hold."""

from typing import Any

from mediation.cases.models import Case
from mediation.follow_up.queries import follow_ups_of, found_unsafe
from mediation.workflow.history import newest, steps_in
from mediation.workflow.words import rests_on

ATTEMPTS = 3  # so many calls without an answer are a follow-up too: nobody is kept open for ever


@rests_on("PM-HF")
def followed_up(item: Any, actor: Any) -> str | None:
    """Whether somebody asked after the person since the case came to its follow-up (PM-HF).

    「不便联系（本人要求）」 counts; so does the third attempt in vain.
    """
    begun = newest(item.ref, "begin_follow_up")
    since = [row for row in follow_ups_of(item) if begun is None or row.sequence > begun.sequence]
    if any(row.reached or row.no_contact_by_wish for row in since) or len(since) >= ATTEMPTS:
        return None
    if since:
        return f"还没有联系上本人，请再试（满{ATTEMPTS}次可以结案）；本人要求不联系的，登记“不便联系”。"
    return "还没有回访，请先“登记回访”；本人要求不联系的，登记“不便联系”。"


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
