"""Those who act without being a person: the program itself, and an import."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """An actor without an account. Its role is the only phrase that is true of it."""

    role: str
    ref: str
    id: int | None = None
    agency_id: int | None = None
    agency_ref: str = ""


SYSTEM = Program(role="system", ref="system")
IMPORT = Program(role="import", ref="import")
