"""Numbers without gaps, prints that hold or are superseded, and what a stranger with a paper in hand may ask."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from mediation.audit.models import ReadEntry
from mediation.cases.number_register import register_of, years_of
from mediation.cases.numbers import number_paper
from mediation.cases.papers import bytes_of, issue, papers_of
from mediation.cases.verifying import TRIES, verify
from mediation.db import atomic, db, now
from mediation.documents.check import text_of_pdf
from mediation.documents.models import Document, DocumentNumber
from mediation.errors import Incomplete
from mediation.people.throttles import TooMany
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.disputes.conftest import Table

Make = Callable[..., Table]


def stopped(t: Table) -> Table:
    t.talking()
    t.do(
        "stop", who="mediator", reason="没有谈成。", mediation_ended_on="2026-11-12", happened_on="2026-11-12"
    )
    return t


def ending(t: Table) -> Document:
    return issue(t.case, "termination_notice", t.stage.ref, actor=t.cast.tao)


@atomic()
def number_and_fail(t: Table) -> None:
    number_paper(t.case.ref, "mediation_proof", "a" * 32, agency_id=t.stage.agency_id, actor=t.cast.tao)
    raise ZeroDivisionError


def correct(t: Table, field: str, value: str, **more: Any) -> None:
    entry = newest(t.case.ref, "start")
    facts = {
        "entry": entry.id,
        "field": field,
        "new_value": value,
        "reason": "登记有误",
        "happened_on": "2026-11-20",
    }
    take(t.case, "correct", actor=t.cast.lin, facts={**facts, **more})


def test_papers_of_one_committee_and_year_are_numbered_one_after_the_other(table: Make) -> None:
    texts = [ending(stopped(table())).number.text for _case in range(2)]
    year = now().year
    assert texts == [f"（{year}）青山婚人调终字第{number}号" for number in (1, 2)]


def test_each_series_and_each_agency_counts_for_itself(table: Make) -> None:
    t = stopped(table())
    with atomic():
        given = {
            (name, agency): number_paper(
                t.case.ref, name, f"{agency}{name}"[:32], agency_id=t.cast.agency(agency).id, actor=t.cast.tao
            ).number
            for name in ("mediation_proof", "termination_notice")
            for agency in ("committee", "federation")
        }
    assert set(given.values()) == {1}


def test_the_year_begins_with_one(table: Make) -> None:
    t = stopped(table())
    with atomic():
        numbers = []
        for day, about in (("2026-12-31T23:00:00+08:00", "a" * 32), ("2027-01-01T01:00:00+08:00", "b" * 32)):
            with time_machine.travel(day, tick=False):
                row = number_paper(
                    t.case.ref, "mediation_proof", about, agency_id=t.stage.agency_id, actor=t.cast.tao
                )
                numbers.append((row.year, row.number))
    assert numbers == [(2026, 1), (2027, 1)]


def test_a_number_that_is_rolled_back_is_given_to_the_next(table: Make) -> None:
    t = stopped(table())
    with pytest.raises(ZeroDivisionError):
        number_and_fail(t)
    with atomic():
        row = number_paper(
            t.case.ref, "mediation_proof", "b" * 32, agency_id=t.stage.agency_id, actor=t.cast.tao
        )
        assert row.number == 1


def test_printed_again_it_is_the_same_paper_with_the_same_number(table: Make) -> None:
    t = stopped(table())
    first, second = ending(t), ending(t)
    assert (first.ref, first.mark) == (second.ref, second.mark)
    assert db.session.query(DocumentNumber).filter_by(series="mediation_end").count() == 1


def test_what_says_something_else_keeps_the_number_and_supersedes_the_paper_before(table: Make) -> None:
    t = stopped(table())
    first = ending(t)
    correct(t, "name", "王芬", party=t.applicant.id)
    second = ending(t)
    db.session.refresh(first)
    assert first.superseded_at
    assert second.ref != first.ref
    assert second.number.text == first.number.text
    assert "王芬" in text_of_pdf(bytes_of(second, actor=t.cast.tao))
    assert [paper.ref for paper in papers_of(t.case, actor=t.cast.tao)] == [second.ref]


def test_a_corrected_name_supersedes_every_paper_that_bears_it(table: Make) -> None:
    t = stopped(table())
    printed = [ending(t), issue(t.case, "rights_notice", t.stage.ref, actor=t.cast.tao),
               issue(t.case, "registration", "", actor=t.cast.lin)]  # fmt: skip
    correct(t, "name", "王芬", party=t.applicant.id)
    for paper in printed:
        db.session.refresh(paper)
        assert paper.superseded_at, paper.name


def test_a_corrected_story_leaves_papers_alone_that_do_not_tell_it(table: Make) -> None:
    t = stopped(table())
    notice, registration = ending(t), issue(t.case, "registration", "", actor=t.cast.lin)
    correct(t, "summary", "对方不付抚养费，已三个月。")
    db.session.refresh(notice)
    db.session.refresh(registration)
    assert registration.superseded_at
    assert notice.superseded_at is None


def test_the_register_shows_every_number_and_the_case_only_to_those_who_may_know_it(
    table: Make, new_case: Any
) -> None:  # fmt: skip
    t = stopped(table())
    ending(t)
    other = stopped(table())
    ending(other)
    year = now().year
    entries = [
        entry for entry in register_of(year, actor=t.cast.tao) if entry.number.series == "mediation_end"
    ]
    assert [entry.number.number for entry in entries] == [1, 2]
    assert {entry.state for entry in entries} == {"已打印"}
    assert {entry.case_ref for entry in entries} == {t.case.ref, other.case.ref}
    with atomic():
        other.stage.assignee_id = t.cast.xu.id
    entries = [
        entry for entry in register_of(year, actor=t.cast.tao) if entry.number.series == "mediation_end"
    ]
    assert [entry.case_ref for entry in entries] == [t.case.ref, None]
    assert register_of(year, actor=t.cast.qiu) == []
    assert years_of(actor=t.cast.eye) == []


def test_a_draft_of_an_agreement_stands_in_the_register_before_it_is_printed(table: Make) -> None:
    t = table().agreed()
    (entry,) = register_of(now().year, actor=t.cast.tao)
    assert entry.number.text == t.agreement.number_text
    assert entry.state == "已编号，未打印"


def test_whoever_has_the_paper_learns_that_it_holds_and_nothing_else(table: Make) -> None:
    t = stopped(table())
    paper = ending(t)
    verdict = verify(str(paper.mark), paper.number.text, asked_from="192.0.2.1")
    assert (verdict.word, verdict.pages) == ("genuine", 1)
    assert verify(str(paper.mark).lower(), f" {paper.number.text} ", asked_from="192.0.2.1").word == "genuine"
    correct(t, "name", "王芬", party=t.applicant.id)
    assert verify(str(paper.mark), paper.number.text, asked_from="192.0.2.1").word == "void"
    ending(t)
    assert verify(str(paper.mark), paper.number.text, asked_from="192.0.2.1").word == "superseded"


@pytest.mark.parametrize("wrong", ["mark", "number", "both"])
def test_a_wrong_word_is_as_unknown_as_any_other(table: Make, wrong: str) -> None:
    paper = ending(stopped(table()))
    mark = str(paper.mark) if wrong == "number" else "0" * 16
    number = {"mark": paper.number.text, "number": "（2026）青山婚人调终字第2号"}.get(wrong, "")
    verdict = verify(mark, number, asked_from="192.0.2.1")
    assert (verdict.word, verdict.printed_on, verdict.pages) == ("unknown", None, None)


def test_a_paper_without_a_number_is_known_by_its_code_alone(table: Make) -> None:
    t = table().accept()
    paper = issue(t.case, "rights_notice", t.stage.ref, actor=t.cast.tao)
    assert verify(str(paper.mark), "", asked_from="192.0.2.1").word == "genuine"
    assert verify(str(paper.mark), "（2026）青山婚人调终字第1号", asked_from="192.0.2.1").word == "unknown"


def test_guessing_is_slowed_down_and_ends_by_itself(app: Any) -> None:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False) as clock:
        for _try in range(TRIES):
            verify("0" * 16, "", asked_from="192.0.2.1")
        with pytest.raises(TooMany):
            verify("0" * 16, "", asked_from="192.0.2.1")
        assert verify("0" * 16, "", asked_from="192.0.2.2").word == "unknown"
        clock.shift(timedelta(minutes=1))
        assert verify("0" * 16, "", asked_from="192.0.2.1").word == "unknown"


def test_the_page_for_everybody_names_nobody(app: Any, table: Make) -> None:
    t = stopped(table())
    paper = ending(t)
    client = app.test_client()
    page = client.get(f"/verify?code={paper.mark}")
    assert page.status_code == 200
    assert paper.mark in page.text
    mark, number = paper.mark, paper.number.text
    answer = client.post("/verify", data={"code": mark, "number": number}).text
    assert "这份文书有效" in answer
    for kept in ("王芳", "李强", "终止调解", "青山区", "抚养"):
        assert kept not in answer.replace(number, "")
    blank = client.post("/verify", data={"code": mark, "number": " "}).text
    assert "这份文书有编号" in blank
    assert "没有查到" not in blank
    assert number not in blank
    assert "没有查到" in client.post("/verify", data={"code": "0" * 16, "number": ""}).text


def test_a_sample_is_shown_before_printing_and_takes_no_number(
    app: Any, table: Make, sign_in: Callable[..., Any]
) -> None:  # fmt: skip
    t = stopped(table())
    case, stage = t.case.ref, t.stage.ref
    tao = sign_in(t.cast.tao)
    page = tao.get(f"/cases/{case}/papers/termination_notice?about={stage}")
    assert page.status_code == 200
    assert "data:image/png;base64," in page.text
    assert db.session.query(DocumentNumber).filter_by(series="mediation_end").count() == 0
    assert db.session.query(ReadEntry).filter_by(kind="sample").one().shown == ["termination_notice"]
    made = tao.post(f"/cases/{case}/papers/termination_notice", data={"about": stage})
    text = "".join(text_of_pdf(tao.get(made.headers["Location"]).data).split())
    assert "青山婚人调终字第1号" in text
    assert (
        sign_in(t.cast.qiu).get(f"/cases/{case}/papers/termination_notice?about={stage}").status_code == 404
    )


def test_the_page_of_the_case_says_what_can_be_printed_and_why_the_rest_cannot(
    table: Make, sign_in: Callable[..., Any]
) -> None:  # fmt: skip
    t = table().accept()
    page = sign_in(t.cast.tao).get(f"/cases/{t.case.ref}").text
    ready, waiting = re.split("现在还不能打印的", page)[:2]
    assert "打印人民调解受理登记表" in ready
    assert "结案报告表" in waiting
    assert "调解还没有办结" in waiting
    assert "打印结案报告表" not in ready


def test_a_missing_glyph_is_named_on_the_page_of_the_sample(table: Make, sign_in: Callable[..., Any]) -> None:
    t = table()
    t.request(dispute_facts="与 ঊ 的纠纷。")
    page = sign_in(t.cast.tao).get(f"/cases/{t.case.ref}/papers/mediation_application?about={t.stage.ref}")
    assert page.status_code == 422
    assert "ঊ（U+098A）" in page.text
    with pytest.raises(Incomplete):
        issue(t.case, "mediation_application", t.stage.ref, actor=t.cast.tao)
