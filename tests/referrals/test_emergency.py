"""A life goes before a notice: in an emergency it is sent at once, and what was not told is owed today; by name to each."""

import pytest

from mediation.cases.rules import legal_aid_told, protection_order_told
from mediation.cases.tasks import open_tasks
from mediation.db import today
from mediation.errors import Incomplete
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.conftest import A_REQUEST, slip

URGENT = {
    "stage": "protection",
    "ground": "emergency",
    "ground_text": "对方持刀在楼下，请立即到场。",
    "urgency": "very_urgent",
    "party": None,
    "answer": None,
    "way": None,
}
OWED = ("tell_protection_order", "tell_legal_aid")
TWO = [*A_REQUEST["applicants"], {"name": "王梅", "sex": "2", "relation": "前妻妹"}]


def _told(case, cast, party, *notices):
    take(case, "inform", actor=cast.mei, facts={"party": party.id, "notice": list(notices), "way": "spoken"})


def test_in_an_emergency_the_notices_are_owed_today_and_hold_nothing_up(new_case, cast):
    case = new_case(actor=cast.mei, q_violence="yes")
    referral = refer(case, slip(case, cast.agency("police"), **URGENT), actor=cast.mei)
    assert referral.state == "sent"
    owed = open_tasks(case, *OWED)
    assert {task.kind for task in owed} == set(OWED)
    assert all(task.due_on == today() and task.urgent for task in owed)
    assert all(task.link.startswith(f"/cases/{case.ref}/inform?notice=") for task in owed)
    _told(case, cast, case.parties[0], "protection_order", "legal_aid")
    assert not open_tasks(case, *OWED)


def test_on_any_other_ground_she_is_told_first(new_case, cast):
    case = new_case(actor=cast.mei, q_violence="yes")
    duty = {**URGENT, "ground": "legal_duty"}
    with pytest.raises(Incomplete, match="还没有告知") as refused:
        refer(case, slip(case, cast.agency("police"), **duty), actor=cast.mei)
    assert set(refused.value.rules) == {"DV-10-13", "LA-35"}


def test_to_tell_one_of_two_is_not_to_tell_both(new_case, cast):
    case = new_case(actor=cast.mei, q_violence="yes", applicants=TWO)
    first, second = [party for party in case.parties if party.side == "applicant"]
    refer(case, slip(case, cast.agency("police"), **URGENT), actor=cast.mei)
    _told(case, cast, first, "protection_order", "legal_aid")
    assert "还差1位" in protection_order_told(case, cast.mei)
    assert "还差1位" in legal_aid_told(case, cast.mei)
    assert len(open_tasks(case, *OWED)) == 2
    _told(case, cast, second, "protection_order")
    assert protection_order_told(case, cast.mei) is None
    assert [task.kind for task in open_tasks(case, *OWED)] == ["tell_legal_aid"]


def test_what_was_told_at_the_desk_does_not_reach_whoever_joins_later(new_case, cast):
    case = new_case(actor=cast.mei, q_violence="yes", told_legal_aid=True)
    assert legal_aid_told(case, cast.mei) is None
    joined = {"name": "王梅", "sex": "2", "role": "applicant"}
    take(case, "add_party", actor=cast.mei, facts=joined)
    assert "还差1位" in legal_aid_told(case, cast.mei)


def test_the_page_says_that_an_emergency_need_not_wait(new_case, cast, sign_in):
    case = new_case(actor=cast.mei, q_violence="yes")
    assert "就可以先转" in sign_in(cast.mei).get(f"/cases/{case.ref}/refer?stage=protection").text
