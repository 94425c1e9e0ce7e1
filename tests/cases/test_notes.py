"""A note is internal unless the button says otherwise; its author takes it back within ten minutes, and the log tells."""

import re
from datetime import timedelta

import time_machine

from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.cases.work import Note
from mediation.db import atomic, db, now


def test_the_button_says_who_reads_a_note(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    url, browser = f"/cases/{case.ref}/notes", sign_in(cast.mei)
    page = browser.get(url).text
    assert page.index("保存（内部）") < page.index("保存并让当事人看到")
    for pressed, internal in (("internal", True), ("party", False), ("", True), ("else", True)):
        browser.post(url, data={"text": f"写的是{pressed}", "audience": pressed})
        newest = db.session.query(Note).order_by(Note.id.desc()).first()
        assert newest.internal is internal
    assert browser.post(url, data={"text": " ", "audience": "party"}).status_code == 422


def test_its_author_takes_a_note_back_within_ten_minutes_and_nobody_else(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    shown, browser = f"/cases/{case.ref}", sign_in(cast.mei)
    for text in ("写错了人", "留着的"):
        browser.post(f"{shown}/notes", data={"text": text})
    wrong, kept = db.session.query(Note).order_by(Note.id)
    undo = f"{shown}/notes/{wrong.ref}/take-back"
    assert undo in browser.get(shown).text
    other = sign_in(cast.song)
    assert undo not in other.get(shown).text
    assert other.post(undo).status_code == 404
    for _twice in range(2):
        assert browser.post(undo).status_code == 302
    assert "写错了人" not in browser.get(shown).text
    assert db.session.query(AuditEntry).filter_by(kind="note.take_back", subject=wrong.ref).count() == 1
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        late = sign_in(cast.mei)
        assert "take-back" not in late.get(shown).text
        assert late.post(f"{shown}/notes/{kept.ref}/take-back").status_code == 409
    assert "留着的" in browser.get(shown).text
    assert not verify_all().findings


def test_a_note_hidden_without_its_entry_is_found(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    sign_in(cast.mei).post(f"/cases/{case.ref}/notes", data={"text": "不想让人看见"})
    with atomic() as session:
        session.query(Note).update({"taken_back_at": now()})
    assert any(re.search("撤回与记录不符", found.what) for found in verify_all().findings)
