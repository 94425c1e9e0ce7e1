"""办理经过: a letter tells an office what passed with it, and nothing of what went to others."""

import pytest

from mediation.cases.letters import supervision_opinion
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.conftest import slip

URGED = {"found_facts": "求助后没有答复。", "opinion": "请依法处理。", "next_on": "2027-01-05"}


@pytest.fixture
def case(new_case, cast):
    return new_case(actor=cast.mei)


def told(case, cast):
    return [line["what"] for line in supervision_opinion(case, "", cast.mei)["passed"]]


def supervise(case, cast, addressee):
    take(case, "supervise", actor=cast.mei, facts={**URGED, "addressee": addressee})


def test_the_annex_begins_with_the_request(case, cast):
    supervise(case, cast, "青山区某某局")
    assert told(case, cast) == ["接到当事人求助"]


def test_what_passed_with_the_office_is_told_by_day_and_step_alone(case, cast):
    referral = refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    take(referral, "urge", actor=cast.mei, facts={"note": "请尽快。"})
    supervise(case, cast, cast.agency("legal_aid").name)
    assert told(case, cast) == ["接到当事人求助", "向你单位转介", "转介：催办"]


def test_what_went_to_others_is_not(case, cast):
    refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    supervise(case, cast, "青山区民政局")
    supervise(case, cast, "青山区某某局")
    assert told(case, cast) == ["接到当事人求助"]


def test_a_second_letter_tells_of_the_first(case, cast):
    supervise(case, cast, "青山区某某局")
    supervise(case, cast, "青山区某某局")
    assert told(case, cast) == ["接到当事人求助", "向你单位提出督促处理意见"]


def test_no_word_that_was_typed_and_no_name_stands_in_it(case, cast):
    referral = refer(case, slip(case, cast.agency("legal_aid"), note="王芳住得很远"), actor=cast.mei)
    take(referral, "urge", actor=cast.mei, facts={"note": "王芳等不了。"})
    supervise(case, cast, cast.agency("legal_aid").name)
    assert "王芳" not in str(supervision_opinion(case, "", cast.mei)["passed"])
