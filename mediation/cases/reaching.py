"""How an agency is reached at this moment: whether somebody is there, by which way, and whom to ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mediation.db import db, now
from mediation.people.hours import open_at
from mediation.people.kinds import WAYS_IN
from mediation.people.models import Agency, AgencyPerson
from mediation.people.queries import liaison_of
from mediation.workflow import clocks

USUAL = WAYS_IN["account"]


@dataclass(frozen=True)
class Reached:
    """`open` is None where no hours are written down; `liaison` and `phone` are empty where nobody is named."""

    agency_id: int
    name: str
    open: bool | None
    hours: str
    way_in: str
    liaison: str
    phone: str

    @property
    def unusual(self) -> str:
        """What stands behind the name in a list: that nobody is there now, or that it takes in no account."""
        marks = ["现在不上班" if self.open is False else "", "" if self.way_in == USUAL else self.way_in]
        told = "，".join(mark for mark in marks if mark)
        return f"（{told}）" if told else ""


def is_open(agency: Agency) -> bool | None:
    """Whether AGENCY is open now, by its hours and the calendar of the station; None where it has no hours."""
    return open_at(agency.hours, now(), clocks.holidays().is_rest_day)


def reached(agency_ids: Sequence[int]) -> list[Reached]:
    """How each of these agencies is reached, in their order."""
    officers = liaison_of(agency_ids)
    found = {one.id: one for one in db.session.scalars(select(Agency).where(Agency.id.in_(agency_ids)))}
    return [_reached(found[key], officers.get(key)) for key in agency_ids if key in found]


def way_in_words(agency: Agency) -> str:
    """By what way it takes in referrals."""
    return WAYS_IN.get(agency.way_in, agency.way_in)


def _reached(agency: Agency, officer: AgencyPerson | None) -> Reached:
    return Reached(
        agency.id,
        agency.name,
        is_open(agency),
        agency.hours,
        way_in_words(agency),
        officer.called if officer else "",
        (officer.phone if officer else "") or agency.phone,
    )
