"""What the page of a case shows of its protection, and the notice that goes with it."""

from datetime import timedelta

import pytest

from mediation.cases.papers import issue
from mediation.errors import Missing
from mediation.protection.panel import protection_panel
from mediation.protection.papers import protection_order_notice
from tests.protection.conftest import ACCEPTED, FILED, FRIDAY, REFUSED
from tests.protection.test_orders import to_accepted, to_made
from tests.protection.test_safety import PLACE, enter


def shown(sign_in, user, case):
    answer = sign_in(user).get(f"/cases/{case.ref}")
    assert answer.status_code == 200
    return answer.text


def test_the_hours_of_the_court_are_only_tracked(step, stage, case, cast, sign_in):
    step("file_order", FILED)
    step("accept_order", ACCEPTED)
    page = shown(sign_in, cast.mei, case)
    assert "人民法院的期限，只跟踪" in page
    assert "2026-03-09 16:30" in page


def test_nobody_is_told_that_a_right_is_lost(step, case, cast, sign_in):
    to_accepted(step)
    step("refuse_order", REFUSED, at=FRIDAY + timedelta(hours=20))
    page = shown(sign_in, cast.mei, case)
    assert "可能逾期，请立即咨询是否可申请顺延（民诉法第86条）" in page
    assert "丧失" not in page


def test_an_order_shows_its_dates_and_measures(step, case, cast, sign_in):
    to_made(step)
    page = shown(sign_in, cast.mei, case)
    for words in ("青山区人民法院", "2026年9月6日", "禁止实施家庭暴力", "2026-03-07 12:30"):
        assert words in page


def test_a_reckoned_end_says_that_it_is_reckoned(step, case, cast):
    to_accepted(step)
    step("make_order", po_made_at=FRIDAY + timedelta(hours=20), valid_months=3, measures=["no_violence"],
         at=FRIDAY + timedelta(hours=20))  # fmt: skip
    (order,) = protection_panel(case, cast.mei).given["orders"]
    assert "2026年6月6日（裁定书没有写明，按作出日推算）" in dict(order["dates"])["届满"]


def test_of_a_shelter_the_page_shows_the_days_alone(step, case, cast, sign_in):
    enter(step)
    page = shown(sign_in, cast.mei, case)
    assert "2026年3月6日" in page
    assert PLACE not in page


def test_a_stranger_sees_no_panel_and_prints_no_notice(case, cast):
    assert protection_panel(case, cast.tao) is None
    assert protection_panel(case, cast.qiu) is None
    with pytest.raises(Missing):
        protection_order_notice(case, "", cast.qiu)


def test_a_case_without_protection_has_no_panel(new_case, cast):
    assert protection_panel(new_case(), cast.mei) is None


def test_the_notice_names_the_applicant_and_no_court_before_an_application(step, case, cast):
    assert protection_order_notice(case, "", cast.mei)["court"] is None
    step("file_order", FILED)
    facts = protection_order_notice(case, case.ref, cast.mei)
    assert (facts["recipient"], facts["court"]) == ("王芳", "青山区人民法院")
    assert facts["paper"]["agency"] == "青山区妇女联合会"


def test_the_notice_is_printed(case, cast):
    assert issue(case, "protection_order_notice", case.ref, actor=cast.mei).name == "protection_order_notice"
