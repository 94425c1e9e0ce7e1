"""What a form page asks for while it is filled: save what was typed, stay signed in; and throw a draft away."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from mediation.dates import local
from mediation.errors import Missing
from mediation.web import drafts
from mediation.web.feature import Feature, Job
from mediation.web.kept import typed_now

bp = Blueprint("drafts", __name__, url_prefix="/drafts")
# The signed word of the page, beside what was typed.
WORD = "page_word"
LONGEST = 200_000  # characters


@bp.post("/save")
def save() -> Any:
    """Keep what was typed so far. Answers when it was kept, and who else is filling the same page."""
    path = drafts.page_named(request.form.get(WORD, ""), actor=current_user)
    if path is None:
        raise Missing
    typed = {name: values for name, values in typed_now().items() if name != WORD}
    if sum(len(value) for values in typed.values() for value in values) > LONGEST:
        return jsonify(saved=""), 413
    saved_at = drafts.save_draft(path, typed, actor=current_user)
    others = drafts.others_at(path, actor=current_user)
    return jsonify(saved=local(saved_at)[-5:], others=[name for name, _moment in others])


@bp.post("/stay")
def stay() -> tuple[str, int]:
    """Whoever asks is still there: the sign-in counts from now on."""
    return "", 204


@bp.post("/throw-away")
def throw_away() -> Response:
    """Delete one's own draft, and begin its page anew."""
    path = drafts.throw_away(request.form.get("ref", ""), actor=current_user)
    if path is None:
        raise Missing
    flash(_("草稿已删除。"), "success")
    return redirect(path)


feature = Feature(views=[bp], jobs=[Job("drafts", due=drafts.old_drafts, do=drafts.forget_old)])
