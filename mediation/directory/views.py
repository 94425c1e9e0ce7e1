"""The pages of the directory: everybody reads it, the administrator keeps it. None of them shows anything of a case."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from mediation.audit.log import record_read
from mediation.cases.stepping import Page
from mediation.directory.forms import AgencyForm, PersonForm
from mediation.directory.showing import line_of, page_of
from mediation.errors import Missing, Refusal
from mediation.people import directory, queries
from mediation.people.districts import with_name
from mediation.people.keeping import may_edit, may_plan
from mediation.people.kinds import KINDS, PARTS, STAGES
from mediation.people.models import Agency, AgencyPerson

bp = Blueprint("directory", __name__)


@bp.get("/agencies")
def index() -> str:
    """Who takes on what, and how they are reached."""
    return _list(keeping=False)


@bp.get("/admin/agencies")
def admin_index() -> str:
    """The same for whoever keeps it; those out of use apart."""
    _only_for_the_keeper()
    return _list(keeping=True)


@bp.get("/agencies/<ref>")
def show(ref: str) -> str:
    """One agency."""
    agency = queries.find_agency(ref, actor=current_user)
    record_read("agency", actor=current_user, subject=agency.ref)
    return render_template(
        "directory/show.html",
        edits=may_edit(current_user),
        plans=may_plan(current_user, agency),
        **page_of(agency, actor=current_user),
    )


@bp.route("/admin/agencies/new", methods=["GET", "POST"])
def add() -> Page:
    """A new agency."""
    _only_for_the_keeper()
    form = _agency_form(None)
    if form.sent():
        try:
            agency = directory.add_agency(form.values(), actor=current_user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _done(agency, _("已登记。"))
    return _form_page(form, _("登记单位"), url_for(".admin_index"))


@bp.route("/admin/agencies/<ref>", methods=["GET", "POST"])
def edit(ref: str) -> Page:
    """Another content of the page of an agency."""
    _only_for_the_keeper()
    agency = queries.find_agency(ref, actor=current_user)
    form = _agency_form(agency)
    if form.sent():
        try:
            directory.change_agency(agency, form.values(), actor=current_user, seen=form.seen.data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _done(agency, _("已保存。"))
    return _form_page(form, _("修改：%(name)s", name=agency.name), url_for(".show", ref=ref))


@bp.post("/admin/agencies/<ref>/<any(close, open):what>")
def switch(ref: str, what: str) -> Response:
    """Out of use, or into use again."""
    _only_for_the_keeper()
    agency = queries.find_agency(ref, actor=current_user)
    directory.switch_agency(agency, what == "open", actor=current_user)
    return _done(
        agency, _("已启用。") if what == "open" else _("已停用：以后不能再选为接收单位，正在办的照常办完。")
    )


@bp.route("/admin/agencies/<ref>/people/<part>", methods=["GET", "POST"])
def add_person(ref: str, part: str) -> Page:
    """One more liaison officer, member, volunteer."""
    _only_for_the_keeper()
    agency = queries.find_agency(ref, actor=current_user)
    if part not in PARTS:
        raise Missing
    return _person_page(agency, part, None)


@bp.route("/admin/people/<ref>", methods=["GET", "POST"])
def edit_person(ref: str) -> Page:
    """What is known of somebody's place."""
    person = queries.find_person(ref, actor=current_user)
    return _person_page(person.agency, person.part, person)


@bp.post("/admin/people/<ref>/end")
def end_place(ref: str) -> Response:
    """They are there no longer."""
    person = queries.find_person(ref, actor=current_user)
    directory.end_place(person, actor=current_user)
    return _done(person.agency, _("已移出名单。"))


def _list(*, keeping: bool) -> str:
    asked = {name: request.args.get(name, "") for name in ("kind", "stage", "district")}
    fitting = partial(queries.tree, actor=current_user, **asked)  # type: ignore[arg-type]
    branches = fitting()
    closed = fitting(active=False) if keeping else []
    officers = queries.liaison_of([branch.agency.id for branch in branches])
    record_read("agencies", actor=current_user)
    return render_template(
        "directory/index.html",
        keeping=keeping,
        asked=asked,
        kinds=KINDS,
        stages=STAGES,
        districts=[(code, with_name(code)) for code in queries.districts(actor=current_user)],
        rows=[line_of(branch, officers.get(branch.agency.id)) for branch in branches],
        closed=[line_of(branch, None) for branch in closed],
    )


def _agency_form(agency: Agency | None) -> AgencyForm:
    form = AgencyForm(obj=agency) if agency else AgencyForm()
    others = [
        (branch.agency.id, "　" * branch.depth + branch.agency.name)
        for branch in queries.tree(actor=current_user)
        if branch.agency is not agency
    ]
    form.offer_choices(lambda _word: others)
    if agency is not None and request.method == "GET":
        form.seen.process_data(agency.version)
    return form


def _person_page(agency: Agency, part: str, person: AgencyPerson | None) -> Page:
    form = PersonForm(obj=person) if person else PersonForm()
    form.for_part(part)
    workers = [(user.id, user.name) for user in queries.workers_of(agency)]
    form.offer_choices(lambda _word: workers)
    if form.sent():
        try:
            directory.save_person(agency, part, form.values(), actor=current_user, person=person)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _done(agency, _("已保存。"))
    return _form_page(form, f"{PARTS[part]}：{agency.name}", url_for(".show", ref=agency.ref))


def _form_page(form: Any, title: str, back: str) -> Page:
    page = render_template("directory/form.html", form=form, title=title, back=back)
    return (page, 422) if form.errors or form.form_errors else page


def _done(agency: Agency, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for(".show", ref=agency.ref))


def _only_for_the_keeper() -> None:
    if not may_edit(current_user):
        raise Missing
