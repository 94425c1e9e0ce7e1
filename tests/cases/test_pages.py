"""The pages of a case, as they reach the person: what stands on them, and what never does."""

import re

from mediation.audit.models import ReadEntry
from mediation.cases.work import Note
from mediation.db import db
from mediation.workflow.engine import take
from tests.conftest import stage_of


def test_the_case_page_says_who_where_and_what_next(new_case, cast, sign_in):
    case = new_case()
    page = sign_in(cast.lin).get(f"/cases/{case.ref}").text
    for word in ("王芳", case.register_number, "只用电话，工作日 9:00-11:00", "维权求助", "受理", "办理记录"):
        assert word in page


def test_no_page_shows_where_she_lives_or_her_number(new_case, cast, sign_in):
    case = new_case()
    client = sign_in(cast.song)
    for path in (
        "/",
        "/cases",
        f"/cases/{case.ref}",
        f"/cases/{case.ref}/correct",
        f"/cases/{case.ref}/change_safe_contact",
    ):
        page = client.get(path).text
        assert "13800138000" not in page, path
        assert "和平路" not in page, path


def test_no_page_has_a_name_in_its_title_or_address(new_case, cast, sign_in):
    case = new_case()
    client = sign_in(cast.lin)
    for path in ("/", "/cases", f"/cases/{case.ref}", f"/cases/{case.ref}/inform"):
        title = re.search(r"<title>(.*?)</title>", client.get(path).text, re.S)[1]
        assert "王芳" not in title


def test_a_page_of_a_case_leaves_a_read_entry(new_case, cast, sign_in):
    case = new_case()
    sign_in(cast.lin).get(f"/cases/{case.ref}")
    entry = db.session.query(ReadEntry).filter_by(kind="case").one()
    assert (entry.actor, entry.subject) == (cast.lin.ref, case.ref)


def test_a_list_is_one_entry_with_the_cases_shown(new_case, cast, sign_in):
    refs = {new_case().ref, new_case().ref}
    sign_in(cast.lin).get("/cases")
    assert set(db.session.query(ReadEntry).filter_by(kind="cases").one().shown) == refs


def test_a_button_that_cannot_be_used_says_why_and_who_can(new_case, cast, sign_in):
    case = new_case()
    page = sign_in(cast.ye).get(f"/cases/{case.ref}").text
    assert "现在不能办的步骤" in page
    assert "「指定承办人」由案件主办单位的权益干部" in page


def test_a_step_taken_on_the_page_moves_the_stage(new_case, cast, sign_in):
    case = new_case()
    stage = stage_of(case, "help_request")
    path = f"/cases/{case.ref}/{stage.ref}/accept"
    client = sign_in(cast.lin)
    assert client.get(path).status_code == 200
    answer = client.post(path, data={"accepted_on": "2026-11-02", "seen": 1})
    assert answer.location == f"/cases/{case.ref}"
    assert stage_of(case, "help_request").state == "accepted"


def test_a_step_out_of_turn_says_what_happened(new_case, cast, sign_in):
    case = new_case()
    stage = stage_of(case, "help_request")
    take(stage, "accept", actor=cast.lin, facts={"accepted_on": "2026-11-02"})
    answer = sign_in(cast.song).post(
        f"/cases/{case.ref}/{stage.ref}/accept",
        data={"seen": 1, "accepted_on": "2026-11-02", "note": "我也受理"},
    )
    assert answer.status_code == 409


def test_the_slower_of_two_sees_what_the_other_did_and_loses_nothing(new_case, cast, sign_in):
    case = new_case()
    stage = stage_of(case, "help_request")
    take(stage, "record_contact", actor=cast.lin, facts={"note": "打过电话", "way": "电话"})
    answer = sign_in(cast.song).post(
        f"/cases/{case.ref}/{stage.ref}/record_contact",
        data={"seen": 1, "note": "她来过一次", "happened_on": "2026-11-02"},
    )
    assert answer.status_code == 409
    assert "林秀英" in answer.text
    assert "她来过一次" in answer.text


def test_the_same_submission_twice_is_one_step(new_case, cast, sign_in):
    case = new_case()
    stage = stage_of(case, "help_request")
    client = sign_in(cast.lin)
    data = {"key": "once", "seen": 1, "note": "打过电话", "way": "phone", "happened_on": "2026-11-02"}
    for _ in range(2):
        assert client.post(f"/cases/{case.ref}/{stage.ref}/record_contact", data=data).status_code == 302
    assert stage_of(case, "help_request").version == 2


def test_bad_input_is_told_next_to_the_field_and_nothing_is_lost(new_case, cast, sign_in):
    case = new_case()
    stage = stage_of(case, "help_request")
    answer = sign_in(cast.lin).post(
        f"/cases/{case.ref}/{stage.ref}/record_contact",
        data={"seen": 1, "note": "她说下周再来", "happened_on": "2030-01-01"},
    )
    assert answer.status_code == 422
    assert "这是将来的日期" in answer.text
    assert "她说下周再来" in answer.text
    assert "2030-01-01" in answer.text


def test_a_note_is_internal_unless_the_worker_says_otherwise(new_case, cast, sign_in):
    case = new_case()
    client = sign_in(cast.lin)
    client.post(f"/cases/{case.ref}/notes", data={"text": "单独谈过。", "audience": "internal"})
    client.post(f"/cases/{case.ref}/notes", data={"text": "已转法律援助中心。", "audience": "party"})
    assert [note.internal for note in db.session.query(Note).order_by(Note.id)] == [True, False]
    page = client.get(f"/cases/{case.ref}").text
    assert "内部记录（当事人看不到）" in page
    assert "当事人看得到" in page


def test_unknown_addresses_are_missing(new_case, cast, sign_in):
    case = new_case()
    client = sign_in(cast.lin)
    for path in (
        f"/cases/{'0' * 32}",
        f"/cases/{case.ref}/no_such_step",
        f"/cases/{case.ref}/{'0' * 32}/accept",
        "/documents/1",
    ):
        assert client.get(path).status_code == 404, path


def test_what_is_searched_for_stands_in_no_address(new_case, cast, sign_in):
    case = new_case()
    client = sign_in(cast.lin)
    assert case.register_number in client.post("/cases", data={"q": "王芳"}).text
    page = client.get("/").text
    assert '<form class="search" role="search" method="post"' in page


def test_the_form_of_a_step_leaves_a_read_entry_too(new_case, cast, sign_in):
    case = new_case()
    sign_in(cast.lin).get(f"/cases/{case.ref}/inform")
    assert db.session.query(ReadEntry).filter_by(kind="step").one().subject == case.ref
