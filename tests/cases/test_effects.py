"""What the steps of a case bring about: rows, tasks, stages; and nothing where they refuse."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.cases.effects import open_stage
from mediation.cases.tasks import add_task, open_tasks
from mediation.cases.work import Session
from mediation.db import atomic, db
from mediation.errors import Incomplete
from mediation.referrals.models import Referral
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.conftest import referred, stage_of


def open_(case, actor, *rows):
    take(case, "open_stage", actor=actor, facts={"stages": list(rows)})


def plan(case, actor, *rows):
    take(case, "open_stage", actor=actor, facts={"to_refer": list(rows)})


def newest_referral(case):
    return db.session.query(Referral).filter_by(case_id=case.id).order_by(Referral.id.desc()).first()


@pytest.fixture
def case(new_case, cast):
    return new_case(actor=cast.mei)


def row(cast, kind, agency, **more):
    return {"kind": kind, "agency": cast.agency(agency).id, "lead": "beside", **more}


def test_a_case_begins_with_a_leading_help_request_and_work_for_its_agency(case):
    stage = stage_of(case, "help_request")
    assert (stage.lead, stage.ended, stage.agency_id) == (True, False, case.agency_id)
    assert [task.stage_id for task in open_tasks(case, "work")] == [stage.id]


def test_triage_opens_stages_side_by_side_and_the_lead_moves_the_case(case, cast):
    first = stage_of(case, "help_request")
    take(first, "accept", actor=cast.mei, facts={"accepted_on": case.received_on})
    rows = [row(cast, "legal_aid", "federation", lead="lead"), row(cast, "counselling", "federation")]
    take(first, "triage", actor=cast.mei, facts={"stages": rows})
    assert case.state == "legal_aid"
    assert (first.ended, first.outcome, first.lead) == (True, "triage", False)
    assert {stage.workflow: stage.lead for stage in case.stages if not stage.ended} == {
        "legal_aid": True,
        "counselling": False,
    }
    assert {(task.agency_id, task.stage.workflow) for task in open_tasks(case, "work")} == {
        (case.agency_id, "legal_aid"),
        (case.agency_id, "counselling"),
    }


def test_a_stage_that_was_referred_is_work_for_the_agency_that_took_it_on(case, cast):
    stage = referred(case, "legal_aid", to="legal_aid", manner="refer")
    (task,) = open_tasks(case, "work", stage=stage)
    assert (task.agency_id, task.user_id) == (cast.fang.agency_id, None)


def test_two_leads_are_refused_and_nothing_is_opened(case, cast):
    here = row(cast, "legal_aid", "federation", lead="lead")
    there = row(cast, "counselling", "social", lead="lead")
    for facts in ({"stages": [here, here]}, {"stages": [here], "to_refer": [there]}):
        with pytest.raises(Incomplete, match="只能有一个"):
            take(case, "open_stage", actor=cast.mei, facts=facts)
    assert len(case.stages) == 1


def test_mediation_is_not_opened_while_danger_locks_it(new_case, cast):
    case = new_case(q_violence="yes", actor=cast.mei)
    with pytest.raises(Incomplete, match="不能调解"):
        open_(case, cast.mei, row(cast, "legal_aid", "federation"), row(cast, "mediation", "federation"))
    db.session.expire_all()
    assert [stage.workflow for stage in case.stages] == ["help_request"]


def test_an_agency_that_does_not_take_it_on_is_refused(case, cast):
    with pytest.raises(Incomplete, match="不承接"):
        plan(case, cast.mei, row(cast, "counselling", "legal_aid"))


def test_the_employer_of_the_respondent_cannot_be_chosen(new_case, cast):
    case = new_case(
        actor=cast.mei,
        respondents=[{"name": "李强", "sex": "1", "workplace": "青山区社会工作服务中心（财务）"}],
    )
    with pytest.raises(Incomplete, match="需要回避"):
        plan(case, cast.mei, row(cast, "counselling", "social"))
    assert not open_tasks(case, "to_refer")


def test_a_stranger_to_the_agency_is_not_assigned(case, cast):
    with pytest.raises(Incomplete, match="不是承办单位的人"):
        open_(case, cast.mei, row(cast, "legal_aid", "federation", assignee=cast.tao.id))
    with pytest.raises(Incomplete, match="接收单位"):
        referred(case, "legal_aid", to="legal_aid", assignee=cast.tao)
    take(newest_referral(case), "accept", actor=cast.fang)
    stage = stage_of(case, "legal_aid")
    with pytest.raises(Incomplete, match="不是承办单位的人"):
        take(stage, "assign", actor=cast.fang, facts={"assignee": cast.tao.id})
    take(stage, "assign", actor=cast.fang, facts={"assignee": cast.gu.id})
    assert stage.assignee_id == cast.gu.id
    assert open_tasks(case, "work", stage=stage)[0].user_id == cast.gu.id


def test_the_safety_track_opens_once_and_without_condition(new_case, cast):
    case = new_case(q_hurt="yes", actor=cast.mei)
    for _ in range(2):
        take(case, "open_protection", actor=cast.mei, facts={"reason": "马上有危险。"})
    assert [stage.workflow for stage in case.stages].count("protection") == 1
    assert case.state == "help_request"


def test_the_program_opens_what_an_outsider_may_not(case, cast):
    with atomic():
        stage = open_stage(case, "help_request", cast.qiu, {"lead": "beside"})
    assert newest(stage.ref, "start").actor_id is None


def test_the_end_of_a_stage_asks_the_owner_and_moves_nothing(case, cast):
    stage = stage_of(case, "help_request")
    take(stage, "answer", actor=cast.mei, facts={"reply": "已答复。", "way": "phone"})
    assert (stage.ended, stage.outcome, case.state) == (True, "answer", "help_request")
    (task,) = open_tasks(case, "next_stage")
    assert (task.text, task.user_id) == ("确定下一环节", cast.mei.id)
    assert not open_tasks(case, "work")


def test_whoever_moves_the_case_on_is_not_asked_again(case, cast):
    take(
        stage_of(case, "help_request"), "answer", actor=cast.mei, facts={"reply": "已答复。", "way": "phone"}
    )
    take(case, "begin_follow_up", actor=cast.mei)
    assert not open_tasks(case, "next_stage")


def test_with_the_case_every_stage_ends_but_not_the_reports(new_case, cast):
    case = new_case(actor=cast.mei)
    referred(case, "legal_aid", to="legal_aid")
    with atomic():
        add_task(case, "report_to_police", "报告公安")
    facts = {
        "party": case.parties[0].id,
        "in_her_words": "先不办了。",
        "spoken_alone": True,
        "told_may_return": True,
    }
    take(case, "withdraw", actor=cast.mei, facts=facts)
    assert {stage.outcome for stage in case.stages} == {"end_with_case"}
    assert [task.kind for task in open_tasks(case)] == ["report_to_police"]


def test_the_owner_is_of_the_agency_that_owns_the_case(new_case, cast):
    case = new_case()
    with pytest.raises(Incomplete):
        take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.tao.id})
    take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    assert case.owner_id == cast.mei.id


def test_a_restricted_case_is_open_to_the_named_the_owner_and_whoever_restricted_it(case, cast):
    facts = {"level": 2, "named": [cast.lin.id], "reason": "名人。"}
    take(case, "set_level", actor=cast.song, facts=facts)
    assert {named.user_id for named in case.named} == {cast.lin.id, cast.mei.id, cast.song.id}
    take(case, "set_level", actor=cast.song, facts={**facts, "named": []})
    assert {named.user_id for named in case.named} == {cast.mei.id, cast.song.id}


def test_one_more_person_comes_into_the_case(case, cast):
    take(
        case,
        "add_party",
        actor=cast.mei,
        facts={"role": "witness", "who": {"name": "赵敏", "phone": "13900139000"}},
    )
    party = case.parties[-1]
    assert (party.role, party.person.name, party.person.phone.reveal()) == ("witness", "赵敏", "13900139000")
    assert "who" not in newest(case.ref, "add_party").facts


def test_the_newest_safe_contact_counts(case, cast):
    party = case.parties[0]
    take(
        case,
        "change_safe_contact",
        actor=cast.mei,
        facts={"party": party.id, "contact": {"no_contact": True}},
    )
    assert party.person.safe_contact.allowed is False


def test_a_planned_session_stands_on_the_list_until_it_is_known_that_nobody_came(case, cast):
    stage = referred(case, "counselling", to="social", assignee=cast.an)
    planned = {"planned_at": "2026-12-02T09:30", "place": "二号室", "form": "joint"}
    take(stage, "plan_session", actor=cast.an, facts=planned)
    (task,) = open_tasks(case, "session")
    assert (task.text, task.due_on, task.user_id) == (
        "会谈 2026-12-02 09:30",
        date(2026, 12, 2),
        cast.an.id,
    )
    absent = {"absent": [case.parties[0].id], "reason": "孩子生病", "next_on": date(2026, 12, 9)}
    take(stage, "record_no_show", actor=cast.an, facts=absent)
    kept = db.session.scalars(select(Session)).one()
    assert (kept.took_place, kept.kind, kept.result) == (False, "counselling", "王芳未到场：孩子生病")
    assert not open_tasks(case, "session")
    assert open_tasks(case, "next_date")[0].due_on == date(2026, 12, 9)


def test_the_next_date_becomes_work_on_that_day(case, cast):
    stage = stage_of(case, "help_request")
    take(stage, "record_contact", actor=cast.mei, facts={"note": "改日再来。", "next_on": date(2026, 12, 1)})
    (task,) = open_tasks(case, "next_date")
    assert (task.due_on, task.stage_id) == (date(2026, 12, 1), stage.id)
