"""The words of a referral: codes as they are kept, and what people read."""

from flask_babel import lazy_gettext as _l

MANNERS = [
    ("refer", _l("转介：由对方主办这个环节")), ("co_handle", _l("协办：本单位主办，请对方一起办")),
    ("delegate", _l("委托：请对方代办")), ("transfer", _l("移交：整个案件交给对方主办")),
]  # fmt: skip
STAGES = [
    ("legal_aid", _l("法律援助")), ("mediation", _l("纠纷调解")), ("counselling", _l("心理辅导")),
    ("protection", _l("安全保护")), ("help_request", _l("维权求助")),
]  # fmt: skip
# F-24: how soon, as the handbook of the federation has it.
URGENCIES = [
    ("very_urgent", _l("非常紧急（数小时内）")), ("urgent", _l("紧急（一天内）")),
    ("slight", _l("轻微紧急（数天内）")), ("not_urgent", _l("不紧急")),
]  # fmt: skip
NEEDS = [
    ("police", _l("警察介入")), ("medical", _l("医疗")), ("legal_aid", _l("法律援助")),
    ("forensic", _l("司法鉴定")), ("shelter", _l("庇护")), ("legal_help", _l("法律帮助")),
    ("mediation", _l("调解")), ("counselling", _l("心理辅导")), ("care", _l("老人儿童照顾")), ("economic", _l("经济帮助")),
    ("other", _l("其他")),
]  # fmt: skip
# Life and health come first (PI-13): what else must be told is owed today, and holds nothing up.
EMERGENCY = "emergency"
GROUNDS = [
    ("consent", _l("本人单独同意（个人信息保护法第23条）")),
    ("legal_duty", _l("履行法定职责（个人信息保护法第13条第三项）")),
    (EMERGENCY, _l("紧急情况下保护生命健康（个人信息保护法第13条第四项）")),
]
ANSWERS = [("agreed", _l("同意")), ("refused", _l("不同意")), ("unanswered", _l("还没有问或没有答复"))]
WAYS = [("in_person", _l("当面")), ("phone", _l("电话")), ("written", _l("书面")), ("wechat", _l("微信"))]
DATA_KINDS = [
    ("identity", _l("姓名、性别、出生日期")), ("other_side", _l("对方姓名和双方关系")),
    ("contact", _l("联络地址和安全联系须知")), ("phone", _l("安全电话（本人同意提供才勾选）")),
    ("narrative", _l("简要情况")), ("wishes", _l("诉求")), ("danger", _l("危险等级")),
    ("children", _l("子女人数和年龄（不含姓名、学校）")), ("asked", _l("已经问过、告知过什么")),
    ("materials", _l("所附的材料（逐件勾选）")),
]  # fmt: skip
RETURN_REASONS = [
    ("not_duty", _l("不属本单位职权")), ("not_area", _l("不属本辖区")), ("declined", _l("当事人不同意")),
    ("material", _l("材料不足")), ("interest", _l("有利害关系，需回避")), ("other", _l("其他")),
]  # fmt: skip
RESULTS = [
    ("done", _l("已办结")), ("partly", _l("部分办结")), ("court", _l("已转诉讼或其他途径")),
    ("not_done", _l("未能办理")), ("not_reached", _l("联系不上当事人")),
]  # fmt: skip
MINIMUM = {
    "legal_aid": ("identity", "other_side", "contact", "narrative", "wishes", "danger", "asked"),
    "mediation": ("identity", "other_side", "contact", "narrative", "wishes", "danger", "children", "asked"),
    "counselling": ("identity", "contact", "danger", "asked"),
    "protection": ("identity", "other_side", "contact", "narrative", "danger", "children", "asked"),
    "help_request": (
        "identity",
        "other_side",
        "contact",
        "narrative",
        "wishes",
        "danger",
        "children",
        "asked",
    ),
}
# What is usually needed of the work asked for; of the safety track, of who is asked.
NEEDED = {"legal_aid": "legal_aid", "mediation": "mediation", "counselling": "counselling"}
NEEDED_AT = {"police": "police", "hospital": "medical", "shelter": "shelter", "court": "legal_help"}
PURPOSES = {
    "legal_aid": "申请法律援助", "mediation": "调解家庭纠纷", "counselling": "提供心理辅导",
    "protection": "人身安全保护和紧急处置", "help_request": "接手办理求助事项",
}  # fmt: skip
# What is handed over to the station; the codes are those that the mediation has for where a dispute comes from.
HANDED_IN = [
    ("court_delegated", _l("法院委派（立案前）")), ("court_entrusted", _l("法院委托（立案后）")),
    ("police", _l("公安移交")), ("government", _l("综治中心转来")),
]  # fmt: skip
# Who hands a dispute over to a station.
HANDS_IN = frozenset({"court", "police", "governance_centre"})
PROCEDURES = [("ordinary", _l("普通程序")), ("summary", _l("简易程序"))]
SHORT_MANNERS = {"refer": "转介", "co_handle": "协办", "delegate": "委托办理", "transfer": "移交"}
PRESSING = frozenset({"very_urgent", "urgent"})


def words(choices: list[tuple[str, object]], code: str | None) -> str:
    """What people read for a code; the code itself where it is an older one."""
    return next((str(label) for known, label in choices if known == code), code or "")
