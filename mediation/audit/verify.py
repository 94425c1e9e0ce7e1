"""Prove that nobody touched the log, and that every state says what its last entry says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData, Table, func, select

from mediation.audit.log import FIRST, entry_hash
from mediation.audit.models import AuditEntry
from mediation.db import db

_ENTRY: Any = AuditEntry.__table__


@dataclass(frozen=True)
class Finding:
    """Something that should not be: in which chain, at which number, and what."""

    chain: str
    sequence: int
    what: str

    def __str__(self) -> str:
        return f"链 {self.chain} 第 {self.sequence} 条：{self.what}"


def verify_all() -> tuple[int, list[Finding]]:
    """How many entries were read, and everything found wrong, in the order of the chains."""
    rows = db.session.execute(
        select(_ENTRY).order_by(_ENTRY.c.chain, _ENTRY.c.sequence).execution_options(yield_per=2000)
    ).mappings()
    count = 0
    findings: list[Finding] = []
    chain, previous, sequence = "", FIRST, 0
    for row in rows:
        count += 1
        if row["chain"] != chain:
            chain, previous, sequence = row["chain"], FIRST, 0
        findings += _wrong_with(row, previous, sequence)
        previous, sequence = row["hash"], row["sequence"]
    return count, findings + list(_states_without_entry())


def _wrong_with(row: Any, previous: str, sequence: int) -> Iterable[Finding]:
    if row["sequence"] != sequence + 1:
        yield Finding(row["chain"], sequence + 1, "缺少记录（被删除，或顺序被调换）")
    if row["previous"] != previous:
        yield Finding(row["chain"], row["sequence"], "与前一条不相连（前一条被更改、删除、插入或调换）")
    if entry_hash(dict(row)) != row["hash"]:
        yield Finding(row["chain"], row["sequence"], "内容被更改")


def _states_without_entry() -> Iterator[Finding]:
    """Rows whose state and version are not those of their last entry: a trigger was taken away, or a tail was cut."""
    last = (
        select(_ENTRY.c.subject, func.max(_ENTRY.c.version).label("version"))
        .where(_ENTRY.c.version.is_not(None))
        .group_by(_ENTRY.c.subject)
        .subquery()
    )
    entries = (
        select(_ENTRY.c.chain, _ENTRY.c.sequence, _ENTRY.c.subject, _ENTRY.c.version, _ENTRY.c.dest)
        .join(last, (_ENTRY.c.subject == last.c.subject) & (_ENTRY.c.version == last.c.version))
        .where(_ENTRY.c.dest.is_not(None))
        .subquery()
    )
    for table in _tracked(db.metadata):
        query = (
            select(table.c.ref, table.c.state, entries.c.chain, entries.c.sequence)
            .outerjoin(entries, entries.c.subject == table.c.ref)
            .where(
                (entries.c.dest.is_(None))
                | (entries.c.dest != table.c.state)
                | (entries.c.version != table.c.version)
            )
        )
        for row in db.session.execute(query):
            yield Finding(
                row.chain or "?", row.sequence or 0, f"{table.name} {row.ref} 的状态与最后一条记录不符"
            )


def _tracked(metadata: MetaData) -> list[Table]:
    return [table for table in metadata.sorted_tables if {"ref", "state", "version"} <= set(table.c.keys())]
