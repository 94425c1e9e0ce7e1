"""A duty of the station itself: to tell an urgent matter upwards. The law says 及时 and names no hours."""

import re

import time_machine
from sqlalchemy import select

from mediation.cases.clock_words import clock_in_words
from mediation.cases.deadlines import deadline_near
from mediation.db import db
from mediation.workflow import clocks
from mediation.workflow.engine import take
from mediation.workflow.models import Clock
from tests.guards.conftest import page_of as page_of


def of(case, rule):
    db.session.expire_all()
    query = select(Clock).where(Clock.chain == case.ref, Clock.rule == rule).order_by(Clock.id)
    return [(clock.state, clock.conservative) for clock in db.session.scalars(query)]


def filled(browser, case, step, **told):
    """The form of STEP on the page of the case, with what is TOLD."""
    url = f"/cases/{case.ref}/{step}"
    hidden = dict(re.findall(r'name="(key|seen)"[^>]*value="([^"]*)"', browser.get(url).text))
    return browser.post(url, data={**hidden, **told})


def test_an_urgent_matter_waits_until_it_is_told_upwards(new_case, cast, sign_in):
    """The law says 及时 and names no hours: it runs from the minute, and nothing is overdue by a number (XF-25)."""
    case, browser = new_case(actor=cast.mei), sign_in(cast.mei)
    what = {"urgent_what": "多人到门前聚集。"}
    assert "请写明发现或者报告的时间" in filled(browser, case, "record_urgent", **what).text
    found = {**what, "petition_urgent_found_at": "2026-11-24 09:00"}
    early = filled(browser, case, "record_urgent", **found, petition_urgent_reported_at="2026-11-24 08:00")
    assert "早于发现时间" in early.text
    assert filled(browser, case, "record_urgent", **found).status_code == 302
    assert [state for state, _end in of(case, "XF-25")] == ["running"]
    page = browser.get(f"/cases/{case.ref}").text
    assert "报告重大、紧急信访事项" in page
    assert "登记已报告" in page
    told = {**what, "petition_urgent_reported_at": "2026-11-24 09:40"}
    assert "请写明报告给哪个单位" in filled(browser, case, "record_urgent", **told).text
    assert filled(browser, case, "record_urgent", **told, reported_to="区委办").status_code == 302
    assert [state for state, _end in of(case, "XF-25")] == ["met"]


def test_what_has_no_number_is_never_overdue_and_shows_no_last_day(new_case, cast, page_of):
    """An urgent matter known since the 2nd, to be reported 及时 (XF-25): nobody named a day that could have passed."""
    with time_machine.travel("2026-11-02T10:00+08:00", tick=False):
        case = new_case(actor=cast.mei)
        facts = {"urgent_what": "网上有人扬言。", "petition_urgent_found_at": "2026-11-02T09:30+08:00"}
        take(case, "record_urgent", actor=cast.mei, facts=facts)
        # Nor does a time in which he may not sue again end any right of hers: legal aid is not hurried for these (LA-44).
        take(case, "note_time_limit", actor=cast.mei, facts={"right": "MC-127", "began_on": "2026-05-05"})
        assert not deadline_near(case)
        take(case, "note_time_limit", actor=cast.mei, facts={"right": "MC-ADV", "began_on": "2026-10-05"})
        assert deadline_near(case)
    (clock,) = [one for one in clocks.running_in(case.ref) if one.rule == "XF-25"]
    with time_machine.travel("2026-11-07T10:00+08:00", tick=False):
        words = clock_in_words(clock)
        assert (words["left"], words["late"], words["kind"]) == ("尽快办理，已过5天", False, "due")
        card = page_of(case, cast.mei).split("报告重大、紧急信访事项")[1].split("</li>")[0]
        assert "法律规定最晚" not in card
