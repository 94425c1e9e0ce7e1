"""The pages of retention: the schedule and what is due, the lists and their steps, holds on a case."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response as Answer

from mediation.audit.log import record_read
from mediation.cases.access import field_groups
from mediation.cases.choices import choices_for
from mediation.cases.page import identity
from mediation.cases.queries import find_case
from mediation.cases.stepping import Page, page, prepared, sent_as, step_page, with_refusal
from mediation.errors import Incomplete, Missing
from mediation.files.store import get
from mediation.retention import pages, queries
from mediation.retention.destroying import finish_all
from mediation.retention.papers import newest_list, print_list
from mediation.retention.proposing import (
    drafted,
    drafted_hold,
    held_before,
    place_hold,
    propose,
    proposed_before,
)
from mediation.workflow.engine import WORKFLOWS, why_not

bp = Blueprint("retention", __name__)


@bp.get("/disposals")
def index() -> str:
    """What is due, what is held, the lists, and the schedule."""
    if current_user.role not in queries.READS_LISTS:
        raise Missing
    due, held = queries.due_cases(actor=current_user), queries.held_cases(actor=current_user)
    lists = queries.disposals(actor=current_user)
    shown = [*(one.case.ref for one in (*due, *held)), *(one.ref for one in lists)]
    record_read("disposals", actor=current_user, shown=shown)
    return render_template(
        "retention/index.html",
        due=[pages.due_row(one) for one in due],
        held=[pages.due_row(one) for one in held],
        lists=[pages.list_row(one) for one in lists],
        schedule=pages.schedule_rows(),
        proposes=current_user.role in queries.PROPOSES,
    )


@bp.route("/disposals/new", methods=["GET", "POST"])
def new() -> Page:
    """Put cases on a list."""
    step, draft = WORKFLOWS["disposal"].start, drafted({}, actor=current_user)
    if known := proposed_before(sent_as(), actor=current_user):
        return redirect(url_for(".show", ref=known.ref))
    if refusal := why_not(draft, step, current_user):
        raise refusal
    form, back = prepared(step, draft, pages.choices(draft, actor=current_user)), url_for(".index")
    if request.method == "GET":
        record_read("disposals", actor=current_user)
    if not form.sent():
        return page(step, form, back=back), 422 if form.errors else 200
    try:
        item = propose(form.facts(), actor=current_user, key=sent_as())
    except Incomplete as refused:
        return with_refusal(step, form, refused, back=back)
    flash(_("已列成清册，等待另一个人审批。"), "success")
    return redirect(url_for(".show", ref=item.ref))


@bp.get("/disposals/<ref>")
def show(ref: str) -> str:
    """One list. Not served without its read entry."""
    item = queries.find_disposal(ref, actor=current_user)
    record_read("disposal", actor=current_user, shown=[ref])
    printed = newest_list(item)
    return render_template(
        "retention/show.html", item=pages.shown(item, current_user), printed=printed is not None
    )


@bp.post("/disposals/<ref>/list")
def print_paper(ref: str) -> Answer:
    """Print the list; the page then shows the PDF that was kept."""
    item = queries.find_disposal(ref, actor=current_user)
    if current_user.role not in queries.PROPOSES:
        raise Missing
    print_list(item, actor=current_user)
    return redirect(url_for(".paper", ref=ref))


@bp.get("/disposals/<ref>/list")
def paper(ref: str) -> Response:
    """The bytes of the printed list."""
    document = newest_list(queries.find_disposal(ref, actor=current_user))
    if document is None:
        raise Missing
    sha256, key_id = document.sha256, document.key_id
    record_read("disposal.list", actor=current_user, shown=[document.ref])
    answer = make_response(get(sha256, key_id))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="disposal_list.pdf"'
    return answer


@bp.route("/disposals/<ref>/<trigger>", methods=["GET", "POST"])
def step(ref: str, trigger: str) -> Page:
    """A step of a list. Once it was carried out, keys and files go before the page comes back."""
    item = queries.find_disposal(ref, actor=current_user)
    record_read("disposal", actor=current_user, shown=[ref])
    answer = step_page(
        item, trigger, choices=pages.choices(item, actor=current_user), back=url_for(".show", ref=ref)
    )
    if request.method == "POST" and trigger == "carry_out":
        finish_all()
    return answer


@bp.route("/cases/<ref>/holds/new", methods=["GET", "POST"])
def hold(ref: str) -> Page:
    """Place a hold on a case."""
    case = find_case(ref, actor=current_user)
    if "narrative" not in field_groups(current_user, case):
        raise Missing
    back = url_for("cases.show", ref=ref)
    if held_before(case, sent_as(), actor=current_user):
        return redirect(back)
    step, above = WORKFLOWS["legal_hold"].start, identity(case, actor=current_user)
    if refusal := why_not(drafted_hold(case, {}, actor=current_user), step, current_user):
        raise refusal
    form = prepared(step, case, choices_for(case, case, actor=current_user))
    if request.method == "GET":
        record_read("step", actor=current_user, subject=ref)
    if not form.sent():
        return page(step, form, back=back, case=above), 422 if form.errors else 200
    place_hold(case, form.facts(), actor=current_user, key=sent_as())
    flash(_("已停止销毁。到期也不会列入清册，直到解除。"), "success")
    return redirect(back)
