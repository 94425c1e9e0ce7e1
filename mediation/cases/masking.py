"""Names as letters to others write them: the surname and 某 (WR-72, XF-30); a child not even so (MIN-103)."""

import re

from mediation.cases.models import Case, Party

CHILD = "某未成年人"
NOBODY = "某求助人"


def masked(party: Party) -> str:
    """王某; of a child and of somebody without a name, not even the surname."""
    if party.role == "child":
        return CHILD
    name = str(party.person.name or "").strip()
    return f"{name[0]}某" if name else NOBODY


def masked_text(text: str | None, case: Case, *, but: Party | None = None) -> str | None:
    """TEXT with every name of the people of CASE masked, also where spaces were typed between the characters.

    Not that of BUT, who agreed to be named.
    """
    if not text:
        return None
    named = [
        (str(party.person.name or "").strip(), masked(party)) for party in case.parties if party is not but
    ]
    for name, instead in sorted(named, key=lambda pair: -len(pair[0])):
        if len(name) > 1:
            text = re.sub(r"\s*".join(map(re.escape, "".join(name.split()))), instead, text)
    return text
