"""One entry of `workflows/time_limits.yaml`, read and checked whole."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import cast

from mediation.law.calendar import Unit
from mediation.law.lined import Entry
from mediation.law.time_limits import (
    DUTIES,
    IF_MISSED,
    KINDS,
    UNIT_LABELS,
    Extension,
    Pause,
    Province,
    Span,
    TimeLimit,
)

SPAN_FIELDS = frozenset({"label", "amount", "unit", "starts", "ends", "if_missed", "silent"})
EXTENSION_FIELDS = frozenset({"amount", "ground", "by"})
PAUSE_FIELDS = frozenset({"ground", "automatic"})
PROVINCE_FIELDS = frozenset({"name", "from", "amount", "unit", "article", "alternatives"})
LIMIT_FIELDS = (
    SPAN_FIELDS | {"id", "also", "rolls", "duty", "kind", "reminders", "validity", "waits"}
    | {"alternatives", "phases", "extension", "aim", "pause", "provinces", "only_provincial"}
    | {"from", "to", "sentence", "source", "certainty", "consequence"}
)  # fmt: skip


def read_limit(entry: Entry, facts: Mapping[str, str]) -> TimeLimit:
    """One entry of the file, checked whole. Raises `BadFile` with its line."""
    span = _span(entry, facts, None)
    valid_from, valid_to = day_of(entry, "from"), day_of(entry, "to", optional=True)
    if valid_to and valid_from and valid_to < valid_from:
        raise entry.bad("“to”不能早于“from”")
    alternatives, phases = (_spans(entry, key, facts, span) for key in ("alternatives", "phases"))
    if alternatives and phases:
        raise entry.bad("alternatives 和 phases 只能写一种")
    if not (alternatives or phases) and "amount" not in entry.fields:
        raise entry.bad("缺少“amount”（法律没有数额时写 null）")
    rolls, valid = entry.flag("rolls"), entry.flag("validity", optional=True)
    if valid and (rolls or span.unit in ("hour", "working_day")):
        raise entry.bad("有效期（validity）只能按日、月、年计算，而且从不顺延，rolls 要写 false")
    reminders = entry.items("reminders", int)
    if list(reminders) != sorted(set(reminders), reverse=True):
        raise entry.bad("“reminders”要从早到晚写，不重复：先写提前得多的，如 [30, 7, 3]")
    return TimeLimit(
        id=entry.text("id"),
        also=entry.items("also"),
        span=span,
        rolls=rolls,
        duty=entry.word("duty", DUTIES),
        kind=entry.word("kind", KINDS),
        reminders=reminders,
        validity=valid,
        waits=entry.flag("waits", optional=True),
        alternatives=MappingProxyType(alternatives),
        phases=MappingProxyType(phases),
        extension=_extension(entry),
        aim=entry.number("aim"),
        must_choose=bool(alternatives) and "amount" not in entry.fields,
        valid_from=cast(date, valid_from),
        valid_to=valid_to,
        sentence=entry.text("sentence", optional=True),
        source=entry.text("source", optional=True),
        certainty=entry.text("certainty", optional=True),
        consequence=entry.text("consequence", optional=True),
        pause=_pause(entry),
        provinces=MappingProxyType(_provinces(entry, span, alternatives)),
        only_provincial=_only_provincial(entry),
    )


def day_of(entry: Entry, key: str, *, optional: bool = False) -> date | None:
    """A day, from a text in quotes. Raises `BadFile`."""
    text = entry.text(key, optional=optional)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise entry.bad(f"“{key}”要写成 2022-01-01，不能是“{text}”") from None


def _spans(entry: Entry, key: str, facts: Mapping[str, str], general: Span) -> dict[str, Span]:
    if key not in entry.fields:
        return {}
    every = Entry.of(entry.path, entry.line, entry.fields[key])
    return {
        name: _span(Entry.of(entry.path, every.line, part, SPAN_FIELDS), facts, general)
        for name, part in every.fields.items()
    }


def _span(entry: Entry, facts: Mapping[str, str], general: Span | None) -> Span:
    """A span; what an alternative or a phase leaves out, it takes from the general one."""
    inherited = general is not None
    unit = entry.word("unit", tuple(UNIT_LABELS), optional=inherited) or (general.unit if general else "")
    amount = entry.number("amount")
    if general and "amount" not in entry.fields:
        amount = general.amount
    span = Span(
        label=entry.text("label"),
        amount=amount,
        unit=cast(Unit, unit),
        starts=_facts(entry, "starts", facts) or (general.starts if general else ()),
        ends=_facts(entry, "ends", facts) or (general.ends if general else ()),
        if_missed=entry.word("if_missed", IF_MISSED[1:], optional=True)
        or (general.if_missed if general else ""),
        silent=entry.flag("silent", optional=True),
        inherits=inherited and "amount" not in entry.fields,
    )
    if not span.starts or not span.ends:
        raise entry.bad("缺少“starts”或“ends”")
    if unit == "hour" and not all(fact.endswith("_at") for fact in span.starts):
        raise entry.bad("按小时计算的期限，起算的事实要记到分（以 _at 结尾）")
    return span


def _facts(entry: Entry, key: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    named = entry.items(key)
    if unknown := [fact for fact in named if fact not in facts]:
        raise entry.bad(f"“{key}”里的“{unknown[0]}”不在 facts 里，请先在 facts 里写上它的中文名称")
    return named


def _extension(entry: Entry) -> Extension | None:
    if "extension" not in entry.fields:
        return None
    part = Entry.of(entry.path, entry.line, entry.fields["extension"], EXTENSION_FIELDS)
    return Extension(part.number("amount"), part.text("ground"), part.word("by", ("consent", "approval")))


def _pause(entry: Entry) -> Pause | None:
    if "pause" not in entry.fields:
        return None
    part = Entry.of(entry.path, entry.line, entry.fields["pause"], PAUSE_FIELDS)
    return Pause(part.text("ground"), part.flag("automatic"))


def _only_provincial(entry: Entry) -> bool:
    only = entry.flag("only_provincial", optional=True)
    if only and not entry.fields.get("provinces"):
        raise entry.bad("写了 only_provincial，却没有写 provinces")
    return only


def _provinces(entry: Entry, general: Span, alternatives: Mapping[str, Span]) -> dict[str, Province]:
    if "provinces" not in entry.fields:
        return {}
    every = Entry.of(entry.path, entry.line, entry.fields["provinces"])
    return {
        code: _province(Entry.of(entry.path, every.line, part, PROVINCE_FIELDS), code, general, alternatives)
        for code, part in every.fields.items()
    }


def _province(entry: Entry, code: str, general: Span, alternatives: Mapping[str, Span]) -> Province:
    if not re.fullmatch(r"[1-8]\d", str(code)):
        raise entry.bad(f'“{code}”不是省级代码，请写 GB/T 2260 的前两位，例如 "44"')
    if "amount" not in entry.fields:
        raise entry.bad("缺少“amount”（本省没有写数额时写 null）")
    unit = cast(Unit, entry.word("unit", tuple(UNIT_LABELS), optional=True) or general.unit)
    named = entry.fields.get("alternatives", {})
    if unknown := [name for name in named if name not in alternatives]:
        raise entry.bad(f"没有“{unknown[0]}”这种情形（alternatives）")
    valid_from = cast(date, day_of(entry, "from"))
    amounts = {name: (amount, unit) for name, amount in named.items()}
    amount, article = entry.number("amount"), entry.text("article")
    return Province(code, entry.text("name"), valid_from, amount, unit, article, MappingProxyType(amounts))
