"""What the two sides see and press."""

import re

from sqlalchemy import select

from mediation.audit.models import ReadEntry
from mediation.db import db
from mediation.referrals.models import Referral
from mediation.workflow.engine import take
from tests.referrals.conftest import STORY, slip
from tests.referrals.test_sending import agree


def typed(case, to, **given):
    """What the browser posts for the form `referral`."""
    return {name: value for name, value in slip(case, to, key="a-name", **given).items() if value}


def preview(client, case, to, **given):
    return client.post(f"/cases/{case.ref}/refer", data=typed(case, to, **given))


def without_chance(page, referral):
    """The page without what differs at every look: the token, and the address that was asked for."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page.replace(referral.ref, "0" * 32))


def shown_hash(page):
    found = re.search(r'name="confirmed" value="([0-9a-f]{64})"', page.text)
    assert found, page.text
    return found.group(1)


def test_the_form_has_the_minimum_for_its_purpose_ticked(sign_in, new_case, cast):
    page = sign_in(cast.mei).get(f"/cases/{new_case().ref}/refer?stage=counselling").text
    ticked = re.findall(r'<input[^>]*checked[^>]*name="data_kinds"[^>]*value="(\w+)"', page) or re.findall(
        r'name="data_kinds"[^>]*value="(\w+)"[^>]*checked|checked[^>]*name="data_kinds"[^>]*value="(\w+)"',
        page,
    )
    kinds = {kind for found in ticked for kind in ([found] if isinstance(found, str) else found) if kind}
    assert kinds == {"identity", "contact", "danger", "asked"}
    assert "青山区社会工作服务中心" in page
    assert "青山区人民法院" not in page, "only those who take it on"


def test_the_preview_shows_what_will_be_sent_and_sends_nothing(sign_in, new_case, cast):
    case = new_case()
    page = preview(sign_in(cast.mei), case, cast.agency("legal_aid"))
    assert page.status_code == 200
    assert STORY in page.text
    assert "王芳" in page.text
    assert "本人单独同意" in page.text
    assert "和平路" not in page.text
    assert db.session.query(Referral).count() == 0


def test_confirming_sends_it_once(sign_in, new_case, cast):
    case, client = new_case(), sign_in(cast.mei)
    to = cast.agency("legal_aid")
    data = typed(case, to, confirmed=shown_hash(preview(client, case, to)))
    first = client.post(f"/cases/{case.ref}/refer", data=data)
    again = client.post(f"/cases/{case.ref}/refer", data=data)
    referral = db.session.query(Referral).one()
    assert first.status_code == 302, first.text
    assert first.location == f"/referrals/{referral.ref}"
    assert (again.status_code, again.location) == (302, first.location), again.text


def test_what_was_not_shown_is_not_sent(sign_in, new_case, cast):
    case, client = new_case(), sign_in(cast.mei)
    to = cast.agency("legal_aid")
    seen = shown_hash(preview(client, case, to))
    changed = typed(case, to, data_kinds=["identity", "children"], confirmed=seen)
    page = client.post(f"/cases/{case.ref}/refer", data=changed)
    assert "请再核对一遍" in page.text
    assert db.session.query(Referral).count() == 0


def test_going_back_from_the_preview_loses_nothing(sign_in, new_case, cast):
    case = new_case()
    page = preview(sign_in(cast.mei), case, cast.agency("legal_aid"), note="请尽快联系。", confirmed="back")
    assert page.status_code == 200
    assert "请尽快联系。" in page.text
    assert 'name="purpose"' in page.text


def test_what_is_missing_is_said_next_to_the_field(sign_in, new_case, cast):
    page = sign_in(cast.mei).post(f"/cases/{new_case().ref}/refer", data={"kind": "refer", "note": "已填"})
    assert page.status_code == 422
    for message in ("请选择接收单位。", "请选择需要对方办理的事项。", "请写明用途。", "请勾选要提供的内容。"):
        assert message in page.text
    assert "已填" in page.text


def test_a_refused_consent_is_respected(sign_in, new_case, cast):
    page = preview(sign_in(cast.mei), new_case(), cast.agency("legal_aid"), answer="refused")
    assert page.status_code == 422
    assert "请尊重本人意愿" in page.text


def test_a_unit_that_does_not_take_it_on_is_refused_with_the_form(sign_in, new_case, cast):
    page = preview(sign_in(cast.mei), new_case(), cast.agency("court"))
    assert page.status_code == 422
    assert "不承接法律援助" in page.text


def test_a_partner_accepts_with_two_clicks(sign_in, send, cast):
    referral, client = send(), sign_in(cast.fang)
    box = client.get("/referrals").text
    assert f'href="/referrals/{referral.ref}/accept"' in box
    assert client.get(f"/referrals/{referral.ref}/accept").status_code == 200
    answer = client.post(f"/referrals/{referral.ref}/accept", data={"key": "k", "seen": referral.version})
    assert answer.status_code == 302
    assert db.session.scalar(select(Referral.state)) == "accepted"


def test_a_partner_returns_with_a_reason(sign_in, send, cast):
    referral, client = send(), sign_in(cast.fang)
    assert f'href="/referrals/{referral.ref}/send_back"' in client.get("/referrals").text
    url = f"/referrals/{referral.ref}/send_back"
    assert client.post(url, data={"reason": "other", "seen": 1}).status_code == 422
    assert client.post(url, data={"reason": "not_duty", "seen": 1}).status_code == 302
    assert "不属本单位职权" in sign_in(cast.mei).get(f"/referrals/{referral.ref}").text


def test_the_box_shows_nobody_by_name_and_is_read_on_record(sign_in, send, cast):
    referral = send()
    page = sign_in(cast.fang).get("/referrals").text
    assert "王芳" not in page
    assert STORY not in page
    assert "青山区妇女联合会" in page
    entry = db.session.query(ReadEntry).filter_by(kind="referrals").one()
    assert entry.shown == [referral.ref]


def test_the_receiver_reads_the_package_on_record(sign_in, send, cast):
    referral = send()
    page = sign_in(cast.fang).get(f"/referrals/{referral.ref}").text
    assert STORY in page
    assert referral.package_hash in page
    assert page.index("联系须知") < page.index(STORY), "how she may be reached stands above all of it"
    assert "危险未评估" not in page
    assert referral.case.register_number not in page
    entry = db.session.query(ReadEntry).filter_by(kind="referral").one()
    assert (entry.subject, entry.shown) == (referral.chain, [referral.ref])


def test_after_a_recall_or_a_withdrawal_the_receiver_reads_nothing(sign_in, send, cast):
    recalled, withdrawn = send(), send()
    take(recalled, "recall", actor=cast.mei, facts={"reason": "改变主意"})
    agree(withdrawn.case, cast.agency("legal_aid"), cast.mei, [], answer="withdrawn")
    client = sign_in(cast.fang)
    for referral in (recalled, withdrawn):
        page = client.get(f"/referrals/{referral.ref}")
        assert page.status_code == 200
        assert STORY not in page.text
    page = client.get(f"/referrals/{withdrawn.ref}").text
    assert "本人已撤回同意" in page
    assert "联系须知" not in page


def test_a_stranger_gets_the_same_page_as_for_nothing(sign_in, send, cast):
    referral = send()
    for stranger in (cast.tao, cast.qiu, cast.boss, cast.eye):
        client = sign_in(stranger)
        for path in (f"/referrals/{referral.ref}", f"/referrals/{referral.ref}/accept"):
            assert client.get(path).status_code == 404
            nothing = client.get(path.replace(referral.ref, "0" * 32)).text
            assert without_chance(client.get(path).text, referral) == without_chance(nothing, referral)
        assert client.get(f"/cases/{referral.chain}/refer").status_code == 404
    assert sign_in(cast.boss).get("/referrals").status_code == 404


def test_a_partner_does_not_refer_the_case_on(sign_in, send, cast):
    referral = send()
    take(referral, "accept", actor=cast.fang)
    assert sign_in(cast.fang).get(f"/cases/{referral.chain}/refer").status_code == 404


def test_the_case_page_shows_its_referrals_to_the_sender(sign_in, send, cast):
    referral = send()
    page = sign_in(cast.mei).get(f"/cases/{referral.chain}").text
    assert referral.slip_number in page
    assert f'href="/referrals/{referral.ref}/recall"' in page
    assert f"/cases/{referral.chain}/refer?stage=mediation" in page


def test_the_sender_sees_what_was_sent(sign_in, send, cast):
    referral = send()
    assert STORY in sign_in(cast.mei).get(f"/referrals/{referral.ref}").text
    assert referral.slip_number in sign_in(cast.mei).get("/referrals?box=sent").text


def test_slip_and_consent_are_printed_without_number_and_residence(sign_in, send, cast):
    referral, client = send(data_kinds=["identity", "contact", "phone", "narrative"]), sign_in(cast.mei)
    for name in ("referral_slip", "referral_consent"):
        made = client.post(f"/cases/{referral.chain}/papers/{name}", data={"about": referral.ref})
        assert made.status_code == 302, made.text
        assert client.get(made.location).data.startswith(b"%PDF")
