"""The pages of the safeguards: doors, the cover of a sealed case, declarations, doubles, odd readings, recusal."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from mediation.audit.log import record_read
from mediation.cases.openings import BREAK_GLASS, TOGETHER, opening_of
from mediation.cases.page import identity
from mediation.cases.queries import find_case
from mediation.cases.stepping import Page, page, prepared, step_page, with_refusal
from mediation.errors import Incomplete, Missing
from mediation.safeguards import declaring, doors, doubles, odd, pages
from mediation.safeguards.forms import RELATIONS, DeclarationForm
from mediation.workflow.engine import WORKFLOWS, why_not

bp = Blueprint("safeguards", __name__)
SAME_ANSWER = "已记录，已通知负责人。如果有这件案件，您在两小时内能在“案件”里打开它；每一次查看都会复核。"


@bp.get("/openings")
def openings() -> str:
    """What was broken open: for those who review, and the own ones."""
    if not (doors.may_break(current_user) or current_user.role in doors.REVIEWERS):
        raise Missing
    rows = pages.opening_rows(current_user)
    record_read("openings", actor=current_user, shown=[one["ref"] for one in rows])
    return render_template("safeguards/openings.html", rows=rows, may=doors.may_break(current_user))


@bp.route("/openings/new", methods=["GET", "POST"])
def break_open() -> Page:
    """Break a case open blindly; the answer is the same whether or not there is one."""
    step, back = WORKFLOWS[BREAK_GLASS].start, url_for(".openings")
    draft = doors.drafted(BREAK_GLASS, None, actor=current_user)
    if refusal := why_not(draft, step, current_user):
        raise refusal
    form = prepared(step, draft, lambda _word: [])
    if not form.sent():
        return page(step, form, back=back), 422 if form.errors else 200
    try:
        doors.break_open(form.facts(), actor=current_user)
    except Incomplete as refusal:
        return with_refusal(step, form, refusal, back=back)
    flash(_(SAME_ANSWER), "info")
    return redirect(back)


@bp.route("/openings/<ref>/<trigger>", methods=["GET", "POST"])
def review(ref: str, trigger: str) -> Page:
    """A review of what was broken open."""
    found = doors.find_opening(ref, actor=current_user)
    record_read("openings", actor=current_user, shown=[ref])
    return step_page(found, trigger, choices=lambda _word: [], back=url_for(".openings"))


@bp.route("/sealed/<ref>", methods=["GET", "POST"])
def sealed(ref: str) -> Page:
    """The cover of a sealed case: nothing of it but that it is there, and the way to open it with a colleague."""
    case = doors.find_sealed(ref, actor=current_user)
    if opening_of(case, actor=current_user):
        return redirect(url_for("cases.show", ref=ref))
    record_read("sealed", actor=current_user, subject=ref)
    if waiting := doors.asked_of(case):
        mine = waiting.user_id == current_user.id
        return render_template(
            "safeguards/sealed.html", waiting=waiting.user.name, mine=mine, case=ref, ref=waiting.ref
        )
    step, back = WORKFLOWS[TOGETHER].start, url_for("cases.today_page")
    form = prepared(step, case, lambda _word: [])
    if not form.sent():
        return page(step, form, back=back), 422 if form.errors else 200
    try:
        doors.ask_to_open(case, form.facts(), actor=current_user)
    except Incomplete as refusal:
        return with_refusal(step, form, refusal, back=back)
    flash(_("已请另一人确认。确认后两人都能打开，八小时后自己关上。"), "success")
    return redirect(url_for(".sealed", ref=ref))


@bp.route("/sealed/<ref>/<opening>/<trigger>", methods=["GET", "POST"])
def open_sealed(ref: str, opening: str, trigger: str) -> Page:
    """The second person opens it too, or does not."""
    case = doors.find_sealed(ref, actor=current_user)
    waiting = doors.asked_of(case)
    if waiting is None or waiting.ref != opening:
        raise Missing
    record_read("sealed", actor=current_user, subject=ref)
    return step_page(waiting, trigger, choices=lambda _word: [], back=url_for(".sealed", ref=ref))


@bp.route("/cases/<ref>/recusal", methods=["GET", "POST"])
def recusal(ref: str) -> Page:
    """回避: say that one is near to somebody in the case."""
    case = find_case(ref, actor=current_user)
    step, back = WORKFLOWS["recusal"].start, url_for("cases.show", ref=ref)
    above = identity(case, actor=current_user)
    form = prepared(step, case, lambda _word: [])
    if request.method == "GET":
        record_read("step", actor=current_user, subject=ref)
    if not form.sent():
        return page(step, form, back=back, case=above), 422 if form.errors else 200
    try:
        doors.ask_recusal(case, form.facts(), actor=current_user)
    except Incomplete as refusal:
        return with_refusal(step, form, refusal, back=back, case=above)
    flash(_("已提出回避，由负责人决定。决定以前请不要再办理。"), "success")
    return redirect(back)


@bp.route("/account/ties", methods=["GET", "POST"])
def ties() -> Page:
    """What a worker declares of themselves and those near to them; nobody else reads it."""
    form = DeclarationForm()
    if form.sent():
        try:
            declaring.declare(form.facts(), actor=current_user)
            flash(_("已保存。与您有关系的案件，您不会再看到。"), "success")
            return redirect(url_for(".ties"))
        except Incomplete as refusal:
            form.name.errors = [*form.name.errors, refusal.reason]
    known = {value: str(label) for value, label, *_hint in RELATIONS}
    rows = [(one.ref, known[one.relation], one.told) for one in declaring.declared_by(current_user)]
    record_read("declarations", actor=current_user, shown=[ref for ref, _relation, _told in rows])
    return render_template("safeguards/ties.html", rows=rows, form=form), 422 if form.errors else 200


@bp.post("/account/ties/<ref>/end")
def end_tie(ref: str) -> Response:
    """It holds no longer."""
    declaring.end(ref, actor=current_user)
    flash(_("已结束这条申报。"), "success")
    return redirect(url_for(".ties"))


@bp.get("/doubles")
def doubles_page() -> str:
    """The quiet signal, for the one role that resolves doubles."""
    if not doubles.resolves(current_user):
        raise Missing
    rows = doubles.signals(current_user)
    record_read("doubles", actor=current_user, shown=[ref for row in rows for ref, _number in row["others"]])
    return render_template("safeguards/doubles.html", rows=rows, verdicts=doubles.VERDICTS)


@bp.post("/doubles/<ref>")
def settle_double(ref: str) -> Response:
    """The same person, or another."""
    doubles.settle(ref, request.form.get("verdict", ""), actor=current_user)
    flash(_("已登记。"), "success")
    return redirect(url_for(".doubles_page"))


@bp.get("/odd-readings")
def odd_readings() -> str:
    """What the worker noticed in the entries of what was read."""
    if current_user.role not in odd.READS:
        raise Missing
    rows = odd.listed(current_user)
    record_read("odd_readings", actor=current_user, shown=[row["ref"] for row in rows])
    return render_template("safeguards/odd.html", rows=rows, verdicts=odd.VERDICTS)


@bp.post("/odd-readings/<ref>")
def settle_odd(ref: str) -> Response:
    """What it was."""
    odd.settle(ref, request.form.get("verdict", ""), actor=current_user)
    flash(_("已登记。"), "success")
    return redirect(url_for(".odd_readings"))
