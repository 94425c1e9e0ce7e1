"""What the pages show: doors and their reviews, the cover of a sealed case, the block 回避 of a case, the rows of today."""

from typing import Any

from sqlalchemy import exists, func, select

from mediation.cases.access import SUPERVISORS, field_groups
from mediation.cases.models import Case
from mediation.cases.next_steps import step_entries
from mediation.cases.openings import BREAK_GLASS, Opening, Recusal, opening_of
from mediation.cases.readers import readings_between
from mediation.cases.tie_rules import GROUNDS as TIES
from mediation.cases.ties import Tie, Unwanted
from mediation.cases.today import row
from mediation.cases.work import Task
from mediation.dates import local
from mediation.db import db, today
from mediation.people.models import User
from mediation.people.roles import ROLES
from mediation.safeguards import doors
from mediation.safeguards.doubles import waiting_doubles
from mediation.safeguards.effects import OPENINGS, SEALED
from mediation.safeguards.forms import GROUNDS
from mediation.safeguards.odd import unsettled
from mediation.safeguards.orphans import orphans
from mediation.safeguards.rules import review_due
from mediation.web.feature import Panel
from mediation.workflow.engine import WORKFLOWS, why_not
from mediation.workflow.history import newest

SOON = 7


def opening_rows(actor: User) -> list[dict[str, Any]]:
    """What was broken open, with its reason, how much was read, and the steps of a review."""
    return [_opening(one, actor) for one in doors.to_review(actor)]


def _opening(one: Opening, actor: User) -> dict[str, Any]:
    reviewed = newest(one.ref, "find_fit", "find_unfit")
    reviews = actor.role in doors.REVIEWERS and one.user_id != actor.id
    return {
        "ref": one.ref,
        "at": local(one.asked_at),
        "who": one.user.name,
        "role": ROLES.get(one.user.role, ""),
        "ground": str(dict(GROUNDS).get(one.ground, "")),
        "reason": one.reason,
        "read": _read_by(one) if reviews else "—",
        "state": str(WORKFLOWS[BREAK_GLASS].stop(one.state).label),
        "answer": (reviewed.facts or {}).get("reason", "") if reviewed else "",
        "steps": step_entries(one, actor=actor, url=f"{OPENINGS}/{one.ref}") if reviews else [],
    }


def _read_by(one: Opening) -> int:
    """How often the case was read through the door; for the reviewer alone: to the others a number would say that there is
    one."""
    return (
        readings_between(one.case.ref, one.user.ref, one.asked_at, one.until) if one.case and one.until else 0
    )


def panel(case: Case, actor: User) -> Panel | None:
    """回避和知情范围: the door through which ACTOR sees it, who asked to be recused, who is kept out, and the way to ask."""
    whole = "narrative" in field_groups(actor, case)
    with db.session.no_autoflush:
        draft = doors.drafted_recusal(case, actor=actor)
        may = why_not(draft, WORKFLOWS["recusal"].start, actor) is None
        db.session.expunge(draft) if draft in db.session else None
    rows = _recusals(case, actor)
    given = {
        "case": case.ref,
        "door": _door(case, actor),
        "rows": rows,
        "kept_out": _kept_out(case)
        if case.agency_id == actor.agency_id and actor.role in SUPERVISORS
        else [],
        "unwanted": _unwanted(case) if whole else [],
        "ask": may,
    }
    if not any(given[name] for name in ("door", "rows", "kept_out", "unwanted", "ask")):
        return None
    # Its steps are no buttons of what is next: there one of the two answers would stand alone, without the reason.
    return Panel("回避和知情范围", "safeguards/panel.html", given, order=4 if given["door"] else 60)


def _door(case: Case, actor: User) -> dict[str, Any] | None:
    door = opening_of(case, actor=actor)
    if door is None or door.until is None:
        return None
    broken = door.workflow == BREAK_GLASS
    return {"until": local(door.until), "broken": broken}


def _recusals(case: Case, actor: User) -> list[dict[str, Any]]:
    query = select(Recusal).where(Recusal.case_id == case.id).order_by(Recusal.id.desc())
    return [
        {
            "who": one.user.name,
            "at": local(one.asked_at),
            "state": str(WORKFLOWS["recusal"].stop(one.state).label),
            "reason": one.reason if _reads(one, actor) else "",
            "steps": step_entries(one, actor=actor, url=f"/cases/{case.ref}/{one.ref}")
            if _decides(one, actor)
            else [],
        }
        for one in db.session.scalars(query)
        if _reads(one, actor)
    ]


def _decides(one: Recusal, actor: User) -> bool:
    return actor.role in SUPERVISORS and actor.agency_id in one.parts.values()


def _reads(one: Recusal, actor: User) -> bool:
    return one.user_id == actor.id or _decides(one, actor)


def _kept_out(case: Case) -> list[tuple[str, str]]:
    """Whom the case does not exist for, and on which ground: for the supervisor of the case, who finds somebody else."""
    rows = db.session.scalars(select(Tie).where(Tie.case_id == case.id).order_by(Tie.id))
    return [
        (one.user.name if one.user else one.agency.name if one.agency else "", TIES[one.ground])
        for one in rows
    ]


def _unwanted(case: Case) -> list[str]:
    rows = db.session.scalars(select(Unwanted).where(Unwanted.case_id == case.id).order_by(Unwanted.id))
    people = {
        user.id: user.name
        for user in db.session.scalars(select(User).where(User.agency_id == case.agency_id))
    }
    return [one.agency.name if one.agency else one.name or people.get(one.user_id or 0, "") for one in rows]


def item(case: Case, ref: str, actor: User) -> Recusal | None:
    """A recusal of the case under this ref, for whoever decides on it."""
    found = db.session.scalar(select(Recusal).where(Recusal.ref == ref, Recusal.case_id == case.id))
    return found if found and _decides(found, actor) else None


def rows_today(actor: User) -> list[dict[str, Any]]:
    """What waits for this person: reviews, sealed cases with work or with a colleague who asks, doubles, odd readings."""
    return [*_reviews(actor), *_sealed(actor), *_counts(actor)]


def _reviews(actor: User) -> list[dict[str, Any]]:
    if actor.role not in doors.REVIEWERS:
        return []
    waiting = [one for one in doors.to_review(actor) if one.state == "open" and one.user_id != actor.id]
    return [
        row(
            one.ref, {"name": "紧急打开", "url": OPENINGS}, f"{local(one.asked_at)} 有人紧急打开案件，请复核", "复核",
            OPENINGS, due=review_due(one.asked_at), stage="复核", urgent=True,
        )
        for one in waiting
    ]  # fmt: skip


def _sealed(actor: User) -> list[dict[str, Any]]:
    cases = db.session.scalars(doors.sealed_for(actor).limit(doors.MOST)).all()
    return [found for case in cases for found in _of_sealed(case, actor)]


def _of_sealed(case: Case, actor: User) -> list[dict[str, Any]]:
    url, about = f"{SEALED}/{case.ref}", {"name": "封存案件", "url": f"{SEALED}/{case.ref}"}
    asked = doors.asked_of(case)
    if asked and asked.user_id != actor.id:
        return [
            row(
                case.ref,
                about,
                "同事请您一同打开封存的案件",
                "确认",
                url,
                due=today(),
                stage="封存",
                urgent=True,
            )
        ]
    if opening_of(case, actor=actor):
        return []
    due = db.session.scalar(
        select(func.min(Task.due_on)).where(Task.case_id == case.id, Task.done_at.is_(None))
    )
    waits = db.session.scalar(select(exists().where(Task.case_id == case.id, Task.done_at.is_(None))))
    if not waits or (due and (due - today()).days > SOON):
        return []
    return [row(case.ref, about, "封存的案件有事要办，请两人一同打开", "打开", url, due=due, stage="封存")]


def _counts(actor: User) -> list[dict[str, Any]]:
    found = []
    if number := len(waiting_doubles(actor)):
        about = {"name": "可能重复", "url": "/doubles"}
        found.append(
            row("", about, f"有 {number} 组案件可能是同一个人，请核对", "核对", "/doubles", stage="查重")
        )
    if number := orphans(actor):
        what = f"有 {number} 件案件，本单位能指派的人都要回避，请另派一位负责人，或者请上级妇联接手"
        about = {"name": "没有人能指派", "url": "/supervision"}
        found.append(row("", about, what, "查看", "/supervision", due=today(), stage="回避", urgent=True))
    if number := len(unsettled(actor)):
        about = {"name": "异常查阅", "url": "/odd-readings"}
        found.append(row("", about, f"有 {number} 条异常查阅，请核对", "核对", "/odd-readings", stage="查阅"))
    return found
