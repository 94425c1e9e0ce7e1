"""The next date: hers alone, in words, the newest that was agreed."""

from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from mediation.portal import booked

HER, HIM = 1, 2
FIFTH, SIXTH = "2027年1月5日（星期二） 09:30", "2027年1月6日（星期三） 09:30"


def plan(day: str, **said: Any) -> SimpleNamespace:
    return step("plan_session", planned_at=f"2027-01-{day}T01:30:00+00:00", place="二号室", **said)


def step(trigger: str, **said: Any) -> SimpleNamespace:
    return SimpleNamespace(trigger=trigger, facts=said)


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ([], ""),
        ([plan("05", form="joint")], FIFTH),
        ([plan("05", form="joint"), plan("04", form="separate", invited=[HIM])], FIFTH),
        ([plan("05", form="joint"), plan("06", form="separate", invited=[str(HER)])], SIXTH),
        ([plan("04", form="separate")], ""),
        (
            [plan("05", form="joint"), step("record_no_show", absent=[HIM], next_on="2027-01-08")],
            "2027年1月8日（星期五）",
        ),
        ([plan("04", invited=[HIM]), step("record_no_show", absent=[HIM], next_on="2027-01-08")], ""),
        ([plan("05", form="joint"), step("record_session", form="joint")], ""),
        (
            [
                plan("05", form="joint"),
                step("record_session", form="separate", side=HIM, next_on="2027-01-09"),
            ],
            FIFTH,
        ),
    ],
)
def test_the_newest_date_that_is_hers_is_said_without_the_place(
    steps: list[SimpleNamespace], shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booked, "steps_of", lambda *_asked: steps)
    monkeypatch.setattr(booked, "arrival", lambda _stage, _her, moment: moment)
    stage = SimpleNamespace(ref="s", workflow="mediation", ended=False)
    case: Any = SimpleNamespace(stages=[stage])
    her: Any = SimpleNamespace(id=HER)
    with time_machine.travel("2026-12-01"):
        assert booked.next_booked(case, her) == shown
    with time_machine.travel("2027-01-20"):
        assert booked.next_booked(case, her) == ""
    stage.ended = True
    with time_machine.travel("2026-12-01"):
        assert booked.next_booked(case, her) == ""
