"""The pages on which the days of an agency are planned: who is on duty, who is away, who stands in."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from mediation.cases.stepping import Page
from mediation.directory.forms import AbsenceForm, DutyForm
from mediation.errors import Missing, Refusal
from mediation.people import directory, queries
from mediation.people.absences import find_absence
from mediation.people.keeping import may_plan
from mediation.people.kinds import PARTS
from mediation.people.models import Agency

bp = Blueprint("directory_plan", __name__)


@bp.route("/agencies/<ref>/duty/new", methods=["GET", "POST"])
def add_duty(ref: str) -> Page:
    """Put somebody on the roster."""
    agency = _planned(ref)
    people = {one.id: one for one in queries.people_of(agency, actor=current_user)}
    form = DutyForm()
    form.offer_choices(
        lambda _word: [(key, f"{one.called}（{PARTS[one.part]}）") for key, one in people.items()]
    )
    if form.sent():
        told = form.first.data, form.last.data, form.weekdays.data, form.hours.data or ""
        try:
            days = directory.plan_duty(people[form.person.data], *told, actor=current_user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _done(agency, _("已排班%(days)s天。", days=days))
    return _form_page(form, _("排班：%(name)s", name=agency.name), agency)


@bp.route("/agencies/<ref>/absences/new", methods=["GET", "POST"])
def add_absence(ref: str) -> Page:
    """Say who is away."""
    agency = _planned(ref)
    workers = {user.id: user for user in queries.workers_of(agency)}
    form = AbsenceForm()
    form.offer_choices(lambda _word: [(user.id, user.name) for user in workers.values()])
    if form.sent():
        away, substitute = workers[form.user.data], workers.get(form.substitute.data)
        try:
            directory.plan_absence(away, form.since.data, form.until.data, substitute, actor=current_user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _done(agency, _("已登记请假。"))
    return _form_page(form, _("请假和代班：%(name)s", name=agency.name), agency)


@bp.post("/duty/<ref>/drop")
def drop_duty(ref: str) -> Response:
    """Off the roster."""
    duty = queries.find_duty(ref, actor=current_user)
    directory.drop_duty(duty, actor=current_user)
    return _done(duty.person.agency, _("已取消这一班。"))


@bp.post("/absences/<ref>/drop")
def drop_absence(ref: str) -> Response:
    """Back again."""
    absence = find_absence(ref, actor=current_user)
    directory.drop_absence(absence, actor=current_user)
    return _done(absence.user.agency, _("已销假。"))


def _planned(ref: str) -> Agency:
    agency = queries.find_agency(ref, actor=current_user)
    if not may_plan(current_user, agency):
        raise Missing
    return agency


def _form_page(form: DutyForm | AbsenceForm, title: str, agency: Agency) -> Page:
    back = url_for("directory.show", ref=agency.ref)
    page = render_template("directory/form.html", form=form, title=title, back=back)
    return (page, 422) if form.errors or form.form_errors else page


def _done(agency: Agency, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for("directory.show", ref=agency.ref))
