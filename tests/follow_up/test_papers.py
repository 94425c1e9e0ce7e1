"""The closing report."""

import pytest

from mediation.cases.papers import bytes_of, issue
from mediation.documents.check import text_of_pdf
from mediation.errors import Incomplete
from mediation.workflow.engine import take
from tests.conftest import stage_of


def test_the_closing_report_tells_the_way_of_the_case(new_case, cast):
    case = new_case(actor=cast.mei, received_on="2026-03-01")
    reply = {"reply": "已答复。", "way": "in_person", "happened_on": "2026-03-05"}
    take(
        case,
        "inform",
        actor=cast.mei,
        facts={"notice": "legal_aid", "party": case.parties[0].id, "way": "spoken"},
    )
    take(stage_of(case, "help_request"), "answer", actor=cast.mei, facts=reply)
    take(case, "begin_follow_up", actor=cast.mei, facts={})
    called = {
        "way": "phone",
        "reached": True,
        "safe": "yes",
        "satisfaction": "satisfied",
        "happened_on": "2026-03-06",
    }
    take(case, "record_follow_up", actor=cast.mei, facts=called)
    take(case, "close", actor=cast.mei, facts={"outcome": "resolved", "summary": "已经开始履行。"})
    paper = issue(case, "station_closing_report", "", actor=cast.mei)
    text = "".join(text_of_pdf(bytes_of(paper, actor=cast.mei)).split())
    for words in (
        "王芳",
        "李强",
        "梅若华",
        "维权求助",
        "已答复",
        "√法律援助",
        "化解",
        "已经开始履行。",
        "电话，安全，满意",
    ):
        assert words in text


def test_an_address_in_the_story_stops_the_report(new_case, cast):
    with pytest.raises(Incomplete, match="现住址"):
        issue(
            new_case(actor=cast.mei, summary="住和平路8号3单元502"),
            "station_closing_report",
            "",
            actor=cast.mei,
        )
