"""After a breach: which cases were shown, to whom they lead by the safe way alone, and no name (P33)."""

from datetime import timedelta

from mediation.admin.queries import EVENTS
from mediation.audit.models import AuditEntry
from mediation.cases.affected import NO_CONTACT, RENEW, affected
from mediation.db import db, now


def test_the_cases_that_an_account_was_shown_are_listed_without_a_name(new_case, cast, sign_in):
    seen = new_case(actor=cast.mei)
    quiet = new_case(actor=cast.mei, contact={"no_contact": True})
    begun = now() - timedelta(minutes=1)
    client = sign_in(cast.ye)
    client.get(f"/cases/{seen.ref}")
    client.get("/cases")
    found = affected(begun, now(), login="YE")
    assert [(one.ref, one.opened, one.listed > 0) for one in found] == [
        (seen.ref, 1, True),
        (quiet.ref, 0, True),
    ]
    assert found[1].contact == NO_CONTACT
    assert found[0].contact != RENEW
    assert "王芳" not in str(found)
    assert affected(begun, now(), login="lin") == []
    assert affected(begun - timedelta(days=2), begun - timedelta(days=1)) == []
    assert db.session.query(AuditEntry).filter_by(kind="audit.affected").count() == 3
    assert "audit.affected" in EVENTS
