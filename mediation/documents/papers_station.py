"""The papers of legal aid, protection, referral and of the station itself."""

from mediation.documents import facts_aid as aid
from mediation.documents import facts_station as station
from mediation.documents.facts_bulletin import BulletinPaper
from mediation.documents.facts_referral import ToldOnce
from mediation.documents.paper import Paper
from mediation.documents.series import ACCEPTANCES, FORWARDINGS, SUPERVISIONS

STATION = (
    Paper(
        "F-20-LA-APPLY", "legal_aid_application", "法律援助申请表", aid.LegalAidApplication, "agency",
        ("LA-31", "LA-32", "LA-40", "DV-10-4"),
    ),
    Paper(
        "F-21-LA-ECON", "means_statement", "法律援助申请人经济困难状况说明表", aid.MeansStatement, "agency",
        ("LA-41", "LA-42", "LA-32"),
    ),
    Paper("F-22-POA", "power_of_attorney", "授权委托书", aid.PowerOfAttorney, "agency", ("LA-27", "DV-10-4")),
    # The court serves the application on the respondent.
    Paper(
        "F-23-PO", "protection_order_application", "人身安全保护令申请书", aid.ProtectionOrderApplication, "both",
        ("PO-23", "PO-23B", "PO-24", "PO-27", "PO-29", "PO-WAB", "DV-10-4"),
    ),
    Paper("F-24-REFER", "referral_receipt", "转介接收单", station.ReferralReceipt, "agency", ("PI-23", "WR-73")),
    Paper(
        "F-24-ONCE", "told_once", "免重复询问单", ToldOnce, "agency", ("PI-23", "WR-73", "DV-10-4"),
    ),
    Paper(
        "F-25-DVREG", "violence_record", "家庭暴力个案登记表", station.ViolenceRecord, "inside",
        ("DV-07", "DV-02", "DV-10-4"),
    ),
    Paper(
        "F-26-REPORT", "minor_report", "侵害未成年人案件强制报告单", station.MinorReport, "agency",
        ("MIN-9", "MIN-9SIT", "MIN-11", "MIN-103", "DV-R05"),
    ),
    Paper(
        "F-26-REPORT", "incapable_report", "无、限制民事行为能力人疑似遭受家庭暴力报告单", station.IncapableReport, "agency",
        ("DV-14", "DV-R05"),
    ),
    Paper(
        "F-27-WF-SUP", "supervision_opinion", "督促处理意见书", station.SupervisionOpinion, "agency",
        ("WR-73", "WR-72", "MIN-103", "DV-10-4"), SUPERVISIONS,
    ),
    Paper("F-PLAN", "safety_plan", "安全计划（印成备忘）", station.SafetyPlan, "applicant", ("DV-13", "DV-10-4")),
    Paper(
        "F-28-PIC", "privacy_consent", "个人信息处理单独同意书", station.PrivacyConsent, "applicant",
        ("PI-29", "PI-23", "PI-31"),
    ),
    Paper(
        "F-PSY", "counselling_consent", "心理辅导知情同意书", station.CounsellingConsent, "applicant",
        ("PI-PSY", "PI-PSY2", "PI-29"),
    ),
    Paper(
        "F-REPLY", "petition_reply", "信访答复意见书", station.PetitionReply, "applicant", ("XF-34", "XF-35"),
    ),
    Paper(
        "F-ACCEPT", "acceptance_notice", "受理告知书", station.AcceptanceNotice, "applicant", ("XF-23", "XF-34"),
        ACCEPTANCES,
    ),
    Paper(
        "F-FORWARD", "forwarding_letter", "转办单", station.ForwardingLetter, "agency",
        ("XF-23", "XF-30", "WR-73", "WR-72", "PI-23"), FORWARDINGS,
    ),
    # Given to one of the sides; it says when that one comes, and nothing of the other.
    Paper(
        "F-COME", "session_notice", "到场通知", station.SessionNotice, "both", ("PM-20", "PM-23", "DV-10-4"),
    ),
    Paper(
        "F-CLOSE", "station_closing_report", "结案报告", station.StationClosingReport, "inside",
        ("DV-10-13", "LA-35", "PM-HF"),
    ),
    Paper(
        "F-CONF", "conference_minutes", "个案会商纪要", station.ConferenceMinutes, "agency", ("DV-13", "WR-73", "DV-10-4"),
    ),
    Paper(
        "F-PI-ANSWER", "data_answer", "个人信息请求答复书", station.DataAnswer, "both", ("PI-45", "PI-19", "DV-10-4"),
    ),
    Paper("F-PI-COPY", "personal_copy", "个人信息副本", station.PersonalCopy, "both", ("PI-45", "DV-10-4")),
    Paper(
        "F-PROOF", "request_certificate", "投诉求助记录证明", station.RequestCertificate, "both",
        ("DV-20", "DV-10-4"),
    ),
)  # fmt: skip
# About many cases at once: they outlive each of them, and lie in no dossier.
OF_THE_STATION = (
    Paper(
        "F-DISPOSAL", "disposal_list", "档案销毁清册", station.DisposalList, "inside", ("AR-1", "AR-2", "PI-19"),
    ),
    Paper("F-BULLETIN", "bulletin", "信息通报", BulletinPaper, "agency", ("WR-73",)),
)  # fmt: skip
