"""Whoever is near to somebody in a case: it does not exist for them, and nothing of it can be given to them."""

import pytest

from mediation.audit.models import AuditEntry
from mediation.cases.access import may_open
from mediation.cases.choices import choices_for
from mediation.cases.conflicts import why_double_role
from mediation.cases.screening import FOUND
from mediation.cases.tasks import add_task
from mediation.cases.ties import Tie
from mediation.cases.today import rows_for
from mediation.db import atomic, db, today
from mediation.errors import Incomplete, Missing
from mediation.people.models import Absence
from mediation.safeguards import declaring
from mediation.workflow.engine import take
from tests.conftest import referred

HE = {"name": "李强", "sex": "1", "phone": "13700137000", "birth": "1985-03-02"}
BROTHER = {"relation": "kin", "name": "李强", "phone": "137 0013 7000"}
HOME = {"relation": "self", "name": "我家", "home": "和平路８号３单元502室"}


def grounds(case):
    db.session.expire_all()
    return {
        (tie.user.login if tie.user else tie.agency.name, tie.ground)
        for tie in db.session.query(Tie).filter_by(case_id=case.id)
    }


def test_what_a_worker_declares_hides_the_cases_of_those_near_before_and_after(new_case, cast):
    before = new_case(actor=cast.mei, respondents=[HE])
    assert may_open(before, actor=cast.ye)
    row = declaring.declare(BROTHER, actor=cast.ye)
    after = new_case(actor=cast.mei, respondents=[HE])
    assert grounds(before) == grounds(after) == {("ye", "kin")}
    assert not may_open(before, actor=cast.ye)
    assert not may_open(after, actor=cast.ye)
    told = db.session.query(AuditEntry).filter_by(kind=FOUND, chain=before.ref).one()
    assert (told.fields, "ye" in str(told.fields)) == (["kin"], False)
    declaring.declare(HOME, actor=cast.rao)
    assert ("rao", "home") in grounds(before), "the same home in another writing"
    declaring.end(row.ref, actor=cast.ye)
    assert may_open(before, actor=cast.ye)
    with pytest.raises(Missing):
        declaring.end(row.ref, actor=cast.ye)
    with pytest.raises(Incomplete, match="门牌号"):
        declaring.declare({"relation": "home", "name": "李家", "home": "和平路"}, actor=cast.ye)


def test_nobody_tied_can_be_chosen_and_what_they_had_in_hand_goes_to_others(new_case, cast):
    case = new_case(actor=cast.mei, respondents=[HE])
    stage = referred(case, "counselling", to="social", assignee=cast.an)
    declaring.declare(BROTHER, actor=cast.an)
    declaring.declare(BROTHER, actor=cast.mei)
    db.session.expire_all()
    assert (stage.assignee_id, case.owner_id) == (None, None)
    assert not may_open(case, actor=cast.an)
    assert not may_open(case, actor=cast.mei)
    offered = choices_for(case, stage, actor=cast.xu)
    assert [user for user, _label in offered("counsellors")] == [cast.xu.id]
    with pytest.raises(Incomplete, match="需要回避"):
        take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    assert case.owner_id is None


def test_who_helped_the_other_side_before_does_not_see_her_case_nor_the_other_way_round(new_case, cast):
    her = {"name": "王芳", "sex": "2", "phone": "13800138000", "birth": "1987-01-01"}
    his = new_case(actor=cast.mei, applicants=[HE], respondents=[her], children=[])
    hers = new_case(actor=cast.lin, applicants=[her], respondents=[HE], children=[])
    assert grounds(hers) == {("mei", "other_side")}
    take(hers, "assign_owner", actor=cast.song, facts={"assignee": cast.ye.id})
    assert ("ye", "other_side") in grounds(his)
    # Her own second case is no case of the other side.
    again = new_case(actor=cast.ye, applicants=[her], respondents=[HE], children=[])
    assert ("ye", "other_side") not in grounds(again)


def test_the_agency_where_he_works_and_whom_she_names_are_out(new_case, cast, sign_in):
    case = new_case(actor=cast.mei, respondents=[{**HE, "workplace": "青山法院执行局"}])
    assert grounds(case) == {("青山区人民法院", "employer")}
    client = sign_in(cast.mei)
    page = client.get(f"/cases/{case.ref}/record_unwanted").text
    seen = str(case.version)
    data = {
        "seen": seen, "key": "k1", "houses": [str(cast.agency("social").id)], "workers": [str(cast.ye.id)],
        "unwanted_names": "饶静、赵大娘",
    }  # fmt: skip
    assert "青山区社会工作服务中心" in page
    assert client.post(f"/cases/{case.ref}/record_unwanted", data=data).status_code == 302
    assert grounds(case) == {
        ("青山区人民法院", "employer"),
        ("青山区社会工作服务中心", "unwanted"),
        ("ye", "unwanted"),
        ("rao", "unwanted"),
    }
    for tied in (cast.ye, cast.rao):
        assert not may_open(case, actor=tied)
    page = client.get(f"/cases/{case.ref}").text
    assert "其他人的姓名" not in page, "the names stand in their list, not in the log of steps"
    assert all(name in page for name in ("饶静", "赵大娘", "叶红"))
    send = client.get(f"/cases/{case.ref}/refer?stage=counselling").text
    assert "青山区社会工作服务中心" not in send


def test_a_respondent_of_the_own_station_restricts_the_case_and_asks_for_another_unit(new_case, cast):
    case = new_case(actor=cast.mei, respondents=[{**HE, "workplace": "青山区妇联"}])
    assert (case.level, grounds(case)) == (2, set())
    assert may_open(case, actor=cast.mei)


def test_one_person_does_not_mediate_and_counsel_without_a_reason(new_case, cast):
    case = new_case(actor=cast.mei)
    referred(case, "counselling", to="social", assignee=cast.an)
    assert why_double_role(case, cast.an, "mediation", {}) is not None
    assert why_double_role(case, cast.an, "mediation", {"note": "双方都请她。"}) is None
    assert why_double_role(case, cast.an, "protection", {}) is None


def test_work_of_somebody_away_whose_substitute_is_tied_goes_to_the_supervisor(new_case, cast):
    case = new_case(actor=cast.mei)
    add = {"user_id": cast.mei.id, "substitute_id": cast.ye.id, "since": today(), "until": today()}
    with atomic() as session:
        session.add(Absence(**add))
        add_task(case, "next_date", "到期跟进", user_id=cast.mei.id, due_on=today())
    assert [row["case"] for row in rows_for(cast.ye) if row["what"].startswith("到期跟进")] == [case.ref]
    take(case, "record_unwanted", actor=cast.mei, facts={"workers": [cast.ye.id]})
    assert not any(row["case"] == case.ref for row in rows_for(cast.ye))
    assert any(row["what"].startswith("到期跟进") for row in rows_for(cast.song))
