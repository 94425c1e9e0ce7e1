"""A long form saves itself while it is filled; its author finds it again on the same page, nobody else ever.

Who may save on a page is who was served it: the page carries a signed word that names it and the person. So nobody
learns by saving whether a page that they may not open exists, or who is filling it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict

from mediation.db import atomic, db, now
from mediation.people.models import User
from mediation.vault.keys import destroy_key, new_key
from mediation.web.models import Draft

# A draft that nobody came back to goes after so long.
TERM = timedelta(days=7)
# Whoever saved within these minutes is still at it.
BUSY = timedelta(minutes=3)
# A page that was left within this time is filled again at once after a new sign-in.
RESUMED = timedelta(hours=12)
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class OnPage:
    """What a form page knows of drafts: its signed word, the author's own draft, who else is filling it and since when."""

    word: str
    ref: str | None
    saved_at: datetime | None
    others: Sequence[tuple[str, datetime]]


def install(app: Flask) -> None:
    """Offer the drafts of a page to its template, and forget a draft once its form was taken."""
    app.jinja_env.globals["drafts_here"] = drafts_here
    app.after_request(_sent)


def drafts_here() -> OnPage | None:
    """The drafts of the page that is being answered; None without a sign-in, or where the page cannot be asked for again."""
    adapter = current_app.create_url_adapter(request)
    if not current_user.is_authenticated or adapter is None or not adapter.test(request.path, "GET"):
        return None
    own = _own(current_user, request.path)
    fresh = own if request.method == "GET" and "kept" not in request.args else None
    return OnPage(
        word=_signer().dumps([current_user.id, request.path]),
        ref=fresh.ref if fresh else None,
        saved_at=fresh.saved_at if fresh else None,
        others=others_at(request.path, actor=current_user),
    )


def page_named(word: str, *, actor: User) -> str | None:
    """The path of the page that carried WORD and was served to ACTOR; None for any other word."""
    try:
        user_id, path = _signer().loads(word)
    except (BadSignature, ValueError):
        return None
    return str(path) if user_id == actor.id else None


def save_draft(path: str, typed: Typed, *, actor: User) -> datetime:
    """Keep TYPED as the draft of ACTOR on that page, in place of an earlier one. Answers when."""
    with atomic() as session:
        row = session.scalar(select(Draft).where(Draft.user_id == actor.id, Draft.path == path))
        if row is None:
            row = Draft(key_id=new_key("program"), user_id=actor.id, path=path, saved_at=now())
            session.add(row)
        row.typed, row.saved_at = typed, now()
        return row.saved_at


def draft_data(ref: str, *, actor: User) -> MultiDict[str, str] | None:
    """What ACTOR typed in the draft of that ref, which is of the page that is asked for. It stays until it is sent."""
    row = db.session.scalar(
        select(Draft).where(Draft.ref == ref, Draft.user_id == actor.id, Draft.path == request.path)
    )
    if row is None:
        return None
    return MultiDict([(name, value) for name, values in (row.typed or {}).items() for value in values])


def throw_away(ref: str, *, actor: User) -> str | None:
    """Delete the draft of that ref, if it is ACTOR's. Answers the path of its page."""
    row = db.session.scalar(select(Draft).where(Draft.ref == ref, Draft.user_id == actor.id))
    if row is None:
        return None
    path = row.path
    _forget(row)
    return path


def others_at(path: str, *, actor: User) -> Sequence[tuple[str, datetime]]:
    """Who else is filling that page now: name, and when they last saved."""
    query = (
        select(User.name, Draft.saved_at)
        .join(User, User.id == Draft.user_id)
        .where(Draft.path == path, Draft.user_id != actor.id, Draft.saved_at > now() - BUSY)
        .order_by(Draft.saved_at.desc())
    )
    return [(name, moment) for name, moment in db.session.execute(query)]


def going_on(path: str, *, actor: User) -> str:
    """That address, with the draft that ACTOR left there, if there is one: where they go on after a sign-in."""
    parts = urlsplit(path)
    own = _own(actor, parts.path)
    if own is None or own.saved_at < now() - RESUMED or "kept=" in parts.query:
        return path
    return f"{path}{'&' if parts.query else '?'}kept={own.ref}"


def old_drafts() -> Sequence[int]:
    """The drafts whose term is over, by id."""
    return db.session.scalars(select(Draft.id).where(Draft.saved_at < now() - TERM).limit(500)).all()


def forget_old(draft_id: int) -> None:
    """Delete one draft whose term is over, and its key."""
    row = db.session.get(Draft, draft_id)
    if row and row.saved_at < now() - TERM:
        _forget(row)


def _sent(response: Response) -> Response:
    """A form that was taken answers with the next page: its draft is done with."""
    taken = request.method == "POST" and response.status_code in (302, 303)
    if not taken or "kept=" in response.headers.get("Location", "") or not current_user.is_authenticated:
        return response
    if own := _own(current_user, request.path):
        _forget(own)
    return response


def _own(actor: User, path: str) -> Draft | None:
    return db.session.scalar(select(Draft).where(Draft.user_id == actor.id, Draft.path == path))


def _forget(row: Draft) -> None:
    key_id, draft_id = row.key_id, row.id
    with atomic() as session:
        session.execute(delete(Draft).where(Draft.id == draft_id))
    destroy_key(key_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="a page that may be drafted on")
