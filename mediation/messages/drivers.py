"""How a text message leaves the house: shown in the console, laid into a file, or handed to a gateway by HTTP.

The three are twins: `send` returns where the message was taken, raises NotTaken where it certainly was not, and NoWord
where nobody knows. None of them writes a number into the log.
"""

import json
import os
import sys
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import httpx

from mediation.db import now
from mediation.messages.settings import TextSettings
from mediation.web.outbound import allowed

TIMEOUT = httpx.Timeout(10.0)
SPOOL = "texts.jsonl"


class NotTaken(Exception):  # noqa: N818 - what happened to the message
    """It was certainly not sent; it may be tried again."""


class NoWord(Exception):  # noqa: N818 - what is known of the message
    """The gateway did not answer: it may have been sent."""


class Driver(Protocol):
    """Whatever takes a text message."""

    def send(self, number: str, text: str, ref: str) -> None:
        """Hand over TEXT for NUMBER; REF names the message to the gateway."""


class ConsoleDriver:
    """For trying out: nothing is sent, and the number is shown by its last digits alone."""

    def send(self, number: str, text: str, ref: str) -> None:
        sys.stderr.write(f"短信（没有真正发送）尾号{number[-2:]}：{text}\n")


class FileDriver:
    """A line of JSON for each, in a file that a program of the office fetches and empties. Its user's alone."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / SPOOL

    def send(self, number: str, text: str, ref: str) -> None:
        line = {"ref": ref, "number": number, "text": text, "at": now().isoformat()}
        try:
            with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError:
            raise NotTaken from None


class HttpDriver:
    """A gateway whose request the station describes: address, headers, body with {number}, {text}, {signature}, {ref}.

    Only a host of `outbound`, by HTTPS (plain HTTP on the loopback), without following anybody elsewhere.
    """

    def __init__(self, settings: TextSettings) -> None:
        self.settings = settings

    def send(self, number: str, text: str, ref: str) -> None:
        told = self.settings.http
        if not allowed(str(told["url"])):
            raise NotTaken
        kind = str(told.get("content_type", "application/json"))
        values = {"number": number, "text": text, "signature": self.settings.signature, "ref": ref}
        body = str(told["body"])
        for name, value in values.items():
            body = body.replace(f"{{{name}}}", _written(value, kind))
        headers = {"content-type": kind, **{str(k): str(v) for k, v in dict(told.get("headers", {})).items()}}
        try:
            answer = httpx.post(
                str(told["url"]), content=body.encode(), headers=headers, timeout=TIMEOUT, follow_redirects=False,
                trust_env=False,
            )  # fmt: skip
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise NotTaken from None
        except httpx.HTTPError:
            raise NoWord from None
        if not answer.is_success or str(told.get("success", "")) not in answer.text:
            raise NotTaken


def driver_for(settings: TextSettings, folder: Path) -> Driver:
    """The driver that the station chose. FOLDER is that of its data."""
    if settings.driver == "http":
        return HttpDriver(settings)
    return FileDriver(folder) if settings.driver == "file" else ConsoleDriver()


def _written(value: str, kind: str) -> str:
    """VALUE as it stands inside a body of that KIND."""
    if "json" in kind:
        return json.dumps(value, ensure_ascii=False)[1:-1]
    return quote(value, safe="") if "urlencoded" in kind else value
