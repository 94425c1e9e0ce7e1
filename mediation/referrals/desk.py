"""Who at a receiving agency takes in what others refer to it: its desk, and the trade while nobody has it in hand.

* The desk (`DESKS`: liaison, supervisor, the clerk of legal aid) reads and answers it from the first day to the last.
* Whoever takes on that kind of stage (`TRADES`) does so as long as it is given to nobody: a mediator for mediation,
  a lawyer for legal aid. Once it is given to a person, to the desk and that person.
* Nothing may get stuck: where an agency has nobody at work of this desk or trade, any of its people at work may. A
  person who has left has nothing in hand; of a person who is away the substitute has it in hand too, and where none is
  named, it waits for the trade as if nobody had it. An agency with nobody but its leader, auditor or administrator
  (they read no content) answers on paper, and the sender registers it.
* With a transfer the case itself comes in. Once it is accepted, its referral is read by those who know of the case;
  of a sealed case (level 3) by them alone.

A referral of the whole case is work of the kind `help_request`.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from mediation.cases.access import DESKS, NO_CONTENT, TRADES, may_open
from mediation.cases.ties import is_tied
from mediation.db import db
from mediation.people.absences import away, is_away, stands_in_for, stood_in_for, substitute_of
from mediation.people.models import User

if TYPE_CHECKING:
    from mediation.referrals.models import Referral

WHOLE_CASE = "help_request"
WAITING = ("sent", "signed_for")
TAKEN_OVER = ("accepted", "answered", "closed")


def kinds_at_desk(actor: User) -> frozenset[str]:
    """The kinds of work that this person takes in whoever has it in hand: by role, or standing in for a colleague."""
    return frozenset(kind for role in _roles_of(actor) for kind in DESKS.get(role, []))


def kinds_of_trade(actor: User) -> frozenset[str]:
    """The kinds of work that this person takes in while nobody has it in hand."""
    mine = _roles_of(actor)
    own = {kind for kind, roles in TRADES.items() if mine.intersection(roles)}
    # Asked only where it makes a difference: most people sit at a desk, or in an agency that has one.
    left = set(TRADES) - own - kinds_at_desk(actor)
    return frozenset(own | (_unstaffed(actor, left) if left else set()))


def takes_in(referral: "Referral", actor: User) -> bool:
    """Whether ACTOR reads and answers this referral for the receiving agency."""
    if actor.role in NO_CONTENT or not actor.active or referral.to_agency_id != actor.agency_id:
        return False
    if is_tied(referral.case, actor):
        return False
    kind, holder = referral.stage_wanted or WHOLE_CASE, holder_of(referral)
    at_desk = kind in kinds_at_desk(actor)
    if _taken_over(referral):
        return may_open(referral.case, actor=actor) or (at_desk and referral.case.level <= 2)
    if at_desk:
        return True
    if holder is not None and holder.id == actor.id:
        return True
    if not held_now(holder):
        return kind in kinds_of_trade(actor)
    return holder is not None and holder.id in stands_in_for(actor)


def people_at(referral: "Referral") -> list[User]:
    """Everybody at the receiver who takes it in now."""
    there = select(User).where(User.agency_id == referral.to_agency_id, User.active).order_by(User.id)
    return [user for user in db.session.scalars(there) if takes_in(referral, user)]


def holder_of(referral: "Referral") -> User | None:
    """Who has the work in hand at the receiver; nobody, if they left."""
    stage = referral.stage
    person = stage.assignee if stage is not None and stage.agency_id == referral.to_agency_id else None
    return person if person and person.active and person.agency_id == referral.to_agency_id else None


def held_now(holder: User | None) -> bool:
    """Whether somebody at work has in hand what was given to HOLDER: that person, or who stands in today."""
    return holder is not None and (not is_away(holder) or substitute_of(holder) is not None)


def _roles_of(actor: User) -> frozenset[str]:
    """The own role, and those of the colleagues for whom ACTOR stands in; nobody reads more by that than they did."""
    others = stands_in_for(actor)
    roles = set(db.session.scalars(select(User.role).where(User.id.in_(others)))) if others else set()
    return frozenset({actor.role, *(roles - NO_CONTENT)})


def _taken_over(referral: "Referral") -> bool:
    return referral.manner == "transfer" and referral.state in TAKEN_OVER


def _unstaffed(actor: User, kinds: Collection[str]) -> set[str]:
    """Of these kinds: those for which nobody at work in ACTOR's agency keeps a desk or has the trade."""
    here = select(User.role).where(User.agency_id == actor.agency_id, User.active)
    # Who stands in keeps the desk of whoever is away.
    at_work = here.where(or_(~away(User.id), stood_in_for(User.id))).distinct()
    roles = set(db.session.scalars(at_work))
    return {
        kind
        for kind in kinds
        if not any(role in TRADES[kind] or kind in DESKS.get(role, ()) for role in roles)
    }
