"""A real server, a real browser, and people who sit in front of it: cookies, CSRF and CSP as at a station."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from tests.browser.person import Person

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Start the browser of the system, else the one that playwright installed."""
    with sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
        yield partial(playwright.chromium.launch, executable_path=found, args=QUIET)


@pytest.fixture(scope="session")
def chromium(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """One browser for all tests."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def keeping(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser that keeps whole pages for Back and Forward, as people's do; playwright turns that off."""
    browser = launch(ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The program behind waitress on a free port of this machine. Answers where it listens."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = create_server(app, host="127.0.0.1", port=0, threads=8)

    def serve() -> None:
        # To close it from outside pulls the sockets from under its loop.
        with suppress(OSError):
            server.run()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)
    server.task_dispatcher.shutdown()


@pytest.fixture
def sits_down(chromium: Browser, address: str) -> Iterator[Callable[..., Person]]:
    """Somebody opens a browser of their own and signs in. Afterwards no page of theirs may have complained."""
    seated: list[Person] = []

    def sit(login: str, **screen: object) -> Person:
        person = Person(chromium.new_context(base_url=address, locale="zh-CN", **screen), login)  # type: ignore[arg-type]
        seated.append(person)
        person.sign_in()
        return person

    yield sit
    for person in seated:
        person.picture(f"last-{person.login}")
        person.context.close()
    assert [(person.login, person.complaints) for person in seated if person.complaints] == []
