"""常用语: the library of a worker and of an agency, and the list from which a text box takes one."""

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug import Response
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from mediation.errors import Incomplete, Missing
from mediation.phrases.library import LONGEST, add_phrase, drop_phrase, keeps_for_all, may_write, phrases_for
from mediation.web.forms import Form

bp = Blueprint("phrases", __name__)


class PhraseForm(Form):
    """One sentence."""

    text = TextAreaField(
        _l("新的一句"),
        [InputRequired(_l("请写下这一句。")), Length(max=LONGEST, message=_l("最多200字。"))],
        description=_l("不要写个案情况和姓名、电话、住址。"),
        render_kw={"rows": 2, "data-no-phrases": "1"},
    )
    for_all = BooleanField(_l("全单位都能用"))


@bp.route("/phrases", methods=["GET", "POST"])
def index() -> str | Response | tuple[str, int]:
    """The own phrases and those of the agency."""
    if not may_write(current_user):
        raise Missing
    form = PhraseForm()
    if not keeps_for_all(current_user):
        del form.for_all
    if form.sent():
        try:
            add_phrase(form.text.data, for_all=bool(form.data.get("for_all")), actor=current_user)
        except Incomplete as refusal:
            form.text.errors = [refusal.reason]
        else:
            flash(_("已加入常用语。"), "success")
            return redirect(url_for(".index"))
    phrases = phrases_for(current_user)
    page = render_template(
        "phrases/index.html",
        form=form,
        own=[phrase for phrase in phrases if phrase.user_id],
        of_all=[phrase for phrase in phrases if not phrase.user_id],
        keeps=keeps_for_all(current_user),
    )
    return (page, 422) if form.errors else page


@bp.post("/phrases/<ref>/drop")
def drop(ref: str) -> Response:
    """Off the list."""
    drop_phrase(ref, actor=current_user)
    flash(_("已删去。"), "success")
    return redirect(url_for(".index"))


@bp.get("/phrases/list")
def pick() -> Response:
    """The sentences for a text box."""
    return jsonify([phrase.text for phrase in phrases_for(current_user)])
