"""What the safeguards look like in use: recusals, cases broken open and reviewed, a sealed case that two opened, and what
a worker declared."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mediation.cases.models import Case
from mediation.db import SHANGHAI, now, turned_back_to
from mediation.demo.people import user_called
from mediation.intake.registering import register
from mediation.safeguards import declaring, doors
from mediation.workflow.engine import take

A_REQUEST: Mapping[str, Any] = {
    "channel": "visit", "category_class": "财产权益", "category_kind": "", "q_hurt": "no", "q_violence": "no",
    "q_children": "no", "privacy_consent": True, "contact": {"no_contact": True},
}  # fmt: skip
OF_A_NEIGHBOUR: Mapping[str, Any] = {
    **A_REQUEST, "summary": "婆家把她名下的承包地转给了小叔子。", "wishes": "想要回承包地。",
    "applicants": [{"name": "贺秋菊", "sex": "2"}], "respondents": [{"name": "邹长富", "sex": "1"}],
}  # fmt: skip
OF_SOMEBODY_KNOWN: Mapping[str, Any] = {
    **A_REQUEST, "summary": "本人是公众人物，担心消息传出去。", "wishes": "先问清楚财产怎么分。",
    "applicants": [{"anonymous": True}], "respondents": [{"name": "姓名不公开", "sex": "1"}],
}  # fmt: skip
WHY = "她来电说他正在砸门，承办人和负责人都联系不上，要马上看怎样联系。"
NEAR: Mapping[str, Any] = {"relation": "kin", "name": "林国栋", "phone": "13900007788"}


def use_doors() -> None:
    """All of it, within the unit of work of the demo."""
    midnight = now().astimezone(SHANGHAI).replace(hour=0, minute=0)
    # After what came by the public pages, so that numbers follow the days.
    with turned_back_to(midnight - timedelta(hours=4)):
        declaring.declare(NEAR, actor=user_called("intake"))
        _recusals(_registered(OF_A_NEIGHBOUR))
        known = _registered(OF_SOMEBODY_KNOWN)
        take(
            known,
            "set_level",
            actor=user_called("supervisor"),
            facts={"level": 3, "reason": "本人是公众人物。"},
        )
        _sealed(known)
        number = f"{known.number_year}-{known.number}"
        _broken(number, "find_unfit", "案件已经封存，可以等负责人。")
        _broken("13900007788", "find_fit", "情况属实，当时确实紧急。")
    with turned_back_to(now() - timedelta(hours=3)):
        doors.break_open(_told("2026-1"), actor=user_called("registrar"))


def _registered(told: Mapping[str, Any]) -> Case:
    return register({**told, "received_at": now()}, actor=user_called("caseworker"))


def _recusals(case: Case) -> None:
    """One that was decided, one that was not needed, one that waits."""
    boss = user_called("supervisor")
    upheld = doors.ask_recusal(case, {"reason": "对方是我的邻居。"}, actor=user_called("second_caseworker"))
    take(upheld, "uphold", actor=boss)
    refused = doors.ask_recusal(case, {"reason": "和她同村，不来往。"}, actor=user_called("intake"))
    take(refused, "refuse", actor=boss, facts={"reason": "同村、不来往，不影响登记。"})
    doors.ask_recusal(case, {"reason": "对方的弟弟是我的同学。"}, actor=user_called("registrar"))


def _sealed(case: Case) -> None:
    """Opened by two, once refused, and asked for once more."""
    boss, owner = user_called("supervisor"), user_called("caseworker")
    opened = doors.ask_to_open(case, {"reason": "约了本人来谈。"}, actor=owner)
    take(opened, "confirm", actor=boss)
    again = doors.ask_to_open(case, {"reason": "想再看一遍记录。"}, actor=owner)
    take(again, "refuse", actor=boss, facts={"reason": "等本人来的那天再打开。"})
    doors.ask_to_open(case, {"reason": "本人明天来，请一同打开。"}, actor=owner)


def _broken(text: str, trigger: str, answer: str) -> None:
    opening = doors.break_open(_told(text), actor=user_called("intake"))
    take(opening, trigger, actor=user_called("leader"), facts={"reason": answer})


def _told(text: str) -> dict[str, str]:
    return {"looked_for": text, "ground": "danger", "reason": WHY}
