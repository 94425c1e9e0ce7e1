"""Small things that a clerk stumbles over, each once."""

import re

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from mediation.attachments.pages import _offered
from mediation.cases.doers import who_may
from mediation.cases.next_steps import step_entries
from mediation.cases.tasks import open_tasks
from mediation.db import db, today
from mediation.web.articles import articles_of
from mediation.workflow.engine import take
from tests.conftest import referred, stage_of, turn_away


def test_a_wrong_password_is_not_said_to_be_kept(app, cast):
    page = (
        app.test_client().post("/account/sign-in", data={"login": cast.lin.login, "password": "wrong"}).text
    )
    assert "用户名或密码不对" in page
    assert "都还在" not in page


@pytest.mark.parametrize(("who", "where"), [("eye", "/audit"), ("boss", "/admin/agencies")])
def test_who_has_no_casework_begins_at_the_own_work(cast, sign_in, who, where):
    assert sign_in(getattr(cast, who)).get("/").headers["Location"].startswith(where)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [("abc12", True), ("12", True), ("13800138000", False), ("010-6220 0000转12", False), ("", False)],
)
def test_a_phone_that_nobody_can_dial_draws_a_complaint(new_case, cast, sign_in, typed, wrong):
    case = new_case(actor=cast.mei)
    told = {"role": "witness", "who-name": "赵敏", "who-sex": "2", "who-phone": typed}
    told |= {"happened_on": today().isoformat(), "seen": case.version}
    answer = sign_in(cast.mei).post(f"/cases/{case.ref}/add_party", data=told)
    assert ("这不像电话号码" in answer.text) == wrong


def test_two_stages_of_a_kind_are_told_apart_where_materials_go(new_case, cast):
    case = new_case(actor=cast.mei)
    take(stage_of(case, "help_request"), "accept", actor=cast.mei, facts={"accepted_on": "2026-11-02"})
    first = stage_of(case, "help_request")
    labels = [label for _id, label in _offered([None, first, first])]
    assert labels[0] == "案件（本站案卷）"
    assert all("开启" in label for label in labels[1:])
    assert "开启" not in _offered([None, first])[1][1]


def test_usage_is_not_given_as_a_ground(app):
    with app.test_request_context():
        assert [one.rule for one in articles_of(["DV-10-4", "ID-TEL"])] == ["DV-10-4"]


def test_a_case_that_was_turned_away_owes_no_follow_up_and_no_closing(new_case, cast, sign_in):
    case = new_case(category_class="综合", category_kind="生活困难")
    turn_away(case, cast)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    missing = re.findall(r"缺[^<]*", re.sub(r"\s+", "", page[page.index("卷宗") :]))
    assert not [one for one in missing if "回访" in one or "结案登记" in one]


def test_in_a_restricted_case_nobody_is_named_who_cannot_open_it(new_case, cast):
    case = new_case(q_violence="yes")
    take(case, "set_level", actor=cast.song, facts={"level": "2"})
    task = next(task for task in open_tasks(case) if task.link.endswith("/assign_owner"))
    said = who_may(task, actor=cast.song)
    assert "权益干部" not in said
    assert "负责人" in said


def test_while_a_lawyer_works_on_it_progress_comes_next_and_the_end_stays_at_hand(new_case, cast):
    case = new_case(actor=cast.mei)
    stage = referred(case, "legal_aid", to="legal_aid")
    for state, following in (("assigned", "签订委托协议"), ("in_progress", "登记办理进展")):
        with db.session.no_autoflush:
            set_committed_value(stage, "state", state)
            steps = step_entries(stage, actor=cast.fang, url="")
        assert [step["label"] for step in steps if step["primary"]] == [following]
    assert "办结" in [step["label"] for step in steps if not step["reason"]]
