"""A referral as Mei sends it, with the person's separate consent."""

from collections.abc import Callable
from typing import Any

import pytest

from mediation.cases.models import Case
from mediation.people.models import User
from mediation.referrals.models import Referral
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.conftest import Cast, stage_of
from tests.conftest import slip as slip
from tests.walks import walked

STORY = "离婚后对方不付抚养费。"


@pytest.fixture
def send(new_case: Callable[..., Case], cast: Cast) -> Callable[..., Referral]:
    """Mei refers a new case (or CASE) to the legal aid centre, or TO another agency."""

    def go(
        case: Case | None = None, to: str = "legal_aid", actor: User | None = None, **given: Any
    ) -> Referral:
        case = case or new_case()
        told, sender = slip(case, cast.agency(to), **given), actor or cast.mei
        step = f"{sender.login} refers {case.ref} {told!r}"
        return walked(step, lambda: refer(case, told, actor=sender))

    return go


@pytest.fixture
def case(new_case: Callable[..., Case], cast: Cast) -> Case:
    """Accepted and ready for triage, in the hands of Mei."""
    case = new_case(actor=cast.mei)

    def accepted() -> Case:
        take(stage_of(case, "help_request"), "accept", actor=cast.mei, facts={"accepted_on": "2026-11-02"})
        return case

    return walked("Mei accepts the request", accepted)
