"""What the machine lacks, and what to do about it. It needs no database: it is asked when nothing starts."""

import ctypes
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Config

from mediation import places
from mediation.configuration import BadConfiguration, stated_in
from mediation.db import journal_mode, today
from mediation.documents.fonts import RARE, font_files
from mediation.errors import Refusal
from mediation.law.holidays import FILE_NAME, Holidays
from mediation.law.lined import BadFile
from mediation.messages.settings import DEFAULTS, mail_of, texts_of
from mediation.vault.master import default_key_file, read_master_key, refuse_inside
from mediation.vault.refusals import VaultRefuses

NEEDED = {"libpango-1.0.so.0": "libpango-1.0-0", "libpangoft2-1.0.so.0": "libpangoft2-1.0-0"}
FASTER = {"libharfbuzz-subset.so.0": "libharfbuzz-subset0"}


@dataclass(frozen=True)
class Finding:
    """Something looked at: is it well, and if not, what to do and whether the program can work without."""

    what: str
    well: bool
    advice: str = ""
    required: bool = True

    def __str__(self) -> str:
        mark = "正常" if self.well else "缺少" if self.required else "建议"
        return f"[{mark}] {self.what}" + (f"：{self.advice}" if self.advice and not self.well else "")


def examined() -> list[Finding]:
    """Everything looked at, in the order in which it is needed."""
    return [finding for look in LOOKS for finding in look()]


def fit(findings: list[Finding]) -> bool:
    """Is everything there that the program cannot work without?"""
    return all(finding.well for finding in findings if finding.required)


def _printing() -> Iterator[Finding]:
    for library, package in NEEDED.items():
        yield Finding(f"打印组件 {package}", _loads(library), f"请管理员运行 apt-get install {package}")
    for library, package in FASTER.items():
        yield Finding(
            f"打印加速 {package}",
            _loads(library),
            f"没有它打印会慢很多；请运行 apt-get install {package}",
            False,
        )


def _fonts() -> Iterator[Finding]:
    try:
        families = {font.family for font in font_files()}
    except Refusal as refusal:
        yield Finding("中文字体", False, refusal.reason)
        return
    yield Finding("中文字体", True)
    rare = "人名里的生僻字可能印不出来；请运行 apt-get install fonts-noto-cjk fonts-hanazono"
    yield Finding("生僻字字体", families >= RARE.keys(), rare, False)


def _database() -> Iterator[Finding]:
    mode = journal_mode(sqlite3.sqlite_version_info)
    yield Finding(f"SQLite {sqlite3.sqlite_version}，日志方式 {mode}，synchronous=FULL", True)


def _instance() -> Iterator[Finding]:
    folder = places.instance()
    standing = next(place for place in (folder, *folder.parents) if place.exists())
    advice = "请检查文件夹的所有者和权限，或用 MEDIATION_INSTANCE 换一个位置"
    yield Finding(f"数据文件夹 {folder} 可以写入", os.access(standing, os.W_OK | os.X_OK), advice)


def _key_file() -> Iterator[Finding]:
    path = Path(os.environ.get("MEDIATION_KEY_FILE") or default_key_file()).expanduser()
    if not path.exists() and not (places.instance() / "keys.db").exists():
        yield Finding(f"主密钥 {path}（首次启动时自动生成）", True)
        return
    try:
        refuse_inside(path, places.instance())
        read_master_key(path)
    except VaultRefuses as refusal:
        yield Finding(f"主密钥 {path}", False, str(refusal))
    else:
        yield Finding(f"主密钥 {path}", True)


def _holidays() -> Iterator[Finding]:
    try:
        known = Holidays(places.instance())
    except BadFile as wrong:
        yield Finding(f"本地放假安排 {FILE_NAME}", False, str(wrong))
        return
    for year in (today().year, today().year + 1):
        advice = f"期限将不按节假日顺延，以较早日期为准；国务院公布后请写入数据文件夹的 {FILE_NAME}"
        yield Finding(f"{year} 年放假安排", known.knows(year), advice, False)


def _messages() -> Iterator[Finding]:
    """Mail and text messages, as configured; nothing is sent and nobody is called."""
    config = Config(places.instance())
    try:
        config.from_mapping({**DEFAULTS, **stated_in(places.instance() / "config.toml")})
        config.from_prefixed_env("MEDIATION")
        mail, texts = mail_of(config), texts_of(config)
    except BadConfiguration as wrong:
        yield Finding("邮件提醒和短信的配置", False, str(wrong))
        return
    yield Finding(
        f"邮件提醒：{mail.host}:{mail.port}" if mail else "邮件提醒没有开通（只在系统内提醒）", True
    )
    advice = "短信开头的单位名称无法隐藏：只给知情后仍然要用的人发"
    named = f"短信：{texts.driver}，签名【{texts.signature}】" if texts else ""
    yield Finding(named, False, advice, False) if texts else Finding("短信没有开通（默认）", True)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _printing,
    _fonts,
    _database,
    _instance,
    _key_file,
    _holidays,
    _messages,
)
