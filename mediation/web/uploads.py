"""Uploads stay in memory until they are sealed: a plain file in a temporary folder would outlive its request (P8, P31)."""

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, request

V = TypeVar("V", bound=Callable[..., Any])


class RequestInMemory(Request):
    """A request whose files are never put on a disk. Its size is bounded by MAX_CONTENT_LENGTH."""

    def _get_file_stream(self, *_args: Any, **_words: Any) -> IO[bytes]:
        """The library's own, documented door for another kind of stream."""
        return BytesIO()


def at_most(size: int) -> Callable[[V], V]:
    """Mark a view that takes no files: of whoever is not known, no more than SIZE bytes are read into memory."""

    def mark(view: V) -> V:
        view.at_most = size  # type: ignore[attr-defined]
        return view

    return mark


def install(app: Flask) -> None:
    """Before anything reads a form."""
    app.before_request(_bound)


def _bound() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    size, general = getattr(view, "at_most", None), request.max_content_length
    if size is not None:
        request.max_content_length = size if general is None else min(size, general)
