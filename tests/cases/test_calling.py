"""Whether a person may be called now: silence, an old answer, another's phone and the wrong hour mean no.

And her number: for whoever speaks with her, by a press of a button, with an entry of its own, and for nobody else.
"""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mediation.audit.models import ReadEntry
from mediation.cases.calling import why_not_call
from mediation.cases.enrolling import keep_contact
from mediation.cases.tasks import open_tasks
from mediation.db import SHANGHAI, atomic, db, turned_back_to
from mediation.errors import Incomplete
from mediation.workflow.engine import take
from mediation.workflow.history import steps_of
from tests.conftest import referred

FRIDAY_AT_TEN = datetime(2026, 3, 6, 10, 0, tzinfo=SHANGHAI)
HOURS = "工作日 9:00-11:00"


@pytest.fixture
def person(new_case):
    return next(party.person for party in new_case().parties if party.side == "applicant")


def asked(person, told, at):
    with turned_back_to(FRIDAY_AT_TEN), atomic():
        keep_contact(person, told)
    return why_not_call(person, at)


@pytest.mark.parametrize(
    ("told", "at", "why"),
    [
        ({"ways": ["phone"], "number": "1"}, FRIDAY_AT_TEN, None),
        ({"ways": ["phone"], "hours": HOURS}, FRIDAY_AT_TEN, None),
        ({"ways": ["phone"], "hours": HOURS}, FRIDAY_AT_TEN + timedelta(hours=2), "时段"),
        ({"ways": ["phone"], "hours": HOURS}, FRIDAY_AT_TEN + timedelta(days=1), "今天不在"),
        (
            {"ways": ["phone"], "hours": "9:00至11:00，14：00-15：30"},
            FRIDAY_AT_TEN + timedelta(hours=5),
            None,
        ),
        ({"ways": ["phone"], "hours": "他上班的时候"}, FRIDAY_AT_TEN, "核对"),
        ({"ways": ["phone"], "hours": "25:00-27:00"}, FRIDAY_AT_TEN, "核对"),
        ({"ways": ["phone"], "others_phone": True}, FRIDAY_AT_TEN, "别人的电话"),
        ({"ways": ["wechat", "in_person"]}, FRIDAY_AT_TEN, "没有同意打电话，只用微信、当面"),
        ({"ways": ["phone"], "no_contact": True}, FRIDAY_AT_TEN, "不联系"),
        ({}, FRIDAY_AT_TEN, "不联系"),
        ({"ways": ["phone"]}, FRIDAY_AT_TEN + timedelta(days=31), "超过30天"),
        ({"ways": ["phone"], "number": "1"}, FRIDAY_AT_TEN - timedelta(hours=5), "8:00—20:00"),
        ({"ways": ["phone"], "number": "1"}, FRIDAY_AT_TEN + timedelta(hours=11), "8:00—20:00"),
        ({"ways": ["phone"], "hours": "4:00-6:00"}, FRIDAY_AT_TEN - timedelta(hours=5), None),
    ],
)
def test_calling_is_safe_only_as_she_said(person, told, at, why):
    said = asked(person, told, at)
    assert said is None if why is None else why in said


def test_a_person_without_a_record_is_not_called(new_case):
    respondent = next(party.person for party in new_case().parties if party.side == "respondent")
    assert why_not_call(respondent, FRIDAY_AT_TEN) == "没有登记安全联系方式"


NUMBER = "13911112222"
TOLD = {
    "ways": ["phone"], "hours": "0:00-23:59", "number": NUMBER, "code_word": "送快递的", "never": "绝不能让丈夫接",
    "who_may_answer": "她妹妹",
}  # fmt: skip


def reads(case, kind):
    query = select(ReadEntry).where(ReadEntry.subject == case.ref, ReadEntry.kind == kind)
    return db.session.scalars(query).all()


def pressed(browser, case):
    return browser.post(f"/cases/{case.ref}/safe-number")


def test_who_works_on_the_case_reads_number_code_word_and_rule_and_the_log_says_so(new_case, cast, sign_in):
    case = new_case(contact=TOLD)
    browser = sign_in(cast.mei)
    page = browser.get(f"/cases/{case.ref}").text
    assert "显示安全电话" in page
    assert NUMBER not in page
    assert "送快递的" not in page
    assert not reads(case, "safe_number")
    shown = pressed(browser, case)
    for words in (NUMBER, "送快递的", "绝不能让丈夫接", "她妹妹", "现在说话方便吗"):
        assert words in shown.text
    title = shown.text.split("<title>")[1].split("</title>")[0]
    assert NUMBER not in title
    assert "王芳" not in title
    assert shown.headers["Cache-Control"] == "no-store"
    (entry,) = reads(case, "safe_number")
    assert entry.actor == cast.mei.ref


def test_where_she_named_no_other_number_it_is_the_one_she_gave(new_case, cast, sign_in):
    case = new_case(contact={"ways": ["phone"], "hours": "0:00-23:59"})
    shown = pressed(sign_in(cast.lin), case).text
    assert "13800138000" in shown
    assert "登记时留的电话" in shown


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({**TOLD, "hours": "0:00-0:01"}, "时段"),
        ({**TOLD, "others_phone": True}, "别人的电话"),
        ({**TOLD, "ways": [], "no_contact": True}, "不联系"),
        ({**TOLD, "ways": ["letter"]}, "没有同意打电话"),
        ({}, "没有登记安全联系方式"),
    ],
)
def test_what_may_not_be_called_is_not_shown_and_the_reason_stands_there(new_case, cast, sign_in, told, why):
    case = new_case(contact=told)
    browser = sign_in(cast.mei)
    page = browser.get(f"/cases/{case.ref}").text
    assert "显示安全电话" not in page
    assert why in page
    shown = pressed(browser, case).text
    assert NUMBER not in shown
    assert "13800138000" not in shown
    assert why in shown
    assert not reads(case, "safe_number")
    assert len(reads(case, "safe_number.not_now")) == 1


@pytest.mark.parametrize("login", ["rao", "qiu", "boss", "eye", "fang", "tao"])
def test_nobody_else_reads_it(new_case, cast, sign_in, login):
    case = new_case(contact=TOLD)
    referred(case, "legal_aid", to="legal_aid")
    browser = sign_in(getattr(cast, login))
    assert pressed(browser, case).status_code == 404
    assert "显示安全电话" not in browser.get(f"/cases/{case.ref}").text


def test_the_number_of_the_other_side_is_never_shown(new_case, cast, sign_in):
    case = new_case(
        contact=TOLD, respondents=[{"name": "李强", "sex": "1", "relation": "前配偶", "phone": "13733334444"}]
    )
    assert "13733334444" not in pressed(sign_in(cast.mei), case).text


REASON = "对方刚被释放，正往她住处去，她还不知道。"


def overruled(browser, case, reason=REASON, **more):
    url = f"/cases/{case.ref}/call_anyway"
    hidden = dict(re.findall(r'name="(key|seen)"[^>]*value="([^"]*)"', browser.get(url).text))
    return browser.post(url, data={**hidden, "reason": reason, "ready": "y", **more})


def test_outside_her_hours_she_is_called_with_a_reason_that_is_kept(new_case, cast, sign_in):
    """The reason holds for whoever wrote it and for a quarter of an hour; the supervisor hears of it."""
    with turned_back_to(datetime(2026, 11, 26, 3, 0, tzinfo=SHANGHAI)):
        case = new_case(contact={**TOLD, "hours": "9:00-11:00"})
        browser = sign_in(cast.mei)
        shown = pressed(browser, case).text
        assert "破例拨打" in shown
        assert NUMBER not in shown
        assert overruled(browser, case, reason="急").status_code == 422
        assert overruled(browser, case, ready="").status_code == 422
        assert overruled(browser, case).status_code == 302
        shown = pressed(browser, case).text
        assert NUMBER in shown
        assert "接电话的可能是别人" in shown
        assert len(reads(case, "safe_number")) == 1
        (step,) = steps_of(case.ref, "call_anyway")
        assert step.facts["reason"] == REASON
        assert [task.user_id for task in open_tasks(case, "news") if "破例拨打" in task.text] == [
            cast.song.id
        ]
        assert NUMBER not in pressed(sign_in(cast.lin), case).text, "another's reason is not hers"
    with turned_back_to(datetime(2026, 11, 26, 3, 16, tzinfo=SHANGHAI)):
        assert NUMBER not in pressed(sign_in(cast.mei), case).text


@pytest.mark.parametrize("told", [{**TOLD, "ways": [], "no_contact": True}, {**TOLD, "others_phone": True}])
def test_what_she_refused_nobody_overrules(new_case, cast, told):
    case = new_case(contact=told)
    with pytest.raises(Incomplete, match="不能破例") as refusal:
        take(case, "call_anyway", actor=cast.mei, facts={"reason": REASON})
    assert "DV-10-4" in refusal.value.rules
