"""Every paper of mediation from the steps of a real case to its PDF."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from mediation.cases.numbers import number_paper
from mediation.cases.papers import secrets_of
from mediation.cases.queries import sessions_of
from mediation.db import atomic, db
from mediation.disputes import papers, papers_court, papers_file
from mediation.documents.papers import PAPERS
from mediation.documents.printing import check_paper
from mediation.errors import Missing
from tests.disputes.printing import COURT, PEOPLE, Make, confirmable, refused, words


def test_the_application_names_both_sides_and_what_is_asked(table: Make) -> None:
    t = table(**PEOPLE)
    t.request(demands="按月支付抚养费。\n明确探望时间。")
    text = words("mediation_application", t)
    assert "1．按月支付抚养费。2．明确探望时间。" in text
    assert "申请人王𬭊（签名、盖章或按指印）" in text
    assert "申请日期：2026年11月2日" in text
    assert "和平路" not in text


def test_the_committee_that_acts_of_itself_registers_and_does_not_apply(table: Make) -> None:
    t = table(**PEOPLE)
    t.request(origin="committee")
    t.all_say()
    assert "受理登记表" in refused("mediation_application", t)
    assert papers_file.mediation_registration(t.case, t.stage.ref, t.cast.tao)["own_motion"] is True


def test_no_registration_says_that_both_agreed_before_they_did(table: Make) -> None:
    t = table(**PEOPLE)
    assert "登记申请和来源" in refused("mediation_registration", t)
    t.request()
    t.says(t.applicant)
    assert "双方同意" in refused("mediation_registration", t)
    t.says(t.respondent, answer="refused")
    assert "不同意调解" in refused("mediation_registration", t)


def test_the_registration_has_the_day_on_which_it_was_accepted(table: Make) -> None:
    text = words("mediation_registration", table(**PEOPLE).accept())
    assert "2026年11月4日，人民调解委员会依当事人申请" in text
    assert "调解王𬭊、买买提·艾力之间的纠纷。" in text


def test_a_visit_is_an_investigation_and_a_blank_one_can_be_had(table: Make) -> None:
    t = table(**PEOPLE).accept().named()
    t.session(form="visit", place="建设路社区", minutes="问：收入多少？\n答：五千元。", guests=[])
    ref = sessions_of(t.stage)[0].ref
    assert "五千元" in words("investigation", t, ref)
    assert "五千元" not in words("investigation", t)
    with pytest.raises(Missing):
        papers_file.investigation(t.case, ref, t.cast.mei)


def test_an_oral_agreement_has_a_table_and_a_written_one_a_text(table: Make) -> None:
    oral = table(**PEOPLE).agreed(form="oral")
    oral.write()
    text = words("oral_agreement", oral, oral.agreement.ref)
    assert "（2026）青山婚人调字第1号" in text
    assert "于2026年11月10日达成口头协议" in text
    assert "口头协议登记表" in refused("agreement", oral, oral.agreement.ref)


def test_the_closing_report_waits_for_the_end(table: Make) -> None:
    t = table(**PEOPLE)
    t.ready()
    assert "没有办结" in refused("closing_report", t)
    t.do("accept", pm_registered_on="2026-11-04", happened_on="2026-11-04")
    t.named().session()
    t.do("agree", form="written", agreement_reached_on="2026-11-10", mediation_ended_on="2026-11-10",
         happened_on="2026-11-10")  # fmt: skip
    t.write()
    t.on("open_signing")
    t.sign_all("2026-11-12")
    assert "双方达成书面协议（编号：（2026）青山婚人调字第1号），2026年11月12日生效。" in words(
        "closing_report", t
    )


MOVED = {**PEOPLE["applicants"][0], "moved_out": True, "contact_channel": "白水区新村路66号"}


def test_of_who_has_moved_out_the_other_side_reads_no_address(table: Make) -> None:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        t = confirmable(table(**{**PEOPLE, "applicants": [MOVED]}))
        with atomic():
            t.applicant.person.moved_out = True
        about = dict.fromkeys(("agreement", "confirmation_application", "mediation_proof"), t.agreement.ref)
        for name in ("rights_notice", "agreement", "confirmation_application", "mediation_proof", "closing_report",
                     "mediation_application", "mediation_registration"):  # fmt: skip
            text = words(name, t, about.get(name, ""))
            for kept in ("新村路", "和平路", "13800138000", "白水区"):
                assert kept not in text, (name, kept)
        assert "由青山区妇女联合会转交" in words("agreement", t, t.agreement.ref)
        assert "另行密封提交" in words("confirmation_application", t, t.agreement.ref)


TYPED = ["她搬到青山区和平路8号3单元502了。", "电话 138-0013-8000 晚上打。"]


@pytest.mark.parametrize("typed", TYPED)
def test_an_address_typed_anywhere_stops_the_papers_of_mediation(table: Make, typed: str) -> None:
    t = table(**PEOPLE)
    t.ready(dispute_facts=typed)
    for name in ("mediation_application", "mediation_registration"):
        assert "不能印出的内容" in refused(name, t)
    t.do("accept", pm_registered_on="2026-11-04", happened_on="2026-11-04")
    t.named().session(minutes=typed)
    assert "不能印出的内容" in refused("mediation_record", t, sessions_of(t.stage)[0].ref)
    t.session(form="visit", minutes=typed)
    assert "不能印出的内容" in refused("investigation", t, sessions_of(t.stage)[1].ref)
    t.do("agree", form="written", agreement_reached_on="2026-11-10", mediation_ended_on="2026-11-10",
         happened_on="2026-11-10")  # fmt: skip
    t.on("write_clauses", dispute_facts="争议。", clauses=[{"text": typed, "kind": "support"}],
         obligations=[t.support()], performance="转账。")  # fmt: skip
    assert "不能印出的内容" in refused("agreement", t, t.agreement.ref)
    t.on("open_signing")
    t.sign_all("2026-11-12")
    assert "不能印出的内容" in refused("closing_report", t)


def test_a_refused_paper_takes_no_number(table: Make) -> None:
    t = table(**PEOPLE).talking(**COURT)
    t.do(
        "stop", who="mediator", reason="没有谈成。", mediation_ended_on="2026-11-12", happened_on="2026-11-12"
    )
    with atomic():
        t.stage.agency.phone = "13800138000"
    assert "不能印出的内容" in refused("delegation_reply", t)
    with atomic():
        t.stage.agency.phone = "010-12345678"
        db.session.flush()
        given = number_paper(
            t.case.ref, "delegation_reply", "a" * 32, agency_id=t.stage.agency_id, actor=t.cast.tao
        )
    assert given.number == 1


@pytest.mark.parametrize(
    "build",
    [
        papers_file.mediation_application, papers_file.mediation_registration, papers_file.investigation,
        papers_file.evidence, papers_file.closing_report, papers_court.delegation_reply,
        papers_court.delegation_end, papers_court.confirmation_application, papers_court.confirmation_contact,
        papers_court.mediation_proof, papers.oral_agreement,
    ],
)  # fmt: skip
def test_a_stranger_is_told_nothing_of_any_paper(table: Make, build: Callable[..., Any]) -> None:
    t = table(**PEOPLE).agreed()
    for ref in (t.stage.ref, t.agreement.ref):
        with pytest.raises(Missing):
            build(t.case, ref, t.cast.an)


def test_every_paper_of_mediation_that_is_offered_is_built_and_checked(table: Make) -> None:
    t = confirmable(table(**PEOPLE))
    offered = {
        "rights_notice": papers.rights_notice, "evidence": papers_file.evidence,
        "mediation_application": papers_file.mediation_application,
    }  # fmt: skip
    for name, build in offered.items():
        check_paper(name, build(t.case, t.stage.ref, t.cast.tao), secrets=list(secrets_of(t.case)))
    assert set(offered) <= set(PAPERS)
