"""Ask a guard by real steps: what it says, on which rules it rests, and that the page says the same."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import Case
from mediation.cases.papers import issue
from mediation.db import today
from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.workflow.engine import take
from tests.conftest import Cast, stage_of
from tests.counselling.conftest import room as room
from tests.counselling.conftest import under_way as under_way
from tests.disputes.conftest import table as table
from tests.walks import walked

SAFE = {"way": "phone", "reached": True, "safe": "yes", "satisfaction": "satisfied", "text": "一切都好。"}
CLOSING = {"outcome": "resolved", "summary": "已经办结。"}


@contextmanager
def barred(words: str, *rules: str) -> Iterator[None]:
    """What is done inside is refused in these words, and the refusal carries these rules of law."""
    with pytest.raises(Incomplete) as refusal:
        yield
    assert re.search(words, refusal.value.reason), refusal.value.reason
    assert set(rules) <= set(refusal.value.rules), (refusal.value.reason, refusal.value.rules)


def shut(page: str, label: str, words: str, *rules: str) -> None:
    """The page of the case shows the step LABEL shut, with the reason and a link to each article."""
    rows = re.findall(r"<li><strong>(?:(?!</li>).)*?</li>", page, re.DOTALL)
    row = next((row for row in rows if label in row.partition("</strong>")[0]), None)
    assert row, f"{label} is not among the steps that are shut"
    assert re.search(words, row), row
    for rule in rules:
        assert f'/{rule}"' in row, (rule, row)


@pytest.fixture
def page_of(sign_in: Callable[[User], FlaskClient]) -> Callable[[Case, User], str]:
    """The page of a case as somebody sees it."""
    return lambda case, user: sign_in(user).get(f"/cases/{case.ref}").text


def accepted(case: Case, actor: User) -> None:
    """The request for help is accepted."""
    facts = {"accepted_on": today().isoformat()}
    take(stage_of(case, "help_request"), "accept", actor=actor, facts=facts)


def told(case: Case, actor: User, *notices: str, way: str = "spoken", **more: Any) -> None:
    """She was told, and nobody else."""
    her = next(party.id for party in case.parties if party.side == "applicant")
    for notice in notices:
        take(case, "inform", actor=actor, facts={"party": her, "notice": notice, "way": way, **more})


def followed_up(case: Case, cast: Cast) -> Case:
    """A case that has come to its follow-up, and was asked after: nothing but the law keeps it open."""
    return walked(f"{case.ref} is followed up", lambda: _followed_up(case, cast))


def _followed_up(case: Case, cast: Cast) -> Case:
    accepted(case, cast.mei)
    take(
        stage_of(case, "help_request"),
        "triage",
        actor=cast.mei,
        facts={"stages": [], "reason": "当场已解决。"},
    )
    take(case, "begin_follow_up", actor=cast.mei)
    take(case, "record_follow_up", actor=cast.mei, facts=SAFE)
    return case


def archived(case: Case, cast: Cast) -> Case:
    """A closed case that the registrar has filed."""
    issue(case, "registration", "", actor=cast.mei)
    facts = {
        "retention": "long",
        "dossier_note": "齐全。",
        "filed_by": cast.rao.id,
        "checked_by": cast.mei.id,
        "archived_on": today().isoformat(),
    }
    take(case, "archive", actor=cast.rao, facts=facts)
    return case
