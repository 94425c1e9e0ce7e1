"""An uploaded file, taken in: of a kind that we know by its content, drawn anew by the cleaner, or refused in words.

The name that the file had is not asked for anything: it may hold a name, and it proves nothing.
"""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import filetype

from mediation.documents.picture_pages import pdf_of_pictures
from mediation.errors import Incomplete

CLEANER = Path(__file__).with_name("cleaner.py")
LARGEST = 20 * 1024**2
MEMORY = 1024**3
SECONDS = 60
KINDS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
# The cleaner gets no setting of the program: no key file, no database address.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH")
_UNKNOWN = "只收 JPG、PNG 图片和 PDF 文件（按内容识别，改扩展名没有用）。"
_HEIC = "这是苹果手机的 HEIC 照片，系统打不开。请在手机“设置—相机—格式”中选“兼容性最佳”后重拍，或另存为 JPG 再上传。"
_REFUSED = {
    "pixels": "图片太大（超过4000万像素），请缩小后再上传。",
    "memory": "文件展开后太大，请缩小或分成几份再上传。",
    "pages": "PDF 超过200页，请分成几份上传。",
    "locked": "PDF 设有密码，请去掉密码后再上传。",
    "broken": "文件打不开，可能已经损坏，请重新拍照或扫描。",
}


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: drawn anew, with the hash of the original and what it told of its making."""

    data: bytes
    thumbnail: bytes
    content_type: str
    pages: int
    original_sha256: str
    original_size: int
    taken_at: str | None


def accept(data: bytes) -> Accepted:
    """The file drawn anew: one picture stays a JPEG, a PDF becomes a PDF of pictures.

    Takes up to a minute of a process of its own: to be done outside of a transaction. Raises Incomplete with what
    to do about it.
    """
    kind = _kind(data)
    taken_at, pages, thumbnail = _drawn(kind, data)
    return Accepted(
        data=pdf_of_pictures(pages) if kind == "pdf" else pages[0],
        thumbnail=thumbnail,
        content_type="application/pdf" if kind == "pdf" else "image/jpeg",
        pages=len(pages),
        original_sha256=hashlib.sha256(data).hexdigest(),
        original_size=len(data),
        taken_at=taken_at,
    )


def _kind(data: bytes) -> str:
    if not data:
        raise Incomplete("文件是空的，请重新选择。")
    if len(data) > LARGEST:
        raise Incomplete(f"文件超过{LARGEST // 1024**2}MB，请缩小或分成几份再上传。")
    guessed = filetype.guess_mime(data)
    if guessed in ("image/heic", "image/heif", "image/avif"):
        raise Incomplete(_HEIC)
    if guessed not in KINDS:
        raise Incomplete(_UNKNOWN)
    return KINDS[guessed]


def _drawn(kind: str, data: bytes) -> tuple[str | None, list[bytes], bytes]:
    """Asked of the cleaner; whatever happens to it is the fault of the file."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(CLEANER), kind, str(MEMORY), str(SECONDS)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        )
    except subprocess.TimeoutExpired:
        raise Incomplete("文件太复杂，没有在规定时间内读完。请重新拍照或扫描。") from None
    except subprocess.CalledProcessError:
        raise Incomplete(_REFUSED["broken"]) from None
    head, _, rest = done.stdout.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise Incomplete(_REFUSED[told["refused"]])
    pages, start = [], 0
    for size in told["sizes"]:
        pages.append(rest[start : start + size])
        start += size
    return told["taken_at"], pages, rest[start : start + told["small"]]
