"""Reading leaves a read entry and nothing else: every address that answers GET, with what there really is, role by role."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table as Rows
from sqlalchemy import create_engine, func, select, text

from mediation.api.models import ApiRefusal
from mediation.audit.models import ReadEntry
from mediation.cases.models import Case
from mediation.cases.papers import issue
from mediation.db import db
from mediation.documents.papers import PAPERS
from mediation.people.models import SignIn, Throttle, User
from mediation.referrals.sending import refer
from mediation.workflow.engine import WORKFLOWS, take
from tests.conftest import Cast, referred, slip, stage_of
from tests.disputes.conftest import Table

# What reading may leave behind: that it was read, that somebody is still there, and how often they tried.
OF_READING = {
    ReadEntry.__tablename__: None,
    SignIn.__tablename__: "seen_at",
    Throttle.__tablename__: None,
    # A call that got nothing stands in its record.
    ApiRefusal.__tablename__: None,
}
# Who reads, and how many of the addresses answer them at least.
READERS = {"mei": 25, "tao": 25, "fang": 15, "eye": 10}


@pytest.fixture
def addresses(app: Flask, new_case: Callable[..., Case], cast: Cast) -> list[str]:
    """Every address that answers GET: of a case with an agreement, a slip that waits for an answer, a printed paper."""
    case = new_case(actor=cast.mei)
    take(stage_of(case, "help_request"), "accept", actor=cast.mei, facts={"accepted_on": "2026-11-02"})
    table = Table(referred(case, "mediation", to="committee"), cast).effective()
    known = {
        "case": case.ref,
        "referral": refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei).ref,
        "document": issue(case, "registration", "", actor=cast.mei).ref,
        "stage": table.stage.ref,
        "agreement": table.agreement.ref,
        "rule": next(iter(app.extensions["law"].rules)),
    }
    return sorted(_filled(app, known))


def _filled(app: Flask, known: dict[str, str]) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "static" not in rule.endpoint:
            owner = rule.rule.split("/")[1]
            ref = known.get({"cases": "case"}.get(owner, owner.removesuffix("s")), "")
            yield from _paths(
                rule.rule.replace("<rule_id>", known["rule"]).replace("<ref>", ref), owner, known
            )


def _paths(path: str, owner: str, known: dict[str, str]) -> list[str]:
    """The page with every step, thing and paper in its place."""
    items = {known["stage"]: "mediation", known["agreement"]: "agreement"}
    if "<item>" in path:
        steps = [(item, trigger) for item, workflow in items.items() for trigger in _triggers(workflow)]
        return [path.replace("<item>", item).replace("<trigger>", trigger) for item, trigger in steps]
    if "<trigger>" in path:
        triggers = _triggers("referral" if owner == "referrals" else "one_stop")
        return [path.replace("<trigger>", trigger) for trigger in triggers]
    if "/papers/" in path:
        named = [path.replace("<name>", name) for name in PAPERS]
        return [one + (f"?about={about}" if about else "") for one in named for about in ("", *items)]
    return [path.replace("<name>", "mediation")]


def _triggers(workflow: str) -> set[str]:
    return {step.trigger for step in WORKFLOWS[workflow].steps()}


def everything(app: Flask) -> dict[str, str]:
    """What stands in every table, as a digest; what reading may leave is left out. And the keys."""
    db.session.rollback()
    found = {
        table.name: _digest(table, OF_READING.get(table.name))
        for table in db.metadata.sorted_tables
        if OF_READING.get(table.name, "") is not None
    }
    keys = create_engine(app.extensions["vault"]._store._engine.url)
    with keys.connect() as connection:
        found["keys"] = str(connection.execute(text("SELECT count(*), max(made_at) FROM vault_keys")).all())
    keys.dispose()
    found["files"] = str(sorted(path.name for path in Path(app.instance_path).rglob("*") if path.is_file()))
    return found


def _digest(table: Rows, without: str | None) -> str:
    columns = [column for column in table.columns if column.name != without]
    rows = sorted(repr(tuple(row)) for row in db.session.execute(select(*columns)))
    return f"{len(rows)} {sha256(chr(10).join(rows).encode()).hexdigest()}"


@pytest.mark.once
@pytest.mark.parametrize("who", READERS)
def test_no_get_changes_anything_but_that_it_was_read(
    app: Flask,
    cast: Cast,
    sign_in: Callable[[User], FlaskClient],
    addresses: list[str],
    who: str,
) -> None:
    browser = sign_in(getattr(cast, who))
    # Who asks the interface for programs without a token is turned away, and that stands in the log: once an hour.
    browser.get("/api/v1/referrals")
    before, read_before = everything(app), _read()
    answers: dict[str, int] = {}
    for path in addresses:
        answers[path] = browser.get(path).status_code
    assert everything(app) == before
    assert {path: code for path, code in answers.items() if code >= 500} == {}
    assert sum(code == 200 for code in answers.values()) >= READERS[who], answers
    assert _read() > read_before


def _read() -> Any:
    return db.session.scalar(select(func.count()).select_from(ReadEntry))
