"""来电快记: six questions while she is on the line, what is still to be asked afterwards, and calls that are no case."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from mediation.audit.log import record_read
from mediation.cases.access import may_register
from mediation.cases.page import ROLES
from mediation.db import today
from mediation.errors import Incomplete, Missing
from mediation.intake import completing, contacts
from mediation.intake.categories import CATEGORIES
from mediation.intake.queries import Hit, look_up, person_known
from mediation.intake.quick_forms import QuickForm
from mediation.intake.registering import register, registered, why_not_register
from mediation.intake.views import done, once_more

bp = Blueprint("quick", __name__)
Page = str | Response | tuple[str, int]


@bp.route("/cases/quick", methods=["GET", "POST"])
def new() -> Page:
    """Register a call. A number that is known is shown once before; a second press registers all the same."""
    if forbidden := why_not_register(current_user):
        raise forbidden
    form = QuickForm()
    if chosen := request.form.get("use"):
        form.person.data = chosen
        return _page(form)
    if request.form.get("drop"):
        form.person.data = ""
        return _page(form)
    holds = form.sent()
    if request.method == "POST" and (known := registered(form.key.data, actor=current_user)):
        return once_more(form, known, holds=holds)
    if not holds:
        return _page(form), 422 if form.errors else 200
    if hits := _known_by_number(form):
        return _page(form, hits)
    try:
        case = register(form.facts(), actor=current_user, key=form.key.data)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(form), 422
    return done(case)


def _known_by_number(form: QuickForm) -> Sequence[Hit]:
    """Who is known by the number; nobody where it was asked already whether it is she."""
    number = form.phone.data or ""
    if form.person.data or not number or form.looked_for.data == number:
        return []
    form.looked_for.data = number
    return look_up(number, actor=current_user)


def _page(form: QuickForm, hits: Sequence[Hit] = ()) -> str:
    known = person_known(form.person.data, actor=current_user) if form.person.data else None
    return render_template(
        "intake/quick.html",
        form=form,
        hits=hits,
        known=known,
        roles=ROLES,
        kinds=contacts.KINDS,
        topics=list(CATEGORIES),
    )


@bp.get("/cases/to-complete")
def to_complete() -> str:
    """Calls whose sheet is not complete."""
    if not may_register(current_user):
        raise Missing
    rows = completing.listed(current_user)
    record_read("to_complete", actor=current_user, shown=[row["case"] for row in rows])
    return render_template("intake/to_complete.html", rows=rows)


@bp.post("/cases/<ref>/completed")
def completed(ref: str) -> Response:
    """Nothing more is to be asked."""
    case = completing.complete(ref, actor=current_user)
    flash(_("已从待补清单去掉。"), "success")
    return redirect(url_for("cases.show", ref=case.ref))


@bp.post("/contacts")
def count() -> Response:
    """One more call that is no case."""
    row = contacts.count_contact(
        request.form.get("kind", ""), request.form.get("topic", ""), actor=current_user
    )
    flash(_("已计入：%(kind)s。没有建立案件。", kind=contacts.KINDS[row.kind]), "success")
    return redirect(url_for(".counts", last=row.ref))


@bp.post("/contacts/<ref>/undo")
def undo(ref: str) -> Response:
    """It was none."""
    contacts.undo_contact(ref, actor=current_user)
    flash(_("已撤销。"), "success")
    return redirect(url_for(".counts"))


@bp.get("/contacts")
def counts() -> str:
    """This month and the last, by kind."""
    before = today().replace(day=1) - timedelta(days=1)
    return render_template(
        "intake/contacts.html",
        kinds=contacts.KINDS,
        topics=list(CATEGORIES),
        this=contacts.counts_of(today(), actor=current_user),
        last=contacts.counts_of(before, actor=current_user),
        newest=request.args.get("last", ""),
        may_count=may_register(current_user),
    )
