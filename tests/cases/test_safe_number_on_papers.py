"""Her safe number, and the word by which she is known, stand on no paper and in no package, but where it was ticked."""

from collections.abc import Callable

import pytest

from mediation.audit.models import AuditEntry
from mediation.cases.models import Case
from mediation.cases.papers import issue, papers_of
from mediation.cases.word_papers import word_of
from mediation.db import db
from mediation.errors import Incomplete
from mediation.referrals.package import content_of
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.cases.test_station_papers import NARRATIVE, PAPERS, TOLD, VIOLENT
from tests.conftest import A_REQUEST, Cast, slip, stage_of
from tests.disputes.conftest import Table, table

__all__ = ["table"]
NUMBER, WORD, WHO = "13711112222", "社区问卷", "姐姐王红"
CONTACT = {**A_REQUEST["contact"], "number": NUMBER, "code_word": WORD, "who_may_answer": WHO}
TYPED = [
    (f"有事打{NUMBER}联系女方", "安全联系电话"),
    ("有事打幺三七一一一一二二二二联系女方", "安全联系电话"),
    (f"打电话先说{WORD}", "暗语"),
]
FROM_REGISTER = ("registration", "request_certificate", "station_closing_report")


@pytest.mark.parametrize(("typed", "what"), TYPED)
@pytest.mark.parametrize("trigger", TOLD)
def test_the_stations_letters_and_their_word_twins_do_not_tell_it(
    new_case: Callable[..., Case], cast: Cast, trigger: str, typed: str, what: str
) -> None:
    case, name = new_case(actor=cast.mei, **VIOLENT, contact=CONTACT), PAPERS[trigger]
    take(case, trigger, actor=cast.mei, facts={**TOLD[trigger], NARRATIVE[trigger]: typed})
    for make in (issue, word_of) if name != "violence_record" else (issue,):
        with pytest.raises(Incomplete, match=what):
            make(case, name, "", actor=cast.mei)
    assert not papers_of(case, actor=cast.mei)


def test_her_name_on_wechat_is_told_on_no_paper_either_and_the_log_keeps_the_refusal(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    contact = {**CONTACT, "wechat": "fang_8899"}
    case = new_case(actor=cast.mei, summary="加微信 Fang-8899 联系女方。", contact=contact)
    with pytest.raises(Incomplete, match="微信号"):
        issue(case, "registration", "", actor=cast.mei)
    assert db.session.query(AuditEntry).filter_by(kind="document.refused", chain=case.ref).count() == 1


@pytest.mark.parametrize("trigger", ["supervise", "forward"])
def test_letters_to_offices_do_not_tell_who_answers_her_telephone(
    new_case: Callable[..., Case], cast: Cast, trigger: str
) -> None:
    case = new_case(actor=cast.mei, contact=CONTACT)
    take(case, trigger, actor=cast.mei, facts={**TOLD[trigger], NARRATIVE[trigger]: f"{WHO}可以接听。"})
    for make in (issue, word_of):
        with pytest.raises(Incomplete, match="接听电话的人"):
            make(case, PAPERS[trigger], "", actor=cast.mei)


@pytest.mark.parametrize(("typed", "what"), TYPED)
@pytest.mark.parametrize("name", FROM_REGISTER)
def test_what_was_written_at_the_first_visit_does_not_tell_it(
    new_case: Callable[..., Case], cast: Cast, name: str, typed: str, what: str
) -> None:
    case = new_case(actor=cast.mei, summary=typed, contact=CONTACT)
    with pytest.raises(Incomplete, match=what):
        issue(case, name, "", actor=cast.mei)


def test_the_certificate_that_both_get_does_not_tell_who_answers(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    case = new_case(actor=cast.mei, summary=f"{WHO}可以接听。", contact=CONTACT)
    with pytest.raises(Incomplete, match="接听电话的人"):
        issue(case, "request_certificate", "", actor=cast.mei)
    assert issue(case, "registration", "", actor=cast.mei)


@pytest.mark.parametrize(("typed", "what"), [*TYPED, (f"由{WHO}接听", "接听电话的人")])
def test_no_clause_of_an_agreement_tells_it(
    table: Callable[..., Table], cast: Cast, typed: str, what: str
) -> None:
    t = table(contact=CONTACT).agreed()
    clauses = [{"text": typed, "kind": "support"}]
    t.on(
        "write_clauses",
        dispute_facts="抚养费争议。",
        clauses=clauses,
        obligations=[t.support()],
        performance="转账。",
    )
    with pytest.raises(Incomplete, match="不能印出的内容"):
        issue(t.case, "agreement", t.agreement.ref, actor=cast.tao)
    with pytest.raises(Incomplete, match=what):
        issue(t.case, "agreement", t.agreement.ref, actor=cast.song)


@pytest.mark.parametrize(("typed", "what"), TYPED)
@pytest.mark.parametrize("field", ["summary", "note", "purpose"])
def test_a_package_tells_it_only_where_the_safe_number_was_ticked(
    new_case: Callable[..., Case], cast: Cast, field: str, typed: str, what: str
) -> None:
    case = new_case(actor=cast.mei, contact=CONTACT)
    take(stage_of(case, "help_request"), "accept", actor=cast.mei, facts={"accepted_on": "2026-11-02"})
    told = slip(case, cast.agency("legal_aid"), **{field: typed})
    with pytest.raises(Incomplete, match=what):
        refer(case, told, actor=cast.mei)
    ticked = slip(case, cast.agency("legal_aid"), data_kinds=["identity", "narrative", "phone"])
    assert [row["phone"] for row in content_of(case, ticked)["phone"]] == [NUMBER]
    assert refer(case, ticked, actor=cast.mei)
