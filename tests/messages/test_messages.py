"""Messages are read by whom they are for, and by nobody else; reading the list changes nothing."""

import pytest
from sqlalchemy import select

from mediation.db import atomic, db
from mediation.errors import Missing
from mediation.messages.queries import messages_for, read, unread
from mediation.outbox.models import Message
from mediation.outbox.post import post
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.conftest import slip


def test_the_desk_hears_of_a_referral_and_the_sender_of_the_answer(new_case, cast, sign_in):
    case = new_case()
    referral = refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    assert "收到一份转介" in messages_for(cast.fang)[0].text
    assert unread(cast.mei) == 0
    take(referral, "sign_for", actor=cast.fang)
    take(referral, "send_back", actor=cast.fang, facts={"reason": "material"})
    browser = sign_in(cast.mei)
    page = browser.get("/messages").text
    assert "转介有新进展：退回。" in page
    assert "条未读" in page
    assert referral.slip_number in page
    assert "王芳" not in page
    assert unread(cast.mei) == 1
    ref = messages_for(cast.mei)[0].ref
    assert browser.post(f"/messages/{ref}").location == f"/referrals/{referral.ref}"
    assert unread(cast.mei) == 0


def test_nobody_reads_the_messages_of_another(new_case, cast, sign_in):
    with atomic():
        post("referral", "一份转介。", link="/", agency_id=cast.mei.agency_id, user_id=cast.mei.id)
    (message,) = messages_for(cast.mei)
    with pytest.raises(Missing):
        read(message.ref, actor=cast.fang)
    assert sign_in(cast.fang).post(f"/messages/{message.ref}").status_code == 404
    assert db.session.scalars(select(Message.read_at)).all() == [None]


def test_the_queue_of_an_agency_is_read_at_its_desk(cast):
    with atomic():
        post("referral", "一份转介已过有效期。", link="/", agency_id=cast.song.agency_id)
    assert [unread(actor) for actor in (cast.song, cast.mei, cast.fang)] == [1, 0, 0]


def test_all_that_was_shown_is_read_and_nothing_that_came_after(cast, sign_in):
    with atomic():
        for number in range(3):
            post("referral", f"第{number}件。", link="/", agency_id=cast.mei.agency_id, user_id=cast.mei.id)
    shown = messages_for(cast.mei)[1].id
    assert sign_in(cast.mei).post("/messages/read", data={"newest": shown}).status_code == 302
    assert unread(cast.mei) == 1


def test_whoever_reads_no_content_has_no_messages(cast, sign_in):
    assert sign_in(cast.boss).get("/messages").status_code == 404
