"""A small machine for a stage, beside those of the program, with words of its own."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from mediation.cases.models import Case, Stage
from mediation.cases.numbers import next_number
from mediation.cases.tasks import add_task
from mediation.db import atomic, new_ref, now
from mediation.errors import Incomplete
from mediation.workflow import engine
from mediation.workflow.checking import read_all
from mediation.workflow.words import Taken, rests_on

ERRAND = """\
label: {zh: 差事, en: Errand}
item: stage
initial: open
start:
  label: {zh: 开始差事, en: Begin}
  by: [caseworker of the case]
  needs: [permitted]
  then: [take_number, explode]
states:
  - {name: open, label: {zh: 待办, en: Open}, turn: caseworker of the case, clocks: [PM-LIMIT, DV-R05]}
  - {name: busy, label: {zh: 办理, en: Busy}, turn: caseworker of the case, clocks: [PM-LIMIT]}
  - {name: done, label: {zh: 办结, en: Done}, final: true}
transitions:
  - {trigger: tell, label: {zh: 告, en: T}, source: [open, busy], dest: "=", by: [caseworker of the case]}
  - trigger: begin
    label: {zh: 开办, en: Begin work}
    source: open
    dest: busy
    by: [caseworker of the case]
    needs: [permitted]
    then: [write_task, take_number, explode]
    law: [PM-17]
  - {trigger: end, label: {zh: 办结, en: End}, source: busy, dest: done, by: [caseworker of the case, system]}
"""


class Switches:
    """What the words of the machine do: whether they permit, and whether they explode."""

    permits = True
    explodes: BaseException | None = None


@pytest.fixture
def switches() -> Switches:
    return Switches()


@pytest.fixture
def errand(app: Flask, cast: Any, new_case: Callable[..., Case], switches: Switches, tmp_path: Any) -> Any:
    """Makes a stage that rides the errand; `errand(case)` for one more in a case."""
    words = _words(switches)
    (tmp_path / "errand.yaml").write_text(ERRAND, encoding="utf-8")
    engine.load({**engine.WORKFLOWS, **read_all(tmp_path, words)}, words)

    def make(case: Case | None = None) -> Stage:
        case = case or new_case()
        with atomic():
            mei, given = cast.mei, {"case": case, "agency_id": case.agency_id, "opened_at": now()}
            stage = Stage(ref=new_ref(), workflow="errand", **given)
            engine.start(stage, actor=mei)
        return stage

    return make


def _words(switches: Switches) -> Any:
    @rests_on("PM-19")
    def permitted(item: Any, actor: Any) -> str | None:
        return None if switches.permits else "还没有准许。"

    def write_task(taken: Taken) -> None:
        add_task(taken.item.case, "errand", "办差事")

    def take_number(taken: Taken) -> None:
        next_number(taken.item.agency_id, "errand", 2026)

    def explode(taken: Taken) -> None:
        if switches.explodes:
            raise switches.explodes

    known = engine._words[0]
    mine = (write_task, take_number, explode)
    return replace(
        known,
        needs={**known.needs, "permitted": permitted},
        effects={**known.effects, **{one.__name__: one for one in mine}},
    )


REFUSED = Incomplete("效果不准许。")
