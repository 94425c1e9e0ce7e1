"""Register a data request, and take the copy as a file. Its other steps are steps of the case."""

import json

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.cases.access import field_groups
from mediation.cases.choices import choices_for
from mediation.cases.page import identity
from mediation.cases.papers import facts_of, secrets_for
from mediation.cases.queries import find_case
from mediation.cases.stepping import Page, page, prepared, sent_as, with_refusal
from mediation.data_requests.queries import find_request
from mediation.data_requests.registering import drafted, register_request, registered_before
from mediation.data_requests.rules import COPY
from mediation.documents.check import shown_in
from mediation.errors import Incomplete, Missing
from mediation.workflow.engine import WORKFLOWS, why_not

bp = Blueprint("data_requests", __name__)


@bp.route("/cases/<ref>/data-requests/new", methods=["GET", "POST"])
def new(ref: str) -> Page:
    """Register what a person of the case asks about their data."""
    case = find_case(ref, actor=current_user)
    if "narrative" not in field_groups(current_user, case):
        raise Missing
    back = url_for("cases.show", ref=ref)
    if registered_before(case, sent_as(), actor=current_user):
        return redirect(back)
    step, above = WORKFLOWS["data_request"].start, identity(case, actor=current_user)
    if refusal := why_not(drafted(case, {}, actor=current_user), step, current_user):
        raise refusal
    form = prepared(step, case, choices_for(case, case, actor=current_user))
    if request.method == "GET":
        record_read("step", actor=current_user, subject=ref)
    if not form.sent():
        return page(step, form, back=back, case=above), 422 if form.errors else 200
    try:
        register_request(case, form.facts(), actor=current_user, key=sent_as())
    except Incomplete as refused:
        return with_refusal(step, form, refused, back=back, case=above)
    flash(_("已登记。请先核实身份，再决定；办好后书面答复。"), "success")
    return redirect(back)


@bp.get("/data-requests/<ref>/copy")
def copy(ref: str) -> Response:
    """The copy as JSON, with what stands on the paper and looked through like it. Its file name says nothing."""
    item = find_request(ref, actor=current_user)
    case = item.case
    facts = {
        name: told for name, told in facts_of(case, COPY, ref, actor=current_user).items() if name != "paper"
    }
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    if shown := shown_in(text, secrets_for(case, COPY)):
        raise Incomplete(f"副本里出现了保密信息（{'、'.join(shown)}），没有导出。", rules=("DV-10-4",))
    record_read("data_request.copy", actor=current_user, subject=case.ref, shown=[ref])
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="data.json"'
    return answer
