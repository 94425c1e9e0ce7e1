"""Whether somebody took a step when a consent or an assessment is said to have been recorded."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import and_, select

from mediation.audit.findings import Finding
from mediation.audit.verify import Tick
from mediation.cases.models import Case
from mediation.cases.work import Assessment, Consent
from mediation.db import db
from mediation.workflow.models import StepTaken
from mediation.workflow.proof import AT_ONCE

_CASE: Any = Case.__table__
_STEP: Any = StepTaken.__table__
_KEPT: tuple[tuple[Any, str, str, str], ...] = (
    (Consent.__table__, "recorded_by_id", "recorded_at", "同意或告知答复"),
    (Assessment.__table__, "by_id", "made_at", "评估"),
)


def answers_match_the_log(tick: Tick) -> Iterator[Finding]:
    """Consents and assessments that no step of the person named in them accounts for: added later, or changed in who
    or when. What they say is sealed or stands in the step; one that was removed shows in the step alone.
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
