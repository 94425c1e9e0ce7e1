"""HTML in, PDF bytes out. Nothing else knows the layout engine, and it never runs in this process.

One press (press.py) per process, started when first needed, killed when it takes too long and replaced
after a crash.
"""

import atexit
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from mediation.documents.fonts import configuration, font_files, missing_sentence
from mediation.errors import Incomplete

PRESS = Path(__file__).with_name("press.py")
SECONDS = 60.0
MEMORY = 2 * 1024**3
# The press gets no setting of the program: no key file, no database address.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "TMPDIR", "XDG_CACHE_HOME")


class PressFailed(Incomplete):
    """The press died or took too long. The paper was not printed; trying again may help."""


class _GoneError(Exception):
    """The press has gone away."""


class Press:
    """One press process and the right to use it, for one paper at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.folder: tempfile.TemporaryDirectory[str] | None = None

    def ask(self, request: dict[str, Any], *, seconds: float, memory: int) -> tuple[dict[str, Any], bytes]:
        """The answer to one request. Raises PressFailed after two crashes, or one overrun."""
        with self.lock:
            for _attempt in range(2):
                try:
                    return self._exchange(self._running(memory), request, seconds)
                except (_GoneError, OSError):
                    self.close()
        raise PressFailed("文书没有打印成功：排版程序意外退出。请再试一次；如果仍然失败，请告诉管理员。")

    def close(self) -> None:
        """Stop the process and remove its folder. The next request starts another."""
        if self.process:
            self.process.kill()
            self.process.communicate()
        if self.folder:
            self.folder.cleanup()
        self.process = self.folder = None

    def _running(self, memory: int) -> subprocess.Popen[bytes]:
        if self.process and self.process.poll() is None:
            return self.process
        self.close()
        self.folder = tempfile.TemporaryDirectory(prefix="press-")
        fontconfig = Path(self.folder.name, "fonts.conf")
        fontconfig.write_text(configuration(), encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(PRESS), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder.name,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ}
            | {"FONTCONFIG_FILE": str(fontconfig)},
        )
        return self.process

    def _exchange(
        self, process: subprocess.Popen[bytes], request: dict[str, Any], seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        assert process.stdin
        assert process.stdout
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(seconds, give_up)
        watch.start()
        try:
            _send(process.stdin, json.dumps(request).encode())
            return json.loads(_receive(process.stdout)), _receive(process.stdout)
        except (_GoneError, OSError) as gone:
            if not late.is_set():
                raise
            self.close()
            raise PressFailed("文书太长，没有在规定时间内排好。请缩短内容或分成几份再打印。") from gone
        finally:
            watch.cancel()


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    head = stream.read(4)
    size = int.from_bytes(head, "big")
    data = stream.read(size) if len(head) == 4 else b""
    if len(head) < 4 or len(data) < size:
        raise _GoneError
    return data


_press = Press()


def _after_fork() -> None:
    """A forked worker starts a press of its own; the pipes of its parent's are not shared."""
    global _press
    _press = Press()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(lambda: _press.close())


def render_pdf(
    html: str,
    *,
    things: Mapping[str, str] | None = None,
    archival: bool = False,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> bytes:
    """The PDF of HTML, the same bytes for the same HTML. THINGS are the style sheets it may name, by full
    name.

    ARCHIVAL makes it PDF/A-3b. SECONDS and MEMORY (bytes) are what the press may take; MEMORY holds from
    its start. Raises Incomplete if the text reaches for anything outside or has characters without a glyph,
    PressFailed if the press breaks down.
    """
    request = {
        "html": html,
        "things": dict(things or {}),
        "variant": "pdf/a-3b" if archival else None,
        "identifier": hashlib.sha256(html.encode()).hexdigest()[:32],
        "families": [font.family for font in font_files()],
    }
    answer, pdf = _press.ask(request, seconds=seconds, memory=memory)
    if answer.get("refused"):
        raise Incomplete("文书内容引用了外部文件或网址，没有打印。请删去这部分内容再试。")
    if answer.get("missing"):
        raise Incomplete(missing_sentence(set(answer["missing"])))
    if answer.get("strange"):
        raise PressFailed("文书用到了没有登记的字体，没有打印。请告诉管理员。")
    return pdf
