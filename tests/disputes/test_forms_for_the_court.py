"""What goes to a court or to the police: nothing said at the table, and confirmation only where the law allows it."""

import pytest
import time_machine

from mediation.disputes import paper_rules
from tests.disputes.printing import COURT, PEOPLE, Make, confirmable, refused, words


def test_the_reply_to_the_court_tells_nothing_of_what_was_said(table: Make) -> None:
    """PM-CT4: what somebody conceded stays at the table."""
    t = table(**PEOPLE).talking(**COURT)
    assert "没有结果" in refused("delegation_reply", t)
    t.do(
        "stop",
        who="mediator",
        reason="她让步到每月八百。",
        mediation_ended_on="2026-11-12",
        happened_on="2026-11-12",
    )
    for name in ("delegation_reply", "delegation_end"):
        text = words(name, t)
        assert "（2026）青0101民诉前调56号" in text
        assert "2026年11月1日" in text
        assert "2026年11月5日" in text
        for said in ("两千元", "八百", "没有谈成", "离婚后对方不付抚养费"):
            assert said not in text
    assert "青山婚人调函〔2026〕1号" in words("delegation_reply", t)


def test_the_police_read_whether_it_was_performed_and_nothing_of_a_penalty(table: Make) -> None:
    """PM-PSB: agreed is not performed."""
    t = table(**PEOPLE)
    t.ready(
        origin="police", paper_number="青公移〔2026〕3号", elsewhere="police", elsewhere_why="派出所移交。"
    )
    t.do("accept", pm_registered_on="2026-11-04", happened_on="2026-11-04")
    t.named().session()
    t.do("agree", form="written", agreement_reached_on="2026-11-10", mediation_ended_on="2026-11-10",
         happened_on="2026-11-10")  # fmt: skip
    t.write()
    t.on("open_signing")
    t.sign_all("2026-11-12")
    t.on("take_effect")
    text = words("delegation_reply", t)
    assert "协议尚未履行完毕" in text
    assert "处罚" not in text
    assert "用调解结果回函" in refused("delegation_end", t)


def test_who_was_sent_by_nobody_gets_no_reply(table: Make) -> None:
    t = table(**PEOPLE).talking()
    assert "不用回函" in refused("delegation_reply", t)


def test_confirmation_is_printed_for_both_within_the_thirty_days(table: Make) -> None:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        t = confirmable(table(**PEOPLE))
        text = words("confirmation_application", t, t.agreement.ref)
    assert "确认青山区婚姻家庭纠纷人民调解委员会主持达成的（2026）青山婚人调字第1号调解协议有效" in text
    assert "2026年11月12日起生效" in text
    assert "第二百零五条、第二百零六条" in text
    for old in ("第一百九十四条", "第二百零一条", "调确字"):
        assert old not in text


def test_one_alone_cannot_ask_for_confirmation(table: Make) -> None:
    """JC-205: jointly, or not at all."""
    t = table(**PEOPLE).effective()
    assert "双方共同申请" in refused("confirmation_application", t, t.agreement.ref)
    t.on("record_consent", party=t.applicant.id, kind="confirmation", answer="agreed", way="当面",
         happened_on="2026-11-13")  # fmt: skip
    reason = refused("confirmation_application", t, t.agreement.ref)
    assert "被申请人还没有同意" in reason


@pytest.mark.parametrize(("day", "printed"), [("2026-12-14", True), ("2026-12-15", False)])
def test_after_the_last_day_no_application_is_printed(table: Make, day: str, printed: bool) -> None:
    """In effect on 12 November: the thirtieth day is Saturday 12 December, so the last is Monday 14 December (T-02)."""
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        t = confirmable(table(**PEOPLE))
        assert paper_rules.last_day_to_confirm(t.agreement).isoformat() == "2026-12-14"
    with time_machine.travel(f"{day}T10:00:00+08:00", tick=False):
        if printed:
            assert words("confirmation_application", t, t.agreement.ref)
        else:
            assert "三十日已满" in refused("confirmation_application", t, t.agreement.ref)


def test_what_a_court_does_not_confirm_is_not_printed(table: Make) -> None:
    oral = table(**PEOPLE).agreed(form="oral")
    oral.write()
    oral.on("record_oral")
    assert "口头协议不能" in refused("confirmation_application", oral, oral.agreement.ref)
    title = table(**PEOPLE).agreed()
    title.write(title.support(), kinds=("support", "property_right"))
    assert "物权" in refused("confirmation_application", title, title.agreement.ref)
    draft = table(**PEOPLE).agreed()
    draft.write()
    assert "还没有生效" in refused("confirmation_application", draft, draft.agreement.ref)
    assert "还没有生效" in refused("mediation_proof", draft, draft.agreement.ref)


def test_the_certificate_tells_where_they_met_but_not_whose_home_was_visited(table: Make) -> None:
    t = table(**PEOPLE).accept().named()
    t.session(form="visit", place="王某家中", happened_on="2026-11-05")
    t.session()
    t.do("agree", form="written", agreement_reached_on="2026-11-10", mediation_ended_on="2026-11-10",
         happened_on="2026-11-10")  # fmt: skip
    t.write()
    t.on("open_signing")
    t.sign_all("2026-11-12")
    t.on("take_effect")
    text = words("mediation_proof", t, t.agreement.ref)
    assert "第二调解室" in text
    assert "家中" not in text
    assert "（2026）青山婚人调证字第1号" in text
    assert "协议生效日期2026年11月12日" in text
