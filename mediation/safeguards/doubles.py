"""The quiet repeat signal: who seems to stand in two cases. It tells that a case exists: one role alone reads it (P18)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mediation.audit.log import Subject, record
from mediation.cases.models import Case
from mediation.cases.ties import Double, tied_cases
from mediation.dates import local
from mediation.db import atomic, db, now
from mediation.errors import Forbidden, Missing
from mediation.people.models import User

# They resolve doubles; the supervisor stands in where a station has no registrar.
RESOLVES = frozenset({"registrar"})
STAND_IN = frozenset({"supervisor"})
VERDICTS = {"same": "是同一个人", "another": "不是同一个人"}
SIDES = {"applicant": "求助人", "respondent": "对方"}
MOST = 100


def resolves(actor: User) -> bool:
    """Whether ACTOR is told of doubles at the own station."""
    if actor.role in RESOLVES:
        return True
    if actor.role not in STAND_IN:
        return False
    registrar = select(User.id).where(User.agency_id == actor.agency_id, User.role.in_(RESOLVES), User.active)
    return db.session.scalar(registrar.limit(1)) is None


def waiting_doubles(actor: User) -> Sequence[Double]:
    """The pairs of cases that nobody has looked at; to every other role there are none. Sealed cases are not among them."""
    if not resolves(actor):
        return []
    open_cases = select(Case.id).where(Case.agency_id == actor.agency_id, Case.level <= 2)
    open_cases = open_cases.where(Case.id.not_in(tied_cases(actor.id, actor.agency_id)))
    query = select(Double).where(
        Double.settled_at.is_(None), Double.case_id.in_(open_cases), Double.other_id.in_(open_cases)
    )
    return db.session.scalars(query.order_by(Double.id).limit(MOST)).all()


def signals(actor: User) -> list[dict[str, Any]]:
    """One entry for a case and a side: in how many others somebody of that side appears, with their numbers."""
    found: dict[tuple[int, str], list[Double]] = defaultdict(list)
    for double in waiting_doubles(actor):
        found[double.case_id, double.side].append(double)
    return [
        {
            "number": rows[0].case.register_number,
            "at": local(rows[0].found_at),
            "who": SIDES.get(side, ""),
            "count": len(rows),
            "others": [(one.ref, one.other.register_number) for one in rows],
        }
        for (_case, side), rows in found.items()
    ]


def appears_in(case: Case, *, actor: User) -> dict[str, int]:
    """By side in how many other cases somebody of CASE appears; empty for every role that does not resolve doubles."""
    counts: dict[str, set[int]] = defaultdict(set)
    if resolves(actor):
        for double in db.session.scalars(select(Double).where(Double.case_id == case.id)):
            counts[double.side].add(double.other_id)
    return {side: len(others) for side, others in counts.items()}


def settle(ref: str, verdict: str, *, actor: User) -> None:
    """Say whether it is the same person. Raises Forbidden, or Missing for anything that ACTOR is not told of."""
    if not resolves(actor):
        raise Forbidden("查重由档案登记员办理。")
    double = next((one for one in waiting_doubles(actor) if one.ref == ref), None)
    if double is None or verdict not in VERDICTS:
        raise Missing
    with atomic():
        double.settled_at, double.settled_by_id, double.verdict = now(), actor.id, verdict
        record(f"double.{verdict}", actor=actor, subject=Subject(double.case.ref, "double", double.ref))
