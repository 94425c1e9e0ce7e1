"""What somebody does who owns the database: the triggers away, the deed, the triggers back."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from mediation.audit.verify import verify_all
from mediation.cases.models import Case
from mediation.db import db
from mediation.workflow.engine import take
from tests.conftest import ON_POSTGRES, Cast

NOTICE = {"happened_on": "2026-03-02", "notice": "legal_aid", "way": "spoken"}


@pytest.fixture
def case(new_case: Callable[..., Case], cast: Cast) -> Case:
    """A case with several entries, the last of which changed no state."""
    case = new_case()
    for _ in range(3):
        take(case, "inform", actor=cast.mei, facts=NOTICE)
    return case


def found() -> str:
    """Everything that the check finds wrong, one sentence a line."""
    db.session.rollback()
    return "\n".join(map(str, verify_all().findings))


def one(statement: str, **values: Any) -> Any:
    """The first value that the query answers."""
    db.session.rollback()
    return db.session.execute(text(statement), values).scalar()


def without_guards(*statements: str, **values: Any) -> None:
    """Carry out the statements in one transaction in which no trigger works; afterwards all are as before."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if ON_POSTGRES:
            connection.execute(text("SET session_replication_role = replica"))
            for statement in statements:
                connection.execute(text(statement), values)
            connection.execute(text("SET session_replication_role = DEFAULT"))
            return
        kept = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for name, _sql in kept:
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        for statement in statements:
            connection.execute(text(statement), values)
        for _name, sql in kept:
            connection.exec_driver_sql(sql)
