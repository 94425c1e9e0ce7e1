"""The fonts that papers are printed in, and whether they have a glyph for every character.

A character without a glyph vanishes silently from a printed name. So the question is asked before printing.
The press sees these files and no others: a paper looks the same on every machine.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from mediation.errors import Incomplete

# Always there, from the package pylopdf-fonts-zh-cn: 宋体 for text, 黑体 for headings.
OURS = {"Noto Serif SC": "NotoSerifSC-Regular.otf", "Noto Sans SC": "NotoSansSC-Regular.otf"}
# For the rarest characters, where the system has them (Debian: fonts-hanazono).
RARE = {
    "HanaMinB": "truetype/hanazono/HanaMinB.ttf",
    "HanaMinA": "truetype/hanazono/HanaMinA.ttf",
}
# Official letters take 仿宋 and 小标宋 where the office has them (GB/T 9704); elsewhere they are set in 宋体.
OFFICIAL = ("simfang.ttf", "FandolFang-Regular.otf", "FZXBSJW.TTF", "FZXBSK.TTF", "方正小标宋简体.ttf")
SYSTEM_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
# Pasted text carries these; they print as nothing, and rightly so.
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
TURNING = ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI")
CONFIGURATION = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<selectfont><rejectfont><glob>*</glob></rejectfont><acceptfont>{globs}</acceptfont></selectfont>
{folders}
<cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class FontFile:
    family: str
    path: Path


def _ours() -> Iterator[FontFile]:
    package = find_spec("pylopdf_fonts_zh_cn")
    folder = Path(package.origin).parent if package and package.origin else Path()
    for family, name in OURS.items():
        if not (folder / name).is_file():
            raise Incomplete("没有中文字体，无法打印文书。请管理员重新安装字体包 pylopdf-fonts-zh-cn。")
        yield FontFile(family, folder / name)


def _rare() -> Iterator[FontFile]:
    for family, name in RARE.items():
        places = (folder / name for folder in SYSTEM_FOLDERS)
        if path := next((place for place in places if place.is_file()), None):
            yield FontFile(family, path)


def _official() -> Iterator[FontFile]:
    """Under every name that the file gives itself: an engine may ask for any of them."""
    for folder in SYSTEM_FOLDERS:
        for path in sorted(found for found in folder.rglob("*") if found.name in OFFICIAL):
            for family in _families_of(path):
                yield FontFile(family, path)


def _families_of(path: Path) -> list[str]:
    from fontTools.ttLib import TTFont  # heavy: only a process that prints needs it

    with TTFont(path, lazy=True) as font:
        names = [record.toUnicode() for record in font["name"].names if record.nameID in (1, 16)]
    return list(dict.fromkeys(names))


@cache
def font_files() -> tuple[FontFile, ...]:
    """The fonts in use, in order of preference. Raises Incomplete if the Chinese ones are not installed."""
    return (*_ours(), *_rare(), *_official())


def configuration() -> str:
    """The fontconfig file that shows the press these fonts alone."""
    paths = [font.path for font in font_files()]
    globs = "".join(f"<glob>{escape(str(path))}</glob>" for path in paths)
    folders = "".join(
        f"<dir>{escape(str(folder))}</dir>" for folder in sorted({path.parent for path in paths})
    )
    return CONFIGURATION.format(globs=globs, folders=folders)


@cache
def coverage() -> frozenset[int]:
    """All code points that some font in use has a glyph for. Takes a fifth of a second, once."""
    from fontTools.ttLib import TTFont  # heavy: only a process that prints needs it

    codes: set[int] = set()
    for file in font_files():
        with TTFont(file.path, lazy=True) as font:
            codes.update(font.getBestCmap())
    return frozenset(codes)


def _needs_glyph(char: str) -> bool:
    return not (
        char in INVISIBLE
        or unicodedata.category(char) in ("Cc", "Zs", "Zl", "Zp")
        or 0xFE00 <= ord(char) <= 0xFE0F
        or 0xE0100 <= ord(char) <= 0xE01EF
    )


def missing_glyphs(text: str) -> set[str]:
    """The characters of TEXT that would vanish in print. Marks that turn the reading direction are among
    them."""
    characters = set(text)
    missing = {char for char in characters if ord(char) not in coverage() and _needs_glyph(char)}
    return missing | {char for char in characters if unicodedata.bidirectional(char) in TURNING}


def refuse_missing_glyphs(text: str) -> None:
    """Raises Incomplete, naming the characters, if TEXT cannot be printed whole."""
    if missing := missing_glyphs(text):
        raise Incomplete(missing_sentence(missing))


def missing_sentence(missing: set[str]) -> str:
    """What to tell the person whose paper holds characters without a glyph."""
    named = "、".join(f"{_shown(char)}（U+{ord(char):04X}）" for char in sorted(missing))
    return (
        f"这些字现有字体印不出来：{named}。"
        "请改用规范字或在文书上手写，也可以请管理员安装字体 fonts-hanazono 后再打印。"
    )


def _shown(char: str) -> str:
    """The character itself; nothing for controls and marks. One newer than this Python (category Cn) is a character."""
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char
