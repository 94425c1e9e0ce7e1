"""What must hold."""

from typing import Any

from mediation.follow_up.queries import follow_ups_of
from mediation.workflow.history import newest
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
