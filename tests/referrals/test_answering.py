"""Every kind of referral from the sender to the receiver and back."""

from datetime import timedelta

import pytest

from mediation.cases.access import OWN_STAGE, field_groups
from mediation.cases.queries import find_case, find_stage, stages_of
from mediation.cases.work import Task
from mediation.db import atomic, db, now, today, turned_back_to
from mediation.errors import Forbidden, Incomplete, Missing, OutOfTurn
from mediation.referrals.queries import find_referral, package_open, received, sent, waiting_for
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.conftest import stage_of
from tests.referrals.test_sending import agree


def open_tasks(kind):
    return db.session.query(Task).filter(Task.kind == kind, Task.done_at.is_(None)).all()


def test_a_referral_runs_from_sending_to_its_end(send, cast):
    referral = send()
    take(referral, "sign_for", actor=cast.fang)
    take(referral, "accept", actor=cast.fang, facts={"assignee": cast.gu.id})
    take(referral, "report_progress", actor=cast.fang, facts={"note": "已联系"})
    with pytest.raises(Incomplete, match="“法律援助”还没有办结"):
        take(referral, "answer", actor=cast.fang, facts={"result": "done", "note": "已给予援助"})
    take(referral, "answer", actor=cast.fang, facts={"result": "partly", "note": "已给予援助"})
    assert [task.user_id for task in open_tasks("referral_sent")] == [cast.mei.id]
    take(referral, "ask_again", actor=cast.mei, facts={"reason": "请写明文号"})
    assert len(open_tasks("referral_received")) == 1
    take(referral, "answer", actor=cast.fang, facts={"result": "partly", "note": "文号见附件"})
    take(referral, "acknowledge", actor=cast.mei)
    assert referral.state == "closed"
    assert open_tasks("referral_sent") == open_tasks("referral_received") == []
    assert not package_open(referral)


def test_the_receiver_gets_a_stage_of_its_own_and_sees_nothing_else(send, cast):
    referral = send()
    with pytest.raises(Missing):
        find_case(referral.chain, actor=cast.fang)
    take(referral, "accept", actor=cast.fang)
    case = find_case(referral.chain, actor=cast.fang)
    stage = stage_of(case, "legal_aid")
    assert (stage.agency_id, stage.lead, referral.stage_id) == (cast.fang.agency_id, True, stage.id)
    assert field_groups(cast.fang, case) == OWN_STAGE
    assert stages_of(case, actor=cast.fang) == [stage]
    with pytest.raises(Missing):
        find_stage(case.ref, stage_of(case, "help_request").ref, actor=cast.fang)


def test_the_owner_is_asked_to_move_the_case_on(send, cast):
    referral = send()
    take(referral, "accept", actor=cast.fang)
    assert [task.link for task in open_tasks("lead")] == [f"/cases/{referral.chain}/lead_legal_aid"]


@pytest.mark.parametrize(("kind", "lead"), [("refer", True), ("delegate", True), ("co_handle", False)])
def test_only_a_helper_does_not_lead(send, cast, kind, lead):
    referral = send(kind=kind, to="social", stage="counselling")
    take(referral, "accept", actor=cast.an, facts={"assignee": cast.an.id})
    stage = stage_of(referral.case, "counselling")
    assert (stage.lead, stage.assignee_id) == (lead, cast.an.id)


def test_a_transfer_changes_the_owner_and_the_sender_keeps_reading_what_it_sent(send, cast):
    referral = send(kind="transfer", to="elsewhere", actor=cast.mei)
    case = referral.case
    take(referral, "accept", actor=cast.qiu)
    assert (case.agency_id, case.owner_id) == (cast.qiu.agency_id, None)
    assert stage_of(case, "help_request").agency_id == cast.qiu.agency_id
    assert find_case(case.ref, actor=cast.qiu) is case
    with pytest.raises(Missing):
        find_case(case.ref, actor=cast.lin)
    assert find_referral(referral.ref, actor=cast.mei) is referral


def test_a_transfer_of_a_restricted_case_names_who_took_it_over(send, new_case, cast):
    case = new_case(q_hurt="yes", told_protection_order=True, told_legal_aid=True)
    referral = send(case, kind="transfer", to="elsewhere", actor=cast.mei)
    take(referral, "accept", actor=cast.qiu)
    assert find_case(case.ref, actor=cast.qiu) is case


def test_a_transfer_that_comes_back_is_the_senders_again(send, cast):
    referral = send(kind="transfer", to="elsewhere")
    take(referral, "accept", actor=cast.qiu)
    take(referral, "send_back", actor=cast.qiu, facts={"reason": "not_area"})
    assert referral.case.agency_id == cast.mei.agency_id
    assert stage_of(referral.case, "help_request").agency_id == cast.mei.agency_id


def test_an_accepted_stage_that_comes_back_is_the_senders(send, cast):
    referral = send()
    take(referral, "accept", actor=cast.fang, facts={"assignee": cast.gu.id})
    take(referral, "send_back", actor=cast.fang, facts={"reason": "declined"})
    stage = stage_of(referral.case, "legal_aid")
    assert (stage.agency_id, stage.assignee_id) == (cast.mei.agency_id, None)
    with pytest.raises(Missing):
        find_case(referral.chain, actor=cast.gu)


def test_a_return_lands_in_the_tasks_of_whoever_sent_it(send, cast):
    referral = send(urgency="urgent")
    take(referral, "send_back", actor=cast.fang, facts={"reason": "not_duty", "note": "请找劳动部门"})
    task = open_tasks("arrange")[0]
    assert (task.user_id, task.urgent, task.link) == (cast.mei.id, True, f"/referrals/{referral.ref}")
    assert open_tasks("referral_received") == []
    assert not package_open(referral)


def test_the_sender_recalls_what_was_not_accepted_yet(send, cast):
    referral = send()
    take(referral, "recall", actor=cast.mei, facts={"reason": "本人改变主意"})
    assert not package_open(referral)
    assert open_tasks("referral_received") == []
    with pytest.raises(OutOfTurn):
        take(referral, "accept", actor=cast.fang)


def test_what_was_accepted_is_not_recalled(send, cast):
    referral = send()
    take(referral, "accept", actor=cast.fang)
    with pytest.raises(OutOfTurn):
        take(referral, "recall", actor=cast.mei, facts={"reason": "改变主意"})


def test_withdrawn_consent_shuts_the_package_at_once_and_nobody_accepts(send, cast):
    referral = send()
    assert package_open(referral)
    agree(referral.case, cast.agency("legal_aid"), cast.mei, [], answer="withdrawn")
    assert not package_open(referral)
    with pytest.raises(Incomplete, match="撤回同意"):
        take(referral, "accept", actor=cast.fang)
    assert [stage.workflow for stage in referral.case.stages] == ["help_request"]


def test_a_package_is_shut_after_its_last_day(send):
    referral = send(expires_on=today())
    assert package_open(referral)
    with turned_back_to(now() + timedelta(days=2)):
        assert not package_open(referral)


def test_urging_makes_the_task_of_the_receiver_pressing(send, cast):
    referral = send()
    take(referral, "urge", actor=cast.mei, facts={"note": "请尽快"})
    assert [task.urgent for task in open_tasks("referral_received")] == [True]


def test_an_answer_on_paper_does_the_same(send, cast):
    referral = send()
    take(referral, "accept_on_paper", actor=cast.mei, facts={"answered_by": "前台", "note": "收下"})
    assert stage_of(referral.case, "legal_aid").agency_id == cast.fang.agency_id
    take(referral, "answer_on_paper", actor=cast.mei, facts={"answered_by": "前台", "note": "办完"})
    assert referral.state == "closed"


def test_a_return_on_paper_asks_the_sender_to_find_another_way_and_says_why(send, cast):
    referral = send()
    told = {"answered_by": "前台", "note": "写在回执上", "reason": "not_duty"}
    yesterday, day = (today() - timedelta(days=1)).isoformat(), today().isoformat()
    with pytest.raises(Incomplete, match="不会更早"):
        take(referral, "return_on_paper", actor=cast.mei, facts={**told, "happened_on": yesterday})
    take(referral, "return_on_paper", actor=cast.mei, facts={**told, "happened_on": day})
    assert referral.state == "returned"
    assert [task.text for task in open_tasks("arrange")] == ["转介被退回，请另行安排（不属本单位职权）"]


def test_each_side_corrects_its_own_records_only(send, cast, sign_in):
    referral = send()
    take(referral, "accept", actor=cast.fang, facts={"note": "已安排"})
    told = {"field": "note", "new_value": "改过", "reason": "写错了"}
    for trigger, own, other in (("start", cast.mei, cast.fang), ("accept", cast.fang, cast.mei)):
        entry = newest(referral.ref, trigger).id
        page = sign_in(other).get(f"/referrals/{referral.ref}/correct").text
        assert f'<option value="{entry}">' not in page
        with pytest.raises(Incomplete, match="由登记的单位更正"):
            take(referral, "correct", actor=other, facts={**told, "entry": entry})
        take(referral, "correct", actor=own, facts={**told, "entry": entry})


def test_nobody_accepts_what_has_expired(send, cast):
    referral = send()
    with atomic():
        referral.expires_on = today() - timedelta(days=1)
    with pytest.raises(Incomplete, match="有效期已过"):
        take(referral, "accept", actor=cast.fang)


def test_each_side_takes_its_own_steps_only(send, cast):
    referral = send()
    with pytest.raises(Forbidden):
        take(referral, "accept", actor=cast.mei)
    with pytest.raises(Forbidden):
        take(referral, "recall", actor=cast.fang, facts={"reason": "不想要"})


def test_the_work_is_given_to_a_colleague_of_the_receiver(send, cast):
    referral = send()
    with pytest.raises(Incomplete, match="接收单位"):
        take(referral, "accept", actor=cast.fang, facts={"assignee": cast.tao.id})


def test_a_stranger_finds_nothing(send, cast):
    referral = send()
    for stranger in (cast.tao, cast.qiu, cast.boss, cast.eye):
        with pytest.raises(Missing):
            find_referral(referral.ref, actor=stranger)
        assert not received(actor=stranger)
        assert not sent(actor=stranger)
        assert waiting_for(stranger) == 0


def test_those_who_may_not_know_of_the_case_do_not_know_of_its_referral(send, new_case, cast):
    case = new_case(q_hurt="yes", told_protection_order=True, told_legal_aid=True)
    referral = send(case)
    with pytest.raises(Missing):
        find_referral(referral.ref, actor=cast.rao)
    assert find_referral(referral.ref, actor=cast.song) is referral


def test_it_waits_for_the_receiver_until_it_is_answered(send, cast):
    referral = send()
    assert waiting_for(cast.gu) == waiting_for(cast.fang) == 1
    take(referral, "accept", actor=cast.fang)
    assert waiting_for(cast.fang) == 0
