"""A referral as Mei sends it, with the person's separate consent."""

from collections.abc import Callable
from typing import Any

import pytest

from mediation.cases.models import Case
from mediation.people.models import User
from mediation.referrals.models import Referral
from mediation.referrals.sending import refer
from tests.conftest import Cast

STORY = "离婚后对方不付抚养费。"


def slip(case: Case, to: Any, **given: Any) -> dict[str, Any]:
    """The facts of the form `referral`: legal aid, with consent, and the minimum of fields."""
    told = {
        "kind": "refer",
        "stage": "legal_aid",
        "to": to.id,
        "urgency": "slight",
        "needs": ["legal_aid"],
        "purpose": "申请法律援助",
        "ground": "consent",
        "party": next(party.id for party in case.parties if party.role == "applicant"),
        "answer": "agreed",
        "way": "in_person",
        "data_kinds": ["identity", "contact", "narrative"],
        **given,
    }
    return {name: value for name, value in told.items() if value is not None}


@pytest.fixture
def send(new_case: Callable[..., Case], cast: Cast) -> Callable[..., Referral]:
    """Mei refers a new case (or CASE) to the legal aid centre, or TO another agency."""

    def go(
        case: Case | None = None, to: str = "legal_aid", actor: User | None = None, **given: Any
    ) -> Referral:
        case = case or new_case()
        return refer(case, slip(case, cast.agency(to), **given), actor=actor or cast.mei)

    return go
