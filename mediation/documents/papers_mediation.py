"""The papers of mediation: the forms of 司发通〔2010〕239号, those that places added, and what goes to a court.

A letter by which a court delegates is not among them: it is not ours to print. It is registered with the request
(登记申请和来源: number, dates), and its scan belongs to the material of the case.
"""

from mediation.documents.facts import Agreement, MediationRecord, RightsNotice, TerminationNotice
from mediation.documents.facts_court import (
    Confirmation,
    DelegationEnd,
    DelegationReply,
    MediationProof,
    SealedContact,
)
from mediation.documents.facts_mediation import (
    Application,
    ClosingReport,
    Evidence,
    Investigation,
    MediationRegistration,
    OralAgreement,
    Visit,
)
from mediation.documents.paper import Paper
from mediation.documents.series import AGREEMENTS, ENDINGS, LETTERS, PROOFS

MEDIATION = (
    Paper("F-02-APPLY", "mediation_application", "人民调解申请书", Application, "inside", ("PM-17", "DV-10-4")),
    Paper(
        "F-03-REG", "mediation_registration", "人民调解受理登记表", MediationRegistration, "inside",
        ("PM-17", "PM-QG32"),
    ),
    Paper("F-04-INVEST", "investigation", "人民调解调查记录", Investigation, "inside", ("PM-27",)),
    Paper("F-05-EVID", "evidence", "人民调解证据材料", Evidence, "inside", ("PM-27",)),
    Paper("F-06-MED", "mediation_record", "人民调解记录", MediationRecord, "inside", ("PM-27", "PM-20")),
    Paper(
        "F-07-AGREE", "agreement", "人民调解协议书", Agreement, "both", ("PM-28", "PM-29", "DV-10-4"),
        AGREEMENTS,
    ),
    Paper(
        "F-08-ORAL", "oral_agreement", "人民调解口头协议登记表", OralAgreement, "both", ("PM-28", "PM-30"),
        AGREEMENTS,
    ),
    Paper("F-09-VISIT", "visit_record", "人民调解回访记录", Visit, "inside", ("PM-31", "PM-HF")),
    Paper(
        "F-12-NOTICE", "rights_notice", "当事人权利义务告知书", RightsNotice, "both",
        ("PM-QG33", "PM-23", "PM-24", "JC-FEE"),
    ),
    Paper(
        "F-13-END", "termination_notice", "终止调解告知书", TerminationNotice, "both", ("PM-26",), ENDINGS,
    ),
    Paper("F-14-CLOSE", "closing_report", "结案报告表", ClosingReport, "inside", ("PM-27",)),
    Paper(
        "F-15-DELEG", "delegation_reply", "调解结果回函", DelegationReply, "agency", ("PM-CT3", "PM-CT4", "PM-PSB"),
        LETTERS,
    ),
    Paper(
        "F-15-DELEG", "delegation_end", "终止调解情况表", DelegationEnd, "agency", ("PM-CT3", "PM-CT4"),
    ),
    Paper(
        "F-16-JC", "confirmation_application", "司法确认申请书", Confirmation, "both",
        ("JC-205", "JC-MAT", "JC-NO", "PM-33"),
    ),
    Paper(
        "F-16-JC", "confirmation_contact", "司法确认当事人联系方式", SealedContact, "applicant",
        ("JC-MAT", "DV-10-4"),
    ),
    Paper(
        "F-17-MEDPROOF", "mediation_proof", "调解组织主持调解的证明", MediationProof, "agency", ("JC-MAT",), PROOFS,
    ),
)  # fmt: skip
