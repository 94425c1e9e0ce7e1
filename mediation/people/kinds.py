"""The words of the directory: codes as they are kept, and what people read."""

KINDS = {
    "federation": "妇联",
    "hotline": "12338维权服务中心",
    "station": "妇女维权站",
    "women_home": "妇女儿童之家",
    "community_station": "社区服务站",
    "mediation_committee": "人民调解委员会",
    "legal_aid_centre": "法律援助中心",
    "judicial_office": "司法所",
    "court": "法院",
    "procuratorate": "检察院",
    "police": "公安机关",
    "civil_affairs": "民政部门",
    "governance_centre": "综治中心",
    "social_work": "社会工作机构",
    "residents_committee": "村（居）委会",
    "school": "学校",
    "hospital": "医院",
    "shelter": "庇护机构",
    "employer": "用人单位",
    "member_unit": "成员单位",
    "other": "其他",
}
STAGES = {
    "help_request": "维权求助",
    "legal_aid": "法律援助",
    "mediation": "纠纷调解",
    "counselling": "心理辅导",
    "protection": "安全保护",
}
WAYS_IN = {"account": "账号登录", "link": "链接和校验码", "api": "系统对接", "paper": "纸质转介单"}
COMMITTEE = "mediation_committee"
SHELTER = "shelter"
LIAISON, MEMBER, APPOINTEE, VOLUNTEER, ON_DUTY = "liaison", "member", "appointee", "volunteer", "on_duty"
PARTS = {
    LIAISON: "联络员",
    MEMBER: "调委会委员",
    APPOINTEE: "聘任的调解员",
    VOLUNTEER: "志愿者",
    ON_DUTY: "值班人员",
}
# Whose term makes them mediators (人民调解法第13条).
MEDIATES = (MEMBER, APPOINTEE)


def in_words(codes: list[str]) -> str:
    """The stages of CODES as people read them."""
    return "、".join(STAGES.get(code, code) for code in codes)
