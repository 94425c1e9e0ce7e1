"""The pages of materials: add some, look at one, register who signed a paper."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mediation.attachments import pages
from mediation.attachments.adding import attach, register_signature
from mediation.attachments.queries import open_attachment, open_thumbnail
from mediation.audit.log import record_read
from mediation.cases.handed_over import cut_off
from mediation.cases.models import Case
from mediation.cases.page import identity
from mediation.cases.queries import find_case
from mediation.cases.stepping import Page, page, prepared, with_refusal
from mediation.errors import Incomplete, Missing
from mediation.web.forms import StepForm
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.submissions import beginning, step_by

MOST_DIGITS = 18
# A viewer of PDFs is a program of its own: nothing that came from outside opens in it by itself.
SHOWN = {"image/jpeg": 'inline; filename="material.jpg"'}
DOWNLOAD = 'attachment; filename="material.pdf"'
bp = Blueprint("attachments", __name__)
Deed = Callable[[Case, StepForm], None]


@bp.route("/cases/<ref>/attachments/new", methods=["GET", "POST"])
def new(ref: str) -> Page:
    """Add materials of one kind. The address may bring along kind, place and paper."""
    return _begin(ref, "attachment", _attach, about=("kind", "stage", "document", "replaces"))


@bp.route("/cases/<ref>/signatures/new", methods=["GET", "POST"])
def sign(ref: str) -> Page:
    """Register one signature on a printed paper."""
    return _begin(ref, "paper_signature", _sign, about=("document",))


@bp.get("/attachments/<ref>")
def show(ref: str) -> Response:
    """The material as it was drawn anew: a picture in the page, a PDF as a download. Its file name says nothing."""
    row, data = open_attachment(ref, actor=current_user)
    answer = make_response(data)
    answer.headers["Content-Type"] = row.content_type
    answer.headers["Content-Disposition"] = SHOWN.get(row.content_type, DOWNLOAD)
    return answer


@bp.get("/attachments/<ref>/small")
def small(ref: str) -> Response:
    """Its first page as a small picture, for the list; fetched when somebody unfolds it."""
    answer = make_response(open_thumbnail(ref, actor=current_user))
    answer.headers["Content-Type"] = "image/jpeg"
    answer.headers["Content-Disposition"] = SHOWN["image/jpeg"]
    return answer


def _begin(ref: str, workflow: str, deed: Deed, *, about: tuple[str, ...]) -> Page:
    """The page on which something new of that workflow begins, and its beginning."""
    case = find_case(ref, actor=current_user)
    places = pages.places_of(case, workflow, actor=current_user)
    if not places or cut_off(case, actor=current_user):
        raise Missing
    back = url_for("cases.show", ref=ref)
    if step_by(beginning(request.form.get("key"), actor=current_user, workflow=workflow, within=ref)):
        return redirect(back)
    step, above = WORKFLOWS[workflow].start, identity(case, actor=current_user)
    form = prepared(step, case, pages.choices(case, places, actor=current_user))
    if request.method == "GET":
        record_read("step", actor=current_user, subject=ref)
        _fill(form, request.args, about)
    if not form.sent():
        return page(step, form, back=back, case=above), 422 if form.errors else 200
    try:
        deed(case, form)
    except Incomplete as refusal:
        return with_refusal(step, form, refusal, back=back, case=above)
    flash(_("已办理：%(step)s。", step=step.label), "success")
    return redirect(back)


def _fill(form: StepForm, given: Mapping[str, str], names: tuple[str, ...]) -> None:
    """What the button knew already."""
    for name in names:
        if value := given.get(name):
            form[name].data = int(value) if value.isdecimal() and len(value) <= MOST_DIGITS else value


def _attach(case: Case, form: StepForm) -> None:
    files = [part.read() for part in form["files"].data]
    attach(case, form.facts(), files, actor=current_user, key=form.key.data)


def _sign(case: Case, form: StepForm) -> None:
    register_signature(case, form.facts(), actor=current_user, key=form.key.data)
