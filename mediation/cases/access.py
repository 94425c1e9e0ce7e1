"""Who may know of a case, and what of it. Every query of a case begins here.

Closed by default. Roles say what kind of work; the part that an agency or a person has in a case says which. To
everybody else the case does not exist.
"""

from sqlalchemy import Select, and_, exists, false, or_, select
from sqlalchemy.sql.elements import ColumnElement

from mediation.cases.models import OVER, Case, NamedPerson, Stage
from mediation.cases.openings import stands_open
from mediation.cases.ties import tied_cases
from mediation.db import db
from mediation.people.absences import covered_by, stands_in_for
from mediation.people.models import User
from mediation.people.program import Delegate

# They see the ordinary cases of the agency that owns them; a restricted one only if they are named in it.
CASEWORK = frozenset({"intake_worker", "caseworker", "supervisor", "registrar"})
# The line above the named people: restricted cases too, but not sealed ones.
SUPERVISORS = frozenset({"supervisor"})
# What is left of such a case is its number (`cases.shells`): no query answers it any longer.
DESTROYED = "destroyed"
# Nothing of a case, ever.
NO_CONTENT = frozenset({"admin", "auditor", "leader"})
# Who takes on which stage before it is given to one person; a colleague of another trade does not see it.
TRADES = {
    "help_request": ("intake_worker", "caseworker"),
    "legal_aid": ("legal_aid_clerk", "lawyer", "caseworker"),
    "mediation": ("mediator", "caseworker"),
    "counselling": ("counsellor", "social_worker", "caseworker"),
    "protection": ("caseworker", "social_worker", "intake_worker"),
}
# They keep the desk of their agency: the stages there, whoever of it has the work in hand.
DESKS = {"supervisor": [*TRADES], "liaison": [*TRADES], "legal_aid_clerk": ["legal_aid"]}

WHOLE = frozenset({"identity", "contact", "narrative", "danger", "household", "all stages"})
# Of whom a partner is shown the identity, and whether the danger: `handed_over`.
OWN_STAGE = frozenset({"identity"})


def visible_to(actor: User) -> Select[Case]:
    """The cases that ACTOR may know of."""
    return select(Case).where(_known_to(actor))


def may_open(case: Case, *, actor: User) -> bool:
    """Whether ACTOR may know of this case, as things stand now."""
    return db.session.scalar(visible_to(actor).where(Case.id == case.id)) is not None


def visible_stages(actor: User) -> Select[Stage]:
    """The stages that ACTOR may know of, with their cases joined."""
    return (
        select(Stage)
        .join(Case, Stage.case_id == Case.id)
        .where(
            Case.state != DESTROYED,
            not_tied(actor),
            or_(and_(Case.agency_id == actor.agency_id, _inside(actor)), _in_hand(actor)),
        )
    )


def field_groups(actor: User | Delegate, case: Case) -> frozenset[str]:
    """Which groups of fields of a case that ACTOR may open are shown: those who own it see the whole."""
    if isinstance(actor, Delegate):
        return OWN_STAGE
    if case.agency_id == actor.agency_id and (actor.role in CASEWORK or case.owner_id == actor.id):
        return WHOLE
    return OWN_STAGE


def whole_to(actor: User) -> ColumnElement[bool]:
    """The cases that `field_groups` shows ACTOR as a whole, for a query: only there the register number is known."""
    if actor.role in NO_CONTENT:
        return false()
    here = and_(Case.agency_id == actor.agency_id, Case.state != DESTROYED)
    return here if actor.role in CASEWORK else and_(here, Case.owner_id == actor.id)


def may_register(actor: User) -> bool:
    """Whether ACTOR takes in requests: at a station, in one of the trades that `one_stop` names for it."""
    return (
        actor.role in ("intake_worker", "caseworker", "supervisor")
        and "help_request" in actor.agency.takes_on
    )


def sees_stage(actor: User | Delegate, stage: Stage) -> bool:
    """Whether ACTOR sees this stage of a case that they may open."""
    if isinstance(actor, Delegate):
        return stage.agency_id == actor.agency_id
    if "all stages" in field_groups(actor, stage.case):
        return True
    if stage.agency_id != actor.agency_id:
        return False
    mine = stage.assignee_id == actor.id or (stage.assignee_id is None and stage.workflow in _trades(actor))
    return mine or stage.workflow in _desk(actor) or stage.assignee_id in stands_in_for(actor)


def _trades(actor: User) -> list[str]:
    """The stages that this role takes on."""
    return [kind for kind, roles in TRADES.items() if actor.role in roles]


def _desk(actor: User) -> list[str]:
    """The stages of the own agency that this person sees whoever has them in hand."""
    return DESKS.get(actor.role, [])


def _known_to(actor: User) -> ColumnElement[bool]:
    if actor.role in NO_CONTENT:
        return false()
    in_hand = exists().where(Stage.case_id == Case.id, _in_hand(actor))
    known = or_(and_(Case.agency_id == actor.agency_id, _inside(actor)), in_hand)
    return and_(Case.state != DESTROYED, not_tied(actor), known)


def not_tied(actor: User) -> ColumnElement[bool]:
    """The cases to whose people ACTOR has no tie (`screening`); whoever has one does not know of the case at all."""
    return Case.id.not_in(tied_cases(actor.id, actor.agency_id))


def _inside(actor: User) -> ColumnElement[bool]:
    """Of the cases of the own agency: those of an open level, those in which ACTOR is named, and those whose door stands
    open for ACTOR now. A sealed one is seen by that door alone, whoever owns it."""
    if actor.role in NO_CONTENT:
        return false()
    named = exists().where(NamedPerson.case_id == Case.id, NamedPerson.user_id == actor.id)
    mine = and_(or_(Case.owner_id == actor.id, named), Case.level <= 2)
    if actor.role not in CASEWORK:
        return or_(mine, stands_open(actor))
    level = 2 if actor.role in SUPERVISORS else 1
    done = Case.state.in_(OVER) if actor.role == "registrar" else false()
    return or_(Case.level <= level, mine, and_(done, Case.level <= 2), stands_open(actor))


def _in_hand(actor: User) -> ColumnElement[bool]:
    """Stages in the hands of ACTOR's agency: those given to ACTOR, or to somebody for whom ACTOR stands in, and those of
    the trade given to nobody yet."""
    if actor.role in NO_CONTENT:
        return false()
    here = Stage.agency_id == actor.agency_id
    elsewhere = Case.agency_id != actor.agency_id
    # At home a restricted case waits for the supervisor to name somebody; at a partner someone must take it in.
    nobodys = and_(Stage.assignee_id.is_(None), Stage.workflow.in_(_trades(actor)))
    waiting = and_(or_(nobodys, covered_by(Stage.assignee_id, actor)), or_(Case.level == 1, elsewhere))
    at_the_desk = and_(Stage.workflow.in_(_desk(actor)), or_(Case.level <= 2, elsewhere))
    mine = Stage.assignee_id == actor.id
    if actor.role in CASEWORK:
        # At home they would see the whole by it: of a sealed case only by a door that two opened.
        mine = and_(mine, or_(Case.level <= 2, elsewhere, stands_open(actor)))
    return and_(here, or_(mine, waiting, at_the_desk))
