"""The page on which the administrator issues and revokes the tokens of partners."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from mediation.api import channels, tokens
from mediation.api.forms import ChannelForm, TokenForm
from mediation.db import db
from mediation.errors import Incomplete
from mediation.people.models import Agency
from mediation.people.queries import partners_for

bp = Blueprint("partner_tokens", __name__, url_prefix="/admin/tokens")
STANDINGS = {"valid": ("done", "有效"), "expired": ("neutral", "已到期"), "revoked": ("neutral", "已停用")}
Page = str | Response | tuple[str, int]


@bp.route("", methods=["GET", "POST"])
def index() -> Page:
    """The tokens, and a form for a new one. What was issued is shown in this one answer, and never again."""
    found = tokens.all_tokens(actor=current_user)
    form = TokenForm()
    form.offer_choices(lambda _word: partners_for(current_user))
    if not form.sent():
        return _page(found, form), 422 if form.errors else 200
    agency = db.session.get_one(Agency, form.agency.data)
    try:
        token, text = tokens.issue(agency, actor=current_user, **_told(form))
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(found, form), 422
    return render_template("api/issued.html", text=text, row=_row(token))


@bp.post("/<ref>/revoke")
def revoke(ref: str) -> Response:
    """The token ends at once."""
    tokens.revoke(ref, actor=current_user)
    flash(_("已停用。对方系统从现在起不能再用这个凭证。"), "success")
    return redirect(url_for(".index"))


@bp.route("/channels", methods=["GET", "POST"])
def channels_page() -> Page:
    """The installations to which referrals travel, and a form for one."""
    rows = [(channel, channels.stuck(channel)) for channel in channels.all_channels(actor=current_user)]
    form = ChannelForm()
    form.offer_choices(lambda _word: partners_for(current_user))
    if not form.sent():
        return render_template("api/channels.html", rows=rows, form=form), 422 if form.errors else 200
    agency = db.session.get_one(Agency, form.agency.data)
    try:
        channels.set_channel(agency, base_url=form.base_url.data, token=form.token.data, actor=current_user)
    except Incomplete as refusal:
        form.refuse(refusal)
        return render_template("api/channels.html", rows=rows, form=form), 422
    flash(_("已保存。转给该单位的转介单从现在起送到对方系统。"), "success")
    return redirect(url_for(".channels_page"))


@bp.post("/channels/<ref>/stop")
def stop_channel(ref: str) -> Response:
    """Nothing travels there any more."""
    channels.stop_channel(ref, actor=current_user)
    flash(_("已停用。转给该单位的转介单不再送到对方系统，请改用账号、链接或者书面。"), "success")
    return redirect(url_for(".channels_page"))


def _told(form: TokenForm) -> dict[str, Any]:
    return {"label": form.label.data, "scopes": form.scopes.data, "days": form.days.data}


def _page(found: Any, form: TokenForm) -> str:
    return render_template("api/tokens.html", rows=[_row(token) for token in found], form=form)


def _row(token: Any) -> dict[str, Any]:
    kind, word = STANDINGS[tokens.standing(token)]
    return {
        "ref": token.ref,
        "agency": token.agency.name,
        "label": token.label,
        "scopes": "、".join(tokens.IN_SHORT[scope] for scope in token.scopes),
        "scopes_told": [tokens.SCOPES[scope] for scope in token.scopes],
        "standing": (kind, word),
        "issued": token.issued_at,
        "issued_by": token.issued_by.name if token.issued_by else current_user.name,
        "expires": token.expires_at,
        "used": token.used_at,
        "valid": word == STANDINGS["valid"][1],
    }
