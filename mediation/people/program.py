"""Those who act without being a person: the program itself, an import, and an agency by its own token."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """An actor without an account. Its role is the only phrase that is true of it."""

    role: str
    ref: str
    id: int | None = None
    agency_id: int | None = None
    agency_ref: str = ""


@dataclass(frozen=True)
class Delegate:
    """An agency that acts without an account of a person: `role` says by what (`partner token`), `ref` by which one.

    Its role is the only phrase that is true of it, and only of what its agency received or has in charge.
    """

    role: str
    ref: str
    agency_id: int
    agency_ref: str
    id: None = None


PARTNER_TOKEN = "partner token"
DELEGATES = frozenset({PARTNER_TOKEN})
SYSTEM = Program(role="system", ref="system")
IMPORT = Program(role="import", ref="import")
