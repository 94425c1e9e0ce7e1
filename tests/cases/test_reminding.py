"""Reminders of time limits, and the ladder that an overdue duty climbs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import select

from mediation import worker
from mediation.attachments.adding import attach
from mediation.cases.reminding import clocks_due, remind
from mediation.cases.work import Task
from mediation.db import SHANGHAI, atomic, db
from mediation.outbox.models import Message
from mediation.people.models import User
from mediation.people.passwords import hashed
from mediation.workflow import clocks
from mediation.workflow.engine import take
from mediation.workflow.models import Clock, ClockEvent
from tests.attachments.conftest import photo


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def leader(cast):
    with atomic() as session:
        boss = User(
            login="kang",
            name="康静",
            role="leader",
            agency=cast.agency("federation"),
            password_hash=hashed("x"),
        )
        session.add(boss)
    return boss


@pytest.fixture
def petition(new_case, cast):
    """A request whose written answer is due on 17 March 2026 (XF-23: fifteen days from 2 March)."""
    with time_machine.travel(at(3, 2), tick=False):
        case = new_case(received_on="2026-03-02")
        take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
        clock = next(clock for clock in clocks.running_in(case.ref) if clock.rule == "XF-23")
        assert clock.conservative == "2026-03-17"
    return case, clock


def work(app, moment):
    """The worker looks once, as a process of its own would: nothing of the test is being read meanwhile."""
    db.session.rollback()
    with time_machine.travel(moment, tick=False):
        return worker.run_once(app)


def reminders(user=None):
    db.session.expire_all()
    query = select(Task).where(Task.kind == "time_limit", Task.done_at.is_(None)).order_by(Task.id)
    return db.session.scalars(query if user is None else query.where(Task.user_id == user.id)).all()


def events(clock, *kinds):
    query = select(ClockEvent).where(ClockEvent.clock_id == clock.id, ClockEvent.kind.in_(kinds))
    return [event.ground for event in db.session.scalars(query.order_by(ClockEvent.id))]


def test_a_reminder_comes_on_its_day_and_once(app, cast, petition):
    case, _clock = petition
    work(app, at(3, 13, 23))
    assert reminders() == []
    work(app, at(3, 14))
    work(app, at(3, 14, 10))
    (task,) = reminders()
    assert (task.user_id, task.rule, task.due_on.isoformat()) == (cast.mei.id, "XF-23", "2026-03-17")
    assert task.text == "期限将到（2026-03-17）：书面告知接收、转送去向或不属职权"
    (message,) = db.session.scalars(select(Message).where(Message.kind == "time_limit")).all()
    assert (message.text, message.link) == ("有一项期限快到了，请登录查看。", f"/cases/{case.ref}")


def test_an_overdue_duty_climbs_from_worker_to_supervisor_to_leader(app, cast, petition, leader):
    _case, clock = petition
    work(app, at(3, 17, 23))
    assert events(clock, "escalated") == []
    work(app, at(3, 18))
    assert [task.text for task in reminders(cast.mei)] == ["已过期限：书面告知接收、转送去向或不属职权"]
    assert reminders(cast.song) == []
    work(app, at(3, 19))
    assert [task.text for task in reminders(cast.song)] == ["督办：书面告知接收、转送去向或不属职权已超期"]
    work(app, at(3, 21))
    assert events(clock, "escalated") == ["worker", "supervisor", "leader"]
    assert reminders(leader) == []
    told = db.session.scalars(select(Message.link).where(Message.user_id == leader.id)).all()
    assert told == ["/supervision"]
    assert work(app, at(4, 21)) == 0


def test_who_was_away_for_a_week_tells_the_last_reminder_alone(app, new_case, cast):
    with time_machine.travel(at(3, 2), tick=False):
        case = new_case(received_on="2026-03-02")
        take(case, "inform", actor=cast.mei, facts={"petition_replied_on": "2026-03-02", "notice": "other"})
        clock = next(clock for clock in clocks.running_in(case.ref) if clock.rule == "XF-35")
    # Reminders on 22 and 29 March; nobody looked before the 30th.
    work(app, at(3, 30))
    mine = [task for task in reminders() if task.rule == "XF-35"]
    assert [task.text for task in mine] == ["提醒当事人，只用安全联系方式（2026-04-01到期）：请求复查、复核"]
    assert events(clock, "reminded") == ["before"]


def test_an_ended_clock_takes_its_reminders_away(app, cast, petition):
    case, clock = petition
    work(app, at(3, 19))
    assert len(reminders()) == 2
    with time_machine.travel(at(3, 19, 12), tick=False):
        attach(case, {"kind": "notice", "stage": 0}, [photo()], actor=cast.mei)
        take(
            case,
            "inform",
            actor=cast.mei,
            facts={"petition_informed_on": "2026-03-19", "notice": "petition_receipt"},
        )
    assert reminders() == []
    assert (db.session.get(Clock, clock.id).state, db.session.get(Clock, clock.id).next_at) == (
        "missed",
        None,
    )
    assert work(app, at(3, 25)) == 0


def test_two_workers_with_the_same_row_tell_it_once(app, petition):
    with time_machine.travel(at(3, 14), tick=False):
        waiting = [*clocks_due(), *clocks_due()]
        db.session.rollback()
        for clock_id in waiting:
            remind(clock_id)
    assert len(waiting) == 2
    assert len(reminders()) == 1


def test_four_workers_at_once_tell_it_once(app, petition):
    _case, clock = petition
    clock_id, together = clock.id, Barrier(4)
    db.session.rollback()

    def at_once(_number):
        with app.app_context():
            together.wait()
            remind(clock_id)

    with time_machine.travel(at(3, 19), tick=False), ThreadPoolExecutor(4) as pool:
        list(pool.map(at_once, range(4)))
    assert len(reminders()) == 2
    assert events(clock, "escalated") == ["worker", "supervisor"]


def test_the_time_of_others_is_asked_after_and_climbs_no_ladder(app, new_case, cast, leader):
    with time_machine.travel(at(3, 2), tick=False):
        case = new_case(received_on="2026-03-02")
        take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
        take(case, "report_minor", actor=cast.mei, facts={"police_case_opened_on": "2026-03-02"})
    work(app, at(3, 6))
    work(app, at(3, 20))
    (task,) = [task for task in reminders() if task.rule == "MIN-9FB"]
    assert (task.text, task.verb, task.user_id) == (
        "询问、催办公安机关：公安向报案单位反馈已过期限",
        "催办",
        cast.mei.id,
    )


def test_a_passed_right_is_never_said_to_be_lost(app, new_case, cast):
    with time_machine.travel(at(3, 2), tick=False):
        case = new_case(received_on="2026-03-02")
        take(case, "inform", actor=cast.mei, facts={"petition_replied_on": "2026-03-02", "notice": "other"})
    work(app, at(4, 2) + timedelta(hours=1))
    texts = [task.text for task in reminders() if task.rule == "XF-35"]
    assert texts == ["可能逾期，用安全联系方式请当事人立即咨询：请求复查、复核"]


def test_of_a_sealed_case_no_leader_hears(app, cast, petition, leader):
    case, clock = petition
    with atomic():
        case.level = 3
    work(app, at(3, 25))
    assert events(clock, "escalated") == ["worker", "nobody", "nobody"]
    assert db.session.scalars(select(Message).where(Message.user_id == leader.id)).all() == []
    assert reminders(cast.song) == []


def test_no_task_and_no_message_names_anybody(app, petition):
    work(app, at(3, 25))
    words = [task.text for task in reminders()] + db.session.scalars(select(Message.text)).all()
    assert not [text for text in words if "王芳" in text or "李强" in text or "13800138000" in text]
