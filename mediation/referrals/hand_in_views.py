"""The page on which a court, the police or a governance centre hands a dispute over to the station."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mediation.audit.log import Subject, record, record_read
from mediation.cases.stepping import Page, sent_as
from mediation.db import atomic
from mediation.errors import Missing, Refusal
from mediation.referrals.coming_back import BACK, arranged, told_before
from mediation.referrals.hand_in_forms import HandedInForm
from mediation.referrals.handed_in import hand_in, origin_told, origins_of, stations
from mediation.referrals.models import Referral
from mediation.referrals.queries import find_referral, receives
from mediation.web.fields import as_choices

bp = Blueprint("handed_in", __name__)


@bp.route("/referrals/hand-in", methods=["GET", "POST"])
def new() -> Page:
    """Ask, then send. Whoever may not hand anything over finds no such page."""
    origins = origins_of(current_user)
    if not origins:
        raise Missing
    before = _came_back(request.args["again"]) if "again" in request.args else None
    form = _asked(origins, before)
    if not form.sent():
        record_read("referral.prepare", actor=current_user, shown=[before.ref] if before else [])
        return _form_page(form, 422 if form.errors else 200)
    try:
        referral = hand_in(form.facts(), actor=current_user, key=sent_as(), again=before)
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, 422)
    flash(_("已转给维权站。对方签收、接收或退回时，在“已发出的”里能看到。"), "success")
    return redirect(url_for("referrals.show", ref=referral.ref))


@bp.post("/referrals/<ref>/keep")
def keep(ref: str) -> Page:
    """What came back is not sent to a station again: its sender sees to it, and is not asked any longer."""
    before = _came_back(ref)
    with atomic():
        arranged(before)
        record("referral.kept", actor=current_user, subject=Subject(before.chain, before.kind, before.ref))
    flash(_("已记下：这件由本单位自行处理，不再提醒。"), "success")
    return redirect(url_for("referrals.show", ref=ref))


def _came_back(ref: str) -> Referral:
    """The slip, if the agency that asks handed the matter in and has it again. Raises Missing."""
    referral = find_referral(ref, actor=current_user)
    if receives(referral, current_user) or referral.state not in BACK or not origin_told(referral):
        raise Missing
    return referral


def _asked(origins: list[tuple[str, str]], before: Referral | None) -> HandedInForm:
    """The form; with everything in it that was told on the slip BEFORE."""
    told = told_before(before, origin_told(before)) if before and request.method == "GET" else {}
    form = HandedInForm(data=told) if told else HandedInForm()
    # A thing that does not exist yet has no version that somebody else could have moved on.
    del form.seen
    form.origin.choices = as_choices(origins)
    if len(origins) == 1:
        del form.court_procedure
    form.offer_choices(lambda _word: [(one.id, one.name) for one in stations(current_user)])
    if not form.is_submitted() and len(origins) == 1:
        form.origin.data = origins[0][0]
    return form


def _form_page(form: HandedInForm, status: int) -> Page:
    return render_template("referrals/hand_in.html", form=form), status
