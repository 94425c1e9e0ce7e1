"""The register of the law: every rule and every time limit, read and checked whole."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mediation.law.lined import BadFile, Entry, Lined, read_lined
from mediation.law.reading import LIMIT_FIELDS, read_limit
from mediation.law.time_limits import DUTIES, KINDS, TimeLimit
from mediation.law.versions import Rung, one_after_another, read_escalation

__all__ = ["Law", "Rule", "TimeLimit", "load"]

RULES_FILE = "law.yaml"
LIMITS_FILE = "time_limits.yaml"
NEED_A_LIMIT = ("deadline", "ext", "right")
CERTAINTIES = "VSML"
A_FACT = re.compile(r"[a-z][a-z0-9_]*_(on|at)")

RULE_FIELDS = (
    frozenset({"id", "zh", "en", "source", "in_force", "certainty", "kind", "duty", "effect", "software"})
    | {"overrides", "items", "special"}
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One rule of law: its sentence (zh, en), where it stands, how sure we are, what the program does.

    `section` is its heading in the file. `overrides` are a province's own provisions (DV-PROV); `items` and
    `special` the questions of an instrument (RS-CN).
    """

    id: str
    section: str
    zh: str
    en: str
    source: str
    in_force: str
    certainty: str
    kind: str
    software: str
    duty: str = ""
    effect: str = ""
    overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)
    items: tuple[str, ...] = ()
    special: tuple[str, ...] = ()


@dataclass(frozen=True)
class Law:
    """All rules and time limits by id (in the order of the files), and the labels of the clocks' facts.

    `limits` holds the versions of today, `versions` all of them, the oldest first. `escalation` is the ladder that
    an overdue duty of ours climbs.
    """

    rules: Mapping[str, Rule]
    limits: Mapping[str, TimeLimit]
    facts: Mapping[str, str]
    versions: Mapping[str, tuple[TimeLimit, ...]]
    escalation: tuple[Rung, ...]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises LookupError."""
        if rule_id not in self.rules:
            raise LookupError(f"没有编号为 {rule_id} 的规则，请查看 {RULES_FILE}")
        return self.rules[rule_id]

    def limit(self, rule_id: str) -> TimeLimit:
        """Its version of today; PM-33 and JC-205 answer the same one. Raises LookupError."""
        if rule_id not in self.limits:
            raise LookupError(f"规则 {rule_id} 没有期限，请查看 {LIMITS_FILE}")
        return self.limits[rule_id]

    def limit_on(self, rule_id: str, day: date, province: str = "") -> TimeLimit:
        """The time limit as it was in force on DAY, the day of the starting fact, with what the province says.

        A day before the first version that the file knows answers the first. Raises LookupError.
        """
        newest = self.limit(rule_id)
        known = [version for version in self.versions[newest.id] if version.valid_from <= day]
        return (known[-1] if known else self.versions[newest.id][0]).in_province(province, day)

    def version(self, rule_id: str, valid_from: date) -> TimeLimit:
        """The version in force since that day; today's where nobody knows it any longer. Raises LookupError."""
        newest = self.limit(rule_id)
        return next((one for one in self.versions[newest.id] if one.valid_from == valid_from), newest)

    def versions_of(self, rule_id: str) -> tuple[TimeLimit, ...]:
        """Every version of a rule's time limit, oldest first; none where it has no clock."""
        newest = self.limits.get(rule_id)
        return self.versions[newest.id] if newest else ()

    def source_of(self, limit: TimeLimit) -> str:
        """Where the limit stands: the article of the province, else its own, else that of the rule."""
        return limit.province.article if limit.province else limit.source or self.rules[limit.id].source


def load(folder: Path) -> Law:
    """Reads `law.yaml` and `time_limits.yaml`. Raises `BadFile` with file and line at the first mistake."""
    entries = {entry.fields["id"]: (section, entry) for section, entry in _rule_entries(folder / RULES_FILE)}
    rules = {rule_id: _rule(section, entry) for rule_id, (section, entry) in entries.items()}
    facts, versions, escalation = _limits(folder / LIMITS_FILE, rules)
    limits = {name: known[-1] for known in versions.values() for name in (known[-1].id, *known[-1].also)}
    for rule_id, rule in rules.items():
        if rule.kind in NEED_A_LIMIT and rule_id not in limits:
            raise entries[rule_id][1].bad(f"{LIMITS_FILE} 里没有它的期限")
    return Law(
        MappingProxyType(rules),
        MappingProxyType(limits),
        MappingProxyType(facts),
        MappingProxyType(versions),
        escalation,
    )


def _rule_entries(path: Path) -> Iterator[tuple[str, Entry]]:
    """Each rule with the heading under which it stands."""
    seen: set[str] = set()
    for section in _entries(path, 1, read_lined(path), frozenset({"section", "rules"})):
        for entry in _entries(path, section.line, section.fields.get("rules"), RULE_FIELDS):
            if (rule_id := entry.text("id")) in seen:
                raise entry.bad("这个编号已经用过")
            seen.add(rule_id)
            yield section.text("section"), entry


def _entries(path: Path, line: int, listed: Any, known: frozenset[str]) -> Iterator[Entry]:
    if not isinstance(listed, list):
        raise BadFile(path, line, "这里应当是以“- ”开头的列表")
    return (Entry.of(path, line, item, known) for item in listed)


def _rule(section: str, entry: Entry) -> Rule:
    certainty = entry.text("certainty")
    if certainty[0] not in CERTAINTIES:
        raise entry.bad(f"“certainty”要以 {'、'.join(CERTAINTIES)} 之一开头，不能是“{certainty}”")
    required = {key: entry.text(key) for key in ("id", "zh", "en", "source", "in_force", "software")}
    return Rule(
        section=section,
        certainty=certainty,
        kind=entry.word("kind", KINDS),
        duty=entry.word("duty", DUTIES, optional=True),
        effect=entry.text("effect", optional=True),
        overrides=MappingProxyType(entry.fields.get("overrides", {})),
        items=entry.items("items"),
        special=entry.items("special"),
        **required,
    )


def _limits(
    path: Path, rules: Mapping[str, Rule]
) -> tuple[dict[str, str], dict[str, tuple[TimeLimit, ...]], tuple[Rung, ...]]:
    top = Entry.of(path, 1, read_lined(path), frozenset({"facts", "escalation", "time_limits"}))
    facts = _facts(path, top)
    told: dict[str, list[tuple[Entry, TimeLimit]]] = {}
    for entry in _entries(path, top.line, top.fields.get("time_limits"), LIMIT_FIELDS):
        limit = read_limit(entry, facts)
        for rule_id in (limit.id, *limit.also):
            _agree(entry, limit, rules.get(rule_id))
        told.setdefault(limit.id, []).append((entry, limit))
    versions = {rule_id: one_after_another(known) for rule_id, known in told.items()}
    _told_once(told)
    for known in told.values():
        _whole(known, rules)
    return facts, versions, read_escalation(path, top)


def _told_once(told: Mapping[str, list[tuple[Entry, TimeLimit]]]) -> None:
    """A rule that another limit names in `also` has no limit of its own."""
    also: set[str] = set()
    for known in told.values():
        entry, limit = known[-1]
        for rule_id in limit.also:
            if rule_id in told or rule_id in also:
                raise entry.bad(f"{rule_id} 的期限已经写过")
            also.add(rule_id)


def _whole(known: list[tuple[Entry, TimeLimit]], rules: Mapping[str, Rule]) -> None:
    """Each version has its sentence, article, certainty and consequence: today's with the rule, the others here."""
    for entry, limit in known:
        own = (limit.sentence, limit.source, limit.certainty, limit.consequence)
        if limit.kind == "right" and not limit.span.if_missed:
            raise entry.bad("当事人的权利要写明过期时怎么说（if_missed）")
        if limit is known[-1][1]:
            if any(own):
                raise entry.bad(f"现行的一版，内容、条号、核对程度和后果写在 {RULES_FILE}，这里不要再写")
            if not rules[limit.id].effect:
                raise entry.bad(
                    f"{RULES_FILE} 里的这条规则没有写后果（effect）；法律没有写明的，也要写明“没有写明”"
                )
        elif not all(own):
            raise entry.bad("旧的一版要写明 sentence、source、certainty、consequence")


def _agree(entry: Entry, limit: TimeLimit, rule: Rule | None) -> None:
    if rule is None:
        raise entry.bad(f"{RULES_FILE} 里没有这个编号的规则，或者 also 里的编号不存在")
    if rule.kind != limit.kind:
        raise entry.bad(f"“kind”是“{limit.kind}”，与 {RULES_FILE} 里 {rule.id} 的“{rule.kind}”不一致")
    if rule.duty and rule.duty != limit.duty:
        raise entry.bad(f"“duty”是“{limit.duty}”，与 {RULES_FILE} 里 {rule.id} 的“{rule.duty}”不一致")


def _facts(path: Path, top: Entry) -> dict[str, str]:
    facts = top.fields.get("facts")
    if not isinstance(facts, Lined):
        raise BadFile(path, top.line, "缺少“facts”：每个事实一行，写成“名称: 中文含义”")
    for name, label in facts.items():
        if not A_FACT.fullmatch(str(name)) or not isinstance(label, str):
            raise BadFile(path, facts.line, f"事实“{name}”要用小写字母，以 _on 或 _at 结尾，并写上中文名称")
    return dict(facts)
