"""What the pages of a link show: the package and the receiver's own answers, and not one word more."""

from collections.abc import Sequence
from typing import Any

from mediation.cases.clock_words import running_clocks
from mediation.dates import day_in_words
from mediation.documents.stamps import drawn
from mediation.errors import Incomplete
from mediation.referrals import links, materials
from mediation.referrals.consents import consent_withdrawn
from mediation.referrals.kinds import PRESSING, SHORT_MANNERS, STAGES, URGENCIES, words
from mediation.referrals.models import LinkVisit, Referral
from mediation.referrals.package import blocks, contact_told, danger_told
from mediation.referrals.pages import entry
from mediation.referrals.queries import ground_gone, package_open
from mediation.referrals.telling_once import given_to_receiver, rows_of
from mediation.workflow.engine import WORKFLOWS, ahead
from mediation.workflow.history import steps_of
from mediation.workflow.models import StepTaken

MOST_FILES = 5
# What the sender says to the receiver; the rest of its steps is its own affair.
SAID_TO_RECEIVER = ("urge", "ask_again")


def sheet(referral: Referral, made: links.Secrets, address: str) -> dict[str, Any]:
    """The sheet that goes with the 转介单: address, picture of it, and the code, shown this once."""
    return {
        "number": referral.slip_number,
        "ref": referral.ref,
        "case": referral.chain,
        "receiver": referral.to_agency.name,
        "sender": referral.from_agency.name,
        "phone": referral.from_agency.phone,
        "until": day_in_words(referral.expires_on),
        "address": address,
        "picture": drawn(address),
        "code": made.code,
    }


def slip(visit: LinkVisit) -> dict[str, Any]:
    """The slip for whoever has the link and the code."""
    referral = visit.link.referral
    running = running_clocks([referral.ref]).get(referral.ref, [])
    return {
        "number": referral.slip_number,
        "title": f"{SHORT_MANNERS[referral.manner]}：{words(STAGES, referral.stage_wanted)}",
        "from": referral.from_agency.name,
        "phone": referral.from_agency.phone,
        "state": str(WORKFLOWS["referral"].stop(referral.state).label),
        "urgency": words(URGENCIES, referral.urgency),
        "pressing": referral.urgency in PRESSING,
        "limit": running[0]["label"].partition("（本站")[0] if running else "",
        "left": running[0]["left"] if running else "",
        "late": bool(running and running[0]["late"]),
        "withdrawn": consent_withdrawn(referral),
        "danger": danger_told(referral.package) if package_open(referral) else "",
        "contact": contact_told(referral.package) if package_open(referral) else "",
        "blocks": blocks(_beside_materials(referral)) if package_open(referral) else [],
        "materials": materials.shown(referral) if package_open(referral) else [],
        "once": rows_of(referral.package or {}) if given_to_receiver(referral) else [],
        "steps": _steps(visit),
        "history": [entry(row) for row in reversed(steps_of(referral.ref)) if _told_to(row, referral)],
        "who": visit.who,
    }


def _beside_materials(referral: Referral) -> dict[str, Any]:
    """On a telephone the materials stand once, where they are opened."""
    return {name: group for name, group in (referral.package or {}).items() if name != materials.KIND}


def without_colleagues(form: Any) -> None:
    """Nobody there has an account to be given the work."""
    if "assignee" in form:
        del form.assignee


def not_too_many(files: Sequence[bytes]) -> None:
    """Raises Incomplete."""
    if len(files) > MOST_FILES:
        raise Incomplete(f"一次最多上传{MOST_FILES}个文件。")


def _steps(visit: LinkVisit) -> list[dict[str, Any]]:
    holder, referral = links.holder_of(visit.link), visit.link.referral
    # What holds no longer goes back: whoever reads that is not asked to sign for it.
    left = frozenset({"sign_for"}) if ground_gone(referral) else frozenset()
    return [
        {
            "trigger": step.trigger,
            "label": str(step.label),
            "primary": step.primary is True,
            "asks": bool(step.asks),
        }
        for step, refusal in ahead(referral, actor=holder)
        if refusal is None and step.trigger not in left
    ]


def _told_to(row: StepTaken, referral: Referral) -> bool:
    own = row.agency_id == referral.to_agency_id and row.trigger != "start"
    return own or row.trigger in SAID_TO_RECEIVER
