"""The triggers are part of the proof: one that is missing, other than ours, switched off or too many is named."""

import re

import pytest
from sqlalchemy import text

from mediation.audit.guards import EXPECTED
from mediation.audit.triggers import triggers_are_ours
from mediation.db import db
from tests.audit.conftest import found
from tests.conftest import ON_POSTGRES

TRIGGER = re.compile(r'CREATE TRIGGER (\w+) .*? ON ("\w+")')
OURS = [
    TRIGGER.match(statement).groups()
    for statement, dialect in EXPECTED
    if dialect == ("postgresql" if ON_POSTGRES else "sqlite") and statement.startswith("CREATE TRIGGER")
]


def _do(*statements: str) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _dropped(name: str, table: str) -> str:
    return f"DROP TRIGGER {name}" + (f" ON {table}" if ON_POSTGRES else "")


def test_every_trigger_is_missed_when_it_is_gone(app):
    assert len(OURS) > 20 or ON_POSTGRES
    _do(*(_dropped(name, table) for name, table in OURS))
    told = [str(finding) for finding in triggers_are_ours()]
    assert len(told) == len(OURS)
    for name, _table in OURS:
        assert any(f"缺少保护记录的防改装置 {name}" in line for line in told), name


def test_a_trigger_with_the_same_name_that_does_nothing_is_found(app):
    name = "audit_entry_no_change" if ON_POSTGRES else "audit_entry_no_delete"
    idle = (
        f"CREATE TRIGGER {name} BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()"
        if ON_POSTGRES
        else f'CREATE TRIGGER {name} BEFORE DELETE ON "audit_entry" BEGIN SELECT 1; END'
    )
    _do(_dropped(name, "audit_entry"), idle)
    assert f"防改装置 {name}" in found()
    assert "被更改" in found()


def test_a_trigger_too_many_is_found(app):
    added = (
        "CREATE TRIGGER helper BEFORE INSERT ON stage FOR EACH ROW EXECUTE FUNCTION stage_state_guard()"
        if ON_POSTGRES
        else "CREATE TRIGGER helper AFTER INSERT ON stage BEGIN SELECT 1; END"
    )
    _do(added)
    assert re.search(r"多出防改装置 helper.*，不是本程序建立的", found())


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite switches no trigger off")
def test_a_trigger_switched_off_and_a_function_made_idle_are_found(app):
    _do(
        "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_change",
        "CREATE OR REPLACE FUNCTION stage_state_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    )
    assert "防改装置 audit_entry_no_change @ audit_entry 被停用" in found()
    assert "防改装置的程序 stage_state_guard 被更改" in found()
