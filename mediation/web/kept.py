"""Nothing typed is lost: a form whose sign-in or token has expired, or that somebody else overtook, waits here, and
fills the page again."""

from datetime import timedelta

from flask import g, request
from flask_login import current_user
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict

from mediation.db import atomic, db, new_ref, now
from mediation.vault.keys import destroy_key, new_key
from mediation.web.drafts import draft_data
from mediation.web.models import KeptForm

DAYS = timedelta(days=1)
# What belongs to one submission alone: asked again on the page that is filled anew.
_NOT_KEPT = frozenset({"csrf_token", "password", "key", "seen", "confirmed"})


def keep_form(user_id: int) -> str:
    """Keep what this request posted for USER_ID; answers the ref under which it waits."""
    row = KeptForm(
        ref=new_ref(), key_id=new_key("program"), user_id=user_id, path=request.path, made_at=now()
    )
    row.typed = typed_now()
    with atomic() as session:
        session.execute(delete(KeptForm).where(KeptForm.made_at < now() - DAYS))
        session.add(row)
    return row.ref


def typed_now() -> dict[str, list[str]]:
    """What this request posted, without what belongs to one submission alone and without passwords."""
    return {
        name: request.form.getlist(name)
        for name in request.form
        if name not in _NOT_KEPT and "password" not in name
    }


def kept_data() -> MultiDict[str, str] | None:
    """What the person who asks had typed on this page: a form that was not taken is given back once, a draft stays."""
    ref = request.args.get("kept")
    if not ref or not current_user.is_authenticated:
        return None
    if "kept_data" not in g:
        g.kept_data = _take_back(ref) or draft_data(ref, actor=current_user)
    data: MultiDict[str, str] | None = g.kept_data
    return data


def _take_back(ref: str) -> MultiDict[str, str] | None:
    row = db.session.scalar(
        select(KeptForm).where(
            KeptForm.ref == ref, KeptForm.user_id == current_user.id, KeptForm.path == request.path
        )
    )
    if row is None:
        return None
    data: MultiDict[str, str] = MultiDict(
        [(name, value) for name, values in (row.typed or {}).items() for value in values]
    )
    key_id = row.key_id
    with atomic() as session:
        session.execute(delete(KeptForm).where(KeptForm.ref == ref))
    destroy_key(key_id)
    return data
