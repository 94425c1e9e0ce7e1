"""What comes of a matter that was handed over: accepted, it is in the register of the station; else its sender has it."""

from datetime import timedelta

from mediation.cases.numbers import next_number
from mediation.cases.tasks import add_task
from mediation.db import now, today
from mediation.people.program import SYSTEM
from mediation.referrals.handed_in import origin_told
from mediation.referrals.kinds import HANDED_IN, words
from mediation.referrals.models import Referral
from mediation.workflow.engine import take
from mediation.workflow.words import Taken

RECORD_ORIGIN = "record_origin"
# The platform and the court expect a word within three working days (PM-CT2): not later than that many days.
DAYS = 3


def register_handed_in(taken: Taken) -> None:
    """A number of the station's own register, and somebody is to begin: the time of the court runs from today (PM-CT1)."""
    item: Referral = taken.item
    told = origin_told(item)
    if not told:
        return
    case, day = item.case, today()
    # The number first: station and number are one name, and half of it may be another case.
    number = next_number(item.to_agency_id, "register", day.year)
    case.station_id, case.number_year, case.number = item.to_agency_id, day.year, number
    case.level = 1
    case.received_on, case.registered_at = day.isoformat(), now()
    add_task(
        case,
        RECORD_ORIGIN,
        f"{words(HANDED_IN, told['origin'])}转来：评估危险，开启调解并登记来源",
        agency_id=item.to_agency_id,
        due_on=day + timedelta(days=DAYS),
        urgent=True,
        rule="PM-CT1",
    )


def give_back_handed_in(taken: Taken) -> None:
    """It came back, or was recalled: everything that was told is with its sender again, and what began here ends here.

    A case that the station had registered keeps its number and stays in the register of the station; the sender gets
    none of what the station wrote into it (PI-6).
    """
    item: Referral = taken.item
    if origin_told(item) and item.case.running:
        take(item.case, "give_back", actor=SYSTEM)
