"""A database without anybody in it but the people of the demo, and its stories told there."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from mediation.cases.models import Case, Stage
from mediation.db import atomic, db
from mediation.demo.people import settle
from mediation.demo.story import Story, real_stories
from mediation.demo.telling import Telling
from mediation.people.models import Agency, User
from mediation.workflow.models import Clock
from tests.conftest import PASSWORD

Tell = Callable[..., Case]


@pytest.fixture
def nobody(app: Flask) -> Flask:
    """The program as it is at the first start."""
    with atomic() as session:
        session.execute(delete(User))
        session.execute(delete(Agency))
    return app


@pytest.fixture
def demo(nobody: Flask) -> Flask:
    """The program with the people of the demo, and no case."""
    with atomic():
        settle(PASSWORD)
    return nobody


@pytest.fixture
def tell(demo: Flask) -> Tell:
    """Tell a real story, with further facts at its registration if a test gives some of the applicant."""

    def go(name: str, **applicant: Any) -> Case:
        return Telling(with_applicant(story(name), applicant)).tell()

    return go


def story(name: str) -> Story:
    """The real story of that name."""
    return next(story for story in real_stories() if story.name == name)


def with_applicant(story: Story, told: dict[str, Any]) -> Story:
    """The same story with more known of the first applicant, as a clerk would have typed it."""
    first, *rest = story.steps
    applicants = [{**first.facts["applicants"][0], **told}, *first.facts["applicants"][1:]]
    return replace(story, steps=(replace(first, facts={**first.facts, "applicants": applicants}), *rest))


def clocks_of(case: Case, rule: str) -> list[Clock]:
    """Every clock of one rule in the case, oldest first."""
    query = select(Clock).where(Clock.chain == case.ref, Clock.rule == rule)
    return list(db.session.scalars(query.order_by(Clock.id)))


def stages(case: Case, workflow: str) -> list[Stage]:
    """The stages of one kind, oldest first."""
    return [stage for stage in case.stages if stage.workflow == workflow]
