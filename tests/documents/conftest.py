from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from mediation.documents.printing import print_paper
from tests.documents.examples import EXAMPLES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def printer() -> Iterator[Flask]:
    """An application that has templates and nothing else: a paper needs no database."""
    app = Flask("printer", template_folder=str(ROOT / "templates"))
    with app.app_context():
        yield app


_printed: dict[str, bytes] = {}


@pytest.fixture
def printed(printer: Flask) -> Callable[[str], bytes]:
    """The example of a paper, printed once for all tests that only look at it."""

    def look(name: str) -> bytes:
        if name not in _printed:
            _printed[name] = print_paper(name, EXAMPLES[name], secrets=[])
        return _printed[name]

    return look
