"""Long text in clear is what the program writes, or what an office says of itself: what people type is sealed."""

from sqlalchemy import String

from mediation.db import db

# Who writes each of them. A new one belongs here only if nobody can type anything about a person into it.
IN_CLEAR = {
    "agency.address": "the office",
    "agency.duties": "the office",
    "agency.email": "the office",
    "agency.hours": "the office",
    "agency.name": "the office",
    "agency.services": "the office",
    "agency_person.training": "the office",
    "audit_entry.kind": "the program",
    "bulletin.agenda": "the office, for all its partners",
    "bulletin.place": "the office, for all its partners",
    "bulletin.text": "the office, for all its partners",
    "channel.base_url": "the administrator",
    "clock.about": "the program",
    "clock.note": "the program",
    "clock.source": "the register of rules",
    "clock_event.ground": "the register of rules",
    "delivery.event": "the program",
    "delivery.said": "the program",
    "document_number.text": "the program",
    "dossier.said": "the program",
    "draft.path": "the program",
    "duty.hours": "the office",
    "journey.said": "the program",
    "kept_form.path": "the program",
    "message.kind": "the program",
    "message.link": "the program",
    "message.text": "the program",
    "partner_token.label": "the administrator",
    "task.link": "the program",
    "task.text": "the program",
    "text_message.said": "the program",
    "user.email": "the worker, of the office",
    "webhook.url": "the administrator",
}
DIGESTS = ("hash", "sha256", "digest", "_key", "commitment", "previous")
LONG = 60


def test_no_long_text_lies_in_clear_but_what_the_program_or_an_office_writes(app):
    found = {
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and (column.type.length or LONG) >= LONG
    }
    assert {name for name in found if not name.endswith(DIGESTS)} == set(IN_CLEAR)
