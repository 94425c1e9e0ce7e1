"""下一步 is never an empty box: whose turn it is, what runs meanwhile, and what a person has to do next."""

import re
from datetime import date

from mediation.protection.visits import reminders
from mediation.workflow.engine import take
from tests.conftest import stage_of, turn_away


def test_where_nothing_can_be_taken_the_page_says_whose_turn_it_is(new_case, cast, sign_in):
    case = new_case()
    take(stage_of(case, "help_request"), "accept", actor=cast.mei, facts={"accepted_on": "2026-11-02"})
    page = sign_in(cast.lin).get(f"/cases/{case.ref}").text
    assert "现在轮到" in page
    assert "没有要您办的步骤" not in page


def test_what_danger_demands_has_one_button(new_case, cast, sign_in):
    case = new_case(q_violence="yes")
    take(stage_of(case, "help_request"), "accept", actor=cast.mei, facts={"accepted_on": "2026-11-02"})
    page = sign_in(cast.song).get(f"/cases/{case.ref}").text
    first = page[page.index("下一步") :].partition("</section>")[0]
    assert first.count("/assess_danger") == 1


def test_a_reminder_of_an_order_names_its_day_and_no_distance():
    texts = [text for _day, text, _presses in reminders(date(2026, 12, 31))]
    assert all("2026-12-31" in text for text in texts)
    assert not any("天后" in text for text in texts)


def test_a_declined_case_is_not_called_done(new_case, cast, sign_in):
    case = new_case(category_class="综合", category_kind="生活困难")
    turn_away(case, cast)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    tracker = page[page.index('class="tracker"') : page.index("</ol>")]
    assert "不予受理" in tracker
    assert "已完成" not in tracker
    assert "随案结束" not in tracker


def test_older_entries_of_a_long_timeline_stand_on_the_next_page_and_none_is_lost(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    ref, client = case.ref, sign_in(cast.mei)
    for place in range(20):
        told = {"happened_on": "2026-11-02", "note": f"第{place:02d}次联系"}
        take(stage_of(case, "help_request"), "record_contact", actor=cast.mei, facts=told)
        if place == 10:
            assert client.post(f"/cases/{ref}/notes", data={"text": "记下一句"}).status_code == 302
    first = client.get(f"/cases/{ref}").text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = client.get(older[1].replace("&amp;", "&")).text
    told = [[f"第{place:02d}次联系" in page for place in range(20)] for page in (first, second)]
    assert all(one != other for one, other in zip(*told, strict=True))
    assert "第19次联系" in first
    assert (first + second).count("记下一句") == 1
    assert 'rel="next"' not in second
    assert "最新的" in second


def test_a_stage_that_is_over_is_folded_and_says_how_it_ended(new_case, cast, sign_in):
    case = new_case(category_class="综合", category_kind="生活困难")
    turn_away(case, cast)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    summary = page[page.index('<details class="panel ended"') :].partition("</summary>")[0]
    assert "不予受理" in summary
    assert "结束" in summary
    stages = page[page.index('id="stages-title"') : page.index('id="timeline-title"')]
    assert "随案结束" not in stages
