"""A case goes to the archive with a whole dossier, and with none that lacks a paper."""

import re

import pytest

from mediation.attachments.adding import attach
from mediation.attachments.models import PaperSignature
from mediation.cases.papers import issue
from mediation.cases.queries import sessions_of
from mediation.db import atomic, db
from mediation.documents.models import Document
from mediation.dossiers.contents import lines_of
from mediation.dossiers.rules import dossier_complete
from mediation.errors import Incomplete
from mediation.workflow.engine import take
from tests.attachments.conftest import photo
from tests.conftest import archive, referred
from tests.dossiers.conftest import signs
from tests.guards.conftest import told


def test_a_whole_dossier_is_archived(closed, cast):
    assert dossier_complete(closed, cast.rao) is None
    archive(closed, cast)
    assert closed.state == "archived"


def test_a_dossier_without_its_register_form_is_not(closed, cast):
    with atomic():
        db.session.query(Document).update({"superseded_at": closed.registered_at})
    with pytest.raises(Incomplete, match="案卷的来访来电登记表"):
        archive(closed, cast)
    assert closed.state == "closed"
    issue(closed, "registration", "", actor=cast.rao)
    archive(closed, cast)
    assert closed.state == "archived"


def test_what_is_missing_is_named_for_each_dossier_at_once(table, cast):
    t = table().effective()
    said = dossier_complete(t.case, cast.mei)
    for words in (
        "案卷的来访来电登记表", "案卷的回访记录", "案卷的结案登记", "人民调解卷宗的当事人权利义务告知书",
        "人民调解卷宗的人民调解记录", "人民调解卷宗的人民调解协议书", "人民调解卷宗的人民调解回访记录",
    ):  # fmt: skip
        assert words in said, words
    assert "身份证明" not in said


def test_a_mediation_with_all_its_papers_lacks_nothing(mediated, cast):
    assert "人民调解卷宗" not in dossier_complete(mediated().case, cast.mei)


@pytest.mark.parametrize("law", ["PM-29"])
def test_a_print_of_the_agreement_that_nobody_signed_completes_nothing(table, cast, sign_in, law):
    t = table().agreed()
    t.write()
    t.on("open_signing")
    issue(t.case, "agreement", t.agreement.ref, actor=cast.tao)
    (line,) = (line for line in lines_of(t.stage) if line.wanted.label == "人民调解协议书")
    assert not line.there
    assert [paper.name for paper in line.unsigned] == ["agreement"]
    page = sign_in(cast.tao).get(f"/cases/{t.case.ref}").text
    row = next(row for row in re.findall(r'<li class="check-.*?</li>', page, re.S) if "人民调解协议书" in row)
    assert "还没有签署" in row
    assert "✓" not in row
    t.sign_all("2026-11-12")
    (line,) = (line for line in lines_of(t.stage) if line.wanted.label == "人民调解协议书")
    assert line.there


def test_minutes_count_when_everybody_who_attended_has_signed(mediated, cast):
    t = mediated()
    session = sessions_of(t.stage)[0]
    his = db.session.query(PaperSignature).filter_by(party_id=t.respondent.id).one()
    take(his, "strike", actor=cast.tao, facts={"reason": "登记错了人。"})
    assert "请调解员陶然登记签署“人民调解记录”" in dossier_complete(t.case, cast.mei)
    signs(t, issue(t.case, "mediation_record", session.ref, actor=cast.tao), t.respondent)
    assert "人民调解卷宗" not in dossier_complete(t.case, cast.mei)


def test_a_scan_of_the_signed_paper_is_as_good_as_registered_signatures(table, cast):
    t = table().effective()
    paper = issue(t.case, "mediation_application", t.stage.ref, actor=cast.tao)
    assert "登记签署“人民调解申请书”" in dossier_complete(t.case, cast.mei)
    told = {"kind": "signed_scan", "stage": t.stage.id, "document": paper.id}
    attach(t.case, told, [photo()], actor=cast.tao)
    assert "人民调解申请书" not in dossier_complete(t.case, cast.mei)


@pytest.mark.parametrize("law", ["DV-10-13"])
def test_a_printed_notice_is_not_a_notice_given(new_case, cast, law):
    """Neither a sheet that lies in the printer nor some other notice tells her of the protection order."""
    case = new_case(actor=cast.mei, q_violence="yes", category_kind="家庭暴力")
    issue(case, "protection_order_notice", "", actor=cast.mei)
    told(case, cast.mei, "police_help")
    assert "案卷的告知人身安全保护令" in dossier_complete(case, cast.mei)
    told(case, cast.mei, "protection_order")
    assert "告知人身安全保护令" not in dossier_complete(case, cast.mei)


def test_every_session_wants_its_own_record(mediated, cast):
    t = mediated()
    with atomic():
        db.session.query(Document).filter_by(name="mediation_record").update({"about": "0" * 32})
    assert "人民调解卷宗的人民调解记录" in dossier_complete(t.case, cast.mei)


def test_a_scanned_record_takes_the_place_of_a_printed_one(table, cast):
    t = table().effective()
    assert "人民调解申请书" in dossier_complete(t.case, cast.mei)
    attach(t.case, {"kind": "application", "stage": t.stage.id}, [photo()], actor=cast.tao)
    assert "人民调解申请书" not in dossier_complete(t.case, cast.mei)


def test_an_oral_agreement_wants_its_register_form_and_no_written_one(table, cast):
    t = table().agreed(form="oral")
    t.write()
    t.on("record_oral")
    said = dossier_complete(t.case, cast.mei)
    assert "人民调解协议书" not in said
    assert "人民调解卷宗的人民调解口头协议登记表" in said
    issue(t.case, "oral_agreement", t.agreement.ref, actor=cast.tao)
    assert "口头协议登记表" not in dossier_complete(t.case, cast.mei)


def test_a_declined_mediation_owes_its_notice(new_case, cast):
    case = new_case(actor=cast.mei)
    stage = referred(case, "mediation", to="committee")
    refused = {
        "reason": "party_refuses", "reason_text": "对方拒绝。", "where_to_go": "法院",
    }  # fmt: skip
    take(stage, "decline", actor=cast.tao, facts=refused)
    attach(case, {"kind": "notice", "stage": stage.id}, [photo()], actor=cast.tao)
    told = {"party": "all", "notice": "termination", "way": "signed"}
    take(stage, "deliver_notice", actor=cast.tao, facts=told)
    take(stage, "close_declined", actor=cast.tao)
    assert "人民调解卷宗的终止调解告知书" in dossier_complete(case, cast.mei)
    issue(case, "termination_notice", stage.ref, actor=cast.tao)
    assert "人民调解卷宗" not in dossier_complete(case, cast.mei)


def test_nothing_is_added_once_it_is_in_the_archive(closed, cast):
    archive(closed, cast)
    with pytest.raises(Incomplete, match="已经归档"):
        attach(closed, {"kind": "other", "stage": 0}, [photo()], actor=cast.mei)
    take(closed, "reopen", actor=cast.mei, facts={"reason": "又有新情况"})
    assert attach(closed, {"kind": "other", "stage": 0}, [photo()], actor=cast.mei)


def test_the_page_names_what_is_missing_with_the_button_that_brings_it(closed, cast, sign_in):
    with atomic():
        db.session.query(Document).update({"superseded_at": closed.registered_at})
    rao = sign_in(cast.rao)
    page = rao.get(f"/cases/{closed.ref}").text
    checklist = page[page.index('class="checklist"') :]
    assert "缺1样" in checklist
    row = re.search(r'<li class="check-missing">.*?</li>', checklist, re.S)[0]
    assert "来访来电登记表" in row
    assert ">缺<" in row
    print_it = re.search(r'href="([^"]+/papers/registration)"', row)[1]
    assert rao.post(print_it, data={"about": ""}).status_code == 302
    page = rao.get(f"/cases/{closed.ref}").text
    assert "check-missing" not in page
    assert "必备的都有" in page


def test_a_material_that_is_wanted_has_its_button(mediated, cast, sign_in):
    t = mediated()
    tao = sign_in(cast.tao)
    page = tao.get(f"/cases/{t.case.ref}").text
    wanted = f"/cases/{t.case.ref}/attachments/new?kind=identity&amp;stage={t.stage.id}"
    assert wanted in page
    form = tao.get(wanted.replace("&amp;", "&")).text
    assert re.search(r'<option selected value="identity"', form)
