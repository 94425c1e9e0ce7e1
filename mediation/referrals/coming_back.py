"""What a court, the police or a governance centre handed in and got back: all of it, ready to be sent again."""

from typing import Any

from mediation.cases.tasks import RETURNED, open_tasks
from mediation.cases.work import Task
from mediation.db import now
from mediation.referrals.kinds import RETURN_REASONS, words
from mediation.referrals.models import Referral
from mediation.referrals.package import SEXES
from mediation.referrals.queries import LINK
from mediation.workflow.history import newest

BACK = ("returned", "recalled")
CODES = {label: code for code, label in SEXES.items()}
NOTHING = ("没有记录", "不详")


def told_before(referral: Referral, origin: dict[str, Any]) -> dict[str, Any]:
    """Every field of the form as it was filled in, from the step of sending (ORIGIN) and the package; the station again only
    where material was missing."""
    package: dict[str, Any] = referral.package or {}
    she: dict[str, str] = next(iter(package.get("identity", [])), {})
    other: dict[str, str] = next(iter(package.get("other_side", [])), {})
    told = {
        **{name: origin.get(name) for name in ("origin", "court_procedure", "paper_number", "urgency")},
        "to": referral.to_agency_id if _reason(referral) == "material" else None,
        "applicant": she.get("name"),
        "applicant_sex": CODES.get(she.get("sex", "")),
        "respondent": other.get("name"),
        "relation": other.get("relation"),
        "dispute_facts": package.get("narrative"),
        "demands": package.get("wishes"),
        "note": package.get("request", {}).get("note"),
    }
    return {name: value for name, value in told.items() if value and value not in NOTHING}


def came_back(referral: Referral) -> str:
    """What the next station reads of it: to whom it went before, and why it came back."""
    how = words(RETURN_REASONS, _reason(referral)) or "已收回"
    return f"{referral.slip_number}转给{referral.to_agency.name}，{how}"


def settled(referral: Referral) -> bool:
    """Whether somebody of the sender has said already what becomes of it."""
    return newest(referral.ref, "send_back") is not None and not _waiting(referral)


def arranged(referral: Referral) -> None:
    """Nobody is asked any longer what becomes of it. Within the unit of work that is open."""
    for task in _waiting(referral):
        task.done_at = now()


def _waiting(referral: Referral) -> list[Task]:
    return [task for task in open_tasks(referral.case, RETURNED) if task.link == f"{LINK}{referral.ref}"]


def _reason(referral: Referral) -> str:
    step = newest(referral.ref, "send_back")
    return str((step.facts or {}).get("reason", "")) if step else ""
