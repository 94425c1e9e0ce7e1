"""A case of violence with its protection open, and the filled forms of an order."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from mediation.cases.models import Case, Stage
from mediation.db import SHANGHAI, turned_back_to
from mediation.web.forms import FORMS, StepForm
from mediation.workflow.engine import take
from tests.conftest import Cast, stage_of
from tests.walks import walked

# A Friday afternoon: 72 hours end on Monday, 24 hours on Saturday.
FRIDAY = datetime(2026, 3, 6, 16, 30, tzinfo=SHANGHAI)
VIOLENT = {"category_kind": "家庭暴力", "q_hurt": "yes", "q_violence": "yes"}
DRAFT = {
    "applicant_kind": "self",
    "relation": "former_spouse",
    "venue": "place",
    "measures": ["no_violence", "no_contact"],
}
FILED = {"po_filed_at": FRIDAY - timedelta(hours=2), "court": "青山区人民法院", "way": "oral", "by": "self"}
ACCEPTED = {"po_accepted_at": FRIDAY, "urgent": False, "limit_choice": "ordinary"}
MADE = {
    "po_made_at": FRIDAY + timedelta(hours=20),
    "po_effective_on": "2026-03-07",
    "po_expires_on": "2026-09-06",
    "measures": ["no_violence"],
}
REFUSED = {
    "po_made_at": FRIDAY + timedelta(hours=20),
    "po_effective_on": "2026-03-07",
    "reason": "现有材料不足。",
    "told_reconsideration": True,
}
Step = Callable[..., None]
Checked = Callable[..., dict[str, Any]]


@pytest.fixture
def case(new_case: Callable[..., Case], cast: Cast) -> Case:
    made = new_case(actor=cast.mei, **{"received_on": "2026-03-01", **VIOLENT})

    def opened() -> Case:
        take(made, "open_protection", actor=cast.mei, facts={"reason": "有人身危险"})
        return made

    return walked("Mei opens protection", opened)


@pytest.fixture
def stage(case: Case) -> Stage:
    return stage_of(case, "protection")


@pytest.fixture
def step(stage: Stage, cast: Cast) -> Step:
    """Mei takes a step of the protection on a day."""

    def go(trigger: str, facts: dict[str, Any] | None = None, *, at: datetime = FRIDAY, **more: Any) -> None:
        with turned_back_to(at):
            take(stage, trigger, actor=cast.mei, facts={**(facts or {}), **more})

    return go


@pytest.fixture
def filled(app: Flask) -> Callable[..., StepForm]:
    """The form of that name, posted with DATA and checked."""

    def fill(name: str, **data: Any) -> StepForm:
        with app.test_request_context("/", method="POST", data=data):
            form = FORMS[name]()
            form.offer_choices(lambda word: [(1, "对方")])
            form.validate()
            return form

    return fill
