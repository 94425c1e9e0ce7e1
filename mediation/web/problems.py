"""How the program says no to another program: `application/problem+json` (RFC 9457), in Chinese, with a number.

The number stands in the answer and in our log: whoever asks why tells it, and nothing of what was sent.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from flask import Response, request

PREFIX = "/api/"
TYPE = "application/problem+json"
log = structlog.get_logger("mediation")


def asked_by_a_program() -> bool:
    """Whether what was asked for belongs to the interface for programs, also where there is no such address."""
    return request.path.startswith(PREFIX)


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    rules: Sequence[str] = (),
    errors: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    reference: str | None = None,
) -> Response:
    """An answer that says what is wrong: RULES of law it rests on, ERRORS by the name of the field."""
    told: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    told["reference"] = reference or secrets.token_hex(4)
    if rules:
        told["rules"] = list(rules)
    if errors:
        told["errors"] = errors
    if reference is None:
        log.info("refused", reference=told["reference"], status=status, endpoint=request.endpoint)
    answer = Response(json.dumps(told, ensure_ascii=False), status, content_type=TYPE)
    answer.headers.update(headers or {})
    return answer
