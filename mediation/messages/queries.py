"""The messages for one person: those addressed to them, and, at the desk, those for the queue of the agency."""

from collections.abc import Sequence

from sqlalchemy import (
    CompoundSelect,
    Select,
    Update,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import joinedload

from mediation.cases.access import DESKS, NO_CONTENT
from mediation.cases.models import Case
from mediation.cases.ties import tied_cases
from mediation.conferences.models import Conference
from mediation.db import atomic, db, now
from mediation.errors import Missing
from mediation.outbox.models import Message
from mediation.people.models import User
from mediation.people.roles import ROLES
from mediation.referrals.models import Referral
from mediation.referrals.queries import LINK

PAGE = 50
READERS = frozenset(ROLES) - NO_CONTENT


def messages_for(actor: User, *, before: int | None = None) -> Sequence[Message]:
    """The newest first: PAGE + 1 at most, older than the id BEFORE. Nothing for those who read no content."""
    query = _theirs(actor)
    if before:
        query = query.where(Message.id < before)
    return db.session.scalars(query.order_by(Message.id.desc()).limit(PAGE + 1)).all()


def unread(actor: User) -> int:
    """How many of them nobody has read."""
    waiting = _theirs(actor).where(Message.read_at.is_(None)).with_only_columns(func.count())
    return db.session.scalar(waiting) or 0


def read(ref: str, *, actor: User) -> Message:
    """The message, read from now on. Raises Missing where it is not for ACTOR."""
    message = db.session.scalar(_theirs(actor).where(Message.ref == ref))
    if message is None:
        raise Missing
    with atomic() as session:
        session.execute(_first_read(update(Message).where(Message.id == message.id)))
    return message


def read_all(newest: int, *, actor: User) -> None:
    """Read what the page showed: everything up to the message of the id NEWEST, and nothing that came after it."""
    shown = _theirs(actor).where(Message.id <= newest).with_only_columns(Message.id)
    with atomic() as session:
        session.execute(_first_read(update(Message).where(Message.id.in_(shown))))


def slip_numbers(messages: Sequence[Message]) -> dict[str, str]:
    """By link: the number of the slip that a message is about, so that many alike can be told apart."""
    refs = [one.link.removeprefix(LINK) for one in messages if one.link.startswith(LINK)]
    found = select(Referral).where(Referral.ref.in_(refs)).options(joinedload(Referral.from_agency))
    return {f"{LINK}{one.ref}": one.slip_number for one in db.session.scalars(found)}


def _first_read(found: Update) -> Update:
    """Only the first look counts."""
    return found.where(Message.read_at.is_(None)).values(read_at=now())


def _theirs(actor: User) -> Select[Message]:
    """A queue has nobody in particular: whoever keeps the desk of the agency reads for it."""
    queue = and_(Message.user_id.is_(None), Message.agency_id == actor.agency_id)
    mine = Message.user_id == actor.id
    whose = or_(mine, queue) if actor.role in DESKS else mine
    return select(Message).where(
        whose if actor.role in READERS else false(), Message.link.not_in(_of_tied(actor))
    )


def _of_tied(actor: User) -> CompoundSelect[str]:
    """Where messages lead that came before ACTOR was found to be tied: those cases do not exist for them any more."""
    tied = tied_cases(actor.id, actor.agency_id)
    slips = select(literal(LINK).concat(Referral.ref)).where(Referral.case_id.in_(tied))
    cases = select(literal("/cases/").concat(Case.ref)).where(Case.id.in_(tied))
    sealed = select(literal("/sealed/").concat(Case.ref)).where(Case.id.in_(tied))
    talks = select(literal("/conferences/").concat(Conference.ref)).where(Conference.case_id.in_(tied))
    return union_all(slips, cases, sealed, talks)
