"""The pages for a receiver without an account: the code, the slip, its steps. Public, neutral, without JavaScript.

Opening the link asks for the code, at each visit. What is wrong with a link or a code is never said.
"""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response as Answer

from mediation.audit.log import record_read
from mediation.cases.stepping import Page, prepared, sent_as
from mediation.errors import Incomplete, OutOfTurn, Refusal
from mediation.people.throttles import TooMany
from mediation.referrals import link_pages, links
from mediation.referrals.forms import LinkCodeForm
from mediation.referrals.material_views import as_answer
from mediation.referrals.materials import open_material
from mediation.referrals.models import LinkVisit
from mediation.referrals.queries import find_referral
from mediation.web.access import public
from mediation.web.forms import NoQuestions
from mediation.web.outside import own_address
from mediation.workflow.definition import Step
from mediation.workflow.engine import step_for

bp = Blueprint("links", __name__)
VISIT = "visit"
WRONG = "链接或者校验码不对，或者链接已经停用、到期。请核对，或者打电话问转出单位。"


@bp.after_request
def _not_found_by_search(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@bp.route("/referrals/<ref>/issue_link", methods=["GET", "POST"])
def issue(ref: str) -> Page:
    """Make a link. The code is shown once and kept nowhere; the address stands on the slip from now on."""
    referral = find_referral(ref, actor=current_user)
    step = step_for(referral, "issue_link", actor=current_user)
    form = NoQuestions()
    if not form.sent():
        form.seen.process_data(referral.version)
        known = links.link_of(referral) is not None
        return render_template("referrals/link_issue.html", step=step, form=form, ref=ref, known=known)
    made = links.issue(referral, actor=current_user, key=sent_as(), seen=form.seen.data)
    if made is None:
        flash(_("链接已经开通过，校验码只显示一次。没有抄下的，请重新开通，原来的会作废。"), "info")
        return redirect(url_for("referrals.show", ref=ref))
    address = own_address().rstrip("/") + url_for("links.ask", token=made.token)
    return render_template("referrals/link_made.html", made=link_pages.sheet(referral, made, address))


@bp.route("/r/<token>", methods=["GET", "POST"])
@public
def ask(token: str) -> Page:
    """The code, at each visit; whether there is such a link is not said."""
    form = LinkCodeForm()
    if not form.sent():
        _end_visit()
        return _code_page(form, 422 if form.errors else 200)
    told = (form.code.data or "", form.who.data or "")
    try:
        visit = links.open_visit(token, *told, asked_from=request.remote_addr or "")
    except TooMany as refusal:
        form.code.errors = [refusal.reason]
        return _code_page(form, 429)
    if visit is None:
        form.code.errors = [WRONG]
        return _code_page(form, 422)
    session[VISIT] = visit
    return redirect(url_for(".show", token=token))


@bp.get("/r/<token>/slip")
@public
def show(token: str) -> Page:
    """The package and the receiver's own answers. Not served without its read entry."""
    visit = _visit(token)
    if visit is None:
        return _anew(token)
    _record(visit, "referral.link")
    return render_template(
        "referrals/link_slip.html", slip=link_pages.slip(visit), token=token, form=_signing(visit)
    )


@bp.get("/r/<token>/materials/<file>")
@public
def material(token: str, file: str) -> Answer:
    """One material of the package."""
    visit = _visit(token)
    if visit is None:
        return _anew(token)
    return as_answer(*open_material(visit.link.referral, file, actor=links.holder_of(visit.link)))


@bp.route("/r/<token>/<trigger>", methods=["GET", "POST"])
@public
def step(token: str, trigger: str) -> Page:
    """One step of the receiver."""
    visit = _visit(token)
    if visit is None:
        return _anew(token)
    try:
        found = step_for(visit.link.referral, trigger, actor=links.holder_of(visit.link))
    except Refusal as refusal:
        return _meanwhile(token, refusal)
    form: Any = prepared(found, visit.link.referral, lambda _word: [])
    link_pages.without_colleagues(form)
    if not form.sent():
        return _step_page(token, found, form, 422 if form.errors else 200)
    return _taken(token, visit, found, form)


@bp.post("/r/<token>/leave")
@public
def leave(token: str) -> Answer:
    """The visit is over; the page asks for the code again."""
    _end_visit()
    return redirect(url_for(".ask", token=token))


def _taken(token: str, visit: LinkVisit, found: Step, form: Any) -> Page:
    files = [part.read() for part in request.files.getlist("receipt") if part.filename]
    try:
        link_pages.not_too_many(files)
        links.act(visit, found.trigger, form.facts(), files, key=sent_as(), seen=form.seen.data)
    except OutOfTurn:
        return _meanwhile(token)
    except Refusal as refusal:
        form.refuse(refusal)
        return _step_page(token, found, form, 422)
    flash(_("已提交：%(step)s。转出单位马上能看到。", step=found.label), "success")
    return redirect(url_for(".show" if links.live(visit.link) else ".done", token=token))


@bp.get("/r/<token>/done")
@public
def done(token: str) -> str:
    """After a step that ended the referral: the link opens nothing any more."""
    return render_template("referrals/link_done.html")


def _visit(token: str) -> LinkVisit | None:
    return links.visit_by(token, session.get(VISIT, ""))


def _end_visit() -> None:
    if visit := session.pop(VISIT, None):
        links.leave(visit)


def _anew(token: str) -> Answer:
    return redirect(url_for(".ask", token=token))


def _meanwhile(token: str, refusal: Refusal | None = None) -> Answer:
    """Back to the slip: with what is missing where something is, as a consent that she took back."""
    missing = refusal.reason if isinstance(refusal, Incomplete) else ""
    flash(missing or _("这一步已经办过，或者对方有了新的处理。请看最新情况。"), "warning")
    return redirect(url_for(".show", token=token))


def _signing(visit: LinkVisit) -> NoQuestions:
    form = NoQuestions(formdata=None)
    form.seen.process_data(visit.link.referral.version)
    return form


def _code_page(form: LinkCodeForm, status: int) -> Page:
    return render_template("referrals/link_code.html", asked=form), status


def _step_page(token: str, found: Step, form: Any, status: int) -> Page:
    # A browser does not give back what was chosen.
    again = any(part.filename for part in request.files.getlist("receipt"))
    page = render_template("referrals/link_step.html", step=found, asked=form, token=token, again=again)
    return page, status


def _record(visit: LinkVisit, kind: str) -> None:
    link = visit.link
    record_read(kind, actor=links.holder_of(link), subject=link.referral.chain, shown=[link.referral.ref])
