"""The inbox of the station: what came by the public pages, and its steps until it is a case."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.cases.page import identity
from mediation.cases.queries import find_case
from mediation.cases.stepping import Page, page, prepared, sent_as, step_page
from mediation.errors import Missing
from mediation.portal import at_the_desk, desk, sending
from mediation.portal.queries import find_request
from mediation.workflow.engine import WORKFLOWS, step_for

bp = Blueprint("portal_desk", __name__, url_prefix="/requests")
STEPS = ("take_on", "set_aside", "answer")


@bp.get("")
def index() -> str:
    """What waits to be registered, danger first."""
    rows = desk.listed(current_user)
    record_read("portal_requests", actor=current_user, shown=[row["url"].rpartition("/")[2] for row in rows])
    return render_template("portal/inbox.html", rows=rows)


@bp.get("/<ref>")
def show(ref: str) -> Page:
    """What she wrote. Not served without its read entry; once it is a case, the page of the case."""
    found = find_request(ref, actor=current_user)
    if found.case:
        return redirect(url_for("cases.show", ref=found.case.ref))
    record_read("portal_request", actor=current_user, subject=found.ref, shown=[found.ref])
    return render_template("portal/request.html", told=desk.shown(found, actor=current_user), ref=ref)


@bp.route("/<ref>/new-code", methods=["GET", "POST"])
def new_code(ref: str) -> Page:
    """A new code for her, shown in this one answer."""
    found = find_request(ref, actor=current_user)
    back = url_for(".show", ref=ref)
    step = step_for(found, desk.NEW_CODE, actor=current_user)
    record_read("portal_request", actor=current_user, subject=found.ref, shown=[found.ref])
    form = prepared(step, found, desk.choices(found, actor=current_user))
    whose = identity(found.case, actor=current_user) if found.case else None
    if not form.sent():
        return page(step, form, back=back, case=whose), 422 if form.errors else 200
    code = sending.give_new_code(found, form.facts(), actor=current_user, key=sent_as())
    shown = {"code": code, "back": back, "identity": whose}
    return render_template("portal/new_code.html", **shown) if code else redirect(back)


@bp.route("/of/<ref>", methods=["GET", "POST"])
def open_at_desk(ref: str) -> Page:
    """The first code for the person of a case that did not come by the public pages, shown in this one answer."""
    case = find_case(ref, actor=current_user)
    back = url_for("cases.show", ref=ref)
    if not at_the_desk.may_open_for(case, actor=current_user):
        return redirect(back)
    step = WORKFLOWS["portal_request"].step(at_the_desk.OPEN, "waiting")
    record_read("step", actor=current_user, subject=case.ref)
    form = prepared(step, at_the_desk.drafted_for(case), lambda _word: [])
    whose = identity(case, actor=current_user)
    if not form.sent():
        return page(step, form, back=back, case=whose), 422 if form.errors else 200
    code = at_the_desk.open_for(case, form.facts(), actor=current_user, key=sent_as())
    shown = {"code": code, "back": back, "identity": whose, "first": True}
    return render_template("portal/new_code.html", **shown) if code else redirect(back)


@bp.route("/<ref>/<trigger>", methods=["GET", "POST"])
def step(ref: str, trigger: str) -> Page:
    """A step of the station; afterwards the request, or the case that it became."""
    found = find_request(ref, actor=current_user)
    if trigger not in STEPS:
        raise Missing
    if request.method == "GET":
        record_read("portal_request", actor=current_user, subject=found.ref, shown=[found.ref])
    choices = desk.choices(found, actor=current_user)
    return step_page(found, trigger, choices=choices, back=url_for(".show", ref=ref))
