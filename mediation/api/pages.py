"""The page on which the administrator issues and revokes the tokens of partners."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from mediation.api import channels, refusals, tokens
from mediation.api.description import REFUSALS
from mediation.api.forms import ChannelForm, TokenForm
from mediation.db import db
from mediation.errors import Incomplete
from mediation.people.models import Agency
from mediation.people.queries import partners_for
from mediation.web.outside import own_address
from mediation.web.paging import before

bp = Blueprint("partner_tokens", __name__, url_prefix="/admin/tokens")
STANDINGS = {"valid": ("done", "有效"), "expired": ("neutral", "已到期"), "revoked": ("neutral", "已停用")}
# What was asked for, by the name of its view.
OPERATIONS = {
    "referrals": "看列表", "referral": "看一张转介单", "receive": "送来转介单", "cut": "告知依据已经不在",
    "sign_for": "签收", "accept": "接收", "send_back": "退回", "report_progress": "反馈进展", "answer": "回复结果",
    "acknowledge": "确认回复", "ask_again": "请补充回复", "urge": "催办", "recall": "收回", "attach": "上传材料",
    "carry": "送来材料", "material": "看材料", "hear": "通知有进展",
}  # fmt: skip
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
    rows = [
        (channel, channels.stuck(channel), _hears_at(channel.ref))
        for channel in channels.all_channels(actor=current_user)
    ]
    form = ChannelForm()
    form.offer_choices(lambda _word: partners_for(current_user))
    if not form.sent():
        return render_template("api/channels.html", rows=rows, form=form), 422 if form.errors else 200
    agency = db.session.get_one(Agency, form.agency.data)
    try:
        told = {name: form[name].data or "" for name in ("base_url", "token", "hook")}
        channels.set_channel(agency, actor=current_user, **told)
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


@bp.get("/refusals")
def refusals_page() -> str:
    """The calls that got nothing, newest first."""
    found = refusals.refusals(actor=current_user, before=before())
    shown = found[: refusals.PAGE]
    more = shown[-1][0].id if len(found) > refusals.PAGE else None
    rows = [
        {
            "at": row.at,
            "who": f"{agency} {label}" if agency else _("没有凭证"),
            "why": REFUSALS.get(str(row.status), str(row.status)).rstrip("。"),
            "status": row.status,
            "operation": OPERATIONS.get(row.operation, row.operation),
            "origin": row.origin,
            "more": row.more,
        }
        for row, agency, label in shown
    ]
    bounds = {"each": refusals.EACH, "all": refusals.ALL, "kept": refusals.KEPT}
    return render_template("api/refusals.html", rows=rows, more=more, **bounds)


def _hears_at(ref: str) -> str:
    """Where the other side tells of its own accord; the path alone, where the own address is not certain."""
    return own_address().rstrip("/") + url_for("api_hooks.hear", ref=ref)


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
