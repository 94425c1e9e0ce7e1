"""What a material is, and how a paper is signed: the words of forms, lists and dossiers."""

from flask_babel import lazy_gettext as _l

SIGNED_SCAN = "signed_scan"
IDENTITY = "identity"
RECEIPT = "receipt"
EVIDENCE = "evidence"
NOTICE = "notice"
OTHER = "other"
KINDS = {
    "application": _l("申请书"),
    "identity": _l("身份证明（复印件）"),
    "mandate": _l("授权委托书、代理人身份证明"),
    "evidence": _l("证据材料"),
    "investigation": _l("调查记录"),
    "signed_scan": _l("签署后的文书扫描件"),
    "notice": _l("送达的告知书（扫描件）"),
    "performance_proof": _l("履行凭证"),
    "police_paper": _l("公安文书（告诫书、报案回执等）"),
    "court_paper": _l("法院文书（裁定、受理通知等）"),
    "legal_aid_paper": _l("法律援助文书"),
    "receipt": _l("合作单位的回执"),
    "medical": _l("就医、伤情材料"),
    "other": _l("其他材料"),
}
SIGNING_WAYS = [
    ("signed", _l("签名")), ("sealed", _l("盖私章")), ("fingerprint", _l("按指印")),
    ("signed_and_fingerprint", _l("签名并按指印")), ("official_seal", _l("调委会印章")),
]  # fmt: skip
