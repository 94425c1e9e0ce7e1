"""Who keeps the directory, and who plans the days of an agency."""

from mediation.people.models import Agency, User

# They plan the work of their own agency: who is on duty, who is away, who stands in.
PLANNERS = frozenset({"supervisor", "liaison"})
ADMIN = "admin"


def may_edit(actor: User) -> bool:
    """Whether ACTOR changes agencies and who has a place there."""
    return actor.role == ADMIN


def may_plan(actor: User, agency: Agency) -> bool:
    """Whether ACTOR says who is on duty and who is away in AGENCY."""
    return may_edit(actor) or (actor.role in PLANNERS and actor.agency_id == agency.id)
