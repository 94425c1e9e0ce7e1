"""What the supervisor is told about the committees of the district: who is missing in them, whose term ends."""

from typing import Any

from mediation.cases.today import row
from mediation.db import today
from mediation.people.models import User
from mediation.people.queries import committees_for, members_of
from mediation.people.rules import shortcomings

SUPERVISOR = "supervisor"


def committee_rows(actor: User) -> list[dict[str, Any]]:
    """One row of 今日工作 for each committee that is not as the law has it, or in which a term ends soon."""
    if actor.role != SUPERVISOR:
        return []
    rows = []
    for committee in committees_for(actor):
        people = members_of(committee)
        # Where nobody was entered the directory says nothing yet: that is no finding about the committee.
        found = shortcomings(people, today(), multiethnic=committee.multiethnic) if people else []
        if found:
            url = f"/agencies/{committee.ref}"
            what = f"调委会组成：{found[0].text}" + (f"另有{len(found) - 1}项。" if len(found) > 1 else "")
            rows.append(row("", {"name": committee.name, "url": url}, what, "查看", url, stage="单位名录"))
    return rows
