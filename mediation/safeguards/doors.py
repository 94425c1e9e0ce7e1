"""Open a door: break a restricted case open blindly, ask to open a sealed one, ask to be recused."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.sql.elements import ColumnElement

from mediation.cases.access import CASEWORK, SUPERVISORS, may_open, not_tied
from mediation.cases.marks import marks_from
from mediation.cases.models import Case, Party
from mediation.cases.openings import BREAK_GLASS, TOGETHER, Opening, Recusal
from mediation.cases.searching import count_search
from mediation.cases.ties import PersonMark, is_tied
from mediation.db import atomic, db, new_ref, now
from mediation.errors import Missing
from mediation.intake.queries import numbered
from mediation.people.models import User
from mediation.vault.keys import new_key
from mediation.workflow.engine import start

REVIEWERS = frozenset({"leader", "supervisor"})
MOST = 50
SEALED = 3


def break_open(told: Mapping[str, Any], *, actor: User) -> Opening:
    """A door for two hours to the newest case of ACTOR's station that answers to what was told, or to none: row, log and
    answer are the same. Raises Forbidden, Incomplete, or TooMany after thirty tries within a minute."""
    count_search(actor)
    with atomic():
        opening = drafted(BREAK_GLASS, _meant(str(told["looked_for"]), actor), actor=actor)
        # A chain and a key of its own, whether or not there is a case; made with the row, never by looking at the form.
        opening.key_id = new_key("case")
        opening.ground, opening.reason = told["ground"], told["reason"]
        start(opening, actor=actor, facts=told)
    return opening


def _meant(text: str, actor: User) -> Case | None:
    marks = marks_from(id_number=text, phones=(text,))
    people = select(PersonMark.person_id).where(PersonMark.mark.in_(marks))
    known = select(Party.case_id).where(Party.person_id.in_(people))
    query: Select[Case] = select(Case).where(Case.agency_id == actor.agency_id)
    by_number = numbered(text)
    found: ColumnElement[bool] = Case.id.in_(known)
    if by_number:
        year, number = by_number
        found = or_(
            found, (Case.number_year == year) & (Case.number == number) & (Case.station_id == actor.agency_id)
        )
    case = db.session.scalars(query.where(found, Case.level <= 2).order_by(Case.id.desc()).limit(1)).first()
    return None if case is None or is_tied(case, actor) else case


def drafted(workflow: str, case: Case | None, *, actor: User) -> Opening:
    """An opening that has not begun; not in the session."""
    return Opening(
        ref=new_ref(),
        key_id=case.key_id if case else "",
        workflow=workflow,
        case=case,
        agency_id=case.agency_id if case else actor.agency_id,
        user_id=actor.id,
        asked_at=now(),
    )


def may_break(actor: User) -> bool:
    """Whether ACTOR's trade may ever have to break a case open."""
    return actor.role in CASEWORK


def to_review(actor: User) -> Sequence[Opening]:
    """What was broken open at ACTOR's agency, newest first, for those who review; to others their own."""
    query = select(Opening).where(Opening.workflow == BREAK_GLASS, Opening.agency_id == actor.agency_id)
    if actor.role not in REVIEWERS:
        query = query.where(Opening.user_id == actor.id)
    return db.session.scalars(query.order_by(Opening.id.desc()).limit(MOST)).all()


def find_opening(ref: str, *, actor: User) -> Opening:
    """One of those that ACTOR reviews. Raises Missing."""
    found = next((one for one in to_review(actor) if one.ref == ref), None)
    if found is None or actor.role not in REVIEWERS:
        raise Missing
    return found


def find_sealed(ref: str, *, actor: User) -> Case:
    """A sealed case of which ACTOR must know that it is there: its owner, and the supervisor. Raises Missing."""
    case = db.session.scalar(sealed_for(actor).where(Case.ref == ref))
    if case is None:
        raise Missing
    return case


def sealed_for(actor: User) -> Select[Case]:
    """The sealed cases that ACTOR may ask to open."""
    own = Case.owner_id == actor.id
    mine = or_(own, Case.agency_id == actor.agency_id) if actor.role in SUPERVISORS else own
    query = select(Case).where(Case.level == SEALED, Case.agency_id == actor.agency_id, mine)
    return query.where(not_tied(actor))


def asked_of(case: Case) -> Opening | None:
    """The opening of a sealed CASE that waits for the second person."""
    query = select(Opening).where(
        Opening.case_id == case.id, Opening.workflow == TOGETHER, Opening.state == "asked"
    )
    return db.session.scalars(query.order_by(Opening.id.desc()).limit(1)).first()


def ask_to_open(case: Case, told: Mapping[str, Any], *, actor: User) -> Opening:
    """The first of the two. One that waits already is the same. Raises Forbidden or Incomplete."""
    with atomic():
        if waiting := asked_of(case):
            return waiting
        opening = drafted(TOGETHER, case, actor=actor)
        opening.reason = told.get("reason")
        start(opening, actor=actor, facts=told)
    return opening


def ask_recusal(case: Case, told: Mapping[str, Any], *, actor: User) -> Recusal:
    """ACTOR says 回避 of themselves. One that waits already is the same. Raises Missing, Forbidden, Incomplete."""
    if not may_open(case, actor=actor):
        raise Missing
    with atomic():
        waiting = select(Recusal).where(
            Recusal.case_id == case.id, Recusal.user_id == actor.id, Recusal.state == "asked"
        )
        if known := db.session.scalar(waiting.limit(1)):
            return known
        recusal = drafted_recusal(case, actor=actor)
        recusal.reason = told.get("reason")
        start(recusal, actor=actor, facts=told)
    return recusal


def drafted_recusal(case: Case, *, actor: User) -> Recusal:
    """A recusal that has not begun; not in the session."""
    return Recusal(
        ref=new_ref(),
        key_id=case.key_id,
        case=case,
        agency_id=actor.agency_id,
        user=actor,
        user_id=actor.id,
        asked_at=now(),
    )
