"""Whoever is near to her does not find what she wrote; and what was set aside is not kept for ever."""

from datetime import timedelta

import pytest
import time_machine

from mediation.audit.verify import verify_all
from mediation.cases.access import may_open
from mediation.cases.today import rows_for
from mediation.db import atomic, db, now
from mediation.errors import Missing
from mediation.outbox.models import Message
from mediation.people.models import User
from mediation.portal import set_aside
from mediation.portal.queries import find_request, waiting_for
from mediation.safeguards import declaring
from mediation.vault.keys import KeyDestroyed, key_of
from mediation.workflow.engine import take
from tests.portal.conftest import NUMBER


def told():
    rows = db.session.query(Message.user_id, Message.text).filter_by(kind="portal").all()
    return {
        (db.session.get_one(User, row.user_id).login if row.user_id else "", row.text[:2]) for row in rows
    }


def test_whoever_is_near_does_not_find_her_request_before_it_is_a_case_either(her, newest, cast, sign_in):
    declaring.declare({"relation": "home", "name": "家里", "phone": NUMBER}, actor=cast.lin)
    declaring.declare({"relation": "kin", "name": "赵大勇", "phone": "13911112222"}, actor=cast.mei)
    her.sends(contact=True, story=f"赵大勇又打我了，他认识你们那里的{cast.ye.name}。")
    request = newest()
    for near in (cast.lin, cast.mei, cast.ye):
        assert waiting_for(near) == []
        assert not [row for row in rows_for(near) if row["stage"] == "网上求助"]
        for path in ("", "/take_on", "/answer", "/new-code"):
            assert sign_in(near).get(f"/requests/{request.ref}{path}").status_code == 404
    assert find_request(request.ref, actor=cast.song) is request
    assert told() == {("song", "收到")}, "nobody near is told that something came"


def test_whom_she_names_finds_neither_her_request_nor_her_case(her, newest, cast):
    her.sends(keep_from=f"{cast.lin.name}，赵大娘")
    request = newest()
    assert waiting_for(cast.lin) == []
    take(request, "take_on", actor=cast.mei, facts={"category_class": "婚姻家庭权益", "category_kind": ""})
    assert not may_open(request.case, actor=cast.lin)
    assert may_open(request.case, actor=cast.ye)
    with pytest.raises(Missing):
        find_request(request.ref, actor=cast.lin)


def test_where_all_are_near_whoever_stands_above_is_told(her, newest, cast, sign_in):
    with atomic():
        cast.rao.role = "leader"
    everybody = "、".join(one.name for one in (cast.lin, cast.mei, cast.ye, cast.song))
    her.sends(story=f"他认识{everybody}。")
    assert told() == {("rao", "有一")}
    assert waiting_for(cast.song) == []
    page = sign_in(cast.rao).get("/").text
    assert "有 1 份网上求助，本站能登记的人都要回避" in page
    assert newest().ref not in page


def test_what_was_set_aside_is_erased_after_its_term_and_its_code_opens_nothing(her, another, newest, cast):
    code = her.sends()
    request = newest()
    take(request, "set_aside", actor=cast.song, facts={"reason": "广告。"})
    assert "没有另外登记" in another.looks(code)
    key_id = request.key_id
    assert set_aside.due() == []
    with time_machine.travel(now() + timedelta(days=368)):
        assert set_aside.due() == [request.id]
        set_aside.erase(request.id)
        set_aside.erase(request.id)
        assert set_aside.due() == []
        with pytest.raises(KeyDestroyed):
            key_of(key_id)
        another.open("/q/status")
        assert "编号或者口令不对" in another.looks(code)
        with pytest.raises(Missing):
            find_request(request.ref, actor=cast.song)
        assert verify_all().findings == []
