"""The master key: one line in a file of its own, which wraps every key of the key store.

The file holds `mk_<8 hex digits>:<64 hex digits>`; the part before the colon only names the key.
"""

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from mediation.vault.refusals import VaultRefuses

_LINE = re.compile(r"(mk_[0-9a-f]{8}):([0-9a-f]{64})")


@dataclass(frozen=True)
class MasterKey:
    """The name of a master key, safe to show, and its 32 bytes, which are never shown."""

    name: str
    key: bytes = field(repr=False)


def default_key_file() -> Path:
    """Where the master key lies unless `KEY_FILE` says otherwise: the user's configuration directory."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "mediation" / "master.key"


def refuse_inside(path: Path, instance: Path) -> None:
    """Refuse a key file that would be copied along with the data it protects.

    Raises VaultRefuses.
    """
    if path.resolve().is_relative_to(instance.resolve()):
        raise VaultRefuses(
            "主密钥文件不能放在数据目录(instance)里，否则备份会连同密钥一起带走。"
            "请把它移到别处，并用 MEDIATION_KEY_FILE 指明位置。"
        )


def read_master_key(path: Path) -> MasterKey:
    """The master key in this file.

    Raises VaultRefuses if others may read the file, or if it is missing, too short or not a master key.
    """
    try:
        mode, line = path.stat().st_mode, path.read_text("ascii").strip()
    except FileNotFoundError:
        raise VaultRefuses(
            "找不到主密钥文件，而密钥库里已有密钥，程序不会另造一把。"
            "请从托管处取回主密钥文件，放回原位后再启动。"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise VaultRefuses("读不了主密钥文件。请检查文件的所有者和内容是否正确。") from None
    if mode & 0o077:
        raise VaultRefuses("主密钥文件能被其他用户读取。请执行 chmod 0400，并考虑换一把新的主密钥。")
    found = _LINE.fullmatch(line)
    if found is None:
        raise VaultRefuses(
            "主密钥文件太短或格式不对。应为一行：mk_编号:64 位十六进制数。请从托管处取回原文件。"
        )
    return MasterKey(found[1], bytes.fromhex(found[2]))


def make_master_key(path: Path) -> None:
    """Make a new master key (mode 0400, in a folder made 0700), unless the file is there already.

    Raises VaultRefuses if it cannot be written.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists():
            return
        _write_durably(part, f"mk_{secrets.token_hex(4)}:{secrets.token_hex(32)}\n")
        try:
            # A link appears whole or not at all, and never replaces what another process put there first.
            os.link(part, path)
        except FileExistsError:
            return
        finally:
            part.unlink()
        _settle(path.parent)
    except OSError:
        raise VaultRefuses(
            "无法创建主密钥文件。请检查目录是否可写，或用 MEDIATION_KEY_FILE 指定别处。"
        ) from None


def _write_durably(path: Path, line: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    # Without this a power cut may lose the name of a file whose keys are already in use.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
