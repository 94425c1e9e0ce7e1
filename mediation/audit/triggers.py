"""Whether the database still has the triggers that guard the log and every state, word for word, and no others."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import TextClause, text

from mediation.audit.findings import Finding
from mediation.audit.guards import EXPECTED
from mediation.db import db

# The order in which PostgreSQL names the events of a trigger.
_EVENTS = ("INSERT", "DELETE", "UPDATE", "TRUNCATE")
_TRIGGER = re.compile(r"(CREATE TRIGGER \w+ \w+) ([A-Z ]+) ON (.*)", re.DOTALL)
_FUNCTION = re.compile(r"CREATE FUNCTION (\w+)\(\).* AS \$\$(.*)\$\$", re.DOTALL)
_NAME = re.compile(r"CREATE (?:TRIGGER|FUNCTION) (\w+)")
_LITE = text("SELECT name, sql, '' AS off FROM sqlite_master WHERE type = 'trigger'")
_TRIGGERS = text(
    "SELECT tgname || ' @ ' || relname AS name, pg_get_triggerdef(pg_trigger.oid, true) AS sql, "
    "CASE WHEN tgenabled IN ('O', 'A') THEN '' ELSE 'off' END AS off "
    "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
)
_FUNCTIONS = text(
    "SELECT proname AS name, replace(pg_get_functiondef(pg_proc.oid), quote_ident(current_schema()) || '.', '') AS sql, "
    "'' AS off FROM pg_proc WHERE prokind = 'f' AND pronamespace = current_schema()::regnamespace "
    "AND (prorettype = 'trigger'::regtype)"
)


@dataclass(frozen=True)
class _Found:
    """A trigger or a function as the database has it."""

    sql: str
    off: bool


def triggers_are_ours() -> Iterator[Finding]:
    """What is missing, changed, switched off, or there without having been asked for."""
    dialect = db.session().get_bind().dialect.name
    ours = [statement for statement, of in EXPECTED if of == dialect]
    if dialect == "sqlite":
        yield from _compared("防改装置", {_named(one): one for one in ours}, _read(_LITE), str)
        return
    triggers = {_named(one): one for one in ours if one.startswith("CREATE TRIGGER")}
    functions = {_named(one): one for one in ours if one.startswith("CREATE FUNCTION")}
    yield from _compared(
        "防改装置", {_placed(one): one for one in triggers.values()}, _read(_TRIGGERS), _trigger
    )
    yield from _compared("防改装置的程序", functions, _read(_FUNCTIONS), _function)


def _compared(
    what: str, ours: Mapping[str, str], found: Mapping[str, _Found], written: Callable[[str], str]
) -> Iterator[Finding]:
    for name, statement in ours.items():
        there = found.get(name)
        if there is None:
            yield Finding("", 0, f"数据库缺少保护记录的{what} {name}")
        elif _plain(there.sql) != _plain(written(statement)):
            yield Finding("", 0, f"保护记录的{what} {name} 被更改")
        elif there.off:
            yield Finding("", 0, f"保护记录的{what} {name} 被停用")
    for name in sorted(found.keys() - ours.keys()):
        yield Finding("", 0, f"数据库里多出{what} {name}，不是本程序建立的")


def _read(query: TextClause) -> dict[str, _Found]:
    return {row.name: _Found(row.sql, bool(row.off)) for row in db.session.execute(query)}


def _plain(sql: str) -> str:
    return sql.replace('"', "").strip()


def _named(statement: str) -> str:
    found = _NAME.match(statement)
    return found[1] if found else statement


def _placed(statement: str) -> str:
    """A trigger of PostgreSQL is known by its name and its table."""
    return f"{_named(statement)} @ {statement.split(' ON ')[1].split()[0]}".replace('"', "")


def _trigger(statement: str) -> str:
    """The statement as pg_get_triggerdef writes it."""
    head, events, rest = _TRIGGER.fullmatch(statement).groups()  # type: ignore[union-attr]
    told = events.split(" OR ")
    return f"{head} {' OR '.join(one for one in _EVENTS if one in told)} ON {rest}"


def _function(statement: str) -> str:
    """The statement as pg_get_functiondef writes it."""
    name, body = _FUNCTION.fullmatch(statement).groups()  # type: ignore[union-attr]
    return (
        f"CREATE OR REPLACE FUNCTION {name}()\n RETURNS trigger\n LANGUAGE plpgsql\n"
        f"AS $function${body}$function$\n"
    )
