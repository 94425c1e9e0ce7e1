"""The page on which a court, the police or a governance centre hands a dispute over to the station."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.cases.stepping import Page, sent_as
from mediation.errors import Missing, Refusal
from mediation.referrals.hand_in_forms import HandedInForm
from mediation.referrals.handed_in import hand_in, origins_of, stations
from mediation.web.fields import as_choices

bp = Blueprint("handed_in", __name__)


@bp.route("/referrals/hand-in", methods=["GET", "POST"])
def new() -> Page:
    """Ask, then send. Whoever may not hand anything over finds no such page."""
    origins = origins_of(current_user)
    if not origins:
        raise Missing
    form = _asked(origins)
    if not form.sent():
        record_read("referral.prepare", actor=current_user)
        return _form_page(form, 422 if form.errors else 200)
    try:
        referral = hand_in(form.facts(), actor=current_user, key=sent_as())
    except Refusal as refusal:
        form.refuse(refusal)
        return _form_page(form, 422)
    flash(_("已转给维权站。对方签收、接收或退回时，在“已发出的”里能看到。"), "success")
    return redirect(url_for("referrals.show", ref=referral.ref))


def _asked(origins: list[tuple[str, str]]) -> HandedInForm:
    form = HandedInForm()
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
