"""Each paper in the hardest case: three parties a side with the longest and rarest names, and stories over pages."""

from typing import Any

from tests.documents.examples_people import APPLICANT, RESPONDENT

LONG_NAME = "阿卜杜热西提·麦麦提依明·吐尔逊尼亚孜·阿卜杜喀迪尔"
RARE_NAME = "𬭳䶮·㙍"
LONG_STORY = "\n".join(
    f"第{number}段：双方就抚养费的数额、给付方式、探望的时间和地点、孩子的教育和医疗费用的分担反复商谈，"
    "申请人提出应当考虑物价和孩子升学的需要，被申请人提出近期收入减少、需要赡养老人，"
    "双方均表示愿意以孩子的利益为重，希望在调解员主持下继续协商。"
    for number in range(1, 31)
)
MANY = [
    f"第{number}项，被申请人按期给付，逾期的按照约定承担责任，并应当提前告知对方。" for number in range(1, 31)
]
SIX = [
    {**person, "name": name} for person in (APPLICANT, RESPONDENT) for name in (LONG_NAME, RARE_NAME, "王芳")
]
STORIES = ("facts", "lines", "found", "result", "sessions", "narrative", "summary", "details")


MORE: dict[str, Any] = {
    "clauses": MANY,
    "demands": MANY,
    "parties": SIX,
    "applicants": SIX[:3],
    "respondents": SIX[:3],
}
NAMED = ("parties", "applicants", "respondents", "recipient", "person")


def extreme(facts: dict[str, Any]) -> dict[str, Any]:
    """FACTS with everything as long and as many as it may become."""
    return {
        key: _long(key, value) if isinstance(value, str) else _many(key, value)
        for key, value in facts.items()
    }


def _long(key: str, value: str) -> str:
    if key in STORIES:
        return LONG_STORY
    return f"{LONG_NAME}、{RARE_NAME}、王芳" if key in NAMED else value


def _many(key: str, value: Any) -> Any:
    if key in MORE:
        return MORE[key]
    if key in ("obligations", "exhibits"):
        return value * 15
    if key == "turns":
        return [{"who": RARE_NAME, "said": LONG_STORY}]
    if key == "petitioners":
        return [{**person, "name": name} for person in value for name in (LONG_NAME, RARE_NAME, "王芳")]
    return value
