"""What a step said, as the log commits to it and as the step keeps it: two texts that must prove each other."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from mediation.audit.commitment import canonical, committed, keyed
from mediation.workflow.facts import plain


@dataclass(frozen=True)
class Said:
    """The facts that the step keeps, and the keyed digest of those that an effect seals elsewhere."""

    kept: dict[str, Any]
    apart: str | None

    def commitment(self, key_id: str) -> str | None:
        """What the entry holds: over what is kept and the digest of the rest; None where nothing was said."""
        if not self.kept and self.apart is None:
            return None
        return committed(key_id, [self.kept, self.apart])


def said(facts: Mapping[str, Any], *, apart: Container[str], key_id: str) -> Said:
    """FACTS parted: those named in APART are never kept with the step, and only their digest is."""
    told = plain(facts)
    elsewhere = {name: value for name, value in told.items() if name in apart}
    return Said(
        kept={name: value for name, value in told.items() if name not in apart},
        apart=keyed(key_id, canonical(elsewhere)) if elsewhere else None,
    )
