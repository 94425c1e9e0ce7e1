"""The papers that can be printed: which template, for whom, resting on what. Their facts are in facts.py."""

from mediation.documents.facts import (
    Agreement,
    MediationRecord,
    Notice,
    ReferralConsent,
    ReferralSlip,
    RefusalNotice,
    Registration,
    RightsNotice,
    TerminationNotice,
)
from mediation.documents.paper import Paper
from mediation.documents.papers_station import STATION_PAPERS

PAPERS = {
    paper.name: paper
    for paper in (
        Paper("F-VISIT", "registration", "来访来电登记表", Registration, "inside", ("XF-WF", "DV-10-4")),
        Paper(
            "F-12-NOTICE", "rights_notice", "当事人权利义务告知书", RightsNotice, "both",
            ("PM-QG33", "PM-23", "PM-24", "JC-FEE"),
        ),
        Paper("F-06-MED", "mediation_record", "人民调解记录", MediationRecord, "inside", ("PM-27", "PM-20")),
        Paper("F-07-AGREE", "agreement", "人民调解协议书", Agreement, "both", ("PM-28", "PM-29", "DV-10-4")),
        Paper("F-24-REFER", "referral_slip", "转介单", ReferralSlip, "agency", ("PI-23", "DV-10-4")),
        Paper("F-13-END", "termination_notice", "终止调解告知书", TerminationNotice, "both", ("PM-26",)),
        Paper(
            "F-PO-NOTICE", "protection_order_notice", "人身安全保护令告知书", Notice, "applicant",
            ("DV-10-13",),
        ),
        Paper("F-LA-NOTICE", "legal_aid_notice", "法律援助告知书", Notice, "applicant", ("LA-35",)),
        Paper("F-28-PIC", "referral_consent", "转介单独同意书", ReferralConsent, "applicant", ("PI-23",)),
        Paper("F-REFUSAL", "refusal_notice", "不予受理告知书", RefusalNotice, "applicant", ("XF-23",)),
        *STATION_PAPERS,
    )
}  # fmt: skip
