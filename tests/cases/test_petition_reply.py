"""XF-34, XF-35: a petition is answered in writing, with the thirty days for a review on the paper."""

import pytest

from mediation.cases.papers import issue
from mediation.dossiers.contents import lines_of
from mediation.workflow.engine import take
from tests.conftest import referred
from tests.guards.conftest import accepted, barred, told


def test_a_petition_is_not_answered_before_the_paper_is_printed(new_case, cast):
    case = new_case(actor=cast.mei, petition_received_on="2026-11-02")
    accepted(case, cast.mei)
    with barred("先打印《信访答复意见书》", "XF-34", "XF-35"):
        told(case, cast.mei, "petition_answer", way="signed", petition_replied_on="2026-11-26")
    reply = {"reply": "已经恢复登记。", "way": "in_person", "petition_replied_on": "2026-11-26"}
    stage = next(stage for stage in case.stages if stage.workflow == "help_request")
    with barred("先打印《信访答复意见书》", "XF-35"):
        take(stage, "answer", actor=cast.mei, facts=reply)
    issue(case, "petition_reply", "", actor=cast.mei)
    (line,) = (line for line in lines_of(case) if line.wanted.label == "信访答复意见书")
    assert not line.there, "a print is no delivery"
    with barred("书面送达", "XF-35"):
        told(case, cast.mei, "petition_answer", way="spoken", petition_replied_on="2026-11-26")
    told(case, cast.mei, "petition_answer", way="signed", petition_replied_on="2026-11-26")
    (line,) = (line for line in lines_of(case) if line.wanted.label == "信访答复意见书")
    assert line.there


@pytest.mark.parametrize("rule", ["PI-PSY"])
def test_the_consent_to_counselling_is_printable_before_it_is_given(new_case, cast, sign_in, rule):
    case = new_case(actor=cast.mei)
    stage = referred(case, "counselling", to="social")
    assert stage.state == "offered"
    page = sign_in(cast.an).get(f"/cases/{case.ref}").text
    assert f"/papers/counselling_consent?about={stage.ref}" in page
    assert issue(case, "counselling_consent", stage.ref, actor=cast.an)
