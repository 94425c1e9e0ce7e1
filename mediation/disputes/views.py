"""The steps of an agreement that offer what stands in it: the draft, its signers, its duties."""

from flask import Blueprint, request, url_for
from flask_login import current_user
from werkzeug import Response

from mediation.attachments.pages import title_of
from mediation.attachments.queries import scans_about
from mediation.cases import page as pages
from mediation.cases.choices import choices_for
from mediation.cases.handed_over import cut_off
from mediation.cases.models import Case
from mediation.cases.queries import find_case
from mediation.cases.stepping import Page, page, prepared, step_page
from mediation.disputes.agreement_forms import ClausesForm, duties_of
from mediation.disputes.models import Agreement
from mediation.disputes.old_days import warn_after_writing, warn_at_duties
from mediation.disputes.panel import money
from mediation.disputes.performance_forms import PerformanceForm
from mediation.disputes.queries import (
    find_agreement,
    last_days_to_file,
    signer_in_words,
    signers,
    unmet,
)
from mediation.errors import Missing
from mediation.web.forms import Choices, StepForm
from mediation.workflow.engine import step_for

bp = Blueprint("disputes", __name__)


@bp.route("/cases/<ref>/<item>/write_clauses", methods=["GET", "POST"])
def write_clauses(ref: str, item: str) -> Page:
    """The draft, to be gone on with."""
    case, agreement = _found(ref, item)
    answer = _step(case, agreement, "write_clauses")
    if isinstance(answer, Response):
        warn_after_writing(agreement)
    return answer


@bp.route("/cases/<ref>/<item>/sign", methods=["GET", "POST"])
def sign(ref: str, item: str) -> Page:
    """One of the signatures that are missing."""
    return _step(*_found(ref, item), "sign")


@bp.route("/cases/<ref>/<item>/record_performance", methods=["GET", "POST"])
def record_performance(ref: str, item: str) -> Page:
    """One of the duties that are not met; a task brings its own along."""
    return _step(*_found(ref, item), "record_performance")


@bp.route("/cases/<ref>/<item>/file_confirmation", methods=["GET", "POST"])
def file_confirmation(ref: str, item: str) -> Page:
    """Both ask the court; the form knows the last of the thirty days."""
    return _step(*_found(ref, item), "file_confirmation")


def _found(ref: str, item: str) -> tuple[Case, Agreement]:
    case = find_case(ref, actor=current_user)
    agreement = find_agreement(case, item, current_user)
    if agreement is None or cut_off(case, actor=current_user):
        raise Missing
    return case, agreement


def _step(case: Case, agreement: Agreement, trigger: str) -> Page:
    choices, back = _choices(case, agreement), url_for("cases.show", ref=case.ref)
    if request.method == "POST" or "kept" in request.args:
        return step_page(
            agreement, trigger, choices=choices, back=back, case=pages.identity(case, actor=current_user)
        )
    step = step_for(agreement, trigger, actor=current_user)
    form = prepared(step, agreement, choices)
    _fill(form, agreement)
    form.offer_choices(choices)
    return page(step, form, back=back, case=pages.identity(case, actor=current_user))


def _fill(form: StepForm, agreement: Agreement) -> None:
    if isinstance(form, ClausesForm):
        form.fill(agreement)
        warn_at_duties(form, agreement)
    if isinstance(form, PerformanceForm):
        form.obligation.data = request.args.get("obligation", type=int)


def _choices(case: Case, agreement: Agreement) -> Choices:
    known = choices_for(case, agreement, actor=current_user)
    own: dict[str, Choices] = {
        "signers": lambda _word: [
            (row.id, signer_in_words(row)) for row in signers(agreement) if not row.signed_on
        ],
        "scans": lambda _word: [
            (row.id, title_of(row)) for row in scans_about(case, agreement.ref, actor=current_user)
        ],
        "written clauses": lambda _word: [(row.number, row.text) for row in agreement.clauses],
        "written duties": lambda _word: duties_of(agreement),
        "last day to file": lambda _word: [(day.isoformat(), "") for day in last_days_to_file(agreement)],
        "obligations": lambda _word: [
            (row.id, f"{row.label} {row.what} {money(row)}，{row.due_on} 前") for row in unmet(agreement)
        ],
    }
    return lambda word: own[word](word) if word in own else known(word)
