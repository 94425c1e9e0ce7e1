"""日程: the week of the own agency, its rooms, and the address under which a worker subscribes to the own times."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response as Answer

from mediation.audit.log import record_read
from mediation.calendar import feeds
from mediation.calendar.forms import RoomForm
from mediation.calendar.panel import PLANS, may_book
from mediation.calendar.rooms import add_room, close_room
from mediation.calendar.week import monday, week_page
from mediation.cases.access import NO_CONTENT
from mediation.cases.bookings import rooms_of
from mediation.cases.models import Stage
from mediation.cases.queries import find_stage
from mediation.cases.stepping import Page
from mediation.db import SHANGHAI
from mediation.errors import Missing, Refusal
from mediation.people.keeping import may_plan
from mediation.people.models import User
from mediation.people.roles import ROLES
from mediation.web.access import public
from mediation.web.outside import own_address

bp = Blueprint("calendar", __name__)
READERS = frozenset(ROLES) - NO_CONTENT


@bp.get("/calendar")
def show() -> str:
    """The week; with a stage, the free times for it."""
    _only_for_readers()
    stage = _looked_for()
    first = monday(request.args.get("week", ""))
    page = week_page(first, stage, actor=current_user)
    record_read("calendar", actor=current_user, shown=page["shown"])
    picked = {"case": stage.case.ref, "stage": stage.ref} if stage else {}
    weeks = {
        name: (first + timedelta(days=days)).isoformat() for name, days in (("before", -7), ("after", 7))
    }
    return render_template(
        "calendar/show.html", first=first, last=first + timedelta(days=6), picked=picked, weeks=weeks,
        rooms=rooms_of(current_user.agency_id), plans=may_plan(current_user, current_user.agency), **page,
    )  # fmt: skip


@bp.route("/calendar/rooms", methods=["GET", "POST"])
def rooms() -> Page:
    """The rooms of the own agency."""
    if not may_plan(current_user, current_user.agency):
        raise Missing
    form = RoomForm()
    if form.sent():
        try:
            add_room(form.title.data.strip(), (form.waiting.data or "").strip(), actor=current_user)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("已登记房间。"), "success")
            return redirect(url_for(".rooms"))
    page = render_template("calendar/rooms.html", form=form, rooms=rooms_of(current_user.agency_id))
    return (page, 422) if form.errors or form.form_errors else page


@bp.post("/calendar/rooms/<ref>/close")
def shut(ref: str) -> Answer:
    """The room is given up."""
    close_room(ref, actor=current_user)
    flash(_("已停用。已经约好的不受影响。"), "success")
    return redirect(url_for(".rooms"))


@bp.route("/calendar/feed", methods=["GET", "POST"])
def feed() -> str:
    """The secret address: made, shown once, ended."""
    _only_for_readers()
    token = ""
    if request.method == "POST" and request.form.get("what") == "end":
        feeds.end_feed(actor=current_user)
    elif request.method == "POST":
        token = feeds.open_feed(actor=current_user)
    path = url_for(".subscribed", token=token) if token else ""
    return render_template(
        "calendar/feed.html",
        address=(own_address().rstrip("/") + path) if token else "",
        since=feeds.feed_since(current_user),
    )


@bp.get("/calendar/feed/<token>.ics")
@public
def subscribed(token: str) -> Response:
    """The times of one worker, for a telephone: nothing but times."""
    answer = make_response(feeds.calendar_of(token))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    return answer


def told_before(item: Any, trigger: str, _actor: User) -> Mapping[str, Any]:
    """The time and the room that were clicked in the week stand in the form."""
    if trigger != PLANS or not (at := request.args.get("at", "")):
        return {}
    try:
        moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    except ValueError:
        return {}
    return {"planned_at": moment, "room": request.args.get("room", type=int)}


def _looked_for() -> Stage | None:
    case, stage = request.args.get("case", ""), request.args.get("stage", "")
    if not stage:
        return None
    found = find_stage(case, stage, actor=current_user)
    if found.agency_id != current_user.agency_id or not may_book(found, current_user):
        raise Missing
    return found


def _only_for_readers() -> None:
    if current_user.role not in READERS:
        raise Missing
