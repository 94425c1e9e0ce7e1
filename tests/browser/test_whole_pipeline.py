"""One case from the first visit to the archive, by people who only click and type."""

from collections.abc import Callable

import pytest
from flask import Flask

from mediation.audit.verify import verify_all
from mediation.db import db
from tests.browser import partners, station
from tests.browser.person import Person


@pytest.fixture
def seat(sits_down: Callable[..., Person]) -> Callable[[str], Person]:
    """The people of the story, each with a browser that stays open."""
    seated: dict[str, Person] = {}

    def take(login: str) -> Person:
        if login not in seated:
            seated[login] = sits_down(login, viewport={"width": 1366, "height": 900})
        return seated[login]

    return take


def test_a_case_goes_from_the_first_visit_to_the_archive(app: Flask, seat: Callable[[str], Person]) -> None:
    station.registers(seat("lin"))
    station.assigns(seat("song"))
    station.assesses(seat("mei"))
    station.reviews(seat("song"))
    station.triages(seat("mei"))
    station.hands_over(seat("mei"))
    partners.takes_in(seat("fang"))
    partners.takes_in(seat("an"))
    station.moves_on(seat("mei"))
    station.refers(seat("mei"))
    partners.decides(seat("fang"))
    partners.represents(seat("gu"))
    partners.counsels(seat("an"))
    partners.takes_in(seat("tao"), "陶然")
    partners.asks_the_parties(seat("tao"))
    partners.mediates(seat("tao"))
    partners.writes(seat("tao"))
    partners.signs(seat("tao"))
    partners.scans(seat("tao"))
    partners.watches(seat("tao"))
    partners.replies(seat("fang"), "法律援助已办结。")
    partners.replies(seat("an"), "辅导目标达到。")
    station.follows_up(seat("mei"))
    station.closes(seat("mei"))
    station.archives(seat("rao"))
    station.binds(seat("rao"))
    nobody_else_saw_the_notes([seat(login) for login in ("lin", "mei", "song", "fang", "gu", "tao", "rao")])
    assert partners.NOTES in "".join(seat("an").seen)
    db.session.rollback()
    count, findings, _unproven = verify_all()
    assert findings == []
    assert count > 50


def nobody_else_saw_the_notes(others: list[Person]) -> None:
    """The counsellor's notes are for the counsellor; the minutes for the mediator."""
    assert [person.login for person in others if any("脚步声" in page for page in person.seen)] == []
    readers = [person.login for person in others if any("要按月给。" in page for page in person.seen)]
    assert readers == ["tao"]
