"""Somebody who writes on the public pages, without an account."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.db import db
from mediation.intake.models import PortalRequest
from mediation.portal import tries

SECRET = "蓝色的雨伞开了"
STORY = "丈夫喝酒后打我，昨天又打了。"
NUMBER = "13912345678"
SAFE = {"q_hurt": "no", "q_violence": "no", "q_children": "no"}
WAYS: dict[str, Any] = {"ways": ["phone"], "number": NUMBER, "hours": "工作日上午", "code_word": "订的花到了"}


class Her:
    """A telephone with the public pages. `page` is the last answer, `place` the address of its network,
    `site` the name under which it finds the pages."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page: Any = None
        self.place = "127.0.0.1"
        self.site = "http://localhost"

    def open(self, path: str = "/q") -> str:
        self.page = self.client.get(path, base_url=self.site, follow_redirects=True)
        return str(self.page.text)

    def press(self, go: str, path: str = "/q", **typed: Any) -> str:
        shown = re.search(r'name="page" value="(\w+)"', self.page.text) if self.page is not None else None
        data = {"page": shown[1] if shown else "", "go": go, **typed}
        self.page = self.client.post(
            path,
            base_url=self.site,
            data=data,
            follow_redirects=True,
            content_type="multipart/form-data",
            environ_base={"REMOTE_ADDR": self.place},
        )
        return str(self.page.text)

    def writes(self, *, story: str = STORY, contact: bool = False, **answers: str) -> str:
        """All the way to the last page."""
        self.open()
        self.press("begin")
        said = {**SAFE, **answers}
        self.press("next", **{name: said[name] for name in SAFE})
        if "yes" in said.values():
            self.press("next")
        self.press("next", may_contact="yes" if contact else "no")
        if contact:
            self.press("next", **WAYS)
        own = {name: said[name] for name in ("name", "keep_from") if name in said}
        return self.press("next", summary=story, **own)

    def sends(self, **given: Any) -> str:
        """Writes and sends; answers the code."""
        self.writes(**given)
        self.press("send", secret=SECRET)
        found = re.search(r'class="code"[^>]*>([0-9A-Z-]+)<', self.page.text)
        assert found, self.page.text
        return found[1]

    def looks(self, code: str, secret: str = SECRET) -> str:
        """Opens the page of her request with the code and the secret."""
        self.open("/q/status")
        return self.press("open", "/q/status", code=code, secret=secret)


@pytest.fixture(scope="package", autouse=True)
def at_once() -> Iterator[None]:
    """Nobody waits for the clock that hides what a guess costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tries, "LEAST", 0)
        yield


@pytest.fixture
def her(app: Flask) -> Her:
    return Her(app.test_client())


@pytest.fixture
def another(app: Flask) -> Her:
    """Another telephone."""
    return Her(app.test_client())


@pytest.fixture
def newest() -> Callable[[], PortalRequest]:
    """The request that came last."""
    return lambda: db.session.scalars(select(PortalRequest).order_by(PortalRequest.id.desc()).limit(1)).one()
