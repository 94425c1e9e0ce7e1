"""Whom a notice is for: what shows that she seeks protection is never told to the other side, nor to all at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from mediation.cases.guardians import why_barred
from mediation.cases.models import Case, Party
from mediation.workflow.history import steps_in, told_in

# What she may ask for, and what came of her complaint (DV-10-13, DV-19, LA-35): for her side alone.
HERS = frozenset({"protection_order", "legal_aid", "police_help", "harassment_result"})
# What every party to a mediation is told in the same words (PM-QG33, PM-26, PM-28, PM-33).
FOR_ALL = frozenset({"rights", "termination", "copies", "confirmation"})
# Told by word of mouth, with or without a recording.
SPOKEN = frozenset({"spoken", "recorded"})
# A paper that reached them, or was left or posted to them.
IN_WRITING = frozenset({"signed", "posted", "left"})
ONLY_HERS = "这一项只告知求助人一方（求助人、代理人、子女的监护人），不能登记为告知对方或全体。"
NOT_FOR_ALL = "“全体当事人”只用于调解权利义务、终止调解、协议文本和司法确认，请选择告知了哪一位。"
ALL = "all"
IN_WRITING = frozenset({"signed", "posted", "left"})


def notices_in(facts: Mapping[str, Any]) -> list[str]:
    """What one step told: one notice as a word, several as a list of words."""
    told = facts.get("notice") or []
    return [str(one) for one in told] if isinstance(told, list) else [str(told)]


def notices_told(chain: str) -> list[str]:
    """Every notice that was recorded in a case (by its ref), oldest first, each once."""
    told = (notice for given in told_in(chain, "notice") for notice in notices_in({"notice": given}))
    return list(dict.fromkeys(told))


def not_told(case: Case, notice: str) -> list[Party]:
    """The applicants whom nobody told NOTICE yet, by name or through who speaks for them: to tell one of two is not to
    tell both (DV-10-13, LA-35). A tick at the desk counts for everybody who asked for help by then."""
    steps = [(row.trigger, row.facts or {}) for row in steps_in(case.ref)]
    asking = [party for party in sorted(case.parties, key=lambda one: one.id) if party.side == "applicant"]
    told: set[int | None] = set()
    for place, (_trigger, facts) in enumerate(steps):
        if notice in notices_in(facts) and facts.get("party") not in (None, "", ALL):
            told.add(int(facts["party"]))
        elif notice in notices_in(facts) or facts.get(f"told_{notice}"):
            later = sum(
                trigger == "add_party" and one.get("role") == "applicant" for trigger, one in steps[place:]
            )
            told |= {party.id for party in asking[: len(asking) - later]}
    told |= {party.represents_id for party in case.parties if party.id in told}
    return [party for party in asking if party.id not in told]


def her_side(parties: Iterable[Party]) -> list[Party]:
    """Those who ask for help, who speak for them, and the guardians of a child, none of whom is on the other side."""
    people = list(parties)
    against = {party.id for party in people if party.side == "respondent"}
    hers = {party.id for party in people if party.side == "applicant"}
    wards = hers | {party.id for party in people if party.role == "child"}
    return [
        party
        for party in people
        if party.id not in against
        and party.represents_id not in against
        and (party.id in hers or (_speaks_for(party, wards) and why_barred(party, people) is None))
    ]


def why_not_told(notice: str, party: Party | str, parties: Iterable[Party]) -> str | None:
    """Why NOTICE cannot be recorded as told to PARTY (or to `all`); None where it can (DV-10-13, LA-35)."""
    if notice in HERS and (party == ALL or party not in her_side(parties)):
        return ONLY_HERS
    if party == ALL and notice not in FOR_ALL:
        return NOT_FOR_ALL
    return None


def _speaks_for(party: Party, wards: set[int]) -> bool:
    """A guardian or a representative of one of WARDS."""
    if party.role not in ("guardian", "representative"):
        return False
    return party.represents_id in wards
