"""The limits of the house: wherever a referral stands something is owed and told, or it has ended."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from mediation import worker
from mediation.cases.work import Task
from mediation.db import SHANGHAI, db, now, today
from mediation.referrals.pages import route
from mediation.referrals.papers import referral_slip
from mediation.referrals.sending import refer
from mediation.referrals.today import received_rows
from mediation.workflow import clocks
from mediation.workflow.engine import take
from mediation.workflow.models import Clock
from tests.conftest import slip

MONDAY = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
FACTS = {
    "send_back": {"reason": "not_duty"},
    "recall": {"reason": "不用了"},
    "ask_again": {"reason": "请写明"},
    "urge": {"note": "请尽快"},
    "report_progress": {"note": "在办"},
    "answer": {"result": "partly", "note": "办完"},
    "accept_on_paper": {"answered_by": "前台", "note": "收下"},
    "return_on_paper": {"answered_by": "前台", "note": "退回"},
    "answer_on_paper": {"answered_by": "前台", "note": "办完"},
}


def running(referral):
    """Those of the house; the limit of the law (XF-23B) runs beside them."""
    query = select(Clock).where(
        Clock.subject == referral.ref, Clock.state == "running", Clock.rule.startswith("HR-")
    )
    return {clock.rule: clock for clock in db.session.scalars(query)}


def ended(referral):
    query = select(Clock).where(
        Clock.subject == referral.ref, Clock.state != "running", Clock.rule.startswith("HR-")
    )
    return [(clock.rule, clock.state) for clock in db.session.scalars(query.order_by(Clock.id))]


def test_each_step_ends_what_it_answers_and_begins_what_is_owed_next(send, cast):
    referral = send()
    assert set(running(referral)) == {"HR-SIGN", "HR-DECIDE"}
    take(referral, "sign_for", actor=cast.fang)
    assert set(running(referral)) == {"HR-DECIDE"}
    take(referral, "accept", actor=cast.fang)
    first = running(referral)["HR-PROGRESS"].id
    take(referral, "report_progress", actor=cast.fang, facts=FACTS["report_progress"])
    assert running(referral)["HR-PROGRESS"].id != first
    take(referral, "answer", actor=cast.fang, facts=FACTS["answer"])
    confirm = running(referral)
    assert set(confirm) == {"HR-CONFIRM"}
    assert confirm["HR-CONFIRM"].agency_id == cast.mei.agency_id
    take(referral, "acknowledge", actor=cast.mei)
    assert running(referral) == {}
    assert {state for _rule, state in ended(referral)} == {"met"}


@pytest.mark.parametrize(
    ("urgency", "sign", "decide"),
    [
        ("very_urgent", "2026-11-02T10:00", "2026-11-02T11:00"),
        ("urgent", "2026-11-02T13:00", "2026-11-03T09:00"),
        ("slight", "2026-11-03", "2026-11-05"),
        ("not_urgent", "2026-11-04", "2026-11-09"),
    ],
)
def test_the_more_urgent_the_sooner(send, urgency, sign, decide):
    with time_machine.travel(MONDAY, tick=False):
        found = running(send(urgency=urgency))
    local = {
        rule: datetime.fromisoformat(clock.conservative).astimezone(SHANGHAI).isoformat()[:16]
        if len(clock.conservative) > 10
        else clock.conservative
        for rule, clock in found.items()
    }
    assert local == {"HR-SIGN": sign, "HR-DECIDE": decide}


def test_it_is_said_that_they_are_no_law(app):
    law = app.extensions["law"]
    for rule in ("HR-SIGN", "HR-DECIDE", "HR-PROGRESS", "HR-ANSWER", "HR-CONFIRM"):
        assert "不是法律规定" in law.rule(rule).source
        assert "本站工作要求" in clocks.label_of(rule)


def test_what_the_receiver_lets_pass_comes_to_the_sender_then_to_the_supervisor(app, send, cast):
    with time_machine.travel(MONDAY, tick=False):
        referral = send(urgency="urgent")
        take(referral.case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    link = f"/referrals/{referral.ref}"
    told = {}
    for hours in (5, 7):
        db.session.rollback()
        with time_machine.travel(MONDAY + timedelta(hours=hours), tick=False):
            worker.run_once(app)
        db.session.expire_all()
        tasks = db.session.scalars(select(Task).where(Task.rule == "HR-SIGN", Task.done_at.is_(None)))
        told[hours] = {(task.user_id, task.link) for task in tasks}
    assert told[5] == {(cast.mei.id, link)}
    assert told[7] == {(cast.mei.id, link), (cast.song.id, link)}


def test_a_late_receiver_has_it_on_its_own_list(send, cast):
    with time_machine.travel(MONDAY, tick=False):
        referral = send(urgency="very_urgent")
        take(referral, "accept", actor=cast.fang, facts={"assignee": cast.gu.id})
    listed = {}
    for hours in (23, 25):
        with time_machine.travel(MONDAY + timedelta(hours=hours), tick=False):
            listed[hours] = [row["what"] for row in received_rows(cast.fang)]
    assert listed[23] == []
    assert ["请反馈进展" in what for what in listed[25]] == [True]
    with time_machine.travel(MONDAY + timedelta(hours=26), tick=False):
        take(referral, "report_progress", actor=cast.fang, facts=FACTS["report_progress"])
        assert received_rows(cast.fang) == []


def test_what_she_was_asked_already_stands_on_the_slip(new_case, cast):
    case = new_case(actor=cast.mei)
    told = slip(case, cast.agency("legal_aid"), data_kinds=["identity", "narrative", "wishes", "asked"])
    referral = refer(case, told, actor=cast.mei)
    summary = referral_slip(case, referral.ref, cast.mei)["summary"]
    assert "离婚后对方不付抚养费" in summary
    assert "要求按月支付抚养费" in summary
    assert "危险三问，请不要重复询问" in summary


def test_an_answer_that_nobody_confirms_is_the_senders_own_delay(app, send, cast):
    with time_machine.travel(MONDAY, tick=False):
        referral = send(urgency="very_urgent")
        take(referral, "accept", actor=cast.fang)
        take(referral, "answer", actor=cast.fang, facts=FACTS["answer"])
    with time_machine.travel(MONDAY + timedelta(hours=25), tick=False):
        take(referral, "acknowledge", actor=cast.mei)
    assert ("HR-CONFIRM", "missed") in ended(referral)


def test_a_return_lands_on_the_list_of_the_sender_with_its_reason(send, cast):
    referral = send()
    take(referral, "send_back", actor=cast.fang, facts={"reason": "not_area", "note": "李家庄"})
    task = db.session.scalars(select(Task).where(Task.kind == "arrange")).one()
    assert "不属本辖区" in task.text
    assert "李家庄" not in task.text


def test_the_last_day_passed_the_sender_is_told_once(app, send, cast):
    referral = send(expires_on=today())
    for _look in range(2):
        db.session.rollback()
        with time_machine.travel(now() + timedelta(days=2), tick=False):
            worker.run_once(app)
    db.session.expire_all()
    tasks = db.session.scalars(select(Task).where(Task.kind == "referral_sent", Task.done_at.is_(None))).all()
    assert [(task.user_id, task.link) for task in tasks] == [(cast.mei.id, f"/referrals/{referral.ref}")]
    take(referral, "recall", actor=cast.mei, facts=FACTS["recall"])
    assert tasks[0].done_at is not None


def test_a_way_round_is_shown_and_each_knows_its_neighbours_alone(send, new_case, cast, sign_in):
    referral = send()
    take(referral, "send_back", actor=cast.fang, facts=FACTS["send_back"])
    case = referral.case
    refer(case, slip(case, cast.agency("police"), stage="protection"), actor=cast.mei)
    browser = sign_in(cast.mei)
    told = slip(case, cast.agency("legal_aid"))
    page = browser.post(f"/cases/{case.ref}/refer?stage=legal_aid", data={**told, "key": "k"}).text
    assert "已经退回" in page
    assert [one["to"] for one in route(case, cast.mei)] == [
        "青山区法律援助中心",
        "青山公安分局城南派出所",
    ]
    assert [one["to"] for one in route(case, cast.fang)] == ["青山区法律援助中心"]
    assert "转介经过" in browser.get(f"/cases/{case.ref}").text
