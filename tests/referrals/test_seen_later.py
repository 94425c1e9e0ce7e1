"""Before she sends, the sender reads what the receiver will see: the package, and what comes along with the work."""

import re

import pytest

from mediation.cases.handed_over import danger_shown, shown_parties
from mediation.referrals.coming_along import WHOLE_CASE, seen_later
from tests.conftest import referred, slip
from tests.referrals.test_what_a_partner_sees import EVERYBODY, WHERE

KINDS = ["contact", "narrative"]


@pytest.mark.parametrize("workflow", WHERE)
def test_whom_the_receiver_will_know_of_is_named_before_and_nobody_else(new_case, cast, workflow):
    case = new_case(actor=cast.mei, category_kind="抚养", **EVERYBODY)
    agency, reader = WHERE[workflow]
    facts = slip(case, cast.agency(agency), stage=workflow, data_kinds=KINDS)
    told = seen_later(case, facts)
    referred(case, workflow, to=agency, data_kinds=KINDS)
    seen = shown_parties(case, actor=getattr(cast, reader))
    named = {line.partition("（")[0] for line in told if line.endswith("的姓名")}
    assert named == {party.person.called for party in seen}
    assert ("危险等级" in told) == danger_shown(case, actor=getattr(cast, reader))


def test_what_the_package_tells_is_not_said_twice(new_case, cast):
    case = new_case(actor=cast.mei, **EVERYBODY)
    kinds = ["identity", "other_side", "contact", "danger"]
    facts = slip(case, cast.agency("police"), stage="protection", data_kinds=kinds)
    assert sorted(seen_later(case, facts)) == sorted(["赵代理（代理人）的姓名", "李小宝（子女）的姓名"])


def test_the_preview_names_the_child_whom_the_court_will_see(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    facts = slip(case, cast.agency("court"), stage="protection", data_kinds=["identity", "contact"])
    page = sign_in(cast.mei).post(f"/cases/{case.ref}/refer", data={**facts, "key": "one"}).text
    box = page[page.index('id="later-title"') :].partition("</section>")[0]
    assert "李小宝（子女）的姓名" in re.sub(r"<[^>]+>", "", box)


def test_a_case_that_changes_hands_is_seen_whole(new_case, cast):
    case = new_case(actor=cast.mei)
    assert seen_later(case, {"kind": "transfer", "data_kinds": ["identity"]}) == [WHOLE_CASE]
