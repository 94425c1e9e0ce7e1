"""What is told on taking a request on, and the certificate of what was received."""

from datetime import date

import pytest

from mediation.cases.papers import bytes_of, issue, papers_of
from mediation.documents.check import text_of_pdf
from mediation.errors import Incomplete, Missing
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.conftest import stage_of

ACCEPTED = {"accepted_on": date(2026, 3, 6)}
VIOLENT = {"category_kind": "家庭暴力", "q_violence": "yes"}


def printed(case, name, actor):
    return "".join(text_of_pdf(bytes_of(issue(case, name, "", actor=actor), actor=actor)).split())


def accept(case, actor, **facts):
    take(stage_of(case, "help_request"), "accept", actor=actor, facts={**ACCEPTED, **facts})


def test_what_is_accepted_is_told_in_writing(new_case, cast):
    case = new_case(actor=cast.mei)
    with pytest.raises(Missing):
        issue(case, "acceptance_notice", "", actor=cast.mei)
    accept(case, cast.mei)
    text = printed(case, "acceptance_notice", cast.mei)
    for words in ("王芳：", "要求按月支付抚养费", "2026年3月6日受理", "梅若华", "十五日内书面告知"):
        assert words in text
    assert "六十日" not in text


def test_the_sixty_days_are_told_with_their_last_day_where_they_run(new_case, cast):
    case = new_case(actor=cast.mei)
    accept(case, cast.mei)
    told = {"notice": "petition_accepted", "party": case.parties[0].id, "way": "signed"}
    take(
        case,
        "inform",
        actor=cast.mei,
        facts={**told, "petition_accepted_on": "2026-03-06", "happened_on": "2026-03-06"},
    )
    assert "六十日内办结，即不晚于2026年5月" in printed(case, "acceptance_notice", cast.mei)


def test_what_is_taken_home_tells_no_story_of_violence(new_case, cast):
    case = new_case(actor=cast.mei, **VIOLENT, wishes="想离开他。")
    accept(case, cast.mei)
    text = printed(case, "acceptance_notice", cast.mei)
    for word in ("想离开他", "家庭暴力", "十五日"):
        assert word not in text
    assert "由本站代为保管" in text


def test_the_certificate_gives_the_statement_as_it_was_received(new_case, cast):
    case = new_case(actor=cast.mei, **VIOLENT, summary="他打了我。")
    text = printed(case, "request_certificate", cast.mei)
    for words in (
        case.register_number,
        "本站收到的陈述",
        "他打了我。",
        "未对陈述的内容是否属实作出认定",
        "没有更改",
    ):
        assert words in text
    for word in ("受害人", "施暴人", "家庭暴力"):
        assert word not in text


def test_an_address_in_the_statement_stops_the_certificate(new_case, cast):
    case = new_case(actor=cast.mei, summary="我住和平路8号3单元502。")
    with pytest.raises(Incomplete, match="现住址"):
        issue(case, "request_certificate", "", actor=cast.mei)


def test_a_correction_takes_the_papers_of_the_register_off_the_list(new_case, cast):
    case = new_case(actor=cast.mei)
    accept(case, cast.mei)
    for name in ("registration", "acceptance_notice", "request_certificate"):
        issue(case, name, "", actor=cast.mei)
    entry = newest(case.ref, "start").id
    facts = {"entry": entry, "field": "summary", "new_value": "对方半年没有付抚养费。", "reason": "记错了"}
    take(case, "correct", actor=cast.mei, facts=facts)
    # What was told on taking it on says nothing of the summary: it holds.
    assert [paper.name for paper in papers_of(case, actor=cast.mei)] == ["acceptance_notice"]
    assert "有1处更正" in printed(case, "request_certificate", cast.mei)


def test_the_mediator_s_acceptance_is_no_acceptance_of_the_request(new_case, cast):
    case = new_case(actor=cast.mei)
    accept(case, cast.mei)
    help_request = stage_of(case, "help_request")
    issue(case, "acceptance_notice", help_request.ref, actor=cast.mei)
    with pytest.raises(Missing):
        issue(case, "acceptance_notice", case.ref, actor=cast.mei)
