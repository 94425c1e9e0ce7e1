"""What the law wants at once is said once on its card, with the button that does it; what mends a record is never next."""

import re
from datetime import timedelta

from mediation.cases import clock_words
from mediation.db import db, now
from mediation.workflow.models import Clock
from tests.conftest import stage_of


def _card(page, label):
    cards = re.findall(r'<li class="clock .*?</li>', page, re.DOTALL)
    return next(card for card in cards if label in card)


def test_the_card_of_a_report_that_is_due_at_once_says_so_once_and_has_its_button(new_case, cast, sign_in):
    case = new_case(q_children="yes")
    page = sign_in(cast.lin).get(f"/cases/{case.ref}").text
    card = _card(page, "强制报告")
    assert card.count("应当立即办理") == 1
    assert "已超0分钟" not in card
    assert "法律规定最晚" not in card
    assert f'href="/cases/{case.ref}/report_minor"' in card
    assert "登记强制报告" in card


def test_after_an_hour_the_card_also_says_how_long_ago_it_was_due(new_case):
    new_case(q_children="yes")
    clock = db.session.query(Clock).filter_by(rule="MIN-11").one()
    clock.due_at = now() - timedelta(minutes=9)
    assert clock_words.clock_in_words(clock)["left"] == "应当立即办理"
    clock.due_at = now() - timedelta(hours=3)
    assert clock_words.clock_in_words(clock)["left"] == "应当立即办理，已超3小时"


def test_to_correct_a_record_is_never_the_big_button(new_case, cast, sign_in):
    case = new_case(wishes="")
    assert stage_of(case, "help_request").state == "registered"
    page = sign_in(cast.lin).get(f"/cases/{case.ref}").text
    box = page[
        page.index('id="next-step-title"') : page.index("</section>", page.index('id="next-step-title"'))
    ]
    assert "更正记录" in box
    assert not re.search(r'btn btn-primary"[^>]*>更正记录', box)
