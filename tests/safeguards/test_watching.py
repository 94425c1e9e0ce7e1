"""Quiet signals: doubles for one role alone, odd readings for the supervisor, and guardians near the other side."""

from datetime import datetime

import pytest

from mediation.audit.log import record_read
from mediation.cases.guardians import signers_for, why_barred
from mediation.cases.notice_rules import her_side
from mediation.cases.page import identity
from mediation.cases.ties import Double
from mediation.db import SHANGHAI, atomic, db, now, turned_back_to
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.safeguards import doubles, marking, odd
from mediation.safeguards.models import LookedThrough, OddReading
from mediation.workflow.engine import take
from tests.conftest import referred

HE = {"name": "李强", "sex": "1", "phone": "13700137000"}
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=SHANGHAI)


def case_against(new_case, actor, he=HE, **given):
    her = {"name": "王芳", "sex": "2", "phone": given.pop("phone", "13800138000")}
    return new_case(
        actor=actor, applicants=[her], respondents=[he], children=[], contact={"no_contact": True}, **given
    )


def test_a_man_in_three_cases_is_told_to_the_registrar_and_to_nobody_else(new_case, cast, sign_in):
    first = case_against(new_case, cast.mei, q_violence="yes")
    second = case_against(new_case, cast.lin, he={**HE, "name": "李某"}, phone="13900001111")
    third = case_against(new_case, cast.ye, phone="13900002222")
    assert doubles.appears_in(third, actor=cast.rao) == {"respondent": 2}
    for other in (cast.mei, cast.ye, cast.song, cast.eye, cast.qiu):
        assert doubles.appears_in(third, actor=other) == {}
        assert list(doubles.waiting_doubles(other)) == []
    rao, ye = sign_in(cast.rao), sign_in(cast.ye)
    page = rao.get("/doubles").text
    assert "出现在另外 2 件中" in page
    assert "李强" not in page
    assert "可能是同一个人" in rao.get("/").text
    assert ye.get("/doubles").status_code == 404
    assert first.register_number not in ye.get(f"/cases/{third.ref}").text
    rows = doubles.waiting_doubles(cast.rao)
    assert {(row.case_id, row.other_id) for row in rows} == {
        (second.id, first.id), (third.id, first.id), (third.id, second.id),
    }  # fmt: skip
    with pytest.raises(Forbidden):
        doubles.settle(rows[0].ref, "same", actor=cast.ye)
    assert rao.post(f"/doubles/{rows[0].ref}", data={"verdict": "same"}).status_code == 302
    db.session.expire_all()
    assert db.session.query(Double).filter_by(verdict="same").one().settled_by_id == cast.rao.id
    with pytest.raises(Missing):
        doubles.settle(rows[0].ref, "same", actor=cast.rao)


def test_whoever_came_before_to_another_worker_is_handed_to_the_registrar(new_case, cast, sign_in):
    before = case_against(new_case, cast.mei, q_violence="yes")
    client = sign_in(cast.ye)
    looked = client.post("/cases/new", data={"by": "look_up", "look_for": "13800138000"}).text
    assert before.register_number not in looked, "Ye may not know of it"
    after = case_against(new_case, cast.ye, he={"name": "赵刚", "sex": "1"})
    assert before.register_number not in client.get(f"/cases/{after.ref}").text
    assert [(row.case_id, row.other_id, row.side) for row in doubles.waiting_doubles(cast.rao)] == [
        (after.id, before.id, "applicant")
    ]


def test_people_from_before_there_were_marks_are_marked_by_the_worker(new_case, cast):
    case = case_against(new_case, cast.mei)
    with atomic() as session:
        session.execute(db.text("DELETE FROM person_mark"))
    assert set(marking.unmarked()) == {party.person_id for party in case.parties}
    for person_id in marking.unmarked():
        marking.mark(person_id)
    assert list(marking.unmarked()) == []


def looks(reader, case, at, times=1):
    for _time in range(times):
        with turned_back_to(at):
            record_read("case", actor=reader, subject=case.ref, shown=[case.ref])


def test_odd_reading_is_told_to_the_supervisor_once_and_in_bounds(new_case, cast, sign_in, monkeypatch):
    case = case_against(new_case, cast.mei, he={**HE, "name": "叶强"})
    plain = [case_against(new_case, cast.mei, phone=f"1390000{place:04d}") for place in range(5)]
    looks(cast.mei, case, NOON)
    looks(cast.ye, case, NOON, times=2)
    looks(cast.lin, plain[0], NOON.replace(hour=23))
    for one in plain:
        looks(cast.ye, one, NOON)
        looks(cast.rao, one, NOON)
    monkeypatch.setattr(odd, "MOST", 4)
    assert len(odd.due()) == 1
    while odd.due():
        odd.look_through(0)
    found = {(row.user.login, row.kind, row.times) for row in db.session.query(OddReading)}
    assert found == {("ye", "surname", 2), ("lin", "night", 1), ("ye", "no_part", 2)}
    assert db.session.query(LookedThrough).one().entry_id > 0
    monkeypatch.setattr(odd, "MANY", 3)
    looks(cast.qiu, case, NOON)
    song, ye = sign_in(cast.song), sign_in(cast.ye)
    assert "与对方同姓" in song.get("/odd-readings").text
    assert "异常查阅" in song.get("/").text
    assert ye.get("/odd-readings").status_code == 404
    row = db.session.query(OddReading).filter_by(kind="surname").one()
    assert song.post(f"/odd-readings/{row.ref}", data={"verdict": "asked"}).status_code == 302
    with pytest.raises(Missing):
        odd.settle(row.ref, "asked", actor=cast.song)
    with pytest.raises(Forbidden):
        odd.settle(row.ref, "asked", actor=cast.ye)


def guarded(case, cast, name="李大爷", **more):
    child = next(party for party in case.parties if party.role == "child")
    who = {"name": name, **more.pop("who", {})}
    take(
        case,
        "add_party",
        actor=cast.mei,
        facts={"role": "guardian", "who": who, "represents": child.id, **more},
    )
    return next(party for party in reversed(case.parties) if party.role == "guardian"), child


@pytest.mark.parametrize(
    ("linked", "who", "barred"),
    [
        ("no", {}, False),
        ("yes", {}, True),
        ("unknown", {}, True),
        (None, {}, True),
        # Said to be no, and yet at his number or in his home.
        ("no", {"phone": "13700137000"}, True),
        ("no", {"residence": "青山区团结路9号2单元301"}, True),
    ],
)
def test_a_guardian_near_the_other_side_consents_to_nothing_and_is_told_nothing(
    new_case, cast, linked, who, barred
):
    he = {**HE, "residence": "团结路9号2单元301室"}
    case = new_case(actor=cast.mei, respondents=[he])
    more = {"linked": linked} if linked else {}
    guardian, child = guarded(case, cast, who=who, **more)
    assert (why_barred(guardian) is not None) is barred
    assert ("李大爷" in signers_for(child)["guardians"]) is not barred
    assert (guardian in her_side(case.parties)) is not barred
    assert "王芳" in signers_for(child)["guardians"], "her mother signs"
    acts = [
        ("record_privacy_consent", {"party": guardian.id, "answer": "agreed", "way": "in_person"}),
        ("inform", {"party": guardian.id, "notice": "rights", "way": "spoken"}),
    ]
    for trigger, facts in acts:
        if barred:
            with pytest.raises(Incomplete, match="监护人"):
                take(case, trigger, actor=cast.mei, facts=facts)
        else:
            assert take(case, trigger, actor=cast.mei, facts=facts) is not None


def test_a_form_does_not_take_a_guardian_without_asking(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    data = {"seen": str(case.version), "key": "k", "role": "guardian", "who-name": "李大爷", "who-sex": "0"}
    answer = sign_in(cast.mei).post(f"/cases/{case.ref}/add_party", data=data)
    assert (answer.status_code, "是不是对方" in answer.text) == (422, True)
    assert identity(case, actor=cast.mei)["name"] == "王芳"


def test_a_guardian_near_the_other_side_is_not_invited_to_a_session(new_case, cast):
    case = new_case(actor=cast.mei)
    guardian, _child = guarded(case, cast, linked="yes")
    stage = referred(case, "counselling", to="social", assignee=cast.an)
    plan = {"planned_at": now(), "place": "站内", "form": "joint", "invited": [guardian.id]}
    with pytest.raises(Incomplete, match="不能代为同意"):
        take(stage, "plan_session", actor=cast.an, facts=plan)
