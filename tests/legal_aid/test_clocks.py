"""Seven, three and five days, by the calendar: from receipt, from the decision, from the assignment."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mediation.cases.models import Stage
from mediation.legal_aid.panel import clocks_of
from mediation.workflow.models import Clock
from tests.conftest import Cast
from tests.legal_aid.conftest import APPLICATION, DECISION, OBJECTION, REFUSAL, walk


def clock(stage: Stage, rule: str) -> Clock:
    return next(row for row in reversed(clocks_of(stage)) if row.rule == rule)


def test_on_one_day_received_decided_and_assigned_meets_both_limits(
    aid: Callable[..., Stage], cast: Cast
) -> None:
    """文登区宋女士 2021-10-13: due 2021-10-20; and 2021-10-16, a Saturday, so 2021-10-18 at the latest."""
    stage = aid(q_violence="yes")
    day = date(2021, 10, 13)
    walk(
        stage,
        cast.fang,
        ("receive", {"la_received_on": day, "matter": "violence", "basis": "32"}),
        ("grant", {"la_decided_on": day, "form": "representation"}),
        ("assign_lawyer", {"la_assigned_on": day, "assignee": cast.gu.id}),
    )
    decide, assign = clock(stage, "LA-43A"), clock(stage, "LA-43B")
    assert (decide.started, decide.statutory_last, decide.state) == ("2021-10-13", "2021-10-20", "met")
    assert (assign.conservative, assign.statutory_last, assign.state) == ("2021-10-16", "2021-10-18", "met")
    assert clock(stage, "LA-27").state == "running"
    assert stage.assignee_id == cast.gu.id


def test_seven_days_are_calendar_days_from_receipt(aid: Callable[..., Stage], cast: Cast) -> None:
    stage = walk(aid(), cast.fang, ("receive", APPLICATION))
    assert (clock(stage, "LA-43A").conservative, clock(stage, "LA-43A").state) == ("2026-03-09", "running")


def test_a_supplement_does_not_set_the_seven_days_to_naught(aid: Callable[..., Stage], cast: Cast) -> None:
    stage = walk(
        aid(),
        cast.fang,
        ("receive", APPLICATION),
        ("ask_supplement", {"what": "身份证明", "asked_on": date(2026, 3, 3)}),
        ("receive_supplement", {"note": "已交", "happened_on": "2026-03-05"}),
    )
    assert [(row.rule, row.started, row.state) for row in clocks_of(stage)] == [
        ("LA-43A", "2026-03-02", "running")
    ]


@pytest.mark.parametrize(("day", "state"), [(9, "met"), (10, "missed")])
def test_a_decision_after_the_last_day_is_late(
    aid: Callable[..., Stage], cast: Cast, day: int, state: str
) -> None:
    decision = {**DECISION, "la_decided_on": date(2026, 3, day)}
    stage = walk(aid(), cast.fang, ("receive", APPLICATION), ("grant", decision))
    assert clock(stage, "LA-43A").state == state


def test_three_days_from_the_decision_and_five_from_the_assignment(
    aid: Callable[..., Stage], cast: Cast
) -> None:
    stage = walk(aid(), cast.fang, ("receive", APPLICATION), ("grant", DECISION))
    assert (clock(stage, "LA-43B").conservative, clock(stage, "LA-43B").statutory_last) == (
        "2026-03-07",
        "2026-03-09",
    )
    walk(stage, cast.fang, ("assign_lawyer", {"la_assigned_on": date(2026, 3, 9), "lawyer_name": "赵律"}))
    assert clock(stage, "LA-43B").state == "met"
    assert clock(stage, "LA-27").statutory_last == "2026-03-16"
    walk(stage, cast.fang, ("sign_mandate", {"signed": True, "la_agreement_signed_on": date(2026, 3, 12)}))
    assert clock(stage, "LA-27").state == "met"


def test_a_mandate_that_could_not_be_signed_is_no_breach(aid: Callable[..., Stage], cast: Cast) -> None:
    stage = walk(
        aid(),
        cast.fang,
        ("receive", APPLICATION),
        ("grant", DECISION),
        ("assign_lawyer", {"la_assigned_on": date(2026, 3, 5), "lawyer_name": "赵律"}),
        ("sign_mandate", {"signed": False, "why_not": "住院", "power": "general"}),
    )
    assert (stage.state, clock(stage, "LA-27").state) == ("in_progress", "stopped")


def test_an_objection_is_answered_within_five_days_and_then_three_begin(
    aid: Callable[..., Stage], cast: Cast
) -> None:
    stage = walk(aid(), cast.fang, ("receive", APPLICATION), ("refuse", REFUSAL), ("object", OBJECTION))
    assert clock(stage, "LA-49").statutory_last == "2026-03-16"
    answered = date(2026, 3, 12)
    walk(stage, cast.fang, ("overturn", {"la_objection_answered_on": answered, "la_decided_on": answered}))
    assert clock(stage, "LA-49").state == "met"
    assert (clock(stage, "LA-43B").started, clock(stage, "LA-43B").state) == ("2026-03-12", "running")


def test_a_minor_is_met_within_five_working_days(aid: Callable[..., Stage], cast: Cast) -> None:
    told = {"la_assigned_on": date(2026, 3, 5), "lawyer_name": "赵律", "for_minor": True}
    stage = walk(
        aid(),
        cast.fang,
        ("receive", APPLICATION),
        ("grant", DECISION),
        ("assign_lawyer", {**told, "la_notice_received_on": date(2026, 3, 5)}),
    )
    assert clock(stage, "LA-MIN").statutory_last == "2026-03-12"
    met = {"kind": "meeting", "note": "已会见", "la_minor_met_on": date(2026, 3, 11)}
    walk(stage, cast.fang, ("record_progress", met))
    assert clock(stage, "LA-MIN").state == "met"


DECIDED = ("grant", DECISION)
ASSIGNED = ("assign_lawyer", {"la_assigned_on": date(2026, 3, 5), "lawyer_name": "赵律"})
REFUSED = ("refuse", REFUSAL)
OBJECTED = ("object", OBJECTION)


@pytest.mark.parametrize(
    ("before", "trigger", "facts"),
    [
        ([], "grant", {**DECISION, "la_decided_on": date(2026, 3, 1)}),
        ([], "refuse", {**REFUSAL, "la_decided_on": "2026-03-01"}),
        ([DECIDED], "assign_lawyer", {"la_assigned_on": date(2026, 3, 3)}),
        ([DECIDED, ASSIGNED], "sign_mandate", {"signed": True, "la_agreement_signed_on": date(2026, 3, 4)}),
        ([REFUSED], "object", {**OBJECTION, "la_objection_received_on": date(2026, 3, 3)}),
        ([REFUSED, OBJECTED], "uphold", {"la_objection_answered_on": date(2026, 3, 8)}),
    ],
)
def test_no_day_lies_before_the_one_it_follows_from(
    aid: Callable[..., Stage],
    cast: Cast,
    before: list[Any],
    trigger: str,
    facts: dict[str, Any],
    refused: Any,
) -> None:
    stage = walk(aid(), cast.fang, ("receive", APPLICATION), *before)
    refused(stage, trigger, cast.fang, facts, "不能早于")
