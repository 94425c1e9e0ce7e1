"""Days around an agreement: what came before it, what was due, what was paid early or late."""

import pytest

from mediation.errors import Incomplete


def test_nothing_is_agreed_before_the_mediation_was_registered(table):
    talks = table().talking()
    with pytest.raises(Incomplete) as refused:
        talks.do("agree", form="written", agreement_reached_on="2026-11-03", happened_on="2026-11-03")
    assert refused.value.field == "agreement_reached_on"


def test_a_mediation_does_not_end_before_it_was_asked_for(table):
    talks = table().talking()
    with pytest.raises(Incomplete) as refused:
        talks.do("stop", who="mediator", reason="谈不成", mediation_ended_on="2020-01-01")
    assert refused.value.field == "mediation_ended_on"


def test_the_notice_is_not_delivered_before_the_end(table):
    talks = table().talking()
    talks.do(
        "stop", who="mediator", reason="谈不成", mediation_ended_on="2026-11-10", happened_on="2026-11-10"
    )
    talks.printed("termination_notice")
    with pytest.raises(Incomplete) as refused:
        talks.do("deliver_notice", party="all", notice="termination", way="signed", happened_on="2026-11-09")
    assert refused.value.field == "happened_on"


def test_what_was_paid_after_its_day_was_not_paid_in_time(table):
    deal = table().effective()
    duty = deal.agreement.obligations[0]
    with pytest.raises(Incomplete) as refused:
        deal.pays(duty, performed_on="2027-01-20")
    assert refused.value.field == "state"
    deal.pays(duty, performed_on="2027-01-20", state="late")
    assert duty.met_on


def test_a_payment_before_the_agreement_binds_needs_a_word_and_is_then_kept(table):
    deal = table().effective()
    duty = deal.agreement.obligations[0]
    with pytest.raises(Incomplete) as refused:
        deal.pays(duty, performed_on="2026-11-11")
    assert refused.value.field == "performed_on"
    deal.pays(duty, performed_on="2026-11-11", early_ground="签字前一天已经付清")
    assert str(duty.met_on) == "2026-11-11"


def test_a_duty_due_before_the_agreement_is_kept_with_a_warning(table, sign_in, cast):
    deal = table().agreed()
    deal.write(deal.support(due_on="2026-05-31"))
    page = sign_in(cast.tao).get(f"/cases/{deal.case.ref}/{deal.agreement.ref}/write_clauses")
    assert "早于达成协议的日期（2026-11-10）" in page.get_data(as_text=True)
