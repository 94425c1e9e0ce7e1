"""What the database itself refuses: changing the log, and changing a state without its entry.

The same triggers stand in the migrations; a test compares both.
"""

from typing import Any

from sqlalchemy import DDL, event

_REFUSE = "the log is append-only"
_NO_ENTRY = "no change of state without its audit entry"
# INSERT OR REPLACE would take a row away without asking the triggers of DELETE.
_SAME_ROW = {"audit_entry": "id = NEW.id OR (chain = NEW.chain AND sequence = NEW.sequence)"}


def append_only(table: Any) -> None:
    """Rows of TABLE can be added; changing, deleting and (PostgreSQL) truncating is refused."""
    for statement, dialect in append_only_sql(table.name):
        event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))


def guarded_state(table: Any) -> None:
    """`state` and `version` of TABLE change only together with an audit entry that says so; rows stay."""
    for statement, dialect in guarded_state_sql(table.name):
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


def _both(lite: list[str], postgres: list[str]) -> list[tuple[str, str]]:
    return [(text, "sqlite") for text in lite] + [(text, "postgresql") for text in postgres]
