"""What is wrong with a committee stands on its page and in 今日工作; the term of the member is that of the mediator."""

from datetime import timedelta

import pytest

from mediation.db import atomic, db, today
from mediation.disputes.rules import mediator_in_term
from mediation.people.directory import end_place, save_person
from mediation.people.models import AgencyPerson
from tests.conftest import referred


@pytest.fixture
def seat(cast):
    """Give somebody a place in the committee."""

    def give(**given):
        usual = {"name": "马秀兰", "sex": "2", "since": today(), "until": today() + timedelta(days=365)}
        part = given.pop("part", "member")
        return save_person(cast.agency("committee"), part, {**usual, **given}, actor=cast.boss)

    return give


def rows(cast, sign_in):
    return sign_in(cast.song).get("/").text


def test_a_committee_of_two_is_told_to_the_supervisor_and_on_its_page(cast, sign_in, seat):
    assert "调委会组成" not in rows(cast, sign_in)
    seat(chairs=True)
    seat(name="石磊", sex="1")
    assert "调委会组成：在任委员2人，应当是3至9人" in rows(cast, sign_in)
    page = sign_in(cast.mei).get(f"/agencies/{cast.agency('committee').ref}").text
    assert "在任委员2人" in page
    assert "/law/PM-08" in page


def test_a_committee_in_order_is_not_told_until_a_term_ends_within_sixty_days(cast, sign_in, seat):
    for number in range(3):
        seat(name=f"委员{number}", chairs=number == 0)
    assert "调委会组成" not in rows(cast, sign_in)
    seat(name="郝建国", until=today() + timedelta(days=60))
    assert "郝建国的任期" in rows(cast, sign_in)


def test_another_district_is_not_told(cast, sign_in, seat):
    with atomic():
        cast.agency("committee").district = "990102"
    seat()
    assert "调委会组成" not in rows(cast, sign_in)


def test_nobody_but_the_supervisor_is_told(cast, sign_in, seat):
    seat()
    assert "调委会组成" not in sign_in(cast.mei).get("/").text


def test_the_term_in_the_committee_decides_who_mediates(cast, new_case, seat):
    stage = referred(new_case(), "mediation", to="committee", assignee=cast.tao)
    assert mediator_in_term(stage, cast.tao) is None
    yesterday = today() - timedelta(days=1)
    place = seat(user_id=cast.tao.id, name="", since=yesterday - timedelta(days=30), until=yesterday)
    assert "聘任已经到期" in mediator_in_term(stage, cast.tao)
    appointed = seat(part="appointee", user_id=cast.tao.id, name="")
    assert mediator_in_term(stage, cast.tao) is None
    end_place(appointed, actor=cast.boss)
    end_place(db.session.get(AgencyPerson, place.id), actor=cast.boss)
    assert "聘任已经到期" in mediator_in_term(stage, cast.tao)


def test_a_place_elsewhere_makes_no_mediator_here(cast, new_case, seat):
    stage = referred(new_case(), "mediation", to="committee", assignee=cast.tao)
    with atomic():
        cast.tao.appointed_until = today() - timedelta(days=1)
    assert "聘任已经到期" in mediator_in_term(stage, cast.tao)


def test_the_page_of_the_keeper_asks_for_the_term_and_shows_it(cast, sign_in):
    client, ref = sign_in(cast.boss), cast.agency("committee").ref
    assert "任期结束" in client.get(f"/admin/agencies/{ref}/people/member").text
    assert "任期结束" not in client.get(f"/admin/agencies/{ref}/people/liaison").text
    told = {"name": "马秀兰", "sex": "2", "chairs": "y", "since": "2026-01-01", "until": "2028-12-31"}
    assert client.post(f"/admin/agencies/{ref}/people/member", data=told).status_code == 302
    page = client.get(f"/agencies/{ref}").text
    assert "2026-01-01 至 2028-12-31" in page
    assert "主任" in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "请选择账号，或者写明姓名"),
        ({"name": "马秀兰", "since": "2026-01-02", "until": "2026-01-01"}, "不能早于开始"),
    ],
)
def test_what_is_wrong_with_a_place_stands_at_its_field(cast, sign_in, told, said):
    path = f"/admin/agencies/{cast.agency('committee').ref}/people/member"
    answer = sign_in(cast.boss).post(path, data=told)
    assert answer.status_code == 422
    assert said in answer.text


def test_nobody_is_in_the_list_twice(cast, seat, sign_in):
    seat(user_id=cast.tao.id, name="")
    path = f"/admin/agencies/{cast.agency('committee').ref}/people/member"
    assert "已经在名单上" in sign_in(cast.boss).post(path, data={"user_id": cast.tao.id}).text
