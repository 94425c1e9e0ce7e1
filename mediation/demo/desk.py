"""The desk of the station: calls noted in ninety seconds, one of them twice, calls that are no case, and phrases."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mediation.cases.merging import merge_cases, merge_people
from mediation.db import SHANGHAI, now, turned_back_to
from mediation.demo.people import user_called
from mediation.intake.contacts import count_contact
from mediation.intake.registering import register
from mediation.phrases.library import add_phrase
from mediation.workflow.engine import take

A_CALL: Mapping[str, Any] = {
    "channel": "call", "category_class": "财产权益", "quick": True,
    "q_hurt": "no", "q_violence": "no", "q_children": "unknown",
    "summary": "丈夫瞒着她把门面租出去了，租金不知去向。",
    "applicants": [{"name": "闵素珍", "phone": "13900004417"}],
    "contact": {"ways": ["phone"], "number": "13900004417"},
}  # fmt: skip
WITHOUT_NAME: Mapping[str, Any] = {
    **A_CALL, "summary": "想问产假工资少发了找谁。", "category_class": "劳动和社会保障权益",
    "q_children": "no", "applicants": [{"anonymous": True}], "contact": {},
}  # fmt: skip
CONTACTS = [
    ("advice", "婚姻家庭权益"), ("advice", "婚姻家庭权益"), ("advice", "劳动和社会保障权益"), ("advice", ""),
    ("wrong_number", ""), ("wrong_number", ""), ("silent", ""), ("harassment", ""),
]  # fmt: skip
OF_ALL = (
    "已告知可以申请人身安全保护令和法律援助。",
    "已核对身份证件。",
    "本人表示暂不需要转介，有变化再联系。",
)
OWN = "来电说明情况后挂断，约定由本人再打来。"


def work_at_the_desk() -> None:
    """All of it, within the unit of work of the demo."""
    intake, boss, registrar = (user_called(login) for login in ("intake", "supervisor", "registrar"))
    midnight = now().astimezone(SHANGHAI).replace(hour=0, minute=0)
    # After what else is registered, so that numbers follow the days.
    with turned_back_to(midnight - timedelta(hours=3)):
        for kind, topic in CONTACTS:
            count_contact(kind, topic, actor=intake)
        for text in OF_ALL:
            add_phrase(text, for_all=True, actor=boss)
        add_phrase(OWN, for_all=False, actor=intake)
        first = register({**A_CALL, "received_at": now()}, actor=intake)
        register({**WITHOUT_NAME, "received_at": now()}, actor=intake)
    with turned_back_to(midnight - timedelta(hours=2)):
        # She called once more, and a colleague noted it again.
        again = register({**A_CALL, "received_at": now()}, actor=user_called("caseworker"))
        hasty = merge_people(first.parties[0], again.parties[0], "phone", actor=registrar)
        take(hasty, "undo", actor=registrar, facts={"reason": "方向选反了，重新合并。"})
        merge_people(again.parties[0], first.parties[0], "phone", actor=registrar)
        merge_cases(again, first, "told", actor=registrar)
