"""督办台: for the supervisor what is overdue, in danger, unassigned and new this month; for the leader what came up."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from mediation.audit.log import record_read
from mediation.cases.clock_words import clock_in_words
from mediation.cases.models import Case, Stage
from mediation.cases.page import identity
from mediation.cases.today import row
from mediation.db import today
from mediation.errors import Missing
from mediation.law.calendar import local_day
from mediation.supervision import bulk, queries
from mediation.web.paging import before
from mediation.workflow import clocks
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.models import Clock

bp = Blueprint("supervision", __name__)
Answer = str | Response

SUPERVISOR, LEADER = "supervisor", "leader"
TITLE, DESK = "督办台", "/supervision"
TITLES = {
    "overdue": "超期",
    "elsewhere": "对方超期",
    "untouched": "高危未处置",
    "danger": "高危险",
    "silent": "失联",
    "unassigned": "待分派",
    "idle": "久未办理",
    "opened": "本月新收",
    "closed": "本月办结",
}
HINTS = {
    "overdue": "本站、调委会自己的期限，最好办完的日子已过",
    "elsewhere": "法院、公安、法援等的期限，只跟踪",
    "untouched": "高危险，量表还没有做，或者没有开启安全保护",
    "danger": "高危险，或者量表还没有做",
    "silent": "高危险，多天没有本人的消息",
    "unassigned": "没有案件承办人，或者有环节没有指派、经办人请假而没有代班人",
    "idle": f"在办的，{queries.IDLE.days}天没有人办过、记过什么",
    "opened": "本月登记的求助",
    "closed": "本月结案的",
}
ABOUT = {"case": "案件", "agreement": "调解协议", "referral": "转介"}
ALARMING = ("overdue", "untouched", "silent")


@bp.get("/supervision")
def show() -> str:
    """The numbers, each with its list; the list of what is overdue, or the one asked for."""
    if current_user.role == LEADER:
        return _for_the_leader()
    only_for_supervisors()
    kind = request.args.get("list", "overdue")
    if kind not in TITLES:
        raise Missing
    unit, person = request.args.get("unit", ""), request.args.get("person", "")
    rows, more = _clock_rows(kind, unit, person) if kind in queries.CLOCKS else _case_rows(kind)
    record_read("supervision", actor=current_user, shown=[row["case"] for row in rows])
    return render_template(
        "supervision/show.html",
        tiles=[_tile(name, kind) for name in TITLES],
        kind=kind,
        title=TITLES[kind],
        hint=HINTS[kind],
        rows=rows,
        more=more,
        of_clocks=kind in queries.CLOCKS,
        unit=unit,
        units=queries.units(kind, actor=current_user) if kind in queries.CLOCKS else [],
        person=person,
        all_ticked="all" in request.args,
        tick_all=url_for(".show", list=kind, unit=unit, person=person, before=before(), all="yes"),
        workers=queries.workers(kind, actor=current_user) if kind in queries.CLOCKS else [],
        colleagues=bulk.colleagues_of(current_user) if kind == "unassigned" else [],
    )


@bp.post("/supervision/urge")
def urge_workers() -> Answer:
    """催办: whoever has it in hand finds it on top of 今日工作. Once a day for each time limit."""
    only_for_supervisors()
    kind = request.form.get("list", "overdue")
    back = url_for(".show", list=kind if kind in queries.CLOCKS else "overdue")
    refs = request.form.getlist("clock")[: queries.PAGE]
    return _told(_("催办结果"), bulk.urge_all(refs, actor=current_user), back)


@bp.post("/supervision/assign")
def assign() -> Answer:
    """指定承办人 of several cases at once, each by its own steps; a refusal of one stops no other."""
    only_for_supervisors()
    refs = request.form.getlist("case")[: queries.PAGE]
    back = url_for(".show", list="unassigned")
    user = bulk.colleague(request.form.get("assignee", ""), actor=current_user)
    if user is None:
        flash(_("没有指派：请先在下面选择交给谁。"), "warning")
        return redirect(back)
    return _told(_("指派结果"), bulk.assign_all(refs, to=user, actor=current_user), back)


def _told(title: str, results: list[bulk.Result], back: str) -> Answer:
    if not results:
        flash(_("没有办理：请先勾选。"), "info")
        return redirect(back)
    record_read("supervision", actor=current_user, shown=[one.case.ref for one in results])
    rows = [(identity(one.case, actor=current_user), one) for one in results]
    done = sum(one.done for one in results)
    return render_template("supervision/results.html", title=title, rows=rows, done=done, back=back)


def late_number(actor: Any) -> int:
    """The number in the menu: what is overdue here, or has come up to the leader."""
    if actor.role == LEADER:
        return sum(row[3] for row in queries.escalated(actor))
    return queries.count("overdue", actor=actor)


def leader_rows(actor: Any) -> list[dict[str, Any]]:
    """One neutral row of 今日工作 for a leader up to whom something has come: a number and no case."""
    number = late_number(actor) if actor.role == LEADER else 0
    if not number:
        return []
    about = {"name": TITLE, "url": DESK}
    return [row("", about, f"有{number}项超期事项报到您这里", "查看", DESK, urgent=True, stage=TITLE)]


def _for_the_leader() -> str:
    rows = [
        {
            "rule": rule,
            "label": clocks.label_of(rule),
            "unit": unit,
            "worker": worker or "未指定",
            "number": number,
            "days": (today() - local_day(earliest)).days,
        }
        for rule, unit, worker, number, earliest in queries.escalated(current_user)
    ]
    record_read("supervision", actor=current_user)
    return render_template("supervision/leader.html", rows=rows, total=sum(row["number"] for row in rows))


def only_for_supervisors() -> None:
    """Everybody else is told that there is nothing."""
    if current_user.role != SUPERVISOR:
        raise Missing


def _tile(name: str, chosen: str) -> dict[str, Any]:
    number = queries.count(name, actor=current_user)
    return {
        "label": TITLES[name],
        "number": f"{queries.MOST}+" if number > queries.MOST else str(number),
        "url": url_for(".show", list=name),
        "chosen": name == chosen,
        "alarming": name in ALARMING and number > 0,
        "hint": HINTS[name],
    }


def _clock_rows(kind: str, unit: str, person: str) -> tuple[list[dict[str, Any]], int | None]:
    found = queries.late_clocks(kind, actor=current_user, unit=unit, person=person, last=before())
    shown = found[: queries.PAGE]
    stages = queries.stages_of([clock for clock, _case in shown])
    rows = [_clock_row(clock, case, stages.get(clock.subject)) for clock, case in shown]
    return rows, shown[-1][0].id if len(found) > queries.PAGE else None


def _clock_row(clock: Clock, case: Case, stage: Stage | None) -> dict[str, Any]:
    unit = stage.agency_id if stage else clock.agency_id
    worker = stage.assignee if stage and stage.assignee else case.owner if unit == case.agency_id else None
    return {
        "case": case.ref,
        "clock": clock_in_words(clock),
        "ref": clock.ref,
        "identity": identity(case, actor=current_user),
        "where": str(WORKFLOWS[stage.workflow].label) if stage else ABOUT.get(clock.subject_kind, ""),
        "unit": queries.unit_of(clock, stage),
        "worker": worker.name if worker else "未指定",
    }


def _case_rows(kind: str) -> tuple[list[dict[str, Any]], int | None]:
    found = queries.cases(kind, actor=current_user, last=before())
    shown = found[: queries.PAGE]
    return [_case_row(case) for case in shown], shown[-1].id if len(found) > queries.PAGE else None


def _case_row(case: Case) -> dict[str, Any]:
    idle = [stage for stage in case.stages if not stage.ended and stage.assignee_id is None]
    labels = "、".join(str(WORKFLOWS[stage.workflow].label) for stage in idle)
    guarded = any(stage.workflow == "protection" and not stage.ended for stage in case.stages)
    return {
        "case": case.ref,
        "identity": identity(case, actor=current_user),
        "state": str(WORKFLOWS["one_stop"].stop(case.state).label),
        "received": case.received_on,
        "heard": case.heard_on,
        "idle": labels,
        "todo": "量表未做" if case.danger_provisional else "处置中" if guarded else "未开启安全保护",
    }
