"""A case with a stage of counselling at the social work centre, given to An; and what its steps are told."""

from collections.abc import Callable
from typing import Any

import pytest

from mediation.cases.models import Case, Party, Stage
from mediation.db import db
from mediation.people.models import User
from mediation.workflow.engine import take
from tests.conftest import Cast, referred
from tests.walks import walked

SECRET_WORDS = "她说小时候被锁在阁楼里"
SESSION: dict[str, Any] = {
    "held_at": "2026-03-05T10:00:00+08:00",
    "form": "face",
    "place": "二号谈话室",
    "notes": SECRET_WORDS,
    "next_plan": "下次谈睡眠",
}
NOTE = {"note": "已电话确认，人在家属陪同下。", "happened_on": "2026-03-06"}


@pytest.fixture
def room(new_case: Callable[..., Case], cast: Cast) -> Callable[..., Stage]:
    """A stage of counselling given to An, referred by Mei, in a new case or in the one given."""

    def open_it(case: Case | None = None, *, assignee: int | None = None, **given: Any) -> Stage:
        worker = db.session.get_one(User, assignee) if assignee else cast.an
        # The centre that is helping already is asked once more, for the other side, in another manner.
        manner = "delegate" if case else "co_handle"
        return referred(
            case or new_case(**{"received_on": "2026-01-01", **given}),
            "counselling",
            to="social",
            assignee=worker,
            manner=manner,
        )

    return open_it


@pytest.fixture
def under_way(room: Callable[..., Stage], cast: Cast) -> Callable[..., Stage]:
    """The same, after the applicant has consented."""

    def begin(**given: Any) -> Stage:
        stage = room(**given)

        def consented() -> Stage:
            take(stage, "consent", actor=cast.an, facts=consent_of(party_of(stage, "applicant")))
            return stage

        return walked(f"{stage.ref} she consents", consented)

    return begin


def party_of(stage: Stage, role: str) -> Party:
    """The first party of that role in the case of the stage."""
    return next(party for party in stage.case.parties if party.role == role)


def consent_of(party: Party, **more: Any) -> dict[str, Any]:
    """The facts of a consent that has been explained as it must be."""
    told = {"exceptions_told": True, "not_treatment_told": True, "way": "paper", "happened_on": "2026-03-03"}
    return {"party": party.id, "kind": "counselling", "answer": "agreed", **told, **more}


def scale_of(name: str, *answers: Any) -> dict[str, Any]:
    """The facts of a filled scale, its answers in order."""
    return {
        "instrument": name,
        "answers": {str(number): answer for number, answer in enumerate(answers, start=1)},
        "happened_on": "2026-03-05",
    }
