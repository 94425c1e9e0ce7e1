"""What may be said about an order: who applies for whom, against whom, for what, with which proof."""

from flask_babel import lazy_gettext as _l

APPLICANTS = [
    ("self", _l("本人申请")),
    ("coerced", _l("因受强制、威吓无法申请，代为申请")),
    ("old_or_ill", _l("因年老、残疾、重病无法申请，按本人意愿代为申请")),
    ("incapable", _l("无、限制行为能力人，代为申请")),
]
RELATIONS = [
    ("spouse", _l("配偶")),
    ("former_spouse", _l("前配偶")),
    ("cohabitant", _l("共同生活的恋人、同居者")),
    ("partner", _l("恋人（没有共同生活）")),
    ("former_partner", _l("前恋人、追求者")),
    ("parent_child", _l("父母子女")),
    ("sibling", _l("兄弟姐妹")),
    ("grandparent", _l("祖孙")),
    ("maternal", _l("外祖孙")),
    ("in_law", _l("共同生活的儿媳、女婿、公婆、岳父母")),
    ("foster", _l("共同生活的监护、扶养、寄养关系")),
    ("kin", _l("其他家庭成员")),
    ("other", _l("其他")),
]
# Who may apply for another: art. 23 of the Anti-Domestic-Violence Law; the last three on the wider ground alone (PO-23B).
AGENTS = [
    ("relative", _l("近亲属")),
    ("federation", _l("妇女联合会")),
    ("police", _l("公安机关")),
    ("committee", _l("居（村）民委员会")),
    ("rescue", _l("救助管理机构")),
    ("civil_affairs", _l("民政部门")),
    ("disabled_federation", _l("残疾人联合会")),
    ("elder_body", _l("依法设立的老年人组织")),
]
WIDER_AGENTS = frozenset({"civil_affairs", "disabled_federation", "elder_body"})
VENUES = [
    ("applicant", _l("申请人居住地")),
    ("respondent", _l("被申请人居住地")),
    ("place", _l("家庭暴力发生地")),
]
MEASURES = [
    ("no_violence", _l("禁止实施家庭暴力")),
    ("no_contact", _l("禁止骚扰、跟踪、接触申请人及相关近亲属")),
    ("move_out", _l("责令迁出申请人住所")),
    ("no_messages", _l("禁止以电话、短信、网络等方式侮辱、诽谤、威胁")),
    ("keep_away", _l("禁止在住所、学校、单位等一定范围内活动")),
    ("other", _l("其他保护措施")),
]
EVIDENCE = [
    ("statement", _l("当事人陈述")),
    ("police_record", _l("出警记录、告诫书")),
    ("medical", _l("病历、伤情照片")),
    ("messages", _l("短信、微信、录音录像")),
    ("station_record", _l("妇联等单位收到求助的记录")),
    ("child_words", _l("未成年子女的证言")),
    ("witness", _l("证人证言")),
    ("other", _l("其他")),
]
WAYS = [("written", _l("书面")), ("oral", _l("口头（法院记入笔录）")), ("online", _l("网上"))]
FILED_BY = [
    ("self", _l("本人")),
    ("federation", _l("妇联代为")),
    ("relative", _l("近亲属")),
    ("police", _l("公安")),
    ("other", _l("其他组织")),
]
SIDES = [("applicant", _l("申请人")), ("respondent", _l("被申请人"))]
SERVED = [*SIDES, ("police", _l("公安机关")), ("committee", _l("居（村）委会")), ("federation", _l("妇联"))]
CHANGES = [("extended", _l("延长")), ("varied", _l("变更"))]
