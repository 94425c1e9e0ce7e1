"""Whoever is overtaken while filling a form retypes nothing: the form comes back filled, with what others did above it."""

import re

from mediation.workflow.engine import take
from mediation.workflow.history import steps_in
from tests.conftest import stage_of


def _told(case, **more):
    return {
        "party": case.parties[0].id,
        "notice": ["legal_aid", "protection_order"],
        "way": "spoken",
        "note": "当面讲清楚了",
        "happened_on": "2026-11-20",
        "key": "one page",
        **more,
    }


def _overtaken(case, cast):
    seen = case.version
    take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    return seen


def test_the_form_comes_back_filled_with_what_happened_above_it(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    url, browser = f"/cases/{case.ref}/inform", sign_in(cast.lin)
    answer = browser.post(url, data=_told(case, seen=_overtaken(case, cast)))
    assert answer.status_code == 409
    anew = re.search(rf'href="({url}\?[^"]*kept=[^"]*)"', answer.text)
    assert anew
    page = browser.get(anew[1].replace("&amp;", "&")).text
    assert "您填写的时候，别人办了" in page
    assert "指定承办人" in page
    assert "当面讲清楚了" in page
    for notice in ("legal_aid", "protection_order"):
        assert re.search(rf'<input(?=[^>]*checked)[^>]*value="{notice}"', page), notice
    assert re.search(rf'name="seen"[^>]*value="{case.version}"', page)


def test_where_the_other_step_does_not_touch_it_one_click_submits_what_was_typed(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    url, browser = f"/cases/{case.ref}/inform", sign_in(cast.lin)
    page = browser.post(url, data=_told(case, seen=_overtaken(case, cast))).text
    form = page[page.index('<form method="post" novalidate>') :].partition("</form>")[0]
    assert "仍按我填的提交" in form
    sent = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    data = {name: [value for one, value in sent if one == name] for name, _value in sent}
    assert browser.post(url, data=data).status_code == 302
    (row,) = steps_in(case.ref, "inform")
    assert row.facts["note"] == "当面讲清楚了"
    assert set(row.facts["notice"]) == {"legal_aid", "protection_order"}


def test_where_the_same_was_done_meanwhile_nothing_is_sent_by_one_click(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    seen, browser = case.version, sign_in(cast.lin)
    told = {"party": case.parties[0].id, "notice": "legal_aid", "way": "spoken", "note": "在电话里讲的"}
    take(case, "inform", actor=cast.mei, facts=told)
    page = browser.post(f"/cases/{case.ref}/inform", data=_told(case, seen=seen)).text
    assert "仍按我填的提交" not in page
    assert "打开填好的表单" in page
    theirs, own = page.index("在电话里讲的"), page.index("当面讲清楚了")
    assert page.index("别人填的") < theirs < page.index("您填写的内容") < own


def test_where_the_step_is_over_nothing_is_sent_by_one_click(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    stage = stage_of(case, "help_request")
    seen, browser = stage.version, sign_in(cast.lin)
    take(stage, "accept", actor=cast.mei, facts={"accepted_on": "2026-11-20"})
    data = {"accepted_on": "2026-11-20", "seen": seen}
    page = browser.post(f"/cases/{case.ref}/{stage.ref}/accept", data=data).text
    assert "仍按我填的提交" not in page
