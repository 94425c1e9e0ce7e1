"""登记求助: one page that asks first whether the person came before."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug import Response

from mediation.cases.access import may_open
from mediation.cases.models import Case
from mediation.cases.page import ROLES
from mediation.cases.stepping import answers_in_words
from mediation.errors import Incomplete
from mediation.intake.forms import RegistrationForm
from mediation.intake.queries import case_numbered, look_up, person_known
from mediation.intake.registering import not_taken_over, register, registered, why_not_register
from mediation.web.forms import StepForm

PEOPLE = _l("当事人资料、怎样联系才安全")
bp = Blueprint("intake", __name__)


@bp.route("/cases/new", methods=["GET", "POST"])
def new() -> str | Response | tuple[str, int]:
    """Ask, look up, register. The name looked for is posted: it has no place in an address."""
    if forbidden := why_not_register(current_user):
        raise forbidden
    form = RegistrationForm()
    if _prepared(form):
        return _page(form), 422 if form.errors else 200
    holds = form.sent()
    if request.method == "POST" and (known := registered(form.key.data, actor=current_user)):
        return once_more(form, known, holds=holds)
    if not holds or _came_before(form):
        return _page(form), 422 if form.errors else 200
    try:
        case = register(form.facts(), actor=current_user, key=form.key.data)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(form), 422
    return done(case)


def done(case: Case) -> Response:
    """To the new case, with its number."""
    flash(_("已登记，编号%(number)s。", number=case.register_number), "success")
    if not may_open(case, actor=current_user):
        # Somebody in it is near to whoever registered it: from here on it is a colleague's.
        return redirect(url_for("cases.today_page"))
    return redirect(url_for("cases.show", ref=case.ref))


def once_more(form: StepForm, case: Case, *, holds: bool) -> Response | tuple[str, int]:
    """The page was sent once more: the same words are the same case; other words are told, and none of them is lost."""
    changed = not_taken_over(case, form.facts()) if holds else []
    if holds and not changed:
        return done(case)
    labels = dict.fromkeys(
        PEOPLE if name in form.apart else str(form[name].label.text) for name in changed if name in form
    )
    return render_template(
        "intake/registered.html",
        case=case if may_open(case, actor=current_user) else None,
        changed=list(labels),
        typed=answers_in_words(form),
    ), 409


def _prepared(form: RegistrationForm) -> bool:
    """Whether a button other than 登记 was pressed, and what it does is done."""
    if use := request.form.get("use"):
        _use(form, *use.partition(".")[::2])
    elif drop := request.form.get("drop"):
        _drop(form, drop)
    # Enter in the search box presses the first button of the form; what was not looked for yet is looked for.
    elif request.form.get("by") != "enter" or form.look_for.data == (form.looked_for.data or ""):
        return request.form.get("by") == "look_up"
    return True


def _came_before(form: RegistrationForm) -> bool:
    """Whether a number of an applicant is known; asked once, and a second press registers all the same."""
    known = [number for number in form.numbers() if look_up(number, actor=current_user)]
    if not known or form.looked_for.data in known:
        return False
    form.look_for.data = known[0]
    return True


def _use(form: RegistrationForm, person: str, number: str) -> None:
    """Take a known person as the applicant of that number, or as the first who has no name yet."""
    empty = [entry.form for entry in form.applicants if entry.form.blank()]
    row = form.row_of(form.looked_for.data) or (empty[0] if empty else form.applicants.append_entry().form)
    row.person.data = person
    if not form.linked_case.data and case_numbered(number, actor=current_user):
        form.linked_case.data = number
    form.look_for.data = ""


def _drop(form: RegistrationForm, row: str) -> None:
    """It is somebody else after all."""
    for entry in form.applicants:
        if entry.name == row:
            entry.form.person.data = ""


def _page(form: RegistrationForm) -> str:
    text = form.look_for.data or ""
    form.looked_for.data = text
    refs = {entry.form.person.data for entry in form.applicants if entry.form.person.data}
    return render_template(
        "intake/new.html",
        form=form,
        roles=ROLES,
        text=text,
        by_number=text in form.numbers(),
        hits=look_up(text, actor=current_user) if text else [],
        known={ref: person for ref in refs if (person := person_known(ref, actor=current_user))},
    )
