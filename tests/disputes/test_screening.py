"""Nobody mediates before each side was asked alone whether it is safe; and what is said there stays there."""

from collections.abc import Callable
from typing import Any

import pytest

from mediation.cases.tasks import open_tasks
from mediation.cases.work import Assessment
from mediation.db import db
from mediation.disputes.panel import mediations
from mediation.disputes.screening import parties_screened, parties_willing, screen
from mediation.errors import Incomplete
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.cases.test_danger import answers as scale
from tests.disputes.conftest import Table

Make = Callable[..., Table]
CALM = {question.name: "no" for question in screen().questions} | {"speaks_freely": "yes"}

# What was answered otherwise than by somebody unafraid → what follows. By hand from the file.
TABLE = [
    ({}, set()),
    ({"hurt": "yes"}, {"danger"}),
    ({"threatened": "yes"}, {"danger"}),
    ({"unsafe_now": "yes"}, {"danger"}),
    ({"forced": "yes"}, {"unwilling"}),
    ({"afraid": "yes"}, {"apart"}),
    ({"controlled": "yes"}, {"apart"}),
    ({"order": "yes"}, {"apart"}),
    ({"speaks_freely": "no"}, {"apart"}),
    ({"hurt": "yes", "forced": "yes", "afraid": "yes"}, {"danger", "unwilling", "apart"}),
    ({"hurt": "unanswered"}, set()),
]


@pytest.mark.parametrize(("said", "follows"), TABLE)
def test_each_answer_has_its_consequence(said: dict[str, str], follows: set[str]) -> None:
    assert screen().follows({**CALM, **said}) == follows


@pytest.mark.parametrize(
    ("applicant", "respondent", "named"),
    [
        (None, None, ("申请人", "被申请人")),
        ({}, None, ("被申请人",)),
        (None, {}, ("申请人",)),
        ({}, {"hurt": "unanswered"}, ("被申请人",)),
        ({}, {}, ()),
    ],
)
def test_both_sides_are_asked_each_for_itself(
    table: Make, applicant: Any, respondent: Any, named: tuple[str, ...]
) -> None:
    t = table()
    for party, said in ((t.applicant, applicant), (t.respondent, respondent)):
        if said is not None:
            t.asked_alone(party, **said)
    reason = parties_screened(t.stage, t.cast.tao)
    assert (reason is None) is (not named)
    assert reason is None or reason == f"还没有单独问过{'、'.join(named)}能不能安全地调解，请“单独询问”"


def test_mediation_is_not_accepted_before_both_were_asked(table: Make) -> None:
    t = table()
    t.request()
    t.all_say()
    t.do("give_rights_notice", party="all", notice="rights", way="spoken", happened_on="2026-11-03")
    with pytest.raises(Incomplete, match="单独问过") as refusal:
        t.do("accept", pm_registered_on="2026-11-04")
    assert set(refusal.value.rules) == {"PM-DV", "PM-DV2"}


@pytest.mark.parametrize("side", ["applicant", "respondent"])
def test_a_word_of_violence_from_either_side_locks_mediation_until_it_is_looked_at(
    table: Make, side: str
) -> None:
    t = table(actor=None)
    t.ready()
    t.asked_alone(getattr(t, side), hurt="yes")
    assert (t.case.danger, t.case.danger_provisional, t.case.violence, t.case.level) == (
        "high",
        True,
        True,
        2,
    )
    assert open_tasks(t.case, "assess_danger")
    with pytest.raises(Incomplete, match="不能调解") as refusal:
        t.do("accept", pm_registered_on="2026-11-04")
    assert "PM-DV" in refusal.value.rules


def test_whoever_has_a_complete_scale_was_looked_at_already(table: Make) -> None:
    t = table()
    take(t.case, "assess_danger", actor=t.cast.song, facts={"party": t.applicant.id, "answers": scale(1)})
    t.asked_alone(t.applicant, hurt="yes")
    assert (t.case.danger, t.case.danger_provisional) == ("low", False)
    t.asked_alone(t.respondent, hurt="yes")
    assert (t.case.danger, t.case.danger_provisional) == ("high", True)


def test_who_was_forced_does_not_mediate(table: Make) -> None:
    t = table().ready()
    t.asked_alone(t.respondent, forced="yes")
    assert "被申请人不是自愿" in str(parties_willing(t.stage, t.cast.tao))
    with pytest.raises(Incomplete, match="不是自愿"):
        t.do("accept", pm_registered_on="2026-11-04")
    t.asked_alone(t.respondent)
    assert parties_willing(t.stage, t.cast.tao) is None


def test_who_is_afraid_is_never_put_into_one_room_nor_asked_to_come_to_one(table: Make) -> None:
    t = table().accept().named()
    t.asked_alone(t.applicant, afraid="yes")
    with pytest.raises(Incomplete, match="申请人不宜和对方同处一室"):
        t.session()
    with pytest.raises(Incomplete, match="申请人不宜和对方同处一室"):
        t.do("plan_session", planned_at="2026-11-20T10:00:00+08:00", place="第二调解室", form="joint")
    t.session(form="separate", side=t.applicant.id, attended=[t.applicant.id])
    assert t.stage.state == "under_way"


@pytest.mark.parametrize("alone", [False, "no", None])
def test_what_is_said_in_company_is_no_answer(table: Make, alone: Any) -> None:
    t = table()
    facts = {"party": t.applicant.id, "spoken_alone": alone, "screen_answers": CALM}
    with pytest.raises(Incomplete, match="单独"):
        t.do("screen_party", **facts)
    assert parties_screened(t.stage, t.cast.tao)


def test_a_child_or_a_stranger_is_no_side(table: Make) -> None:
    t = table()
    child = next(party for party in t.case.parties if party.role == "child")
    with pytest.raises(Incomplete, match="双方当事人"):
        t.do("screen_party", party=child.id, spoken_alone=True, screen_answers=CALM)


def test_the_answers_lie_sealed_and_apart_from_the_step(table: Make) -> None:
    t = table()
    t.asked_alone(t.applicant, afraid="yes")
    step = newest(t.stage.ref, "screen_party")
    assert step is not None
    assert set(step.facts or {}) == {"party", "spoken_alone", "happened_on"}
    row = db.session.query(Assessment).filter_by(instrument="safe_to_mediate").one()
    assert (row.level, row.party_id, row.unanswered) == ("apart", t.applicant.id, 0)
    assert (row.answers or {})["afraid"] == "yes"


def test_the_page_says_what_came_of_it_and_not_what_was_said(table: Make) -> None:
    t = table()
    t.asked_alone(t.applicant, afraid="yes")
    panel = mediations(t.case, t.cast.tao)
    assert panel is not None
    told = {row["who"]: row["alone"] for row in panel.given["mediations"][0]["answers"]}
    assert told == {"申请人": "只能单独调解", "被申请人": "没有问"}


def test_the_form_asks_every_question_and_presets_none(table: Make, sign_in: Any) -> None:
    t = table()
    client = sign_in(t.cast.tao)
    url = f"/cases/{t.case.ref}/{t.stage.ref}/screen_party"
    page = client.get(url).text
    for question in screen().questions:
        assert question.text in page
    assert "checked" not in page
    sent = {
        "party": t.applicant.id,
        "spoken_alone": "no",
        "happened_on": "2026-11-03",
        "seen": t.stage.version,
    }
    answer = client.post(url, data=sent)
    assert answer.status_code == 422
    assert "要单独、无人在旁时询问" in answer.text
    assert "没有回答的选“没有回答”" in answer.text
