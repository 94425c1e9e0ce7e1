"""Whose turn it is in a case, and what is still due of the person who looks: 下一步 is never an empty box."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from mediation.cases.models import Case
from mediation.dates import day_in_words
from mediation.db import db
from mediation.people.models import User
from mediation.people.roles import phrase_in_words, phrases_of
from mediation.workflow.engine import WORKFLOWS

MOST = 3
WHOEVER = "anyone in charge"


def turn_of(item: Any) -> str | None:
    """The phrase of whose turn it is where ITEM stands: of those named there, the first whose role is worked in at the
    agency in charge; a court has no caseworker. None where nobody's."""
    turns = WORKFLOWS[item.workflow].stop(item.state).turns
    if len(turns) < 2:
        return next(iter(turns), None)
    there = set(db.session.scalars(select(User.role).where(User.agency_id == item.agency_id, User.active)))
    return next((turn for turn in turns if turn.partition(" ")[0] in there), WHOEVER)


YOU = "您"


def whose_turn(case: Case, blocks: Sequence[dict[str, Any]], *, actor: User) -> str:
    """现在轮到… of the stages under way that are shown; where none is, of the case itself, to its own agency. Whoever
    reads it and is meant is told so."""
    open_blocks = [block for block in blocks if not block["stage"].ended and block["turn"]]
    turns = [
        f"{YOU if turn_of(block['stage']) in phrases_of(actor, block['stage']) else block['turn']}（{block['label']}）"
        for block in open_blocks
    ]
    own = WORKFLOWS[case.workflow].stop(case.state).turn
    # In the archive a case waits for nobody: whoever keeps it has nothing to do.
    if not turns and own and case.agency_id == actor.agency_id and case.state != "archived":
        turns = [YOU if own in phrases_of(actor, case) else phrase_in_words(own)]
    return "、".join(dict.fromkeys(turns))


def dated_work(tasks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The next work of whoever looks, as buttons: what presses first, then by its date."""
    mine = [task for task in tasks if task["url"]]
    mine.sort(key=lambda task: (task["due"] is None and not task["urgent"], task["due"] or date.min))
    return [
        {
            "label": task["text"] + (f"（{day_in_words(task['due'].isoformat())}）" if task["due"] else ""),
            "url": task["url"],
            "primary": False,
            "reason": None,
            "trigger": "",
        }
        for task in mine[:MOST]
    ]


def next_dates(clocks: Sequence[dict[str, Any]]) -> list[str]:
    """The time limits that run, in one line each: what, until when, whose."""
    return [
        f"{one['label']}：{one['left'] if one['at_once'] else one['conservative']}（{one['whose']}）"
        for one in clocks[:MOST]
    ]
