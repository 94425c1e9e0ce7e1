"""Whether papers and notes are those that the log tells of, and the files of papers those that were printed."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping, Select, and_, select

from mediation.audit.commitment import SCHEME, committed
from mediation.audit.findings import Finding
from mediation.audit.models import AuditEntry
from mediation.audit.verify import Tick
from mediation.cases.models import Case
from mediation.cases.work import Note
from mediation.db import db
from mediation.documents.models import Document
from mediation.files.store import get
from mediation.people.models import User
from mediation.vault.refusals import KeyDestroyed, Unreadable
from mediation.vault.sealed import open_sealed
from mediation.workflow.proof import AT_ONCE

PRINT, WORD, WRITE, TAKE_BACK = "document.print", "document.word", "note.write", "note.take_back"
_ENTRY: Any = AuditEntry.__table__
_CASE: Any = Case.__table__
_DOCUMENT: Any = Document.__table__
_NOTE: Any = Note.__table__
_USER: Any = User.__table__


def of_paper(name: str, about: str, sha256: str) -> list[Any]:
    """What the entry of a printed paper commits to: which paper, about what, and its exact bytes."""
    return [name, about, sha256]


def of_note(internal: bool, text: str | None) -> list[Any]:
    """What the entry of a note commits to: its text, and who may read it."""
    return [internal, text]


def papers_match_the_log(tick: Tick) -> Iterator[Finding]:
    """Papers removed, added or changed, in the register and in the file store."""
    for row in db.session.execute(_told(_DOCUMENT, PRINT, "made_by_id", _DOCUMENT.c.chain)).mappings():
        tick()
        if (broken := _gone_or_changed(row, "文书")) or row["row_ref"] is None:
            yield from broken
            continue
        if row["fields"] != [row["row_name"]]:
            yield Finding(row["chain"], row["sequence"], "文书登记与记录不符：文书种类")
        yield from _on_file(row)
    yield from _untold(_DOCUMENT, PRINT, _DOCUMENT.c.chain, "文书")


def notes_match_the_log(tick: Tick) -> Iterator[Finding]:
    """Notes removed, added or changed."""
    for row in db.session.execute(_told(_NOTE, WRITE, "author_id", _CASE.c.ref)).mappings():
        tick()
        if (broken := _gone_or_changed(row, "办案记录")) or row["row_ref"] is None:
            yield from broken
            continue
        try:
            text = open_sealed(Note, "text_sealed", row["row_ref"], row["row_key_id"], row["row_text_sealed"])
        except KeyDestroyed:
            yield _lost(row, "这条办案记录")
        except Unreadable:
            yield Finding(row["chain"], row["sequence"], "办案记录无法解密（加密的内容或密钥被更改、移走）")
        else:
            yield from _committed(row, of_note(row["row_internal"], text), "办案记录")
    yield from _hidden_untold()
    yield from _untold(_NOTE, WRITE, _CASE.c.ref, "办案记录")


def _hidden_untold() -> Iterator[Finding]:
    """Notes that nobody is shown any more though no entry says that their author took them back, and the reverse."""
    gone = and_(_ENTRY.c.subject == _NOTE.c.ref, _ENTRY.c.kind == TAKE_BACK)
    query = (
        select(_CASE.c.ref.label("chain"), _NOTE.c.taken_back_at)
        .outerjoin_from(_NOTE, _ENTRY, gone)
        .join(_CASE, _CASE.c.id == _NOTE.c.case_id)
        .where(_NOTE.c.taken_back_at.is_(None) != _ENTRY.c.id.is_(None))
    )
    for row in db.session.execute(query):
        said = "没有撤回的记录" if row.taken_back_at else "记录说已撤回，登记却没有"
        yield Finding(row.chain, 0, f"办案记录的撤回与记录不符：{said}")


def _told(table: Any, kind: str, by: str, chain: Any) -> Select[Any]:
    """Each entry of that kind with its row, the chain that the row belongs to, and who made it."""
    query = (
        select(
            *(_ENTRY.c[name] for name in ("chain", "sequence", "at", "actor", "fields", "commitment")),
            *(table.c[name].label(f"row_{name}") for name in table.c.keys()),  # noqa: SIM118 - columns, no mapping
            chain.label("row_chain_ref"),
            _USER.c.ref.label("row_actor"),
        )
        .outerjoin_from(_ENTRY, table, table.c.ref == _ENTRY.c.subject)
        .outerjoin(_USER, _USER.c.id == table.c[by])
        .where(_ENTRY.c.kind == kind)
        .order_by(_ENTRY.c.chain, _ENTRY.c.sequence)
        .execution_options(yield_per=1000)
    )
    return query if chain.table is table else query.outerjoin(_CASE, _CASE.c.id == table.c.case_id)


def _untold(table: Any, kind: str, chain: Any, what: str) -> Iterator[Finding]:
    """Rows that no entry tells of."""
    query = (
        select(chain.label("chain"), table.c.ref)
        .outerjoin(_ENTRY, and_(_ENTRY.c.subject == table.c.ref, _ENTRY.c.kind == kind))
        .where(_ENTRY.c.id.is_(None))
    )
    query = query if chain.table is table else query.outerjoin(_CASE, _CASE.c.id == table.c.case_id)
    for row in db.session.execute(query):
        yield Finding(row.chain or "", 0, f"多出一份{what}，没有对应的记录（{row.ref}）")


def _gone_or_changed(row: RowMapping, what: str) -> list[Finding]:
    chain, sequence = row["chain"], row["sequence"]
    if row["row_ref"] is None:
        return [Finding(chain, sequence, f"{what}登记不见了")]
    made: Any = row["row_made_at"]
    differ = {
        "案件": row["row_chain_ref"] != chain,
        "办理人": row["row_actor"] != row["actor"],
        "时间": abs(made - row["at"]) > AT_ONCE,
    }
    wrong = "、".join(words for words, differs in differ.items() if differs)
    return [Finding(chain, sequence, f"{what}登记与记录不符：{wrong}")] if wrong else []


def _on_file(row: RowMapping) -> Iterator[Finding]:
    """The bytes in the store against the register, and the register against the entry."""
    try:
        get(row["row_sha256"], row["row_key_id"])
    except KeyDestroyed:
        yield _lost(row, "这份文书")
        return
    except Unreadable:
        yield Finding(row["chain"], row["sequence"], "文书的文件不见了，或内容与登记的核对码不符")
    paper = of_paper(row["row_name"], row["row_about"], row["row_sha256"])
    yield from _committed(row, paper, "文书")


def _committed(row: RowMapping, value: Any, what: str) -> Iterator[Finding]:
    told: str | None = row["commitment"]
    if told is None or not told.startswith(SCHEME):
        yield Finding(
            row["chain"], row["sequence"], f"{what}的记录时还没有留核对码，内容不能核对", certain=False
        )
        return
    try:
        if committed(row["row_key_id"], value) != told:
            yield Finding(row["chain"], row["sequence"], f"{what}与记录的核对码不符（内容被更改）")
    except KeyDestroyed:
        yield _lost(row, what)
    except Unreadable:
        yield Finding(row["chain"], row["sequence"], f"{what}的密钥被更改或移走")


def _lost(row: RowMapping, what: str) -> Finding:
    return Finding(row["chain"], row["sequence"], f"{what}不能再核对：密钥已按规定销毁", certain=False)
