"""The public pages under a neutral prefix: the questions, the receipt, leaving quickly. Everything works without JavaScript.

All questions stand at one address, so that neither the address nor the history says how far somebody came. What is
typed lies on the server; the browser keeps nothing but a token that leaving takes away.
"""

from typing import Any

import segno
from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug import Response

from mediation.db import now
from mediation.errors import Incomplete
from mediation.people.throttles import TooMany
from mediation.portal import flow, rights, sending, visits
from mediation.portal.models import PortalVisit
from mediation.portal.tries import place_of
from mediation.web.access import csrf, public
from mediation.web.uploads import at_most

bp = Blueprint("portal", __name__)
# Bytes of one page: two long texts, each sign of them in nine.
LONGEST_ANSWERS = 256 * 1024
VISIT, LEFT, LARGE = "v", "n", "lg"
PUBLIC = ("portal", "portal_status")
# A box that no person sees: whatever fills every box is a program. Nothing is thrown away, for it may be a person.
TRAP, TRAPPED = "site", "没有收到，请再按一次。"
# What the page says by itself while somebody types on it for long.
STAY = "stay"
QUIET = 5 * 60  # seconds after leaving in which the same address shows the neutral page
Page = str | Response | tuple[str, int]


@bp.before_app_request
def _left_just_now() -> str | None:
    """Whoever left a moment ago finds the neutral page at every public address, by Back too."""
    if request.blueprint not in PUBLIC:
        return None
    return plain() if _quiet() and request.endpoint != "portal.out" else None


@bp.route("", methods=["GET", "POST"])
@bp.route("/", methods=["GET", "POST"], endpoint="slash")
@public
@at_most(LONGEST_ANSWERS)
def start() -> Page:
    """The first page, and the question on which this visit stands."""
    visit = visits.visit_by(session.get(VISIT))
    if request.method == "POST":
        return _posted(visit)
    if visit is None or visit.request_id:
        return render_template("portal/start.html", station=sending.station(request.host))
    return _question(visit)


@bp.route("/out", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]
@public
def out() -> Page:
    """Leave: the visit and what was typed are destroyed, the cookie means nothing any more, the page is neutral.

    Without a token of the form: leaving must work on a page of yesterday, and harms nobody.
    """
    if request.method == "GET":
        return plain()
    visits.leave(session.get(VISIT))
    session.clear()
    session[LEFT] = int(now().timestamp())
    answer = redirect(url_for(".out"), 303)
    # Not "cookies": it would take the mark away by which Back finds the neutral page.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.post("/size")
@public
@at_most(LONGEST_ANSWERS)
def size() -> Response:
    """Large print or not, for this visit; nothing of it outlives the session."""
    session[LARGE] = not session.get(LARGE)
    back = request.form.get("back", "")
    known = {url_for(".start"), url_for("portal_status.status"), url_for(".rights_index")}
    known |= {url_for(".rights_page", number=number) for number in range(1, len(rights.TOPICS) + 1)}
    return redirect(back if back in known else url_for(".start"), 303)


@bp.get("/know")
@public
def rights_index() -> str:
    """Knowing one's rights: the list."""
    return render_template("portal/rights.html", topics=rights.TOPICS)


@bp.get("/know/<int:number>")
@public
def rights_page(number: int) -> Page:
    """One short page, with its articles of law."""
    if not 1 <= number <= len(rights.TOPICS):
        return render_template("portal/rights.html", topics=rights.TOPICS), 404
    station = sending.station(request.host)
    return render_template("portal/rights_page.html", topic=rights.TOPICS[number - 1], station=station)


@bp.app_context_processor
def _neutral() -> dict[str, Any]:
    """The one title of all public pages, and whether the print is large."""
    return {"neutral_title": current_app.config["PORTAL_TITLE"], "neutral_large": bool(session.get(LARGE))}


def plain() -> str:
    """The page that anybody may see."""
    return render_template("portal/plain.html")


def _quiet() -> bool:
    left = session.get(LEFT)
    return isinstance(left, int) and now().timestamp() - left < QUIET


def _posted(visit: PortalVisit | None) -> Page:
    """What a button asks: begin, go on, go back, change an answer, send."""
    go = request.form.get("go", "")
    if visit is None or visit.request_id or go == "begin":
        return _begin() if go == "begin" else redirect(url_for(".start"), 303)
    draft = dict(visit.draft or {})
    page, shown = flow.page_of(draft), request.form.get("page")
    if go.startswith("to "):
        return _turned(visit, {**draft, "page": go.removeprefix("to ")})
    # A page of before, shown again by Back, is passed over: the one on which the draft stands comes.
    return _went(visit, draft, page, go) if shown == page else _turned(visit, draft)


def _went(visit: PortalVisit, draft: dict[str, Any], page: str, go: str) -> Page:
    """On or back from PAGE, or kept while she types. On goes only what holds; else what is there stays as it is."""
    form = flow.FORMS[page]() if page in flow.FORMS else None
    if go not in ("back", STAY) and form is not None:
        holds = form.sent()
        if request.form.get(TRAP):
            form.form_errors.append(TRAPPED)
        if not holds or form.form_errors:
            return _question(visit, form)
        if page == flow.LAST:
            return _send(visit, form)
    answers = {**draft.get("answers", {}), **(flow.typed(form) if form else {})}
    draft |= {"page": page, "answers": answers}
    if go == STAY:
        visits.keep(visit, draft)
        return "", 204
    return _turned(visit, {**draft, "page": flow.beside(draft, -1 if go == "back" else 1)})


def _turned(visit: PortalVisit, draft: dict[str, Any]) -> Response:
    """The page of the draft, under the one address. A page that this way has not is the first."""
    visits.keep(visit, {**draft, "page": flow.page_of(draft)})
    return redirect(url_for(".start"), 303)


def _begin() -> Response:
    visits.leave(session.get(VISIT))
    session[VISIT] = visits.begin(asked_from=place_of(request.remote_addr))
    return redirect(url_for(".start"), 303)


def _question(visit: PortalVisit, form: Any = None) -> Page:
    """The page on which the draft stands; a form that did not hold is shown with what was typed in it."""
    draft = visit.draft or {}
    page, answers = flow.page_of(draft), draft.get("answers", {})
    refused = form is not None
    if form is None and page in flow.FORMS:
        form = flow.FORMS[page](formdata=None, data=answers)
    given = {"page": page, "title": flow.TITLES[page], "number": flow.STEPS[page], "asked": form}
    told = flow.in_words(answers) if page == flow.LAST else []
    given |= {"told": told, "keeping": rights.KEEPING}
    return render_template("portal/question.html", **given), 422 if refused else 200


def _send(visit: PortalVisit, form: Any) -> Page:
    """The receipt is this one answer; opened again, the address shows the first page."""
    draft = visit.draft or {}
    answers = {**draft.get("answers", {}), "privacy_consent": form.privacy_consent.data}
    if open_page := flow.unanswered(answers):
        visits.keep(visit, {**draft, "page": open_page[0]})
        return _question(visit, open_page[1])
    try:
        told, place = flow.told_of(answers), place_of(request.remote_addr)
        code = sending.send(visit, told, form.secret.data, asked_from=place, host=request.host)
    except (Incomplete, TooMany) as refusal:
        form.form_errors.append(refusal.reason)
        return _question(visit, form)
    session.pop(VISIT, None)
    address = url_for("portal_status.status", _external=True)
    drawn = segno.make(url_for(".start", _external=True), error="m", micro=False)
    # A drawing of squares: the bare address, and no text of anybody's is in it.
    picture = Markup(drawn.svg_inline(scale=4, border=2))
    danger = sending.in_danger(answers)
    return render_template("portal/sent.html", code=code, address=address, picture=picture, danger=danger)
