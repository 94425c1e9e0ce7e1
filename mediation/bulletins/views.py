"""The pages of bulletins and meetings."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask import Response as Answer
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from mediation.audit.log import record_read
from mediation.bulletins import queries
from mediation.bulletins.figures import bounds, figures_of
from mediation.bulletins.forms import BulletinForm
from mediation.bulletins.printing import printed
from mediation.bulletins.sending import KINDS, mark_read, send
from mediation.cases.stepping import Page
from mediation.cases.today import row
from mediation.errors import Missing
from mediation.people.models import AgencyPerson

bp = Blueprint("bulletins", __name__)
TITLE = "例会和通报"


@bp.get("/bulletins")
def index() -> str:
    """What was sent by the own agency, and to it."""
    found = queries.bulletins_for(current_user)
    record_read("bulletins", actor=current_user, shown=[one.ref for one in found])
    return render_template(
        "bulletins/index.html", bulletins=found, kinds=KINDS, sends=queries.may_send(current_user)
    )


@bp.route("/bulletins/new", methods=["GET", "POST"])
def new() -> Page:
    """Choose the month, look at what goes out, send it."""
    if not queries.may_send(current_user):
        raise Missing
    month, officers = _month(), {one.id: one for one in queries.officers(current_user)}
    form = _form(officers)
    if form.sent():
        chosen = [officers[key] for key in form.officers.data]
        bulletin = send({**form.told(), "month": month}, chosen, actor=current_user)
        flash(_("已发给%(n)s位联络员。", n=len(chosen)), "success")
        return redirect(url_for(".show", ref=bulletin.ref))
    figures = figures_of(current_user.agency, month)
    page = render_template("bulletins/new.html", form=form, month=month, figures=figures)
    return (page, 422) if form.errors else page


@bp.get("/bulletins/<ref>")
def show(ref: str) -> str:
    """One of them."""
    bulletin = queries.find_bulletin(ref, actor=current_user)
    record_read("bulletin", actor=current_user, subject=bulletin.ref)
    mine = any(one.user_id == current_user.id and one.read_at is None for one in bulletin.receipts)
    own = bulletin.agency_id == current_user.agency_id
    return render_template(
        "bulletins/show.html", bulletin=bulletin, kind=KINDS[bulletin.kind], mine=mine, own=own
    )


@bp.get("/bulletins/<ref>/pdf")
def pdf(ref: str) -> Answer:
    """The same on paper. Its file name says nothing of anybody."""
    answer = make_response(printed(queries.find_bulletin(ref, actor=current_user), actor=current_user))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="bulletin.pdf"'
    return answer


@bp.post("/bulletins/<ref>/read")
def read(ref: str) -> Response:
    """已阅."""
    mark_read(queries.find_bulletin(ref, actor=current_user), actor=current_user)
    return redirect(url_for(".show", ref=ref))


def bulletin_rows(actor: Any) -> list[dict[str, Any]]:
    """What went to ACTOR and is not read yet, as rows of 今日工作."""
    rows = []
    for receipt in queries.unread(actor):
        url = f"/bulletins/{receipt.bulletin.ref}"
        about = {"name": receipt.bulletin.agency.name, "url": url}
        what = f"{KINDS[receipt.bulletin.kind]}：{receipt.bulletin.month}"
        rows.append(row("", about, what, "查看", url, stage=TITLE))
    return rows


def _form(officers: dict[int, AgencyPerson]) -> BulletinForm:
    """The form; at first everybody is ticked."""
    form = BulletinForm()
    offered = [(key, f"{one.called}（{one.agency.name}）") for key, one in officers.items()]
    form.offer_choices(lambda _word: offered)
    if request.method == "GET" and "kept" not in request.args:
        form.officers.data = list(officers)
    return form


def _month() -> str:
    """The month that the address names, else the last one. One that has not begun has no figures."""
    month = request.args.get("month", "") or queries.last_month()
    try:
        bounds(month)
    except (ValueError, OverflowError):
        raise Missing from None
    if month > queries.last_month():
        raise Missing
    return month
