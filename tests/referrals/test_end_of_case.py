"""A case does not end over the head of those who were asked to help, and when it must end, their work ends with it."""

from dataclasses import replace

import pytest

from mediation.cases.tasks import open_tasks
from mediation.db import db, today
from mediation.errors import Incomplete
from mediation.outbox.models import Message
from mediation.referrals.queries import package_open, waiting_for
from mediation.referrals.rules import no_referral_under_way
from mediation.workflow import engine
from mediation.workflow.engine import take
from tests.conftest import prepare_archive as close
from tests.conftest import stage_of, turn_away

WITHDRAWN = {"reason": "本人不再需要", "happened_on": today().isoformat(), "way": "in_person"}
STEPS = {
    "sent": [],
    "signed_for": ["sign_for"],
    "accepted": ["sign_for", "accept"],
    "answered": ["sign_for", "accept", "answer"],
}
FACTS = {"answer": {"result": "partly", "note": "已给予援助"}}


def brought_to(referral, state, cast):
    for step in STEPS[state]:
        take(referral, step, actor=cast.fang, facts=FACTS.get(step, {}))
    assert referral.state == state
    return referral


@pytest.mark.parametrize(
    ("state", "label", "way"),
    [
        ("sent", "待签收", "收回"),
        ("signed_for", "已签收待答复", "收回"),
        ("accepted", "已接收办理中", "登记书面回复"),
        ("answered", "已回复待确认", "确认回复"),
    ],
)
def test_a_referral_without_an_end_keeps_the_case_from_its_follow_up(case, send, cast, state, label, way):
    take(
        stage_of(case, "help_request"), "answer", actor=cast.mei,
        facts={"reply": "已告知起诉办法。", "way": "in_person"},
    )  # fmt: skip
    brought_to(send(case), state, cast)
    with pytest.raises(Incomplete) as refused:
        take(case, "begin_follow_up", actor=cast.mei)
    for words in ("青山区法律援助中心", label, way):
        assert words in refused.value.reason


def test_once_it_is_answered_and_acknowledged_the_case_goes_on(case, send, cast):
    take(
        stage_of(case, "help_request"), "answer", actor=cast.mei,
        facts={"reply": "已告知起诉办法。", "way": "in_person"},
    )  # fmt: skip
    referral = brought_to(send(case), "answered", cast)
    assert no_referral_under_way(case, cast.mei)
    take(referral, "acknowledge", actor=cast.mei)
    assert no_referral_under_way(case, cast.mei) is None


def test_whoever_took_the_whole_case_over_may_end_it(case, send, cast):
    referral = send(case, kind="transfer", to="elsewhere")
    take(referral, "accept", actor=cast.qiu)
    assert no_referral_under_way(case, cast.qiu) is None


@pytest.mark.parametrize(("step", "who"), [("accept", "fang"), ("accept_on_paper", "mei")])
def test_nobody_takes_on_a_closed_case_and_the_referral_still_can_end(
    new_case, send, cast, monkeypatch, step, who
):
    case = new_case(actor=cast.mei)
    referral = send(case)
    # As it stands in a database from before anybody asked for the answers first.
    words = engine._words[0]
    asked_of_nobody = {**words.needs, "no_referral_under_way": lambda item, actor: None}
    monkeypatch.setattr(engine, "_words", [replace(words, needs=asked_of_nobody)])
    close(case, cast)
    with pytest.raises(Incomplete, match="已经结案，不能再接收"):
        take(referral, step, actor=getattr(cast, who), facts={"answered_on": today().isoformat()})
    take(referral, "recall", actor=cast.mei, facts={"reason": "案件已经结案"})
    assert referral.state == "recalled"


@pytest.mark.parametrize(
    ("state", "end"),
    [("sent", "recalled"), ("signed_for", "recalled"), ("accepted", "closed"), ("answered", "closed")],
)
def test_with_the_withdrawal_of_the_person_every_referral_ends_at_once(case, send, cast, state, end):
    take(case, "assign_owner", actor=cast.mei, facts={"assignee": cast.mei.id})
    referral = brought_to(send(case), state, cast)
    messages = db.session.query(Message).filter_by(user_id=cast.fang.id).count()
    take(case, "withdraw", actor=cast.mei, facts=WITHDRAWN)
    assert (referral.state, package_open(referral)) == (end, False)
    assert waiting_for(cast.fang) == 0
    assert not open_tasks(case)
    assert db.session.query(Message).filter_by(user_id=cast.fang.id).count() > messages
    assert all(stage.ended for stage in case.stages)


def test_what_was_pending_is_gone_from_the_list_of_the_partner_and_its_package_shut(
    case, send, cast, sign_in
):
    referral = send(case)
    take(case, "withdraw", actor=cast.mei, facts=WITHDRAWN)
    browser = sign_in(cast.fang)
    assert f"/referrals/{referral.ref}" not in browser.get("/").text
    assert "王芳" not in browser.get(f"/referrals/{referral.ref}").text
    assert browser.post(f"/referrals/{referral.ref}/accept", data={"seen": 1, "key": "x"}).status_code >= 400


TRANSFER = {
    "to": "信访局",
    "ground": "legal_duty",
    "ground_text": "信访工作条例第二十三条",
    "note": "属信访职责",
}


@pytest.mark.parametrize("exit_by", ["decline", "transfer"])
def test_so_it_is_when_the_case_is_declined_or_leaves(new_case, send, cast, exit_by):
    case = new_case(actor=cast.mei)
    take(case, "assign_owner", actor=cast.mei, facts={"assignee": cast.mei.id})
    referral = send(case)
    if exit_by == "decline":
        turn_away(case, cast)
    else:
        take(case, "transfer", actor=cast.mei, facts=TRANSFER)
    assert (referral.state, referral.shut_at is not None) == ("recalled", True)
