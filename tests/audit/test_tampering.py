"""Whoever changes the log is found out; whoever tries it through the database is refused."""

import os
import re
import subprocess
import sys

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from mediation.audit.log import entry_hash, record_read
from mediation.audit.models import AuditEntry, ReadEntry
from mediation.audit.verify import verify_all
from mediation.cases.models import Case
from mediation.db import db, turned_back_to
from mediation.workflow.engine import take
from tests.audit.conftest import NOTICE, found, without_guards
from tests.conftest import A_REQUEST, ON_POSTGRES


def test_an_untouched_log_is_whole(case):
    count, findings, _unproven = verify_all()
    assert count >= 5
    assert findings == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "one_stop.close"),
        ("actor", "0" * 32),
        ("at", "2020-01-01 00:00:00"),
        ("fields", '["x"]'),
        ("commitment", "f" * 64),
        ("actor_role", "supervisor"),
        ("subject", "0" * 32),
        ("version", 9),
        ("dest", "closed"),
    ],
)
def test_a_changed_field_is_named(case, column, value):
    without_guards(
        f"UPDATE audit_entry SET {column} = :value WHERE chain = :chain AND sequence = 2",
        value=value,
        chain=case.ref,
    )
    assert f"案件 {case.ref} 的记录第 2 条：内容被更改" in found()


def test_a_changed_entry_with_a_new_hash_of_its_own_breaks_the_next_link(case):
    row = dict(
        db.session.execute(
            select(AuditEntry.__table__).where(AuditEntry.chain == case.ref, AuditEntry.sequence == 2)
        )
        .mappings()
        .one()
    )
    db.session.rollback()
    row["kind"] = "one_stop.close"
    without_guards(
        "UPDATE audit_entry SET kind = :kind, hash = :hash WHERE id = :id",
        kind=row["kind"],
        hash=entry_hash(row),
        id=row["id"],
    )
    assert f"案件 {case.ref} 的记录第 3 条：与前一条不相连" in found()


def test_a_removed_entry_is_named(case):
    without_guards("DELETE FROM audit_entry WHERE chain = :chain AND sequence = 3", chain=case.ref)
    assert f"案件 {case.ref} 的记录第 3 条：缺少记录" in found()


def test_a_removed_first_entry_is_named(case):
    without_guards("DELETE FROM audit_entry WHERE chain = :chain AND sequence = 1", chain=case.ref)
    assert f"案件 {case.ref} 的记录第 1 条：缺少记录" in found()


def test_an_inserted_entry_is_named(case):
    columns = "at, kind, subject_kind, subject, actor, actor_role, agency, fields, previous, hash"
    without_guards(
        f"INSERT INTO audit_entry (chain, sequence, {columns}) "
        f"SELECT chain, 99, {columns} FROM audit_entry WHERE chain = :chain AND sequence = 2",
        chain=case.ref,
    )
    assert f"案件 {case.ref} 的记录第 99 条" in found()


def test_two_swapped_entries_are_named(case):
    for old, new in ((2, 1002), (3, 2), (1002, 3)):
        without_guards(
            "UPDATE audit_entry SET sequence = :new WHERE chain = :chain AND sequence = :old",
            new=new,
            old=old,
            chain=case.ref,
        )
    told = found()
    assert f"案件 {case.ref} 的记录第 2 条" in told
    assert f"案件 {case.ref} 的记录第 3 条" in told


def test_a_cut_tail_is_found_by_the_state(case):
    last = db.session.scalar(
        select(AuditEntry.sequence).where(AuditEntry.subject == case.ref).order_by(AuditEntry.id.desc())
    )
    db.session.rollback()
    without_guards(
        "DELETE FROM audit_entry WHERE chain = :chain AND sequence = :last", chain=case.ref, last=last
    )
    assert f"案件 {case.ref} 的状态与最后一条记录不符" in found()


def test_a_state_changed_behind_the_log_is_found(case):
    without_guards("UPDATE \"case\" SET state = 'closed' WHERE ref = :ref", ref=case.ref)
    assert f"案件 {case.ref} 的状态与最后一条记录不符" in found()


def test_a_case_without_any_entry_is_found(case):
    without_guards("DELETE FROM audit_entry WHERE chain = :chain", chain=case.ref)
    assert f"案件 {case.ref} 的状态与最后一条记录不符" in found()


REFUSED = [
    "UPDATE audit_entry SET kind = 'x'",
    "UPDATE audit_entry SET hash = hash WHERE sequence = 1",
    "DELETE FROM audit_entry",
    "UPDATE read_entry SET kind = 'x'",
    "DELETE FROM read_entry",
    "UPDATE audit_head SET sequence = sequence - 1",
    "UPDATE audit_head SET sequence = sequence + 1",
    "UPDATE audit_head SET hash = '0'",
    "DELETE FROM audit_head",
    "INSERT INTO audit_head (chain, sequence, hash) VALUES ('another', 1, '0')",
    "UPDATE \"case\" SET state = 'closed'",
    "UPDATE \"case\" SET state = 'closed', version = version + 1",
    'UPDATE "case" SET version = version + 1',
    "UPDATE \"case\" SET ref = 'another'",
    "UPDATE stage SET state = 'ended', version = version + 1",
    "DELETE FROM stage",
]
LITE = [
    "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 1",
    "INSERT OR REPLACE INTO stage SELECT * FROM stage",
    "UPDATE OR REPLACE audit_entry SET sequence = 1 WHERE sequence = 2",
]
POSTGRES = [
    "TRUNCATE audit_entry",
    "TRUNCATE read_entry",
    "TRUNCATE audit_head",
    'TRUNCATE "case" CASCADE',
    "TRUNCATE stage CASCADE",
]


@pytest.mark.parametrize("statement", [*REFUSED, *(POSTGRES if ON_POSTGRES else LITE)])
def test_the_database_refuses(case, cast, statement):
    record_read("case", actor=cast.mei, subject=case.ref)
    db.session.rollback()
    with pytest.raises(DatabaseError), db.engine.begin() as connection:
        connection.execute(text(statement))
    assert found() == ""


def test_a_new_row_needs_its_first_entry(case):
    columns = ", ".join(
        f'"{name}"'
        for name in [column.name for column in Case.__table__.c]
        if name not in ("id", "ref", "number")
    )
    db.session.rollback()
    with pytest.raises(DatabaseError, match="audit entry"), db.engine.begin() as connection:
        connection.execute(
            text(f'INSERT INTO "case" (ref, number, {columns}) SELECT \'new\', 999, {columns} FROM "case"')
        )


def test_two_entries_cannot_have_the_same_place(case):
    columns = "at, kind, subject_kind, subject, actor, actor_role, agency, fields, previous, hash"
    db.session.rollback()
    with pytest.raises(DatabaseError), db.engine.begin() as connection:
        connection.execute(
            text(
                f"INSERT INTO audit_entry (chain, sequence, {columns}) "
                f"SELECT chain, sequence, {columns} FROM audit_entry"
            )
        )


def test_nothing_personal_is_in_the_log(case, cast, sign_in):
    """Neither what was typed, nor who the people are, nor a date of theirs: in no column of no entry."""
    sign_in(cast.mei).get(f"/cases/{case.ref}")
    rows = (
        db.session.execute(select(AuditEntry.__table__)).all()
        + db.session.execute(select(ReadEntry.__table__)).all()
    )
    assert any(row.kind == "case" for row in rows)
    written = "\n".join(str(tuple(row)) for row in rows)
    personal = [text for text in _texts(A_REQUEST) if len(text) > 2 or not text.isascii()]
    assert {"王芳", "李小宝", "13800138000", "青山区和平路8号3单元502"} <= set(personal)
    words = {"visit", "phone", "no"}
    assert [text for text in personal if text in written and text not in words] == []
    assert not re.search(r"\d{11}", re.sub(r"[0-9a-f]{32,64}", "", written))


def _texts(told) -> list[str]:
    if isinstance(told, dict):
        return [text for value in told.values() for text in _texts(value)]
    if isinstance(told, list):
        return [text for value in told for text in _texts(value)]
    return [told] if isinstance(told, str) else []


def _verify(app) -> subprocess.CompletedProcess[str]:
    """The command, run as an administrator runs it."""
    told = {
        "MEDIATION_SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"],
        "MEDIATION_INSTANCE": app.instance_path,
        "MEDIATION_KEY_FILE": str(app.config["KEY_FILE"]),
    }
    program = [sys.executable, "-c", "from mediation.cli import main; main()", "audit", "verify"]
    return subprocess.run(program, env=os.environ | told, capture_output=True, text=True, check=False)


def test_the_command_says_by_its_status_whether_the_log_is_whole(app, case):
    db.session.rollback()
    whole = _verify(app)
    assert (whole.returncode, "没有发现问题" in whole.stdout) == (0, True), whole
    assert whole.stdout.strip().endswith("那要与存放在别处的核验点对照。")
    without_guards("UPDATE audit_entry SET kind = 'x' WHERE chain = :chain AND sequence = 2", chain=case.ref)
    broken = _verify(app)
    assert broken.returncode == 1
    assert f"案件 {case.ref} 的记录第 2 条：内容被更改" in broken.stdout
    assert "Traceback" not in broken.stderr


def test_the_command_says_that_there_is_no_log_yet(app, tmp_path):
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'empty.db'}"
    empty = _verify(app)
    assert (empty.returncode, "mediation db upgrade" in empty.stderr) == (1, True), empty


def test_entries_told_of_later_keep_the_time_they_tell(case, cast):
    """The demo and imports turn the clock back; the chain holds by its order, not by its times."""
    with turned_back_to(case.registered_at.replace(year=2020)):
        take(case, "inform", actor=cast.mei, facts=NOTICE)
    assert found() == ""
