"""Whether somebody took a step when a consent or an assessment is said to have been recorded."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import and_, func, select

from mediation.audit.findings import Finding
from mediation.audit.verify import Tick
from mediation.cases.models import Case
from mediation.cases.work import Assessment, Consent
from mediation.db import db
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.models import StepTaken
from mediation.workflow.proof import AT_ONCE

_CASE: Any = Case.__table__
_STEP: Any = StepTaken.__table__
_KEPT: tuple[tuple[Any, str, str, str], ...] = (
    (Consent.__table__, "recorded_by_id", "recorded_at", "同意或告知答复"),
    (Assessment.__table__, "by_id", "made_at", "评估"),
)
_ROW: Any = Assessment.__table__
_WHICH = (_CASE.c.ref, _ROW.c.by_id, _ROW.c.instrument)
_ROWS = select(*_WHICH, func.count()).join_from(_ROW, _CASE, _CASE.c.id == _ROW.c.case_id).group_by(*_WHICH)
_WHAT = (_STEP.c.chain, _STEP.c.actor_id, _STEP.c.workflow, _STEP.c.trigger)
_TAKEN = select(*_WHAT, func.count()).where(_STEP.c.actor_id.is_not(None)).group_by(*_WHAT)

# What a step keeps by this effect: one assessment, of one of these instruments. A scale is any that stands nowhere here.
_ASSESSED: dict[str, tuple[str, ...]] = {
    "keep_registration": ("three_questions",),
    "keep_assessment": ("danger_scale", "danger_review"),
    "raise_danger": ("danger_report",),
    "keep_screen": ("safe_to_mediate",),
    "ask_about_suicide": ("suicide_questions",),
}
_A_SCALE = "keep_scale"
_EFFECT_OF = {name: effect for effect, names in _ASSESSED.items() for name in names}


def assessments_are_all_there(tick: Tick) -> Iterator[Finding]:
    """As many assessments of each kind as steps that keep one, in each case and by each person: none was removed."""
    kept: Counter[tuple[str, int, str]] = Counter()
    for chain, by, instrument, count in db.session.execute(_ROWS):
        kept[chain, by, _EFFECT_OF.get(instrument, _A_SCALE)] += count
    asked: Counter[tuple[str, int, str]] = Counter()
    for chain, by, workflow, trigger, count in db.session.execute(_TAKEN):
        tick()
        for effect in _effects(workflow, trigger) & {*_ASSESSED, _A_SCALE}:
            asked[chain, by, effect] += count
    for (chain, by, effect), count in sorted(asked.items()):
        if missing := count - kept[chain, by, effect]:
            said = f"少了 {missing} 份" if missing > 0 else f"多出 {-missing} 份"
            yield Finding(chain, 0, f"评估与办理步骤的数目不符：{said}")


def _effects(workflow: str, trigger: str) -> set[str]:
    """What a step of that name brings about, wherever it is taken from."""
    machine = WORKFLOWS.get(workflow)
    if machine is None:
        return set()
    if trigger == machine.start.trigger:
        return set(machine.start.then)
    return {effect for step in machine.steps() if step.trigger == trigger for effect in step.then}


def answers_match_the_log(tick: Tick) -> Iterator[Finding]:
    """Consents and assessments that no step of the person named in them accounts for: added later, or changed in who
    or when. What they say is sealed or stands in the step.
    """
    for table, by, at, what in _KEPT:
        query = (
            select(
                table.c.id,
                table.c.ref,
                table.c[at].label("at"),
                _CASE.c.ref.label("chain"),
                _STEP.c.recorded_at,
            )
            .join_from(table, _CASE, _CASE.c.id == table.c.case_id)
            .outerjoin(_STEP, and_(_STEP.c.chain == _CASE.c.ref, _STEP.c.actor_id == table.c[by]))
            .order_by(table.c.id)
            .execution_options(yield_per=2000)
        )
        for _id, rows in groupby(db.session.execute(query), lambda row: row.id):
            tick()
            steps = list(rows)
            if not any(row.recorded_at and abs(row.recorded_at - row.at) <= AT_ONCE for row in steps):
                where = f"（{steps[0].ref}）"
                yield Finding(steps[0].chain, 0, f"{what}没有对应的步骤，或办理人、时间被更改{where}")
