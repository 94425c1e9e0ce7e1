"""The papers that can be printed: which template, for whom, resting on what. Their facts are in facts.py."""

from mediation.documents.facts import (
    HarassmentResult,
    Notice,
    ReferralConsent,
    ReferralSlip,
    RefusalNotice,
    Registration,
)
from mediation.documents.paper import Paper
from mediation.documents.papers_dossier import DOSSIER
from mediation.documents.papers_mediation import MEDIATION
from mediation.documents.papers_station import OF_THE_STATION, STATION
from mediation.documents.series import REFUSALS

REQUEST = (
    Paper("F-VISIT", "registration", "来访来电登记表", Registration, "inside", ("XF-WF", "DV-10-4")),
    Paper("F-24-REFER", "referral_slip", "转介单", ReferralSlip, "agency", ("PI-23", "DV-10-4")),
    Paper(
        "F-PO-NOTICE", "protection_order_notice", "人身安全保护令告知书", Notice, "applicant",
        ("DV-10-13",),
    ),
    Paper("F-LA-NOTICE", "legal_aid_notice", "法律援助告知书", Notice, "applicant", ("LA-35",)),
    Paper("F-28-PIC", "referral_consent", "转介单独同意书", ReferralConsent, "applicant", ("PI-23",)),
    Paper("F-REFUSAL", "refusal_notice", "不予受理告知书", RefusalNotice, "applicant", ("XF-23",), REFUSALS),
    Paper(
        "F-WR23", "harassment_result", "性骚扰投诉处理结果告知书", HarassmentResult, "applicant", ("WR-23",),
    ),
)  # fmt: skip

PAPERS: dict[str, Paper] = {
    paper.name: paper for paper in (*REQUEST, *STATION, *OF_THE_STATION, *MEDIATION, *DOSSIER)
}
