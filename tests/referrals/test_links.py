"""A partner without an account answers by a link and a code, on a telephone; and nobody else does."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from PIL import Image
from sqlalchemy import select

from mediation.attachments.models import Attachment
from mediation.audit.models import AuditEntry, ReadEntry
from mediation.audit.verify import verify_all
from mediation.cases.papers import bytes_of, issue
from mediation.cases.ties import Tie
from mediation.db import atomic, db, now, today
from mediation.documents.check import text_of_pdf
from mediation.errors import Forbidden, Incomplete
from mediation.people.models import Throttle
from mediation.people.program import LinkHolder
from mediation.referrals import links
from mediation.referrals.models import LinkVisit, ReferralLink
from mediation.referrals.near_the_other_side import near, tell_of_nearness
from mediation.referrals.papers import referral_slip
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.conftest import stage_of
from tests.referrals.test_sending import agree

WHO = "王强，社区民警"


@pytest.fixture
def made(send, cast):
    """A referral to the police station, and the link that Mei made for it."""
    referral = send(to="police", stage="protection", kind="co_handle", purpose="请协助保护")
    return referral, links.issue(referral, actor=cast.mei, key=None, seen=None)


@pytest.fixture
def phone(app):
    """A telephone on which nobody has signed in."""
    return app.test_client()


def enter(phone, secret, code=None, who=WHO):
    return phone.post(f"/r/{secret.token}", data={"code": code or secret.code, "who": who})


def press(phone, secret, trigger, version, **told):
    data = {"seen": version, "key": f"{trigger}{version}", **told}
    return phone.post(f"/r/{secret.token}/{trigger}", data=data, content_type="multipart/form-data")


def test_a_police_station_signs_accepts_and_answers_with_a_photograph(made, phone, cast):
    referral, secret = made
    assert enter(phone, secret).status_code == 302
    page = phone.get(f"/r/{secret.token}/slip").text
    assert "王芳" in page
    assert "和平路" not in page
    assert page.index("联系须知") < page.index("王芳"), "the rule by which she may be reached comes first"
    assert press(phone, secret, "sign_for", 2).status_code == 302
    assert press(phone, secret, "accept", 3, note="已安排").status_code == 302
    photograph = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(photograph, "JPEG")
    photograph.seek(0)
    told = {"result": "done", "note": "已出警并告诫。", "happened_on": today().isoformat()}
    assert press(phone, secret, "answer", 4, **told, receipt=(photograph, "a.jpg")).status_code == 302
    db.session.refresh(referral)
    assert referral.state == "answered"
    assert stage_of(referral.case, "protection").agency_id == cast.ning.agency_id
    assert newest(referral.ref, "answer").facts["answered_by"] == WHO
    assert [row.what for row in db.session.scalars(select(Attachment))] == ["receipt"]
    take(referral, "acknowledge", actor=cast.mei)
    assert not verify_all().findings


def test_a_link_brings_so_many_files_a_day_and_nothing_typed_is_lost(made, phone, monkeypatch):
    monkeypatch.setattr(links, "FILES_A_DAY", 1)
    _referral, secret = made
    enter(phone, secret)
    press(phone, secret, "accept", 2, note="已安排")
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "JPEG")
    told = {"note": "已走访一次。", "happened_on": today().isoformat()}
    two = [(io.BytesIO(picture.getvalue()), name) for name in ("a.jpg", "b.jpg")]
    page = press(phone, secret, "report_progress", 3, **told, receipt=two)
    assert (page.status_code, "上传的文件太多" in page.text, "已走访一次。" in page.text) == (422, True, True)
    assert not db.session.scalars(select(Attachment)).all()


def test_the_log_says_that_a_link_holder_acted_and_never_who_typed_what(made, phone):
    referral, secret = made
    enter(phone, secret)
    press(phone, secret, "sign_for", 2)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "referral.sign_for")).one()
    link = db.session.scalars(select(ReferralLink)).one()
    assert (entry.actor_role, entry.actor, entry.agency) == ("link holder", link.ref, referral.to_agency.ref)
    visit = db.session.scalars(select(LinkVisit)).one()
    assert WHO.encode() not in bytes(visit.who_sealed)
    assert visit.who == WHO


def test_every_view_is_a_read_entry(made, phone):
    referral, secret = made
    enter(phone, secret)
    phone.get(f"/r/{secret.token}/slip")
    phone.get(f"/r/{secret.token}/slip")
    reads = db.session.scalars(select(ReadEntry).where(ReadEntry.kind == "referral.link")).all()
    assert [(read.subject, read.shown) for read in reads] == [(referral.chain, [referral.ref])] * 2


def test_neither_token_nor_code_stands_in_the_database(made):
    _referral, secret = made
    link = db.session.scalars(select(ReferralLink)).one()
    kept = f"{link.token_hash} {link.code_hash}"
    assert secret.token not in kept
    assert secret.code.replace("-", "") not in kept.upper()
    assert len(secret.token) * 6 >= 128


def test_unknown_wrong_expired_and_revoked_are_one_answer(app, made, send, cast, phone):
    referral, secret = made
    other = send(to="court", stage="protection", kind="co_handle")
    late = links.issue(other, actor=cast.mei, key=None, seen=None)
    take(other, "recall", actor=cast.mei, facts={"reason": "不用了"})
    take(referral, "revoke_link", actor=cast.mei)
    unknown = links.Secrets("", "no-such-token", "0000-0000")
    fresh = links.issue(referral, actor=cast.mei, key=None, seen=None)
    answers = {
        without_names(app.test_client().get(f"/r/{one.token}").text) for one in (unknown, secret, late, fresh)
    }
    assert len(answers) == 1
    pages = [
        enter(phone, one, "7777-7777" if one is fresh else None) for one in (unknown, secret, late, fresh)
    ]
    assert {page.status_code for page in pages} == {422}
    assert (
        len({without_names(page.text) for page in pages}) == 1
        or len({re.search(r"链接或者校验码不对[^<]*", page.text)[0] for page in pages}) == 1
    )


def without_names(page):
    return re.sub(r'(value|content|action)="[^"]*"', "", page)


def test_guessing_the_code_is_slowed_down_and_the_right_one_waits_too(made, app):
    _referral, secret = made
    for _guess in range(5):
        assert enter(app.test_client(), secret, "1111-1111").status_code == 422
    assert enter(app.test_client(), secret).status_code == 429
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        assert enter(app.test_client(), secret).status_code == 302
    assert db.session.query(Throttle).filter_by(kind="link_code").count() == 1


def test_whoever_guesses_stands_in_the_log(made, phone):
    _referral, secret = made
    for _guess in range(2):
        enter(phone, secret, "1111-1111")
    phone.post(f"/r/{'A' * 32}", data={"code": "1111-1111", "who": WHO})
    found = db.session.query(AuditEntry).filter_by(kind="referral_link.open.refused").order_by(AuditEntry.id)
    link = db.session.scalars(select(ReferralLink)).one()
    assert [(one.subject, one.fields) for one in found] == [(link.ref, ["count 1"]), ("-", ["count 1"])]


def test_the_code_is_asked_at_each_visit(made, phone):
    _referral, secret = made
    enter(phone, secret)
    assert "王芳" not in phone.get(f"/r/{secret.token}").text
    assert phone.get(f"/r/{secret.token}/slip").status_code == 302


def test_a_visit_ends_by_itself_and_when_it_is_left(made, phone):
    _referral, secret = made
    enter(phone, secret)
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        assert phone.get(f"/r/{secret.token}/slip").status_code == 302
    phone.post(f"/r/{secret.token}/leave")
    assert phone.get(f"/r/{secret.token}/slip").status_code == 302


def test_a_visit_of_one_link_opens_no_other(made, send, cast, phone):
    _referral, secret = made
    other = links.issue(
        send(to="court", stage="protection", kind="co_handle"), actor=cast.mei, key=None, seen=None
    )
    enter(phone, secret)
    assert phone.get(f"/r/{other.token}/slip").status_code == 302


def test_what_is_revoked_ends_the_visits_too(made, cast, phone):
    referral, secret = made
    enter(phone, secret)
    take(referral, "revoke_link", actor=cast.mei)
    assert phone.get(f"/r/{secret.token}/slip").status_code == 302
    assert press(phone, secret, "sign_for", 3).status_code == 302
    db.session.refresh(referral)
    assert referral.state == "sent"


def test_a_new_link_takes_the_place_of_the_old_one(made, cast, phone):
    referral, secret = made
    again = links.issue(referral, actor=cast.mei, key=None, seen=None)
    assert enter(phone, secret).status_code == 422
    assert enter(phone, again).status_code == 302


def test_the_link_ends_with_the_referral_and_with_its_last_day(made, send, cast, app):
    referral, secret = made
    take(referral, "send_back", actor=cast.ning, facts={"reason": "not_area"})
    assert enter(app.test_client(), secret).status_code == 422
    other = send(to="court", stage="protection", kind="co_handle", expires_on=today())
    short = links.issue(other, actor=cast.mei, key=None, seen=None)
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        assert enter(app.test_client(), short).status_code == 422


def test_each_step_is_taken_once(made, phone):
    referral, secret = made
    enter(phone, secret)
    for _press in range(2):
        assert press(phone, secret, "sign_for", 2).status_code == 302
    db.session.refresh(referral)
    assert referral.version == 3


def test_a_returned_slip_needs_a_reason_and_shuts_the_link(made, phone):
    referral, secret = made
    enter(phone, secret)
    assert press(phone, secret, "send_back", 2).status_code == 422
    answer = press(phone, secret, "send_back", 2, reason="not_area")
    assert answer.location.endswith("/done")
    assert "已经办完" in phone.get(answer.location).text
    assert enter(phone, secret).status_code == 422
    db.session.refresh(referral)
    assert referral.state == "returned"


def test_withdrawn_consent_shows_nothing_and_leaves_the_way_back(made, cast, phone):
    referral, secret = made
    agree(referral.case, cast.agency("police"), cast.mei, [], answer="withdrawn")
    enter(phone, secret)
    page = phone.get(f"/r/{secret.token}/slip").text
    assert "王芳" not in page
    assert "本人已撤回同意" in page
    assert f"/r/{secret.token}/send_back" in page
    assert f"/r/{secret.token}/accept" not in page, "nobody is asked to take on what she took back"
    assert f"/r/{secret.token}/sign_for" not in page
    assert press(phone, secret, "accept", 2).location.endswith("/slip")
    assert "本人已经撤回同意，不能接收" in phone.get(f"/r/{secret.token}/slip").text
    assert referral.state == "sent"
    assert press(phone, secret, "send_back", 2, reason="declined").status_code == 302


def test_who_is_found_near_the_other_side_reads_nothing_more_and_the_sender_hears_of_it(
    made, phone, cast, sign_in
):
    referral, secret = made
    enter(phone, secret)
    with atomic() as session:
        tie = Tie(
            case_id=referral.case_id, agency_id=referral.to_agency_id, ground="employer", found_at=now()
        )
        session.add(tie)
    assert phone.get(f"/r/{secret.token}/slip").location.endswith(secret.token)
    assert enter(phone, secret).status_code == 422
    assert sign_in(cast.ning).get(f"/referrals/{referral.ref}").status_code == 404
    with pytest.raises(Incomplete, match="回避"):
        links.issue(referral, actor=cast.mei, key=None, seen=None)
    for number in (*near(), *near()):
        tell_of_nearness(number)
    assert near() == []
    assert sign_in(cast.mei).get("/").text.count("需要回避，请收回") == 1
    take(referral, "recall", actor=cast.mei, facts={"reason": "对方在那里工作。"})
    assert "需要回避，请收回" not in sign_in(cast.mei).get("/").text


def test_a_link_holder_does_nothing_elsewhere(made, send):
    referral, _secret = made
    other = send(to="police", stage="protection", kind="refer")
    holder = links.holder_of(db.session.scalars(select(ReferralLink)).one())
    assert isinstance(holder, LinkHolder)
    with pytest.raises(Forbidden):
        take(other, "sign_for", actor=holder)
    with pytest.raises(Forbidden):
        take(referral, "urge", actor=holder, facts={"note": "x"})
    with pytest.raises(Forbidden):
        take(referral.case, "withdraw", actor=holder)


def test_steps_of_the_other_side_and_invented_ones_lead_back_to_the_slip(made, phone):
    _referral, secret = made
    enter(phone, secret)
    for trigger in ("urge", "recall", "issue_link", "no_such_step"):
        assert phone.get(f"/r/{secret.token}/{trigger}").location.endswith("/slip")


def test_a_whole_case_is_not_taken_over_by_a_link(send, cast):
    referral = send(kind="transfer", to="elsewhere")
    with pytest.raises(Incomplete, match="不能用链接"):
        links.issue(referral, actor=cast.mei, key=None, seen=None)


def test_only_the_sender_makes_a_link(made, cast):
    referral, _secret = made
    with pytest.raises(Forbidden):
        links.issue(referral, actor=cast.ning, key=None, seen=None)


def test_the_page_is_neutral_kept_nowhere_and_found_by_nobody(made, phone):
    _referral, secret = made
    for page in (phone.get(f"/r/{secret.token}"), enter(phone, secret), phone.get(f"/r/{secret.token}/slip")):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert "<script" not in page.text
        if page.status_code == 200:
            assert re.search(r"<title>(.*?)</title>", page.text, re.S)[1].strip() == "办件回执"


def test_the_sender_makes_a_link_by_the_page_and_sees_the_code_once(send, cast, sign_in, phone):
    referral = send(to="police", stage="protection", kind="co_handle")
    browser = sign_in(cast.mei)
    assert "开通回执链接" in browser.get(f"/referrals/{referral.ref}").text
    assert "只显示一次" in browser.get(f"/referrals/{referral.ref}/issue_link").text
    told = {"key": "k1", "seen": "1"}
    page = browser.post(f"/referrals/{referral.ref}/issue_link", data=told).text
    token = re.search(r"/r/([\w-]+)<", page)[1]
    code = re.search(r"<strong>(\w{4}-\w{4})</strong>", page)[1]
    assert browser.post(f"/referrals/{referral.ref}/issue_link", data=told).status_code == 302
    answer = phone.post(f"/r/{token}", data={"code": code.lower().replace("-", " "), "who": WHO})
    assert answer.status_code == 302


def test_an_invented_link_holder_is_found_in_the_log(made, phone):
    _referral, secret = made
    enter(phone, secret)
    press(phone, secret, "sign_for", 2)
    link = db.session.scalars(select(ReferralLink)).one()
    with atomic():
        link.ref = "0" * 32
    assert any("没有对应的链接" in found.what for found in verify_all().findings)


def test_the_slip_carries_the_address_and_never_the_code(made, send, cast, app):
    referral, secret = made
    with app.test_request_context("/"):
        facts = referral_slip(referral.case, referral.ref, cast.mei)
        assert facts["link"].endswith(f"/r/{secret.token}")
        document = issue(referral.case, "referral_slip", referral.ref, actor=cast.mei)
        text = text_of_pdf(bytes_of(document, actor=cast.mei))
        assert secret.code not in text
        assert secret.token in re.sub(r"\s", "", text)
        take(referral, "revoke_link", actor=cast.mei)
        assert referral_slip(referral.case, referral.ref, cast.mei)["link"] is None
        other = send(to="court", stage="protection")
        assert referral_slip(other.case, other.ref, cast.mei)["link"] is None


def test_what_goes_wrong_at_a_link_leads_nowhere_else(app, phone, made, monkeypatch):
    _referral, secret = made
    pages = [phone.get("/r/"), phone.get("/r/a/b/c/d"), phone.put(f"/r/{secret.token}")]
    assert [page.status_code for page in pages] == [404, 404, 405]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    enter(phone, secret)
    monkeypatch.setattr(links, "visit_by", lambda *_told: 1 / 0)
    pages.append(phone.get(f"/r/{secret.token}/slip"))
    assert pages[-1].status_code == 500
    for page in pages:
        assert "noindex" in page.text
        for word in ("今日工作", "妇", 'href="/"', "<script", "12338"):
            assert word not in page.text


def test_a_form_left_too_long_asks_for_the_code_again(app, made):
    _referral, secret = made
    app.config["WTF_CSRF_ENABLED"] = True
    phone = app.test_client()
    for path in ("sign_for", "leave"):
        answer = phone.post(f"/r/{secret.token}/{path}", data={"csrf_token": "old"})
        assert answer.location == f"/r/{secret.token}"
