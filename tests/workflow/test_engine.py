"""One step, one transaction: all of it happens, or nothing; and the log tells of both."""

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.cases.models import Stage
from mediation.cases.numbers import NumberSequence
from mediation.cases.work import Task
from mediation.db import atomic, db
from mediation.errors import Forbidden, Incomplete, OutOfTurn
from mediation.people.models import User
from mediation.people.program import SYSTEM
from mediation.workflow import engine
from mediation.workflow.engine import Stale, ahead, take, why_not
from mediation.workflow.history import newest, steps_of, told_in
from mediation.workflow.models import StepTaken
from tests.workflow.conftest import REFUSED


def _entries(stage: Stage, *kinds: str) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.subject == stage.ref).order_by(AuditEntry.id)
    found = db.session.scalars(query).all()
    return [entry for entry in found if not kinds or entry.kind in kinds]


def _numbers() -> int:
    return db.session.scalar(select(NumberSequence.last).where(NumberSequence.kind == "errand")) or 0


def _tasks() -> int:
    return db.session.scalar(select(func.count()).select_from(Task).where(Task.kind == "errand")) or 0


def _everything(stage: Stage) -> tuple[Any, ...]:
    """All that a refused step must leave as it was."""
    db.session.expire_all()
    steps = db.session.scalar(select(func.count()).select_from(StepTaken))
    told = [entry.id for entry in _entries(stage) if not entry.kind.endswith(".refused")]
    return stage.state, stage.version, steps, told, _numbers(), _tasks()


def test_a_start_puts_the_thing_on_its_first_state_with_one_entry(errand):
    stage = errand()
    assert (stage.state, stage.version) == ("open", 1)
    entry = _entries(stage)[0]
    assert (entry.kind, entry.source, entry.dest, entry.version) == ("errand.start", None, "open", 1)


def test_a_step_changes_the_state_writes_its_rows_and_its_entry(errand, cast):
    stage = errand()
    taken = take(stage, "begin", actor=cast.mei, facts={"note": "门口见过面", "happened_on": "2026-03"})
    assert (stage.state, stage.version, taken.happened_on) == ("busy", 2, "2026-03")
    entry = _entries(stage)[-1]
    assert (entry.kind, entry.source, entry.dest, entry.version) == ("errand.begin", "open", "busy", 2)
    assert entry.actor == cast.mei.ref
    assert sorted(entry.fields) == ["happened_on", "note"]
    assert len(entry.commitment) == 64
    assert newest(stage.ref, "begin").facts["note"] == "门口见过面"
    assert told_in(stage.chain, "note") == ["门口见过面"]
    assert _tasks() == 1


def test_a_step_that_stays_counts_a_version_too(errand, cast):
    stage = errand()
    take(stage, "tell", actor=cast.mei)
    assert (stage.state, stage.version) == ("open", 2)
    assert (_entries(stage)[-1].source, _entries(stage)[-1].dest) == ("open", "open")


def test_whoever_has_no_part_is_told_who_has(errand, cast):
    stage = errand()
    step = engine.workflow_of(stage).step("begin", "open")
    refusal = why_not(stage, step, cast.qiu)
    assert isinstance(refusal, Forbidden)
    assert "案件主办单位的权益干部" in refusal.reason
    assert why_not(stage, step, cast.mei) is None


def test_what_is_missing_is_said_with_the_rules_of_that_need_and_no_others(errand, cast, switches):
    stage = errand()
    switches.permits = False
    refusal = why_not(stage, engine.workflow_of(stage).step("begin", "open"), cast.mei)
    assert isinstance(refusal, Incomplete)
    assert (refusal.reason, refusal.rules) == ("还没有准许。", ("PM-19",))


def test_ahead_lists_every_step_from_here_with_what_stands_in_its_way(errand, cast, switches):
    stage = errand()
    switches.permits = False
    found = {step.trigger: refusal for step, refusal in ahead(stage, actor=cast.mei)}
    assert found["tell"] is None
    assert isinstance(found["begin"], Incomplete)
    assert "end" not in found


@pytest.mark.parametrize(
    ("who", "trigger", "kind"),
    [
        ("qiu", "begin", Forbidden),
        ("mei", "end", OutOfTurn),
        ("mei", "fly", OutOfTurn),
        ("mei", "begin", Incomplete),
    ],
)
def test_a_refused_step_changes_nothing_and_is_logged_alone(errand, cast, switches, who, trigger, kind):
    stage = errand()
    switches.permits = False
    before = _everything(stage)
    with pytest.raises(kind):
        take(stage, trigger, actor=getattr(cast, who))
    assert _everything(stage) == before
    refused = _entries(stage, f"errand.{trigger}.refused")
    assert [(entry.version, entry.dest, entry.actor) for entry in refused] == [
        (None, None, getattr(cast, who).ref)
    ]
    assert verify_all()[1] == []


@pytest.mark.parametrize("fault", [REFUSED, ZeroDivisionError("an effect failed")], ids=["refuses", "fails"])
def test_an_effect_that_raises_undoes_the_whole_step(errand, cast, switches, fault):
    stage = errand()
    switches.explodes = fault
    before = _everything(stage)
    with pytest.raises(type(fault)):
        take(stage, "begin", actor=cast.mei, facts={"note": "x"}, key="once")
    assert _everything(stage) == before
    assert len(_entries(stage, "errand.begin.refused")) == (1 if fault is REFUSED else 0)
    switches.explodes = None
    assert take(stage, "begin", actor=cast.mei, key="once") is not None, "the key was given back too"
    assert _numbers() == before[4] + 1, "the number was given back"
    assert verify_all()[1] == []


def test_a_start_that_fails_leaves_no_row_and_no_number(errand, switches, new_case):
    case = new_case()
    switches.explodes = REFUSED
    with pytest.raises(Incomplete):
        errand(case)
    assert db.session.scalar(select(func.count()).select_from(Stage).where(Stage.workflow == "errand")) == 0
    assert _numbers() == 0
    assert verify_all()[1] == []


def test_the_same_submission_twice_is_one_step(errand, cast):
    stage = errand()
    assert take(stage, "tell", actor=cast.mei, key="k1") is not None
    assert take(stage, "tell", actor=cast.mei, key="k1") is None
    assert take(stage, "tell", actor=cast.mei, key="k2") is not None
    assert stage.version == 3
    assert len(steps_of(stage.ref, "tell")) == 2


def test_whoever_saw_an_older_page_is_stopped_before_anything_happens(errand, cast):
    stage = errand()
    take(stage, "tell", actor=cast.mei)
    before = _everything(stage)
    with pytest.raises(Stale) as stale:
        take(stage, "begin", actor=cast.mei, seen=1)
    assert stale.value.seen == 1
    assert _everything(stage) == before
    take(stage, "begin", actor=cast.mei, seen=2)
    assert stage.state == "busy"


def test_a_step_inside_a_larger_unit_of_work_goes_with_it(errand, cast):
    stage = errand()
    before = _everything(stage)
    mei = cast.mei

    def larger() -> None:
        with atomic():
            take(stage, "begin", actor=mei)
            take(stage, "end", actor=SYSTEM)
            raise RuntimeError("afterwards")

    with pytest.raises(RuntimeError, match="afterwards"):
        larger()
    assert _everything(stage) == before


def test_nothing_is_committed_where_rows_were_changed_outside(errand, cast):
    stage, mei = errand(), cast.mei
    stage.outcome = "typed in passing"
    with pytest.raises(RuntimeError, match="outside"):
        take(stage, "tell", actor=mei)


def _at_once(app, stage: Stage, trigger: str, times: int, **words: Any) -> list[Any]:
    """The same step by several threads at one moment; what each of them got."""
    ref, actor_id = stage.ref, db.session.scalar(select(User.id).where(User.login == "mei"))
    db.session.rollback()
    gate = threading.Barrier(times)
    answers: list[Any] = []

    def go() -> None:
        with app.app_context():
            mine = db.session.scalars(select(Stage).where(Stage.ref == ref)).one()
            mei = db.session.get(User, actor_id)
            mine.case  # noqa: B018 - read before the gate
            gate.wait()
            try:
                answers.append(take(mine, trigger, actor=mei, **words))
            except Exception as error:
                answers.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=go) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_who_take_the_same_step_at_once_one_succeeds(app, errand):
    stage = errand()
    answers = _at_once(app, stage, "begin", 2)
    assert sorted(isinstance(answer, OutOfTurn) for answer in answers) == [False, True], answers
    db.session.expire_all()
    assert (stage.state, stage.version, _tasks()) == ("busy", 2, 1)
    assert verify_all()[1] == []


def test_of_two_who_saw_the_same_page_one_is_told_that_somebody_was_faster(app, errand):
    stage = errand()
    answers = _at_once(app, stage, "tell", 2, seen=1)
    assert sorted(isinstance(answer, Stale) for answer in answers) == [False, True], answers


def test_one_submission_sent_twice_at_once_is_one_step(app, errand):
    stage = errand()
    answers = _at_once(app, stage, "tell", 3, key="one")
    assert sorted(answer is None for answer in answers) == [False, True, True], answers


def test_one_machine_serves_many_threads(app, errand):
    """Eight steps at once on eight things: each arrives where it should, none where another went."""
    flow = engine.workflow_of(errand())
    gate, arrived = threading.Barrier(8), []

    def go(number: int) -> None:
        gate.wait()
        for _ in range(200):
            source, trigger = ("open", "begin") if number % 2 else ("busy", "end")
            arrived.append((trigger, flow.fire(source, flow.step(trigger, source))))

    threads = [threading.Thread(target=go, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(arrived) == {("begin", "busy"), ("end", "done")}
    assert len(arrived) == 1600
    assert not flow.models
