"""工作交接: what a worker who leaves or is away has in hand, to whom it goes, and that whoever takes it over has read it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.cases.access import CASEWORK
from mediation.cases.handing_on import asked
from mediation.cases.models import Case, Stage
from mediation.cases.page import identity
from mediation.cases.stepping import Page
from mediation.cases.tasks import open_tasks
from mediation.db import today
from mediation.errors import Incomplete, Missing
from mediation.handover.giving import OWNER, STAND_IN, confirm, give
from mediation.handover.queries import cases_of, find_asked, points, stages_in_hand, workers
from mediation.people.absences import is_away, substitute_of
from mediation.people.models import User
from mediation.workflow.engine import WORKFLOWS, why_not

bp = Blueprint("handover", __name__)
ASSIGNS = "set_assignee"
POINTS = {"dangers": "危险", "dates": "日期", "promises": "答应过的事"}


@bp.get("/handover")
def index() -> str:
    """Who has how much in hand, of what the supervisor may open."""
    _only_for_supervisors()
    rows = [(user, _counts(user)) for user in workers(actor=current_user)]
    away = {user.id: substitute_of(user) for user, _number in rows if is_away(user)}
    record_read("handover", actor=current_user)
    return render_template("handover/index.html", rows=[row for row in rows if any(row[1])], away=away)


@bp.route("/handover/<ref>", methods=["GET", "POST"])
def worker(ref: str) -> Page:
    """What one worker has in hand; each case given to somebody, with what came of it."""
    _only_for_supervisors()
    people = workers(actor=current_user)
    user = next((one for one in people if one.ref == ref), None)
    if user is None:
        raise Missing
    cases = cases_of(user, actor=current_user)
    told, wrong = _given(cases, people) if request.method == "POST" else ({}, "")
    record_read("handover", actor=current_user, shown=[case.ref for case in cases])
    page = render_template(
        "handover/worker.html",
        user=user,
        rows=[_case_row(case, told) for case in cases],
        stages=[_stage_row(stage) for stage in stages_in_hand(user, actor=current_user)],
        receivers=[one for one in people if one.active and one.id != user.id and one.role in CASEWORK],
        substitute=substitute_of(user),
        chosen=request.form,
        wrong=wrong,
        hows=((OWNER, _("交给，换承办人")), (STAND_IN, _("请假期间代办，承办人不变"))),
    )
    return (page, 422) if wrong else page


@bp.route("/handover/confirm/<ref>", methods=["GET", "POST"])
def confirmed(ref: str) -> Page:
    """Everything that is open, each with its own tick."""
    task = find_asked(ref, actor=current_user)
    case = task.case
    wrong = ""
    if request.method == "POST":
        try:
            confirm(task, request.form.getlist("seen"), actor=current_user)
        except Incomplete as refusal:
            wrong = refusal.reason
        else:
            flash(_("已接手。"), "success")
            return redirect(url_for("cases.show", ref=case.ref))
    groups = points(task, actor=current_user)
    record_read("handover", actor=current_user, subject=case.ref)
    page = render_template(
        "handover/confirm.html",
        identity=identity(case, actor=current_user),
        case=case.ref,
        stage=str(WORKFLOWS[task.stage.workflow].label) if task.stage else "",
        groups=[(POINTS[name], found) for name, found in groups.items()],
        seen=request.form.getlist("seen"),
        wrong=wrong,
    )
    return (page, 422) if wrong else page


def _given(cases: Any, people: Any) -> tuple[dict[str, tuple[bool, str]], str]:
    """What came of each case that was ticked, by its ref; or what is wrong with the form."""
    ticked = [case for case in cases if case.ref in request.form.getlist("case")]
    receiver = next((one for one in people if one.active and one.ref == request.form.get("receiver")), None)
    how = request.form.get("how", "")
    if not ticked:
        return {}, _("请先勾选要交接的案件。")
    if receiver is None or how not in (OWNER, STAND_IN):
        return {}, _("请选择交给谁、怎么交。")
    return {case.ref: give(case, receiver, how, actor=current_user) for case in ticked}, ""


def _counts(user: User) -> tuple[int, int]:
    return len(cases_of(user, actor=current_user)), len(stages_in_hand(user, actor=current_user))


def _case_row(case: Case, told: dict[str, tuple[bool, str]]) -> dict[str, Any]:
    tasks = open_tasks(case)
    days = [task.due_on for task in tasks if task.due_on]
    return {
        "ref": case.ref,
        "identity": identity(case, actor=current_user),
        "tasks": len(tasks),
        "next": min(days, default=None),
        "late": bool(days) and min(days) < today(),
        "waiting": [task.user_id for task in asked(case, None)],
        "told": told.get(case.ref),
    }


def _stage_row(stage: Stage) -> dict[str, Any]:
    """A stage is given on by its own step: of a mediator the parties have a say (PM-19)."""
    steps = WORKFLOWS[stage.workflow].steps(source=stage.state)
    step = next(
        (one for one in steps if ASSIGNS in one.then and why_not(stage, one, current_user) is None), None
    )
    return {
        "identity": identity(stage.case, actor=current_user),
        "label": str(WORKFLOWS[stage.workflow].label),
        "url": f"/cases/{stage.case.ref}/{stage.ref}/{step.trigger}" if step else "",
        "verb": str(step.label) if step else "",
    }


def _only_for_supervisors() -> None:
    if current_user.role != "supervisor":
        raise Missing
