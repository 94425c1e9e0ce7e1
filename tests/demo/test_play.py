"""The whole demo in an empty database: once, unbroken, something for everybody, and every name as it is written."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from mediation.attachments.models import Attachment, PaperSignature
from mediation.audit.verify import verify_all
from mediation.cases.merges import Merge
from mediation.cases.models import Case, Party, Stage
from mediation.cases.openings import Opening, Recusal
from mediation.cases.persons import Person
from mediation.cases.queries import list_cases
from mediation.cases.today import rows_for
from mediation.cli import commands
from mediation.conferences.models import Conference
from mediation.data_requests.models import DataRequest
from mediation.db import SHANGHAI, db, now
from mediation.demo import play as played
from mediation.demo.invented import PLANS, invented_stories
from mediation.demo.people import ACCOUNTS, COLLEAGUES, SIGNED_IN, user_called
from mediation.demo.play import play
from mediation.demo.story import Story, real_stories
from mediation.disputes.models import Agreement
from mediation.errors import OutOfTurn
from mediation.intake.categories import CATEGORIES
from mediation.intake.forms import CHANNELS
from mediation.intake.models import PortalRequest
from mediation.people.models import Agency, User
from mediation.people.passwords import user_with
from mediation.referrals.models import Referral
from mediation.referrals.queries import waiting_for
from mediation.retention.models import Disposal, LegalHold
from mediation.workflow.clocks import overdue
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.models import Clock
from tests.conftest import PASSWORD

# The requests from the public pages that were taken on.
ONLINE = 2
# Those that show recusal and sealing.
GUARDED = 2
# Calls that were noted in ninety seconds.
CALLS = 3
# Nothing of a case is theirs to do.
WITHOUT_WORK = {"auditor", "admin"}
PAGES = {
    "intake": ["/", "/cases", "/cases/new"],
    "caseworker": ["/", "/cases", "/referrals"],
    "mediator": ["/", "/cases", "/referrals"],
    "court": ["/", "/referrals"],
    "auditor": ["/audit"],
    "admin": ["/workflows"],
}


@pytest.fixture
def filled(nobody: Flask) -> Flask:
    """The database after the demo was loaded into it."""
    play(nobody, password=PASSWORD)
    return nobody


def test_the_demo_fills_an_empty_database(filled, sign_in):
    everywhere_and_unbroken()
    everybody_has_something_to_do()
    every_list_has_something_in_it()
    every_name_is_as_it_is_written()
    nothing_stands_in_the_future()
    for login, pages in PAGES.items():
        browser = sign_in(user_called(login))
        assert {page: browser.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    with pytest.raises(OutOfTurn, match="不再载入"):
        play(filled, password=PASSWORD)
    assert (
        db.session.scalar(select(func.count(Case.id)))
        == len(PLANS) + len(real_stories()) + ONLINE + GUARDED + CALLS
    )


def everywhere_and_unbroken() -> None:
    """Every state of every machine has somebody in it, and the log holds."""
    found: Counter[tuple[str, str]] = Counter()
    models: tuple[Any, ...] = (
        Case, Stage, Agreement, Referral, Attachment, PaperSignature, Conference, PortalRequest,
        DataRequest, LegalHold, Disposal, Opening, Recusal, Merge,
    )  # fmt: skip
    for model in models:
        found.update((row.workflow, row.state) for row in db.session.scalars(select(model)))
    declared = {(name, state) for name, flow in WORKFLOWS.items() for state in flow.states}
    assert declared - set(found) == set()
    count, findings, _unproven = verify_all()
    assert count > 800
    assert findings == []


def everybody_has_something_to_do() -> None:
    rows = {login: len(rows_for(user_called(login))) for login in SIGNED_IN}
    assert {login for login, number in rows.items() if not number} == WITHOUT_WORK
    assert {
        login
        for login in ("court", "police", "legal_aid", "counsellor")
        if not waiting_for(user_called(login))
    } == set()
    assert {login for login in SIGNED_IN if not user_with(login, PASSWORD)} == set()
    assert not any(user_with(login, word) for login in COLLEAGUES for word in (PASSWORD, ""))
    assert set(ACCOUNTS) == set(SIGNED_IN)


def every_list_has_something_in_it() -> None:
    cases = db.session.scalars(select(Case)).all()
    assert {case.channel for case in cases} == {name for name, _label in CHANNELS}
    assert {case.category_class for case in cases} == set(CATEGORIES)
    assert {"none", "low", "medium", "high"} <= {case.danger for case in cases}
    desk = user_called("supervisor")
    for state in WORKFLOWS["one_stop"].states.keys() - {"destroyed"}:
        assert list_cases(actor=desk, state=state), state
    clocks = db.session.scalars(select(Clock)).all()
    assert any(overdue(clock) for clock in clocks)
    assert {"running", "met", "extended", "stopped"} <= {clock.state for clock in clocks}
    assert len({stage.agency_id for stage in db.session.scalars(select(Stage))}) >= 8
    begun = [case.registered_at for case in cases if case.registered_at > now() - timedelta(days=366)]
    assert len({(day.year, day.month) for day in begun}) >= 8


def every_name_is_as_it_is_written() -> None:
    asking = select(Person).join(Party).join(Case).where(Party.role == "applicant", Case.state != "destroyed")
    people = db.session.scalars(asking).all()
    assert {"张㛃", "李𬭊", "买买提·艾力", "王某", "吴某", "宋女士"} - {
        str(person.name) for person in people
    } == {"王某"}
    assert any(person.anonymous for person in people)
    assert any(person.sex == "1" for person in people)


def nothing_stands_in_the_future() -> None:
    yesterday = (now() - timedelta(days=1)).astimezone(SHANGHAI).date()
    assert all(
        case.registered_at.astimezone(SHANGHAI).date() <= yesterday
        for case in db.session.scalars(select(Case))
    )
    numbers = select(Case.number_year, Case.number).where(Case.station_id == user_called("intake").agency_id)
    given: dict[int, list[int]] = {}
    for year, number in db.session.execute(numbers.order_by(Case.registered_at)):
        given.setdefault(year, []).append(number)
    assert all(row == list(range(1, len(row) + 1)) for row in given.values())


def test_a_broken_demo_leaves_nothing_behind(nobody, monkeypatch):
    monkeypatch.setattr(played, "invented_stories", lambda moment: [_broken()])
    with pytest.raises(RuntimeError, match="register"):
        play(nobody, password=PASSWORD)
    assert [db.session.scalar(select(func.count()).select_from(model)) for model in (User, Agency, Case)] == [
        0,
        0,
        0,
    ]


def test_the_command_refuses_a_database_with_people_in_it(demo, monkeypatch):
    monkeypatch.setattr("mediation.cli.create_app", lambda: demo)
    monkeypatch.setattr("mediation.cli.brought_up_to_date", lambda app: None)
    answer = CliRunner().invoke(commands, ["demo"])
    assert answer.exit_code == 1
    assert "已有人员" in answer.output


@pytest.mark.parametrize("day", ["2026-11-22", "2026-02-28", "2027-01-04"])
def test_the_invented_cases_are_the_same_at_every_loading_and_never_ahead_of_it(day):
    moment = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=SHANGHAI)
    stories = invented_stories(moment)
    assert stories == invented_stories(moment)
    assert len(stories) == 79
    assert all(step.at < moment for story in stories for step in story.steps)
    assert all(list(story.steps) == sorted(story.steps, key=lambda step: step.at) for story in stories)


def _broken() -> Story:
    """A story that begins with somebody who may not register anything."""
    first = real_stories()[0].steps[0]
    return Story("broken", (type(first)(first.at, "mediator", "register", first.facts),))


def test_nothing_personal_is_written_to_the_log_of_the_program(demo, tell, caplog):
    with caplog.at_level(logging.DEBUG):
        tell("wendeng_song")
    assert "宋女士" not in caplog.text
