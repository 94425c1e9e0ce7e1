"""A stage stands at another agency by its acceptance alone. The table is written by hand from PI-23 (and PI-13, PI-29)."""

from typing import Any

import pytest

from mediation.cases.models import Case
from mediation.cases.opening import open_stage
from mediation.cases.queries import find_case
from mediation.db import atomic, db
from mediation.errors import Incomplete, Missing, Refusal
from mediation.people.program import IMPORT, SYSTEM
from mediation.referrals.models import Referral
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.conftest import Cast, slip

LATER = ("legal_aid", "mediation", "counselling", "protection", "help_request")


def standing(case: Case) -> set[tuple[str, str]]:
    """Which stage stands where, by the names of the agencies."""
    db.session.expire_all()
    return {(stage.workflow, stage.agency.name) for stage in case.stages}


def asked(case: Case, cast: Cast, to: str, stage: str, **given: Any) -> Referral:
    return refer(case, slip(case, cast.agency(to), stage=stage, **given), actor=cast.mei)


# who opens a mediation where; what the committee has done; whether it comes to stand there
WHO_WHERE = [
    # the agency of the case opens for itself
    ("mei", "federation", "nothing", True),
    ("song", "federation", "nothing", True),
    ("program", "federation", "nothing", True),
    # nobody opens for the committee: not the owner, not the committee itself, not the program, not an import
    ("mei", "committee", "nothing", False),
    ("song", "committee", "nothing", False),
    ("tao", "committee", "nothing", False),
    ("program", "committee", "nothing", False),
    ("import", "committee", "nothing", False),
    # what was only sent, or signed for, or sent back, or called back, is not accepted
    ("tao", "committee", "sent", False),
    ("program", "committee", "sent", False),
    ("tao", "committee", "signed_for", False),
    ("program", "committee", "signed_for", False),
    ("program", "committee", "returned", False),
    ("program", "committee", "recalled", False),
    # an acceptance opens one stage, which is open already, and none beside it
    ("mei", "committee", "accepted", False),
    ("tao", "committee", "accepted", False),
    ("program", "committee", "accepted", False),
    # what one agency or one kind of work was accepted for is nothing for another
    ("program", "court", "accepted", False),
]


@pytest.mark.parametrize(("who", "where", "done", "opened"), WHO_WHERE)
def test_who_may_bring_a_mediation_to_stand_where(
    case: Case, cast: Cast, who: str, where: str, done: str, opened: bool
) -> None:
    if done != "nothing":
        referral = asked(case, cast, "committee", "mediation")
        go_on(referral, cast, done)
    actor: Any = {"program": SYSTEM, "import": IMPORT}.get(who) or getattr(cast, who)
    before = len(case.stages)
    refusal = None
    try:
        with atomic():
            open_stage(case, "mediation", actor, {"lead": "beside"}, agency_id=cast.agency(where).id)
    except Refusal as refused:
        refusal = refused
    db.session.expire_all()
    assert len(case.stages) - before == opened
    assert (refusal is None) == opened
    if who in ("mei", "song", "program") and not opened:
        assert "请先转介，本人同意、对方接收后才开启" in refusal.reason
        assert "PI-23" in refusal.rules


def go_on(referral: Referral, cast: Cast, done: str) -> None:
    """Walk the slip to where it is DONE."""
    if done == "recalled":
        take(referral, "recall", actor=cast.mei, facts={"reason": "本人改变主意"})
    elif done == "returned":
        take(referral, "send_back", actor=cast.tao, facts={"reason": "not_duty"})
    elif done != "sent":
        take(referral, "sign_for", actor=cast.tao)
        if done == "accepted":
            take(referral, "accept", actor=cast.tao)


@pytest.mark.parametrize("kind", LATER)
def test_no_kind_of_stage_has_a_back_door(case: Case, cast: Cast, kind: str) -> None:
    elsewhere = {"kind": kind, "agency": cast.agency("elsewhere").id, "lead": "beside"}
    with pytest.raises(Incomplete, match="请先转介") as refused:
        take(case, "open_stage", actor=cast.mei, facts={"stages": [elsewhere]})
    assert refused.value.rules == ("PI-23",)
    with pytest.raises(Incomplete, match="请先转介"), atomic():
        open_stage(case, kind, SYSTEM, {}, agency_id=cast.agency("elsewhere").id)
    assert standing(case) == {("help_request", "青山区妇女联合会")}


def test_with_the_case_what_is_open_goes_to_whoever_took_it_over(case: Case, cast: Cast) -> None:
    take(asked(case, cast, "elsewhere", "", kind="transfer"), "accept", actor=cast.qiu)
    assert standing(case) == {("help_request", "白水区妇女联合会")}
    with pytest.raises(Incomplete, match="请先转介"), atomic():
        open_stage(case, "legal_aid", SYSTEM, {}, agency_id=cast.agency("federation").id)


def test_what_comes_back_comes_to_the_agency_that_owns_the_case_now(case: Case, cast: Cast) -> None:
    referral = asked(case, cast, "legal_aid", "legal_aid")
    take(referral, "accept", actor=cast.fang)
    take(asked(case, cast, "elsewhere", "", kind="transfer"), "accept", actor=cast.qiu)
    take(referral, "send_back", actor=cast.fang, facts={"reason": "declined"})
    assert standing(case) == {("help_request", "白水区妇女联合会"), ("legal_aid", "白水区妇女联合会")}
    with pytest.raises(Missing):
        find_case(case.ref, actor=cast.mei)
