"""What another agency is to do is planned, said so, and carried out by a referral or dropped with a reason."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import Case
from mediation.cases.planning import nothing_to_refer
from mediation.cases.queries import find_case, list_cases
from mediation.cases.tasks import open_tasks
from mediation.cases.today import rows_for
from mediation.cases.work import Task
from mediation.errors import Incomplete, Missing
from mediation.referrals.queries import find_referral, received
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.conftest import Cast, referred, slip, stage_of
from tests.referrals.test_another_agency import asked, standing


def triage(case: Case, browser: FlaskClient, *rows: dict[str, Any], trigger: str = "") -> Any:
    """The form of triage (or of 开启环节), posted by hand."""
    told = [{"lead": "beside", **row} for row in rows]
    data = {f"stages-{n}-{name}": value for n, row in enumerate(told) for name, value in row.items()}
    stage = stage_of(case, "help_request")
    path, seen = (trigger, case.version) if trigger else (f"{stage.ref}/triage", stage.version)
    return browser.post(f"/cases/{case.ref}/{path}", data={**data, "happened_on": "2026-11-03", "seen": seen})


@pytest.mark.parametrize("trigger", ["", "open_stage"])
def test_a_foreign_agency_in_the_form_is_planned_and_never_opened(
    case: Case, cast: Cast, sign_in: Callable[..., FlaskClient], trigger: str
) -> None:
    rows = [
        {"kind": "counselling", "agency": cast.agency("federation").id},
        {"kind": "legal_aid", "agency": cast.agency("legal_aid").id, "lead": "lead"},
    ]
    answer = triage(case, sign_in(cast.mei), *rows, trigger=trigger)
    assert answer.status_code == 302, answer.text
    assert {agency for _stage, agency in standing(case)} == {"青山区妇女联合会"}
    assert [stage.workflow for stage in case.stages] == ["help_request", "counselling"]
    assert case.state == "help_request", "the case moves when legal aid has accepted"
    about = case.ref if trigger else stage_of(case, "help_request").ref
    told: Any = newest(about, trigger or "triage")
    assert [row["kind"] for row in told.facts["stages"]] == ["counselling"]
    assert [(row["kind"], row["agency"], row["lead"]) for row in told.facts["to_refer"]] == [
        ("legal_aid", cast.agency("legal_aid").id, "lead")
    ]
    (task,) = open_tasks(case, "to_refer")
    assert (task.text, task.verb) == ("转介法律援助给青山区法律援助中心", "转介")
    assert (task.agency_id, task.user_id) == (case.agency_id, cast.mei.id)
    assert task.link == (
        f"/cases/{case.ref}/refer?stage=legal_aid&to={cast.agency('legal_aid').ref}&kind=refer"
    )


def test_a_foreign_agency_that_is_not_offered_is_refused(
    new_case: Callable[..., Case], cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    case = new_case(actor=cast.mei, respondents=[{"name": "李强", "workplace": "青山区法律援助中心"}])
    page = sign_in(cast.mei).get(f"/cases/{case.ref}/open_stage").text
    assert "青山区社会工作服务中心" in page
    assert "青山区法律援助中心" not in page, "the other side works there"
    rows = {"kind": "legal_aid", "agency": cast.agency("legal_aid").id}
    answer = triage(case, sign_in(cast.mei), rows, trigger="open_stage")
    assert answer.status_code == 422
    assert "要开哪些环节第 1 条，承办单位：请从列表中选择。" in " ".join(answer.text.split())
    with pytest.raises(Incomplete, match="需要回避"):
        take(case, "open_stage", actor=cast.mei, facts={"to_refer": [{**rows, "lead": "beside"}]})
    assert open_tasks(case, "to_refer") == []


def test_mediation_is_not_even_planned_while_danger_locks_it(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    case = new_case(actor=cast.mei, q_violence="yes")
    row = {"kind": "mediation", "agency": cast.agency("committee").id, "lead": "beside"}
    with pytest.raises(Incomplete, match="不能调解") as refused:
        take(case, "open_stage", actor=cast.mei, facts={"to_refer": [row]})
    assert refused.value.rules == ("PM-DV",)
    assert open_tasks(case, "to_refer") == []


def planned(case: Case, cast: Cast, *rows: tuple[str, str], lead: str = "beside") -> list[Task]:
    """Mei plans these stages at these agencies."""
    told = [{"kind": kind, "agency": cast.agency(to).id, "lead": lead} for kind, to in rows]
    take(case, "open_stage", actor=cast.mei, facts={"to_refer": told})
    return list(open_tasks(case, "to_refer"))


def test_before_it_accepts_a_partner_knows_of_the_slip_alone(case: Case, cast: Cast) -> None:
    planned(case, cast, ("legal_aid", "legal_aid"))
    fang = cast.fang
    assert not list_cases(actor=fang)
    assert not received(actor=fang)
    assert not rows_for(fang)
    referral = asked(case, cast, "legal_aid", "legal_aid", data_kinds=["identity"])
    for _state in ("sent", "signed_for"):
        assert received(actor=fang) == [referral]
        package: Any = find_referral(referral.ref, actor=fang).package
        assert set(package) == {"request", "identity", "nonce"}
        assert not list_cases(actor=fang, text="王芳")
        (row,) = rows_for(fang)
        assert row["identity"]["name"] == referral.slip_number
        assert "王芳" not in str(row)
        with pytest.raises(Missing):
            find_case(case.ref, actor=fang)
        if referral.state == "sent":
            take(referral, "sign_for", actor=fang)
    take(referral, "accept", actor=fang)
    assert list_cases(actor=fang) == [case]


def test_the_task_leads_to_the_slip_and_vanishes_when_it_is_sent(
    case: Case, cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    (task,) = planned(case, cast, ("legal_aid", "legal_aid"))
    browser, link, centre = sign_in(cast.mei), task.link, cast.agency("legal_aid")
    assert task.text in browser.get("/").text
    page = browser.get(link).text
    assert chosen(page, "stage") == "legal_aid"
    assert chosen(page, "to") == str(centre.id)
    assert 'value="co_handle" checked' in page
    assert "王芳" not in link
    data = slip(case, centre, kind="co_handle", key="a-name")
    preview = browser.post(link, data=data)
    assert open_tasks(case, "to_refer"), "looking at it sends nothing"
    shown = preview.text.partition('name="confirmed" value="')[2][:64]
    assert browser.post(link, data={**data, "confirmed": shown}).status_code == 302
    assert open_tasks(case, "to_refer") == []
    assert task.text not in browser.get("/").text


def chosen(page: str, name: str) -> str:
    """The value that is selected in the list of this name."""
    options = page.partition(f'name="{name}"')[2].partition("</select>")[0]
    return options.partition('<option selected value="')[2].partition('"')[0]


def test_one_referral_finishes_one_plan(case: Case, cast: Cast) -> None:
    planned(case, cast, ("mediation", "committee"), ("mediation", "court"), ("legal_aid", "legal_aid"))
    asked(case, cast, "court", "mediation")
    assert [task.text for task in open_tasks(case, "to_refer")] == [
        "转介纠纷调解给青山区婚姻家庭纠纷人民调解委员会",
        "转介法律援助给青山区法律援助中心",
    ]


def test_the_same_is_planned_once(case: Case, cast: Cast) -> None:
    planned(case, cast, ("legal_aid", "legal_aid"))
    assert len(planned(case, cast, ("legal_aid", "legal_aid"))) == 1


def test_a_plan_that_another_agency_carries_out_is_carried_out(case: Case, cast: Cast) -> None:
    planned(case, cast, ("mediation", "committee"))
    asked(case, cast, "court", "mediation")
    assert open_tasks(case, "to_refer") == []


def test_a_plan_is_dropped_with_a_reason_and_until_then_the_case_does_not_end(case: Case, cast: Cast) -> None:
    planned(case, cast, ("legal_aid", "legal_aid"))
    reply = {"reply": "已答复。", "way": "phone"}
    take(stage_of(case, "help_request"), "answer", actor=cast.mei, facts=reply)
    with pytest.raises(Incomplete, match=r"还没有办：转介法律援助给青山区法律援助中心.*“跳过环节”"):
        take(case, "begin_follow_up", actor=cast.mei)
    take(case, "skip_stage", actor=cast.mei, facts={"kind": "legal_aid", "reason": "本人自己请了律师。"})
    assert nothing_to_refer(case, cast.mei) is None
    take(case, "begin_follow_up", actor=cast.mei)


def test_whoever_takes_over_the_case_has_nothing_to_refer_to_itself(case: Case, cast: Cast) -> None:
    planned(case, cast, ("counselling", "elsewhere"), ("legal_aid", "legal_aid"))
    take(asked(case, cast, "elsewhere", "", kind="transfer"), "accept", actor=cast.qiu)
    (task,) = open_tasks(case, "to_refer")
    assert (task.text, task.agency_id) == ("转介法律援助给青山区法律援助中心", cast.qiu.agency_id)


def test_a_leading_stage_moves_the_case_when_it_was_accepted_and_a_person_says_so(
    case: Case, cast: Cast
) -> None:
    planned(case, cast, ("legal_aid", "legal_aid"), lead="lead")
    assert case.state == "help_request"
    stage = referred(case, "legal_aid", to="legal_aid", manner="refer")
    assert (stage.lead, case.state) == (True, "help_request")
    (task,) = open_tasks(case, "lead")
    assert task.link == f"/cases/{case.ref}/lead_legal_aid"
    take(case, "lead_legal_aid", actor=cast.mei)
    assert (case.state, open_tasks(case, "lead")) == ("legal_aid", [])


def test_the_page_says_beforehand_and_afterwards_what_will_happen(
    case: Case, cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    browser = sign_in(cast.mei)
    path = f"/cases/{case.ref}/{stage_of(case, 'help_request').ref}/triage"
    before = browser.get(path).text
    assert '<optgroup label="本单位（提交后马上开启）">' in before
    assert '<optgroup label="其他单位（先转介，对方接收后才开启）">' in before
    assert "青山区社会工作服务中心（心理辅导、安全保护）" in before
    assert "个人信息还没有提供给对方" in before
    rows = {
        "stages-0-kind": "legal_aid",
        "stages-0-agency": cast.agency("legal_aid").id,
        "stages-0-lead": "lead",
        "seen": stage_of(case, "help_request").version,
    }
    grown = browser.post(path, data={**rows, "add": "stages"}).text
    assert "案件也在那之后才转入这一环节" in grown
    triage(case, browser, {"kind": "legal_aid", "agency": cast.agency("legal_aid").id, "lead": "lead"})
    after = browser.get(f"/cases/{case.ref}").text
    assert "对方还不知道这个案件，也没有收到任何个人信息" in after
    assert "转介法律援助给青山区法律援助中心" in after
    assert "未开始 · 待转介" in after
    assert "待转介：法律援助，青山区法律援助中心，主办" in after


def test_the_people_of_a_partner_are_not_offered(
    case: Case, cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    page = sign_in(cast.mei).get(f"/cases/{case.ref}/open_stage").text
    assert "梅若华（权益干部）" in page
    assert "方正" not in page
    rows = {
        "kind": "legal_aid",
        "agency": cast.agency("legal_aid").id,
        "assignee": cast.mei.id,
    }
    answer = triage(case, sign_in(cast.mei), rows, trigger="open_stage")
    assert answer.status_code == 422
    assert "要开哪些环节第 1 条，本环节承办人：对方单位的承办人由对方接收时指派" in " ".join(
        answer.text.split()
    )
