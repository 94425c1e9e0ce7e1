"""消息: a quiet list of what moved, each with the page it is about. Reading changes nothing; a press marks it read."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug import Response

from mediation.dates import local
from mediation.errors import Missing
from mediation.messages.queries import PAGE, READERS, messages_for, read, read_all, slip_numbers, unread
from mediation.web.paging import before

bp = Blueprint("messages", __name__)


@bp.get("/messages")
def index() -> str:
    """The newest first, the unread ones in bold."""
    if current_user.role not in READERS:
        raise Missing
    found = list(messages_for(current_user, before=before()))
    page = found[:PAGE]
    numbers = slip_numbers(page)
    rows = [
        {
            "ref": one.ref,
            "text": one.text,
            "number": numbers.get(one.link, ""),
            "at": local(one.made_at),
            "new": one.read_at is None,
        }
        for one in page
    ]
    return render_template(
        "messages/index.html",
        rows=rows,
        unread=unread(current_user),
        newest=page[0].id if page else 0,
        more=page[-1].id if len(found) > PAGE else None,
    )


@bp.post("/messages/<ref>")
def open_message(ref: str) -> Response:
    """To the page that it is about."""
    return redirect(read(ref, actor=current_user).link)


@bp.post("/messages/read")
def all_read() -> Response:
    """Everything that stood on the page is read."""
    read_all(request.form.get("newest", 0, type=int), actor=current_user)
    return redirect(url_for(".index"))
