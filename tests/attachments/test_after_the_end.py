"""The committee completes its own file when the referral is long over; nobody else is shown the people by it."""

from mediation.cases.papers import issue
from mediation.cases.queries import sessions_of
from mediation.db import db
from mediation.referrals.models import Referral
from mediation.workflow.engine import take
from tests.disputes.conftest import table as table


def test_whoever_sat_at_the_table_signs_after_the_referral_has_ended(table, cast, sign_in):
    t = table().effective()
    paper = issue(t.case, "mediation_record", sessions_of(t.stage)[0].ref, actor=cast.tao)
    for duty in t.agreement.obligations:
        t.pays(duty, performed_on="2026-11-20")
    t.on("complete")
    referral = db.session.query(Referral).filter_by(case_id=t.case.id).one()
    take(referral, "answer", actor=cast.tao, facts={"result": "done", "note": "调解成功。"})
    take(referral, "acknowledge", actor=cast.mei)
    browser = sign_in(cast.tao)
    path = f"/cases/{t.case.ref}/signatures/new"
    page = browser.get(f"{path}?document={paper.id}").text
    assert "王芳（求助人）" in page
    assert "李强（对方）" in page
    told = {"document": paper.id, "party": t.applicant.id, "way": "signed", "signed_on": "2026-11-20"}
    assert browser.post(path, data={**told, "key": "one"}).status_code == 302


def test_another_partner_is_offered_nobody(table, cast, sign_in):
    t = table().effective()
    assert sign_in(cast.fang).get(f"/cases/{t.case.ref}/signatures/new").status_code == 404
