"""人民调解回访记录 (F-09): of the agreement, and of nothing that was told in confidence."""

from collections.abc import Callable

import pytest

from mediation.cases.papers import bytes_of, issue
from mediation.db import atomic
from mediation.documents.check import text_of_pdf
from mediation.errors import Incomplete, Missing
from mediation.follow_up.models import FollowUp
from mediation.follow_up.papers import visit_papers, visit_record
from tests.conftest import referred
from tests.disputes.conftest import Table


@pytest.fixture
def performing(table: Callable[..., Table]) -> Table:
    return table().effective()


def visited(t: Table) -> FollowUp:
    with atomic() as session:
        row = FollowUp(
            key_id=t.case.key_id, case_id=t.case.id, sequence=1, happened_on="2026-12-20", way="phone",
            reached=True, safe="no", violence_again=True, performance="partly", satisfaction="satisfied",
            author_id=t.cast.tao.id, recorded_at=t.stage.opened_at,
        )  # fmt: skip
        row.text = "她说又被打了，住在朋友家。"
        session.add(row)
    return row


def test_the_record_tells_of_the_agreement_and_nothing_of_her_safety(performing) -> None:
    row = visited(performing)
    paper = issue(performing.case, "visit_record", row.ref, actor=performing.cast.tao)
    text = "".join(text_of_pdf(bytes_of(paper, actor=performing.cast.tao)).split())
    for words in (
        "（2026）青山婚人调字第1号",
        "2026年12月20日",
        "协议履行：部分履行。",
        "回访人陶然（签名）",
    ):
        assert words in text
    for kept in ("被打", "朋友家", "不安全", "暴力"):
        assert kept not in text


def test_without_an_agreement_there_is_no_such_record(table) -> None:
    t = table().talking()
    with pytest.raises(Incomplete):
        visit_record(t.case, "", t.cast.tao)
    (offer,) = visit_papers(t.case, t.cast.tao)
    assert "没有调解协议" in str(offer.why_not)


def test_a_blank_one_can_always_be_had(performing) -> None:
    facts = visit_record(performing.case, "", performing.cast.tao)
    assert facts["found"] is None
    assert facts["agreement_number"] == "（2026）青山婚人调字第1号"


def test_who_sees_no_mediation_sees_no_record(performing) -> None:
    with pytest.raises(Missing):
        visit_record(performing.case, "", performing.cast.an)
    assert visit_papers(performing.case, performing.cast.an) == []


def test_another_committee_in_the_same_case_reads_nothing_of_this_one(performing: Table) -> None:
    """The court's own mediation stands in the case, too: neither number nor follow-up of the committee is its business."""
    t, row = performing, visited(performing)
    referred(t.case, "mediation", to="court")
    pei = t.cast.pei
    with pytest.raises(Incomplete):
        visit_record(t.case, "", pei)
    with pytest.raises((Incomplete, Missing)):
        visit_record(t.case, row.ref, pei)
    (offer,) = visit_papers(t.case, pei)
    assert "没有调解协议" in str(offer.why_not)
    # Of two committees nobody knows whose agreement a follow-up of the whole case was about; its own stays its own.
    assert [one.about for one in visit_papers(t.case, t.cast.tao)] == [""]
    with atomic():
        row.stage_id = t.stage.id
    assert visit_record(t.case, row.ref, t.cast.tao)["agreement_number"] == "（2026）青山婚人调字第1号"
    assert visit_record(t.case, row.ref, t.cast.mei)["visited_on"] == "2026年12月20日"
