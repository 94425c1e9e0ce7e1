"""The papers that can be printed: which template, for whom, resting on what. Their facts are in facts.py."""

from dataclasses import dataclass
from typing import Literal

from mediation.documents.dossier_facts import BackCover, Cover, Description, Envelope, Excerpt, Index
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

Reader = Literal["inside", "applicant", "respondent", "both", "agency"]


@dataclass(frozen=True)
class Paper:
    """A form: what it is called, which template prints it, who gets it, and the rules it rests on."""

    form: str
    name: str
    title: str
    facts: type
    reader: Reader
    rules: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """The file that prints it, below the templates."""
        return f"documents/{self.name}.html"


PAPERS = {
    paper.name: paper
    for paper in (
        Paper("F-25-DVREG", "registration", "受理登记表", Registration, "inside", ("DV-10-4",)),
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
        Paper("F-00-COVER", "dossier_cover", "卷宗封面", Cover, "inside", ("PM-27", "AR-2")),
        Paper("F-01-INDEX", "dossier_index", "卷内目录", Index, "inside", ("PM-27",)),
        Paper("F-DEEDS", "dossier_excerpt", "办理记录摘录", Excerpt, "inside", ("PM-27",)),
        Paper("F-SEALED", "dossier_envelope", "保密附件页", Envelope, "inside", ("DV-10-4",)),
        Paper("F-10-DESC", "dossier_description", "卷宗情况说明", Description, "inside", ("PM-27",)),
        Paper("F-11-BACK", "dossier_back", "卷宗封底", BackCover, "inside", ("PM-27",)),
        Paper("F-REFUSAL", "refusal_notice", "不予受理告知书", RefusalNotice, "applicant"),
    )
}  # fmt: skip
