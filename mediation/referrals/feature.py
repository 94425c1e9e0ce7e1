"""What this feature brings."""

from mediation.cases.models import Case
from mediation.people.models import User
from mediation.referrals import card_views, effects, ending, forms, pages, papers, rules, today
from mediation.referrals.handing_over import handed
from mediation.referrals.models import Referral
from mediation.referrals.proof import packages_match_the_log
from mediation.referrals.queries import READERS, number_at, referrals_of, waiting_for
from mediation.referrals.views import bp
from mediation.web.feature import Feature, MenuItem


def _find(case: Case, ref: str, actor: User) -> Referral | None:
    """A referral of the case that ACTOR may know of."""
    return next((referral for referral in referrals_of(case, actor=actor) if referral.ref == ref), None)


feature = Feature(
    views=[card_views.bp, bp],
    needs=[rules.case_goes_on, rules.no_referral_under_way, rules.own_or_handed_over],
    effects=[
        effects.announce_step,
        ending.end_referrals,
        effects.finish_plan,
        effects.freeze_package,
        effects.tell_receiver,
        effects.tell_sender,
        effects.shut_link,
        effects.hand_over,
        effects.take_back,
        effects.settle_return,
    ],
    forms=[
        forms.OutsideNumberForm,
        forms.PaperAnswerForm,
        forms.ReferralForm,
        forms.ReferralAcceptanceForm,
        forms.ReferralAnswerForm,
        forms.ReturnReasonForm,
    ],
    menu=[MenuItem("转介收件", "referrals.index", READERS, waiting_for)],
    items=[_find],
    panels=[pages.panel],
    today=[today.received_rows, today.sent_rows],
    own_tasks=today.OWN_TASKS,
    numbers=[number_at],
    handed=[handed],
    papers={
        "referral_slip": papers.referral_slip,
        "referral_consent": papers.referral_consent,
        "referral_receipt": papers.referral_receipt,
    },
    offers=[papers.referral_papers],
    checks=[packages_match_the_log],
)
