"""Papers of a case are printed, kept, logged, and give nothing away."""

import pytest

from mediation.audit.models import AuditEntry, ReadEntry
from mediation.cases.papers import bytes_of, issue, papers_of
from mediation.db import db
from mediation.documents.check import text_of_pdf
from mediation.errors import Incomplete, Missing


def test_the_registration_form_holds_what_was_said(new_case, cast):
    case = new_case()
    paper = issue(case, "registration", "", actor=cast.lin)
    text = text_of_pdf(bytes_of(paper, actor=cast.lin)).replace("\n", "")
    for word in ("来访来电登记表", case.register_number, "王芳", "李强", "来访", "离婚后对方不付抚养费"):
        assert word in text
    assert "13800138000" not in text
    assert "和平路8号" not in text


def test_an_address_typed_into_the_story_stops_the_paper(new_case, cast):
    case = new_case(summary="她住在青山区 和平路 8 号 3 单元，怕他找来。")
    with pytest.raises(Incomplete, match="现住址") as refused:
        issue(case, "registration", "", actor=cast.lin)
    assert "和平路" not in refused.value.reason
    assert not papers_of(case, actor=cast.lin)


def test_printing_and_reading_are_logged_without_the_name(new_case, cast):
    case = new_case()
    paper = issue(case, "registration", "", actor=cast.lin)
    bytes_of(paper, actor=cast.lin)
    entry = db.session.query(AuditEntry).filter_by(subject=paper.ref).one()
    assert (entry.kind, entry.actor, entry.fields) == ("document.print", cast.lin.ref, ["registration"])
    assert db.session.query(ReadEntry).filter_by(kind="document").one().shown == [paper.ref]


def test_a_stranger_cannot_fetch_a_paper_by_its_address(new_case, cast, sign_in):
    case = new_case()
    ref = issue(case, "registration", "", actor=cast.lin).ref
    assert sign_in(cast.qiu).get(f"/documents/{ref}").status_code == 404
    answer = sign_in(cast.lin).get(f"/documents/{ref}")
    assert answer.content_type == "application/pdf"
    assert "registration" not in answer.headers["Content-Disposition"]


def test_a_paper_that_does_not_exist_is_missing(new_case, cast):
    with pytest.raises(Missing):
        issue(new_case(), "no_such_paper", "", actor=cast.lin)
