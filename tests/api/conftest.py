"""The system of the legal aid centre, with a token of its own, and referrals that Mei sends it."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from mediation.api.tokens import SCOPES, issue
from tests.conftest import Cast
from tests.referrals.conftest import case as case
from tests.referrals.conftest import send as send

KEYS = (f"key-{number:08d}" for number in itertools.count())


class System:
    """The system of a partner: it calls with its token, and every submission has a name."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client, self.token = app.test_client(), token

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path: str, told: Any = None, *, key: str | None = None, **words: Any) -> Any:
        headers = {**self.headers, "Idempotency-Key": key or next(KEYS)}
        words = words or {"json": told if told is not None else {}}
        return self.client.post(f"/api/v1{path}", headers=headers, **words)

    def step(self, referral: Any, trigger: str, told: Any = None, **words: Any) -> Any:
        return self.post(f"/referrals/{referral.ref}/{trigger}", told, **words)


@pytest.fixture
def token(cast: Cast) -> Callable[..., str]:
    """A fresh token of an agency, by its short word."""

    def make(agency: str = "legal_aid", scopes: tuple[str, ...] = tuple(SCOPES), days: int = 30) -> str:
        _row, text = issue(cast.agency(agency), label="业务系统", scopes=scopes, days=days, actor=cast.boss)
        return text

    return make


@pytest.fixture
def system(app: Flask, token: Callable[..., str]) -> Callable[..., System]:
    """The system of an agency, by its short word."""
    return lambda agency="legal_aid", **given: System(app, token(agency, **given))
