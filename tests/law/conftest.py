"""The law of the repository, and a calendar with and without the arrangement for 2027."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mediation.law.holidays import Holidays
from mediation.law.rules import Law, load

WORKFLOWS = Path(__file__).parents[2] / "workflows"
NEW_YEAR_2027 = "2027:\n  rest: [2027-01-01..2027-01-03, 2027-02-05..2027-02-11]\n  work: [2027-02-14]\n"

Written = Callable[[str], Holidays]


@pytest.fixture(scope="session")
def law() -> Law:
    return load(WORKFLOWS)


@pytest.fixture
def holidays() -> Holidays:
    """What the package knows and nothing else."""
    return Holidays()


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A calendar of a station that wrote this into its holidays.yaml."""

    def write(text: str) -> Holidays:
        (tmp_path / "holidays.yaml").write_text(text, encoding="utf-8")
        return Holidays(tmp_path)

    return write


@pytest.fixture
def holidays_2027(written: Written) -> Holidays:
    return written(NEW_YEAR_2027)
