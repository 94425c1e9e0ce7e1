"""What came by the public pages: a request that was taken on and answered, one whose code was shut, an advertisement, and
one that waits."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mediation.db import SHANGHAI, now, turned_back_to
from mediation.demo.people import user_called
from mediation.intake.models import PortalRequest
from mediation.portal.sending import drafted, herself, receive
from mediation.workflow.engine import take

SECRET = "春天的第一封信"
TAKEN_ON: Mapping[str, Any] = {
    "q_hurt": "no", "q_violence": "no", "q_children": "no", "may_contact": "no",
    "summary": "离婚两年了，孩子跟我，他答应的抚养费一直不给，说没有钱。", "wishes": "想知道能不能请律师帮我要。",
}  # fmt: skip
WAITS: Mapping[str, Any] = {
    "q_hurt": "no", "q_violence": "yes", "q_children": "yes", "may_contact": "yes", "ways": ["phone"],
    "number": "13900005566", "hours": "工作日下午 2 点到 4 点", "who_may_answer": "只和我本人说",
    "code_word": "上次订的布到了",
    "summary": "他喝了酒就动手，昨晚当着孩子的面推我。我先带孩子到姐姐家了，怕他找来。",
    "wishes": "不想让他再靠近我和孩子。",
}  # fmt: skip
OVERHEARD: Mapping[str, Any] = {
    **TAKEN_ON, "summary": "婆家不让我回去上班，工资卡也收走了。", "wishes": "想拿回工资卡。",
}  # fmt: skip
ADVERTISES: Mapping[str, Any] = {**TAKEN_ON, "summary": "专业办理各类贷款，当天放款，请联系。", "wishes": ""}
OF_A_MARRIAGE = {"category_class": "婚姻家庭权益", "category_kind": ""}


def ask_online() -> None:
    """All of them, within the unit of work of the demo. Registered after all others, so that numbers follow the days."""
    midnight = now().astimezone(SHANGHAI).replace(hour=0, minute=0)
    with turned_back_to(midnight - timedelta(hours=35)):
        overheard, advertises = _sent(OVERHEARD), _sent(ADVERTISES)
        take(advertises, "set_aside", actor=user_called("supervisor"), facts={"reason": "广告，与求助无关。"})
        answered = _sent(TAKEN_ON)
        _said(answered, "write", herself(answered), "材料要带哪些？判决书在我妈那里。")
    with turned_back_to(midnight - timedelta(hours=5)):
        _said(answered, "answer", user_called("intake"), "带身份证和判决书就行。工作日都可以来。")
        take(overheard, "take_on", actor=user_called("intake"), facts=OF_A_MARRIAGE)
        why = "本人来电说，写编号的纸被家里人看到了。"
        take(overheard, "shut", actor=user_called("supervisor"), facts={"reason": why})
    with turned_back_to(midnight - timedelta(hours=5, minutes=-20)):
        facts = {**OF_A_MARRIAGE, "category_kind": "抚养"}
        take(answered, "take_on", actor=user_called("intake"), facts=facts)
    with turned_back_to(now() - timedelta(hours=2)):
        _said(answered, "write", herself(answered), "我周四上午过来，可以吗？")
        asked = {"ways": ["wechat"], "number": "lanlan-5566", "hours": "工作日 12:00-13:00"}
        take(answered, "ask_contact_change", actor=herself(answered), facts={"asked_contact": asked})
        _sent(WAITS)


def _sent(answers: Mapping[str, Any]) -> PortalRequest:
    request = drafted(answers, SECRET)
    receive(request, answers)
    return request


def _said(request: PortalRequest, trigger: str, by: Any, text: str) -> None:
    take(request, trigger, actor=by, facts={"text": text})
