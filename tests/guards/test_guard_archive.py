"""The row 归档 of the table of guards: what the law puts before the archive. By hand from the law, each broken alone."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from mediation.cases.enrolling import change_sealed
from mediation.cases.models import Case
from mediation.cases.papers import issue
from mediation.cases.queries import parties_of, sessions_of
from mediation.db import atomic, db, today
from mediation.dossiers.making import ask_for, make, pieces_of
from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.referrals.models import Referral
from mediation.web.forms import FORMS
from mediation.workflow.engine import take
from tests.conftest import ARCHIVED, Cast, stage_of
from tests.disputes.conftest import Table
from tests.dossiers.conftest import printed_and_signed
from tests.guards.conftest import CLOSING, SAFE, accepted, barred, shut

New = Callable[..., Case]
Page = Callable[[Case, User], str]


def closed(new_case: New, cast: Cast, **given: Any) -> Case:
    """A case that was answered, asked after and closed; no paper was printed."""
    case = new_case(actor=cast.mei, **given)
    accepted(case, cast.mei)
    take(
        stage_of(case, "help_request"),
        "answer",
        actor=cast.mei,
        facts={"reply": "已告知。", "way": "in_person"},
    )
    take(case, "begin_follow_up", actor=cast.mei)
    take(case, "record_follow_up", actor=cast.mei, facts=SAFE)
    take(case, "close", actor=cast.mei, facts={**CLOSING, "happened_on": today().isoformat()})
    return case


def archive(case: Case, cast: Cast, **told: Any) -> None:
    facts = {
        **ARCHIVED,
        "filed_by": cast.mei.id,
        "checked_by": cast.rao.id,
        "archived_on": today().isoformat(),
    }
    take(case, "archive", actor=cast.rao, facts={**facts, **told})


def test_row_archive_the_papers_that_must_be_there_are_there(
    new_case: New, cast: Cast, page_of: Page
) -> None:
    case = closed(new_case, cast)
    with barred("案卷的来访来电登记表", "PM-27", "AR-1"):
        archive(case, cast)
    shut(page_of(case, cast.rao), "归档", "还缺", "PM-27")
    issue(case, "registration", "", actor=cast.mei)
    archive(case, cast)
    assert case.state == "archived"


def test_row_archive_nobody_is_archived_who_was_not_asked_after(new_case: New, cast: Cast) -> None:
    """PM-HF: the close asks for it, and the dossier for its record."""
    case = new_case(actor=cast.mei)
    accepted(case, cast.mei)
    take(
        stage_of(case, "help_request"),
        "answer",
        actor=cast.mei,
        facts={"reply": "已告知。", "way": "in_person"},
    )
    take(case, "begin_follow_up", actor=cast.mei)
    with barred("回访", "PM-HF"):
        take(case, "close", actor=cast.mei, facts=CLOSING)


@pytest.mark.parametrize(
    ("told", "words", "rule"),
    [
        ({"retention": ""}, "保管期限", "AR-2"),
        ({"dossier_note": ""}, "卷宗情况", "PM-27"),
        ({"filed_by": None}, "立卷人", "PM-27"),
    ],
)
def test_row_archive_how_long_and_how_whole_is_said(
    new_case: New, cast: Cast, told: dict[str, Any], words: str, rule: str
) -> None:
    case = closed(new_case, cast)
    issue(case, "registration", "", actor=cast.mei)
    with barred(words, rule):
        archive(case, cast, **told)
    assert case.state == "closed"


def test_row_archive_who_filed_it_does_not_check_it(app: Any, new_case: New, cast: Cast) -> None:
    case = closed(new_case, cast)
    issue(case, "registration", "", actor=cast.mei)
    with barred("不能是同一个人", "PM-27"):
        archive(case, cast, checked_by=cast.mei.id)
    with barred("请选择检查人", "PM-27"):
        archive(case, cast, checked_by=None)
    with barred("青山区妇女联合会的工作人员", "PM-27"):
        archive(case, cast, checked_by=cast.tao.id)
    told = {"filed_by": str(cast.mei.id), "checked_by": str(cast.mei.id)}
    with app.test_request_context(method="POST", data=told):
        form = FORMS["archiving"]()
        form.offer_choices(lambda _word: [(cast.mei.id, "梅若华"), (cast.rao.id, "饶静")])
        form.validate()
    assert "立卷人和检查人不能是同一个人。" in form.checked_by.errors


def test_row_archive_the_dossier_of_a_mediation_names_people_of_the_committee(
    app: Any, table: Callable[..., Table], cast: Cast
) -> None:
    app.config["BACKGROUND"] = "worker"
    t = table().effective()
    issue(t.case, "rights_notice", t.stage.ref, actor=cast.tao)
    issue(t.case, "agreement", t.agreement.ref, actor=cast.tao)
    printed_and_signed(t, "mediation_application", t.stage.ref, t.applicant)
    printed_and_signed(t, "mediation_record", sessions_of(t.stage)[0].ref, t.applicant, t.respondent)
    t.pays(t.agreement.obligations[0], performed_on="2026-11-20")
    accepted(t.case, cast.mei)
    take(t.case, "take_on", actor=cast.mei)
    settled = {"stages": [], "reason": "已经调解。"}
    take(stage_of(t.case, "help_request"), "triage", actor=cast.mei, facts=settled)
    referral = db.session.query(Referral).filter_by(case_id=t.case.id).one()
    take(referral, "answer", actor=cast.tao, facts={"result": "done", "note": "调解成功。"})
    take(referral, "acknowledge", actor=cast.mei)
    take(t.case, "begin_follow_up", actor=cast.mei)
    take(t.case, "record_follow_up", actor=cast.mei, facts=SAFE)
    take(t.case, "close", actor=cast.mei, facts=CLOSING)
    issue(t.case, "registration", "", actor=cast.mei)
    archive(t.case, cast)
    for stage, theirs, not_theirs in ((t.stage, "陶然", "梅若华"), (None, "梅若华", "陶然")):
        row = ask_for(t.case, stage, actor=cast.mei)
        make(row.id)
        read = PdfReader(BytesIO(b"".join(pieces_of(row)))).pages
        for page in (read[0], read[-2]):
            text = re.sub(r"\s", "", page.extract_text())
            assert theirs in text[text.index("立卷人") :]
            assert not_theirs not in text[text.index("立卷人") :]


def test_row_archive_no_paper_shows_where_she_is(new_case: New, cast: Cast) -> None:
    """What was no secret when it was printed may be one now."""
    case = closed(new_case, cast, summary="求助人说她现在青山区解放路21号5栋1203。")
    issue(case, "registration", "", actor=cast.mei)
    with atomic():
        change_sealed(parties_of(case, "applicant")[0].person, {"residence": "青山区解放路21号5栋1203"})
    with pytest.raises(Incomplete) as refusal:
        archive(case, cast)
    assert refusal.value.rules == ("DV-10-4",)
    assert "《来访来电登记表》" in refusal.value.reason
    assert "解放路" not in refusal.value.reason
    assert case.state == "closed"
