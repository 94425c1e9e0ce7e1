"""各单位答复情况: who answered in time, who late, who sent back and why; each number opens exactly its list."""

import re
from datetime import datetime

import pytest
import time_machine

from mediation.db import SHANGHAI, atomic
from mediation.referrals.sending import refer
from mediation.supervision import agencies
from mediation.workflow.engine import take
from tests.conftest import slip


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def sent(new_case, cast):
    """Sends the legal aid centre (or TO) a case at nine in the morning of DAY in March 2026."""

    def go(day: int, *, to: str = "legal_aid", **given):
        with time_machine.travel(at(day), tick=False):
            case = new_case(received_on="2026-03-01")
            return refer(case, slip(case, cast.agency(to), **given), actor=cast.mei)

    return go


@pytest.fixture
def answered(cast):
    """The receiver takes a step at nine in the morning of DAY."""

    def go(referral, day: int, trigger: str, actor=None, **facts):
        with time_machine.travel(at(day), tick=False):
            take(referral, trigger, actor=actor or cast.fang, facts=facts)

    return go


@pytest.fixture
def page(sign_in, cast):
    def show(address="/supervision/agencies?period=month", user=None):
        with time_machine.travel(at(30), tick=False):
            return sign_in(user or cast.song).get(address)

    return show


def row_of(page: str, agency: str) -> str:
    rows: list[str] = re.findall(r'<tr role="row">(?:(?!</tr>).)*</tr>', page, re.DOTALL)
    return next(row for row in rows if agency in row)


def test_an_agency_is_judged_by_its_own_time_limits(sent, answered, cast):
    prompt, back, slow, silent = sent(2), sent(3), sent(4), sent(5)
    # Within every limit of the house too: accepted on the next day, answered before a report on progress is owed.
    answered(prompt, 3, "accept")
    answered(prompt, 8, "answer", result="partly", note="已办结。")
    answered(back, 20, "send_back", reason="not_duty")
    answered(slow, 20, "accept")
    with time_machine.travel(at(30), tick=False):
        (row,) = agencies.table(at(1).date(), at(30).date(), actor=cast.song)
    assert row.agency == cast.agency("legal_aid")
    assert row.numbers == {
        "sent": 4, "in_time": 1, "late": 3, "waiting": 1, "returned": 1, "answered": 1,
    }  # fmt: skip
    assert row.reasons == [("不属本单位职权", 1)]
    assert (row.days_to_accept, row.days_to_answer) == (8.5, 6.0)
    assert silent.state == "sent"


def test_whoever_answers_within_the_hour_is_in_time(sent, cast):
    referral = sent(2, urgency="very_urgent")
    with time_machine.travel(at(2), tick=False):
        take(referral, "send_back", actor=cast.fang, facts={"reason": "not_duty"})
        (row,) = agencies.table(at(1).date(), at(30).date(), actor=cast.song)
    assert (row.numbers["in_time"], row.numbers["late"]) == (1, 0)


def test_the_middle_of_the_days_is_no_average(sent, answered, cast):
    for day in (2, 3, 27):
        answered(sent(2), day, "accept")
    with time_machine.travel(at(30), tick=False):
        (row,) = agencies.table(at(1).date(), at(30).date(), actor=cast.song)
    assert row.days_to_accept == 1.0


def test_what_was_sent_before_the_period_is_not_in_it(sent, cast):
    sent(2), sent(10)
    with time_machine.travel(at(30), tick=False):
        (row,) = agencies.table(at(10).date(), at(30).date(), actor=cast.song)
    assert row.numbers["sent"] == 1


def test_each_number_opens_its_list(sent, answered, page, cast):
    back, other = sent(2), sent(3)
    answered(back, 3, "send_back", reason="not_area")
    row = row_of(page().text, "法律援助中心")
    links = dict(re.findall(r'href="([^"]*what=(?:\w+)[^"]*)">(\d+)', row))
    for link, number in links.items():
        opened = page(link.replace("&amp;", "&")).text
        assert opened.count('<article class="panel') == int(number), link
    returned = page(next(link for link in links if "returned" in link).replace("&amp;", "&")).text
    assert back.slip_number in returned
    assert other.slip_number not in returned


def test_the_table_is_for_the_supervisor_alone(sent, page, cast):
    sent(2)
    agency = cast.agency("legal_aid")
    for user in (cast.mei, cast.fang, cast.lin):
        assert page(user=user).status_code == 404
        assert page(f"/supervision/agencies/{agency.ref}?period=month", user=user).status_code == 404


def test_a_period_or_a_list_that_nobody_made_is_not_found(sent, page, cast):
    sent(2)
    assert page("/supervision/agencies?period=ever").status_code == 404
    ref = cast.agency("legal_aid").ref
    assert page(f"/supervision/agencies/{ref}?what=secret").status_code == 404
    assert page(f"/supervision/agencies/{'0' * 32}").status_code == 404


def test_a_sealed_case_is_not_counted(sent, page, cast):
    kept, open_one = sent(2), sent(3)
    with atomic():
        kept.case.level = 3
    row = row_of(page().text, "法律援助中心")
    assert re.search(r"what=sent[^>]*>1<", row), row
    assert open_one.case.level < 3
