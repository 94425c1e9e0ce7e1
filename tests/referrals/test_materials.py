"""Materials go along with a referral: those that were ticked, one by one, and no others."""

import pytest

from mediation.attachments.adding import attach
from mediation.attachments.models import Attachment
from mediation.audit.models import ReadEntry
from mediation.cases.papers import bytes_of, issue
from mediation.db import db
from mediation.documents.check import text_of_pdf
from mediation.errors import Incomplete
from mediation.referrals.links import issue as issue_link
from mediation.workflow.engine import take
from tests.attachments.conftest import photo
from tests.referrals.conftest import slip
from tests.referrals.test_sending import agree

KINDS = ["identity", "materials"]


@pytest.fixture
def brought(case, cast):
    """A photo that may go along, and one under seal."""
    told = {"kind": "evidence", "caption": "伤情照片", "happened_on": "2026-11-02"}
    (open_one,) = attach(case, told, [photo()], actor=cast.mei)
    (sealed,) = attach(case, {**told, "under_seal": True}, [photo(color="red")], actor=cast.mei)
    return open_one, sealed


def test_the_sender_ticks_each_sees_it_and_the_receiver_opens_that_and_nothing_else(
    case, brought, send, cast, sign_in
):
    going, sealed = brought
    mei = sign_in(cast.mei)
    form = mei.get(f"/cases/{case.ref}/refer?stage=legal_aid").text
    assert going.ref in form
    assert sealed.ref not in form
    told = {**slip(case, cast.agency("legal_aid")), "materials": [going.ref], "confirmed": ""}
    assert "证据材料：伤情照片（1页" in mei.post(f"/cases/{case.ref}/refer", data=told).text
    referral = send(case=case, data_kinds=KINDS, materials=[going.ref])
    assert [row["file"] for row in referral.package["materials"]] == [going.sha256]
    fang, where = sign_in(cast.fang), f"/referrals/{referral.ref}/materials/"
    assert where + going.sha256 in fang.get(f"/referrals/{referral.ref}").text
    assert fang.get(where + going.sha256).data[:2] == b"\xff\xd8"
    assert mei.get(where + going.sha256).status_code == 200
    assert db.session.query(ReadEntry).filter_by(kind="referral.material").count() == 2
    for file in (sealed.sha256, "0" * 64):
        assert fang.get(where + file).status_code == 404
    assert sign_in(cast.pei).get(where + going.sha256).status_code == 404
    paper = issue(case, "referral_slip", referral.ref, actor=cast.mei)
    assert "伤情照片" in "".join(text_of_pdf(bytes_of(paper, actor=cast.mei)).split())
    agree(case, cast.agency("legal_aid"), cast.mei, [], answer="withdrawn")
    assert fang.get(where + going.sha256).status_code == 404


def test_what_lies_under_seal_does_not_go_along(case, brought, send):
    for refs in ([brought[1].ref], ["0" * 32], [brought[0].ref] * 21):
        with pytest.raises(Incomplete):
            send(case=case, data_kinds=KINDS, materials=refs)


def test_whoever_has_the_link_opens_it_after_the_code(case, brought, send, cast, app):
    referral = send(case=case, data_kinds=KINDS, materials=[brought[0].ref])
    made = issue_link(referral, actor=cast.mei, key=None, seen=None)
    browser = app.test_client()
    where = f"/r/{made.token}/materials/{brought[0].sha256}"
    assert browser.get(where).status_code == 302
    browser.post(f"/r/{made.token}", data={"code": made.code, "who": "罗小兰"})
    assert where in browser.get(f"/r/{made.token}/slip").text
    assert browser.get(where).mimetype == "image/jpeg"
    take(referral, "send_back", actor=cast.fang, facts={"reason": "not_duty"})
    assert browser.get(where).status_code == 302
    assert db.session.query(Attachment).count() == 2
