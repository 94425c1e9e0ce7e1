"""The page on which she sees how it goes: behind the code of the receipt and the second secret, at each visit."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug import Response

from mediation.cases.stepping import sent_as
from mediation.errors import Refusal
from mediation.intake.models import PortalRequest
from mediation.people.throttles import TooMany
from mediation.portal import forms, sending, status, visits
from mediation.portal.tries import never_sooner, place_of
from mediation.portal.views import STAY, VISIT, Page
from mediation.web.access import public

bp = Blueprint("portal_status", __name__)
WRONG = "编号或者口令不对。请核对编号，重填口令；忘了的，请打 12338 或者直接来。"
DONE = {
    "write": "留言已经送到，有人答复会显示在这里。",
    "files": "材料已经收到。",
    "rate": "谢谢，评价已经收到。",
    "stop": "已经记下：不再主动联系您。",
    "change": "已经记下，工作人员核实是您本人以后才改。",
}


@bp.route("/status", methods=["GET", "POST"], endpoint="status")
@public
def show() -> Page:
    """The code is asked first; then the one page of her request, and what she does there."""
    visit = visits.visit_by(session.get(VISIT))
    own = visit.request if visit else None
    if own is not None and sending.over(own):
        own = None
    go = request.form.get("go", "") if request.method == "POST" else ""
    if go == "open":
        return _open()
    if own is None:
        return _code_page(forms.OpenForm(formdata=None))
    if go == "close":
        return _close()
    if visit and go == STAY:
        visits.keep(visit, {})
        return "", 204
    return _did(own, go) if go in DONE else _shown(own)


def _open() -> Page:
    form = forms.OpenForm()
    if not form.sent():
        return _code_page(form, 422)
    told = (form.code.data or "", form.secret.data or "")
    try:
        with never_sooner():
            token = sending.open_with(*told, asked_from=place_of(request.remote_addr))
    except TooMany as refusal:
        form.form_errors.append(refusal.reason)
        return _code_page(form, 429)
    if token is None:
        form.form_errors.append(WRONG)
        return _code_page(form, 422)
    visits.leave(session.get(VISIT))
    session[VISIT] = token
    return _again()


def _did(own: PortalRequest, go: str) -> Page:
    """One of the things she may do there. What stands in the way is said at its form, and nothing typed is lost."""
    form = status.FORMS[go]()
    if not form.sent():
        return _shown(own, {go: form}, 422)
    files = [part.read() for part in request.files.getlist("files") if part.filename]
    try:
        status.do(own, go, form.facts(), files, key=sent_as())
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(own, {go: form}, 422)
    flash(DONE[go], "success")
    return _again()


def _close() -> Response:
    visits.leave(session.pop(VISIT, None))
    return redirect(url_for("portal.start"), 303)


def _again() -> Response:
    return redirect(url_for(".status"), 303)


def _code_page(form: forms.OpenForm, code: int = 200) -> Page:
    """What was typed for the secret is never shown again."""
    form.secret.data = None
    return render_template("portal/status_code.html", asked=form), code


def _shown(own: PortalRequest, tried: dict[str, Any] | None = None, code: int = 200) -> Page:
    blank = {name: kind(formdata=None) for name, kind in status.FORMS.items()}
    page = render_template("portal/status.html", own=status.shown(own), **{**blank, **(tried or {})})
    return page, code
