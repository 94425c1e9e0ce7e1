"""What the database itself refuses: changing the log, and changing a state without its entry.

The same triggers stand in the migrations; a test compares both.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import DDL, event

_REFUSE = "the log is append-only"
_NO_ENTRY = "no change of state without its audit entry"
_NO_HEAD = "an entry follows the last one of its chain, and is counted"
# INSERT OR REPLACE would take a row away without asking the triggers of DELETE.
_SAME_ROW = {"audit_entry": "id = NEW.id OR (chain = NEW.chain AND sequence = NEW.sequence)"}
# Every statement that was asked for, with the name of its dialect: what a database must have.
EXPECTED: list[tuple[str, str]] = []


def append_only(table: Any) -> None:
    """Rows of TABLE can be added; changing, deleting and (PostgreSQL) truncating is refused."""
    _expect(table, append_only_sql(table.name))


def guarded_state(table: Any) -> None:
    """`state` and `version` of TABLE change only together with an audit entry that says so; rows stay."""
    _expect(table, guarded_state_sql(table.name))


def counted(heads: Any) -> None:
    """The database itself keeps the head of each chain in HEADS: one on with each entry, and in no other way."""
    _expect(heads, counted_sql())


def _expect(table: Any, statements: Iterable[tuple[str, str]]) -> None:
    for statement, dialect in statements:
        EXPECTED.append((statement, dialect))
        event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))


def append_only_sql(name: str) -> list[tuple[str, str]]:
    """The statements for both databases, each with the name of its dialect."""
    lite = [
        f'CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON "{name}" '
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    lite.append(
        f'CREATE TRIGGER {name}_no_replace BEFORE INSERT ON "{name}" '
        f'WHEN EXISTS (SELECT 1 FROM "{name}" WHERE {_SAME_ROW.get(name, "id = NEW.id")}) '
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END"
    )
    postgres = [
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSE}'; END $$",
        f'CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON "{name}" '
        f"FOR EACH ROW EXECUTE FUNCTION {name}_refuse()",
        f'CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON "{name}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_refuse()",
    ]
    return _both(lite, postgres)


def guarded_state_sql(name: str) -> list[tuple[str, str]]:
    """The statements for both databases, each with the name of its dialect."""
    told = "SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state"
    change = f"NEW.version <> OLD.version + 1 OR NOT EXISTS ({told} AND source = OLD.state)"
    begin = f"NOT EXISTS ({told} AND source IS NULL)"
    lite = [
        f'CREATE TRIGGER {name}_state_change BEFORE UPDATE OF state, version, ref ON "{name}" '
        f"WHEN NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref "
        f"BEGIN SELECT RAISE(ABORT, '{_NO_ENTRY}') WHERE NEW.ref <> OLD.ref OR {change}; END",
        f'CREATE TRIGGER {name}_state_begin BEFORE INSERT ON "{name}" '
        f"BEGIN SELECT RAISE(ABORT, '{_NO_ENTRY}') WHERE {begin} "
        f'OR EXISTS (SELECT 1 FROM "{name}" WHERE id = NEW.id OR ref = NEW.ref); END',
        f"CREATE TRIGGER {name}_stays BEFORE DELETE ON \"{name}\" BEGIN SELECT RAISE(ABORT, '{_NO_ENTRY}'); END",
    ]
    body = (
        f"BEGIN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_NO_ENTRY}'; "
        f"ELSIF TG_OP = 'INSERT' THEN IF {begin} THEN RAISE EXCEPTION '{_NO_ENTRY}'; END IF; "
        f"ELSIF NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref THEN "
        f"IF NEW.ref <> OLD.ref OR {change} THEN RAISE EXCEPTION '{_NO_ENTRY}'; END IF; END IF; "
        f"RETURN NEW; END"
    )
    postgres = [
        f"CREATE FUNCTION {name}_state_guard() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f'CREATE TRIGGER {name}_state BEFORE INSERT OR UPDATE OR DELETE ON "{name}" '
        f"FOR EACH ROW EXECUTE FUNCTION {name}_state_guard()",
        f'CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON "{name}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
    ]
    return _both(lite, postgres)


def counted_sql() -> list[tuple[str, str]]:
    """The statements for both databases, each with the name of its dialect."""
    head = "SELECT 1 FROM audit_head WHERE chain = NEW.chain"
    follows = (
        f"CASE WHEN NEW.sequence = 1 THEN NOT EXISTS ({head}) "
        f"ELSE EXISTS ({head} AND sequence = NEW.sequence - 1 AND hash = NEW.previous) END"
    )
    count = (
        "INSERT INTO audit_head (chain, sequence, hash) SELECT NEW.chain, 1, NEW.hash WHERE NEW.sequence = 1; "
        "UPDATE audit_head SET sequence = NEW.sequence, hash = NEW.hash "
        "WHERE chain = NEW.chain AND NEW.sequence > 1;"
    )
    entry = (
        "SELECT 1 FROM audit_entry WHERE chain = NEW.chain AND sequence = NEW.sequence AND hash = NEW.hash"
    )
    first = f"NEW.sequence = 1 AND NOT EXISTS ({head}) AND EXISTS ({entry})"
    one_on = (
        "NEW.chain = OLD.chain AND NEW.sequence = OLD.sequence + 1 "
        f"AND EXISTS ({entry} AND previous = OLD.hash)"
    )
    return _both(
        _counted_lite(follows, count, first, one_on), _counted_postgres(follows, count, first, one_on)
    )


def _counted_lite(follows: str, count: str, first: str, one_on: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_NO_HEAD}'); END"
    return [
        f'CREATE TRIGGER audit_entry_follows BEFORE INSERT ON "audit_entry" WHEN NOT ({follows}) {refuse}',
        f'CREATE TRIGGER audit_entry_counts AFTER INSERT ON "audit_entry" BEGIN {count} END',
        f'CREATE TRIGGER audit_head_begins BEFORE INSERT ON "audit_head" WHEN NOT ({first}) {refuse}',
        f'CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON "audit_head" WHEN NOT ({one_on}) {refuse}',
        f'CREATE TRIGGER audit_head_stays BEFORE DELETE ON "audit_head" {refuse}',
    ]


def _counted_postgres(follows: str, count: str, first: str, one_on: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{_NO_HEAD}'; END IF; RETURN NEW;"
    head = (
        f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_NO_HEAD}'; "
        f"ELSIF TG_OP = 'INSERT' THEN IF NOT ({first}) THEN RAISE EXCEPTION '{_NO_HEAD}'; END IF; "
        f"ELSIF NOT ({one_on}) THEN {refuse}"
    )
    bodies = {
        "audit_entry_follow": f"IF NOT ({follows}) THEN {refuse}",
        "audit_entry_count": f"{count} RETURN NULL;",
        "audit_head_guard": head,
    }
    functions = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        for name, body in bodies.items()
    ]
    row = "FOR EACH ROW EXECUTE FUNCTION"
    return [
        *functions,
        f'CREATE TRIGGER audit_entry_follows BEFORE INSERT ON "audit_entry" {row} audit_entry_follow()',
        f'CREATE TRIGGER audit_entry_counts AFTER INSERT ON "audit_entry" {row} audit_entry_count()',
        f'CREATE TRIGGER audit_head_goes_on BEFORE INSERT OR UPDATE OR DELETE ON "audit_head" {row} audit_head_guard()',
        'CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON "audit_head" '
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
    ]


def _both(lite: list[str], postgres: list[str]) -> list[tuple[str, str]]:
    return [(text, "sqlite") for text in lite] + [(text, "postgresql") for text in postgres]
