"""A partner knows a case by the slip that brought it: no register number, no category, no lead stage."""

import re

import pytest

from mediation.cases.page import identity
from mediation.cases.queries import list_cases
from mediation.intake.queries import case_numbered
from mediation.workflow.engine import take
from tests.conftest import stage_of


@pytest.fixture
def counselled(send, new_case, cast):
    """A case about violence in which An counsels, referred to her agency."""
    case = new_case(category_kind="家庭暴力", told_protection_order=True, told_legal_aid=True)
    referral = send(case, to="social", stage="counselling")
    take(referral, "accept", actor=cast.xu, facts={"assignee": cast.an.id})
    return referral


def pages_of(referral):
    case = referral.case
    stage = f"/cases/{case.ref}/{stage_of(case, 'counselling').ref}"
    return [
        "/",
        "/cases",
        f"/cases/{case.ref}",
        f"{stage}/consent",
        "/referrals",
        f"/referrals/{referral.ref}",
    ]


def test_no_page_of_a_partner_shows_the_register_number_or_what_it_is_about(counselled, cast, sign_in):
    client = sign_in(cast.an)
    for path in pages_of(counselled):
        page = client.get(path)
        assert page.status_code == 200, path
        assert counselled.case.register_number not in page.text, path
        # The names of laws tell nothing of the case.
        said = re.sub(r'<span class="articles">.*?</span>', "", page.text)
        assert "家庭暴力" not in said, path


def test_the_partner_reads_the_number_of_the_slip_and_the_own_stage(counselled, cast):
    bar = identity(counselled.case, actor=cast.an)
    assert (bar["number"], bar["kind"], bar["stage"]) == (counselled.slip_number, "心理辅导", "心理辅导")
    assert bar["contact"].startswith("只用电话"), "the rule of safe contact binds everybody"


def test_those_who_own_the_case_read_its_number(counselled, cast, sign_in):
    bar = identity(counselled.case, actor=cast.song)
    assert (bar["number"], bar["kind"], bar["stage"]) == (
        counselled.case.register_number, "家庭暴力", "维权求助",
    )  # fmt: skip
    assert counselled.case.register_number in sign_in(cast.song).get("/cases").text


def test_searching_does_not_tell_a_partner_the_number(counselled, cast):
    number = f"{counselled.case.number:04d}"
    assert list_cases(actor=cast.song, text=number)
    assert not list_cases(actor=cast.an, text=number)
    assert case_numbered(counselled.case.register_number, actor=cast.song)
    assert case_numbered(counselled.case.register_number, actor=cast.an) is None


def test_filtering_does_not_tell_a_partner_where_the_case_stands(counselled, cast):
    assert list_cases(actor=cast.song, state="help_request")
    assert not list_cases(actor=cast.an, state="help_request")
    assert list_cases(actor=cast.an, state="counselling"), "their own stage"
    assert not list_cases(actor=cast.song, state="counselling")
