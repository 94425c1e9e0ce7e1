"""At a court and at the police the safety track says whose turn it is there, and what they alone do comes next."""

import re
from datetime import timedelta

import pytest

from mediation.cases.page import stage_blocks
from mediation.cases.today import rows_for
from mediation.errors import Forbidden
from mediation.protection.queries import order_under_way
from mediation.workflow.engine import take
from tests.conftest import RECEIVER, referred
from tests.protection.conftest import ACCEPTED, VIOLENT


def _big(stage, actor):
    (block,) = [one for one in stage_blocks(stage.case, actor=actor) if one["stage"] is stage]
    return [step["label"] for step in block["steps"] if step["primary"]], block["turn"]


@pytest.fixture
def at(new_case, cast):
    def go(agency):
        case = new_case(actor=cast.mei, **VIOLENT)
        return referred(case, "protection", to=agency)

    return go


def test_the_court_accepts_what_was_referred_to_it_and_makes_the_order(at, cast, sign_in):
    stage = at("court")
    assert _big(stage, cast.pei) == (["登记法院受理"], "本环节承办单位的联络员")
    (row,) = [row for row in rows_for(cast.pei) if row["stage_ref"] == stage.ref]
    assert row["verb"] == "登记法院受理"
    page = sign_in(cast.pei).get(f"/cases/{stage.case.ref}").text
    assert "权益干部" not in re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    take(stage, "accept_order", actor=cast.pei, facts=ACCEPTED)
    assert stage.state == "accepted"
    order = order_under_way(stage)
    assert (order.result, order.court) == ("accepted", "青山区人民法院")
    assert _big(stage, cast.pei)[0] == ["登记作出保护令"]


def test_the_police_warn_first_and_visit_afterwards(at, cast):
    stage = at("police")
    assert _big(stage, cast.ning) == (["登记告诫书"], "本环节承办单位的联络员")
    told = {"station": "城南派出所", "made_on": ACCEPTED["po_accepted_at"].date().isoformat()}
    take(stage, "register_warning", actor=cast.ning, facts=told)
    assert _big(stage, cast.ning)[0] == ["登记查访"]
    visited = (ACCEPTED["po_accepted_at"] + timedelta(days=3)).date().isoformat()
    take(stage, "record_police_visit", actor=cast.ning, facts={"warning_visited_on": visited, "by": "police"})
    assert _big(stage, cast.ning)[0] == ["登记查访"]


def test_social_workers_have_their_turn_at_their_own_agency(at, cast, monkeypatch):
    monkeypatch.setitem(RECEIVER, "social", "xu")
    assert _big(at("social"), cast.xu) == (["登记申请保护令"], "本环节承办单位的社工")


def test_at_the_federation_it_is_the_caseworkers_turn_and_nobody_skips_the_filing(stage, cast):
    assert _big(stage, cast.mei) == (["登记申请保护令"], "本环节承办单位的权益干部")
    with pytest.raises(Forbidden, match="人民法院"):
        take(stage, "accept_order", actor=cast.mei, facts=ACCEPTED)
