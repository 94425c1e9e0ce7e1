"""The page on which the administrator says where partners' systems listen, and sees what did not arrive."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from mediation.dates import local
from mediation.db import db
from mediation.errors import Incomplete
from mediation.outbox.models import Delivery
from mediation.people.models import Agency
from mediation.people.queries import partners_for
from mediation.web.paging import before
from mediation.webhooks import managing
from mediation.webhooks.forms import WebhookForm

bp = Blueprint("webhooks", __name__, url_prefix="/admin/webhooks")
STANDINGS = {"waiting": ("due", "等待重试"), "dead": ("overdue", "已放弃")}
Page = str | Response | tuple[str, int]


@bp.route("", methods=["GET", "POST"])
def index() -> Page:
    """The webhooks, what did not arrive, and a form for a new one. Its secret is shown in this one answer."""
    form = WebhookForm()
    form.offer_choices(lambda _word: partners_for(current_user))
    if not form.sent():
        return _page(form), 422 if form.errors else 200
    agency = db.session.get_one(Agency, form.agency.data)
    try:
        _webhook, secret = managing.add(agency, form.url.data, actor=current_user)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(form), 422
    return render_template("webhooks/added.html", agency=agency.name, url=form.url.data, secret=secret)


@bp.post("/<ref>/stop")
def stop(ref: str) -> Response:
    """Nothing is sent there from now on."""
    managing.stop(ref, actor=current_user)
    flash(_("已停用，不再向这个地址发送。"), "success")
    return redirect(url_for(".index"))


@bp.post("/deliveries/<ref>/resend")
def resend(ref: str) -> Response:
    """Try again what was given up."""
    managing.resend(ref, actor=current_user)
    flash(_("已重新排队，几分钟内发送。"), "success")
    return redirect(url_for(".index"))


def _page(form: WebhookForm) -> str:
    found = managing.deliveries(actor=current_user, before=before())
    shown = found[: managing.PAGE]
    return render_template(
        "webhooks/index.html",
        rows=[_row(webhook, agency) for webhook, agency in managing.all_webhooks(actor=current_user)],
        failed=[_failed(delivery) for delivery in shown],
        more=shown[-1].id if len(found) > managing.PAGE else None,
        form=form,
    )


def _row(webhook: Any, agency: Agency) -> dict[str, Any]:
    stopped = webhook.stopped_at is not None
    return {
        "ref": webhook.ref,
        "agency": agency.name,
        "url": webhook.url,
        "standing": ("neutral", "已停用") if stopped else ("done", "在用"),
        "made": local(webhook.made_at),
        "works": not stopped,
    }


def _failed(delivery: Delivery) -> dict[str, Any]:
    return {
        "ref": delivery.ref,
        "event": delivery.event,
        "url": delivery.webhook.url,
        "at": local(delivery.happened_at),
        "tries": delivery.tries,
        "said": delivery.said,
        "standing": STANDINGS.get(delivery.state, ("neutral", delivery.state)),
        "dead": delivery.state == "dead",
    }
