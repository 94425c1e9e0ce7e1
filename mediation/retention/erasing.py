"""What of a case lies in the open, and which keys and files are its own: what a disposal takes away."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, delete, or_, select, update

from mediation.cases.access import DESTROYED
from mediation.cases.models import Case, Party
from mediation.cases.persons import Person, PersonToken, SafeContact
from mediation.cases.work import Consent, Correction, Task
from mediation.db import db, now
from mediation.workflow.models import Clock

# They tell of a case and outlive it: the log, and the list by which it was destroyed.
OUTLIVES = frozenset({"audit_entry", "audit_head", "read_entry", "disposal", "disposal_item"})


def persons_alone_in(case: Case) -> list[Person]:
    """The people of CASE who stand in no other case that is still kept: they go with it."""
    return [party.person for party in case.parties if not _elsewhere(party.person_id, case)]


def _elsewhere(person_id: int, case: Case) -> bool:
    query = (
        select(Party.id)
        .join(Case, Case.id == Party.case_id)
        .where(Party.person_id == person_id, Case.id != case.id, Case.state != DESTROYED)
    )
    return db.session.scalar(query.limit(1)) is not None


def erase_clear_marks(case: Case, alone: Iterable[Person]) -> list[str]:
    """Within the unit of work: marks that lead to the people of CASE are deleted; answers the keys of those ALONE in it.

    Who stands in another case too keeps name and numbers, for they are needed there; what was said of them in this
    one under their own key is deleted.
    """
    gone = {person.id: person for person in alone}
    session = db.session
    session.execute(delete(PersonToken).where(PersonToken.person_id.in_(gone)))
    session.execute(
        update(Person)
        .where(Person.id.in_(gone))
        .values(id_index=None, phone_index=None, household_id=None, ethnicity="", marital="", special=[])
    )
    staying = [party for party in case.parties if party.person_id not in gone]
    _forget_here(case, staying)
    session.execute(update(Task).where(Task.case_id == case.id, Task.done_at.is_(None)).values(done_at=now()))
    session.execute(
        update(Clock)
        .where(Clock.chain == case.ref, Clock.state.in_(("running", "paused")))
        .values(state="stopped", next_at=None)
    )
    contacts = session.scalars(select(SafeContact.key_id).where(SafeContact.person_id.in_(gone)))
    return sorted({*(person.key_id for person in gone.values()), *contacts})


def _forget_here(case: Case, staying: list[Party]) -> None:
    ids, keys = [party.id for party in staying], [party.person.key_id for party in staying]
    session = db.session
    session.execute(update(Party).where(Party.id.in_(ids)).values(relation_sealed=None))
    session.execute(update(Consent).where(Consent.party_id.in_(ids)).values(purpose_sealed=None))
    session.execute(
        update(Correction)
        .where(Correction.case_id == case.id, Correction.key_id.in_(keys))
        .values(old_sealed=None, new_sealed=None, reason_sealed=None)
    )


def keys_and_files(case: Case) -> tuple[set[str], set[tuple[str, str]]]:
    """The keys of CASE alone, and its files as (hash, key): asked of every table that hangs on the case.

    The key of a person, or of another case, is never among them.
    """
    keys: set[str] = set()
    files: set[tuple[str, str]] = set()
    for table, ids in _rows_of(case).items():
        if "key_id" not in table.c:
            continue
        rows = db.session.execute(select(table).where(table.c.id.in_(ids))).mappings().all()
        keys |= {row["key_id"] for row in rows}
        files |= {(sha256, row["key_id"]) for row in rows for sha256 in _hashes(row)}
    others = select(Case.key_id).where(Case.key_id.in_(keys), Case.id != case.id)
    people = select(Person.key_id).where(Person.key_id.in_(keys))
    return keys - {*db.session.scalars(others), *db.session.scalars(people)}, files


def _rows_of(case: Case) -> dict[Table, set[int]]:
    """The ids of all rows that hang on the case, by table: by a foreign key, one after the other, or by its chain."""
    found: dict[Table, set[int]] = {Case.__table__: {case.id}}  # type: ignore[dict-item]
    for table in db.metadata.sorted_tables:
        if table.name in OUTLIVES or table in found or "id" not in table.c:
            continue
        ways: list[Any] = [
            key.parent.in_(found[key.column.table])
            for key in table.foreign_keys
            if key.column.table in found and key.column.name == "id"
        ]
        if "chain" in table.c:
            ways.append(table.c.chain == case.ref)
        if ways and (ids := set(db.session.scalars(select(table.c.id).where(or_(*ways))))):
            found[table] = ids
    return found


def _hashes(row: Any) -> list[str]:
    """The files that a row names: whole, drawn small, or the pieces of a bound dossier."""
    named = [value for column, value in row.items() if column.endswith("sha256") and value]
    return [*named, *(row.get("pieces") or [])]
