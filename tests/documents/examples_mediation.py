"""Filled-in examples of the papers of mediation."""

from typing import Any

from tests.documents.examples_people import APPLICANT, PAPER, PARTIES, RESPONDENT, STORY

PLAIN = PAPER | {"number": None}
NAMES = "王𬭊、买买提·艾力"
COURT = "和平区人民法院"
COMMITTEE = "和平区婚姻家庭纠纷人民调解委员会"
CLAUSES = [
    "被申请人自2026年4月起每月给付抚养费人民币1050元，至孩子年满十八周岁止。",
    "被申请人每月第一、第三个星期六9时至17时探望孩子。",
]
DUTIES = [
    {"debtor": "被申请人", "creditor": "申请人", "what": "每月抚养费", "amount_fen": 105000,
     "due": "每月10日前"},
]  # fmt: skip


def boxes(chosen: str, *labels: str) -> list[dict[str, Any]]:
    """Boxes of a form, one of them ticked."""
    return [{"label": label, "chosen": label == chosen} for label in labels]


SOURCES = boxes(
    "当事人申请", "当事人申请", "调委会主动调解", "公安移交", "法院委派（立案前）", "法院委托（立案后）",
    "政府交办", "调解平台转来",
)  # fmt: skip
PETITIONER = {
    "name": "王𬭊", "sex": "女", "ethnicity": "汉族", "born": "1989年8月2日", "id_number": None,
    "contact": "和平区妇女联合会维权站代收", "phone": "由维权站转达", "sealed": True,
}  # fmt: skip
OTHER = PETITIONER | {
    "name": "买买提·艾力", "sex": "男", "ethnicity": "维吾尔族", "born": "1986年1月", "id_number": None,
    "contact": "和平区建设路20号", "phone": "13900001111", "sealed": False,
}  # fmt: skip

EXAMPLES_OF_MEDIATION: dict[str, dict[str, Any]] = {
    "mediation_application": {
        "paper": PLAIN,
        "applicants": [APPLICANT],
        "respondents": [RESPONDENT],
        "facts": STORY,
        "demands": ["按月给付抚养费1050元。", "明确探望时间和接送方式。"],
        "applied_on": "2026年3月5日",
    },
    "mediation_registration": {
        "paper": PLAIN | {"date": None},
        "registered_on": "2026年3月6日",
        "own_motion": False,
        "applicants": "王𬭊",
        "respondents": "买买提·艾力",
        "dispute": "抚养费纠纷",
        "sources": SOURCES,
        "facts": STORY,
        "parties": PARTIES,
        "registrar": "李敏",
    },
    "investigation": {
        "paper": PLAIN,
        "time": "2026年3月8日9时30分至10时20分",
        "place": "和平区建设路社区居民委员会",
        "participants": ["赵建国（居委会主任）"],
        "asked": ["买买提·艾力"],
        "lines": "问：您每月收入多少？\n答：五千元左右，做装修。\n问：孩子平时由谁照看？\n答：由孩子母亲照看。",
        "investigators": ["陈静"],
        "recorder": "李敏",
    },
    "evidence": {
        "paper": PLAIN,
        "dispute": "抚养费纠纷",
        "parties": NAMES,
        "exhibits": [
            {"name": "结婚证复印件", "source": "申请人提供", "pages": "2"},
            {"name": "孩子学费收据", "source": "申请人提供", "pages": "3"},
            {"name": "收入证明", "source": "被申请人提供", "pages": "1"},
        ],
    },
    "oral_agreement": {
        "paper": PAPER | {"date": "2026年3月12日"},
        "parties": PARTIES,
        "facts": STORY,
        "clauses": CLAUSES,
        "obligations": DUTIES,
        "performance": "抚养费由申请人指定的银行账户收取。",
        "reached_on": "2026年3月12日",
        "mediators": ["陈静"],
        "recorder": "李敏",
    },
    "visit_record": {
        "paper": PLAIN | {"date": None},
        "parties": NAMES,
        "agreement_number": "（2026）和人调字第7号",
        "purpose": "了解调解协议履行情况，听取当事人意见。",
        "visited_on": "2026年6月12日",
        "way": "电话",
        "found": "协议履行：按约履行。\n对调解工作：满意。",
        "visitor": "李敏",
    },
    "closing_report": {
        "paper": PLAIN | {"date": "2026年6月15日"},
        "file_number": "（2026）和人调字第7号",
        "handler": "陈静",
        "received_on": "2026年3月6日",
        "closed_on": "2026年3月12日",
        "parties": PARTIES,
        "sources": SOURCES,
        "dispute": "抚养费纠纷",
        "facts": STORY,
        "result": "双方达成书面协议（编号：（2026）和人调字第7号），2026年3月12日生效。",
    },
    "delegation_reply": {
        "accepted": True,
        "paper": PAPER | {"number": "和人调函〔2026〕3号", "date": "2026年3月13日"},
        "recipient": COURT,
        "case_number": "（2026）辽0102民诉前调56号",
        "kind": "委派",
        "received_on": "2026年3月2日",
        "parties": NAMES,
        "dispute": "抚养费纠纷",
        "sessions": "受理后于2026年3月8日、2026年3月12日共组织调解2次。",
        "agreed": True,
        "agreement_number": "（2026）和人调字第7号",
        "effective_on": "2026年3月12日",
        "performed": False,
        "ended_on": None,
        "reason": None,
        "enclosures": ["调解协议复印件"],
        "contact": "陈静",
        "phone": "010-12345678",
    },
    "delegation_end": {
        "paper": PLAIN | {"date": "2026年3月20日"},
        "recipient": COURT,
        "case_number": "（2026）辽0102民诉前调56号",
        "kinds": boxes("委派（立案前）", "委派（立案前）", "委托（立案后）"),
        "received_on": "2026年3月2日",
        "limit": "30日",
        "parties": NAMES,
        "dispute": "抚养费纠纷",
        "sessions": "受理后于2026年3月8日、2026年3月12日共组织调解2次。",
        "ended_on": "2026年3月20日",
        "reasons": boxes("调解不成", "当事人不再继续调解", "调解不成", "不适宜调解", "超过调解期限", "其他"),
        "procedure": boxes("", "适宜小额诉讼程序", "适宜简易程序", "适宜普通程序", "不提建议"),
        "mediators": ["陈静"],
    },
    "confirmation_application": {
        "late": False,
        "paper": PLAIN,
        "petitioners": [PETITIONER, OTHER],
        "organisation": COMMITTEE,
        "dispute": "抚养费纠纷",
        "agreement_number": "（2026）和人调字第7号",
        "agreed_on": "2026年3月12日",
        "effective_on": "2026年3月12日",
        "last_day": "2026年4月13日",
        "court": COURT,
    },
    "confirmation_contact": {
        "paper": PLAIN,
        "name": None,
        "agreement_number": "（2026）和人调字第7号",
        "court": COURT,
    },
    "mediation_proof": {
        "paper": PAPER | {"number": "（2026）和人调证字第2号", "date": "2026年3月16日"},
        "organisation": COMMITTEE,
        "dispute_number": "（2026）和人调字第7号",
        "parties": NAMES,
        "dispute": "抚养费纠纷",
        "mediators": ["陈静"],
        "sessions": "2026年3月8日、2026年3月12日",
        "places": "和平区妇女联合会维权站第二调解室",
        "agreement_number": "（2026）和人调字第7号",
        "effective_on": "2026年3月12日",
        "court": COURT,
    },
}
