"""A referral from another installation: it is kept here as it was sent there, and goes its way by the same machine.

The sending agency owns a case of its own here too, with nothing in it but what the package tells; whoever receives it
sees the package, and after acceptance its own stage, as with every other referral. What the sender does later
(confirm, urge, recall) is done here by an account of its system, which nobody can sign in to.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from mediation.api.models import Arrival, PartnerToken
from mediation.audit.log import Subject, hold, record
from mediation.cases.models import Case
from mediation.cases.numbers import next_number
from mediation.db import atomic, db, new_ref, now, today
from mediation.errors import Incomplete
from mediation.people.models import Agency, User
from mediation.people.program import Delegate
from mediation.referrals.handed_in import case_told, system_account
from mediation.referrals.models import Referral
from mediation.referrals.package import danger_told, digest, well_formed
from mediation.referrals.queries import SYSTEM_LOGIN
from mediation.workflow.engine import start

CUT = "referral.cut"


def arrived(told: Mapping[str, Any], *, token: PartnerToken) -> tuple[Referral, bool]:
    """The referral that the agency of TOKEN sends as TOLD, and whether it came now. Sent again, it is the same one.

    Raises Incomplete where the package is not what its hash says, or not taken on here.
    """
    station = token.issued_by.agency
    if not well_formed(told["package"]) or digest(told["package"]) != told["package_hash"]:
        raise Incomplete("资料包不完整，或者与摘要不符，没有收下。", field="package")
    if told["stage"] not in station.takes_on:
        raise Incomplete("本站不承接这一事项。", field="stage")
    with atomic() as session:
        hold(f"arrive {token.agency.ref} {told['ref']}")
        if known := _known(token.agency, told["ref"]):
            if known.package_hash != told["package_hash"]:
                raise Incomplete("这张转介单已经收到过，内容不同。", field="package_hash")
            return known, False
        sender = system_account(token.agency)
        referral = _referral(_case(told, sender), told, sender, station)
        facts = {"kind": referral.manner, "stage": referral.stage_wanted, "ground": referral.ground}
        start(referral, actor=sender, facts={**facts, "answer": "agreed", "to": station.id})
        session.add(Arrival(agency_id=token.agency_id, their_ref=told["ref"], referral_id=referral.id))
    return referral, True


def system_of(actor: Delegate) -> User:
    """The account in whose name the system of the sending agency goes on with what it sent."""
    return db.session.scalars(select(User).where(User.login == f"{SYSTEM_LOGIN}{actor.agency_ref}")).one()


def cut(referral: Referral, *, actor: Delegate) -> None:
    """Its ground is gone at the sender (consent withdrawn, expired, recalled): from now on nobody reads it here (PI-23)."""
    with atomic():
        hold(referral.chain)
        yesterday = today() - timedelta(days=1)
        if referral.expires_on is None or referral.expires_on > yesterday:
            referral.expires_on = yesterday
            record(CUT, actor=actor, subject=Subject(referral.chain, referral.kind, referral.ref))


def _known(agency: Agency, their_ref: str) -> Referral | None:
    query = select(Referral).join(Arrival, Arrival.referral_id == Referral.id)
    return db.session.scalar(query.where(Arrival.agency_id == agency.id, Arrival.their_ref == their_ref))


def _case(told: Mapping[str, Any], sender: User) -> Case:
    """What the sending agency has here: the people whom the package names, and how dangerous it says it is."""
    package = told["package"]
    case = case_told(package, sender)
    case.danger = danger_told(package) or case.danger
    case.level = 2 if case.danger in ("high", "lethal") else case.level
    return case


def _referral(case: Case, told: Mapping[str, Any], sender: User, station: Agency) -> Referral:
    referral = Referral(
        ref=new_ref(),
        key_id=case.key_id,
        case=case,
        case_id=case.id,
        from_agency_id=sender.agency_id,
        from_agency=sender.agency,
        to_agency_id=station.id,
        to_agency=station,
        manner=told["manner"],
        stage_wanted=told["stage"],
        party_id=next((party.id for party in case.parties if party.side == "applicant"), None),
        ground=told["ground"],
        urgency=told["urgency"],
        needs=list(told["needs"]),
        data_kinds=[name for name in told["package"] if name not in ("request", "nonce")],
        expires_on=told.get("expires_on"),
        number_year=told["number_year"],
        number=_number(told, sender),
        sent_by_id=sender.id,
        sent_at=now(),
        moved=[],
        package_hash=told["package_hash"],
    )
    referral.package = told["package"]
    return referral


def _number(told: Mapping[str, Any], sender: User) -> int:
    """The number that stands on the slip there; the next free one, where it is taken here."""
    year, number = told["number_year"], int(told["number"])
    taken = select(Referral.id).where(
        Referral.from_agency_id == sender.agency_id, Referral.number_year == year, Referral.number == number
    )
    return next_number(sender.agency_id, "arrival", year) + 10**6 if db.session.scalar(taken) else number
