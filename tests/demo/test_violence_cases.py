"""The two real cases of violence at home, walked from the first day; every line of `expected` is concluded anew."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.cases.danger import mediation_not_locked
from mediation.cases.papers import issue, papers_of, secrets_of
from mediation.cases.tasks import open_tasks
from mediation.db import SHANGHAI, db
from mediation.demo.people import user_called
from mediation.demo.telling import Telling, UntrueStoryError
from mediation.documents.check import text_of_pdf
from mediation.documents.papers import PAPERS
from mediation.errors import Incomplete
from mediation.files.store import get
from mediation.protection.queries import orders_of
from mediation.workflow.engine import take
from mediation.workflow.history import newest, steps_in
from tests.demo.conftest import clocks_of, stages, story, with_applicant

HOME, PHONE, IN_LAWS = "青山区柳泉路17号2单元301", "13912345678", "13687654321"


def test_wu_from_the_night_to_the_archive(tell):
    case = tell("tongshan_wu", phone=PHONE, residence=HOME)
    (stage,) = stages(case, "protection")
    assert (case.state, stage.state) == ("archived", "ended")
    # PO-23: too afraid to apply herself, so the federation did, with her will on record.
    (order,) = orders_of(stage)
    assert (order.applicant_kind, order.filed_by, order.result) == ("coerced", "federation", "expired")
    assert order.will == "征得吴某同意，由妇联代为申请。"
    # PO-28: 72 hours from acceptance, the court's own and only followed: nobody here has a task for it.
    (clock,) = clocks_of(case, "PO-28")
    accepted = datetime(2019, 4, 16, 15, 0, tzinfo=SHANGHAI)
    assert (clock.duty, clock.unit, clock.amount) == ("court", "hour", "72小时")
    assert clock.due_at == accepted + timedelta(hours=72)
    assert clock.statutory_last == "2019-04-19T15:00:00+08:00"
    assert (clock.state, clock.ended) == ("met", "2019-04-18T10:00:00+08:00")
    assert not open_tasks(case)
    # PM-DV: still nobody mediates, and nobody did.
    assert mediation_not_locked(case, None)
    assert not stages(case, "mediation")
    assert verify_all()[1] == []


def test_mediation_was_shut_before_the_assessment_and_after_it(tell):
    case = tell("tongshan_wu")
    refused = select(AuditEntry).where(
        AuditEntry.chain == case.ref, AuditEntry.kind == "one_stop.open_stage.refused"
    )
    assert len(db.session.scalars(refused).all()) == 2
    with pytest.raises(Incomplete, match="高危") as shut:
        take(
            _reopened(case),
            "open_stage",
            actor=user_called("caseworker"),
            facts={"stages": [{"kind": "mediation", "agency": case.agency_id, "lead": "beside"}]},
        )
    assert "PM-DV" in shut.value.rules


def test_no_paper_tells_where_wu_lives_or_what_her_number_is(tell):
    case = tell("tongshan_wu", phone=PHONE, residence=HOME)
    desk = user_called("caseworker")
    for name in ("protection_order_notice", "legal_aid_notice"):
        issue(case, name, stages(case, "protection")[0].ref, actor=desk)
    printed = papers_of(case, actor=desk)
    assert len(printed) == 5
    for paper in printed:
        text = text_of_pdf(get(paper.sha256, paper.key_id))
        assert PAPERS[paper.name].title in text.replace("\n", "")
        assert not [kept for kept in (HOME, PHONE) if kept in text]
    assert {kept.what for kept in secrets_of(case)} == {"电话", "现住址"}


@pytest.mark.parametrize("given_away", [f"住在{HOME}。", f"电话{PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}。"])
def test_a_paper_that_tells_it_is_not_printed(demo, given_away):
    wu = with_applicant(story("tongshan_wu"), {"phone": PHONE, "residence": HOME})
    wu.steps[0].facts["summary"] = f"{wu.steps[0].facts['summary']}{given_away}"
    with pytest.raises(UntrueStoryError, match=r"print\.registration") as blocked:
        Telling(wu).tell()
    refusal = blocked.value.__cause__
    assert isinstance(refusal, Incomplete)
    assert "DV-10-4" in refusal.rules
    assert HOME not in refusal.reason
    assert PHONE not in refusal.reason


def test_the_mother_in_law_s_telephone_is_nobody_s_number(tell):
    case = tell("tongshan_wu")
    (applicant,) = [party for party in case.parties if party.role == "applicant"]
    contact = applicant.person.safe_contact
    assert contact is not None
    assert (contact.ways, contact.number, applicant.person.phone) == (["in_person"], None, None)
    assert "不要回拨" in str(contact.never)
    call = newest(stages(case, "protection")[0].ref, "report_to_police")
    assert call is not None
    assert call.facts["others_phone"]


def test_song_has_her_lawyer_on_the_day_she_asks(tell):
    case = tell("wendeng_song")
    (stage,) = stages(case, "legal_aid")
    assert (case.state, stage.state, stage.assignee) == ("legal_aid", "in_progress", user_called("lawyer"))
    # LA-32: no statement of means was asked for; the step that brought one was refused.
    received = newest(stage.ref, "receive")
    assert received is not None
    assert received.facts["basis"] == "32"
    assert "means_statement" not in received.facts
    refused = select(AuditEntry).where(
        AuditEntry.chain == case.ref, AuditEntry.kind == "legal_aid.receive.refused"
    )
    assert len(db.session.scalars(refused).all()) == 1
    # LA-43A, LA-43B: seven days, then three, a Saturday rolled to Monday; both met on the first day.
    (review,), (assignment,) = clocks_of(case, "LA-43A"), clocks_of(case, "LA-43B")
    assert (review.started, review.statutory_last) == ("2021-10-13", "2021-10-20")
    assert (assignment.started, assignment.conservative, assignment.statutory_last) == (
        "2021-10-13", "2021-10-16", "2021-10-18",
    )  # fmt: skip
    assert [(clock.state, clock.ended) for clock in (review, assignment)] == [("met", "2021-10-13")] * 2
    assert [step.happened_on for step in steps_in(case.ref, "record_progress")] == ["2021-10"]
    assert verify_all()[1] == []


def _reopened(case):
    take(case, "reopen", actor=user_called("caseworker"), facts={"reason": "有新情况。"})
    return case
