"""Work that passes on is taken over point by point, and nobody is handed a case that they may not open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mediation.cases.handing_on import KIND
from mediation.cases.models import Case
from mediation.cases.tasks import add_task, open_tasks
from mediation.cases.work import Task
from mediation.db import atomic, db, today
from mediation.people.models import User
from mediation.workflow.engine import take
from tests.conftest import Cast, referred
from tests.walks import walked

Sign = Callable[[User], Any]


def colleague(cast: Cast) -> User:
    """Ye, who takes in requests, is a caseworker from now on."""
    with atomic():
        cast.ye.role = "caseworker"
    return cast.ye


def owned(case: Case, cast: Cast) -> Case:
    def walk() -> Case:
        take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
        return case

    return walked("mei owns it", walk)


def test_whoever_takes_a_case_over_confirms_each_promise_date_and_danger(
    new_case: Callable[..., Case], cast: Cast, sign_in: Sign
) -> None:
    case = owned(new_case(q_violence="yes"), cast)
    assert not open_tasks(case, KIND)
    with atomic():
        add_task(
            case, "next_date", "答应周五回电话", user_id=cast.mei.id, due_on=today() + timedelta(days=30)
        )
    ye = colleague(cast)
    song = sign_in(cast.song)
    page = song.get(f"/handover/{cast.mei.ref}").text
    assert "王芳" in page
    assert "请先勾选" in song.post(f"/handover/{cast.mei.ref}", data={"how": "owner"}).text
    data = {"case": case.ref, "receiver": ye.ref, "how": "stand_in"}
    assert "限于指定的人" in song.post(f"/handover/{cast.mei.ref}", data=data).text
    assert not open_tasks(case, KIND)
    song.post(f"/handover/{cast.mei.ref}", data={**data, "how": "owner"})
    assert case.owner_id == ye.id
    (asked,) = open_tasks(case, KIND)
    assert (asked.user_id, asked.urgent) == (ye.id, True)
    assert {task.user_id for task in open_tasks(case, "next_date")} == {ye.id}

    client = sign_in(ye)
    assert asked.link in client.get("/").text
    page = client.get(asked.link).text
    for words in ("答应周五回电话", "有家庭暴力", "高危险"):
        assert words in page
    assert sign_in(cast.mei).get(asked.link).status_code == 404
    partly = client.post(asked.link, data={"seen": ["danger"]})
    assert partly.status_code == 422
    assert "项没有核对" in partly.text
    keys = [part.split('"')[0] for part in page.split('name="seen" value="')[1:]]
    assert client.post(asked.link, data={"seen": keys}).status_code == 302
    assert not open_tasks(case, KIND)
    assert client.get(asked.link).status_code == 404


def test_somebody_on_leave_keeps_the_case_while_a_colleague_stands_in(
    new_case: Callable[..., Case], cast: Cast, sign_in: Sign
) -> None:
    case, ye = owned(new_case(), cast), colleague(cast)
    song = sign_in(cast.song)
    data = {"case": case.ref, "receiver": ye.ref, "how": "stand_in"}
    for _twice in range(2):
        assert "承办人不变" in song.post(f"/handover/{cast.mei.ref}", data=data).text
    assert [task.user_id for task in open_tasks(case, KIND)] == [ye.id]
    assert case.owner_id == cast.mei.id
    for stranger in (cast.mei, cast.qiu, cast.boss):
        assert sign_in(stranger).get("/handover").status_code == 404
    assert song.get(f"/handover/{cast.qiu.ref}").status_code == 404
    with atomic():
        cast.mei.active = False
    assert "账号已停用" in song.get("/handover").text
    song.post(f"/handover/{cast.mei.ref}", data={**data, "how": "owner"})
    assert case.owner_id == ye.id


def test_a_stage_passes_on_with_its_open_work(new_case: Callable[..., Case], cast: Cast) -> None:
    stage = referred(new_case(), "counselling", to="social", assignee=cast.an)
    planned = {"planned_at": "2027-12-02T09:30", "place": "二号室", "form": "online"}
    take(stage, "plan_session", actor=cast.an, facts=planned)
    assert not open_tasks(stage.case, KIND)
    with atomic():
        cast.xu.role = "counsellor"
    take(stage, "assign", actor=cast.xu, facts={"assignee": cast.xu.id})
    mine = db.session.query(Task).filter_by(user_id=cast.xu.id, done_at=None).all()
    assert {task.kind for task in mine} >= {KIND, "session"}
    assert not db.session.query(Task).filter_by(user_id=cast.an.id, done_at=None).all()
