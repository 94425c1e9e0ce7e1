"""A case that was taken on is nobody's for no longer than a morning; a row of 今日工作 is work that its reader may do."""

import pytest

from mediation.cases.gathering import by_case
from mediation.cases.today import rows_for
from mediation.errors import Forbidden
from mediation.workflow.engine import take
from tests.conftest import prepare_archive, stage_of


def _accepted(case, actor):
    take(stage_of(case, "help_request"), "accept", actor=actor, facts={"accepted_on": "2026-11-02"})
    return case


def _verbs(actor, case):
    return {row["verb"] for row in rows_for(actor) if row["case"] == case.ref}


def test_after_acceptance_whoever_may_assign_is_asked_for_an_owner(new_case, cast):
    case = _accepted(new_case(), cast.mei)
    assert "由我承办" in _verbs(cast.mei, case)
    assert "指定承办人" in _verbs(cast.song, case)
    assert not {"由我承办", "指定承办人"} & _verbs(cast.lin, case)


def test_one_click_makes_a_caseworker_the_owner(new_case, cast, sign_in):
    case = _accepted(new_case(), cast.mei)
    (row,) = [row for row in rows_for(cast.mei) if row["verb"] == "由我承办"]
    browser = sign_in(cast.mei)
    assert row["url"] in browser.get("/").text
    assert browser.post(row["url"], data=row["post"]).status_code == 302
    assert case.owner_id == cast.mei.id
    assert not {"由我承办", "指定承办人"} & (_verbs(cast.mei, case) | _verbs(cast.song, case))


def test_a_case_of_a_colleague_is_not_taken_on_by_the_way(new_case, cast):
    case = _accepted(new_case(), cast.mei)
    take(case, "take_on", actor=cast.mei)
    with pytest.raises(Exception, match="已经有承办人"):
        take(case, "take_on", actor=cast.song)
    assert case.owner_id == cast.mei.id


def test_without_an_owner_a_refusal_names_those_who_can_and_sends_nobody_to_what_is_not_theirs(
    new_case, cast
):
    case = _accepted(new_case(), cast.mei)
    with pytest.raises(Forbidden) as refused:
        take(case, "set_level", actor=cast.lin, facts={"level": "2"})
    assert str(refused.value) == "「调整保密级别」由案件主办单位的负责人办理。"
    take(case, "take_on", actor=cast.mei)
    with pytest.raises(Forbidden, match="由案件承办人、案件主办单位的负责人办理"):
        take(case, "set_level", actor=cast.lin, facts={"level": "2"})


def test_the_page_of_intake_says_who_assigns_an_owner_and_not_that_she_must(new_case, cast, sign_in):
    case = _accepted(new_case(), cast.mei)
    page = sign_in(cast.lin).get(f"/cases/{case.ref}").text
    assert "「指定承办人」由案件主办单位的权益干部、案件主办单位的负责人办理。" in page
    assert "请先“指定承办人”" not in page


def test_nobody_is_shown_a_task_whose_step_is_not_theirs(new_case, cast):
    case = new_case(q_violence="yes")
    assert "指定承办人" in _verbs(cast.song, case)
    assert "指定承办人" not in _verbs(cast.lin, case)
    assert "评估危险" in _verbs(cast.lin, case)


def test_a_closed_case_waits_for_the_registrar_and_for_its_owner(new_case, cast):
    case = new_case()
    take(case, "take_on", actor=cast.mei)
    prepare_archive(case, cast)
    assert _verbs(cast.rao, case) <= {"归档", "备齐卷宗"}
    assert _verbs(cast.rao, case)
    assert _verbs(cast.mei, case) & {"归档", "备齐卷宗"}


def test_a_case_is_one_row_and_the_rest_unfolds(new_case, cast, sign_in):
    case = new_case(q_violence="yes")
    (row,) = [row for row in by_case(rows_for(cast.song)) if row["case"] == case.ref]
    assert row["others"]
    page = sign_in(cast.song).get("/").text
    assert f"另有{len(row['others'])}项" in page
