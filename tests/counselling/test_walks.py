"""Counselling from the offer to the end, by real steps; who may consent, and who may counsel whom."""

from collections.abc import Callable
from typing import Any

import pytest

from mediation.cases.models import Case, Stage
from mediation.cases.work import Consent, Session
from mediation.counselling.rules import counsellor_not_shared
from mediation.db import db
from mediation.errors import Forbidden, Incomplete
from mediation.people.models import User
from mediation.people.program import SYSTEM
from mediation.workflow.engine import take
from tests.conftest import Cast
from tests.counselling.conftest import NOTE, SESSION, consent_of, party_of


def test_from_the_offer_to_the_end_with_a_pause(room: Callable[..., Stage], cast: Cast) -> None:
    stage, an = room(), cast.an
    applicant = party_of(stage, "applicant")
    planned = {"planned_at": "2026-03-04T10:00:00+08:00", "place": "二号谈话室", "form": "separate"}
    absent = {"absent": [applicant.id], "reason": "孩子生病", "happened_on": "2026-03-04"}
    for trigger, facts in (
        ("plan_session", planned),
        ("record_no_show", absent),
        ("consent", consent_of(applicant)),
        ("record_session", SESSION),
        ("suspend", {"reason": "外出务工", "happened_on": "2026-03-10"}),
        ("resume", {**NOTE, "happened_on": "2026-03-20"}),
        ("advise_doctor", NOTE),
        ("end", {"outcome": "目标达到", "note": "睡眠好转。", "happened_on": "2026-05-01"}),
    ):
        take(stage, trigger, actor=an, facts=facts)
    assert (stage.state, stage.ended) == ("ended", True)
    held = db.session.query(Session).filter_by(stage_id=stage.id, took_place=True).one()
    assert (held.kind, held.form, held.held_on, held.side_id) == (
        "counselling",
        "face",
        "2026-03-05 10:00",
        applicant.id,
    )
    asked = db.session.query(Consent).filter_by(stage_id=stage.id, kind="counselling").one()
    assert (asked.party_id, asked.answer) == (applicant.id, "agreed")


def test_nobody_has_to_accept_counselling(room: Callable[..., Stage], cast: Cast) -> None:
    stage = room()
    take(stage, "decline", actor=cast.an, facts={"reason": "现在不想谈"})
    assert (stage.state, stage.ended) == ("declined", True)


def test_a_mediator_neither_holds_nor_records_a_session(under_way: Callable[..., Stage], cast: Cast) -> None:
    stage = under_way()
    for stranger in (cast.tao, cast.mei, cast.song, cast.qiu):
        with pytest.raises(Forbidden):
            take(stage, "record_session", actor=stranger, facts=SESSION)


def test_without_a_counsellor_nobody_consents(room: Callable[..., Stage], cast: Cast) -> None:
    stage = room()
    take(stage, "assign", actor=cast.an, facts={})
    assert "还没有指派辅导员" in (counsellor_not_shared(stage, cast.an) or "")
    take(stage, "assign", actor=cast.an, facts={"assignee": cast.an.id})
    assert counsellor_not_shared(stage, cast.an) is None


def test_one_counsellor_does_not_counsel_both_sides(
    room: Callable[..., Stage], under_way: Callable[..., Stage], cast: Cast
) -> None:
    hers = under_way()
    his = room(hers.case)
    respondent = party_of(his, "respondent")
    invited = {"planned_at": "2026-03-04T10:00:00+08:00", "place": "三号室", "invited": [respondent.id]}
    take(his, "plan_session", actor=cast.an, facts={**invited, "form": "separate"})
    assert "需要回避" in (counsellor_not_shared(his, cast.an) or "")
    with pytest.raises(Incomplete, match="需要回避"):
        take(his, "consent", actor=cast.an, facts=consent_of(respondent))
    take(his, "assign", actor=cast.an, facts={"assignee": cast.xu.id})
    take(his, "consent", actor=cast.xu, facts=consent_of(respondent))
    assert his.state == "under_way"


def test_the_party_who_consents_decides_whom_the_counsellor_may_not_have(
    room: Callable[..., Stage], under_way: Callable[..., Stage], cast: Cast
) -> None:
    """Nobody was invited, so the stage looked like another one for the applicant."""
    his = room(under_way().case)
    assert counsellor_not_shared(his, cast.an) is None
    with pytest.raises(Incomplete, match="需要回避"):
        take(his, "consent", actor=cast.an, facts=consent_of(party_of(his, "respondent")))


def test_the_other_side_of_a_linked_case_has_another_counsellor_too(
    new_case: Callable[..., Case], room: Callable[..., Stage], under_way: Callable[..., Stage], cast: Cast
) -> None:
    hers = under_way()
    he, she = party_of(hers, "respondent").person, party_of(hers, "applicant").person
    crossed = {"applicants": [{"person": he.ref}], "respondents": [{"person": she.ref}], "children": []}
    his = room(new_case(actor=cast.mei, **crossed))
    assert his.case_id != hers.case_id
    refusal = counsellor_not_shared(his, cast.an) or ""
    assert "需要回避" in refusal
    assert "另一方" not in refusal


CHILD = {"name": "李小宝", "birth": "2018-05-01"}


def test_a_child_under_fourteen_needs_a_guardian_who_is_not_the_other_side(
    room: Callable[..., Stage], cast: Cast
) -> None:
    stage = room(children=[CHILD])
    child = party_of(stage, "child")
    mother, father = party_of(stage, "applicant"), party_of(stage, "respondent")
    for guardian, said in ((None, "不满14岁"), (father.id, "对方不能代孩子同意"), (child.id, "不能代孩子")):
        with pytest.raises(Incomplete, match=said):
            take(stage, "consent", actor=cast.an, facts=consent_of(child, guardian=guardian))
    take(stage, "consent", actor=cast.an, facts=consent_of(child, guardian=mother.id))
    assert stage.state == "under_way"


def test_where_the_guardian_is_the_danger_a_reason_stands_in(room: Callable[..., Stage], cast: Cast) -> None:
    stage = room(children=[CHILD])
    reason = {"without_guardian": "监护人就是对方，由学校老师陪护。"}
    take(stage, "consent", actor=cast.an, facts=consent_of(party_of(stage, "child"), **reason))
    assert stage.state == "under_way"


@pytest.mark.parametrize(
    ("birth", "guarded"),
    [("2012-03-03", False), ("2012-03-04", True), ("2012", True), ("2011", False), ("2018-05", True)],
)
def test_fourteen_is_reached_on_the_birthday(
    room: Callable[..., Stage], cast: Cast, birth: str, guarded: bool
) -> None:
    stage = room(children=[{"name": "李小宝", "birth": birth}])
    facts = consent_of(party_of(stage, "child"))
    if guarded:
        with pytest.raises(Incomplete, match="不满14岁"):
            take(stage, "consent", actor=cast.an, facts=facts)
    else:
        take(stage, "consent", actor=cast.an, facts=facts)


@pytest.mark.parametrize("missing", ["exceptions_told", "not_treatment_told", "party"])
def test_consent_without_what_must_be_told_is_none(
    room: Callable[..., Stage], cast: Cast, missing: str
) -> None:
    stage = room()
    facts: dict[str, Any] = {**consent_of(party_of(stage, "applicant")), missing: None}
    with pytest.raises(Incomplete):
        take(stage, "consent", actor=cast.an, facts=facts)
    assert stage.state == "offered"


def test_the_case_that_ends_ends_counselling(under_way: Callable[..., Stage], cast: Cast) -> None:
    stage = under_way()
    with pytest.raises(Forbidden):
        take(stage, "end_with_case", actor=db.session.get_one(User, cast.an.id))
    take(stage, "end_with_case", actor=SYSTEM)
    assert stage.ended
