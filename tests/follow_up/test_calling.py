"""Whether a person may be called now: silence, an old answer, another's phone and the wrong hour mean no."""

from datetime import datetime, timedelta

import pytest

from mediation.cases.enrolling import keep_contact
from mediation.db import SHANGHAI, atomic, turned_back_to
from mediation.follow_up.calling import why_not_call

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
    ],
)
def test_calling_is_safe_only_as_she_said(person, told, at, why):
    said = asked(person, told, at)
    assert said is None if why is None else why in said


def test_a_person_without_a_record_is_not_called(new_case):
    respondent = next(party.person for party in new_case().parties if party.side == "respondent")
    assert why_not_call(respondent, FRIDAY_AT_TEN) == "没有登记安全联系方式"
