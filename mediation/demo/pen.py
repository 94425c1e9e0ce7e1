"""What an invented story is written with: each step some time after the one before, in working hours."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from mediation.demo.story import Named, Step

_OPENS, _CLOSES, _SATURDAY = 9, 17, 5


class Pen:
    """Writes the steps of one story. `random` is seeded by the story, so it is the same at every writing.

    Scripts say `caseworker`; DESK is the one of them whose case it is.
    """

    def __init__(self, seed: str, start: datetime, desk: str) -> None:
        self.random, self.desk = Random(seed), desk
        self.at = _at_work(start)
        self.steps: list[Step] = []

    def __call__(self, take: str, by: str, /, after: int = 0, **facts: Any) -> None:
        """One step, AFTER days after the last one; on the same day, some minutes after it."""
        if self.steps:
            self.at += timedelta(days=after, minutes=self.random.randint(8, 35))
        self.at = _at_work(self.at)
        self.steps.append(Step(self.at, self.desk if by == "caseworker" else by, take, facts))

    def wait(self, days: int) -> None:
        """Nothing happens for some days."""
        self.at = _at_work(self.at + timedelta(days=days))

    @property
    def day(self) -> str:
        """The local day on which the story stands, as ISO text."""
        return self.at.date().isoformat()

    def ago(self, **time: float) -> datetime:
        """So long before now."""
        return self.at - timedelta(**time)

    def day_in(self, days: int) -> str:
        """The day so many days from now."""
        return (self.at + timedelta(days=days)).date().isoformat()


def party(role: str) -> Named:
    """Whoever has that role in the case."""
    return Named("party", role)


def user(login: str) -> Named:
    """A person by login."""
    return Named("user", login)


def office(word: str) -> Named:
    """An agency by its word in `people.OFFICES`."""
    return Named("agency", word)


def opening(kind: str, where: str, lead: str = "lead", **more: Any) -> Mapping[str, Any]:
    """A stage to open."""
    return {"kind": kind, "agency": office(where), "lead": lead, **more}


def _at_work(moment: datetime) -> datetime:
    """The same moment, or the next morning on which somebody is in the office."""
    if moment.hour >= _CLOSES:
        moment = moment.replace(hour=_OPENS, minute=moment.minute) + timedelta(days=1)
    elif moment.hour < _OPENS:
        moment = moment.replace(hour=_OPENS)
    while moment.weekday() >= _SATURDAY:
        moment += timedelta(days=1)
    return moment
