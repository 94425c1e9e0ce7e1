"""Whoever refers is told how the receiver is reached; an agency out of use is offered nowhere."""

import pytest

from mediation.db import atomic, today
from mediation.errors import Incomplete
from mediation.people.directory import plan_absence, save_person, switch_agency
from mediation.referrals.sending import refer
from tests.conftest import slip


@pytest.fixture
def form(cast, sign_in, new_case):
    """The page on which Mei refers legal aid."""
    case = new_case()
    client = sign_in(cast.mei)
    return lambda: client.get(f"/cases/{case.ref}/refer?stage=legal_aid").text


def row_of(page, name):
    """The line about NAME in the table below the form."""
    return page.partition("可以选的接收单位")[2].partition(f">{name}</th>")[2].partition("</tr>")[0]


def test_the_form_tells_hours_way_and_liaison_of_those_that_take_on_the_work(form, cast):
    with atomic():
        centre = cast.agency("legal_aid")
        centre.hours, centre.way_in, centre.phone = "每天 24小时", "paper", "0990-1"
    save_person(centre, "liaison", {"user_id": cast.fang.id, "phone": "0990-12348"}, actor=cast.boss)
    page = form()
    told = row_of(page, centre.name)
    for said in ("有人", "纸质转介单", "方正 0990-12348"):
        assert said in told
    assert f"{centre.name}（纸质转介单）" in page
    assert not row_of(page, cast.agency("court").name)


def test_a_liaison_officer_who_is_away_is_not_named(form, cast):
    centre = cast.agency("legal_aid")
    save_person(centre, "liaison", {"user_id": cast.fang.id}, actor=cast.boss)
    assert "方正" in row_of(form(), centre.name)
    plan_absence(cast.fang, today(), today(), None, actor=cast.boss)
    assert "方正" not in row_of(form(), centre.name)


def test_an_agency_out_of_use_is_not_offered_and_takes_nothing_in(form, cast, new_case):
    centre = cast.agency("legal_aid")
    assert centre.name in form()
    switch_agency(centre, False, actor=cast.boss)
    assert cast.agency("legal_aid").name not in form()
    case = new_case()
    with pytest.raises(Incomplete, match="没有这个接收单位"):
        refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
