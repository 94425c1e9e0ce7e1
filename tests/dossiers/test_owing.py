"""What a dossier lacks is said together with who can bring it, and stands on their list until it is there."""

import re

from sqlalchemy import select

from mediation.attachments.adding import attach
from mediation.cases.papers import issue
from mediation.cases.queries import sessions_of
from mediation.cases.work import Task
from mediation.db import atomic, db
from mediation.documents.models import Document
from mediation.dossiers.owing import TASK, calls, owed_in
from mediation.dossiers.rules import dossier_complete
from mediation.people.models import User
from mediation.worker import run_once
from mediation.workflow.engine import take
from tests.attachments.conftest import photo
from tests.conftest import archive, referred

REFUSED = {
    "reason": "party_refuses", "reason_text": "对方拒绝。", "where_to_go": "法院",
}  # fmt: skip


def tasks():
    db.session.expire_all()
    query = select(Task).where(Task.kind == TASK, Task.done_at.is_(None)).order_by(Task.id)
    return [(db.session.get_one(User, task.user_id).login, task.text) for task in db.session.scalars(query)]


def test_the_mediator_is_asked_for_the_papers_of_the_mediation(table, cast):
    t = table().effective()
    said = dossier_complete(t.case, cast.mei)
    assert "请调解员陶然打印“人民调解申请书”“当事人权利义务告知书”“人民调解记录”“人民调解协议书”" in said


def test_minutes_are_asked_of_whoever_wrote_them(table, cast):
    """Nobody else can print them."""
    t = table().effective()
    with atomic() as session:
        colleague = User(login="xiang", name="向晴", role="mediator", agency_id=cast.tao.agency_id)
        session.add(colleague)
        sessions_of(t.stage)[0].author = colleague
        t.stage.assignee = None
    assert [call for call in calls(owed_in(t.case)) if "人民调解记录" in call] == [
        f"请调解员{colleague.name}打印“人民调解记录”"
    ]


def test_the_owner_has_a_task_until_the_paper_is_there(app, closed, cast):
    with atomic():
        db.session.query(Document).update({"superseded_at": closed.registered_at})
    run_once(app)
    run_once(app)
    assert tasks() == [(cast.mei.login, "归档前补齐案卷：来访来电登记表")]
    issue(closed, "registration", "", actor=cast.mei)
    run_once(app)
    assert tasks() == []


def test_a_case_that_is_in_the_archive_or_runs_again_asks_for_nothing(app, closed, cast):
    run_once(app)
    assert tasks() == []
    with atomic():
        db.session.query(Document).update({"superseded_at": closed.registered_at})
    run_once(app)
    assert len(tasks()) == 1
    take(closed, "reopen", actor=cast.mei, facts={"reason": "又有新情况"})
    run_once(app)
    assert tasks() == []


def test_a_task_names_nobody_of_the_case(app, closed):
    with atomic():
        db.session.query(Document).update({"superseded_at": closed.registered_at})
    run_once(app)
    assert not [text for _who, text in tasks() if "王芳" in text or "李强" in text]


def test_a_running_case_asks_for_nothing_yet(app, table):
    table().effective()
    run_once(app)
    assert tasks() == []


def test_the_checklist_offers_the_paper_that_is_missing(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    stage = referred(case, "mediation", to="committee")
    take(stage, "decline", actor=cast.tao, facts=REFUSED)
    attach(case, {"kind": "notice", "stage": stage.id}, [photo()], actor=cast.tao)
    take(
        stage,
        "deliver_notice",
        actor=cast.tao,
        facts={"party": "all", "notice": "termination", "way": "signed"},
    )
    take(stage, "close_declined", actor=cast.tao)
    page = sign_in(cast.tao).get(f"/cases/{case.ref}").text
    row = re.search(r'<li class="check-missing">.*?</li>', page[page.index('class="checklist"') :], re.S)[0]
    assert "终止调解告知书" in row
    assert f"/papers/termination_notice?about={stage.ref}" in row


def test_the_page_offers_each_paper_of_a_mediation_once(mediated, cast, sign_in):
    page = sign_in(cast.tao).get(f"/cases/{mediated().case.ref}").text
    for name in ("rights_notice", "mediation_record", "agreement"):
        assert len(re.findall(rf'href="[^"]*/papers/{name}\?', page)) == 1, name


def test_an_archived_case_has_no_task(app, closed, cast):
    archive(closed, cast)
    run_once(app)
    assert tasks() == []
