"""A case with a stage of legal aid at the centre, and the facts that its steps are given."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mediation.cases.models import Case, Stage
from mediation.errors import Incomplete
from mediation.workflow.engine import take
from tests.conftest import referred

RECEIVED = date(2026, 3, 2)
APPLICATION: dict[str, Any] = {"la_received_on": RECEIVED, "matter": "support", "basis": "42"}
DECISION: dict[str, Any] = {"la_decided_on": date(2026, 3, 4), "form": "representation"}
REFUSAL: dict[str, Any] = {
    "la_decided_on": date(2026, 3, 4),
    "reasons": "不属于法律援助的事项范围。",
    "told_objection": True,
}
OBJECTION: dict[str, Any] = {"la_objection_received_on": date(2026, 3, 9), "grounds": "抚养费属于援助事项。"}
ENDING: dict[str, Any] = {"outcome": "目标达到", "note": "已经拿到判决。"}
WITHDRAWAL: dict[str, Any] = {"in_her_words": "我自己请律师。", "spoken_alone": True, "told_may_return": True}


@pytest.fixture
def aid(new_case: Callable[..., Case]) -> Callable[..., Stage]:
    """A stage of legal aid at the centre, referred by Mei in a case registered with the facts given."""

    def open_it(**given: Any) -> Stage:
        return referred(new_case(**given), "legal_aid", to="legal_aid")

    return open_it


def walk(stage: Stage, actor: Any, *steps: tuple[str, dict[str, Any]]) -> Stage:
    """The steps, taken one after the other by one person."""
    for trigger, facts in steps:
        take(stage, trigger, actor=actor, facts=facts)
    return stage


@pytest.fixture
def refused() -> Callable[..., None]:
    """A step that is refused in these words and changes nothing."""

    def try_it(stage: Stage, trigger: str, actor: Any, facts: dict[str, Any], words: str) -> None:
        state, version = stage.state, stage.version
        with pytest.raises(Incomplete, match=words):
            take(stage, trigger, actor=actor, facts=facts)
        assert (stage.state, stage.version) == (state, version)

    return try_it
