"""What this feature brings."""

from mediation.cases.models import Case
from mediation.people.models import User
from mediation.referrals import (
    answer_effects,
    card_views,
    effects,
    ending,
    expiring,
    forms,
    hand_in_forms,
    hand_in_views,
    handed_in_effects,
    link_effects,
    link_views,
    material_views,
    near_the_other_side,
    on_paper,
    pages,
    papers,
    rules,
    send_effects,
    telling_once,
    time_effects,
    today,
    withdrawn_effects,
)
from mediation.referrals.handed_in import origin_of_mediation
from mediation.referrals.handing_over import handed
from mediation.referrals.models import Referral
from mediation.referrals.proof import links_match_the_log, packages_match_the_log
from mediation.referrals.queries import READERS, number_at, referrals_of, waiting_for
from mediation.referrals.views import bp
from mediation.referrals.withdrawing import withdrawal
from mediation.web.feature import Feature, Job, MenuItem


def _find(case: Case, ref: str, actor: User) -> Referral | None:
    """A referral of the case that ACTOR may know of."""
    return next((referral for referral in referrals_of(case, actor=actor) if referral.ref == ref), None)


feature = Feature(
    views=[card_views.bp, hand_in_views.bp, material_views.bp, bp, link_views.bp],
    needs=[
        rules.aid_told_or_owed,
        on_paper.answers_on_paper,
        rules.case_goes_on,
        rules.ground_stands,
        rules.handed_in_not_mediated,
        rules.link_allowed,
        rules.link_open,
        rules.no_referral_under_way,
        rules.order_told_or_owed,
        rules.own_or_handed_over,
    ],
    effects=[
        answer_effects.refuse_early_answer,
        effects.announce_step,
        ending.end_referrals,
        send_effects.finish_plan,
        send_effects.freeze_package,
        send_effects.owe_notices,
        effects.tell_receiver,
        effects.tell_sender,
        effects.shut_link,
        effects.hand_over,
        handed_in_effects.give_back_handed_in,
        handed_in_effects.register_handed_in,
        effects.take_back,
        effects.settle_return,
        link_effects.end_links,
        link_effects.keep_link,
        on_paper.not_before_sending,
        time_effects.keep_referral_time,
        withdrawn_effects.settle_withdrawn,
    ],
    forms=[
        forms.OutsideNumberForm,
        forms.PaperAnswerForm,
        forms.ReferralForm,
        forms.ReferralAcceptanceForm,
        forms.ReferralAnswerForm,
        forms.ReturnReasonForm,
        hand_in_forms.HandedInForm,
    ],
    menu=[MenuItem("转介收件", "referrals.index", READERS, waiting_for)],
    items=[_find],
    panels=[pages.panel],
    today=[today.received_rows, today.sent_rows],
    own_tasks=today.OWN_TASKS,
    numbers=[number_at],
    handed=[handed],
    told_before=[origin_of_mediation, withdrawal],
    papers={
        "referral_slip": papers.referral_slip,
        "referral_consent": papers.referral_consent,
        "referral_receipt": papers.referral_receipt,
        telling_once.NAME: telling_once.told_once,
    },
    offers=[papers.referral_papers],
    jobs=[
        Job("referrals that expire", expiring.expired, expiring.tell_of_expiry),
        Job("receivers near the other side", near_the_other_side.near, near_the_other_side.tell_of_nearness),
    ],
    checks=[packages_match_the_log, links_match_the_log],
)
