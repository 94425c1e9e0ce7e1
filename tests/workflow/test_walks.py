"""Whoever does whatever in whatever order: nothing stands where no file says, and the log knows it all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.cases.models import Case, Stage
from mediation.cases.opening import open_stage
from mediation.cases.work import Task
from mediation.db import atomic, db, today
from mediation.disputes.models import Agreement
from mediation.errors import Refusal
from mediation.people.models import User
from mediation.people.program import SYSTEM, Program
from mediation.people.roles import phrases_of
from mediation.referrals.models import Referral
from mediation.referrals.sending import refer
from mediation.workflow import engine
from mediation.workflow.engine import start, take, workflow_of
from mediation.workflow.models import Clock, StepTaken
from tests.conftest import CAST, referred
from tests.workflow.facts import facts_for

WHO = {"mediation": "committee", "legal_aid": "legal_aid", "counselling": "social"}
# Those who come by a door of their own: a link, a code, an interface.
BY_OTHER_DOORS = {
    "system",
    "the person herself",
    "partner token",
    "link holder",
    "conference guest",
    "import",
}
walk = settings(
    max_examples=5,
    # A walk takes seconds: the first that fails is told as it is, step by step.
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
SIZE = st.lists(st.integers(0, 2**16), min_size=30, max_size=30)


@contextmanager
def _needs_met(met: bool) -> Iterator[None]:
    """The needs as they are; or, to come farther, all of them met."""
    words = engine._words[0]
    if met:
        engine._words[:] = [replace(words, needs={name: lambda item, actor: None for name in words.needs})]
    try:
        yield
    finally:
        engine._words[:] = [words]


def _everything_in(case: Case) -> list[Any]:
    stages = select(Stage.id).where(Stage.case_id == case.id)
    return [
        case,
        *db.session.scalars(select(Stage).where(Stage.case_id == case.id).order_by(Stage.id)),
        *db.session.scalars(select(Agreement).where(Agreement.stage_id.in_(stages)).order_by(Agreement.id)),
        *db.session.scalars(select(Referral).where(Referral.case_id == case.id).order_by(Referral.id)),
    ]


def _opened(cast: Any, new_case: Any) -> Case:
    """A case with a stage of every kind, an agreement and a referral."""
    case: Case = new_case()
    for kind, agency in WHO.items():
        referred(case, kind, to=agency)
    with atomic():
        open_stage(case, "protection", SYSTEM, {})
    with atomic():
        stage = db.session.scalars(
            select(Stage).where(Stage.case_id == case.id, Stage.workflow == "mediation")
        ).one()
        tao = cast.tao
        db.session.refresh(stage)
        given = {"key_id": stage.key_id, "stage_id": stage.id, "agency_id": stage.agency_id}
        agreement = Agreement(**given, reached_on=today(), opened_at=case.registered_at)
        with db.session.no_autoflush:
            agreement.stage = stage
        start(agreement, actor=tao)
    told = {"to": cast.agency("police").id, "kind": "refer", "stage": "protection", "ground": "legal_duty"}
    told |= {
        "ground_text": "依职责转介",
        "urgency": "slight",
        "purpose": "安全保护",
        "data_kinds": ["summary"],
    }
    refer(case, told, actor=cast.mei)
    return case


def _numbers(case: Case) -> tuple[Any, ...]:
    """Everything that a refused step must leave alone."""
    db.session.expire_all()
    rows = [db.session.scalar(select(func.count()).select_from(table)) for table in (StepTaken, Clock, Task)]
    told = select(func.count()).where(AuditEntry.chain == case.ref, AuditEntry.kind.not_like("%.refused"))
    return (
        *rows,
        db.session.scalar(told),
        [(item.ref, item.state, item.version) for item in _everything_in(case)],
    )


def _hold_together(case: Case, people: list[User]) -> None:
    """What is true after every step, whoever took it."""
    for item in _everything_in(case):
        flow = workflow_of(item)
        assert item.state in flow.states, f"{flow.workflow} stands in {item.state}"
        entries = select(AuditEntry).where(AuditEntry.subject == item.ref, AuditEntry.version.is_not(None))
        told = list(db.session.scalars(entries.order_by(AuditEntry.version)))
        assert [entry.version for entry in told] == list(range(1, item.version + 1))
        assert told[-1].dest == item.state
        assert all(after.source == before.dest for before, after in pairwise(told))
        if not flow.stop(item.state).final:
            ahead = [step for step in flow.steps(source=item.state) if step.dest != item.state]
            may = BY_OTHER_DOORS.union(*(phrases_of(person, item) for person in people))
            assert any(may.intersection(step.by) for step in ahead), (
                f"{flow.workflow} is stuck in {item.state}"
            )


def _a_step(case: Case, people: list[User], number: int) -> None:
    """One try: somebody does something to something, with some facts. A refusal changes nothing."""

    def pick(choices: list[Any]) -> Any:
        nonlocal number
        number, place = divmod((number + 40503) * 2654435761 % 2**32, len(choices))
        return choices[place]

    item = pick(_everything_in(case))
    steps = workflow_of(item).steps() if pick([0, 0, 0, 1]) else workflow_of(item).steps(source=item.state)
    if not steps:
        return
    step = pick(steps)
    everybody: list[User | Program] = [*people, SYSTEM]
    able = [person for person in everybody if phrases_of(person, item).intersection(step.by)]
    actor = pick(able) if able and pick([1, 1, 1, 0]) else pick(people)
    facts = facts_for(item, step, actor=people[0], pick=pick)
    before = _numbers(case)
    note(f"{item.workflow}.{step.trigger} from {item.state} by {actor.role} with {facts}")
    try:
        take(item, step.trigger, actor=actor, facts=facts)
    except (Refusal, LookupError, TypeError, ValueError, AttributeError, StatementError):
        # All but the first: facts that the form itself would have sent back. They change nothing either.
        assert _numbers(case) == before, f"{item.workflow}.{step.trigger} was refused and changed something"
        return
    after = _numbers(case)
    assert after[3] > before[3], f"{item.workflow}.{step.trigger} has no entry"


@pytest.mark.parametrize("met", [False, True], ids=["needs as they are", "needs met"])
def test_random_walks_keep_to_the_files_and_to_the_log(app, cast, new_case, met):
    people = [getattr(cast, name) for name in CAST]

    @walk  # type: ignore[untyped-decorator]
    @given(SIZE)  # type: ignore[untyped-decorator]
    def go(numbers: list[int]) -> None:
        db.session.rollback()
        case = _opened(cast, new_case)
        with _needs_met(met):
            for number in numbers:
                _a_step(case, people, number)
                _hold_together(case, people)
        assert verify_all()[1] == []

    go()
