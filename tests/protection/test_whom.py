"""With several on a side it is said whom the order protects, against whom it goes, who was warned; the paper names those."""

import re

import pytest

from mediation.protection.papers import protection_order_application
from mediation.web.forms import FORMS
from mediation.workflow.engine import take
from tests.conftest import A_REQUEST, stage_of
from tests.protection.conftest import DRAFT, VIOLENT

HERS = [*A_REQUEST["applicants"], {"name": "王梅", "sex": "2", "relation": "前妻妹"}]
HIS = [*A_REQUEST["respondents"], {"name": "李勇", "sex": "1", "relation": "前夫之弟"}]


@pytest.fixture
def several(new_case, cast):
    case = new_case(
        actor=cast.mei, **{"received_on": "2026-03-01", **VIOLENT}, applicants=HERS, respondents=HIS
    )
    take(case, "open_protection", actor=cast.mei, facts={"reason": "有人身危险"})
    return case


def _id(case, name):
    return next(party.id for party in case.parties if party.person.name == name)


def test_the_application_names_those_whom_it_is_for_and_against(several, cast):
    stage = stage_of(several, "protection")
    every = protection_order_application(several, stage.ref, cast.mei)
    assert [one["name"] for one in every["respondents"]] == ["李强", "李勇"]
    whom = {"for_whom": [_id(several, "王梅")], "against": [_id(several, "李勇")]}
    take(stage, "prepare_order", actor=cast.mei, facts={**DRAFT, **whom})
    paper = protection_order_application(several, stage.ref, cast.mei)
    assert [one["name"] for one in paper["applicants"]] == ["王梅"]
    assert [one["name"] for one in paper["respondents"]] == ["李勇"]


def test_who_was_warned_and_when_stand_in_the_table(several, cast, sign_in):
    stage = stage_of(several, "protection")
    told = {"station": "城南派出所", "made_on": "2026-03-06", "warned": [_id(several, "李勇")]}
    take(stage, "register_warning", actor=cast.mei, facts=told)
    page = sign_in(cast.mei).get(f"/cases/{several.ref}").text
    table = page[page.index("<h3>告诫书</h3>") :]
    row = re.sub(r"<[^>]+>", " ", table[: table.index("</table>")])
    assert "李勇" in row
    assert "李强" not in row
    assert "2026年3月6日" in row


def test_of_one_on_each_side_nobody_is_asked(app):
    two = {"applicants": [(1, "甲"), (2, "乙")], "respondents": [(3, "丙"), (4, "丁")]}
    for name, asked in (
        ("warning", {"warned"}),
        ("order_draft", {"for_whom", "against"}),
        ("order_made", {"for_whom"}),
    ):
        with app.test_request_context("/", method="POST", data={}):
            alone, several = FORMS[name](), FORMS[name]()
            alone.offer_choices(lambda word: two.get(word, [])[:1])
            several.offer_choices(lambda word: two.get(word, []))
            several.validate()
            assert not asked & set(alone.data)
            assert asked <= set(several.errors)
