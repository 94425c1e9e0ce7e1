"""The time of a party's own rights: noted on the case, reminded of, and ended when she acted. Days by hand from the law."""

import re
from datetime import datetime

import pytest
import time_machine
from sqlalchemy import select

from mediation import places, worker
from mediation.cases.rights import noted_rules, right_choices
from mediation.cases.tasks import NEWS, open_tasks
from mediation.db import SHANGHAI, atomic, db
from mediation.errors import Incomplete
from mediation.law.rules import load
from mediation.people.models import User
from mediation.workflow import clocks as engine_clocks
from mediation.workflow.engine import take
from mediation.workflow.models import Clock
from tests.guards.conftest import CLOSING, archived, followed_up


def noted(case, rule):
    db.session.expire_all()
    query = select(Clock).where(Clock.subject == case.ref, Clock.rule == rule).order_by(Clock.id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize(
    ("right", "began", "last"),
    [
        ("MC-LIM", "2025-03-10", "2028-03-10"),
        ("MC-1088", "2024-11-29", "2027-11-29"),
        ("MC-127", "2026-08-31", "2027-02-28"),
        ("MC-ADV", "2026-11-10", "2026-12-10"),
        ("T-04", "2026-11-20", "2026-11-30"),
        ("MC-1052:freedom_regained", "2026-02-28", "2027-02-28"),
        ("WR-DIV:after_birth", "2026-02-28", "2027-02-28"),
        ("WR-DIV:after_termination", "2026-08-31", "2027-02-28"),
    ],
)
def test_a_right_that_nobody_asks_for_is_noted_with_its_last_day(new_case, cast, right, began, last):
    case = new_case(actor=cast.mei)
    take(case, "note_time_limit", actor=cast.mei, facts={"right": right, "began_on": began})
    (clock,) = noted(case, right.partition(":")[0])
    assert (clock.state, clock.started, clock.conservative[:10]) == ("running", began, last)
    assert clock.next_at or not engine_clocks.limit_of(clock).reminders


def test_both_phases_of_a_divorce_by_agreement_run_from_the_application(new_case, cast):
    """MC-1077: thirty days to think again, thirty more to ask for the certificate."""
    case = new_case(actor=cast.mei)
    take(case, "note_time_limit", actor=cast.mei, facts={"right": "MC-1077", "began_on": "2026-11-10"})
    first, second = noted(case, "MC-1077")
    assert (first.conservative[:10], second.conservative[:10]) == ("2026-12-10", "2027-01-09")
    assert second.next_at
    take(case, "meet_time_limit", actor=cast.mei, facts={"clock": first.id, "happened_on": "2026-11-20"})
    assert [clock.state for clock in noted(case, "MC-1077")] == ["met", "stopped"]


def test_who_acted_in_time_is_reminded_no_more(new_case, cast):
    case = new_case(actor=cast.mei)
    with pytest.raises(Incomplete, match="没有当事人的权利时限"):
        take(case, "meet_time_limit", actor=cast.mei, facts={"clock": 1})
    take(case, "note_time_limit", actor=cast.mei, facts={"right": "MC-LIM", "began_on": "2025-03-10"})
    (clock,) = noted(case, "MC-LIM")
    take(case, "meet_time_limit", actor=cast.mei, facts={"clock": clock.id, "happened_on": "2026-11-20"})
    (clock,) = noted(case, "MC-LIM")
    assert (clock.state, clock.ended) == ("met", "2026-11-20")
    assert clock.next_at is None


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"right": "PO-31", "began_on": "2026-11-10"}, "请选择是哪一项权利"),
        ({"right": "MC-LIM", "began_on": "2026-11"}, "只有月份不能计算"),
    ],
)
def test_what_cannot_be_reckoned_is_refused(new_case, cast, told, words):
    case = new_case(actor=cast.mei)
    with pytest.raises(Incomplete, match=words):
        take(case, "note_time_limit", actor=cast.mei, facts=told)


def test_the_form_says_in_plain_words_from_which_day(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}/note_time_limit").text
    for words in ("诉讼时效", "3年", "自知道或应当知道权利受损", "冷静期", "双方亲自申请发给离婚证"):
        assert words in page, words
    assert len(right_choices()) == len(noted_rules()) + 3, "WR-DIV has three, MC-1052 two"
    hidden = dict(re.findall(r'name="(key|seen)"[^>]*value="([^"]*)"', page))
    told = {**hidden, "right": "MC-ADV", "began_on": "2026-11-10"}
    answer = sign_in(cast.mei).post(f"/cases/{case.ref}/note_time_limit", data=told)
    assert answer.status_code == 302
    (clock,) = noted(case, "MC-ADV")
    take(case, "meet_time_limit", actor=cast.mei, facts={"clock": clock.id, "happened_on": "2026-11-20"})
    record = sign_in(cast.mei).get(f"/cases/{case.ref}").text.split("办理记录")[-1]
    assert "哪一项权利：诉前保全后起诉（30日，自采取诉前保全措施日起）" in re.sub(
        r"\s*<[^>]+>\s*", "", record
    )
    assert "哪一项权利：诉前保全后起诉" in re.sub(r"\s*<[^>]+>\s*", "", record.split("登记权利时限")[0])
    take(case, "note_time_limit", actor=cast.mei, facts={"right": "MC-ADV", "began_on": "2026-11-10"})
    assert "2026-12-10" in sign_in(cast.mei).get(f"/cases/{case.ref}").text.replace(
        "2026年12月10日", "2026-12-10"
    )


def test_no_right_of_a_party_is_without_a_step_that_can_begin_it(app):
    """Only what people ask about their own data has its own part of the program."""
    law = load(places.workflows())
    begun = set(noted_rules())
    assert begun <= set(law.limits)
    assert {"T-04", "MC-1077", "MC-LIM", "MC-1088", "MC-ADV", "MC-127", "WR-DIV"} <= begun


def test_her_rights_live_on_when_the_case_is_closed_and_archived(app, new_case, cast):
    """Our own limits end with the case. Hers does not: in the archive she is reminded of, and it is noted by a press."""
    with time_machine.travel(datetime(2026, 11, 26, 9, tzinfo=SHANGHAI), tick=False):
        case = new_case(actor=cast.mei)
        take(case, "note_time_limit", actor=cast.mei, facts={"right": "MC-ADV", "began_on": "2026-10-30"})
        replied = {"petition_replied_on": "2026-11-20", "notice": "other"}
        take(case, "inform", actor=cast.mei, facts=replied)
        followed_up(case, cast)
        take(case, "close", actor=cast.mei, facts=CLOSING)
        assert {clock.rule for clock in engine_clocks.running_in(case.ref)} == {"MC-ADV", "XF-35"}
        (review,) = noted(case, "XF-35")
        take(case, "meet_time_limit", actor=cast.mei, facts={"clock": review.id, "happened_on": "2026-11-24"})
        db.session.rollback()
        worker.run_once(app)
        archived(case, cast)
        (clock,) = noted(case, "MC-ADV")
        assert clock.state == "running"
        told = [task.text for task in open_tasks(case, NEWS)]
        assert told == ["提醒当事人，只用安全联系方式（2026-11-29到期）：诉前保全后起诉"]
        # Years later its owner may have left: then it is told to the whole agency.
        with atomic():
            for user in db.session.scalars(select(User).where(User.id.in_([cast.mei.id, case.owner_id]))):
                user.active = False
    db.session.rollback()
    with time_machine.travel(datetime(2026, 11, 30, 9, tzinfo=SHANGHAI), tick=False):
        worker.run_once(app)
        last = open_tasks(case, NEWS)[-1]
        assert last.text == "可能逾期，用安全联系方式请当事人立即咨询：诉前保全后起诉"
        assert (last.user_id, last.agency_id) == (None, case.agency_id)
