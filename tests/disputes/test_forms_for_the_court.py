"""What goes to a court or to the police: nothing said at the table, and confirmation only where the law allows it."""

from collections.abc import Callable

import pytest
import time_machine
from flask.testing import FlaskClient

from mediation.cases.papers import issue
from mediation.cases.verifying import verify
from mediation.disputes import paper_rules, papers_file
from mediation.people.models import User
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


@pytest.mark.parametrize(("day", "late"), [("2026-12-14", False), ("2026-12-15", True)])
def test_after_the_last_day_the_application_asks_for_the_time_back(
    table: Make, sign_in: Callable[[User], FlaskClient], day: str, late: bool
) -> None:
    """In effect on 12 November: the thirtieth day is Saturday 12 December, so the last is Monday 14 December (T-02).
    After it nothing is lost that a court may give back (T-04), and the list of papers says what the clock says."""
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        t = confirmable(table(**PEOPLE))
        assert paper_rules.last_day_to_confirm(t.agreement).isoformat() == "2026-12-14"
    with time_machine.travel(f"{day}T10:00:00+08:00", tick=False):
        text = words("confirmation_application", t, t.agreement.ref)
        assert ("一并申请顺延期限" in text) is late
        assert ("第八十六条" in text) is late
        page = sign_in(t.cast.tao).get(f"/cases/{t.case.ref}").text
        assert ("三十日最后一日2026-12-14已过，可能逾期，请立即咨询是否可申请顺延" in page) is late
        assert "不再受理" not in page


def test_what_was_never_accepted_is_not_said_to_have_been_mediated(table: Make) -> None:
    """PM-CT3: the court reads that nothing began, and no paper speaks of an end of mediation."""
    t = table(**PEOPLE)
    t.request(**COURT)
    t.all_say()
    t.do(
        "decline",
        reason="taken_elsewhere",
        reason_text="法院已处理。",
        where_to_go="法院",
        happened_on="2026-11-04",
    )
    text = words("delegation_reply", t)
    assert "本件没有受理，没有组织调解活动" in text
    assert "决定不予受理" in text
    assert "2026年11月4日" in text
    for wrong in ("受理后", "终止", "附件"):
        assert wrong not in text
    notice = words("termination_notice", t)
    assert "不予受理，没有开始调解" in notice
    assert "不予受理调解告知书" in notice
    assert "本次调解终止" not in notice
    assert "没有受理" in refused("mediation_registration", t)
    assert "用调解结果回函" in refused("delegation_end", t)
    assert "终止" not in papers_file.result_of(t.stage)


def test_a_void_text_is_not_printed_and_its_prints_hold_no_longer(table: Make) -> None:
    """PM-28, PM-29: nobody takes a paper for valid that binds nobody."""
    t = table(**PEOPLE).agreed()
    t.write()
    t.on("open_signing")
    printed = issue(t.case, "agreement", t.agreement.ref, actor=t.cast.tao)
    assert printed.number
    asked: dict[str, str] = {
        "code": str(printed.mark),
        "number": printed.number.text,
        "asked_from": "192.0.2.1",
    }
    assert verify(**asked).word == "genuine"
    t.on("cancel", reason="反悔。")
    assert verify(**asked).word == "void"
    assert printed.superseded_at
    assert "协议已作废" in refused("agreement", t, t.agreement.ref)


def test_a_text_taken_back_to_the_desk_holds_no_longer(table: Make) -> None:
    t = table(**PEOPLE).agreed()
    t.write()
    t.on("open_signing")
    first = issue(t.case, "agreement", t.agreement.ref, actor=t.cast.tao)
    t.on("revise", reason="改付款日期。")
    assert first.superseded_at


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
    text = words("mediation_proof", t, t.agreement.ref)
    assert "第二调解室" in text
    assert "家中" not in text
    assert "（2026）青山婚人调证字第1号" in text
    assert "协议生效日期2026年11月12日" in text
