"""The sheet that spares her telling it again: her story, what she wants, what was asked already, as the package has them."""

from collections.abc import Mapping
from typing import Any

from mediation.cases.models import Case
from mediation.cases.on_paper import head
from mediation.dates import day_in_words
from mediation.documents.facts_referral import ToldOnce
from mediation.errors import Missing
from mediation.people.models import User
from mediation.referrals.kinds import STAGES, words
from mediation.referrals.models import Referral
from mediation.referrals.queries import package_open, receives, referrals_of

NAME = "told_once"
HEADINGS = {"narrative": "本人讲的情况", "wishes": "本人的意愿（原话）", "asked": "已经问过、告知过"}
NOTHING = "没有记录"
IN_HAND = ("accepted", "answered")


def rows_of(package: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Headings and lines of the sheet, for the screen; nothing where the package tells none of it."""
    told = [(heading, _lines(package.get(kind))) for kind, heading in HEADINGS.items()]
    return [(heading, lines) for heading, lines in told if lines]


def readable(referral: Referral, actor: User) -> bool:
    """Whether ACTOR has the sheet: its sender always, its receiver once it has accepted and while the ground holds."""
    if not rows_of(referral.package or {}):
        return False
    return not receives(referral, actor) or given_to_receiver(referral)


def given_to_receiver(referral: Referral) -> bool:
    """Whether the receiver has taken the work on, and may still read what was sent (PI-23)."""
    return referral.state in IN_HAND and package_open(referral)


def told_once(case: Case, ref: str, actor: User) -> ToldOnce:
    """The facts of the sheet of the referral REF. Raises Missing where ACTOR may not have it."""
    found = [one for one in referrals_of(case, actor=actor) if one.ref == ref and readable(one, actor)]
    if not found:
        raise Missing
    referral = found[0]
    package: dict[str, Any] = referral.package or {}
    who: dict[str, str] = next(iter(package.get("identity", [])), {})
    contact: dict[str, str] = next(iter(package.get("contact", [])), {})
    return {
        "paper": head(case, agency=referral.from_agency.name, dated=False),
        "slip": referral.slip_number,
        "sender": referral.from_agency.name,
        "receiver": referral.to_agency.name,
        "matter": words(STAGES, referral.stage_wanted) or "整个案件",
        "name": who.get("name"),
        "safe_contact": contact.get("rule"),
        "told_on": day_in_words(case.received_on),
        "story": "\n".join(_lines(package.get("narrative"))) or NOTHING,
        "wishes": "\n".join(_lines(package.get("wishes"))) or NOTHING,
        "asked": _lines(package.get("asked")),
        "phone": referral.from_agency.phone or None,
    }


def _lines(group: Any) -> list[str]:
    rows = group if isinstance(group, list) else str(group or "").splitlines()
    return [line for line in rows if line and line != NOTHING]
