"""Read cases. Every function takes the person who asks: nobody sees by accident."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.elements import ColumnElement

from mediation.audit.models import AuditEntry
from mediation.cases.access import field_groups, sees_stage, visible_stages, visible_to, whole_to
from mediation.cases.finding import cases_answering
from mediation.cases.models import Case, Party, Stage
from mediation.cases.persons import Person
from mediation.cases.proof import WRITE
from mediation.cases.work import Consent, Note, Session
from mediation.db import db
from mediation.errors import Missing
from mediation.people.models import User

PAGE = 50


def find_case(ref: str, *, actor: User) -> Case:
    """The case, if ACTOR may know of it. Raises Missing, the same for a stranger and for no such case."""
    case = db.session.scalar(visible_to(actor).where(Case.ref == ref))
    if case is None:
        raise Missing
    return case


def find_stage(case_ref: str, stage_ref: str, *, actor: User) -> Stage:
    """The stage of that case, if ACTOR may see it. Raises Missing."""
    case = find_case(case_ref, actor=actor)
    stage = db.session.scalar(select(Stage).where(Stage.ref == stage_ref, Stage.case_id == case.id))
    if stage is None or not sees_stage(actor, stage):
        raise Missing
    return stage


def stages_of(case: Case, *, actor: User) -> list[Stage]:
    """The stages of the case that ACTOR sees, in the order in which they were opened."""
    return [stage for stage in case.stages if sees_stage(actor, stage)]


def list_cases(*, actor: User, before: int | None = None, state: str = "", text: str = "") -> Sequence[Case]:
    """The next page of cases, newest first, PAGE + 1 of them at most. BEFORE is the id of the last one shown."""
    query = visible_to(actor).order_by(Case.id.desc()).limit(PAGE + 1)
    query = query.options(selectinload(Case.parties).joinedload(Party.person))
    if before:
        query = query.where(Case.id < before)
    if state:
        query = query.where(_stands_in(state, actor))
    if text:
        query = query.where(cases_answering(text, actor))
    return db.session.scalars(query).all()


def _stands_in(state: str, actor: User) -> ColumnElement[bool]:
    """The lead stage of a case that ACTOR sees as a whole; of the others the stage that ACTOR sees."""
    own = visible_stages(actor).where(Stage.workflow == state).with_only_columns(Stage.case_id)
    return or_(and_(whole_to(actor), Case.state == state), and_(~whole_to(actor), Case.id.in_(own)))


def came_before(*, actor: User, name: str = "", phone: str = "") -> Sequence[Case]:
    """Cases that ACTOR may know of in which somebody of that name or number has a part: ten at most, newest first."""
    texts = [text for text in (name, phone) if text]
    if not texts:
        return []
    query = visible_to(actor).order_by(Case.id.desc()).limit(10)
    for text in texts[:1] if name else texts:
        query = query.where(cases_answering(text, actor))
    return db.session.scalars(query.options(selectinload(Case.parties))).all()


def known_person(ref: str, *, actor: User) -> Person:
    """A person with a part in a case whose identity ACTOR may see. Raises Missing."""
    person = db.session.scalar(select(Person).where(Person.ref == ref))
    cases = (
        visible_to(actor)
        .join(Party, Party.case_id == Case.id)
        .where(Party.person_id == (person.id if person else 0))
    )
    if person is None or not any(
        "narrative" in field_groups(actor, case) for case in db.session.scalars(cases)
    ):
        raise Missing
    return person


def parties_of(case: Case, *sides: str) -> list[Party]:
    """The parties of a case, or those on these sides (`applicant`, `respondent`)."""
    return [party for party in case.parties if not sides or party.side in sides]


def notes_of(
    case: Case, *, actor: User, before: int | None = None, limit: int | None = None
) -> list[tuple[int, Note]]:
    """The notes of a case with their place in its log, newest first, for those who see its narrative; without those
    that their author took back.

    BEFORE is the place of the last one shown, LIMIT how many.
    """
    if "narrative" not in field_groups(actor, case):
        return []
    written = and_(AuditEntry.subject == Note.ref, AuditEntry.chain == case.ref, AuditEntry.kind == WRITE)
    query = (
        select(AuditEntry.sequence, Note)
        .join(Note, written)
        .where(Note.case_id == case.id, Note.taken_back_at.is_(None))
    )
    if before:
        query = query.where(AuditEntry.sequence < before)
    rows = db.session.execute(query.order_by(AuditEntry.sequence.desc()).limit(limit))
    return [(row.sequence, row.Note) for row in rows]


def sessions_of(stage: Stage) -> Sequence[Session]:
    """The activities of a stage in order; who may read their minutes is asked of `may_read_minutes`."""
    return db.session.scalars(select(Session).where(Session.stage_id == stage.id).order_by(Session.id)).all()


def may_read_minutes(session: Session, *, actor: User) -> bool:
    """Counselling notes: their author alone. Mediation minutes: the author, and the assigned mediator."""
    if session.kind == "counselling":
        return session.author_id == actor.id
    return actor.id in (session.author_id, session.stage.assignee_id)


def answers(case: Case, kind: str, *, stage: Stage | None = None) -> dict[int, Consent]:
    """The newest answer of each party (by id of the party) to a question of consent."""
    query = select(Consent).where(Consent.case_id == case.id, Consent.kind == kind).order_by(Consent.id)
    if stage is not None:
        query = query.where(Consent.stage_id == stage.id)
    return {consent.party_id: consent for consent in db.session.scalars(query)}
