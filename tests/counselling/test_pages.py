"""The pages of counselling: good input is taken, bad input is answered next to the field."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import Stage
from mediation.counselling.notes import scales_seen, sessions_seen
from tests.conftest import Cast
from tests.counselling.conftest import party_of

Room = Callable[..., Stage]
SignIn = Callable[..., FlaskClient]
HELD = {"held_at": "2026-03-05T10:00", "form": "phone", "notes": "谈了睡眠。"}
FOUND = {"found_at": "2026-03-05T11:00", "risk": "self", "done": ["stay"], "ground": "紧迫危险"}


def address(stage: Stage, trigger: str) -> str:
    return f"/cases/{stage.case.ref}/{stage.ref}/{trigger}"


def send(browser: FlaskClient, stage: Stage, trigger: str, typed: dict[str, Any]) -> Any:
    return browser.post(address(stage, trigger), data={**typed, "seen": stage.version, "key": "k" * 20})


def test_consent_session_and_scale_by_the_pages(room: Room, cast: Cast, sign_in: SignIn) -> None:
    stage, browser = room(), sign_in(cast.an)
    agreed = {
        "party": party_of(stage, "applicant").id,
        "exceptions_told": "y",
        "not_treatment_told": "y",
        "way": "paper",
        "happened_on": "2026-03-03",
    }
    answer = send(browser, stage, "consent", agreed)
    assert answer.status_code == 302, answer.text
    answer = send(browser, stage, "record_session", HELD)
    assert answer.status_code == 302, answer.text
    filled = {f"phq9_{number}": "1" for number in range(1, 9)}
    scale = {"instrument": "phq9", "happened_on": "2026-03-05", **filled}
    answer = send(browser, stage, "take_scale", scale)
    assert answer.status_code == 302, answer.text
    assert [seen.notes for seen in sessions_seen(stage, actor=cast.an)] == ["谈了睡眠。"]
    assert [(seen.total, seen.unanswered) for seen in scales_seen(stage, actor=cast.an)] == [(None, 1)]


def test_the_page_of_the_scale_says_that_it_is_no_diagnosis(
    under_way: Room, cast: Cast, sign_in: SignIn
) -> None:
    page = sign_in(cast.an).get(address(under_way(), "take_scale")).text
    assert "筛查提示，不构成诊断" in page
    assert page.count('value="unanswered"') == page.count('value="unanswered" checked') == 16


def test_the_other_side_is_offered_neither_as_guardian_nor_as_family(
    room: Room, cast: Cast, sign_in: SignIn
) -> None:
    stage, browser = room(), sign_in(cast.an)
    for trigger, field in (("consent", "guardian"), ("raise_alarm", "relative")):
        page = browser.get(address(stage, trigger)).text
        offered = re.search(rf'<select[^>]*name="{field}".*?</select>', page, re.S)
        assert offered
        assert "王芳" in offered[0]
        assert "李强" not in offered[0]


def test_consent_needs_what_must_be_told(room: Room, cast: Cast, sign_in: SignIn) -> None:
    stage = room()
    answer = send(sign_in(cast.an), stage, "consent", {"way": "paper", "happened_on": "2026-03-03"})
    assert answer.status_code == 422
    assert "请选择谁接受辅导" in answer.text
    assert answer.text.count("请先向本人说明，再勾选。") >= 2
    assert stage.state == "offered"


@pytest.mark.parametrize(
    ("trigger", "typed", "said"),
    [
        ("record_session", {**HELD, "held_at": ""}, "请写明开始时间"),
        ("record_session", {**HELD, "held_at": "2126-01-01T10:00"}, "这是将来的时间"),
        ("record_session", {**HELD, "held_at": "下午三点"}, "请写明"),
        ("record_session", {**HELD, "ended_at": "2026-03-05T09:00"}, "结束时间要晚于开始时间"),
        ("record_session", {**HELD, "notes": ""}, "请写辅导记录"),
        ("record_session", {**HELD, "form": ""}, "请选择一项"),
        ("take_scale", {"happened_on": "2026-03-05"}, "请选择一项"),
        ("take_scale", {"instrument": "phq9", "happened_on": "2026-03-05"}, "请至少登记一题的回答"),
        ("take_scale", {"instrument": "phq9", "phq9_1": "1", "gad7_1": "1"}, "一次只登记一份"),
        ("raise_alarm", {**FOUND, "found_at": ""}, "请写明发现时间"),
        ("raise_alarm", {**FOUND, "done": []}, "请至少勾选一项"),
        ("raise_alarm", {**FOUND, "ground": ""}, "请写明为什么可以告知他人"),
    ],
)
def test_bad_input_is_answered_and_what_was_typed_stays(
    under_way: Room, cast: Cast, sign_in: SignIn, trigger: str, typed: dict[str, Any], said: str
) -> None:
    stage = under_way()
    answer = send(sign_in(cast.an), stage, trigger, typed)
    assert answer.status_code == 422
    assert said in answer.text
    if typed.get("notes"):
        assert typed["notes"] in answer.text
    assert not sessions_seen(stage, actor=cast.an)
