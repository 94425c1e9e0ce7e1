"""The lock of safe contact: WeChat as well as the telephone, numbers that are not hers, and confirming it every time.

The page of a case says all of it, without a number.
"""

from datetime import datetime, timedelta

import pytest
import time_machine

from mediation import worker
from mediation.cases.contact_lock import ALSO_OF_OTHER_SIDE, why_not_reach
from mediation.cases.enrolling import keep_contact
from mediation.cases.silence import silent_cases
from mediation.cases.tasks import open_tasks
from mediation.db import SHANGHAI, atomic, db, now
from mediation.workflow.engine import take

FRIDAY_AT_TEN = datetime(2026, 3, 6, 10, 0, tzinfo=SHANGHAI)
TOLD = {
    "ways": ["phone", "wechat"], "hours": "工作日 9:00-11:00", "number": "13911112222", "wechat": "fang_8899",
    "code_word": "送快递的", "who_may_answer": "她妹妹",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(FRIDAY_AT_TEN, tick=False) as moved:
        yield moved


def her(case):
    return next(party for party in case.parties if party.side == "applicant")


def lock(case, way="phone"):
    db.session.expire_all()
    return why_not_reach(her(case), way, now())


def test_a_name_on_wechat_is_shown_as_the_telephone_is_and_only_at_her_hours(new_case, cast, sign_in, clock):
    case, browser = new_case(contact={**TOLD, "ways": ["wechat"]}), sign_in(cast.mei)
    page = browser.get(f"/cases/{case.ref}").text
    assert "显示微信号" in page
    assert "fang_8899" not in page
    shown = browser.post(f"/cases/{case.ref}/safe-number").text
    assert "fang_8899" in shown
    assert "13911112222" not in shown
    assert "tel:139" not in shown
    clock.shift(timedelta(hours=3))
    shown = sign_in(cast.mei).post(f"/cases/{case.ref}/safe-number").text
    assert "fang_8899" not in shown
    assert "不在本人同意的时段" in shown


def test_the_link_to_dial_stands_where_she_may_be_called_and_nowhere_else(new_case, cast, sign_in, clock):
    case, browser = new_case(contact=TOLD), sign_in(cast.mei)
    assert "tel:13911112222" in browser.post(f"/cases/{case.ref}/safe-number").text
    for path in ("", "/contact_her", "/change_safe_contact"):
        assert "tel:139" not in browser.get(f"/cases/{case.ref}{path}").text
    clock.shift(timedelta(days=1))
    assert "tel:139" not in sign_in(cast.mei).post(f"/cases/{case.ref}/safe-number").text


def test_the_bar_on_every_page_tells_the_rule_and_no_number(new_case, cast, sign_in):
    case, browser = new_case(contact=TOLD), sign_in(cast.mei)
    for path in ("", "/notes", "/contact_her", "/assess_danger"):
        page = browser.get(f"/cases/{case.ref}{path}").text
        for words in ("只用电话、微信", "接听：她妹妹", "接通先说暗语", "2026-03-06确认"):
            assert words in page, path
        for words in ("13911112222", "fang_8899", "送快递的"):
            assert words not in page, path


def test_the_mother_in_laws_telephone_is_never_called_back_though_nobody_marked_it(new_case, cast):
    case = new_case(contact={"ways": ["phone"], "number": "139 1111 2222"})
    assert lock(case) is None
    hers = {"role": "relative", "who": {"name": "陈母", "phone": "+86 13911112222"}}
    take(case, "add_party", actor=cast.mei, facts=hers)
    assert lock(case) == ALSO_OF_OTHER_SIDE


def test_a_marked_telephone_shuts_wechat_too_unless_that_is_her_own(new_case):
    case = new_case(contact={**TOLD, "others_phone": True})
    assert "别人的电话" in lock(case)
    assert lock(case, "wechat") is None
    with atomic():
        keep_contact(her(case).person, {**TOLD, "others_phone": True, "wechat": None})
    assert "别人的电话" in lock(case, "wechat")


def change(case, cast, **told):
    take(case, "change_safe_contact", actor=cast.mei, facts={"party": her(case).id, "contact": TOLD, **told})


def test_what_was_not_confirmed_with_her_opens_nothing(new_case, cast, clock):
    case = new_case(contact=TOLD)
    change(case, cast)
    assert "还没有向本人核实" in lock(case)
    change(case, cast, confirmed_with_her=True)
    assert lock(case) is None
    clock.shift(timedelta(days=31))
    assert "超过30天" in lock(case)


def test_the_station_may_ask_more_often(new_case, app, clock):
    case = new_case(contact={**TOLD, "hours": "0:00-23:59"})
    clock.shift(timedelta(days=8))
    assert lock(case) is None
    app.config["CONTACT_DAYS"] = 7
    assert "超过7天" in lock(case)


def contact(case, cast, **told):
    facts = {"party": her(case).id, "way": "phone", "result": "reached", **told}
    take(case, "contact_her", actor=cast.mei, facts=facts)


def test_every_contact_asks_again_and_the_answer_counts(new_case, cast, sign_in, clock):
    case = new_case(contact={**TOLD, "hours": "0:00-23:59"})
    clock.shift(timedelta(days=20))
    contact(case, cast, still_safe="not_asked")
    clock.shift(timedelta(days=11))
    assert "超过30天" in lock(case)
    contact(case, cast, way="in_person", still_safe="yes")
    assert lock(case) is None
    contact(case, cast, still_safe="changed")
    assert "还没有向本人核实" in lock(case)
    (task,) = open_tasks(case, "safe_contact")
    assert task.link.endswith("/change_safe_contact")
    change(case, cast, confirmed_with_her=True)
    assert not open_tasks(case, "safe_contact")
    contact(case, cast, result="other")
    assert lock(case) is not None
    assert open_tasks(case, "safe_contact")[0].urgent
    data = {"party": her(case).id, "way": "phone", "result": "reached", "seen": case.version}
    answer = sign_in(cast.mei).post(f"/cases/{case.ref}/contact_her", data=data)
    assert answer.status_code == 422
    assert "每次都要问" in answer.text


def test_a_follow_up_asks_it_too(new_case, cast):
    case = new_case(contact=TOLD)
    change(case, cast)
    told = {"way": "in_person", "reached": True, "safe": "yes", "still_safe": "yes"}
    for stage in case.stages:
        if stage.workflow == "help_request":
            take(stage, "accept", actor=cast.mei, facts={"accepted_on": "2026-03-06"})
            take(stage, "answer", actor=cast.mei, facts={"reply": "已告知。", "way": "in_person"})
    take(case, "begin_follow_up", actor=cast.mei)
    take(case, "record_follow_up", actor=cast.mei, facts=told)
    assert lock(case) is None


def test_whoever_is_in_high_danger_and_silent_is_looked_for_once(new_case, cast, sign_in, app, clock):
    case = new_case(contact=TOLD, q_violence="yes", q_hurt="yes")
    calm = new_case(contact=TOLD)
    take(case, "take_on", actor=cast.mei)
    clock.shift(timedelta(days=6))
    assert case.id not in silent_cases()
    clock.shift(timedelta(days=1))
    assert silent_cases() == [case.id]
    for _ in range(2):
        db.session.rollback()
        worker.run_once(app)
    (task,) = open_tasks(case, "silence")
    assert (task.text[:8], task.urgent) == ("高危险，7天没有", True)
    assert not open_tasks(calm, "silence")
    page = sign_in(cast.mei).get("/").text
    assert "7天没有本人的消息" in page
    desk = sign_in(cast.song).get("/supervision?list=silent").text
    assert "失联" in desk
    assert case.ref in desk
    assert calm.ref not in desk
    contact(case, cast, result="none")
    assert open_tasks(case, "silence")
    contact(case, cast, way="in_person", still_safe="yes")
    assert not open_tasks(case, "silence")
    assert silent_cases() == []
