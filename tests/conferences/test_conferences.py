"""个案会商: who is called reads what was written for the table, with names masked, and no longer than it lasts."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import select

from mediation.audit.models import ReadEntry
from mediation.cases.papers import bytes_of, issue
from mediation.cases.work import Consent, Task
from mediation.conferences.calling import call
from mediation.conferences.ending import end_unagreed_conferences
from mediation.conferences.models import Conference
from mediation.conferences.queries import invited
from mediation.db import atomic, db, now, today
from mediation.documents.check import text_of_pdf
from mediation.errors import Forbidden, Incomplete, OutOfTurn
from mediation.outbox.models import Message
from mediation.workflow.engine import take
from tests.conftest import A_REQUEST

RESIDENCE = "青山区和平路8号3单元502"


@pytest.fixture
def case(new_case, cast):
    return new_case(actor=cast.mei, summary="王芳说李强多次动手。")


@pytest.fixture
def conference(case, cast):
    """Mei calls the police and the court together about a case."""

    def go(*, actor=None, **given):
        told = {
            "meets_at": now() - timedelta(minutes=5),
            "place": "区妇联二楼会议室",
            "agenda": "王芳的人身安全。",
            "brief": "王芳求助，李强多次动手。",
            "agencies": [cast.agency("police").id, cast.agency("court").id],
            "ground": "legal_duty",
            "ground_text": "反家庭暴力法第十三条",
            **given,
        }
        return call(case, told, actor=actor or cast.mei)

    return go


HELD = {"minutes": "派出所介绍了王芳案的出警情况。"}


def held(item, cast):
    take(item, "hold", actor=cast.mei, facts={**HELD, "came": [cast.agency("police").id]})


def decided(item, cast, agency="police"):
    facts = {
        "what": "每周走访王芳一次。",
        "agency": cast.agency(agency).id,
        "due_on": today() + timedelta(days=7),
    }
    take(item, "decide", actor=cast.mei, facts=facts)


def test_each_agency_is_told_and_finds_it_in_its_work_of_today(conference, cast, sign_in):
    item = conference()
    told = db.session.query(Message).filter_by(kind="conference").all()
    assert {message.agency_id for message in told} == {cast.agency("police").id, cast.agency("court").id}
    assert all("王" not in message.text for message in told)
    page = sign_in(cast.ning).get("/").text
    assert "请答复是否参加" in page
    assert f"/conferences/{item.ref}/answer_invitation" in page
    assert "王芳" not in page


def test_a_guest_reads_the_table_with_the_names_masked_and_nothing_of_the_case(conference, cast, sign_in):
    item = conference()
    client = sign_in(cast.ning)
    page = client.get(f"/conferences/{item.ref}").text
    assert "王某的人身安全" in page
    assert "李某多次动手" in page
    for secret in ("王芳", "李强", RESIDENCE, "13800138000", item.case.register_number, item.case.ref):
        assert secret not in page
    assert client.get(f"/cases/{item.case.ref}").status_code == 404
    assert db.session.query(ReadEntry).filter_by(actor=cast.ning.ref, kind="conference").count() == 1


def test_whoever_was_not_called_finds_nothing(conference, cast, sign_in):
    item = conference()
    for user in (cast.fang, cast.an, cast.tao, cast.qiu):
        assert sign_in(user).get(f"/conferences/{item.ref}").status_code == 404
        assert not invited(user)


def test_what_no_outsider_may_read_stops_the_call(conference):
    for field in ("agenda", "brief"):
        with pytest.raises(Incomplete, match="现住址"):
            conference(**{field: f"她住在{RESIDENCE}。"})
    assert not db.session.query(Message).filter_by(kind="conference").count()


def test_an_agency_where_the_other_side_works_is_not_called(new_case, cast):
    him = {**A_REQUEST["respondents"][0], "workplace": "青山公安分局城南派出所"}
    case = new_case(actor=cast.mei, respondents=[him])
    told = {
        "meets_at": now() + timedelta(days=3), "place": "会议室", "agenda": "怎么办。", "brief": "基本情况。",
        "agencies": [cast.agency("police").id], "ground": "legal_duty", "ground_text": "反家庭暴力法第十三条",
    }  # fmt: skip
    with pytest.raises(Incomplete, match="需要回避"):
        call(case, told, actor=cast.mei)


def test_without_her_consent_the_ground_is_named(conference):
    with pytest.raises(Incomplete, match="依据什么规定"):
        conference(ground_text="")


def test_a_guest_answers_for_its_own_agency_and_does_no_more(conference, cast):
    item = conference()
    take(item, "answer_invitation", actor=cast.ning, facts={"coming": "yes", "who": "宁勇，所长"})
    by_agency = {guest.agency_id: (guest.coming, guest.who) for guest in item.guests}
    assert by_agency[cast.agency("police").id] == ("yes", "宁勇，所长")
    assert by_agency[cast.agency("court").id] == ("", None)
    for trigger, facts in (("hold", HELD), ("cancel", {"reason": "不开了。"})):
        with pytest.raises(Forbidden):
            take(item, trigger, actor=cast.ning, facts=facts)


def test_a_decision_becomes_work_with_its_day_until_it_is_reported(conference, cast, sign_in):
    item = conference()
    held(item, cast)
    decided(item, cast)
    (task,) = db.session.query(Task).filter_by(kind="conference_decision").all()
    assert (task.agency_id, task.due_on) == (cast.agency("police").id, today() + timedelta(days=7))
    take(item, "end", actor=cast.mei)
    assert "请办理并报告结果" in sign_in(cast.ning).get("/").text
    facts = {"decision": item.decisions[0].id, "result": "走访过了，王芳安全。"}
    take(item, "report_decision", actor=cast.ning, facts=facts)
    assert task.done_at
    assert "请办理并报告结果" not in sign_in(cast.ning).get("/").text


def test_nobody_reports_on_what_another_agency_does(conference, cast):
    item = conference()
    held(item, cast)
    decided(item, cast)
    with pytest.raises(Incomplete, match="没有这一项决定"):
        take(
            item,
            "report_decision",
            actor=cast.pei,
            facts={"decision": item.decisions[0].id, "result": "办完了。"},
        )


def test_the_access_of_a_guest_ends_with_the_conference(conference, cast, sign_in):
    item = conference()
    held(item, cast)
    decided(item, cast)
    take(item, "end", actor=cast.mei)
    assert sign_in(cast.pei).get(f"/conferences/{item.ref}").status_code == 404
    left = sign_in(cast.ning).get(f"/conferences/{item.ref}").text
    assert "每周走访王某一次" in left
    for over in ("王某的人身安全", "李某多次动手", "出警情况"):
        assert over not in left
    take(
        item,
        "report_decision",
        actor=cast.mei,
        facts={"decision": item.decisions[0].id, "result": "办完了。"},
    )
    assert sign_in(cast.ning).get(f"/conferences/{item.ref}").status_code == 404


def test_a_cancelled_conference_is_gone_for_its_guests(conference, cast, sign_in):
    item = conference()
    take(item, "cancel", actor=cast.mei, facts={"reason": "不开了。"})
    assert sign_in(cast.ning).get(f"/conferences/{item.ref}").status_code == 404
    assert "取消" in db.session.query(Message).order_by(Message.id.desc()).first().text


def test_it_ends_with_something_decided_and_closes_when_all_is_reported(conference, cast):
    item = conference()
    held(item, cast)
    with pytest.raises(Incomplete, match="还没有登记决定事项"):
        take(item, "end", actor=cast.mei)
    decided(item, cast)
    take(item, "end", actor=cast.mei)
    with pytest.raises(Incomplete, match="还有决定事项没有报告"):
        take(item, "close", actor=cast.mei)
    take(
        item,
        "report_decision",
        actor=cast.mei,
        facts={"decision": item.decisions[0].id, "result": "办完了。"},
    )
    take(item, "close", actor=cast.mei)
    with pytest.raises(OutOfTurn):
        take(item, "decide", actor=cast.mei, facts={})


def test_the_minutes_are_printed_with_the_names_masked(conference, cast):
    item = conference()
    held(item, cast)
    decided(item, cast)
    paper = issue(item.case, "conference_minutes", item.ref, actor=cast.mei)
    text = "".join(text_of_pdf(bytes_of(paper, actor=cast.mei)).split())
    for words in ("个案会商纪要", "王某的人身安全", "每周走访王某一次", cast.agency("police").name):
        assert words in text
    assert "王芳" not in text
    assert "李强" not in text


def test_it_is_called_held_and_ended_by_clicks(case, cast, sign_in):
    client = sign_in(cast.mei)
    path = f"/cases/{case.ref}/conferences/new"
    page = client.get(path).text
    assert cast.agency("police").name in page
    given = {
        "meets_at": "2099-01-01 09:30", "place": "会议室", "agenda": "怎么办。", "brief": "基本情况。",
        "agencies": [cast.agency("police").id], "ground": "consent", "key": "one",
        "party": case.parties[0].id, "way": "in_person", "consented_on": today().isoformat(),
    }  # fmt: skip
    wrong = client.post(path, data={**given, "brief": f"她住在{RESIDENCE}。"})
    assert wrong.status_code == 422
    assert "怎么办。" in wrong.text
    seen = client.post(path, data={**given, "brief": "王芳求助。"}).text
    assert "参加单位会看到什么" in seen
    assert "王芳求助" not in seen.partition("<form")[0].partition("<main")[2], "as the guests read it"
    assert not db.session.scalar(select(Conference.id)), "nobody is called before it was looked at"
    shown = re.search(r'name="confirmed" value="([0-9a-f]{64})"', client.post(path, data=given).text).group(1)
    assert client.post(path, data={**given, "agenda": "别的。", "confirmed": shown}).status_code == 200
    first = client.post(path, data={**given, "confirmed": shown})
    assert first.status_code == 302
    assert client.post(path, data=given).headers["Location"] == first.headers["Location"]
    shown = client.get(first.headers["Location"]).text
    assert re.search(r"还没有答复", shown)
    assert "个案会商" in client.get(f"/cases/{case.ref}").text


def test_what_has_not_been_held_is_not_recorded(conference, cast):
    item = conference(meets_at=now() + timedelta(days=3))
    with pytest.raises(Incomplete, match="还没到会商的时间"):
        held(item, cast)
    with time_machine.travel(now() + timedelta(days=3, minutes=1), tick=False):
        held(item, cast)
    assert item.state == "held"


def test_what_rests_on_her_consent_says_who_was_asked_and_ends_with_it(conference, case, cast, sign_in):
    consent = {"ground": "consent", "ground_text": ""}
    with pytest.raises(Incomplete, match="怎么问的"):
        conference(**consent)
    her = case.parties[0].id
    item = conference(**consent, party=her, way="in_person", consented_on=today())
    address, guest = f"/conferences/{item.ref}", sign_in(cast.ning)
    assert guest.get(address).status_code == 200
    told = {"party": her, "receiver": cast.agency("police").id, "answer": "withdrawn"}
    take(case, "record_privacy_consent", actor=cast.mei, facts=told)
    assert guest.get(address).status_code == 404
    take(case, "record_privacy_consent", actor=cast.mei, facts={**told, "answer": "agreed"})
    assert guest.get(address).status_code == 404, "a yes to something else opens no table again"
    assert sign_in(cast.pei).get(address).status_code == 200
    assert "材料已停止提供" in sign_in(cast.mei).get(address).text
    assert (item.state, stopped()) == ("called", 1), "the owner hears that one guest is left out"
    take(case, "record_privacy_consent", actor=cast.mei, facts={**told, "receiver": None})
    db.session.refresh(item)
    assert (item.state, stopped()) == ("cancelled", 2), "nobody is left who may hear of it"
    assert sign_in(cast.pei).get(address).status_code == 404


def stopped():
    return db.session.query(Task).filter(Task.text.contains("会商材料已停止提供")).count()


def test_a_request_to_end_all_consents_ends_the_conference_too(conference, case, cast):
    her = case.parties[0].id
    item = conference(ground="consent", ground_text="", party=her, way="in_person", consented_on=today())
    held(item, cast)
    with atomic():
        for row in db.session.query(Consent):
            row.withdrawn_on = today()
        end_unagreed_conferences(SimpleNamespace(item=case, facts={}))
    assert not item.open_to(cast.agency("police").id)
    assert item.state == "ended"
    take(item, "close", actor=cast.mei)


def test_a_guest_reads_nothing_once_the_case_is_over_or_the_end_was_forgotten(
    conference, case, cast, sign_in
):
    address = f"/conferences/{conference().ref}"
    with time_machine.travel(now() + timedelta(days=8)):
        assert sign_in(cast.ning).get(address).status_code == 404
        assert sign_in(cast.mei).get(address).status_code == 200
    assert sign_in(cast.ning).get(address).status_code == 200
    take(case, "withdraw", actor=cast.mei, facts={"reason": "本人撤回。"})
    assert db.session.query(Conference).one().state == "cancelled", "it ends with its case"
    assert sign_in(cast.ning).get(address).status_code == 404
