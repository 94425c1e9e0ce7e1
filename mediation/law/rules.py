"""The register of the law: every rule and every time limit, read and checked whole."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mediation.law.lined import BadFile, Entry, Lined, read_lined
from mediation.law.time_limits import DUTIES, KINDS, LIMIT_FIELDS, TimeLimit, read_limit

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
    """All rules and time limits by id (in the order of the files), and the labels of the clocks' facts."""

    rules: Mapping[str, Rule]
    limits: Mapping[str, TimeLimit]
    facts: Mapping[str, str]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises LookupError."""
        if rule_id not in self.rules:
            raise LookupError(f"没有编号为 {rule_id} 的规则，请查看 {RULES_FILE}")
        return self.rules[rule_id]

    def limit(self, rule_id: str) -> TimeLimit:
        """The time limit of that rule; PM-33 and JC-205 answer the same one. Raises LookupError."""
        if rule_id not in self.limits:
            raise LookupError(f"规则 {rule_id} 没有期限，请查看 {LIMITS_FILE}")
        return self.limits[rule_id]


def load(folder: Path) -> Law:
    """Reads `law.yaml` and `time_limits.yaml`. Raises `BadFile` with file and line at the first mistake."""
    entries = {entry.fields["id"]: (section, entry) for section, entry in _rule_entries(folder / RULES_FILE)}
    rules = {rule_id: _rule(section, entry) for rule_id, (section, entry) in entries.items()}
    facts, limits = _limits(folder / LIMITS_FILE, rules)
    for rule_id, rule in rules.items():
        if rule.kind in NEED_A_LIMIT and rule_id not in limits:
            raise entries[rule_id][1].bad(f"{LIMITS_FILE} 里没有它的期限")
    return Law(MappingProxyType(rules), MappingProxyType(limits), MappingProxyType(facts))


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


def _limits(path: Path, rules: Mapping[str, Rule]) -> tuple[dict[str, str], dict[str, TimeLimit]]:
    top = Entry.of(path, 1, read_lined(path), frozenset({"facts", "time_limits"}))
    facts = _facts(path, top)
    limits: dict[str, TimeLimit] = {}
    for entry in _entries(path, top.line, top.fields.get("time_limits"), LIMIT_FIELDS):
        limit = read_limit(entry, facts)
        for rule_id in (limit.id, *limit.also):
            if rule_id in limits:
                raise entry.bad(f"{rule_id} 的期限已经写过")
            _agree(entry, limit, rules.get(rule_id))
            limits[rule_id] = limit
    return facts, limits


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
