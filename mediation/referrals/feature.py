"""What this feature brings."""

from mediation.cases.models import Case
from mediation.people.models import User
from mediation.referrals import effects, forms, pages, papers
from mediation.referrals.models import Referral
from mediation.referrals.queries import READERS, referrals_of, waiting_for
from mediation.referrals.views import bp
from mediation.web.feature import Feature, MenuItem


def _find(case: Case, ref: str, actor: User) -> Referral | None:
    """A referral of the case that ACTOR may know of."""
    return next((referral for referral in referrals_of(case, actor=actor) if referral.ref == ref), None)


feature = Feature(
    views=[bp],
    effects=[
        effects.freeze_package,
        effects.tell_receiver,
        effects.tell_sender,
        effects.shut_link,
        effects.hand_over,
        effects.take_back,
    ],
    forms=[
        forms.PaperAnswerForm,
        forms.ReferralForm,
        forms.ReferralAcceptanceForm,
        forms.ReferralAnswerForm,
        forms.ReturnReasonForm,
    ],
    menu=[MenuItem("转介收件", "referrals.index", READERS, waiting_for)],
    items=[_find],
    panels=[pages.panel],
    papers={
        "referral_slip": papers.referral_slip,
        "referral_consent": papers.referral_consent,
        "referral_receipt": papers.referral_receipt,
    },
)
