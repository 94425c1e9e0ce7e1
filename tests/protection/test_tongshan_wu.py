"""The case of Wu: beaten at night, afraid of the court; the federation applies for her (Tongshan, 2019)."""

from datetime import date, datetime, timedelta

import pytest

from mediation.cases.tasks import open_tasks
from mediation.db import SHANGHAI, turned_back_to
from mediation.errors import Incomplete
from mediation.protection.queries import orders_of
from mediation.workflow import clocks
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.conftest import stage_of

NIGHT = datetime(2019, 4, 15, 2, 0, tzinfo=SHANGHAI)
MORNING = datetime(2019, 4, 15, 9, 0, tzinfo=SHANGHAI)
# The source names no day of the court; a Friday shows that no weekend is skipped.
ACCEPTED = datetime(2019, 4, 19, 16, 30, tzinfo=SHANGHAI)
MADE = datetime(2019, 4, 21, 10, 0, tzinfo=SHANGHAI)
FILED = ACCEPTED - timedelta(hours=6)
MEASURES = ["no_violence", "no_contact"]
POLICE_CALL = {
    "police_reported_at": NIGHT,
    "station": "城南派出所",
    "by_whom": "self",
    "her_wish": "agreed",
    "others_phone": True,
}
DRAFT = {
    "applicant_kind": "coerced",
    "relation": "spouse",
    "venue": "place",
    "measures": MEASURES,
    "order_facts": "咬伤肩部和后背。",
}


@pytest.fixture
def wu(new_case, cast):
    """Her case on that morning, with the protection open."""
    with turned_back_to(MORNING):
        case = new_case(
            applicants=[{"name": "吴某", "sex": "2", "relation": "配偶"}],
            respondents=[{"name": "陈某", "sex": "1", "relation": "配偶"}],
            children=[{"name": "", "sex": "2"}],
            category_kind="家庭暴力",
            contact={"ways": ["in_person"], "others_phone": True, "never": "不要回拨报警用的电话"},
            q_hurt="yes",
            q_violence="yes",
        )
        take(case, "open_protection", actor=cast.mei, facts={"reason": "昨夜被打伤"})
    return case


def test_the_whole_way_of_wu_from_the_police_call_to_the_end_of_the_order(wu, cast):
    stage = stage_of(wu, "protection")

    def step(trigger, at, **facts):
        with turned_back_to(at):
            take(stage, trigger, actor=cast.mei, facts=facts)

    step("report_to_police", MORNING, **POLICE_CALL)
    step("prepare_order", MORNING, **DRAFT, will_recorded="当面征得本人同意，两名工作人员见证。")
    step("file_order", FILED, po_filed_at=FILED, court="铜山区人民法院", way="written", by="federation")
    assert not clocks.running(stage.ref, "PO-28")

    step("accept_order", ACCEPTED, po_accepted_at=ACCEPTED, urgent=False, limit_choice="ordinary")
    (clock,) = clocks.running(stage.ref, "PO-28")
    assert clock.due_at == ACCEPTED + timedelta(hours=72)
    assert clock.conservative == clock.statutory_last == "2019-04-22T16:30:00+08:00"
    assert clock.duty == "court"

    step("make_order", MADE, po_made_at=MADE, po_effective_on="2019-04-21", po_expires_on=date(2019, 10, 20),
         measures=MEASURES, number="（2019）苏0312民保令1号")  # fmt: skip
    assert clock.state == "met"
    step(
        "record_service",
        MADE,
        po_served_at=MADE + timedelta(hours=5),
        served=["applicant", "respondent", "police"],
    )

    (order,) = orders_of(stage)
    assert (stage.state, order.result, order.po_expires_on) == ("in_force", "made", date(2019, 10, 20))
    assert order.served == ["applicant", "police", "respondent"]
    assert order.expiry_stated
    (validity,) = clocks.running(stage.ref, "PO-30")
    assert validity.conservative == validity.statutory_last == "2019-10-20", "a Sunday, and not rolled"

    with pytest.raises(Incomplete, match="当天仍然有效"):
        step("expire", datetime(2019, 10, 20, 12, tzinfo=SHANGHAI))
    step("expire", datetime(2019, 10, 21, 1, tzinfo=SHANGHAI))
    assert (stage.state, order.result, validity.state) == ("opened", "expired", "met")
    assert not open_tasks(wu, "order_expiry")


def test_the_telephone_of_the_mother_in_law_is_nobody_s_contact(wu):
    (applicant,) = [party for party in wu.parties if party.side == "applicant"]
    contact = applicant.person.safe_contact
    assert contact.others_phone
    assert contact.number is None
    assert applicant.person.phone is None


def test_the_federation_applies_only_with_a_ground_and_her_will(wu, cast):
    stage = stage_of(wu, "protection")
    filed = {"po_filed_at": ACCEPTED, "court": "铜山区人民法院", "way": "written", "by": "federation"}
    with turned_back_to(ACCEPTED):
        with pytest.raises(Incomplete, match="法定事由"):
            take(stage, "file_order", actor=cast.mei, facts=filed)
        with pytest.raises(Incomplete, match="征得本人同意"):
            take(stage, "prepare_order", actor=cast.mei, facts=DRAFT)
        take(stage, "prepare_order", actor=cast.mei, facts={**DRAFT, "will_recorded": "本人当面同意"})
        take(stage, "file_order", actor=cast.mei, facts=filed)
    assert stage.state == "filed"


def test_what_she_told_is_sealed_with_the_order_and_not_with_the_step(wu, cast):
    stage = stage_of(wu, "protection")
    with turned_back_to(MORNING):
        take(stage, "prepare_order", actor=cast.mei, facts={**DRAFT, "will_recorded": "本人当面同意"})
    (order,) = orders_of(stage)
    assert order.narrative == "咬伤肩部和后背。"
    assert "咬伤" not in repr(order.narrative_sealed)
    assert "order_facts" not in newest(stage.ref, "prepare_order").facts
