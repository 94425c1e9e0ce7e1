"""Whether each step says what its entry in the log says, and each entry of a step has its step."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import RowMapping, and_, select

from mediation.audit.commitment import SCHEME, canonical, keyed
from mediation.audit.findings import Finding
from mediation.audit.models import AuditEntry
from mediation.audit.verify import Tick
from mediation.db import SHANGHAI, db
from mediation.people.models import Agency, User
from mediation.people.program import DELEGATES, HERSELF, IMPORT, LINK_HOLDER, SYSTEM
from mediation.vault.refusals import KeyDestroyed, Unreadable
from mediation.vault.sealed import open_sealed
from mediation.workflow.commitment import Said
from mediation.workflow.models import Clock, StepTaken

# Between the entry and its step nothing is waited for; a minute is generous.
AT_ONCE = timedelta(minutes=1)
_ENTRY: Any = AuditEntry.__table__
_STEP: Any = StepTaken.__table__
_USER: Any = User.__table__
_AGENCY: Any = Agency.__table__
_SAME = {
    "subject": "对象",
    "subject_kind": "对象种类",
    "version": "版本",
    "source": "原状态",
    "dest": "新状态",
}
_PLACE = (_STEP.c.chain == _ENTRY.c.chain, _STEP.c.sequence == _ENTRY.c.sequence)
_ENTRIES = (
    select(
        *(
            _ENTRY.c[name]
            for name in ("chain", "sequence", "at", "kind", "actor", "actor_role", "agency", "fields", *_SAME)
        ),
        _ENTRY.c.commitment,
        *(_STEP.c[name].label(f"step_{name}") for name in _STEP.c.keys()),  # noqa: SIM118 - columns, no mapping
        _USER.c.ref.label("step_actor"),
        _AGENCY.c.ref.label("step_agency"),
    )
    .outerjoin_from(_ENTRY, _STEP, and_(*_PLACE))
    .outerjoin(_USER, _USER.c.id == _STEP.c.actor_id)
    .outerjoin(_AGENCY, _AGENCY.c.id == _STEP.c.agency_id)
    .where(_ENTRY.c.version.is_not(None))
    .order_by(_ENTRY.c.chain, _ENTRY.c.sequence, _STEP.c.id)
    .execution_options(yield_per=1000)
)
_ALONE = (
    select(_STEP.c.chain, _STEP.c.sequence, _STEP.c.ref)
    .outerjoin(_ENTRY, and_(*_PLACE, _ENTRY.c.version.is_not(None)))
    .where(_ENTRY.c.id.is_(None))
    .order_by(_STEP.c.chain, _STEP.c.sequence)
)

_CLOCK: Any = Clock.__table__
_CLOCKS_ALONE = (
    select(_CLOCK.c.chain, _CLOCK.c.rule)
    .outerjoin(_ENTRY, and_(_ENTRY.c.chain == _CLOCK.c.chain, _ENTRY.c.subject == _CLOCK.c.subject))
    .where(_ENTRY.c.id.is_(None))
    .order_by(_CLOCK.c.chain)
)


def steps_match_the_log(tick: Tick) -> Iterator[Finding]:
    """Steps removed, added or changed, in what stands in the open and in what is sealed."""
    place, key_id = ("", 0), ""
    unread: dict[str, int] = {}
    for row in db.session.execute(_ENTRIES).mappings():
        tick()
        chain, sequence = row["chain"], row["sequence"]
        if row["step_id"] is None:
            yield Finding(chain, sequence, "步骤登记不见了（办过的步骤没有留下登记）")
            continue
        if (chain, sequence) == place:
            yield Finding(chain, sequence, "步骤登记重复（多出一份登记）")
        if chain == place[0] and row["step_key_id"] != key_id:
            yield Finding(chain, sequence, "步骤登记的密钥与本案其他步骤不同")
        place, key_id = (chain, sequence), row["step_key_id"]
        yield from _compared(row, unread)
    for row in db.session.execute(_ALONE).mappings():
        yield Finding(row["chain"], row["sequence"], "步骤登记没有对应的记录（多出一份登记）")
    for row in db.session.execute(_CLOCKS_ALONE).mappings():
        yield Finding(row["chain"], 0, f"时限 {row['rule']} 没有对应的记录")
    for chain, count in unread.items():
        yield Finding(
            chain, 0, f"{count} 步的内容不能再核对：密钥已按规定销毁，或记录时还没有留核对码", certain=False
        )


def _compared(row: RowMapping, unread: dict[str, int]) -> Iterator[Finding]:
    if wrong := _wrong_in_the_open(row):
        yield Finding(row["chain"], row["sequence"], f"步骤登记与记录不符：{'、'.join(wrong)}")
    try:
        kept = open_sealed(
            StepTaken, "facts_sealed", row["step_ref"], row["step_key_id"], row["step_facts_sealed"]
        )
        if (proven := _proven(row, kept or {})) is None:
            unread[row["chain"]] = unread.get(row["chain"], 0) + 1
        elif not proven:
            yield Finding(row["chain"], row["sequence"], "步骤的内容与记录的核对码不符（内容被更改）")
        if not _on_that_day(row, kept or {}):
            yield Finding(row["chain"], row["sequence"], "步骤登记的发生日期与内容不符")
    except KeyDestroyed:
        unread[row["chain"]] = unread.get(row["chain"], 0) + 1
    except Unreadable:
        yield Finding(row["chain"], row["sequence"], "步骤的内容无法解密（加密的内容或密钥被更改、移走）")


def _wrong_in_the_open(row: RowMapping) -> list[str]:
    """What differs between the entry and the step, in words."""
    wrong = [words for name, words in _SAME.items() if row[name] != row[f"step_{name}"]]
    if f"{row['step_workflow']}.{row['step_trigger']}" != row["kind"]:
        wrong.append("办理事项")
    # Whether there is such a link, or such a request, is asked by whoever keeps them.
    without_account = (LINK_HOLDER, HERSELF, *DELEGATES)
    known = row["actor"] in (SYSTEM.ref, IMPORT.ref) or row["actor_role"] in without_account
    programs = row["step_actor_id"] is None and known
    if not programs and row["actor"] != row["step_actor"]:
        wrong.append("办理人")
    if (row["agency"] or None) != row["step_agency"]:
        wrong.append("单位")
    if abs(row["step_recorded_at"] - row["at"]) > AT_ONCE:
        wrong.append("登记时间")
    return wrong


def _proven(row: RowMapping, kept: Mapping[str, Any]) -> bool | None:
    """Whether the sealed facts are those that the entry commits to; None where an old entry cannot tell."""
    told: str | None = row["commitment"]
    digest: str | None = row["step_apart_digest"]
    if told is None or told.startswith(SCHEME):
        return told == Said(dict(kept), digest).commitment(row["step_key_id"])
    if set(kept) != set(row["fields"]):
        # Before the digest was kept, what an effect sealed elsewhere went into the commitment as it was.
        return None
    return told == keyed(row["step_key_id"], canonical(kept))


def _on_that_day(row: RowMapping, kept: Mapping[str, Any]) -> bool:
    """The day of the step is the one that was said; unsaid, the local day of the entry."""
    told = kept.get("happened_on") or row["at"].astimezone(SHANGHAI).date().isoformat()
    return bool(row["step_happened_on"] == str(told)[:10])
