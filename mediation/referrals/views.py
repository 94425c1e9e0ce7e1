"""The pages of referrals: send one, both boxes, one slip, its steps."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug import Response

from mediation.audit.log import record_read
from mediation.cases.access import field_groups, may_open
from mediation.cases.choices import choices_for
from mediation.cases.deadlines import HELP_FIRST, deadline_near
from mediation.cases.models import Case
from mediation.cases.page import identity
from mediation.cases.queries import find_case, parties_of
from mediation.cases.reaching import reached
from mediation.cases.stepping import Page, sent_as, step_page
from mediation.db import db
from mediation.errors import Incomplete, Missing, Refusal
from mediation.people.models import Agency
from mediation.referrals import materials, pages
from mediation.referrals.cards import cards_for
from mediation.referrals.coming_along import seen_later
from mediation.referrals.coming_back import BACK, settled
from mediation.referrals.forms import ReferralForm
from mediation.referrals.handed_in import origin_told, origins_of
from mediation.referrals.kinds import PURPOSES, SHORT_MANNERS
from mediation.referrals.models import Referral
from mediation.referrals.package import blocks, content_of, digest
from mediation.referrals.queries import (
    PAGE,
    READERS,
    find_referral,
    known,
    package_open,
    received,
    receivers,
    receives,
    sent,
    waiting_for,
    went_before,
)
from mediation.referrals.sending import drafted, refer, sent_before, why_not_send
from mediation.referrals.telling import tell_first, untold, where_told
from mediation.referrals.telling_once import NAME, readable, rows_of
from mediation.referrals.withdrawing import way_to_withdraw
from mediation.web.paging import before
from mediation.workflow.engine import WORKFLOWS, why_not

bp = Blueprint("referrals", __name__)


@bp.get("/referrals")
def index() -> str:
    """转介收件 and 已发出, newest first."""
    if current_user.role not in READERS:
        raise Missing
    out = request.args.get("box") == "sent"
    found = list((sent if out else received)(actor=current_user, before=before()))
    page = found[:PAGE]
    record_read("referrals", actor=current_user, shown=[referral.ref for referral in page])
    more = page[-1].id if len(found) > PAGE else None
    rows = sorted(
        pages.cards(page, current_user), key=lambda card: (not card["waiting"], not card["pressing"])
    )
    return render_template(
        "referrals/index.html",
        cards=rows,
        out=out,
        more=more,
        waiting=waiting_for(current_user),
        may_hand_in=bool(origins_of(current_user)),
    )


@bp.get("/referrals/<ref>")
def show(ref: str) -> str:
    """One slip. Not served without its read entry."""
    referral = find_referral(ref, actor=current_user)
    record_read("referral", actor=current_user, subject=referral.chain, shown=[ref])
    return render_template(
        "referrals/show.html",
        identity=identity(referral.case, actor=current_user) if _is_senders(referral) else None,
        slip=pages.shown(referral, current_user),
        papers=_papers(referral),
        cards=_cards(referral),
        case=_case_url(referral),
        elsewhere=_elsewhere(referral),
        withdraw=way_to_withdraw(referral, actor=current_user) if _case_url(referral) else None,
        again=_again(referral),
    )


@bp.route("/referrals/<ref>/<trigger>", methods=["GET", "POST"])
def step(ref: str, trigger: str) -> Page:
    """A step of a referral. The sender has the bar of the case above it, the receiver that of the slip."""
    referral = find_referral(ref, actor=current_user)
    choices = choices_for(referral.case, referral, actor=current_user)
    back = url_for(".show", ref=ref)
    answer = step_page(referral, trigger, choices=choices, back=back, case=_above(referral))
    # Who has just given the work to a colleague does not read it any longer.
    done = isinstance(answer, Response)
    return redirect(url_for(".index")) if done and not known(referral, actor=current_user) else answer


@bp.route("/cases/<ref>/refer", methods=["GET", "POST"])
def send(ref: str) -> Page:
    """Ask, then show exactly what the receiver will see, then send."""
    case = find_case(ref, actor=current_user)
    if "narrative" not in field_groups(current_user, case):
        raise Missing
    record_read("referral.prepare", actor=current_user, subject=ref)
    if known := sent_before(case, sent_as(), actor=current_user):
        return redirect(url_for(".show", ref=known.ref))
    if request.method == "GET" and (first := tell_first(case, actor=current_user)):
        flash(_("转介以前要先告知下面勾选的事项。登记以后回到转介。"), "info")
        return redirect(first)
    form = _asked(case)
    if not form.sent() or form.confirmed.data == "back":
        return _form_page(case, form), 422 if form.errors else 200
    content, refusal = _checked(case, form.facts())
    if refusal:
        form.refuse(refusal)
        return _form_page(case, form), 422
    if form.confirmed.data != digest(content):
        return _preview(case, form, content)
    return _sent(case, form)


def _sent(case: Case, form: ReferralForm) -> Page:
    try:
        referral = refer(case, form.facts(), actor=current_user, key=sent_as())
    except Incomplete as refusal:
        form.refuse(refusal)
        return _form_page(case, form), 422
    flash(_("已发送。对方签收、接收或退回时，会出现在您的待办里。"), "success")
    return redirect(url_for(".show", ref=referral.ref))


def _asked(case: Case) -> ReferralForm:
    """The form, its choices filled; at first with the minimum for the stage that the address names."""
    form = ReferralForm()
    # Posted with other work than the address names: the list of receivers follows.
    wanted = (form.stage.data or "") if request.method == "POST" else request.args.get("stage", "")
    # A thing that does not exist yet has no version that somebody else could have moved on.
    del form.seen
    general = choices_for(case, case, actor=current_user)
    offered = receivers(case, wanted, actor=current_user)
    # One chosen for other work stays in the list, so that the refusal can name it.
    offered += [
        one
        for one in receivers(case, "", actor=current_user)
        if one[0] == form.to.data and one not in offered
    ]
    marked = _marked(offered)
    own = {"receivers": marked, materials.KIND: materials.choices(case, actor=current_user)}
    form.offer_choices(lambda word: own[word] if word in own else general(word))
    if not form.materials.choices:
        del form.materials
    if request.method == "GET" and "kept" not in request.args:
        parties = [party.id for party in parties_of(case, "applicant")]
        known = wanted if wanted in PURPOSES else ""
        to = _planned_receiver(offered) or (offered[0][0] if wanted and len(offered) == 1 else None)
        receiver = db.session.get(Agency, to) if to else None
        form.preset(
            known,
            summary=case.summary,
            parties=parties,
            pressing=case.danger in ("high", "lethal"),
            near=_near(case, known),
            kind_of_receiver=receiver.kind if receiver else "",
        )
        form.to.data = to
        form.kind.data = request.args.get("kind") if request.args.get("kind") in SHORT_MANNERS else "refer"
    return form


def _marked(offered: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """The receivers, each with what is unusual about reaching it now."""
    unusual = {one.agency_id: one.unusual for one in reached([key for key, _name in offered])}
    return [(key, name + unusual.get(key, "")) for key, name in offered]


def _near(case: Case, workflow: str) -> bool:
    """Whether a time limit of the case is about to end, which legal aid need not wait for (LA-44)."""
    return workflow == "legal_aid" and deadline_near(case)


def _planned_receiver(offered: list[tuple[Any, ...]]) -> int | None:
    """The receiver that the address names by its ref, if it may be asked."""
    ref = request.args.get("to")
    known = db.session.scalar(select(Agency.id).where(Agency.ref == ref)) if ref else None
    return known if known in [one[0] for one in offered] else None


def _checked(case: Case, facts: dict[str, Any]) -> tuple[dict[str, Any], Refusal | None]:
    """What would be sent, and what stands in its way."""
    draft = drafted(case, facts, actor=current_user)
    refusal = why_not(draft, WORKFLOWS["referral"].start, current_user)
    return content_of(case, facts), refusal or why_not_send(draft, facts, actor=current_user)


def _form_page(case: Case, form: ReferralForm) -> str:
    return render_template(
        "referrals/send.html",
        form=form,
        case=identity(case, actor=current_user),
        law=WORKFLOWS["referral"].start.law,
        receivers=reached([one.value for one in form.to.choices if one.value]),
        near=HELP_FIRST if _near(case, form.stage.data or "") else "",
        untold=list(untold(case, current_user).values()),
        inform=where_told(case, current_user),
    )


def _preview(case: Case, form: ReferralForm, content: dict[str, Any]) -> Page:
    own = ("confirmed", "csrf_token")
    return render_template(
        "referrals/preview.html",
        later=seen_later(case, form.facts()),
        case=identity(case, actor=current_user),
        receiver=reached([form.to.data])[0],
        blocks=blocks(content),
        once=rows_of(content),
        shown=digest(content),
        posted=[(name, value) for name, value in request.form.items(multi=True) if name not in own],
        loop=went_before(case, form.to.data),
        changed=bool(form.confirmed.data),
    )


def _above(referral: Referral) -> dict[str, Any]:
    """What stands above its pages: for the sender the bar of the case, for the receiver that of the slip."""
    return identity(referral.case, actor=current_user) if _is_senders(referral) else pages.bar(referral)


def _is_senders(referral: Referral) -> bool:
    return not receives(referral, current_user) and _case_url(referral) is not None


def _case_url(referral: Referral) -> str | None:
    """The page of the case, for those who may open it."""
    try:
        find_case(referral.chain, actor=current_user)
    except Missing:
        return None
    return url_for("cases.show", ref=referral.chain)


def _elsewhere(referral: Referral) -> str | None:
    """Where the sender asks somebody else for what came back undone (信访工作条例: the first to receive stays in charge)."""
    undone = referral.state in ("returned", "recalled") and not receives(referral, current_user)
    if not undone or not referral.case.running or referral.case.agency_id != current_user.agency_id:
        return None
    if not may_open(referral.case, actor=current_user):
        return None
    return url_for(".send", ref=referral.chain, stage=referral.stage_wanted or None, kind=referral.manner)


def _again(referral: Referral) -> bool:
    """Whether a matter that this agency handed in is with it again."""
    back = referral.state in BACK and not receives(referral, current_user)
    return back and bool(origin_told(referral)) and not settled(referral)


def _cards(referral: Referral) -> list[tuple[str, str]]:
    """For the sender: the systems of the receiver that must be filled in by hand."""
    if receives(referral, current_user) or not package_open(referral):
        return []
    return [
        (_("填报卡：%(system)s", system=card.label), url_for("cards.show", ref=referral.ref, name=card.name))
        for card in cards_for(referral)
    ]


def _papers(referral: Referral) -> list[tuple[str, str]]:
    """Who sent it prints the slip, and the consent where it rests on one; both print the receipt."""
    if not _case_url(referral):
        return []
    own = not receives(referral, current_user)
    names = [("referral_slip", _("打印转介单"))] if own else []
    names += [("referral_consent", _("打印单独同意书"))] if own and referral.ground == "consent" else []
    names += [(NAME, _("打印免重复询问单"))] if readable(referral, current_user) else []
    names += [("referral_receipt", _("打印转介接收单"))]
    printed = [
        (title, url_for("cases.paper", ref=referral.chain, name=name, about=referral.ref))
        for name, title in names
    ]
    slip = url_for("papers.word", ref=referral.chain, name="referral_slip", about=referral.ref)
    return [*printed, (_("转介单（Word）"), slip)] if own else printed
