"""Prove that nobody touched the log, and that every row says what its entry says.

Found without any help from outside: an entry that was changed, removed, added or moved; the end of a chain cut off,
and a chain emptied (the head of each chain is counted by the database); a state, a step, a paper or a note that does
not say what its entry says, or has none; a trigger that is missing or was changed.

Not found: whoever can rewrite the whole database consistently (entries, heads and rows, with the keys of the cases),
or puts back an older copy of it. That shows only against checkpoints that somebody else holds. Nor what was written
past the program into a column that no entry tells of: LIMIT names those tables.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import MetaData, Table, and_, func, or_, select

from mediation.audit.findings import Finding
from mediation.audit.log import FIRST, entry_hash
from mediation.audit.models import AuditEntry, AuditHead
from mediation.audit.triggers import triggers_are_ours
from mediation.db import db

# Said wherever a result is shown: what no look at the database alone can find.
LIMIT = (
    "核对范围：操作记录（每条连着前一条）；案件、环节等的状态和版本；办理步骤、打印的文书、材料、记录等逐条留有核对码的内容；"
    "评估的份数、办理人和时间。"
    "不在核对范围：账号（角色、密码）、案件的其他栏目（等级、主办人、可见人员、摘要）、当事人立场、同意、条款和会谈、"
    "履行金额和日期、签名、期限、保护令效期、转介去向、文书编号、回访各表的现值，以及查阅记录。"
    "绕过程序直接改写数据库中的这些内容，本核对查不出来，要与办理步骤或存放在别处的备份对照。"
    "说明：只看数据库本身，查不出有人前后一致地改写了整个数据库（连同案件密钥），或换回了旧的备份；"
    "那要与存放在别处的核验点对照。"
)

# What the tables that ride a workflow hold, in words.
THINGS = {
    "agreement": "调解协议",
    "attachment": "材料",
    "case": "案件",
    "data_request": "个人信息请求",
    "disposal": "销毁清册",
    "legal_hold": "停止销毁",
    "paper_signature": "文书签名",
    "referral": "转介件",
    "stage": "环节",
}

Tick = Callable[[], None]
Check = Callable[[Tick], Iterator[Finding]]
_ENTRY: Any = AuditEntry.__table__
_HEAD: Any = AuditHead.__table__
# Filled once by load(), read ever after.
_checks: list[Check] = []


class Verified(NamedTuple):
    """How many entries were read, what is wrong, and what can no longer be proven."""

    entries: int
    findings: list[Finding]
    unproven: list[Finding]


def load(checks: Iterable[Check]) -> None:
    """Take the checks of those who keep rows that entries tell of. Called once, by create_app.

    A check is given a function to call for each thing that it looked at.
    """
    _checks[:] = checks


def verify_all(tick: Tick = lambda: None) -> Verified:
    """Everything found wrong: the triggers, then the chains in their order, then the rows. Calls TICK for each thing."""
    found = list(triggers_are_ours())
    count = 0
    for row, wrong in _chains():
        count += 1
        tick()
        found += _named(row, wrong)
    found += [*_heads(), *_states_without_entry(), *_entries_without_row()]
    for check in _checks:
        found += check(tick)
    return Verified(count, [one for one in found if one.certain], [one for one in found if not one.certain])


def _chains() -> Iterator[tuple[Any, list[tuple[int, str]]]]:
    """Each entry, with what is wrong with it: the number and the words."""
    rows = db.session.execute(
        select(_ENTRY).order_by(_ENTRY.c.chain, _ENTRY.c.sequence).execution_options(yield_per=2000)
    ).mappings()
    chain, previous, sequence = None, FIRST, 0
    for row in rows:
        if row["chain"] != chain:
            chain, previous, sequence = row["chain"], FIRST, 0
        yield row, list(_wrong_with(row, previous, sequence))
        previous, sequence = row["hash"], row["sequence"]


def _named(row: Any, wrong: Iterable[tuple[int, str]]) -> list[Finding]:
    return [Finding(row["chain"], number, words) for number, words in wrong]


def _wrong_with(row: Any, previous: str, sequence: int) -> Iterator[tuple[int, str]]:
    if row["sequence"] != sequence + 1:
        yield sequence + 1, "缺少记录（被删除，或顺序被调换）"
    if row["previous"] != previous:
        yield row["sequence"], "与前一条不相连（前一条被更改、删除、插入或调换）"
    if entry_hash(dict(row)) != row["hash"]:
        yield row["sequence"], "内容被更改"


def _heads() -> Iterator[Finding]:
    """Chains whose end is not the one that was counted: cut off, emptied, lengthened behind the count, or uncounted."""
    tails = (
        select(_ENTRY.c.chain, func.max(_ENTRY.c.sequence).label("last")).group_by(_ENTRY.c.chain).subquery()
    )
    at_head = and_(_ENTRY.c.chain == _HEAD.c.chain, _ENTRY.c.sequence == _HEAD.c.sequence)
    wrong = or_(tails.c.last.is_(None), tails.c.last != _HEAD.c.sequence, _ENTRY.c.hash != _HEAD.c.hash)
    counted = (
        select(_HEAD.c.chain, _HEAD.c.sequence, tails.c.last)
        .outerjoin(tails, tails.c.chain == _HEAD.c.chain)
        .outerjoin(_ENTRY, at_head)
        .where(wrong)
        .order_by(_HEAD.c.chain)
    )
    for row in db.session.execute(counted):
        yield _wrong_end(row.chain, row.sequence, row.last or 0)
    uncounted = (
        select(tails.c.chain).outerjoin(_HEAD, _HEAD.c.chain == tails.c.chain).where(_HEAD.c.chain.is_(None))
    )
    for row in db.session.execute(uncounted):
        yield Finding(row.chain, 0, "没有登记最后一条是第几条（登记被删除）")


def _wrong_end(chain: str, counted: int, last: int) -> Finding:
    if last == 0:
        return Finding(chain, 1, f"全部记录被清空：登记有 {counted} 条，现在一条也没有")
    if last < counted:
        return Finding(chain, last + 1, f"末尾缺少记录：登记有 {counted} 条，现在只到第 {last} 条")
    if last > counted:
        return Finding(chain, counted + 1, f"末尾多出记录：登记只有 {counted} 条，现在到第 {last} 条")
    return Finding(chain, last, "最后一条与登记的不符（记录或登记被更改）")


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
                row.chain or "", row.sequence or 0, f"{_called(table)} {row.ref} 的状态与最后一条记录不符"
            )


def _entries_without_row() -> Iterator[Finding]:
    """Things that the log saw begin, and that are gone."""
    for table in _tracked(db.metadata):
        begun = (
            select(_ENTRY.c.chain, _ENTRY.c.sequence, _ENTRY.c.subject)
            .outerjoin(table, table.c.ref == _ENTRY.c.subject)
            .where(_ENTRY.c.subject_kind == table.name, _ENTRY.c.version == 1, table.c.ref.is_(None))
        )
        for row in db.session.execute(begun):
            yield Finding(
                row.chain, row.sequence, f"{_called(table)} {row.subject} 不见了（有开始的记录，没有登记）"
            )


def _called(table: Table) -> str:
    return THINGS.get(table.name, table.name)


def _tracked(metadata: MetaData) -> list[Table]:
    return [table for table in metadata.sorted_tables if {"ref", "state", "version"} <= set(table.c.keys())]
