"""The pages of legal aid: what is asked, what is refused next to the field, what the case page shows."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import Stage
from mediation.documents.printing import print_paper
from mediation.legal_aid.panel import legal_aid_panel
from mediation.legal_aid.papers import legal_aid_notice
from tests.conftest import Cast
from tests.legal_aid.conftest import APPLICATION, DECISION, REFUSAL, walk

ASSIGNED = ("assign_lawyer", {"la_assigned_on": date(2026, 3, 5), "lawyer_name": "赵律"})
GOOD = {"la_received_on": "2026-03-02", "matter": "support", "basis": "42"}


def address(stage: Stage, trigger: str) -> str:
    return f"/cases/{stage.case.ref}/{stage.ref}/{trigger}"


def send(browser: FlaskClient, stage: Stage, trigger: str, typed: dict[str, Any]) -> Any:
    return browser.post(address(stage, trigger), data={**typed, "seen": stage.version, "key": "k" * 20})


def test_the_clerk_registers_an_application(
    aid: Callable[..., Stage], cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    stage = aid()
    answer = send(sign_in(cast.fang), stage, "receive", GOOD)
    assert answer.status_code == 302, answer.text
    assert stage.state == "applied"


def test_the_question_of_means_appears_only_after_want_of_means_was_named(
    aid: Callable[..., Stage], cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    stage, browser = aid(), sign_in(cast.fang)
    assert 'name="means_statement"' not in browser.get(address(stage, "receive")).text
    asked = send(browser, stage, "receive", {**GOOD, "basis": "41"})
    assert asked.status_code == 422
    assert 'name="means_statement"' in asked.text
    assert send(browser, stage, "receive", {**GOOD, "basis": "41", "means_statement": "y"}).status_code == 302


def test_a_statement_of_means_is_refused_where_the_law_does_not_ask_for_one(
    aid: Callable[..., Stage], cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    stage, browser = aid(q_violence="yes"), sign_in(cast.fang)
    for basis in ("32", "41"):
        answer = send(browser, stage, "receive", {**GOOD, "basis": basis, "means_statement": "y"})
        assert answer.status_code == 422
        assert "不要" in answer.text
    assert stage.state == "preparing"


def test_the_other_side_is_not_offered_as_agent(
    aid: Callable[..., Stage], cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    page = sign_in(cast.fang).get(address(aid(), "receive")).text
    offered = re.search(r'<select[^>]*name="by_agent".*?</select>', page, re.S)
    assert offered
    assert "王芳" in offered[0]
    assert "李强" not in offered[0]


RECEIVED = ("receive", APPLICATION)
GRANTED = (RECEIVED, ("grant", DECISION))


@pytest.mark.parametrize(
    ("before", "trigger", "typed", "said"),
    [
        ((), "receive", {**GOOD, "la_received_on": ""}, "请写明法援机构收到申请的日期"),
        ((), "receive", {**GOOD, "la_received_on": "2026-03"}, "请写成 2026-11-26"),
        ((), "receive", {**GOOD, "la_received_on": "2126-01-01"}, "这是将来的日期"),
        ((), "receive", {**GOOD, "handed_in_on": "2026-03-03"}, "代收日不能晚于"),
        ((), "help_first", {"la_decided_on": "2026-03-03", "form": "advice"}, "请写明理由：距时效"),
        ((RECEIVED,), "ask_supplement", {"asked_on": "2026-03-03"}, "一次写全"),
        ((RECEIVED,), "grant", {"la_decided_on": "2026-03-03"}, "请选择一项"),
        ((RECEIVED,), "grant", {"la_decided_on": "2026-03-01", "form": "advice"}, "不能早于收到申请日"),
        ((RECEIVED,), "refuse", {"la_decided_on": "2026-03-03", "told_objection": "y"}, "要书面说明理由"),
        (
            (RECEIVED,),
            "refuse",
            {"la_decided_on": "2026-03-03", "reasons": "不符合"},
            "请先告知本人可以提出异议",
        ),
        ((RECEIVED, ("refuse", REFUSAL)), "object", {"grounds": "不同意"}, "司法行政部门收到异议的日期"),
        (GRANTED, "assign_lawyer", {"la_assigned_on": "2026-03-05"}, "请选择律师，或者写明律师姓名"),
        ((*GRANTED, ASSIGNED), "sign_mandate", {"signed": "yes", "power": "general"}, "请写明签订日期"),
        ((*GRANTED, ASSIGNED), "sign_mandate", {"signed": "no", "power": "general"}, "受援人方面的原因"),
        (
            (*GRANTED, ASSIGNED),
            "sign_mandate",
            {"signed": "no", "la_agreement_signed_on": "2026-03-06", "why_not": "住院", "power": "general"},
            "请不要写签订日期",
        ),
        (
            (*GRANTED, ASSIGNED),
            "terminate",
            {"la_decided_on": "2026-03-06", "reasons": "本人要求"},
            "请选择一项",
        ),
    ],
)
def test_bad_input_is_answered_next_to_the_field(
    aid: Callable[..., Stage],
    cast: Cast,
    sign_in: Callable[..., FlaskClient],
    before: tuple[Any, ...],
    trigger: str,
    typed: dict[str, Any],
    said: str,
) -> None:
    stage = walk(aid(), cast.fang, *before)
    state = stage.state
    answer = send(sign_in(cast.fang), stage, trigger, typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert stage.state == state


def test_an_overturned_refusal_starts_the_three_days_by_its_own_form(
    aid: Callable[..., Stage], cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    objection = {"la_objection_received_on": date(2026, 3, 9), "grounds": "不同意"}
    stage = walk(aid(), cast.fang, RECEIVED, ("refuse", REFUSAL), ("object", objection))
    answer = send(sign_in(cast.fang), stage, "overturn", {"la_objection_answered_on": "2026-03-11"})
    assert answer.status_code == 302, answer.text
    page = sign_in(cast.mei).get(f"/cases/{stage.case.ref}").text
    assert "2026年3月11日 异议成立，给予援助" in page
    assert "2026年3月14日" in page
    assert "2026年3月16日" in page


def test_only_the_case_of_a_minor_has_a_limit_for_meeting(
    aid: Callable[..., Stage], cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    typed = {"la_assigned_on": "2026-03-05", "lawyer_name": "赵律", "la_notice_received_on": "2026-03-05"}
    grown, minor = (walk(aid(), cast.fang, *GRANTED) for _ in range(2))
    browser = sign_in(cast.fang)
    send(browser, grown, "assign_lawyer", typed)
    send(browser, minor, "assign_lawyer", {**typed, "for_minor": "y"})
    rules = [[row["label"] for row in _stages(stage, cast.fang)[0]["clocks"]] for stage in (grown, minor)]
    assert [len(found) for found in rules] == [3, 4]


def _stages(stage: Stage, actor: Any) -> list[dict[str, Any]]:
    panel = legal_aid_panel(stage.case, actor)
    assert panel
    found: list[dict[str, Any]] = panel.given["stages"]
    return found


def test_the_case_page_shows_the_days_the_lawyer_and_both_dates(
    aid: Callable[..., Stage], cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    named = ("assign_lawyer", {"la_assigned_on": date(2026, 3, 5), "lawyer_name": "赵律", "firm": "青山所"})
    stage = walk(aid(), cast.fang, *GRANTED, named)
    page = sign_in(cast.mei).get(f"/cases/{stage.case.ref}").text
    for words in ("2026年3月4日 给予援助", "赵律（青山所）", "按期完成", "法律规定最晚", "免予核查"):
        assert words in page
    assert legal_aid_panel(stage.case, cast.an) is None


def test_the_notice_is_printed_without_where_she_lives(aid: Callable[..., Stage], cast: Cast) -> None:
    stage = aid()
    facts = legal_aid_notice(stage.case, "", cast.mei)
    assert (facts["recipient"], facts["legal_aid"]) == ("王芳", "青山区法律援助中心")
    assert "和平路" not in str(facts)
    assert print_paper("legal_aid_notice", facts, secrets=[]).startswith(b"%PDF")
