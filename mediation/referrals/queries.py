"""Read referrals: the desk of the receiver reads the package, the sender what was sent. To others there is none."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, false, func, literal, or_, select
from sqlalchemy.sql.elements import ColumnElement

from mediation.cases.access import DESTROYED, NO_CONTENT, SUPERVISORS, visible_to
from mediation.cases.conflicts import let_in
from mediation.cases.models import Case, Stage
from mediation.cases.tasks import RETURNED
from mediation.cases.ties import tied_cases
from mediation.cases.work import Task
from mediation.db import db, now, today
from mediation.errors import Missing
from mediation.people.absences import away, stands_in_for, stood_in_for
from mediation.people.models import Agency, User
from mediation.people.program import PARTNER_TOKEN, Delegate, LinkHolder
from mediation.people.roles import ROLES
from mediation.referrals.consents import consent_withdrawn
from mediation.referrals.desk import TAKEN_OVER, WAITING, WHOLE_CASE, kinds_at_desk, kinds_of_trade
from mediation.referrals.kinds import HANDS_IN
from mediation.referrals.models import Referral
from mediation.workflow.models import Clock

PAGE = 50
MOST = 100
LINK = "/referrals/"
# The account of the system of an agency that sends from its own installation; nobody signs in to it.
SYSTEM_LOGIN = "system:"
# Kinds of task: something to do for the receiver, for the sender.
TO_RECEIVER = "referral_received"
TO_SENDER = "referral_sent"
# Who hands a dispute over for such an agency, and reads what came of it.
HANDING_IN = frozenset({"liaison", "supervisor"})
UNDER_WAY = (*WAITING, "accepted", "answered")
# Nobody who runs the program or watches over it reads what is sent.
READERS = frozenset(ROLES) - NO_CONTENT


def find_referral(ref: str, *, actor: User | Delegate) -> Referral:
    """The referral, if ACTOR may know of it. Raises Missing, the same for a stranger and for none."""
    query = known_referrals(actor).where(Referral.ref == ref)
    referral = db.session.scalar(query)
    if referral is None:
        raise Missing
    return referral


def known(referral: Referral, *, actor: User | Delegate) -> bool:
    """Whether ACTOR may know of it, as things stand now."""
    return db.session.scalar(known_referrals(actor).where(Referral.id == referral.id)) is not None


def received(*, actor: User | Delegate, before: int | None = None) -> Sequence[Referral]:
    """What ACTOR takes in for the agency (`desk`), newest first: PAGE + 1 at most, older than the id BEFORE."""
    return _page(select(Referral).where(_to(actor)), before)


def sent(*, actor: User, before: int | None = None) -> Sequence[Referral]:
    """What ACTOR's agency sent in cases that ACTOR may know of, and what ACTOR sent."""
    return _page(select(Referral).where(_from(actor)), before)


def sent_between(first: datetime, until: datetime, *, actor: User) -> Select[Referral]:
    """What `sent` lists, as far as it was sent from FIRST up to UNTIL (UTC moments, the end not included)."""
    return select(Referral).where(_from(actor), Referral.sent_at >= first, Referral.sent_at < until)


def to_take_in(actor: User) -> Sequence[Referral]:
    """What ACTOR takes in and nobody has answered, or not to the end: asked once more, late, or its stage is over.

    The oldest first, MOST at most.
    """
    over = exists().where(Stage.id == Referral.stage_id, Stage.ended)
    unanswered = and_(Referral.state == "accepted", or_(over, late_there(), _work_left(TO_RECEIVER)))
    query = select(Referral).where(_to(actor), or_(Referral.state.in_(WAITING), unanswered))
    return db.session.scalars(query.order_by(Referral.id).limit(MOST)).all()


def late_there() -> ColumnElement[bool]:
    """A time limit of the receiver has passed and runs on."""
    return exists().where(
        Clock.subject == Referral.ref,
        Clock.agency_id == Referral.to_agency_id,
        Clock.state == "running",
        Clock.due_at < now(),
    )


def come_back(actor: User) -> Sequence[Referral]:
    """What ACTOR's agency sent, as far as ACTOR may know of it, and must see to now. The oldest first, MOST at most."""
    query = select(Referral).where(_from(actor), _work_left(TO_SENDER, RETURNED))
    return db.session.scalars(query.order_by(Referral.id).limit(MOST)).all()


def _work_left(*kinds: str) -> ColumnElement[bool]:
    """A task of one of these kinds is open for the referral."""
    return exists().where(
        Task.case_id == Referral.case_id,
        Task.link == literal(LINK).concat(Referral.ref),
        Task.kind.in_(kinds),
        Task.done_at.is_(None),
    )


def waiting_for(actor: User) -> int:
    """How many wait for an answer that ACTOR may give."""
    query = select(func.count()).select_from(Referral).where(_to(actor), Referral.state.in_(WAITING))
    return db.session.scalar(query) or 0


def referrals_of(case: Case, *, actor: User) -> Sequence[Referral]:
    """The referrals of a case that ACTOR may know of, newest first."""
    query = known_referrals(actor).where(Referral.case_id == case.id).order_by(Referral.id.desc())
    return db.session.scalars(query).all()


def number_at(case: Case, actor: User) -> str | None:
    """The number of the newest slip by which the case came to ACTOR, as it stands on their paper."""
    query = select(Referral).where(_to(actor), Referral.case_id == case.id).order_by(Referral.id.desc())
    referral = db.session.scalars(query.limit(1)).first()
    return referral.slip_number if referral else None


def receives(referral: Referral, actor: User | Delegate | LinkHolder) -> bool:
    """Whether ACTOR's agency is the receiving side."""
    return referral.to_agency_id == actor.agency_id


def package_open(referral: Referral) -> bool:
    """Whether the receiver may still read it: not ended, not expired, consent not withdrawn (PI-23)."""
    return referral.shut_at is None and not ground_gone(referral)


def ground_gone(referral: Referral) -> bool:
    """Whether what it rests on holds no longer: it expired, or the person withdrew consent. A duty of law stays."""
    expired = referral.expires_on is not None and referral.expires_on < today()
    return expired or consent_withdrawn(referral)


def under_way(referral: Referral) -> bool:
    """Whether the same work was asked of the same agency already and is not answered yet. Once they took it on, they may be
    asked in another manner: for the other side, say, by somebody else of theirs."""
    query = select(Referral.id).where(
        Referral.case_id == referral.case_id,
        Referral.to_agency_id == referral.to_agency_id,
        Referral.stage_wanted == referral.stage_wanted,
        Referral.state.in_(UNDER_WAY),
        or_(Referral.state.in_(WAITING), Referral.manner == referral.manner),
        Referral.ref != referral.ref,
    )
    return db.session.scalar(query.limit(1)) is not None


def went_before(case: Case, receiver_id: int) -> str:
    """Whether this agency had the request already and returned it, or sent it on: a sentence, or nothing.

    It names no other agency: whoever sends knows its own neighbours alone.
    """
    query = select(Referral).where(Referral.case_id == case.id).order_by(Referral.id)
    past = db.session.scalars(query).all()
    if any(one.to_agency_id == receiver_id and one.state == "returned" for one in past):
        return "这个单位收到过这件事，已经退回。请先看退回的理由，避免来回推。"
    if any(one.from_agency_id == receiver_id for one in past):
        return "这件事是从这个单位转出来的，再转回去会绕一圈。请先与对方联系。"
    return ""


def pending_in(case: Case) -> Sequence[Referral]:
    """The referrals of a case that have not come to their end, oldest first, whoever asks: for the program itself."""
    query = select(Referral).where(Referral.case_id == case.id, Referral.state.in_(UNDER_WAY))
    return db.session.scalars(query.order_by(Referral.id)).all()


def receivers(case: Case, workflow: str, *, actor: User) -> list[tuple[Any, str]]:
    """Who may be asked, by id and name: those that take on WORKFLOW (anything, if none is named yet)."""
    agencies = db.session.scalars(
        select(Agency).where(Agency.active, Agency.id != actor.agency_id).order_by(Agency.id)
    )
    return [
        (agency.id, agency.name)
        for agency in let_in(case, agencies)
        if workflow in agency.takes_on or (not workflow and agency.takes_on)
    ]


def known_referrals(actor: User | Delegate) -> Select[Referral]:
    """The referrals of which ACTOR may know, received or sent."""
    return select(Referral).where(or_(_to(actor), _from(actor)))


def _kept() -> ColumnElement[bool]:
    """Of a case that was destroyed no slip is left either: what it said cannot be read."""
    return Referral.case_id.not_in(select(Case.id).where(Case.state == DESTROYED))


def _to(actor: User | Delegate) -> ColumnElement[bool]:
    """What was sent to ACTOR, and is kept."""
    return and_(_kept(), _sent_to(actor))


def _from(actor: User | Delegate) -> ColumnElement[bool]:
    """What ACTOR sent, and is kept."""
    return and_(_kept(), _sent_from(actor))


def _sent_to(actor: User | Delegate) -> ColumnElement[bool]:
    """What `desk.takes_in` says of one referral, for the whole list."""
    over = and_(Referral.manner == "transfer", Referral.state.in_(TAKEN_OVER))
    unsealed = Referral.case_id.in_(select(Case.id).where(Case.level <= 2))
    if isinstance(actor, Delegate):
        own = and_(Referral.to_agency_id == actor.agency_id, _untied(actor))
        return and_(own, or_(~over, unsealed)) if actor.role == PARTNER_TOKEN else false()
    if actor.role not in READERS or not actor.active:
        return false()
    known = Referral.case_id.in_(visible_to(actor).with_only_columns(Case.id))
    at_desk = Referral.stage_wanted.in_(_wanted(kinds_at_desk(actor)))
    at_work = or_(~away(User.id), stood_in_for(User.id))
    of_trade = and_(Referral.stage_wanted.in_(_wanted(kinds_of_trade(actor))), ~_held(at_work))
    mine = User.id.in_([actor.id, *stands_in_for(actor)])
    return and_(
        Referral.to_agency_id == actor.agency_id,
        _untied(actor),
        or_(
            and_(over, or_(known, and_(at_desk, unsealed))),
            and_(~over, or_(at_desk, of_trade, _held(mine))),
        ),
    )


def _wanted(kinds: Collection[str]) -> list[str]:
    """As they stand in a referral: of the whole case it names no stage."""
    return [*kinds, *([""] if WHOLE_CASE in kinds else [])]


def _held(*by: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody at work in the receiving agency has it in hand (`desk.holder_of`), or whom BY says."""
    return exists().where(
        Stage.id == Referral.stage_id,
        Stage.agency_id == Referral.to_agency_id,
        User.id == Stage.assignee_id,
        User.active,
        User.agency_id == Referral.to_agency_id,
        *by,
    )


def _sent_from(actor: User | Delegate) -> ColumnElement[bool]:
    """Whoever sent it keeps reading it, also after a transfer; so does the line above, but sealed cases."""
    if isinstance(actor, Delegate):
        # What the system of the agency sent from its own installation; never what its people sent from here.
        sent_by = select(User.id).where(User.login == f"{SYSTEM_LOGIN}{actor.agency_ref}")
        own = and_(Referral.from_agency_id == actor.agency_id, Referral.sent_by_id.in_(sent_by))
        return own if actor.role == PARTNER_TOKEN else false()
    if actor.role not in READERS:
        return false()
    known = Referral.case_id.in_(visible_to(actor).with_only_columns(Case.id))
    unsealed = Referral.case_id.in_(select(Case.id).where(Case.level <= 2))
    above = unsealed if actor.role in SUPERVISORS else false()
    return and_(
        Referral.from_agency_id == actor.agency_id,
        _untied(actor),
        or_(Referral.sent_by_id == actor.id, known, above, _handed_in_by_desk(actor)),
    )


def _untied(actor: User | Delegate) -> ColumnElement[bool]:
    """Whoever is tied to somebody in the case knows of no referral of it either."""
    return Referral.case_id.not_in(tied_cases(actor.id, actor.agency_id))


def _handed_in_by_desk(actor: User) -> ColumnElement[bool]:
    """What a court, the police or a governance centre handed in is read by its whole desk: nobody on leave holds it up."""
    if actor.role not in HANDING_IN or actor.agency.kind not in HANDS_IN:
        return false()
    handed = Referral.case_id.in_(select(Case.id).where(Case.channel == "transferred"))
    return and_(Referral.manner == "transfer", Referral.ground == "legal_duty", handed)


def _page(query: Select[Referral], before: int | None) -> Sequence[Referral]:
    if before:
        query = query.where(Referral.id < before)
    return db.session.scalars(query.order_by(Referral.id.desc()).limit(PAGE + 1)).all()
