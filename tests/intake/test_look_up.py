"""以前来过？ Asked first, on the page itself."""

import pytest
from sqlalchemy import select

from mediation.audit.models import ReadEntry
from mediation.cases.models import Case
from mediation.db import db
from mediation.intake.queries import case_numbered, look_up
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.conftest import stage_of
from tests.intake.test_page import PAGE, SHORTEST, count, value_of


@pytest.mark.parametrize("text", ["王芳", "王", "wangfang", "wf", "8000", "13800138000", "138 0013 8000"])
def test_she_is_found_by_name_number_and_pinyin(new_case, cast, text):
    new_case()
    assert [hit.party.person.called for hit in look_up(text, actor=cast.ye)] == ["王芳"]


def test_the_other_side_is_found_too(new_case, cast):
    new_case()
    assert [hit.party.role for hit in look_up("lq", actor=cast.lin)] == ["respondent"]


@pytest.mark.parametrize("login", ["qiu", "tao", "boss", "eye"])
def test_only_what_this_worker_may_open_is_found(new_case, cast, login):
    new_case()
    assert not look_up("王芳", actor=getattr(cast, login))


def test_a_restricted_case_in_the_hands_of_one_is_not_found_by_a_colleague(new_case, cast):
    case = new_case(q_hurt="yes")
    take(stage_of(case, "help_request"), "assign", actor=cast.song, facts={"assignee": cast.lin.id})
    assert look_up("王芳", actor=cast.lin)
    assert not look_up("王芳", actor=cast.ye)


def test_looking_up_is_logged(new_case, cast):
    case = new_case()
    look_up("王芳", actor=cast.ye)
    entry = db.session.scalars(select(ReadEntry).where(ReadEntry.kind == "intake.look_up")).one()
    assert (entry.actor, entry.shown) == (cast.ye.ref, [case.ref])


def test_the_page_shows_who_came_before_and_keeps_what_was_typed(new_case, sign_in, cast):
    case = new_case()
    page = sign_in(cast.ye).post(PAGE, data={**SHORTEST, "by": "look_up", "look_for": "wf"}).text
    assert case.register_number in page
    assert f'value="{case.parties[0].person.ref}.{case.register_number}"' in page
    assert value_of(page, "applicants-0-name") == "王芳"
    assert count() == 1


def test_enter_in_the_search_box_looks_up_and_elsewhere_registers(new_case, sign_in, cast):
    desk = sign_in(cast.ye)
    sent = {**SHORTEST, "by": "enter", "look_for": "赵"}
    page = desk.post(PAGE, data=sent).text
    assert "没有查到，可以直接登记。" in page
    assert count() == 0
    assert desk.post(PAGE, data={**sent, "looked_for": value_of(page, "looked_for")}).status_code == 302


def test_this_is_her_and_her_data_are_used(new_case, sign_in, cast):
    before = new_case()
    her = before.parties[0].person
    use = f"{her.ref}.{before.register_number}"
    desk = sign_in(cast.ye)
    page = desk.post(PAGE, data={**SHORTEST, "applicants-0-name": "", "use": use}).text
    assert value_of(page, "applicants-0-person") == her.ref
    assert "用已有资料" in page
    linked = value_of(page, "linked_case")
    assert linked == before.register_number
    sent = {**SHORTEST, "applicants-0-name": "", "applicants-0-person": her.ref, "linked_case": linked}
    assert desk.post(PAGE, data=sent).status_code == 302
    now = db.session.scalars(select(Case).order_by(Case.id.desc())).first()
    assert now.parties[0].person_id == her.id
    assert newest(now.ref, "start").facts["linked_case"] == before.ref


def test_it_is_somebody_else_after_all(new_case, sign_in, cast):
    her = new_case().parties[0].person
    sent = {**SHORTEST, "applicants-0-person": her.ref, "drop": "applicants-0"}
    page = sign_in(cast.ye).post(PAGE, data=sent).text
    assert value_of(page, "applicants-0-person") == ""


def test_a_person_whom_this_worker_may_not_know_is_refused_next_to_the_field(new_case, sign_in, cast):
    her = new_case().parties[0].person
    answer = sign_in(cast.qiu).post(PAGE, data={**SHORTEST, "applicants-0-person": her.ref})
    assert answer.status_code == 422
    assert "没有找到所选的已有资料" in answer.text


@pytest.mark.parametrize(
    "written", ["（{year}）青维字第0001号", "({year})青维字第1号", "{year}-1", "{year}/0001"]
)
def test_a_case_is_linked_by_its_number(new_case, cast, written):
    case = new_case()
    assert case_numbered(written.format(year=case.number_year), actor=cast.lin).id == case.id


@pytest.mark.parametrize("written", ["（2026）白维字第0001号", "0001", "王芳", ""])
def test_anything_else_is_no_number(new_case, cast, written):
    new_case()
    assert case_numbered(written, actor=cast.lin) is None


def test_a_number_that_is_known_is_asked_about_once(new_case, sign_in, cast):
    before = new_case()
    desk = sign_in(cast.ye)
    typed = {**SHORTEST, "applicants-0-phone": "138 0013 8000"}
    page = desk.post(PAGE, data=typed).text
    assert "这个号码以前登记过" in page
    assert before.register_number in page
    assert count() == 1
    again = {name: value_of(page, name) for name in ("look_for", "looked_for")}
    her = before.parties[0].person.ref
    used = desk.post(PAGE, data={**typed, **again, "use": f"{her}.{before.register_number}"}).text
    assert value_of(used, "applicants-0-person") == her
    assert "applicants-1-name" not in used
    assert desk.post(PAGE, data={**typed, **again}).status_code == 302
    assert count() == 2
