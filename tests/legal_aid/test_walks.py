"""Legal aid from the application to its end, by real steps; and what the law refuses on the way."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mediation.cases.models import Party, Stage
from mediation.cases.tasks import open_tasks
from mediation.db import atomic
from mediation.errors import Forbidden
from mediation.legal_aid.rules import PAPERS_OWED, legal_aid_papers_owed
from mediation.workflow.engine import take
from tests.conftest import Cast
from tests.legal_aid.conftest import (
    APPLICATION,
    DECISION,
    ENDING,
    OBJECTION,
    REFUSAL,
    WITHDRAWAL,
    walk,
)

ASSIGNMENT = {"la_assigned_on": date(2026, 3, 5), "lawyer_name": "赵律", "firm": "青山律师事务所"}


def test_an_application_is_granted_assigned_and_finished(aid: Callable[..., Stage], cast: Cast) -> None:
    stage = walk(
        aid(),
        cast.fang,
        ("receive", APPLICATION),
        ("ask_supplement", {"what": "身份证明", "asked_on": date(2026, 3, 3)}),
        ("receive_supplement", {"note": "已交", "happened_on": "2026-03-03"}),
        ("grant", DECISION),
        ("assign_lawyer", {"la_assigned_on": date(2026, 3, 5), "assignee": cast.gu.id}),
    )
    walk(
        stage,
        cast.gu,
        ("record_progress", {"kind": "meeting", "note": "已见面"}),
        ("sign_mandate", {"signed": True, "la_agreement_signed_on": date(2026, 3, 6), "power": "special"}),
        ("record_progress", {"kind": "filing", "note": "已立案", "next_on": date(2026, 4, 1)}),
        ("finish", ENDING),
    )
    assert (stage.state, stage.ended) == ("ended", True)


def test_a_refusal_is_objected_to_upheld_objected_to_again_and_overturned(
    aid: Callable[..., Stage], cast: Cast
) -> None:
    stage = walk(
        aid(),
        cast.fang,
        ("receive", APPLICATION),
        ("refuse", REFUSAL),
        ("object", OBJECTION),
        ("uphold", {"la_objection_answered_on": date(2026, 3, 11)}),
        ("object", {**OBJECTION, "la_objection_received_on": date(2026, 3, 12)}),
    )
    answered = date(2026, 3, 13)
    walk(stage, cast.fang, ("overturn", {"la_objection_answered_on": answered, "la_decided_on": answered}))
    assert stage.state == "granted"


def test_a_refusal_may_be_left_at_that(aid: Callable[..., Stage], cast: Cast) -> None:
    stage = walk(
        aid(),
        cast.fang,
        ("receive", APPLICATION),
        ("refuse", REFUSAL),
        ("accept_refusal", {"outcome": "本人要求", "note": "不再提异议。"}),
    )
    assert stage.ended


def test_a_lawyer_is_changed_and_aid_is_ended(aid: Callable[..., Stage], cast: Cast) -> None:
    stage = walk(
        aid(),
        cast.fang,
        ("receive", APPLICATION),
        ("grant", DECISION),
        ("assign_lawyer", {"la_assigned_on": date(2026, 3, 5), "assignee": cast.gu.id}),
        ("change_lawyer", {"reason": "律师回避"}),
    )
    assert (stage.state, stage.assignee_id) == ("granted", None)
    ended = {**REFUSAL, "la_decided_on": date(2026, 3, 20), "ground": "own_lawyer"}
    walk(stage, cast.fang, ("assign_lawyer", ASSIGNMENT), ("terminate", ended))
    assert (stage.state, stage.ended) == ("refused", False)


def test_an_application_may_be_withdrawn_at_any_time(aid: Callable[..., Stage], cast: Cast) -> None:
    stage = aid()
    party = next(party for party in stage.case.parties if party.side == "applicant")
    walk(stage, cast.fang, ("receive", APPLICATION), ("withdraw", {**WITHDRAWAL, "party": party.id}))
    assert (stage.state, stage.ended) == ("withdrawn", True)


def test_help_comes_before_the_papers_only_with_a_ground(
    aid: Callable[..., Stage], cast: Cast, refused: Any
) -> None:
    stage = aid()
    refused(stage, "help_first", cast.fang, DECISION, "先行援助要写明理由")
    take(stage, "help_first", actor=cast.fang, facts={**DECISION, "urgent_ground": "上诉期还剩3日。"})
    owed = open_tasks(stage.case, PAPERS_OWED, stage=stage)
    assert [(task.rule, task.agency_id) for task in owed] == [("LA-44", stage.agency_id)]
    take(stage, "hand_in_papers", actor=cast.fang, facts=APPLICATION)
    assert stage.state == "granted"
    assert not open_tasks(stage.case, PAPERS_OWED, stage=stage)


def test_papers_are_handed_in_later_only_where_help_came_first(
    aid: Callable[..., Stage], cast: Cast, refused: Any
) -> None:
    stage = walk(aid(), cast.fang, ("receive", APPLICATION), ("grant", DECISION))
    assert legal_aid_papers_owed(stage, cast.fang)
    refused(stage, "hand_in_papers", cast.fang, APPLICATION, "没有待补的手续")


def test_a_refusal_says_why_and_tells_of_the_objection(
    aid: Callable[..., Stage], cast: Cast, refused: Any
) -> None:
    stage = walk(aid(), cast.fang, ("receive", APPLICATION))
    refused(stage, "refuse", cast.fang, {**REFUSAL, "reasons": ""}, "书面说明理由")
    refused(stage, "refuse", cast.fang, {**REFUSAL, "told_objection": False}, "异议")


def test_the_other_side_never_applies_for_her(aid: Callable[..., Stage], cast: Cast, refused: Any) -> None:
    stage = aid()
    respondent = next(party for party in stage.case.parties if party.side == "respondent")
    child = next(party for party in stage.case.parties if party.role == "child")
    refused(stage, "receive", cast.fang, {**APPLICATION, "by_agent": respondent.id}, "不能是对方")
    with atomic():
        _speaks_for(child, respondent)
    refused(stage, "receive", cast.fang, {**APPLICATION, "by_agent": child.id}, "不能是对方")
    applicant = next(party for party in stage.case.parties if party.side == "applicant")
    take(stage, "receive", actor=cast.fang, facts={**APPLICATION, "by_agent": applicant.id})


def _speaks_for(party: Party, respondent: Party) -> None:
    party.represents_id = respondent.id


def test_who_suffered_violence_is_not_asked_about_means(
    aid: Callable[..., Stage], cast: Cast, refused: Any
) -> None:
    """LA-32: neither by the basis nor by the statement; without violence the statement is in order."""
    stage = aid(q_violence="yes")
    for wrong in ({"basis": "41"}, {"basis": "41", "means_statement": True}, {"means_statement": True}):
        refused(stage, "receive", cast.fang, {**APPLICATION, **wrong}, "不看经济条件")
    take(stage, "receive", actor=cast.fang, facts={**APPLICATION, "basis": "32"})
    poor = aid()
    take(poor, "receive", actor=cast.fang, facts={**APPLICATION, "basis": "41", "means_statement": True})
    assert poor.state == "applied"


def test_a_stranger_cannot_take_a_step(aid: Callable[..., Stage], cast: Cast) -> None:
    stage = aid()
    for stranger in (cast.qiu, cast.tao, cast.an):
        with pytest.raises(Forbidden):
            take(stage, "receive", actor=stranger, facts=APPLICATION)
