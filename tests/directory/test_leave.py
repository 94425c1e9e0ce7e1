"""Nobody on leave holds up what came to an agency: the substitute, the trade or the supervisor has it."""

from datetime import timedelta

import pytest

from mediation.cases.access import may_open, sees_stage
from mediation.cases.tasks import add_task
from mediation.cases.today import rows_for
from mediation.db import atomic, db, today
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.people.directory import drop_absence, plan_absence, plan_duty, save_person
from mediation.people.kinds import VOLUNTEER
from mediation.people.models import User
from mediation.people.roles import phrases_of
from mediation.referrals.desk import people_at, takes_in
from mediation.referrals.queries import find_referral, received
from mediation.referrals.sending import refer
from mediation.referrals.today import received_rows
from mediation.workflow.engine import take
from tests.conftest import slip


@pytest.fixture
def away(cast):
    """Somebody is away from today to tomorrow."""

    def go(user, substitute=None):
        return plan_absence(user, today(), today() + timedelta(days=1), substitute, actor=cast.boss)

    return go


@pytest.fixture
def colleague(cast):
    """One more worker of an agency."""

    def hire(role, agency):
        with atomic() as session:
            user = User(login=f"new-{role}", name="新同事", role=role, agency=cast.agency(agency))
            session.add(user)
        return user

    return hire


def doors(referral, user):
    """Whether the slip, the list and the desk open; they must agree."""
    try:
        slip_opens = find_referral(referral.ref, actor=user) is not None
    except Missing:
        slip_opens = False
    found = {slip_opens, referral in received(actor=user), takes_in(referral, user)}
    assert len(found) == 1, found
    return found.pop()


def test_the_substitute_keeps_the_desk_of_whoever_is_away_and_no_longer(cast, new_case, away, colleague):
    clerk = colleague("volunteer", "court")
    case = new_case()
    referral = refer(case, slip(case, cast.agency("court"), stage="protection"), actor=cast.mei)
    assert not doors(referral, clerk)
    absence = away(cast.pei, clerk)
    assert doors(referral, clerk)
    assert received_rows(clerk)
    assert clerk in people_at(referral)
    take(referral, "sign_for", actor=clerk)
    drop_absence(absence, actor=cast.boss)
    assert not doors(referral, clerk)


def test_without_a_substitute_whoever_is_at_work_takes_it_in(cast, new_case, away, colleague):
    clerk = colleague("volunteer", "court")
    case = new_case()
    referral = refer(case, slip(case, cast.agency("court"), stage="protection"), actor=cast.mei)
    away(cast.pei)
    assert doors(referral, clerk)


def test_what_a_person_on_leave_has_in_hand_is_the_substitutes_or_waits_for_the_trade(
    cast, new_case, away, colleague
):
    lawyer = colleague("lawyer", "legal_aid")
    case = new_case()
    referral = refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    take(referral, "sign_for", actor=cast.fang)
    take(referral, "accept", actor=cast.fang, facts={"assignee": cast.gu.id})
    assert not doors(referral, lawyer)
    absence = away(cast.gu)
    assert doors(referral, lawyer)
    assert doors(referral, cast.gu)
    drop_absence(absence, actor=cast.boss)
    assert not doors(referral, lawyer)
    stage = referral.stage
    assert not may_open(case, actor=lawyer)
    away(cast.gu, lawyer)
    assert doors(referral, lawyer)
    # The work itself too, not the slip alone: by the name of the trade, for the assigned one stays who is assigned.
    assert may_open(case, actor=lawyer)
    assert sees_stage(lawyer, stage)
    assert "lawyer in charge" in phrases_of(lawyer, stage)
    assert "the assigned lawyer" not in phrases_of(lawyer, stage)


def test_a_substitute_who_is_away_too_stands_in_for_nobody(cast, new_case, away, colleague):
    lawyer, other = colleague("lawyer", "legal_aid"), colleague("volunteer", "legal_aid")
    case = new_case()
    referral = refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    take(referral, "sign_for", actor=cast.fang)
    take(referral, "accept", actor=cast.fang, facts={"assignee": cast.gu.id})
    away(cast.gu, other)
    away(other)
    assert doors(referral, lawyer)


def test_the_tasks_of_whoever_is_away_are_the_substitutes_else_the_supervisors(cast, new_case, away):
    case = new_case()
    with atomic():
        add_task(case, "call", "回电话", user_id=cast.mei.id)
    assert "回电话" in {row["what"] for row in rows_for(cast.mei)}
    told = "（经办人请假）"
    assert not any(told in row["what"] for row in [*rows_for(cast.song), *rows_for(cast.lin)])
    absence = away(cast.mei)
    mine = {row["what"] for row in rows_for(cast.song) if told in row["what"]}
    assert mine == {f"回电话{told}"}
    drop_absence(absence, actor=cast.boss)
    away(cast.mei, cast.lin)
    assert not any(told in row["what"] for row in rows_for(cast.song))
    assert {row["what"] for row in rows_for(cast.lin) if told in row["what"]} == mine


def test_only_planners_of_the_agency_and_the_keeper_say_who_is_away(cast):
    for actor in (cast.mei, cast.pei, cast.eye):
        with pytest.raises(Forbidden):
            plan_absence(cast.mei, today(), today(), None, actor=actor)
    plan_absence(cast.mei, today(), today(), None, actor=cast.song)


@pytest.mark.parametrize("who", ["mei", "tao", "boss", "eye"])
def test_nobody_stands_in_for_oneself_from_elsewhere_or_without_reading_cases(cast, who):
    with pytest.raises(Incomplete):
        plan_absence(cast.mei, today(), today(), getattr(cast, who), actor=cast.song)


def test_nobody_is_away_twice_at_once(cast, away):
    away(cast.mei)
    with pytest.raises(Incomplete, match="已经登记过请假"):
        away(cast.mei)


def test_the_pages_of_planning(cast, sign_in):
    client, ref = sign_in(cast.song), cast.agency("federation").ref
    day = today().isoformat()
    told = {"user": cast.mei.id, "since": day, "until": day, "substitute": cast.lin.id}
    assert client.post(f"/agencies/{ref}/absences/new", data=told).status_code == 302
    page = client.get(f"/agencies/{ref}").text
    assert "代班人 林秀英" in page
    assert client.post(f"/agencies/{ref}/absences/new", data=told).status_code == 422
    elsewhere = cast.agency("court").ref
    for path in (f"/agencies/{elsewhere}/absences/new", f"/agencies/{elsewhere}/duty/new"):
        assert client.get(path).status_code == 404


def test_a_roster_is_planned_by_days_of_the_week_and_a_day_can_be_taken_back(cast, sign_in):
    federation = cast.agency("federation")
    person = save_person(federation, "on_duty", {"user_id": cast.lin.id}, actor=cast.boss)
    client, first = sign_in(cast.song), today()
    told = {"person": person.id, "first": first.isoformat(), "last": (first + timedelta(days=6)).isoformat()}
    told |= {"weekdays": [first.weekday()], "hours": "9:00-17:00"}
    answer = client.post(f"/agencies/{federation.ref}/duty/new", data=told, follow_redirects=True)
    assert "已排班1天" in answer.text
    assert "<span>林秀英</span><span>9:00-17:00</span>" in answer.text
    drop = answer.text.partition("/duty/")[2].partition("/drop")[0]
    assert "已取消这一班" in client.post(f"/duty/{drop}/drop", follow_redirects=True).text
    assert (
        "已排班1天"
        in client.post(f"/agencies/{federation.ref}/duty/new", data=told, follow_redirects=True).text
    )
    long = {**told, "last": (first + timedelta(days=100)).isoformat()}
    assert "最多排三个月" in client.post(f"/agencies/{federation.ref}/duty/new", data=long).text


def test_a_volunteer_is_shown_inside_the_agency_alone(cast, sign_in):
    federation = cast.agency("federation")
    person = save_person(
        federation, VOLUNTEER, {"name": "钱小敏", "training": "反家暴培训16学时"}, actor=cast.boss
    )
    plan_duty(person, today(), today(), (), "", actor=cast.song)
    path = f"/agencies/{federation.ref}"
    assert "钱小敏" in sign_in(cast.mei).get(path).text
    assert "反家暴培训16学时" in sign_in(cast.boss).get(path).text
    assert "钱小敏" not in sign_in(cast.pei).get(path).text
    assert db.session.get(type(person), person.id).called == "钱小敏"


def test_colleagues_read_who_is_away_today_and_nobody_elsewhere_does(cast, sign_in, away):
    away(cast.mei, cast.lin)
    path = f"/agencies/{cast.agency('federation').ref}"
    assert "代班人 林秀英" in sign_in(cast.ye).get(path).text
    assert "代班人 林秀英" not in sign_in(cast.pei).get(path).text
