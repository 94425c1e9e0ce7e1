"""The machines, the law and the log as pages: all read the rules, few read the log, nobody reads a case."""

import re

import pytest

from mediation.admin.sayings import EFFECTS, NEEDS
from mediation.cases.models import Stage
from mediation.db import atomic, db
from mediation.people.models import User
from mediation.workflow.engine import WORKFLOWS, take
from tests.conftest import CAST

PERSONAL = ("王芳", "李强", "李小宝", "13800138000", "和平路", "离婚后对方不付抚养费")


def _counted(page: str, state: str) -> str:
    """The number that stands in the row of a state."""
    row = re.search(rf'<th scope="row" role="rowheader">{state}</th>(.*?)</tr>', page, re.S)
    assert row, state
    return str(re.findall(r'class="number"[^>]*><div>(.*?)</div>', row[1])[-1])


@pytest.mark.parametrize("who", ["lin", "pei", "boss", "eye"])
def test_everybody_reads_the_workflows(cast, sign_in, who):
    page = sign_in(getattr(cast, who)).get("/workflows").text
    for flow in WORKFLOWS.values():
        assert f'href="/workflows/{flow.workflow}"' in page
    assert "工作流程</a>" in page


@pytest.mark.parametrize(
    "path", ["/workflows", "/workflows/mediation", "/workflows/mediation.svg", "/law", "/law/PM-17", "/audit"]
)
def test_a_stranger_signs_in_first(app, path):
    answer = app.test_client().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/sign-in")


def test_every_workflow_has_its_drawing_and_every_step_its_row(cast, sign_in):
    client = sign_in(cast.tao)
    for name, flow in WORKFLOWS.items():
        page = client.get(f"/workflows/{name}").text
        assert f'src="/workflows/{name}.svg"' in page
        assert {str(step.label) for step in flow.steps()} <= set(
            re.findall(r"text-nowrap\">(.*?)</span>", page)
        )
        picture = client.get(f"/workflows/{name}.svg")
        assert picture.mimetype == "image/svg+xml"
        assert picture.text.startswith("<svg")


def test_the_row_of_a_step_says_who_what_it_needs_what_follows_and_the_articles(cast, sign_in):
    page = sign_in(cast.tao).get("/workflows/mediation").text
    row = next(part for part in page.split("<tr") if ">受理登记</span>" in part)
    for said in (
        "征求意愿 → 已受理待调解",
        "本环节承办单位的调解员",
        NEEDS["all_parties_consented"],
        "/law/PM-17",
    ):
        assert said in row


def test_every_need_and_effect_has_chinese_words(app):
    for flow in WORKFLOWS.values():
        for step in (flow.start, *flow.steps()):
            assert not set(step.needs) - NEEDS.keys(), (flow.workflow, step.trigger)
            assert not set(step.then) - EFFECTS.keys(), (flow.workflow, step.trigger)


def test_an_unknown_workflow_or_rule_is_not_found(cast, sign_in):
    client = sign_in(cast.lin)
    assert {client.get(path).status_code for path in ("/workflows/x", "/workflows/x.svg", "/law/X-1")} == {
        404
    }


def test_a_supervisor_counts_what_a_supervisor_may_open(cast, sign_in, new_case):
    new_case(), new_case()
    sealed = new_case()
    with atomic():
        sealed.level = 3
    page = sign_in(cast.song).get("/workflows/one_stop").text
    assert _counted(page, "维权求助") == "2"
    assert _counted(page, "结案") == "0"
    assert _counted(sign_in(cast.song).get("/workflows/help_request").text, "待受理") == "2"


def test_whoever_opens_no_case_sees_no_small_number(cast, sign_in, new_case):
    new_case()
    client = sign_in(cast.boss)
    assert _counted(client.get("/workflows/one_stop").text, "维权求助") == "少于 5"
    for _ in range(4):
        new_case()
    assert _counted(client.get("/workflows/one_stop").text, "维权求助") == "5"


def test_others_and_other_agencies_see_no_numbers(cast, sign_in, new_case):
    for _ in range(5):
        new_case()
    assert "本单位现有</th>" not in sign_in(cast.lin).get("/workflows/one_stop").text
    with atomic() as session:
        far = cast.qiu
        session.add(
            User(
                login="far",
                name="远山",
                role="supervisor",
                agency=far.agency,
                password_hash=far.password_hash,
            )
        )
    assert _counted(sign_in(cast.far).get("/workflows/one_stop").text, "维权求助") == "0"


def test_a_rule_shows_its_sentence_article_certainty_limit_and_the_steps_that_rest_on_it(app, cast, sign_in):
    law = app.extensions["law"]
    page = sign_in(cast.lin).get("/law/PM-LIMIT").text
    rule = law.rule("PM-LIMIT")
    for said in (rule.zh, rule.source, rule.in_force, rule.software, "1 个月", "延长期限", "核对程度"):
        assert said in page


def test_every_rule_has_a_page(app, cast, sign_in):
    client = sign_in(cast.lin)
    listed = client.get("/law").text
    for rule_id in app.extensions["law"].rules:
        assert f"/law/{rule_id}" in listed
        assert client.get(f"/law/{rule_id}").status_code == 200, rule_id


@pytest.mark.parametrize("who", [name for name in CAST if name not in ("eye", "boss")])
def test_only_auditor_and_administrator_read_the_log(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    assert client.get("/audit").status_code == 403
    assert client.post("/audit/verify").status_code == 403
    assert "审计日志" not in client.get("/workflows").text


@pytest.mark.parametrize("who", ["eye", "boss"])
def test_the_log_names_who_and_what_and_nothing_of_the_case(cast, sign_in, new_case, who):
    case = new_case()
    page = sign_in(getattr(cast, who)).get("/audit").text
    for said in ("林秀英", "一站式维权：登记求助", "→ 维权求助", case.ref[:8]):
        assert said in page
    assert not [word for word in PERSONAL if word in page]
    assert case.register_number not in page


def test_the_log_is_found_by_chain_and_by_person(cast, sign_in, new_case):
    first, second = new_case(), new_case()
    take(
        db.session.query(Stage).filter_by(case_id=second.id).first(),
        "assign",
        actor=cast.mei,
        facts={"assignee": cast.mei.id},
    )
    client = sign_in(cast.eye)
    page = client.get("/audit", query_string={"chain": first.ref[:8]}).text
    rows = page.split("<tbody")[1]
    assert first.ref[:8] in rows
    assert second.ref[:8] not in rows
    rows = client.get("/audit", query_string={"actor": cast.mei.ref}).text.split("<tbody")[1]
    assert "梅若华" in rows
    assert "林秀英" not in rows
    assert "没有符合的记录" in client.get("/audit", query_string={"chain": "%"}).text


def test_the_log_is_turned_page_by_page(cast, sign_in, new_case):
    for _ in range(27):
        new_case()
    client = sign_in(cast.eye)
    page = client.get("/audit").text
    older = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert page.count('role="rowheader"') == 50
    assert 'rel="next"' not in client.get(older).text


def test_the_button_verifies_and_is_logged_itself(cast, sign_in, new_case):
    new_case()
    client = sign_in(cast.eye)
    assert "没有发现问题" in client.post("/audit/verify").text
    assert "校验审计日志" in client.get("/audit").text


def test_a_refusal_is_marked(cast, sign_in, new_case):
    case = new_case()
    try:
        take(case, "archive", actor=cast.mei)
    except Exception:
        db.session.rollback()
    assert "未准许" in sign_in(cast.eye).get("/audit").text
