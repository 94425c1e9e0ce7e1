"""The press: a process of its own that turns HTML into PDF, started and watched by rendering.py.

It is run by its path, so that it loads nothing of the program: no database, no keys, no settings. Whatever
a text makes the layout engine do (endless loops, all memory, a crash in C) happens here and not in the web
process. One request and one answer at a time over standard input and output, each with its length in front.
"""

import json
import logging
import resource
import struct
import sys
from typing import Any, BinaryIO

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

LENGTH = struct.Struct(">I")


class NamedThings(URLFetcher):  # type: ignore[misc]
    """Hands out what lies in memory under a name, and opens nothing: no file, no address, no redirect."""

    def __init__(self, things: dict[str, str]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.things = things
        self.refused = 0

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The thing of that name; anything else ends the printing.

        Refusals are counted as well, because a picture inside a drawing swallows even the fatal error.
        """
        if url in self.things:
            return URLFetcherResponse(url, self.things[url], {"Content-Type": "text/css; charset=utf-8"})
        self.refused += 1
        raise FatalURLFetchingError("outside the paper")


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next message, or None when the other side has gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return stream.read(int(LENGTH.unpack(head)[0]))


def write_frame(stream: BinaryIO, data: bytes) -> None:
    """Send one message."""
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def typeset(request: dict[str, Any], fonts: FontConfiguration) -> tuple[dict[str, Any], bytes]:
    """The PDF of one request, or what stands against it: outside resources, characters without a glyph."""
    fetcher = NamedThings(request["things"])
    try:
        html = HTML(string=request["html"], url_fetcher=fetcher)
        document = html.render(font_config=fonts, pdf_variant=request["variant"])
        identifier = bytes.fromhex(request["identifier"])
        pdf: bytes = document.write_pdf(pdf_variant=request["variant"], pdf_identifier=identifier)
    except FatalURLFetchingError:
        return {"refused": max(fetcher.refused, 1)}, b""
    if fetcher.refused:
        return {"refused": fetcher.refused}, b""
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    strange = {font.family for font in document.fonts.values()} - set(request["families"])
    if missing or strange:
        return {"missing": sorted(missing), "strange": sorted(strange)}, b""
    return {"pages": len(document.pages)}, pdf


def main() -> None:
    """Print until the other side closes. The first argument is the memory it may use, in bytes."""
    logging.disable(logging.CRITICAL)  # the engine's warnings quote the text
    limit = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    fonts = FontConfiguration()
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        answer, pdf = typeset(json.loads(frame), fonts)
        write_frame(sys.stdout.buffer, json.dumps(answer).encode())
        write_frame(sys.stdout.buffer, pdf)


if __name__ == "__main__":
    main()
