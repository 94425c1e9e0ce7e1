"""统计监测与预警: the indicators with their targets, and each warning until its answer is taken."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug import Response

from mediation.audit.log import record_read
from mediation.cases.stepping import Page
from mediation.cases.today import row
from mediation.errors import Missing
from mediation.statistics import early, targets
from mediation.statistics.charts import line
from mediation.statistics.forms import AnswerWarningForm, AssignWarningForm
from mediation.statistics.indicators import INDICATORS, Standing, standings, year_shown
from mediation.statistics.models import EarlyWarning
from mediation.statistics.periods import last_month
from mediation.statistics.queries import may_watch
from mediation.statistics.signals import METHOD

bp = Blueprint("indicators", __name__)
TITLE = "监测和预警"
VERBS = {"assign": "分派", "answer": "答复", "accept": "看答复"}
BY_KEY = {one.key: one for one in INDICATORS}


@bp.route("/indicators", methods=["GET", "POST"])
def show() -> str | Response | tuple[str, int]:
    """Values, targets and trends; below them the warnings. Who leads the station sets the targets."""
    _only_at_a_station()
    typed = {key: tenths_in_words(value) for key, value in _targets().items()}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        if current_user.role != targets.KEEPER:
            raise Missing
        typed = {one.key: request.form.get(one.key, "") for one in INDICATORS}
        found, wrong = targets.read_targets(typed)
        if not wrong:
            targets.keep_targets(year_shown(), found, actor=current_user)
            flash(_("目标已保存。"), "success")
            return redirect(url_for(".show"))
    record_read("indicators", actor=current_user)
    page = render_template(
        "statistics/indicators.html",
        rows=[_standing(one) for one in standings(current_user.agency, last_month())],
        year=year_shown(),
        until=last_month().label,
        typed=typed,
        wrong=wrong,
        sets=current_user.role == targets.KEEPER,
        warnings=[(one, _words(one), _state(one)) for one in early.warnings_for(current_user)],
        method=METHOD,
    )
    return (page, 422) if wrong else page


@bp.get("/warnings/<ref>")
def warning(ref: str) -> str:
    """One warning, and what is to be done about it."""
    found = early.find_warning(ref, actor=current_user)
    return _page(found, _form(early.waits_for(found, current_user)))


@bp.post("/warnings/<ref>/<verb>")
def do(ref: str, verb: str) -> Page:
    """Assign, answer, accept, or send back."""
    found = early.find_warning(ref, actor=current_user)
    form = _form(verb)
    if form is not None and not form.sent():
        return _page(found, form), 422
    if isinstance(form, AssignWarningForm):
        early.assign(found, form.assignee.data, form.due_on.data, actor=current_user)
    elif isinstance(form, AnswerWarningForm):
        early.answer(found, form.text.data, actor=current_user)
    elif verb == "accept":
        early.accept(found, actor=current_user)
    elif verb == "return":
        early.send_back(found, actor=current_user)
    else:
        raise Missing
    flash(_("已办理。"), "success")
    return redirect(url_for(".warning", ref=ref))


def warning_rows(actor: Any) -> list[dict[str, Any]]:
    """What waits for ACTOR, as rows of 今日工作."""
    rows = []
    for one in early.warnings_for(actor):
        if verb := early.waits_for(one, actor):
            url = f"/warnings/{one.ref}"
            about = {"name": TITLE, "url": url}
            rows.append(row("", about, _words(one), VERBS[verb], url, stage=TITLE, due=one.due_on))
    return rows


def tenths_in_words(tenths: int) -> str:
    """850 is 85, 35 is 3.5."""
    return f"{tenths / 10:g}"


def _only_at_a_station() -> None:
    if not may_watch(current_user):
        raise Missing


def _targets() -> dict[str, int]:
    return {
        one.indicator.key: one.target
        for one in standings(current_user.agency, last_month(), months=0)
        if one.target is not None
    }


def _form(verb: str) -> AssignWarningForm | AnswerWarningForm | None:
    if verb == "assign":
        form = AssignWarningForm()
        form.offer_choices(lambda _word: early.colleagues(current_user))
        return form
    return AnswerWarningForm() if verb == "answer" else None


def _page(found: EarlyWarning, form: AssignWarningForm | AnswerWarningForm | None) -> str:
    record_read("warning", actor=current_user, subject=found.ref)
    verb = early.waits_for(found, current_user)
    return render_template(
        "statistics/warning.html",
        warning=found,
        words=_words(found),
        state=_state(found),
        verb=verb,
        form=form if verb in ("assign", "answer") else None,
        label=VERBS.get(verb, ""),
        method=METHOD if found.kind == early.RISE else BY_KEY[found.subject].counts,
    )


def _words(one: EarlyWarning) -> str:
    """The warning in a sentence: what, when, how much."""
    if one.kind == early.RISE:
        usual = f"此前平均每月{tenths_in_words(one.expected)}件" if one.expected else "此前很少"
        return f"“{one.subject}”{one.month}有{one.observed}件，{usual}，增多超出偶然"
    known = BY_KEY[one.subject]
    now, path = tenths_in_words(one.observed), tenths_in_words(one.expected)
    return f"“{known.label}”到{one.month}是{now}{known.unit}，按目标应为{path}{known.unit}，偏离目标"


def _state(one: EarlyWarning) -> tuple[str, str]:
    """Kind of the tag and its words."""
    if one.accepted_at:
        return "done", "已办结"
    if one.answered_at:
        return "info", "已答复，待审核"
    return ("due", "待答复") if one.assigned_to_id else ("due", "待分派")


def _standing(one: Standing) -> dict[str, Any]:
    known: Sequence[tuple[str, int | None]] = one.trend
    points = [(name, None if tenths is None else tenths / 10) for name, tenths in known]
    drawn = any(number is not None for _name, number in points)
    return {
        "key": one.indicator.key,
        "label": one.indicator.label,
        "unit": one.indicator.unit,
        "counts": one.indicator.counts,
        "settable": bool(one.indicator.better),
        "value": None if one.tenths is None else f"{tenths_in_words(one.tenths)}{one.indicator.unit}",
        "path": "" if one.path is None else f"{tenths_in_words(one.path)}{one.indicator.unit}",
        "off": one.off,
        "trend": Markup(line(points, one.indicator.label)) if drawn else "",
    }
