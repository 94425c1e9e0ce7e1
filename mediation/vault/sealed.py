"""Sealed fields: what a row keeps so that only the holder of the key reads it, only at its place."""

import json
import unicodedata
from collections.abc import Sequence
from typing import Any, Generic, Literal, Self, TypeVar, cast, overload

from sqlalchemy import Column, Table

from mediation.vault.envelope import close_envelope, open_envelope
from mediation.vault.keys import key_of
from mediation.vault.refusals import SecretRefused, Unreadable
from mediation.vault.secret import Secret, found_in

__all__ = [
    "Sealed",
    "Secret",
    "SecretRefused",
    "Unreadable",
    "found_in",
    "open_bytes",
    "open_sealed",
    "reseal",
    "seal_bytes",
    "seal_value",
    "sealed_fields",
]

FieldKind = Literal["text", "json", "secret", "bytes"]
T = TypeVar("T")


class Sealed(Generic[T]):
    """`name = Sealed("name_sealed")` over `name_sealed: Mapped[bytes | None]` of a row with `ref`, `key_id`.

    Setting encrypts at once, reading decrypts. What was read from a json field is a copy: assign it to
    change it. Queries cannot see into it; they use tokens.
    """

    @overload
    def __init__(self: "Sealed[str]", column: str, kind: Literal["text"] = "text") -> None: ...
    @overload
    def __init__(self: "Sealed[Any]", column: str, kind: Literal["json"]) -> None: ...
    @overload
    def __init__(self: "Sealed[Secret]", column: str, kind: Literal["secret"]) -> None: ...
    @overload
    def __init__(self: "Sealed[bytes]", column: str, kind: Literal["bytes"]) -> None: ...
    def __init__(self, column: str, kind: FieldKind = "text") -> None:
        self.column = column
        self.kind: FieldKind = kind

    @overload
    def __get__(self, row: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, row: object, owner: type[Any]) -> T | None: ...
    def __get__(self, row: object | None, owner: type[Any]) -> Self | T | None:
        if row is None:
            return self
        envelope: bytes | None = getattr(row, self.column)
        if envelope is None:
            return None
        ref, key_id = _identity(row)
        place = _place(_column(type(row), self.column), ref)
        return cast(T, _decoded(self.kind, open_bytes(key_id, place, envelope)))

    def __set__(self, row: object, value: T | str | None) -> None:
        ref, key_id = _identity(row)
        place = _place(_column(type(row), self.column), ref)
        sealed = None if value is None else seal_bytes(key_id, place, _encoded(self.kind, value))
        setattr(row, self.column, sealed)


def seal_bytes(key_id: str, place: Sequence[str], data: bytes) -> bytes:
    """`data` sealed under this key for this place, such as `("files", ref)`; never the same bytes twice.

    Raises KeyDestroyed, or Unreadable if there is no such key.
    """
    return close_envelope(key_of(key_id), (*place, key_id), data)


def open_bytes(key_id: str, place: Sequence[str], envelope: bytes) -> bytes:
    """What `seal_bytes` sealed. Raises Unreadable (KeyDestroyed among it) for anything else."""
    return open_envelope(key_of(key_id), (*place, key_id), bytes(envelope))


def seal_value(
    source: type[Any] | Table, column: str, ref: str, key_id: str, value: Any, kind: FieldKind | None = None
) -> bytes | None:
    """The column value for a Core insert or update, as the descriptor would have made it.

    `kind` is known of a model and must be given for a table (else TypeError).
    """
    if value is None:
        return None
    chosen = kind or _kind(source, column)
    return seal_bytes(key_id, _place(_column(source, column), ref), _encoded(chosen, value))


def open_sealed(
    source: type[Any] | Table,
    column: str,
    ref: str,
    key_id: str,
    blob: bytes | None,
    kind: FieldKind | None = None,
) -> Any:
    """The value in a column read by Core: str, Secret, bytes or what json holds.

    `kind` is known of a model and must be given for a table (else TypeError), so that no secret turns into
    a str by omission. Raises Unreadable.
    """
    if blob is None:
        return None
    chosen = kind or _kind(source, column)
    return _decoded(chosen, open_bytes(key_id, _place(_column(source, column), ref), blob))


def sealed_fields(model: type[Any]) -> dict[str, Sealed[Any]]:
    """The sealed fields of a model by name."""
    return {
        name: field
        for base in reversed(model.__mro__)
        for name, field in vars(base).items()
        if isinstance(field, Sealed)
    }


def reseal(row: Any, key_id: str) -> None:
    """Seal every field of a row anew under another key, which becomes its key.

    Raises Unreadable if one does not open; then nothing has changed.
    """
    values = {name: getattr(row, name) for name in sealed_fields(type(row))}
    row.key_id = key_id
    for name, value in values.items():
        setattr(row, name, value)


def _identity(row: Any) -> tuple[str, str]:
    if not row.ref or not row.key_id:
        raise TypeError(f"{type(row).__name__}: set ref and key_id before a sealed field")
    return row.ref, row.key_id


def _column(source: type[Any] | Table, name: str) -> Column[Any]:
    columns = source.columns if isinstance(source, Table) else source.__mapper__.columns
    return cast(Column[Any], columns[name])


def _place(column: Column[Any], ref: str) -> tuple[str, ...]:
    # The schema of the model, not of the connection: rows that move to another database stay readable.
    table: Table = column.table
    return table.schema or "", table.name, column.name, ref


def _kind(source: type[Any] | Table, column: str) -> FieldKind:
    fields = () if isinstance(source, Table) else sealed_fields(source).values()
    kind = next((field.kind for field in fields if field.column == column), None)
    if kind is None:
        raise TypeError(f"say which kind of value {column} holds")
    return kind


def _encoded(kind: FieldKind, value: Any) -> bytes:
    if kind == "bytes" and isinstance(value, bytes):
        return value
    if kind == "json":
        value = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if kind == "secret" and isinstance(value, Secret):
        value = value.reveal()
    if kind == "bytes" or not isinstance(value, str):
        raise TypeError(f"a {type(value).__name__} is no {kind}")
    return unicodedata.normalize("NFC", value).encode()


def _decoded(kind: FieldKind, data: bytes) -> Any:
    if kind == "bytes":
        return data
    text = data.decode()
    if kind == "json":
        return json.loads(text)
    return Secret(text) if kind == "secret" else text
