"""YAML whose mappings know their line, so that whoever edits the law is told where a mistake stands."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

# libyaml reads ten times faster, but not every wheel of PyYAML carries it.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadFile(ValueError):  # noqa: N818 - what is bad is the file
    """A file of the law that cannot be used; the message is Chinese and names file and line."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(f"{path.name} 第{line}行：{reason}" if line else f"{path.name}：{reason}")


class Lined(dict[Any, Any]):
    """A mapping read from YAML, with the line on which it begins."""

    line: int = 0


class _Loader(_Safe):  # type: ignore[misc]  # either of two classes, known when the program runs
    """Keeps lines and refuses a key that is written twice (YAML would silently keep the second)."""


def _mapping(loader: Any, node: yaml.MappingNode) -> Lined:
    lined = Lined()
    lined.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in lined:
            problem = f"“{key}”写了两次，请只留一个"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=key_node.start_mark)
        lined[key] = loader.construct_object(value_node, deep=True)
    return lined


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_lined(path: Path) -> Any:
    """The content of a YAML file; every mapping in it is `Lined`. Raises `BadFile` if it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        raise BadFile(path, None, "找不到这个文件") from None
    except UnicodeDecodeError:
        raise BadFile(path, None, "不是 UTF-8 编码，请另存为 UTF-8") from None
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else None
        raise BadFile(path, line, f"格式有误：{wrong.problem}") from wrong
    except (yaml.YAMLError, ValueError) as wrong:
        raise BadFile(path, None, f"格式有误：{wrong}") from wrong


@dataclass(frozen=True)
class Entry:
    """One mapping of a file, asked field by field; what is wrong is refused with file and line."""

    path: Path
    fields: Lined

    @classmethod
    def of(cls, path: Path, line: int, content: Any, known: Collection[str] | None = None) -> "Entry":
        """An entry that holds no other fields than the known ones (if given). Raises `BadFile`."""
        if not isinstance(content, Lined):
            raise BadFile(path, line, f"“{content}”应当写成“字段: 内容”的形式")
        entry = cls(path, content)
        if unknown := sorted(str(key) for key in content.keys() - (content if known is None else known)):
            raise entry.bad(f"没有“{unknown[0]}”这个字段")
        return entry

    @property
    def line(self) -> int:
        """The line on which the entry begins."""
        return self.fields.line

    def bad(self, reason: str) -> BadFile:
        """The error to raise about this entry; names its id if it has one."""
        name = self.fields.get("id")
        return BadFile(self.path, self.line, f"{name}：{reason}" if name else reason)

    def text(self, key: str, *, optional: bool = False) -> str:
        """A text that must be there, or may be missing (then empty). Raises `BadFile`."""
        found = self.fields.get(key)
        if found is None and optional:
            return ""
        if key not in self.fields or found in (None, ""):
            raise self.bad(f"缺少“{key}”")
        if not isinstance(found, str):
            raise self.bad(f"“{key}”应当是文字，请给 {found} 加上引号")
        return found

    def word(self, key: str, allowed: Collection[str], *, optional: bool = False) -> str:
        """One of the allowed words. Raises `BadFile` with the list of them."""
        word = self.text(key, optional=optional)
        if word and word not in allowed:
            raise self.bad(f"“{key}”不能是“{word}”，只能是 {'、'.join(allowed)}")
        return word

    def number(self, key: str) -> int | None:
        """A whole number from 0, or None where the field is empty or missing. Raises `BadFile`."""
        found = self.fields.get(key)
        if found is not None and (type(found) is not int or found < 0):
            raise self.bad(f"“{key}”应当是不小于 0 的整数，不能是“{found}”")
        return found

    def flag(self, key: str, *, optional: bool = False) -> bool:
        """true or false. Raises `BadFile`."""
        found = self.fields.get(key, False if optional else None)
        if not isinstance(found, bool):
            raise self.bad(f"“{key}”要写 true 或 false" if key in self.fields else f"缺少“{key}”")
        return found

    def items(self, key: str, kind: type[Any] = str) -> tuple[Any, ...]:
        """A list of values of one kind (a single value stands for a list of one); empty if missing."""
        found = self.fields.get(key, [])
        listed = found if isinstance(found, list) else [found]
        if wrong := [item for item in listed if type(item) is not kind]:
            raise self.bad(f"“{key}”里的“{wrong[0]}”写法不对")
        return tuple(listed)
