"""The station finds what came by the public pages, danger first, and makes it a case with one button."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.audit.models import ReadEntry
from mediation.audit.verify import verify_all
from mediation.cases.models import Case
from mediation.cases.today import rows_for
from mediation.db import SHANGHAI, db, now
from mediation.errors import Incomplete, Missing
from mediation.intake.models import PortalRequest
from mediation.people.models import User
from mediation.portal import desk
from mediation.portal.queries import find_request
from mediation.workflow.engine import take
from mediation.workflow.models import Clock
from tests.conftest import Cast
from tests.portal.conftest import NUMBER, STORY, Her

Newest = Callable[[], PortalRequest]
TAKEN_ON = {"category_class": "婚姻家庭权益", "category_kind": ""}
SignIn = Callable[[User], FlaskClient]


def test_what_waits_stands_in_todays_work_danger_first_with_one_button(
    her: Her, another: Her, cast: Cast
) -> None:
    her.sends()
    another.sends(q_hurt="yes")
    rows = [row for row in rows_for(cast.lin) if row["stage"] == "网上求助"]
    assert [row["danger"] for row in rows] == ["high", ""]
    assert {row["verb"] for row in rows} == {"登记为求助"}
    for stranger in (cast.qiu, cast.tao, cast.rao, cast.boss):
        assert not [row for row in rows_for(stranger) if row["stage"] == "网上求助"]


def test_a_flood_hides_no_other_work(her: Her, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "TEN", 1)
    for danger in ("no", "yes", "yes"):
        her.sends(q_hurt=danger)
    rows = [row for row in rows_for(cast.lin) if row["stage"] == "网上求助"]
    assert [(row["danger"], row["url"].endswith("/take_on")) for row in rows] == [
        ("high", True),
        ("high", False),
    ]
    assert rows[1]["url"] == "/requests"


@pytest.mark.parametrize("who", ["qiu", "tao", "rao", "boss", "eye"])
def test_for_everybody_else_there_is_no_such_request(
    her: Her, newest: Newest, cast: Cast, sign_in: SignIn, who: str
) -> None:
    her.sends()
    with pytest.raises(Missing):
        find_request(newest().ref, actor=getattr(cast, who))
    answer = sign_in(getattr(cast, who)).get(f"/requests/{newest().ref}")
    assert answer.status_code == 404


def test_reading_a_request_is_logged(her: Her, newest: Newest, cast: Cast, sign_in: SignIn) -> None:
    her.sends()
    ref = newest().ref
    assert STORY in sign_in(cast.lin).get(f"/requests/{ref}").text
    entry = db.session.scalars(select(ReadEntry).where(ReadEntry.subject == ref)).one()
    assert (entry.kind, entry.actor) == ("portal_request", cast.lin.ref)


def test_it_becomes_a_case_with_what_she_wrote_and_the_limits_of_the_minute_of_receipt(
    her: Her, newest: Newest, cast: Cast, sign_in: SignIn
) -> None:
    her.sends(contact=True, name="王小花", q_violence="yes")
    request = newest()
    received = request.received_at
    with time_machine.travel(now() + timedelta(days=2)):
        lin = sign_in(cast.lin)
        told = {**TAKEN_ON, "seen": request.version, "key": "k"}
        answer = lin.post(f"/requests/{request.ref}/take_on", data=told, follow_redirects=True)
    assert answer.status_code == 200
    db.session.refresh(request)
    case = request.case
    assert case
    assert (case.channel, case.summary, case.violence, case.level) == ("online", STORY, True, 2)
    assert case.received_on == received.astimezone(SHANGHAI).date().isoformat()
    person = case.parties[0].person
    assert person.name == "王小花"
    assert person.safe_contact
    assert person.safe_contact.number == NUMBER
    clock = db.session.scalars(select(Clock).where(Clock.chain == case.ref, Clock.rule == "XF-23")).one()
    assert clock.started.startswith(case.received_on)
    db.session.rollback()
    assert verify_all().findings == []


def test_pressed_twice_it_is_one_case(her: Her, newest: Newest, cast: Cast, sign_in: SignIn) -> None:
    her.sends()
    lin, told = sign_in(cast.lin), {**TAKEN_ON, "seen": newest().version, "key": "k"}
    for _press in range(2):
        lin.post(f"/requests/{newest().ref}/take_on", data=told)
    assert len(db.session.scalars(select(Case)).all()) == 1


def test_whoever_came_before_is_found_by_name_and_taken_as_the_same_person(
    her: Her, newest: Newest, cast: Cast, new_case: Callable[..., Case], sign_in: SignIn
) -> None:
    before = new_case(actor=cast.lin).parties[0].person
    her.sends(name="王芳")
    lin, path = sign_in(cast.lin), f"/requests/{newest().ref}/take_on"
    assert before.ref in lin.get(path).text
    lin.post(path, data={**TAKEN_ON, "person": before.ref, "seen": newest().version, "key": "k"})
    case = newest().case
    assert case
    assert case.parties[0].person_id == before.id


def test_no_contact_is_a_whole_answer_in_the_case(her: Her, newest: Newest, cast: Cast) -> None:
    her.sends()
    take(newest(), "take_on", actor=cast.lin, facts=TAKEN_ON)
    case = newest().case
    assert case
    contact = case.parties[0].person.safe_contact
    assert contact
    assert not contact.allowed
    assert case.parties[0].person.called == "匿名"


def test_nobody_who_tells_of_violence_is_set_aside(
    her: Her, another: Her, newest: Newest, cast: Cast
) -> None:
    her.sends(q_violence="yes")
    with pytest.raises(Incomplete, match="要登记"):
        take(newest(), "set_aside", actor=cast.song, facts={"reason": "广告"})
    code = another.sends(story="推销保健品，请联系。")
    take(newest(), "set_aside", actor=cast.song, facts={"reason": "广告"})
    assert "没有另外登记" in another.looks(code)


def test_what_was_sent_before_word_for_word_may_be_set_aside_though_it_tells_of_violence(
    her: Her, newest: Newest, cast: Cast
) -> None:
    her.sends(q_violence="yes")
    first = newest()
    her.sends(q_violence="yes")
    take(newest(), "set_aside", actor=cast.song, facts={"reason": "同一段话交了两次。"})
    assert newest().state == "set_aside"
    with pytest.raises(Incomplete, match="要登记"):
        take(first, "set_aside", actor=cast.song, facts={"reason": "同一段话交了两次。"})
