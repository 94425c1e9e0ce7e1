"""The life of a referral by the interface: what a partner's system sees, does, does twice, and is refused."""

import hashlib
import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from mediation.api import answering, views
from mediation.api.tokens import SCOPES, issue
from mediation.attachments.models import Attachment
from mediation.audit.models import AuditEntry, ReadEntry
from mediation.db import atomic, db, today
from mediation.outbox.models import Message
from mediation.people.models import User
from mediation.referrals import queries
from mediation.referrals.package import canonical
from mediation.workflow.engine import take
from mediation.workflow.models import StepTaken
from tests.api.conftest import System
from tests.attachments.conftest import photo
from tests.conftest import stage_of
from tests.referrals.test_sending import agree

ANSWER = {"result": "done", "note": "已经办结。"}


def steps_taken(referral) -> list[str]:
    query = select(StepTaken.trigger).where(StepTaken.subject == referral.ref).order_by(StepTaken.id)
    return list(db.session.scalars(query))


def test_the_whole_life_of_a_referral(cast, system, send):
    referral, partner = send(), system()
    assert [one["ref"] for one in partner.get("/referrals").json["referrals"]] == [referral.ref]
    assert partner.get(f"/referrals/{referral.ref}").json["steps"] == ["sign_for", "accept", "send_back"]
    assert partner.step(referral, "sign_for").json["state"] == "signed_for"
    accepted = partner.step(referral, "accept", {"note": "已安排专人。"}).json
    assert (accepted["state"], accepted["steps"]) == ("accepted", ["send_back", "report_progress", "answer"])
    stage = stage_of(referral.case, "legal_aid")
    assert stage.agency_id == cast.agency("legal_aid").id
    assert partner.step(referral, "report_progress", {"note": "已约面谈。"}).status_code == 200
    told = partner.step(referral, "answer", {**ANSWER, "happened_on": today().isoformat()}).json
    assert told["state"] == "answered"
    assert [entry["text"] for entry in told["history"]][1:] == [
        "",
        "已安排专人。",
        "已约面谈。",
        "已办结\n已经办结。",
    ]
    take(referral, "acknowledge", actor=cast.mei)
    closed = partner.get(f"/referrals/{referral.ref}").json
    assert (closed["state"], closed["package"]) == ("closed", None)


def test_who_acted_stands_in_the_log_as_the_token_and_its_agency(cast, system, send, sign_in):
    referral, partner = send(), system()
    partner.step(referral, "sign_for")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "referral.sign_for")).one()
    assert (entry.actor_role, entry.agency) == ("partner token", cast.agency("legal_aid").ref)
    assert "青山区法律援助中心（接口对接单位）" in sign_in(cast.eye).get("/audit").text
    assert "系统" not in sign_in(cast.mei).get(f"/referrals/{referral.ref}").text.split("签收")[-1][:80]


def test_every_reading_stands_in_the_log(system, send):
    referral, partner = send(), system()
    partner.get("/referrals")
    partner.get(f"/referrals/{referral.ref}")
    rows = db.session.scalars(select(ReadEntry).where(ReadEntry.actor_role == "partner token")).all()
    assert [(row.kind, row.subject, row.shown) for row in rows] == [
        ("api.referrals", None, [referral.ref]),
        ("api.referral", referral.chain, [referral.ref]),
    ]


def test_a_partner_sees_the_package_and_can_prove_it(system, send):
    referral, partner = send(data_kinds=["identity", "narrative"]), system()
    shown = partner.get(f"/referrals/{referral.ref}").json
    assert set(shown["package"]) == {"request", "identity", "narrative", "nonce"}
    assert hashlib.sha256(canonical(shown["package"]).encode()).hexdigest() == shown["package_hash"]


def test_a_list_names_nobody_and_nothing_of_the_case_is_told(new_case, cast, system, send):
    case = new_case()
    send(case)
    partner = system()
    listed = partner.get("/referrals").text
    one = partner.get(f"/referrals/{partner.get('/referrals').json['referrals'][0]['ref']}").text
    assert "王芳" not in listed
    for hidden in (case.ref, "和平路", "13800138000", "李小宝", f"维字第{case.number:04d}号"):
        assert hidden not in listed + one


@pytest.mark.parametrize("other", ["court", "social", "police", "elsewhere"])
def test_the_referral_of_another_agency_does_not_exist(system, send, other):
    referral, partner = send(), system(other)
    none = partner.get(f"/referrals/{'0' * 32}")
    theirs = partner.get(f"/referrals/{referral.ref}")
    assert theirs.status_code == none.status_code == 404
    assert theirs.json | {"reference": ""} == none.json | {"reference": ""}
    assert partner.get("/referrals").json["referrals"] == []
    for trigger, told in (
        ("sign_for", {}),
        ("accept", {}),
        ("send_back", {"reason": "not_area"}),
        ("answer", ANSWER),
    ):
        assert partner.step(referral, trigger, told).status_code == 404
    assert partner.get(f"/referrals?cursor={referral.ref}").status_code == 404
    assert steps_taken(referral) == ["start"]


def test_the_sender_has_no_part_in_it_by_a_token(cast, system, send):
    """A token is of a receiver. What the station sent, its own people read."""
    referral = send()
    assert system("court").get(f"/referrals/{referral.ref}").status_code == 404


OF_SENDER = {"acknowledge": {}, "recall": {"reason": "改变主意。"}, "urge": {"note": "请尽快。"}}
OF_SENDER |= {"ask_again": {"reason": "请补充。"}, "cut": {}, "correct": {}, "accept_on_paper": {}}


@pytest.mark.parametrize("trigger", OF_SENDER)
@pytest.mark.parametrize("who", ["legal_aid", "federation", "court"])
def test_nobody_takes_a_step_of_the_sender_in_what_was_sent_by_hand(app, cast, send, who, trigger):
    """Not the receiver, not a stranger; nor the sender by a token: a person sent it, and goes on with it."""
    with atomic():
        root = User(login="root", name="管里", role="admin", agency=cast.agency("elsewhere"))
        db.session.add(root)
    _row, text = issue(cast.agency(who), label="系统", scopes=list(SCOPES), days=1, actor=root)
    referral = send()
    assert System(app, text).step(referral, trigger, OF_SENDER[trigger]).status_code == 404
    assert steps_taken(referral) == ["start"]


# By hand, from the workflow: where it stands, what may be taken, and what is answered to the rest.
PERMITTED = {
    "sent": {"sign_for": 200, "accept": 200, "send_back": 200, "report_progress": 409, "answer": 409},
    "signed_for": {"sign_for": 409, "accept": 200, "send_back": 200, "report_progress": 409, "answer": 409},
    "accepted": {"sign_for": 409, "accept": 409, "send_back": 200, "report_progress": 200, "answer": 200},
    "answered": {"sign_for": 409, "accept": 409, "send_back": 409, "report_progress": 409, "answer": 409},
    "returned": {"sign_for": 409, "accept": 409, "send_back": 409, "report_progress": 409, "answer": 409},
}
WAY = {"sent": [], "signed_for": ["sign_for"], "accepted": ["accept"], "answered": ["accept", "answer"]}
WAY["returned"] = ["send_back"]
TOLD = {
    "sign_for": {}, "accept": {}, "send_back": {"reason": "not_area"},
    "report_progress": {"note": "已联系。"}, "answer": ANSWER,
}  # fmt: skip


@pytest.mark.parametrize(
    ("state", "trigger", "status"),
    [(state, trigger, status) for state, row in PERMITTED.items() for trigger, status in row.items()],
)
def test_what_may_be_done_where_it_stands(system, send, state, trigger, status):
    referral, partner = send(), system()
    for before in WAY[state]:
        assert partner.step(referral, before, TOLD[before]).status_code == 200
    assert partner.step(referral, trigger, TOLD[trigger]).status_code == status


def test_the_same_submission_twice_is_one_step(system, send):
    referral, partner = send(), system()
    first = partner.step(referral, "sign_for", key="same-key-1")
    again = partner.step(referral, "sign_for", key="same-key-1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert steps_taken(referral) == ["start", "sign_for"]


def test_the_same_key_with_other_words_is_refused(system, send):
    referral, partner = send(), system()
    partner.step(referral, "accept")
    assert (
        partner.step(referral, "report_progress", {"note": "已联系。"}, key="progress-1").status_code == 200
    )
    other = partner.step(referral, "report_progress", {"note": "没有联系上。"}, key="progress-1")
    assert other.status_code == 422
    assert "Idempotency-Key" in other.json["detail"]
    assert steps_taken(referral).count("report_progress") == 1


def test_a_key_is_bound_to_the_token_the_referral_and_the_step(system, send):
    one, two = send(), send()
    first, second = system(), system()
    for referral in (one, two):
        for trigger in ("sign_for", "accept"):
            assert first.step(referral, trigger, key="one-for-all").status_code == 200
    told = {"note": "已联系。"}
    for partner in (first, second):
        assert partner.step(one, "report_progress", told, key="one-for-all").status_code == 200
    assert steps_taken(one).count("report_progress") == 2


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with space 1"])
def test_without_a_name_for_the_submission_nothing_is_done(system, send, key):
    referral, partner = send(), system()
    headers = {**partner.headers, **({"Idempotency-Key": key} if key else {})}
    answer = partner.client.post(f"/api/v1/referrals/{referral.ref}/sign_for", json={}, headers=headers)
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json["errors"]
    assert steps_taken(referral) == ["start"]


@pytest.mark.parametrize(
    ("trigger", "told", "field"),
    [
        ("send_back", {}, "reason"),
        ("send_back", {"reason": "because"}, "reason"),
        ("send_back", {"reason": "other"}, "reason"),
        ("accept", {"note": "x" * 4001}, "note"),
        ("accept", {"assignee": 1}, "assignee"),
        ("accept", {"note": "\ud800"}, "note"),
    ],
)
def test_a_wrong_field_is_named(system, send, trigger, told, field):
    answer = system().step(send(), trigger, told)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    (sentence, *_more) = answer.json["errors"][field]
    assert re.search("[\u4e00-\u9fff]", sentence), (
        "who builds against it reads why in the language of the station"
    )
    assert answer.json["reference"]


def test_after_she_withdrew_nothing_is_left_to_read_or_to_accept(cast, system, send):
    referral, partner = send(), system()
    agree(referral.case, cast.agency("legal_aid"), cast.mei, [], answer="withdrawn")
    assert partner.get(f"/referrals/{referral.ref}").json["package"] is None
    refused = partner.step(referral, "accept")
    assert (refused.status_code, refused.json["rules"]) == (422, ["PI-23"])
    assert partner.step(referral, "send_back", {"reason": "declined"}).status_code == 200


def test_a_return_reaches_the_sender_with_its_reason(cast, system, send, sign_in):
    referral = send()
    system().step(referral, "send_back", {"reason": "not_area", "note": "不在本辖区。"})
    assert "另行安排" in sign_in(cast.mei).get("/").text
    sent = select(func.count()).select_from(Message).where(Message.agency_id == cast.agency("federation").id)
    assert db.session.scalar(sent) >= 1


def test_lists_are_paged_without_gaps_and_doubles(cast, system, send, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr(views, "PAGE", 2)
    sent, partner, seen, cursor = [send().ref for _one in range(5)], system(), [], ""
    while True:
        page = partner.get(f"/referrals{cursor}").json
        seen += [one["ref"] for one in page["referrals"]]
        if page["next"] is None:
            break
        cursor = f"?cursor={page['next']}"
    assert seen == sent[::-1]


def files(data: bytes, **told):
    return {"data": {"kind": "legal_aid_paper", **told, "file": (BytesIO(data), "王芳的材料.jpg")}}


def test_a_file_is_drawn_anew_and_lies_with_the_stage_of_the_agency(cast, system, send, sign_in, monkeypatch):
    referral, partner = send(), system()
    partner.step(referral, "accept")
    answer = partner.post(
        f"/referrals/{referral.ref}/attachments", key="file-0001", **files(photo(place=True))
    )
    assert answer.status_code == 201, answer.text
    again = partner.post(
        f"/referrals/{referral.ref}/attachments", key="file-0001", **files(photo(place=True))
    )
    assert (again.json, again.headers["Idempotency-Replayed"]) == (answer.json, "true")
    other = partner.post(f"/referrals/{referral.ref}/attachments", key="file-0001", **files(photo()))
    assert other.status_code == 422, "another file under the same name would be lost"
    row = db.session.scalars(select(Attachment)).one()
    assert (row.added_by_id, row.added_for_id) == (None, cast.agency("legal_aid").id)
    assert row.stage.workflow == "legal_aid"
    data = sign_in(cast.mei).get(f"/attachments/{row.ref}").data
    assert data.startswith(b"\xff\xd8")
    assert b"CANARY" not in data
    assert "青山区法律援助中心" in sign_in(cast.mei).get(f"/cases/{referral.chain}").text
    assert partner.get(f"/referrals/{referral.ref}").json["attachments"] == [answer.json]
    monkeypatch.setattr(answering, "FILES_A_DAY", 2)
    more = [
        partner.post(f"/referrals/{referral.ref}/attachments", key=f"more-000{one}", **files(photo()))
        for one in (1, 2)
    ]
    assert [one.status_code for one in more] == [201, 429], "what was sent again counts once"
    assert int(more[1].headers["Retry-After"]) > 0


def test_no_file_is_taken_before_the_work_is_in_hand_nor_for_counselling(cast, system, send):
    early, partner = send(), system()
    answer = partner.post(f"/referrals/{early.ref}/attachments", **files(photo()))
    assert (answer.status_code, db.session.scalar(select(func.count()).select_from(Attachment))) == (422, 0)
    talk, social = send(to="social", stage="counselling"), system("social")
    assert social.step(talk, "accept").status_code == 200
    assert social.post(f"/referrals/{talk.ref}/attachments", **files(photo())).status_code == 422


@pytest.mark.parametrize("data", [b"", b"MZ" + b"\0" * 50, b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_and_no_pdf_is_refused(system, send, data):
    referral, partner = send(), system()
    partner.step(referral, "accept")
    answer = partner.post(f"/referrals/{referral.ref}/attachments", **files(data))
    assert answer.status_code == 422
    assert answer.json["detail"]


def test_an_unknown_address_and_a_wrong_method_are_told_as_problems(system):
    partner = system()
    for answer, status in (
        (partner.get("/nothing"), 404),
        (partner.client.delete("/api/v1/referrals", headers=partner.headers), 405),
        (partner.client.post("/api/v1/referrals/x/accept", data="{", headers=partner.headers), 422),
    ):
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
        assert answer.json["status"] == status


def test_a_failure_has_a_number_and_nothing_that_was_typed(system, send, monkeypatch, capsys):
    referral, partner = send(), system()
    monkeypatch.setattr(answering, "take", lambda *_one, **_two: 1 / 0)
    answer = partner.step(referral, "accept", {"note": "王芳来过。"})
    assert (answer.status_code, len(answer.json["reference"])) == (500, 8)
    written = capsys.readouterr().out
    assert "王芳" not in written
    assert answer.json["reference"] in written
    assert steps_taken(referral) == ["start"]


def test_a_transferred_and_sealed_case_is_out_of_reach_of_a_token(cast, system, send):
    referral = send(to="elsewhere", stage=None, kind="transfer", purpose="接手办理")
    partner = system("elsewhere")
    assert partner.step(referral, "accept").status_code == 200
    take(referral.case, "take_on", actor=cast.qiu)
    facts = {"level": 3, "named": [], "reason": "涉及公众人物。"}
    take(referral.case, "set_level", actor=cast.qiu, facts=facts)
    assert partner.get(f"/referrals/{referral.ref}").status_code == 404
