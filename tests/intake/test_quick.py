"""来电快记: six questions make a case, the rest stands on a list, and what is no case is counted without one."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from mediation.audit.models import AuditEntry
from mediation.cases.models import Case
from mediation.cases.tasks import open_tasks
from mediation.cases.today import rows_for
from mediation.db import atomic, db, today
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.intake import contacts
from mediation.intake.completing import KIND, complete, listed, missing_in
from mediation.intake.models import PlainContact

PAGE = "/cases/quick"
CALL: dict[str, Any] = {
    "key": "one-call",
    "received_at": "2026-03-02T09:30",
    "danger": ["nothing"],
    "who": "王女士",
    "phone": "138 0013 8000",
    "call_back": "yes",
    "category_class": "婚姻家庭权益",
    "summary": "前夫不给抚养费。",
}


def the_case() -> Case:
    return db.session.scalars(select(Case)).one()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Case)) or 0


def test_a_call_is_a_case_and_the_rest_is_asked_later(sign_in, cast):
    client = sign_in(cast.lin)
    assert "六项" in client.get(PAGE).text
    assert client.post(PAGE, data=CALL).status_code == 302
    assert client.post(PAGE, data=CALL).status_code == 302, "sent twice, it is one case"
    case = the_case()
    her = case.parties[0].person
    assert (case.channel, her.called, case.danger, case.level) == ("call", "王女士", "none", 1)
    assert her.safe_contact.ways == ["phone"]
    assert her.safe_contact.number.reveal() == "138 0013 8000"
    assert [words for words, _step in missing_in(case)] == ["本人的意愿", "对方是谁", "个人信息同意"]
    mine = [row["what"] for row in rows_for(cast.lin) if row["kind"] == KIND]
    assert mine == ["来电快记，还要补：本人的意愿、对方是谁、个人信息同意"]
    assert not [row for row in rows_for(cast.ye) if row["kind"] == KIND], "whoever took the call goes on"
    assert [row["case"] for row in listed(cast.song)] == [case.ref]
    assert listed(cast.tao) == listed(cast.qiu) == []
    assert "还要补的" in client.get(f"/cases/{case.ref}").text
    for _words, step in missing_in(case):
        assert client.get(f"/cases/{case.ref}/{step}").status_code == 200, step
    assert case.register_number in client.get("/cases/to-complete").text
    for stranger in (cast.qiu, cast.tao, cast.eye):
        with pytest.raises(Missing):
            complete(case.ref, actor=stranger)
    client.post(f"/cases/{case.ref}/completed")
    assert not open_tasks(the_case(), KIND)
    assert db.session.scalar(select(AuditEntry).where(AuditEntry.kind == "intake.completed"))


@pytest.mark.parametrize(
    ("ticked", "told", "danger"),
    [
        (["q_violence"], {"q_hurt": "unknown", "q_violence": "yes", "q_children": "unknown"}, "high"),
        (["not_asked"], dict.fromkeys(("q_hurt", "q_violence", "q_children"), "unknown"), "unknown"),
    ],
)
def test_what_was_not_asked_is_never_a_no(sign_in, cast, ticked, told, danger):
    call = {**CALL, "danger": ticked, "who": "", "phone": "", "call_back": "no"}
    assert sign_in(cast.lin).post(PAGE, data=call).status_code == 302
    case = the_case()
    assert case.danger == danger
    assert case.parties[0].person.anonymous
    assert not case.parties[0].person.safe_contact.allowed
    assert {"没问清的安全问题", "姓名（仍不愿说的不用补）"} <= {words for words, _step in missing_in(case)}


def test_mistakes_are_said_beside_the_field_and_nothing_is_lost(sign_in, cast):
    client = sign_in(cast.lin)
    for wrong, said in (
        ({"danger": []}, "先问安全"),
        ({"danger": ["nothing", "q_hurt"]}, "问过，都没有"),
        ({"phone": "无"}, "不像电话号码"),
        ({"phone": ""}, "请填写来电号码"),
        ({"call_back": ""}, "没问到"),
        ({"category_class": ""}, "综合"),
        ({"person": "0" * 32}, "没有找到所选的已有资料"),
    ):
        answer = client.post(PAGE, data={**CALL, **wrong})
        assert answer.status_code == 422, wrong
        assert said in answer.text
        assert "前夫不给抚养费。" in answer.text
    assert count() == 0
    assert sign_in(cast.tao).get(PAGE).status_code == 403


def test_whoever_called_before_is_asked_about_once_and_is_the_same_person(new_case, sign_in, cast):
    before = new_case()
    client = sign_in(cast.lin)
    asked = client.post(PAGE, data=CALL)
    assert "以前登记过" in asked.text
    assert before.register_number in asked.text
    person = before.parties[0].person.ref
    chosen = client.post(PAGE, data={**CALL, "use": person})
    assert "用已有资料" in chosen.text
    assert client.post(PAGE, data={**CALL, "person": person}).status_code == 302
    assert db.session.scalars(select(Case).order_by(Case.id.desc())).first().parties[0].person.ref == person
    other = {**CALL, "key": "another", "looked_for": CALL["phone"]}
    assert client.post(PAGE, data=other).status_code == 302, "a second press registers all the same"
    assert count() == 3


def test_calls_that_are_no_case_are_counted_and_a_slip_is_taken_back(sign_in, cast):
    client = sign_in(cast.lin)
    client.post("/contacts", data={"kind": "advice", "topic": "婚姻家庭权益"})
    client.post("/contacts", data={"kind": "wrong_number", "topic": "婚姻家庭权益"})
    slip = client.post("/contacts", data={"kind": "harassment"}).location.rpartition("=")[2]
    assert count() == 0
    with pytest.raises(Missing):
        contacts.undo_contact(slip, actor=cast.ye)
    assert client.post(f"/contacts/{slip}/undo").status_code == 302
    told = contacts.counts_of(today(), actor=cast.song)
    assert (dict(told["kinds"]), dict(told["topics"]), told["all"]) == (
        {"advice": 1, "wrong_number": 1}, {"婚姻家庭权益": 1}, 2,
    )  # fmt: skip
    assert contacts.counts_of(today(), actor=cast.qiu)["all"] == 0, "another station counts its own"
    assert "合计：本月2" in client.get("/contacts").text
    kinds = [entry.kind for entry in db.session.scalars(select(AuditEntry)) if "contact." in entry.kind]
    assert kinds == ["contact.count"] * 3 + ["contact.undo"]
    for wrong in ({"kind": "x"}, {"kind": "advice", "topic": "x"}):
        with pytest.raises(Incomplete):
            contacts.count_contact(wrong["kind"], wrong.get("topic", ""), actor=cast.lin)
    with pytest.raises(Forbidden):
        contacts.count_contact("advice", "", actor=cast.tao)
    with pytest.raises(Missing):
        contacts.counts_of(today(), actor=cast.tao)
    with atomic():
        old = db.session.scalars(select(PlainContact).order_by(PlainContact.id)).first()
        old.at -= timedelta(minutes=11)
    with pytest.raises(Incomplete):
        contacts.undo_contact(old.ref, actor=cast.lin)
