"""Doors that open for a while, each with two people, an end and a trace; and who sees what, place by place."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mediation.audit.models import ReadEntry
from mediation.cases.access import may_open
from mediation.cases.openings import Opening, Recusal
from mediation.cases.papers import issue
from mediation.cases.readers import looks_at, readers_of
from mediation.db import SHANGHAI, atomic, db, now, today, turned_back_to
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.outbox.models import Message
from mediation.people.models import User
from mediation.safeguards import doors, pages
from mediation.safeguards.orphans import orphans
from mediation.safeguards.rules import review_due
from mediation.workflow.engine import take
from tests.conftest import referred, stage_of

WHY = "她来电说他正在砸门，承办人联系不上，要马上看住址。"


def broken(cast, text, actor="ye"):
    told = {"looked_for": text, "ground": "danger", "reason": WHY}
    return doors.break_open(told, actor=getattr(cast, actor))


def leader_of(cast):
    with atomic() as session:
        leader = User(login="he", name="何局长", role="leader", agency=cast.agency("federation"))
        leader.password_hash = cast.mei.password_hash
        session.add(leader)
    return leader


def test_break_glass_opens_one_case_for_two_hours_and_is_reviewed_by_another(new_case, cast, sign_in):
    leader = leader_of(cast)
    case = new_case(q_violence="yes", actor=cast.mei)
    other = new_case(q_violence="yes", actor=cast.mei)
    client = sign_in(cast.ye)
    assert client.get(f"/cases/{case.ref}").status_code == 404
    told = {"looked_for": f"{case.number_year}-{case.number}", "ground": "danger", "reason": WHY}
    short = client.post("/openings/new", data={**told, "reason": "急"})
    assert (short.status_code, "至少15个字" in short.text) == (422, True)
    hit = client.post("/openings/new", data=told, follow_redirects=True)
    miss = client.post("/openings/new", data={**told, "looked_for": "2026-9999"}, follow_redirects=True)
    assert "如果有这件案件" in hit.text
    assert "如果有这件案件" in miss.text
    rows = pages.opening_rows(cast.ye)
    assert [{**row, "ref": "", "at": ""} for row in rows[:1]] == [
        {**row, "ref": "", "at": ""} for row in rows[1:]
    ]
    shown = client.get(f"/cases/{case.ref}").text
    assert "您是紧急打开的" in shown
    assert client.get(f"/cases/{other.ref}").status_code == 404
    told_to = {row.user_id for row in db.session.query(Message).filter_by(kind="break_glass")}
    assert told_to == {cast.song.id, leader.id, cast.mei.id}
    opening = db.session.query(Opening).filter_by(case_id=case.id).one()
    what = "、".join(row.what for row in readers_of(case, actor=cast.song)[0])
    assert "紧急打开" in what, "it stands in who looked"
    with pytest.raises(Missing):
        doors.find_opening(opening.ref, actor=cast.ye)
    boss = sign_in(cast.song)
    assert WHY in boss.get("/openings").text
    assert client.get(f"/openings/{opening.ref}/find_fit").status_code == 404
    take(opening, "find_fit", actor=leader, facts={"reason": "确有危险。"})
    assert may_open(case, actor=cast.ye)
    with turned_back_to(now() + timedelta(hours=2, minutes=1)):
        assert not may_open(case, actor=cast.ye)


def test_nobody_reviews_themselves_two_late_reviews_end_the_right_and_the_tied_open_nothing(new_case, cast):
    case = new_case(q_violence="yes", actor=cast.mei)
    number = f"{case.number_year}-{case.number}"
    own = broken(cast, number, actor="song")
    with pytest.raises(Incomplete, match="另一人复核"):
        take(own, "find_fit", actor=cast.song, facts={"reason": "合理。"})
    with turned_back_to(now() - timedelta(days=5)):
        first = broken(cast, "2026-9998")
        broken(cast, "13800138000")
    with pytest.raises(Incomplete, match="还没有复核"):
        broken(cast, number)
    take(first, "find_unfit", actor=cast.song, facts={"reason": "没有必要。"})
    door = broken(cast, number)
    assert door.case_id == case.id
    assert may_open(case, actor=cast.ye)
    take(door, "find_unfit", actor=cast.song, facts={"reason": "可以等。"})
    assert not may_open(case, actor=cast.ye)
    take(case, "record_unwanted", actor=cast.mei, facts={"workers": [cast.rao.id]})
    assert broken(cast, number, actor="rao").case_id is None
    with pytest.raises(Forbidden):
        broken(cast, number, actor="tao")
    # A supervisor who is tied reads no reason, and hears of nothing.
    assert door.ref in {one.ref for one in doors.to_review(cast.song)}
    take(case, "record_unwanted", actor=cast.mei, facts={"workers": [cast.song.id]})
    assert door.ref not in {one.ref for one in doors.to_review(cast.song)}
    broken(cast, number)
    told_to = [
        row.user_id for row in db.session.query(Message).filter_by(kind="break_glass").order_by(Message.id)
    ]
    assert told_to[-1] == cast.mei.id


def test_a_review_is_due_on_the_next_working_day_of_the_calendar_of_the_law(app):
    due = {
        "2026-09-29T10:00": "2026-09-30",
        "2026-09-30T23:00": "2026-10-08",
        "2026-09-18T17:00": "2026-09-20",
    }
    for asked, last in due.items():
        moment = datetime.fromisoformat(asked).replace(tzinfo=SHANGHAI)
        assert review_due(moment).isoformat() == last, asked


def test_where_all_who_may_assign_are_tied_the_leader_is_asked_and_learns_no_more(new_case, cast, sign_in):
    leader = leader_of(cast)
    case = new_case(actor=cast.mei, q_violence="yes")
    take(case, "record_unwanted", actor=cast.mei, facts={"workers": [cast.song.id, cast.mei.id]})
    page = sign_in(leader).get("/").text
    assert "有 1 件案件，本单位能指派的人都要回避" in page
    assert "王芳" not in page
    assert case.ref not in page
    assert orphans(cast.song) == 0
    with atomic():
        cast.ye.role = "supervisor"
    assert orphans(leader) == 0, "another supervisor finds it"


def test_a_sealed_case_is_opened_by_two_and_shuts_itself(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    take(stage_of(case, "help_request"), "accept", actor=cast.mei, facts={"accepted_on": case.received_on})
    take(stage_of(case, "help_request"), "assign", actor=cast.mei, facts={"assignee": cast.mei.id})
    take(case, "set_level", actor=cast.song, facts={"level": 3, "reason": "涉及公众人物。"})
    for name in ("mei", "song", "lin", "ye", "rao"):
        assert not may_open(case, actor=getattr(cast, name)), name
    mei, song = sign_in(cast.mei), sign_in(cast.song)
    assert sign_in(cast.lin).get(f"/sealed/{case.ref}").status_code == 404
    assert "王芳" not in mei.get(f"/sealed/{case.ref}").text
    mei.post(f"/sealed/{case.ref}", data={"reason": "开庭前要核对材料。", "happened_on": today().isoformat()})
    waiting = doors.asked_of(case)
    assert waiting is not None
    assert "一同打开封存的案件" in song.get("/").text
    with pytest.raises(Incomplete, match="另一人确认"):
        take(waiting, "confirm", actor=cast.mei)
    assert not may_open(case, actor=cast.mei)
    answer = song.post(f"/sealed/{case.ref}/{waiting.ref}/confirm", data={"seen": "1", "key": "k"})
    assert answer.status_code == 302
    assert may_open(case, actor=cast.mei)
    assert may_open(case, actor=cast.song)
    assert "两人已一同打开" in mei.get(f"/cases/{case.ref}").text
    with turned_back_to(now() + timedelta(hours=8, minutes=1)):
        assert not may_open(case, actor=cast.mei)
    assert "封存" in "".join(row.what for row in readers_of(case, actor=cast.song)[0])


def test_who_says_recusal_of_themselves_leaves_once_the_supervisor_decides(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    stage = referred(case, "counselling", to="social", assignee=cast.an)
    client = sign_in(cast.mei)
    told = {"reason": "对方是我丈夫的同学。", "happened_on": today().isoformat()}
    assert client.post(f"/cases/{case.ref}/recusal", data=told).status_code == 302
    recusal = db.session.query(Recusal).one()
    assert f"/cases/{case.ref}#recusals" in sign_in(cast.song).get("/").text
    decides = sign_in(cast.song).get(f"/cases/{case.ref}").text
    assert {word for word in ("对方是我丈夫的同学。", "决定不回避") if word not in decides} == set()
    assert decides.count("/uphold") == 1
    for colleague in (cast.lin, cast.ye):
        assert "申请回避，请决定" not in sign_in(colleague).get(f"/cases/{case.ref}").text
        assert "申请回避，请决定" not in sign_in(colleague).get("/").text
    with pytest.raises(Forbidden):
        take(recusal, "uphold", actor=cast.ye)
    assert sign_in(cast.song).get(f"/cases/{case.ref}/{recusal.ref}/uphold").status_code == 200
    take(recusal, "uphold", actor=cast.song)
    assert (case.owner_id, may_open(case, actor=cast.mei)) == (None, False)
    assert "请另行指定承办人" in sign_in(cast.song).get("/").text
    hers = doors.ask_recusal(case, {"reason": "认识孩子的老师。"}, actor=cast.an)
    take(hers, "refuse", actor=cast.song, facts={"reason": "不影响辅导。"})
    assert stage.assignee_id == cast.an.id


# Who sees the case, place by place, while one case walks from ordinary to sealed: step, and who sees it afterwards.
PLACES = ("page", "list", "search", "count", "today", "paper", "timeline", "export", "look_up", "interface")
NO_STEP: tuple[str, dict[str, Any]] = ("", {})
WALK = [
    (NO_STEP, {"mei": True, "ye": True, "qiu": False}),
    (("record_unwanted", {"workers": ["ye"]}), {"mei": True, "ye": False}),
    (
        ("set_level", {"level": 2, "named": ["mei"], "reason": "保密。"}),
        {"mei": True, "song": True, "rao": False},
    ),
    (("record_unwanted", {"workers": ["song"]}), {"song": False}),
    (("set_level", {"level": 3, "named": ["mei"], "reason": "封存。"}), {"mei": False, "rao": False}),
]


def shown_in(place, case, client, paper):
    number = case.register_number
    answers = {
        "page": lambda: client.get(f"/cases/{case.ref}"),
        "list": lambda: client.get("/cases"),
        "search": lambda: client.get("/cases?text=王芳"),
        "count": lambda: client.get("/supervision"),
        "today": lambda: client.get("/"),
        "paper": lambda: client.get(f"/documents/{paper}"),
        "timeline": lambda: client.get(f"/cases/{case.ref}?before=99"),
        "export": lambda: client.get("/cases/numbers"),
        "interface": lambda: client.get("/api/v1/referrals"),
        "look_up": lambda: client.post("/cases/new", data={"by": "look_up", "look_for": "王芳"}),
    }
    answer = answers[place]()
    if place == "paper":
        return answer.status_code == 200
    return answer.status_code == 200 and (case.ref in answer.text or number in answer.text)


def test_the_case_exists_in_no_place_for_whom_it_does_not_exist(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    paper = issue(case, "registration", "", actor=cast.mei).ref
    people = {name: sign_in(getattr(cast, name)) for name in ("mei", "ye", "song", "rao", "qiu")}
    for (trigger, told), readers in WALK:
        if trigger:
            ids = {
                word: [getattr(cast, one).id for one in told[word]]
                for word in ("workers", "named")
                if word in told
            }
            take(case, trigger, actor=cast.mei, facts={**told, **ids})
        for reader, sees in readers.items():
            found = {place for place in PLACES if shown_in(place, case, people[reader], paper)}
            if sees:
                assert {"page", "list", "search", "paper", "timeline"} <= found, (trigger, reader)
            else:
                # An owner must know that a sealed case has work: the row leads to the cover and names nobody.
                cover = {"today"} if case.level == 3 and reader == "mei" else set()
                assert found <= cover, (trigger, reader)


def test_she_is_told_who_looked_by_day_and_role(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    sign_in(cast.mei).get(f"/cases/{case.ref}")
    sign_in(cast.song).get(f"/cases/{case.ref}")
    sign_in(cast.song).get(f"/cases/{case.ref}")
    assert [role for _day, role in looks_at(case.ref)] == ["负责人", "权益干部"]
    assert db.session.query(ReadEntry).filter_by(subject=case.ref).count() >= 3
