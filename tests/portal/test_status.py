"""With the code and her own word she sees how it goes, writes, brings material, stops contact and rates."""

import re
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from mediation.attachments.models import Attachment
from mediation.audit.verify import verify_all
from mediation.cases.models import Case
from mediation.cases.tasks import open_tasks
from mediation.cases.work import Task
from mediation.db import atomic, db
from mediation.errors import Incomplete
from mediation.intake.models import PortalRequest
from mediation.people import passwords
from mediation.people.models import Throttle, User
from mediation.portal import sending, status, tries
from mediation.workflow.engine import take
from mediation.workflow.history import newest as first_of
from tests.attachments.conftest import photo
from tests.conftest import Cast
from tests.portal.conftest import NUMBER, SECRET, STORY, Her

Newest = Callable[[], PortalRequest]
STATUS = "/q/status"
# The token of the form is another in each second.
TOKEN = re.compile(r'<input type="hidden" name="csrf_token"[^>]*>')
TAKEN_ON = {"category_class": "婚姻家庭权益", "category_kind": ""}


def registered(request: PortalRequest, actor: User) -> Case:
    take(request, "take_on", actor=actor, facts=TAKEN_ON)
    db.session.refresh(request)
    assert request.case
    return request.case


def test_an_unknown_code_a_wrong_word_and_a_shut_code_get_the_same_page(
    her: Her, another: Her, newest: Newest, cast: Cast
) -> None:
    code, shut = her.sends(), another.sends()
    registered(newest(), cast.mei)
    take(newest(), "shut", actor=cast.mei, facts={"reason": "手机被对方拿走"})
    pages = {
        TOKEN.sub("", another.looks(*tried)).replace(tried[0], "CODE")
        for tried in (("0000-0000-0000-0000", SECRET), (code, "猜一个看看吧"), (shut, SECRET))
    }
    assert len(pages) == 1
    assert "编号或者口令不对" in pages.pop()


def test_an_unknown_code_costs_the_same_work_as_a_wrong_word(
    her: Her, another: Her, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, fits = her.sends(), passwords.fits
    asked: list[str] = []
    work: list[object] = []

    def counted(stored: str | None, word: str) -> bool:
        work.append(stored is None)
        return fits(stored, word)

    def told(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    another.looks("1111-1111-1111-1111")
    monkeypatch.setattr(sending, "fits", counted)
    event.listen(db.engine, "before_cursor_execute", told)
    for tried in (code, "0000-0000-0000-0000", "x"):
        another.open(STATUS)
        asked.clear()
        another.press("open", STATUS, code=tried, secret="猜一个看看吧")
        work.append(list(asked))
    event.remove(db.engine, "before_cursor_execute", told)
    assert work[::2] == [False, True, True]
    wrong, unknown, no_code = work[1::2]
    assert wrong == unknown == no_code
    monkeypatch.setattr(tries, "LEAST", 0.3)
    begun = time.monotonic()
    another.looks("x", "猜一个看看吧")
    assert time.monotonic() - begun > 0.3


def test_she_may_not_be_made_to_flood_the_station(her: Her) -> None:
    her.looks(her.sends())
    for number in range(status.ACTS):
        her.press("write", STATUS, text=f"留言{number}", key=f"k{number}")
    assert "过一会儿" in her.press("write", STATUS, text="再一条", key="k")
    assert "再一条" in her.page.text


def test_after_five_wrong_tries_of_one_code_the_right_one_waits_too(her: Her, another: Her) -> None:
    code = her.sends()
    for _try in range(5):
        another.looks(code, "猜一个看看吧")
        assert another.page.status_code == 422
    assert "十五分钟" in another.looks(code)
    assert another.page.status_code == 429
    unknown = "0000-0000-0000-0000"
    for _try in range(5):
        another.looks(unknown)
    assert "十五分钟" in another.looks(unknown)
    assert code not in str([row.name_hash for row in db.session.scalars(select(Throttle))])


def test_the_code_is_read_however_she_types_it(her: Her, another: Her) -> None:
    code = her.sends()
    assert "已经收到" in another.looks(code.lower().replace("-", " ").replace("0", "o").replace("1", "l"))


def test_the_page_shows_neither_story_nor_name_nor_number(her: Her, another: Her) -> None:
    code = her.sends(contact=True, name="王小花")
    page = another.looks(code)
    for word in (STORY, "王小花", NUMBER, code):
        assert word not in page


def test_the_stage_is_said_in_plain_words_with_the_day_of_the_answer(
    her: Her, newest: Newest, cast: Cast
) -> None:
    code = her.sends(name="王小花")
    assert "等工作人员登记" in her.looks(code)
    case = registered(newest(), cast.lin)
    page = her.open(STATUS)
    assert "正在了解情况" in page
    assert "最迟哪天答复" in page
    assert case.register_number not in page


def test_messages_go_both_ways_and_the_owner_is_told(
    her: Her, newest: Newest, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    code = her.sends()
    case = registered(newest(), cast.mei)
    her.looks(code)
    assert "我想问什么时候去" in her.press("write", STATUS, text="我想问什么时候去", key="k1")
    task = db.session.scalars(
        select(Task).where(Task.case_id == case.id, Task.kind == "portal_message")
    ).one()
    assert (task.user_id, task.done_at) == (cast.mei.id, None)
    mei = sign_in(cast.mei)
    assert "我想问什么时候去" in mei.get(f"/cases/{case.ref}").text
    told = {"text": "周三上午可以来。", "seen": newest().version, "key": "k2"}
    assert mei.post(f"/cases/{case.ref}/{newest().ref}/answer", data=told).status_code == 302
    db.session.refresh(task)
    assert task.done_at is not None
    assert "周三上午可以来。" in her.open(STATUS)


def test_the_same_message_sent_twice_is_one(her: Her) -> None:
    her.looks(her.sends())
    for _press in range(2):
        page = her.press("write", STATUS, text="只说一遍", key="same")
    assert page.count("只说一遍") == 1


def test_an_answer_that_gives_away_where_she_is_is_not_sent(
    her: Her, newest: Newest, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    code = her.sends(contact=True)
    mei = sign_in(cast.mei)
    told = {"text": "我们打了 139-1234-5678，没人接。", "seen": newest().version, "key": "k"}
    answer = mei.post(f"/requests/{newest().ref}/answer", data=told)
    assert answer.status_code == 422
    assert "安全联系电话" in answer.text
    case = registered(newest(), cast.mei)
    with atomic():
        case.parties[0].person.residence = "青山区和平路8号3单元502"
    told = {"text": "您住和平路8号3单元502，民警会去。", "seen": newest().version, "key": "k"}
    answer = mei.post(f"/cases/{case.ref}/{newest().ref}/answer", data=told)
    assert "现住址" in answer.text
    assert "民警会去" not in her.looks(code)


def test_material_that_she_brings_is_cleaned_and_lies_with_the_case(
    her: Her, newest: Newest, cast: Cast
) -> None:
    her.looks(her.sends())
    assert "补交材料" not in her.open(STATUS)
    case = registered(newest(), cast.mei)
    page = her.press("files", STATUS, files=(BytesIO(photo()), "IMG.jpg"), key="f")
    assert "材料已经收到" in page
    row = db.session.scalars(select(Attachment).where(Attachment.case_id == case.id)).one()
    assert (row.brought_by, row.content_type) == ("求助人本人", "image/jpeg")


def test_what_is_no_picture_is_refused_and_nothing_stays(her: Her, newest: Newest, cast: Cast) -> None:
    her.looks(her.sends())
    registered(newest(), cast.mei)
    her.press("files", STATUS, files=(BytesIO(b"MZ nothing"), "a.jpg"), key="f")
    assert her.page.status_code == 422
    assert db.session.scalars(select(Attachment)).all() == []


def test_she_stops_contact_and_nobody_is_offered_her_number(her: Her, newest: Newest, cast: Cast) -> None:
    her.looks(her.sends(contact=True))
    case = registered(newest(), cast.mei)
    contact = case.parties[0].person.safe_contact
    assert contact
    assert contact.allowed
    assert "不再主动联系您" in her.press("stop", STATUS, key="s")
    db.session.refresh(contact)
    assert not contact.allowed
    assert contact.number is None
    assert contact.code_word == "订的花到了"


def test_she_rates_once_it_is_over_and_once_only(her: Her, newest: Newest, cast: Cast) -> None:
    her.looks(her.sends())
    case = registered(newest(), cast.mei)
    assert "您满意吗" not in her.open(STATUS)
    take(
        case,
        "withdraw",
        actor=cast.mei,
        facts={"reason": "本人不想办了", "wish": "不办了", "way": "in_person"},
    )
    assert "您满意吗" in her.open(STATUS)
    assert "评价已经收到" in her.press("rate", STATUS, mark="5", words="谢谢", key="r")
    assert "您满意吗" not in her.open(STATUS)


def test_she_sees_who_looked_by_day_and_kind_of_work_alone(
    her: Her, newest: Newest, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    code = her.sends()
    assert "还没有人看过" in her.looks(code)
    sign_in(cast.lin).get(f"/requests/{newest().ref}")
    page = her.open(STATUS)
    assert "接待员" in page
    assert cast.lin.name not in page
    assert cast.lin.agency.name not in page


def test_the_code_stays_when_she_becomes_known(her: Her, newest: Newest, cast: Cast) -> None:
    code = her.sends()
    case = registered(newest(), cast.mei)
    assert case.parties[0].person.anonymous
    begun = first_of(case.ref, "start")
    assert begun
    told = {"entry": begun.id, "field": "name", "party": case.parties[0].id}
    take(case, "correct", actor=cast.mei, facts={**told, "new_value": "王小花", "reason": "本人说了姓名"})
    db.session.refresh(case.parties[0].person)
    assert case.parties[0].person.called == "王小花"
    assert "正在了解情况" in her.looks(code)


def test_leaving_shuts_the_page_of_her_request_too(her: Her) -> None:
    her.looks(her.sends())
    her.press("", "/q/out")
    assert "便民电话" in her.open(STATUS)


def test_another_way_to_reach_her_waits_until_a_worker_has_made_sure_that_it_is_she(
    her: Her, newest: Newest, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    her.looks(her.sends(contact=True))
    case = registered(newest(), cast.mei)
    person, new = case.parties[0].person, "13700001111"
    page = her.press("change", STATUS, ways=["wechat"], number=new, key="c1")
    assert "核实是您本人以后才改" in page
    assert new not in page
    db.session.refresh(person)
    assert person.safe_contact
    assert (person.safe_contact.ways, str(person.safe_contact.number.reveal())) == (["phone"], NUMBER)
    task = db.session.scalars(select(Task).where(Task.kind == "portal_contact")).one()
    mei = sign_in(cast.mei)
    assert "等核实" in mei.get(f"/cases/{case.ref}").text
    assert new not in mei.get(f"/cases/{case.ref}").text
    form = mei.get(task.link).text
    assert new in form
    told = {"ways": ["wechat"], "number": new, "seen": newest().version, "key": "k"}
    assert "请选怎样核实的" in mei.post(task.link, data=told).text
    assert mei.post(task.link, data={**told, "checked_by": "old_way"}).status_code == 302
    db.session.refresh(person.safe_contact)
    contact = person.safe_contact
    assert (contact.ways, contact.number.reveal(), contact.code_word) == (["wechat"], new, "订的花到了")
    db.session.refresh(task)
    assert task.done_at
    assert verify_all().findings == []


def test_a_way_that_is_no_longer_safe_rests_at_once_and_her_last_word_holds(
    her: Her, newest: Newest, cast: Cast
) -> None:
    her.looks(her.sends(contact=True))
    asked = {"ways": ["phone"], "number": "13700001111"}
    her.press("change", STATUS, **asked, key="c1")
    case = registered(newest(), cast.mei)
    contact = case.parties[0].person.safe_contact
    assert contact
    assert contact.allowed
    assert [task.kind for task in open_tasks(case, "portal_contact")] == ["portal_contact"]
    her.press("change", STATUS, **asked, old_unsafe="y", key="c2")
    db.session.refresh(contact)
    assert (contact.allowed, contact.number) == (False, None)
    her.press("stop", STATUS, key="s")
    with pytest.raises(Incomplete, match="没有要求改"):
        take(
            newest(),
            "confirm_contact",
            actor=cast.mei,
            facts={"asked_contact": asked, "checked_by": "in_person"},
        )


def test_a_lost_code_is_replaced_once_it_is_sure_that_it_is_she_and_the_old_one_opens_nothing(
    her: Her, another: Her, newest: Newest, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    old = her.sends()
    her.looks(old)
    case = registered(newest(), cast.mei)
    mei, path = sign_in(cast.mei), f"/requests/{newest().ref}/new-code"
    assert path in mei.get(f"/cases/{case.ref}").text
    told = {"secret": "红色的伞收了", "key": "k", "seen": newest().version}
    assert "请选怎样核实的" in mei.post(path, data=told).text
    by_hand = mei.post(
        f"/cases/{case.ref}/{newest().ref}/give_new_code", data={**told, "checked_by": "in_person"}
    )
    assert "编号才能显示出来" in by_hand.text
    page = mei.post(path, data={**told, "checked_by": "in_person"}).text
    found = re.search(r'class="new-code"[^>]*>([0-9A-Z-]+)<', page)
    assert found
    assert mei.post(path, data={**told, "checked_by": "in_person"}).status_code == 302
    assert "编号或者口令不对" in another.looks(old)
    assert "谁看过" not in her.open(STATUS)
    assert "编号或者口令不对" in another.looks(found[1])
    assert "谁看过" in another.looks(found[1], "红色的伞收了")
    assert sign_in(cast.qiu).get(path).status_code == 404
    db.session.rollback()
    assert verify_all().findings == []


def test_whoever_came_to_the_desk_gets_a_code_there_once_and_it_opens_her_case(
    her: Her, another: Her, newest: Newest, cast: Cast, sign_in: Callable[[User], FlaskClient], new_case: Any
) -> None:
    case = new_case(actor=cast.mei)
    mei, path = sign_in(cast.mei), f"/requests/of/{case.ref}"
    assert path in mei.get(f"/cases/{case.ref}").text
    assert sign_in(cast.qiu).get(path).status_code == 404
    told = {"secret": "红色的伞收了", "key": "k"}
    assert "请选怎样核实的" in mei.post(path, data=told).text
    assert db.session.query(PortalRequest).count() == 0
    page = mei.post(path, data={**told, "checked_by": "in_person"}).text
    found = re.search(r'class="new-code"[^>]*>([0-9A-Z-]+)<', page)
    assert found
    assert mei.post(path, data={**told, "checked_by": "in_person"}).status_code == 302
    assert (db.session.query(PortalRequest).count(), newest().state) == (1, "taken_on")
    assert path not in mei.get(f"/cases/{case.ref}").text
    shown = her.looks(found[1], "红色的伞收了")
    assert "已经登记，工作人员正在了解情况" in shown
    assert "王芳" not in shown
    her.press("write", STATUS, text="想问下次什么时候来。")
    assert "想问下次什么时候来" in mei.get(f"/cases/{case.ref}").text
    db.session.rollback()
    assert verify_all().findings == []
