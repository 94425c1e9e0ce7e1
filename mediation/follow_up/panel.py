"""What the page of a case shows of its follow-ups, and whether calling is safe now."""

from typing import Any

from mediation.cases.access import field_groups
from mediation.cases.calling import calls
from mediation.cases.contact_lock import USUAL_HOURS
from mediation.cases.models import Case
from mediation.cases.persons import Person
from mediation.cases.tasks import open_tasks
from mediation.dates import day_in_words
from mediation.db import now
from mediation.follow_up.forms import SAFE, SATISFACTION, WAYS
from mediation.follow_up.models import FollowUp
from mediation.follow_up.queries import follow_ups_of
from mediation.people.models import User
from mediation.web.feature import Panel

LABELS = {"way": dict(WAYS), "safe": dict(SAFE), "satisfaction": dict(SATISFACTION)}
SHOWN_IN = ("follow_up", "closed")


def follow_up_panel(case: Case, actor: User) -> Panel | None:
    """The block for those who see the whole case, once there is something to follow up."""
    if "narrative" not in field_groups(actor, case):
        return None
    planned, done = open_tasks(case, "follow_up"), follow_ups_of(case)
    if not (planned or done or case.state in SHOWN_IN):
        return None
    given = {
        "calling": [
            (party.person.called, why_not, _no_hours(party.person)) for party, why_not in calls(case, now())
        ],
        "planned": [(task.due_on, task.text) for task in planned],
        "done": [_done(row) for row in reversed(done)],
    }
    return Panel("回访", "follow_up/panel.html", given, order=80)


def _no_hours(person: Person) -> str:
    """That the hours are the usual ones, where she named none."""
    contact = person.safe_contact
    return "" if contact and contact.hours else USUAL_HOURS


def _done(row: FollowUp) -> list[str]:
    found = (
        "不便联系（本人要求）"
        if row.no_contact_by_wish
        else _label("safe", row)
        if row.reached
        else "没有联系上"
    )
    if row.violence_again:
        found += "，又发生暴力"
    return [day_in_words(row.happened_on), _label("way", row), found, _label("satisfaction", row)]


def _label(name: str, row: Any) -> str:
    value = getattr(row, name)
    return str(LABELS[name].get(value, value))
