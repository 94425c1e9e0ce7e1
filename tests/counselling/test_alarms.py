"""Danger to oneself: the supervisor and the owner hear of it at once, without a word of what was said."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import Stage
from mediation.cases.tasks import open_tasks
from mediation.cases.work import Task
from mediation.counselling.effects import ADVISE_DOCTOR
from mediation.counselling.rules import ALARM, SUICIDE, alarm_raised, alarms_dealt_with
from mediation.db import atomic, db
from mediation.errors import Incomplete
from mediation.outbox.models import Message
from mediation.workflow.engine import take
from tests.conftest import Cast
from tests.counselling.conftest import NOTE, SECRET_WORDS, scale_of

ALARMED: dict[str, Any] = {
    "found_at": "2026-03-05T11:00:00+08:00",
    "risk": "self",
    "done": ["stay", "12356"],
    "ground": "存在严重伤害自己的紧迫危险",
}
ENDING = {"outcome": "目标达到", "note": "结束", "happened_on": "2026-05-01"}
BEGINS = (0, 0, 0, 0, 0, 0, 0, 0)


def alarms(stage: Stage) -> list[Task]:
    return list(open_tasks(stage.case, ALARM, stage=stage))


def owned(under_way: Callable[..., Stage], cast: Cast) -> Stage:
    return under_way(actor=cast.mei)


@pytest.mark.parametrize(("ninth", "count"), [(0, 0), (1, 2), (3, 2), ("unanswered", 0)])
def test_question_nine_raises_the_alarm_whatever_the_total(
    under_way: Callable[..., Stage], cast: Cast, ninth: Any, count: int
) -> None:
    stage = owned(under_way, cast)
    take(stage, "take_scale", actor=cast.an, facts=scale_of("phq9", *BEGINS, ninth))
    assert len(alarms(stage)) == count


def test_supervisor_and_owner_are_alarmed_and_told_nothing_else(
    under_way: Callable[..., Stage], cast: Cast
) -> None:
    stage = owned(under_way, cast)
    take(stage, "raise_alarm", actor=cast.an, facts={**ALARMED, "note": "约好今晚不离人"})
    raised = alarms(stage)
    assert {task.user_id for task in raised} == {cast.song.id, cast.mei.id}
    assert all(task.urgent and task.due_on for task in raised)
    said = " ".join(task.text for task in raised) + " ".join(
        row.text for row in db.session.query(Message).filter_by(kind="alarm")
    )
    assert db.session.query(Message).filter_by(kind="alarm").count() == 2
    for word in (SECRET_WORDS, "今晚", "PHQ", "量表", "王芳"):
        assert word not in said


def test_without_owner_and_supervisor_the_agency_is_alarmed(
    under_way: Callable[..., Stage], cast: Cast
) -> None:
    stage = under_way()
    with atomic():
        cast.song.active = False
    take(stage, "raise_alarm", actor=cast.an, facts=ALARMED)
    assert [(task.agency_id, task.user_id) for task in alarms(stage)] == [(stage.case.agency_id, None)]


def test_counselling_does_not_end_while_an_alarm_waits(under_way: Callable[..., Stage], cast: Cast) -> None:
    stage = owned(under_way, cast)
    assert alarm_raised(stage, cast.song)
    take(stage, "raise_alarm", actor=cast.an, facts=ALARMED)
    assert alarm_raised(stage, cast.song) is None
    with pytest.raises(Incomplete, match="风险告警"):
        take(stage, "end", actor=cast.an, facts=ENDING)
    take(stage, "answer_alarm", actor=cast.song, facts=NOTE)
    assert alarms_dealt_with(stage, cast.an) is None
    take(stage, "end", actor=cast.an, facts=ENDING)
    assert stage.ended


def test_ten_and_more_ask_the_counsellor_alone_to_advise_a_doctor(
    under_way: Callable[..., Stage], cast: Cast
) -> None:
    stage = owned(under_way, cast)
    take(stage, "take_scale", actor=cast.an, facts=scale_of("gad7", 3, 3, 3, 0, 0, 0, 0))
    assert not open_tasks(stage.case, ADVISE_DOCTOR)
    take(stage, "take_scale", actor=cast.an, facts=scale_of("gad7", 3, 3, 3, 1, 0, 0, 0))
    (task,) = open_tasks(stage.case, ADVISE_DOCTOR)
    assert task.user_id == cast.an.id
    assert not alarms(stage)
    take(stage, "advise_doctor", actor=cast.an, facts=NOTE)
    assert not open_tasks(stage.case, ADVISE_DOCTOR)


@pytest.mark.parametrize(
    "facts",
    [
        scale_of("phq9", *["unanswered"] * 9),
        scale_of("phq9", 4),
        scale_of("danger", 1),
        {"instrument": "phq9"},
    ],
)
def test_an_empty_or_wrong_scale_is_refused(
    under_way: Callable[..., Stage], cast: Cast, facts: dict[str, Any]
) -> None:
    stage = owned(under_way, cast)
    with pytest.raises(Incomplete):
        take(stage, "take_scale", actor=cast.an, facts=facts)


def test_the_alarm_stands_on_the_page_of_the_case(
    under_way: Callable[..., Stage], cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    stage = owned(under_way, cast)
    take(stage, "take_scale", actor=cast.an, facts=scale_of("phq9", *BEGINS, 1))
    browser = sign_in(cast.song)
    assert "待处置" in browser.get(f"/cases/{stage.case.ref}").text
    take(stage, "answer_alarm", actor=cast.mei, facts=NOTE)
    assert "的风险告警已处置" in browser.get(f"/cases/{stage.case.ref}").text


def questions(stage: Stage) -> list[Task]:
    return list(open_tasks(stage.case, SUICIDE, stage=stage))


def test_silence_at_question_nine_is_asked_in_person(under_way: Callable[..., Stage], cast: Cast) -> None:
    stage = owned(under_way, cast)
    take(stage, "take_scale", actor=cast.an, facts=scale_of("phq9", *BEGINS, "unanswered"))
    assert len(questions(stage)) == 1
    assert not alarms(stage)


def test_what_another_person_says_is_no_answer_of_hers(under_way: Callable[..., Stage], cast: Cast) -> None:
    stage = owned(under_way, cast)
    take(stage, "take_scale", actor=cast.an, facts=scale_of("phq9", *BEGINS, 1))
    him = next(party.id for party in stage.case.parties if party.side == "respondent")
    her = next(party.id for party in stage.case.parties if party.side == "applicant")
    asked = {
        "has_plan": False, "has_means": False, "has_time": False, "safety_plan": "找妹妹，打12356。",
        "done": ["12356"], "happened_on": "2026-03-06",
    }  # fmt: skip
    with pytest.raises(Incomplete, match="来访人本人"):
        take(stage, "ask_about_suicide", actor=cast.an, facts={**asked, "party": him})
    assert len(questions(stage)) == 1
    take(stage, "ask_about_suicide", actor=cast.an, facts={**asked, "party": her})
    assert not questions(stage)


def test_no_scale_is_taken_of_somebody_who_did_not_consent(
    under_way: Callable[..., Stage], cast: Cast
) -> None:
    stage = owned(under_way, cast)
    him = next(party.id for party in stage.case.parties if party.side == "respondent")
    with pytest.raises(Incomplete, match="知情同意"):
        take(stage, "take_scale", actor=cast.an, facts={**scale_of("phq9", *BEGINS, 0), "party": him})
