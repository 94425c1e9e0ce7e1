"""The pages of conferences: call one, look at one, its steps."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.cases.access import field_groups
from mediation.cases.models import Case
from mediation.cases.page import identity
from mediation.cases.queries import find_case
from mediation.cases.stepping import Page, page, prepared, sent_as, step_page, with_refusal
from mediation.conferences import pages
from mediation.conferences.calling import call, called_before, drafted
from mediation.conferences.models import Conference
from mediation.conferences.queries import find_conference, sees_case
from mediation.conferences.rules import why_not_tell
from mediation.errors import Incomplete, Missing
from mediation.workflow.engine import WORKFLOWS, why_not

bp = Blueprint("conferences", __name__)
CONFIRMED, CHANGE = "confirmed", "back"
READ_BY_GUESTS = ("place", "agenda", "brief")


@bp.route("/cases/<ref>/conferences/new", methods=["GET", "POST"])
def new(ref: str) -> Page:
    """Call agencies together about a case."""
    case = find_case(ref, actor=current_user)
    if "narrative" not in field_groups(current_user, case):
        raise Missing
    if known := called_before(case, sent_as(), actor=current_user):
        return redirect(url_for(".show", ref=known.ref))
    step, above = WORKFLOWS["conference"].start, identity(case, actor=current_user)
    draft = drafted(case, {}, actor=current_user)
    if refusal := why_not(draft, step, current_user):
        raise refusal
    back = url_for("cases.show", ref=ref)
    form = prepared(step, case, pages.choices(case, draft, actor=current_user))
    if request.method == "GET":
        record_read("step", actor=current_user, subject=ref)
    if not form.sent() or request.form.get(CONFIRMED) == CHANGE:
        return page(step, form, back=back, case=above), 422 if form.errors else 200
    return _looked_at(step, case, form, above=above)


def _looked_at(step: Any, case: Case, form: Any, *, above: Any) -> Page:
    """Nobody is called before what they will read was seen as they read it."""
    facts, back = form.facts(), url_for("cases.show", ref=case.ref)
    if refusal := why_not_tell(case, *(facts[name] for name in READ_BY_GUESTS)):
        return with_refusal(step, form, refusal, back=back, case=above)
    told = pages.told_to_guests(drafted(case, facts, actor=current_user), facts)
    if request.form.get(CONFIRMED) == told["shown"]:
        return _called(step, case, form, above=above)
    return _preview(above, told)


def _called(step: Any, case: Case, form: Any, *, above: Any) -> Page:
    try:
        conference = call(case, form.facts(), actor=current_user, key=sent_as())
    except Incomplete as refusal:
        return with_refusal(step, form, refusal, back=url_for("cases.show", ref=case.ref), case=above)
    flash(_("已召集。参加单位会收到邀请，答复后显示在会商页。"), "success")
    return redirect(url_for(".show", ref=conference.ref))


def _preview(above: Any, told: dict[str, Any]) -> str:
    """What the guests will read, to the word, before anybody is called."""
    posted = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in (CONFIRMED, "csrf_token")
    ]
    changed = bool(request.form.get(CONFIRMED))
    return render_template("conferences/preview.html", case=above, told=told, posted=posted, changed=changed)


@bp.get("/conferences/<ref>")
def show(ref: str) -> str:
    """One conference. Not served without its read entry."""
    item = find_conference(ref, actor=current_user)
    record_read("conference", actor=current_user, subject=item.chain, shown=[ref])
    return render_template(
        "conferences/show.html",
        item=pages.shown(item, current_user),
        case=_case_url(item),
        identity=identity(item.case, actor=current_user) if sees_case(item, current_user) else None,
        papers=_papers(item),
    )


@bp.route("/conferences/<ref>/<trigger>", methods=["GET", "POST"])
def step(ref: str, trigger: str) -> Page:
    """A step of a conference; a guest sees no bar of the case above it."""
    item = find_conference(ref, actor=current_user)
    above = identity(item.case, actor=current_user) if sees_case(item, current_user) else None
    record_read("step", actor=current_user, subject=item.chain)
    choices = pages.choices(item.case, item, actor=current_user)
    back = url_for(".show", ref=ref)
    answer = step_page(item, trigger, choices=choices, back=back, case=above)
    over = not sees_case(item, current_user) and not item.hosts(current_user)
    return redirect(url_for("cases.today_page")) if over else answer


def _case_url(item: Conference) -> str | None:
    return url_for("cases.show", ref=item.chain) if sees_case(item, current_user) else None


def _papers(item: Conference) -> list[tuple[str, str]]:
    """Whoever sees the case prints the minutes once it was held."""
    if not sees_case(item, current_user) or item.state in ("called", "cancelled"):
        return []
    address = url_for("cases.paper", ref=item.chain, name="conference_minutes", about=item.ref)
    return [(_("打印会商纪要"), address)]
