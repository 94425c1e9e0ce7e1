"""A time is agreed on once; two people who must not meet do not; what a telephone is told is nothing but times."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from mediation.calendar import feeds
from mediation.cases.bookings import Room, bookings_of
from mediation.cases.papers import facts_of
from mediation.db import SHANGHAI, atomic, db, today
from mediation.errors import Incomplete, Missing
from mediation.portal.booked import next_booked
from tests.conftest import Cast
from tests.disputes.conftest import Table

Make = Callable[..., Table]


def at(hour: int, minute: int = 0) -> datetime:
    """An hour of the day in a week."""
    return datetime.combine(today() + timedelta(days=7), datetime.min.time(), SHANGHAI).replace(
        hour=hour, minute=minute
    )


def a_room(cast: Cast, name: str) -> Room:
    with atomic() as session:
        room = Room(agency_id=cast.agency("committee").id, name=name, waiting="二楼201", active=True)
        session.add(room)
    return room


def plan(t: Table, when: datetime, **more: Any) -> None:
    t.do("plan_session", **{"planned_at": when, "form": "joint", "minutes": 60, **more})


def test_a_room_and_a_worker_are_taken_once_and_a_new_date_gives_the_old_one_up(
    table: Make, cast: Cast
) -> None:
    t = table().accept().named()
    room, other = a_room(cast, "一室"), a_room(cast, "二室")
    plan(t, at(9), room=room.id)
    (first,) = bookings_of(t.case)
    assert (first.place, first.apart, first.ends_at) == ("一室", False, at(10))
    assert [guest.party_id for guest in first.guests] == [t.applicant.id, t.respondent.id]

    s = table(summary="另一件事。").accept()
    with pytest.raises(Incomplete, match="这个房间这段时间已有安排"):
        plan(s, at(9, 30), room=room.id)
    plan(s, at(9, 30), room=other.id)
    with pytest.raises(Incomplete, match="请从列表中选择房间"):
        plan(s, at(12), room=999)
    s.named()
    with pytest.raises(Incomplete, match="承办人这段时间已有安排"):
        plan(s, at(9, 15), place="社区")

    plan(t, at(14), room=room.id)
    (now_held,) = bookings_of(t.case)
    assert now_held.starts_at == at(14)
    assert first.dropped
    plan(s, at(9), room=room.id)


def test_an_unsafe_pair_comes_and_goes_at_different_times_and_each_is_told_of_its_own(
    table: Make, cast: Cast
) -> None:
    t = table().accept().named()
    t.asked_alone(t.applicant, afraid="yes")
    both = {"invited": [t.applicant.id, t.respondent.id], "form": "separate", "room": a_room(cast, "一室").id}
    plan(t, at(9), **both)
    (row,) = bookings_of(t.case)
    hers, his = row.guests
    assert row.apart
    assert (hers.arrives_at, his.arrives_at) == (at(9), at(9, 30))
    assert his.leaves_at - hers.leaves_at == timedelta(minutes=20)
    assert row.ends_at == his.leaves_at
    told = {guest.ref: facts_of(t.case, "session_notice", guest.ref, actor=cast.tao) for guest in row.guests}
    assert told[hers.ref]["arrives"].endswith("09:00")
    assert told[hers.ref]["waiting"] == "二楼201"
    assert told[his.ref]["arrives"].endswith("09:30")
    assert told[his.ref]["waiting"] is None
    assert "王芳" not in str(told[his.ref])
    with pytest.raises(Missing):
        facts_of(t.case, "session_notice", his.ref, actor=cast.an)

    t.asked_alone(t.applicant)
    t.asked_alone(t.respondent, afraid="yes")
    plan(t, at(9), **both)
    *_, row = bookings_of(t.case)
    assert [guest.arrives_at for guest in row.guests] == [at(9, 30), at(9)]
    assert next_booked(t.case, t.applicant).endswith("09:30")


def test_two_sessions_of_one_side_each_leave_time_between_them(table: Make, cast: Cast) -> None:
    t = table().accept().named()
    t.asked_alone(t.applicant, afraid="yes")
    plan(t, at(9), place="调委会", form="separate", invited=[t.applicant.id])
    with pytest.raises(Incomplete, match="不能在走廊遇上"):
        plan(t, at(10, 15), place="调委会", form="separate", invited=[t.respondent.id])
    plan(t, at(10, 15), place="网上", form="online", invited=[t.respondent.id])
    plan(t, at(10, 30), place="调委会", form="separate", invited=[t.respondent.id])
    assert len(bookings_of(t.case)) == 2


def test_the_feed_says_when_and_nothing_else_and_ends_at_once(table: Make, cast: Cast, app: Any) -> None:
    t = table().accept().named()
    plan(t, at(9), room=a_room(cast, "一室").id)
    token = feeds.open_feed(actor=cast.tao)
    answer = app.test_client().get(f"/calendar/feed/{token}.ics")
    assert answer.mimetype == "text/calendar"
    assert "no-store" in answer.headers["Cache-Control"]
    assert f"DTSTART:{at(9):%Y%m%d}T010000Z" in answer.text
    titles = {line for line in answer.text.split("\r\n") if line.startswith("SUMMARY")}
    assert titles == {"SUMMARY:工作安排"}
    (row,) = bookings_of(t.case)
    for word in ("王芳", "李强", "陶然", "一室", "调解", "妇", row.ref, t.case.ref, t.stage.ref, token):
        assert word not in answer.text
    newer = feeds.open_feed(actor=cast.tao)
    assert app.test_client().get(f"/calendar/feed/{token}.ics").status_code == 404
    with atomic():
        cast.tao.active = False
    with pytest.raises(Missing):
        feeds.calendar_of(newer)
    with atomic():
        cast.tao.active = True
    feeds.end_feed(actor=cast.tao)
    with pytest.raises(Missing):
        feeds.calendar_of(newer)


def test_colleagues_see_that_a_room_is_taken_and_only_who_may_open_the_case_is_led_to_it(
    table: Make, cast: Cast, sign_in: Callable[..., Any]
) -> None:
    t = table().accept().named()
    room = a_room(cast, "一室")
    plan(t, at(9), room=room.id)
    case, stage, week = t.case.ref, t.stage.ref, at(9).date().isoformat()
    page = sign_in(cast.tao).get(f"/calendar?week={week}").text
    assert "09:00—10:00" in page
    assert "一室 · 陶然" in page
    assert f"/cases/{case}" in page
    assert "王芳" not in page
    assert "一室 · 陶然" not in sign_in(cast.mei).get(f"/calendar?week={week}").text
    with atomic():
        cast.gu.agency_id = cast.agency("committee").id
    page = sign_in(cast.gu).get(f"/calendar?week={week}").text
    assert "一室 · 陶然" in page
    assert case not in page
    assert sign_in(cast.gu).get(f"/calendar?case={case}&stage={stage}").status_code == 404

    client = sign_in(cast.tao)
    page = client.get(f"/calendar?case={case}&stage={stage}&week={week}").text
    assert f"plan_session?at={week}T14:00&amp;room={room.id}" in page
    assert f"plan_session?at={week}T09:00" not in page
    assert "承办人有安排" in page
    form = client.get(f"/cases/{case}/{stage}/plan_session?at={week}T14:00&room={room.id}").text
    assert f'value="{week} 14:00"' in form
    assert f'<option selected value="{room.id}">' in form
    assert client.get(f"/cases/{case}/{stage}/plan_session?at=nonsense").status_code == 200


def test_whoever_plans_the_days_of_an_agency_keeps_its_rooms(cast: Cast, sign_in: Callable[..., Any]) -> None:
    client = sign_in(cast.song)
    assert sign_in(cast.mei).get("/calendar/rooms").status_code == 404
    assert "请写房间名称" in client.post("/calendar/rooms", data={"title": ""}).text
    client.post("/calendar/rooms", data={"title": "谈话室", "waiting": "二楼"})
    assert "已经有这个名字的房间" in client.post("/calendar/rooms", data={"title": "谈话室"}).text
    ref = db.session.query(Room).one().ref
    assert sign_in(cast.mei).post(f"/calendar/rooms/{ref}/close").status_code == 404
    client.post(f"/calendar/rooms/{ref}/close")
    assert not db.session.query(Room).one().active
    assert sign_in(cast.eye).get("/calendar").status_code == 404
    page = client.post("/calendar/feed", data={"what": "open"}).text
    assert "只显示这一次" in page
    assert "没有订阅地址" in client.post("/calendar/feed", data={"what": "end"}).text


def test_what_was_agreed_long_ago_takes_no_room_from_anybody(table: Make, cast: Cast) -> None:
    t = table().accept().named()
    room, past = a_room(cast, "一室"), at(9) - timedelta(days=9)
    plan(t, past, room=room.id)
    s = table(summary="另一件事。").accept().named()
    plan(s, past, room=room.id, late=True)
    assert len(bookings_of(s.case)) == 1
