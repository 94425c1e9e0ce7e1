"""The papers of mediation, as they come out of the printer."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from mediation.cases.papers import secrets_of
from mediation.cases.queries import sessions_of
from mediation.db import atomic
from mediation.disputes import papers
from mediation.documents.check import text_of_pdf
from mediation.documents.printing import print_paper
from mediation.errors import Missing
from tests.disputes.conftest import Table

Make = Callable[..., Table]
PEOPLE: dict[str, Any] = {
    "applicants": [
        {"name": "王芳", "sex": "2", "birth": "1990-03-08", "ethnicity": "03",
         "occupation": "收银员", "phone": "13800138000",
         "residence": "青山区和平路8号3单元502", "contact_channel": "青山区妇女联合会维权站代收"}
    ],
    "respondents": [{"name": "李强", "sex": "1", "birth": "1988", "contact_channel": "13900001111"}],
}  # fmt: skip


def printed(name: str, facts: Any, t: Table) -> str:
    """The words of the finished PDF, without the breaks of its lines."""
    pdf = print_paper(name, facts, secrets=list(secrets_of(t.case)))
    return "".join(text_of_pdf(pdf).split())


def test_the_agreement_says_everything_but_where_she_lives(table: Make) -> None:
    t = table(**PEOPLE).effective()
    text = printed("agreement", papers.agreement(t.case, t.agreement.ref, t.cast.tao), t)
    for words in (
        "（2026）青山婚人调字第1号", "王芳", "回族", "收银员", "36", "青山区妇女联合会维权站代收",
        "13900001111",
        "第1条的内容。", "1,200.00", "人民币壹仟贰佰元整", "首期2026年12月31日前，每月一期，共3期",
        "转账", "陶然",
        "一式3份", "青山区婚姻家庭纠纷人民调解委员会",
    ):  # fmt: skip
        assert words in text, words
    assert "和平路8号" not in text
    assert "13800138000" not in text


def test_a_clause_on_condition_of_a_divorce_carries_its_warning(table: Make) -> None:
    t = table().agreed()
    t.write(kinds=("divorce_condition",))
    assert "视为没有生效" in str(papers.agreement(t.case, t.agreement.ref, t.cast.tao)["performance"])


def test_the_record_of_a_session(table: Make) -> None:
    t = table(**PEOPLE).talking()
    ref = sessions_of(t.stage)[0].ref
    text = printed("mediation_record", papers.mediation_record(t.case, ref, t.cast.tao), t)
    for words in ("2026年11月5日14:00", "第二调解室", "王芳：每月要两千元。", "没有谈成。"):
        assert words in text, words


def test_the_notice_of_rights(table: Make) -> None:
    t = table(**PEOPLE)
    t.request()
    text = printed("rights_notice", papers.rights_notice(t.case, t.stage.ref, t.cast.tao), t)
    assert "王芳、李强" in text
    assert "抚养费纠纷" in text


def test_the_notice_of_the_end_does_not_tell_who_is_afraid(table: Make) -> None:
    t = table(**PEOPLE).talking()
    t.do(
        "stop",
        who="danger",
        reason="她说又被打了。",
        mediation_ended_on="2026-11-12",
        happened_on="2026-11-12",
    )
    with atomic():
        t.case.violence = True
    facts = papers.termination_notice(t.case, t.stage.ref, t.cast.tao)
    assert facts["violence"] is False
    assert "打" not in str(facts)
    assert facts["reason"] == "本纠纷不适合继续调解"
    hers = papers.termination_notice(t.case, t.applicant.ref, t.cast.tao)
    his = papers.termination_notice(t.case, t.respondent.ref, t.cast.tao)
    assert hers["violence"] is True
    assert [party["name"] for party in hers["parties"]] == ["王芳"]
    assert his["violence"] is False
    assert [party["name"] for party in his["parties"]] == ["李强"]


@pytest.mark.parametrize("build", [papers.agreement, papers.rights_notice, papers.termination_notice])
def test_a_stranger_prints_nothing(table: Make, build: Callable[..., Any]) -> None:
    t = table().agreed()
    about = t.agreement.ref if build is papers.agreement else t.stage.ref
    with pytest.raises(Missing):
        build(t.case, about, t.cast.an)


def test_the_pages_of_an_agreement_open_in_a_browser(
    app: Flask, table: Make, sign_in: Callable[..., Any]
) -> None:
    t = table(**PEOPLE).agreed()
    t.write()
    tao = sign_in(t.cast.tao)
    case, agreement = t.case.ref, t.agreement.ref
    page = tao.get(f"/cases/{case}").text
    assert "（2026）青山婚人调字第1号" in page
    assert "定稿签署" in page
    draft = tao.get(f"/cases/{case}/{agreement}/write_clauses").text
    assert "第1条的内容。" in draft
    assert "1200" in draft
    t.on("open_signing")
    assert "调解委员会印章" in tao.get(f"/cases/{case}/{agreement}/sign").text
    assert sign_in(t.cast.qiu).get(f"/cases/{case}/{agreement}/sign").status_code == 404
