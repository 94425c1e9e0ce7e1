"""A mediation from the request to the last payment, and the other ways it may end."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from mediation.audit.verify import verify_all
from mediation.cases.tasks import open_tasks
from mediation.db import db
from mediation.disputes import rules
from mediation.disputes.models import ChildView
from mediation.errors import Incomplete, OutOfTurn
from tests.disputes.conftest import Table, clocks

Make = Callable[..., Table]


def test_from_the_request_to_the_last_payment(table: Make) -> None:
    t = table().effective("2026-11-11", "2026-11-15", "2026-11-12", "2026-11-13")
    assert t.stage.state == "concluded"
    assert t.stage.ended
    assert t.agreement.state == "performing"
    assert t.agreement.effective_on == date(2026, 11, 15)
    assert t.agreement.number_text == "（2026）青山婚人调字第1号"
    assert t.agreement.copies == 3
    for duty in list(t.agreement.obligations):
        t.pays(duty, performed_on="2026-11-20")
    t.on("complete")
    assert t.agreement.state == "performed"
    assert not open_tasks(t.case, "agreement")
    assert not [clock for clock in clocks(t.agreement.ref, "PM-31") if clock.state == "running"]


def test_the_limit_of_a_month_is_met_on_the_day_of_the_agreement(table: Make) -> None:
    t = table().agreed()
    (clock,) = clocks(t.stage.ref, "PM-LIMIT")
    assert (clock.started, clock.conservative, clock.state, clock.ended) == (
        "2026-11-04",
        "2026-12-04",
        "met",
        "2026-11-10",
    )


def test_a_refusal_ends_before_it_began(table: Make) -> None:
    t = table()
    t.request()
    t.says(t.applicant)
    t.says(t.respondent, answer="refused")
    t.do("give_rights_notice", party="all", notice="rights", way="朗读", happened_on="2026-11-03")
    with pytest.raises(Incomplete, match="不得调解"):
        t.do("accept", pm_registered_on="2026-11-04")
    t.do(
        "decline",
        reason="party_refused",
        reason_text="对方不同意。",
        where_to_go="可以起诉。",
        happened_on="2026-11-04",
    )
    assert t.stage.state == "refusing"
    with pytest.raises(Incomplete, match="终止告知书还没有送达"):
        t.do("close_declined")
    t.printed("termination_notice")
    t.do("deliver_notice", party="all", notice="termination", way="signed")
    with pytest.raises(Incomplete, match="没有材料要退回"):
        t.do("return_to_court", sent_on="2026-11-06", to="区法院", without_minutes=True)
    t.do("close_declined")
    assert t.stage.state == "declined"
    assert t.stage.ended


def test_registration_is_not_earlier_than_the_last_consent(table: Make) -> None:
    t = table().ready()
    with pytest.raises(Incomplete, match="不能早于最后一方同意"):
        t.do("accept", pm_registered_on="2026-11-02", happened_on="2026-11-02")


def test_the_end_waits_for_the_notice(table: Make) -> None:
    t = table().talking()
    t.do("stop", who="mediator", reason="谈不拢。", mediation_ended_on="2026-11-12", happened_on="2026-11-12")
    t.printed("termination_notice")
    with pytest.raises(Incomplete, match="终止告知书还没有送达"):
        t.do("terminate")
    t.do("deliver_notice", party=t.applicant.id, notice="termination", way="signed", happened_on="2026-11-13")
    with pytest.raises(Incomplete, match="被申请人"):
        t.do("terminate")
    t.do(
        "deliver_notice", party=t.respondent.id, notice="termination", way="posted", happened_on="2026-11-13"
    )
    t.do("terminate")
    assert t.stage.state == "terminated"
    assert t.stage.ended


def test_whoever_agreed_may_still_stop_before_signing(table: Make) -> None:
    t = table().agreed()
    t.write()
    t.do("stop", who="party", party=t.respondent.id, reason="反悔。", mediation_ended_on="2026-11-12")
    assert t.agreement.state == "void"
    assert not open_tasks(t.case, "agreement")


def test_with_the_last_signature_it_is_in_effect_and_the_thirty_days_run(table: Make) -> None:
    """PM-29, PM-33: nobody has to click first."""
    t = table().agreed()
    t.write()
    t.on("open_signing")
    t.sign_all("2026-11-12")
    assert (t.agreement.state, str(t.agreement.effective_on)) == ("performing", "2026-11-12")
    assert [clock.started for clock in clocks(t.agreement.ref, "PM-33")] == ["2026-11-12"]
    assert t.stage.state == "concluded"


def test_where_the_agreement_is_void_the_way_out_is_named(table: Make) -> None:
    t = table().agreed()
    assert "完成签署" in str(rules.agreement_effective(t.stage, t.cast.tao))
    t.on("cancel", reason="有一条谈错了。")
    assert "继续调解" in str(rules.agreement_effective(t.stage, t.cast.tao))


def test_what_binds_is_not_stopped(table: Make) -> None:
    t = table().effective()
    with pytest.raises(OutOfTurn):
        t.do("stop", who="party", party=t.respondent.id, reason="反悔。", mediation_ended_on="2026-11-20")


def test_talks_go_on_after_a_void_draft(table: Make) -> None:
    t = table().agreed()
    with pytest.raises(Incomplete, match="作废"):
        t.do("talk_again", reason="再谈。")
    t.on("cancel", reason="有一条谈错了。")
    t.do("talk_again", reason="再谈。")
    assert t.stage.state == "under_way"
    t.do("agree", form="written", agreement_reached_on="2026-11-18", mediation_ended_on="2026-11-18")
    assert t.agreement.number == 2


def test_a_mediation_rests_and_goes_on(table: Make) -> None:
    t = table().talking()
    t.do("suspend", reason="一方住院。", happened_on="2026-11-08")
    t.says(t.respondent, answer="withdrawn")
    with pytest.raises(Incomplete, match="不得调解"):
        t.do("resume", note="继续。")
    t.says(t.respondent)
    t.do("resume", note="继续。")
    assert t.stage.state == "under_way"


def test_nobody_came_is_no_session(table: Make) -> None:
    t = table().accept().named()
    t.do("record_no_show", absent=[t.respondent.id], reason="没有到场。", happened_on="2026-11-05")
    assert t.stage.state == "accepted"


def test_the_time_is_extended_by_all_each_time(table: Make) -> None:
    t = table().talking()
    with pytest.raises(Incomplete, match="没有同意延期"):
        t.do("extend", until="2026-12-20", reason="要等鉴定。")
    t.all_say("extension", way="phone")
    with pytest.raises(Incomplete, match="双方书面同意"):
        t.do("extend", until="2026-12-20", reason="要等鉴定。")
    t.all_say("extension", way="written")
    with pytest.raises(Incomplete, match="要晚于现在的期限"):
        t.do("extend", until="2026-12-01", reason="要等鉴定。")
    t.do("extend", until="2026-12-20", reason="要等鉴定。")
    assert [(clock.state, clock.conservative) for clock in clocks(t.stage.ref, "PM-LIMIT")] == [
        ("extended", "2026-12-04"), ("running", "2026-12-20"),
    ]  # fmt: skip
    with pytest.raises(Incomplete, match="没有同意延期"):
        t.do("extend", until="2027-01-20", reason="再等。")


def test_what_a_court_sent_goes_back_to_it(table: Make) -> None:
    t = table()
    t.request(
        origin="court_entrusted", paper_number="（2026）调1号", court_procedure="summary", elsewhere="court",
        court_request_received_on="2026-11-01", court_material_signed_on="2026-11-02",
    )  # fmt: skip
    (clock,) = clocks(t.stage.ref, "PM-CT1")
    assert (clock.choice, clock.conservative) == ("entrusted_summary", "2026-11-09")
    t.says(t.respondent, answer="refused", other_party_asked_on="2026-11-03")
    t.do(
        "decline",
        reason="party_refused",
        reason_text="对方不同意。",
        where_to_go="由法院审理。",
        happened_on="2026-11-04",
    )
    (task,) = open_tasks(t.case, "court_report")
    assert "退回材料" in task.text
    assert task.link == f"/cases/{t.case.ref}/{t.stage.ref}/return_to_court"
    t.printed("termination_notice")
    t.do("deliver_notice", party="all", notice="termination", way="posted")
    with pytest.raises(Incomplete, match="还没有退回材料"):
        t.do("close_declined")
    t.do("return_to_court", sent_on="2026-11-06", to="区法院", without_minutes=True)
    assert not open_tasks(t.case, "court_report")
    t.do("close_declined")
    assert t.stage.state == "declined"


def test_whoever_takes_the_request_back_ends_it_unless_a_court_waits(table: Make) -> None:
    """PM-23, PM-CT3."""
    gone: dict[str, Any] = {
        "in_her_words": "我不想谈了。", "spoken_alone": True, "told_may_return": True, "happened_on": "2026-11-04",
    }  # fmt: skip
    t = table()
    t.request()
    t.do("withdraw", party=t.applicant.id, **gone)
    assert t.stage.state == "declined"
    sent = table()
    sent.request(origin="court_delegated", paper_number="1", court_material_signed_on="2026-11-02")
    sent.do("withdraw", party=sent.applicant.id, **gone)
    assert sent.stage.state == "refusing"
    sent.do("return_to_court", sent_on="2026-11-06", to="区法院", without_minutes=True)
    sent.do("close_declined")
    assert sent.stage.ended


def test_the_court_hears_of_an_agreement_while_it_is_performed(table: Make) -> None:
    """PM-CT3: the mediation is over by then; its task leads to a step that can be taken."""
    t = table()
    t.talking(origin="court_delegated", paper_number="1", court_material_signed_on="2026-11-02")
    t.do("agree", form="written", agreement_reached_on="2026-11-10", mediation_ended_on="2026-11-10")
    t.write()
    t.on("open_signing")
    t.sign_all("2026-11-12")
    (task,) = open_tasks(t.case, "court_report")
    assert task.link == f"/cases/{t.case.ref}/{t.agreement.ref}/return_to_court"
    t.on("return_to_court", sent_on="2026-11-14", to="区法院", without_minutes=True)
    assert not open_tasks(t.case, "court_report")


@pytest.mark.parametrize("origin", ["court_delegated", "court_entrusted"])
def test_what_a_court_sent_has_the_day_from_which_its_time_runs(table: Make, origin: str) -> None:
    """PM-CT1: no day, no clock; so it is asked for."""
    with pytest.raises(Incomplete) as refusal:
        table().request(origin=origin, paper_number="1", elsewhere="court")
    assert "PM-CT1" in refusal.value.rules
    assert refusal.value.field == "court_material_signed_on"


def test_accepting_on_the_platform_starts_the_time_to_ask_the_other_side(table: Make) -> None:
    t = table()
    t.request(
        origin="court_delegated", paper_number="1", court_request_received_on="2026-11-02",
        platform_accepted_at="2026-11-03T10:00:00+08:00",
    )  # fmt: skip
    assert [(clock.choice, clock.state) for clock in clocks(t.stage.ref, "PM-CT2")] == [
        (None, "met"),
        ("ask_other_party", "running"),
    ]
    t.says(t.respondent, other_party_asked_on="2026-11-04")
    assert [clock.state for clock in clocks(t.stage.ref, "PM-CT2")] == ["met", "met"]


def test_what_a_child_wishes_is_sealed_and_not_kept_with_the_step(table: Make) -> None:
    t = table().accept()
    child = next(party for party in t.case.parties if party.role == "child")
    t.do(
        "hear_child",
        party=child.id,
        kind="child_view",
        answer="stated",
        by_whom="陶然",
        alone=True,
        wish="想和妈妈住。",
    )
    row = db.session.scalars(select(ChildView)).one()
    assert row.wish == "想和妈妈住。"
    assert "想和".encode() not in (row.wish_sealed or b"")


def test_the_log_of_the_whole_walk_holds(table: Make) -> None:
    table().effective()
    count, findings, _unproven = verify_all()
    assert count > 20
    assert findings == []
