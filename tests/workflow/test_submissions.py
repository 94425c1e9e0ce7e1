"""A submission is known by who sent it, about what, for which step and under which name: all four, or it is another."""

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from mediation.cases.models import Case, Stage
from mediation.db import db
from mediation.errors import Forbidden, Incomplete
from mediation.intake.registering import register
from mediation.referrals.models import Referral
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from mediation.workflow.history import steps_of
from mediation.workflow.models import StepTaken
from tests.conftest import A_REQUEST, stage_of
from tests.referrals.conftest import slip

CONTACT = {"note": "打过电话", "way": "phone", "happened_on": "2026-11-02"}


def _steps(trigger: str) -> int:
    return db.session.scalar(select(func.count()).where(StepTaken.trigger == trigger)) or 0


def test_the_name_of_somebody_elses_page_stops_nothing(errand, cast, new_case):
    """Whoever learns a name uses it at once, before its owner: the owner's step is taken all the same."""
    mine = errand()
    hers = stage_of(mine.case, "help_request")
    assert take(hers, "record_contact", actor=cast.lin, facts=CONTACT, key="k") is not None
    assert take(hers, "record_contact", actor=cast.mei, facts=CONTACT, key="k") is not None
    assert take(mine, "tell", actor=cast.mei, key="k") is not None
    assert take(errand(), "tell", actor=cast.mei, key="k") is not None
    assert take(mine, "begin", actor=cast.mei, key="k") is not None
    assert take(mine, "tell", actor=cast.mei, key="k") is None
    assert (_steps("record_contact"), _steps("tell"), _steps("begin")) == (2, 2, 1)


def test_a_known_name_tells_a_stranger_no_more_than_an_unknown_one(errand, cast):
    stage = errand()
    take(stage, "tell", actor=cast.mei, key="known")
    answers = []
    for key in ("known", "unknown"):
        with pytest.raises(Forbidden) as refused:
            take(stage, "tell", actor=cast.qiu, key=key)
        answers.append(refused.value.reason)
    assert answers[0] == answers[1]


def test_no_name_that_was_sent_is_kept_as_it_is(errand, cast):
    stage = errand()
    take(stage, "tell", actor=cast.mei, key="a name of a page")
    kept = steps_of(stage.ref, "tell")[0].idempotency_key
    assert len(kept) == 64
    assert "name" not in kept


def test_a_name_too_long_or_strange_is_a_name_like_any_other(errand, cast):
    stage = errand()
    for key in ("x" * 5000, "名" * 300, "\x00", "'; --"):
        assert take(stage, "tell", actor=cast.mei, key=key) is not None
        assert take(stage, "tell", actor=cast.mei, key=key) is None


def test_two_people_who_register_under_one_name_have_a_case_each(cast):
    first = register(A_REQUEST, actor=cast.lin, key="one")
    second = register(A_REQUEST, actor=cast.mei, key="one")
    assert first.ref != second.ref
    assert register(A_REQUEST, actor=cast.mei, key="one").ref == second.ref
    assert db.session.scalar(select(func.count()).select_from(Case)) == 2


def test_one_name_for_two_cases_refers_both(cast, new_case):
    cases, to = [new_case(), new_case()], cast.agency("legal_aid")
    sent = [refer(case, slip(case, to), actor=cast.mei, key="one") for case in cases]
    assert [referral.case_id for referral in sent] == [case.id for case in cases]
    assert refer(cases[0], slip(cases[0], to), actor=cast.mei, key="one").ref == sent[0].ref


def test_the_name_of_a_registration_opens_no_case_and_refers_none(cast, new_case):
    case = register(A_REQUEST, actor=cast.lin, key="one")
    assert refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei, key="one") is not None
    assert db.session.scalar(select(func.count()).select_from(Referral)) == 1


def test_a_step_that_was_refused_gives_its_name_back(errand, cast, switches):
    stage = errand()
    switches.permits = False
    with pytest.raises(Incomplete):
        take(stage, "begin", actor=cast.mei, key="k")
    switches.permits = True
    assert take(stage, "begin", actor=cast.mei, key="k") is not None


def _pressed_at_once(app, browsers: list[Any], path: str, data: dict[str, Any]) -> list[Any]:
    """The same page sent by every browser at one moment; the answers."""
    gate, answers = threading.Barrier(len(browsers)), []
    db.session.rollback()

    def press(browser: Any) -> None:
        with app.app_context():
            gate.wait()
            answers.append(browser.post(path, data=data))

    threads = [threading.Thread(target=press, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_double_click_is_one_step_and_both_get_the_same_answer(app, new_case, cast, sign_in):
    case = new_case()
    stage = stage_of(case, "help_request")
    path = f"/cases/{case.ref}/{stage.ref}/record_contact"
    browsers = [sign_in(cast.lin) for _ in range(3)]
    answers = _pressed_at_once(app, browsers, path, {**CONTACT, "key": "once", "seen": 1})
    assert [(answer.status_code, answer.location) for answer in answers] == [(302, f"/cases/{case.ref}")] * 3
    assert _steps("record_contact") == 1
    assert db.session.scalar(select(Stage.version).where(Stage.ref == stage.ref)) == 2


@pytest.mark.parametrize("seen", [None, "", "abc", "-1", "0", "1.0", "9" * 40, "²"])
def test_a_page_that_does_not_say_what_it_showed_is_old_and_keeps_what_was_typed(
    new_case, cast, sign_in, seen
):
    case = new_case()
    stage = stage_of(case, "help_request")
    data = {**CONTACT, "note": "她来过一次", "key": "k"} | ({} if seen is None else {"seen": seen})
    answer = sign_in(cast.lin).post(f"/cases/{case.ref}/{stage.ref}/record_contact", data=data)
    assert answer.status_code == 409
    assert "她来过一次" in answer.text
    assert _steps("record_contact") == 0


def test_a_page_sent_once_more_with_other_words_is_not_passed_over(new_case, cast, sign_in):
    """After 返回 the old page still has its name: what was written anew is shown, not swallowed."""
    case = new_case()
    stage, browser = stage_of(case, "help_request"), sign_in(cast.lin)
    path, data = f"/cases/{case.ref}/{stage.ref}/record_contact", {**CONTACT, "key": "k", "seen": 1}
    assert browser.post(path, data=data).status_code == 302
    again = browser.post(path, data={**data, "note": "他接了电话"})
    assert again.status_code == 409
    assert "他接了电话" in again.text
    assert _steps("record_contact") == 1
