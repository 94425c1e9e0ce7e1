"""The answers that mediation knows, and how they are written on pages and papers."""

from flask_babel import lazy_gettext as _l

ORIGINS = [
    ("party", _l("当事人申请")), ("committee", _l("调委会主动调解")), ("police", _l("公安移交")),
    ("court_delegated", _l("法院委派（立案前）")), ("court_entrusted", _l("法院委托（立案后）")),
    ("government", _l("政府交办")), ("platform", _l("调解平台转来")),
]  # fmt: skip
DISPUTES = [
    ("divorce", _l("离婚纠纷")), ("support", _l("抚养费纠纷")), ("custody", _l("抚养纠纷")),
    ("visiting", _l("探望纠纷")), ("property", _l("财产纠纷")), ("maintenance", _l("赡养、扶养纠纷")),
    ("inheritance", _l("继承纠纷")), ("family", _l("其他家庭纠纷")), ("rights", _l("妇女权益纠纷")),
    ("other", _l("其他纠纷")),
]  # fmt: skip
ELSEWHERE = [("no", _l("没有")), ("court", _l("法院")), ("police", _l("公安")), ("agency", _l("行政机关"))]
COURT_PROCEDURES = [("ordinary", _l("普通程序")), ("summary", _l("简易程序"))]
SESSION_FORMS = [
    ("joint", _l("共同调解")), ("separate", _l("单独调解（背靠背）")),
    ("visit", _l("上门走访")), ("phone", _l("电话")),
]  # fmt: skip
SCREEN_ANSWERS = [("yes", _l("是")), ("no", _l("否")), ("unanswered", _l("没有回答"))]
CHILD_ANSWERS = [("stated", _l("已表达")), ("unwilling", _l("不愿表达"))]
STOPPERS = [
    ("party", _l("当事人要求终止")), ("mediator", _l("调解不成")), ("danger", _l("有家暴危险，不能再调解")),
    ("sham", _l("发现虚假调解")),
]  # fmt: skip
CLAUSE_KINDS = [
    ("payment", _l("给付款项")), ("support", _l("抚养费、扶养费")), ("custody", _l("子女随谁生活")),
    ("visiting", _l("探望")), ("property", _l("财产分割")), ("property_right", _l("物权确认")),
    ("divorce_condition", _l("以离婚为条件的约定")), ("identity", _l("婚姻、亲子、收养的效力")),
    ("apology", _l("赔礼道歉")), ("other", _l("其他")),
]  # fmt: skip
EVERY = [("once", _l("一次")), ("month", _l("每月")), ("quarter", _l("每季度")), ("year", _l("每年"))]
MATERIALS = [
    ("agreement", _l("调解协议")), ("proof", _l("调解组织主持调解的证明")), ("identity", _l("双方身份证明")),
    ("titles", _l("相关财产权利证明")), ("mandate", _l("授权委托书")),
]  # fmt: skip
PERFORMANCES = [
    ("full", _l("按期足额")), ("late", _l("逾期但已足额")), ("partial", _l("部分履行")),
    ("none", _l("没有履行")),
]  # fmt: skip
RULINGS = [
    ("valid", _l("裁定有效")), ("dismissed", _l("裁定驳回")), ("not_accepted", _l("裁定不予受理")),
    ("withdrawal_allowed", _l("准许撤回")), ("deemed_withdrawn", _l("按撤回处理")),
]  # fmt: skip
ANSWERS = {"agreed": _l("同意"), "refused": _l("拒绝"), "unanswered": _l("未答复"), "withdrawn": _l("撤回")}
# What a notice that both sides read says of the reason: never who is afraid of whom, nor who wanted to stop.
NEUTRAL_REASONS = {"party": "当事人不再继续调解", "mediator": "调解不成"}
NOT_SUITABLE = "本纠纷不适合继续调解"
TAKEN_BACK = "申请已经撤回"
NOT_ACCEPTED = "本次申请不符合调解受理条件"
TOO_LATE = (
    "从协议生效之日起已经超过三十日，可能逾期，请立即咨询是否可申请顺延，由法院决定；"
    "协议仍有约束力，可以起诉。因不可抗力或者正当理由耽误的，请写明超过三十日的原因。"
)
