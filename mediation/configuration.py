"""What the station says in `config.toml` of its instance folder."""

import re
import tomllib
from pathlib import Path
from typing import Any

TWO_DIGITS = re.compile(r"(?!00)\d\d")
DISTRICT = re.compile(r"\d{6}(\d{6})?")


class BadConfiguration(ValueError):  # noqa: N818 - what is bad is the file
    """The configuration cannot be used; the message is Chinese and says what to write."""


def stated_in(path: Path) -> dict[str, Any]:
    """The settings of the file, named as Flask names them; none without a file. Raises BadConfiguration."""
    if not path.exists():
        return {}
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadConfiguration(f"{path.name} 格式有误：{wrong}") from wrong
    return {name.upper(): value for name, value in stated.items()}


def province_of(value: Any) -> str:
    """The two digits of GB/T 2260 that `province` holds; empty where nothing is said. Raises BadConfiguration."""
    text = str(value or "").strip()
    if text and not TWO_DIGITS.fullmatch(text):
        raise BadConfiguration(f'province（省级代码）要写 GB/T 2260 的前两位，例如 "44"，不能是“{text}”')
    return text


def districts_of(value: Any) -> dict[str, str]:
    """The host names of `portal_districts`, each with the district (GB/T 2260) whose station the public pages under it
    belong to; empty where nothing is said. Raises BadConfiguration."""
    stated = value or {}
    if not isinstance(stated, dict) or not all(DISTRICT.fullmatch(str(code)) for code in stated.values()):
        raise BadConfiguration(
            'portal_districts 要写成“网址的主机名 = 区划代码”，例如 {"bm.qingshan.example" = "420107"}'
        )
    return {str(host).lower(): str(code) for host, code in stated.items()}
