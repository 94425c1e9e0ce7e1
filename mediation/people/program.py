"""Those who act without being a person: the program itself, an import, the holder of a link, an agency by its token."""

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
class LinkHolder(Program):
    """Somebody at a partner without an account, let in by a link and its code. `ref` is that of the link.

    Acts for the agency that the link was made for, and on `things` (refs) alone: the one referral, and what is brought to
    it. Who it was is what they typed; that lies sealed with the step.
    """

    things: frozenset[str] = frozenset()


LINK_HOLDER = "link holder"
# Whoever asks for help by the public pages; `ref` is that of the request.
HERSELF = "the person herself"


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
