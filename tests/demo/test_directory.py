"""The demo shows a whole directory: every office is known, and the committee is as the law has it."""

from flask import Flask

from mediation.api.models import PartnerToken
from mediation.bulletins.models import Bulletin
from mediation.db import atomic, db, today
from mediation.demo.directory import KNOWN, furnish
from mediation.demo.people import OFFICES, office_called
from mediation.demo.talking import talk
from mediation.people.hours import read_hours
from mediation.people.queries import members_of
from mediation.people.rules import shortcomings


def test_the_directory_of_the_demo_knows_every_office_and_its_committee_is_in_order(demo: Flask) -> None:
    with atomic():
        furnish()
    for word in OFFICES:
        office = office_called(word)
        assert word in KNOWN, word
        assert office.phone, word
        assert read_hours(office.hours), word
    committee = office_called("committee")
    members = [one for one in members_of(committee) if one.part == "member"]
    assert (len(members), sum(one.sex == "2" for one in members)) == (5, 3)
    assert not [one.text for one in shortcomings(members_of(committee), today()) if one.broken]


def test_the_demo_has_a_bulletin_a_meeting_to_come_and_the_token_of_a_partner(demo: Flask) -> None:
    with atomic():
        furnish()
        talk()
    bulletin, meeting = db.session.query(Bulletin).order_by(Bulletin.id)
    assert (bulletin.kind, meeting.kind) == ("bulletin", "meeting")
    assert {one.agency.name for one in bulletin.receipts} > {office_called("legal_aid").name}
    assert db.session.query(PartnerToken).one().agency == office_called("court")
