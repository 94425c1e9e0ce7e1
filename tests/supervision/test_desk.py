"""督办台: a number opens exactly the list it counts, and only what the viewer may open."""

import re
from datetime import datetime

import pytest
import time_machine
from sqlalchemy import event, select

from mediation import worker
from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.cases.work import Task
from mediation.db import SHANGHAI, atomic, db
from mediation.people.models import User
from mediation.people.passwords import hashed
from mediation.supervision import queries
from mediation.workflow import clocks
from mediation.workflow.engine import take
from tests.conftest import PASSWORD, stage_of


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def leader(cast):
    with atomic() as session:
        agency = cast.agency("federation")
        session.add(
            User(login="kang", name="康静", role="leader", agency=agency, password_hash=hashed(PASSWORD))
        )
    return db.session.query(User).filter_by(login="kang").one()


@pytest.fixture
def late(new_case, cast):
    """Registers a request on 2 March; its written answer is due on the 17th."""

    def make(**given):
        with time_machine.travel(at(2), tick=False):
            return new_case(**{"received_on": "2026-03-02", **given})

    return make


@pytest.fixture
def desk(sign_in, cast):
    """The page as the supervisor sees it on 20 March."""

    def show(address="/supervision", user=None):
        with time_machine.travel(at(20), tick=False):
            return sign_in(user or cast.song).get(address)

    return show


def numbers(page: str) -> dict[str, int]:
    found = re.findall(r'tile-number">(\d+)</span><span class="tile-label">([^<]+)', page)
    return {label: int(number) for number, label in found}


def rows_in(page: str) -> int:
    return page.count('<th scope="row"')


def test_each_number_is_as_long_as_its_list(late, new_case, desk, cast):
    late(), late()
    late(q_hurt="yes")
    kinds = {
        "overdue": "超期",
        "elsewhere": "对方超期",
        "untouched": "高危未处置",
        "danger": "高危险",
        "silent": "失联",
        "unassigned": "待分派",
        "idle": "久未办理",
        "opened": "本月新收",
        "closed": "本月办结",
    }
    first = desk().text
    for kind, label in kinds.items():
        assert rows_in(desk(f"/supervision?list={kind}").text) == numbers(first)[label], label
    assert numbers(first) == {
        "超期": 3,
        "对方超期": 0,
        "高危未处置": 1,
        "高危险": 1,
        "失联": 0,
        "待分派": 3,
        "久未办理": 0,
        "本月新收": 3,
        "本月办结": 0,
    }


def test_nobody_is_counted_a_case_that_they_may_not_open(late, desk, cast):
    sealed = late()
    late(actor=cast.qiu)
    with atomic():
        sealed.level = 3
    assert set(numbers(desk().text).values()) == {0}


@pytest.mark.parametrize("login", ["lin", "mei", "tao", "pei", "boss", "eye", "rao"])
def test_the_desk_is_for_supervisors_and_leaders_alone(late, desk, cast, login):
    late()
    assert desk(user=getattr(cast, login)).status_code == 404
    assert "督办台" not in desk("/", user=getattr(cast, login)).text


def test_to_urge_puts_the_matter_on_the_workers_list_once_a_day(late, sign_in, cast):
    case = late()
    clock = next(clock for clock in clocks.running_in(case.ref) if clock.rule == "XF-23")
    ref = clock.ref
    with time_machine.travel(at(20), tick=False):
        client = sign_in(cast.song)
        take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
        for said in ("已催办", "今天已经催办过"):
            assert said in client.post("/supervision/urge", data={"clock": [ref], "list": "overdue"}).text
        assert client.post("/supervision/urge", data={"list": "overdue"}).status_code == 302
        page = sign_in(cast.mei).get("/").text
    query = select(Task).where(Task.kind == "time_limit", Task.done_at.is_(None))
    (task,) = db.session.scalars(query).all()
    assert (task.text, task.user_id) == ("负责人催办：书面告知接收、转送去向或不属职权", cast.mei.id)
    assert task.text in page
    assert len(db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "clock.urge")).all()) == 1
    assert verify_all()[1] == []


def test_nobody_urges_what_they_may_not_see(late, sign_in, cast):
    case = late(actor=cast.qiu)
    ref = next(clock for clock in clocks.running_in(case.ref) if clock.rule == "XF-23").ref
    with time_machine.travel(at(20), tick=False):
        sign_in(cast.song).post("/supervision/urge", data={"clock": [ref]})
        assert sign_in(cast.mei).post("/supervision/urge", data={"clock": [ref]}).status_code == 404
    assert db.session.scalars(select(Task).where(Task.kind == "time_limit")).all() == []


def test_the_leader_sees_rule_unit_worker_and_days_and_nothing_of_a_case(app, late, sign_in, cast, leader):
    case = late()
    with time_machine.travel(at(21), tick=False):
        take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
        db.session.rollback()
        worker.run_once(app)
        page = sign_in(leader).get("/supervision").text
    assert "书面告知接收、转送去向或不属职权" in page
    assert "梅若华" in page
    assert "4天" in page
    for secret in ("王芳", "李强", "抚养", case.ref, case.register_number, "/cases/"):
        assert secret not in page.split("<main")[1]


def test_what_has_not_come_up_the_ladder_the_leader_does_not_see(late, desk, leader):
    late()
    assert "没有报到您这里的超期事项" in desk(user=leader).text


def test_the_pages_follow_each_other_without_a_gap(late, cast, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for _ in range(5):
        late()
    with time_machine.travel(at(20), tick=False):
        seen, last = [], None
        while True:
            found = queries.late_clocks("overdue", actor=cast.song, last=last)
            seen += [clock.id for clock, _case in found[:2]]
            if len(found) <= 2:
                break
            last = found[1][0].id
    assert len(seen) == len(set(seen)) == 5


def test_more_rows_ask_no_more_questions(app, late, sign_in, cast):
    with time_machine.travel(at(20), tick=False):
        client = sign_in(cast.song)
    asked = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def count(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    def questions():
        asked.clear()
        with time_machine.travel(at(20), tick=False):
            client.get("/supervision")
        return len(asked)

    late()
    few = questions()
    for _ in range(6):
        late()
    assert questions() == few


def test_the_number_of_a_unit_is_as_long_as_its_list(late, desk, cast):
    case = late()
    late()
    committee = cast.agency("committee")
    with atomic():
        next(clock for clock in clocks.running_in(case.ref) if clock.rule == "XF-23").agency_id = committee.id
    page = desk().text
    assert f"{committee.name} 1</a>" in page
    assert rows_in(desk(f"/supervision?list=overdue&unit={committee.ref}").text) == 1
    assert rows_in(desk("/supervision?list=overdue&unit=nobody").text) == 0
    assert rows_in(page) == 2


def test_an_unknown_list_is_not_found(desk):
    assert desk("/supervision?list=everything").status_code == 404


def test_the_owner_asks_for_time_and_the_supervisor_grants_it(late, cast, sign_in):
    case = late()
    with time_machine.travel(at(20), tick=False):
        take(case, "inform", actor=cast.mei, facts={"petition_accepted_on": "2026-03-05", "notice": "other"})
        clock = next(clock for clock in clocks.running_in(case.ref) if clock.rule == "XF-34")
        told = {
            "clock": str(clock.id), "change": "extend", "at": "2026-03-20T09:00", "reason": "情况复杂",
            "decided_by": "权益部", "told_reason": "y", "seen": case.version,
        }  # fmt: skip
        refused = sign_in(cast.mei).post(f"/cases/{case.ref}/change_time_limit", data=told)
        assert refused.status_code == 422
        assert "要由负责人批准" in refused.text
        assert "情况复杂" in refused.text
        assert sign_in(cast.song).post(f"/cases/{case.ref}/change_time_limit", data=told).status_code == 302
        page = sign_in(cast.song).get(f"/cases/{case.ref}").text
    assert "2026-06-03" in page
    assert stage_of(case, "help_request").state == "registered"


def test_the_number_of_a_worker_is_as_long_as_their_list(late, desk, cast):
    case = late()
    late()
    with time_machine.travel(at(3), tick=False):
        take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    page = desk().text
    assert f"{cast.mei.name} 1</a>" in page
    assert "未指定 1</a>" in page
    assert rows_in(desk(f"/supervision?list=overdue&person={cast.mei.ref}").text) == 1
    assert rows_in(desk("/supervision?list=overdue&person=nobody").text) == 1


def test_a_case_that_nobody_touched_for_a_month_is_silent_until_somebody_writes_in_it(late, cast, sign_in):
    case = late()
    with time_machine.travel(datetime(2026, 4, 5, 9, tzinfo=SHANGHAI), tick=False):
        assert [one.ref for one in queries.cases("idle", actor=cast.song)] == [case.ref]
        sign_in(cast.mei).post(f"/cases/{case.ref}/notes", data={"text": "打过电话，没人接"})
        assert queries.count("idle", actor=cast.song) == 0


def test_several_cases_are_given_at_once_each_with_its_result(late, cast, sign_in):
    first, second, foreign = late(), late(), late(actor=cast.qiu)
    refs = [first.ref, second.ref, foreign.ref]
    with time_machine.travel(at(20), tick=False):
        client = sign_in(cast.song)
        assert client.get("/supervision?list=unassigned&all=yes").text.count(" checked") == 2
        assert client.post("/supervision/assign", data={"case": refs}).status_code == 302
        other = client.post("/supervision/assign", data={"case": refs, "assignee": cast.qiu.ref})
        assert other.status_code == 302
        page = client.post("/supervision/assign", data={"case": refs, "assignee": cast.mei.ref}).text
        assert page.count(f"已交给{cast.mei.name}") == 4
        assert sign_in(cast.mei).post("/supervision/assign", data={"case": refs}).status_code == 404
        assert queries.count("unassigned", actor=cast.song) == 0
    db.session.expire_all()
    assert {first.owner_id, second.owner_id} == {cast.mei.id}
    assert foreign.owner_id != cast.mei.id
    assert verify_all()[1] == []
