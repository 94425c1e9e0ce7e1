"""Are the instruments (workflows/instruments) whole? Read before the program starts, like the machines themselves.

Three kinds, told by what stands in them: a scale with `bands` (PHQ-9, GAD-7), one with `levels` (danger), and lists of
questions. What is wrong is named with file and line: a danger scale that counts wrongly costs a life.
"""

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from mediation.law.lined import BadFile, Lined, read_lined

FOLDER = "instruments"
ALWAYS = frozenset({"name", "version", "label", "law", "items"})
KINDS = {
    "bands": ALWAYS | {"asks", "answers", "bands", "follows"},
    "levels": ALWAYS | {"levels", "special", "special_level"},
    "yes_means": ALWAYS | {"yes_means"},
}
QUESTIONS = ALWAYS
# What may follow from an answer, by kind; of a screen the gravest first.
SCREEN_FOLLOWS = ("danger", "unwilling", "apart")
SCALE_FOLLOWS = ("alarm", "doctor")
LEVELS = ("high", "medium", "low")
YES_NO = ("yes", "no")
Wrong = Iterator[tuple[int, str]]


def wrong_instruments(folder: Path, rules: Container[str]) -> list[str]:
    """Everything that is wrong with the instruments below FOLDER, line by line; nothing where they are whole."""
    found: list[str] = []
    names: dict[str, str] = {}
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        try:
            told = read_lined(path)
        except BadFile as bad:
            found.append(str(bad))
            continue
        found += [f"{path.name}:{line}: {what}" for line, what in _wrong(told, rules, path)]
        name = told.get("name") if isinstance(told, Lined) else None
        if name in names:
            found.append(f"{path.name}:1: {name} 已经是 {names[name]} 的名称")
        names[str(name)] = path.name
    return found


def read_instrument(path: Path) -> Lined:
    """The instrument in that file. Raises BadFile at the first thing that is wrong with it, the rules of law aside."""
    told = read_lined(path)
    if (fault := next(_wrong(told, None, path), None)) is not None:
        raise BadFile(path, *fault)
    whole: Lined = told
    return whole


def _wrong(told: Any, rules: Container[str] | None, path: Path) -> Wrong:
    if not isinstance(told, Lined):
        yield 1, "这里应当写成“字段: 内容”的形式"
        return
    kind = next((word for word in KINDS if word in told), "")
    known = KINDS.get(kind, QUESTIONS)
    asked = known - {"special", "special_level"} if "special" not in told else known
    if unnamed := [*sorted(asked - told.keys()), *sorted(map(str, told.keys() - known))]:
        for word in unnamed:
            yield told.line, f"缺少“{word}”" if word in known else f"没有“{word}”这个字段"
        return
    yield from _wrong_head(told, rules)
    yield from _wrong_items(told, path)
    if kind == "bands":
        yield from _wrong_scale(told)
    elif kind == "levels":
        yield from _wrong_levels(told)
    elif not kind:
        yield from _wrong_screen(told)


def _wrong_head(told: Lined, rules: Container[str] | None) -> Wrong:
    for word in ("name", "version"):
        if not isinstance(told[word], str) or not told[word].strip():
            yield told.line, f"“{word}”要写成文字，请加上引号"
    if not isinstance(told["label"], Lined) or not told["label"].get("zh"):
        yield told.line, "“label”要有中文名称 zh"
    for rule in told["law"] or ["（空）"]:
        if rules is not None and rule not in rules:
            yield told.line, f"没有法律规则 {rule}"


def _wrong_items(told: Lined, path: Path) -> Wrong:
    """Each question once, each with its words; in a list of plain words the words are the name."""
    seen: set[str] = set()
    if not told["items"]:
        yield told.line, "“items”里没有题目"
    for row in [*(told["items"] or ()), *(told.get("special") or ())]:
        line = row.line if isinstance(row, Lined) else _line_of(path, str(row))
        name = row.get("name") if isinstance(row, Lined) else row
        if not name or (isinstance(row, Lined) and not row.get("zh")):
            yield line, "每题都要有名称和题目"
        if str(name) in seen:
            yield line, f"题目“{name}”写了两次"
        seen.add(str(name))


def _wrong_levels(told: Lined) -> Wrong:
    """high, medium and low, from a higher sum to a lower one, low from nought; and what a special item means."""
    levels, line = told["levels"], getattr(told["levels"], "line", told.line)
    if not isinstance(levels, Lined) or tuple(levels) != LEVELS:
        yield line, f"“levels”要依次写明 {'、'.join(LEVELS)}"
        return
    least = list(levels.values())
    if any(type(one) is not int for one in least) or sorted(set(least), reverse=True) != least:
        yield line, "各等级的最低分要从高到低，不能重叠"
    elif least[-1] != 0:
        yield line, "“low”要从0分起，否则有的分数没有等级"
    elif least[0] > len(told["items"]):
        yield line, f"只有{len(told['items'])}题，达不到“high”的{least[0]}分"
    if "special" in told and not told.get("special_level"):
        yield told.line, "有特别提示题的，要写明“special_level”"


def _wrong_scale(told: Lined) -> Wrong:
    scores = [row.get("score") for row in told["answers"]]
    if any(type(score) is not int for score in scores) or scores != list(range(len(scores))):
        yield told["answers"][0].line, "“answers”的分值要从0起依次写"
        return
    most = scores[-1] * len(told["items"])
    yield from _wrong_bands(told["bands"], most)
    for row in told["follows"]:
        yield from _wrong_follow(row, len(told["items"]), scores[-1], most)


def _wrong_bands(bands: list[Lined], most: int) -> Wrong:
    """Every total belongs to one band and to one only."""
    above, seen = -1, set()
    for number, row in enumerate(bands):
        lowest, level = row.get("from"), row.get("level")
        if type(lowest) is not int or not level or not row.get("label"):
            yield row.line, "每一段要写明 level、from（最低分）和 label"
            return
        if number == 0 and lowest != 0:
            yield row.line, f"0到{lowest - 1}分没有等级，第一段要从0分起"
        if lowest <= above:
            yield row.line, f"从{lowest}分起与上一段重叠，各段要从低到高"
        if lowest > most:
            yield row.line, f"最高只有{most}分，这一段达不到"
        if level in seen:
            yield row.line, f"等级 {level} 写了两次"
        seen.add(level)
        above = lowest


def _wrong_follow(row: Lined, items: int, highest: int, most: int) -> Wrong:
    item, least = row.get("item"), row.get("at_least")
    if row.get("then") not in SCALE_FOLLOWS:
        yield row.line, f"不认识的后果 {row.get('then')!r}，只能是 {'、'.join(SCALE_FOLLOWS)}"
    if (item is None) == (row.get("total") is None):
        yield row.line, "要写明看第几题（item），或者看总分（total: true），只写一样"
    elif item is not None and item not in range(1, items + 1):
        yield row.line, f"没有第{item}题"
    if type(least) is not int or not 0 < least <= (most if item is None else highest):
        yield row.line, f"“at_least”的{least}分达不到，或者没有写"


def _wrong_screen(told: Lined) -> Wrong:
    for row in told["items"]:
        if not isinstance(row, Lined) or row.get("answer") not in YES_NO:
            yield getattr(row, "line", told.line), '“answer”只能是 "yes"、"no"（加引号）'
        elif row.get("then") not in SCREEN_FOLLOWS:
            yield row.line, f"不认识的后果 {row.get('then')!r}，只能是 {'、'.join(SCREEN_FOLLOWS)}"


def _line_of(path: Path, text: str) -> int:
    """The last line on which these words stand: of a question that is there twice, the second."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return max((number for number, line in enumerate(lines, start=1) if text in line), default=1)
