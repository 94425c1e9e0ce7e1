"""What the library that reads the shapes says of a wrong field, in the language of the interface."""

import re
from typing import Any

_SAID = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"Missing data for required field\.", "必须填写。"),
        (r"Field may not be null\.", "不能是空（null）。"),
        (r"Unknown field\.", "没有这个字段。"),
        (r"Not a valid string\.", "应当是文字。"),
        (r"Not a valid integer\.", "应当是整数。"),
        (r"Not a valid list\.", "应当是列表。"),
        (r"Not a valid mapping type\.|Invalid input type\.|Invalid type\.", "应当是一个 JSON 对象。"),
        (r"Not a valid date\.", "应当是日期，如 2026-03-02。"),
        (r"Not a valid file\.", "应当是一个文件。"),
        (r"String does not match expected pattern\.", "格式不对，见接口文档。"),
        (r"Must be one of: (?P<choices>.*)\.", "只能是：{choices}。"),
        (r"Length must be between (?P<least>\d+) and (?P<most>\d+)\.", "应当有{least}到{most}个字。"),
        (r"Longer than maximum length (?P<most>\d+)\.", "最多{most}个。"),
        (r"Shorter than minimum length (?P<least>\d+)\.", "最少{least}个。"),
        (
            r"Must be greater than or equal to (?P<least>\d+) and less than or equal to (?P<most>\d+)\.",
            "应当在{least}到{most}之间。",
        ),
    )
]


def in_chinese(said: Any) -> Any:
    """The same errors, by field and place as they came. A sentence that is not known stays as it is."""
    if isinstance(said, dict):
        return {name: in_chinese(inner) for name, inner in said.items()}
    if isinstance(said, list):
        return [in_chinese(inner) for inner in said]
    for pattern, words in _SAID:
        if isinstance(said, str) and (found := pattern.fullmatch(said)):
            return words.format(**found.groupdict())
    return said
