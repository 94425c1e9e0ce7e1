"""What was kept comes to its end: by two people, from a list, so that nothing can be read again and the log still holds."""

import shutil
from pathlib import Path

import pytest
import time_machine

from mediation.attachments.adding import attach
from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.cases.models import Case
from mediation.cases.persons import Person, PersonToken
from mediation.cases.queries import came_before, list_cases
from mediation.cases.shells import find_shell
from mediation.db import atomic, db, today
from mediation.dossiers.making import ask_for, make
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.people.program import SYSTEM
from mediation.referrals.models import Referral
from mediation.retention import destroying
from mediation.retention.destroying import finish, finish_all, pending
from mediation.retention.models import DisposalItem, Retention
from mediation.retention.papers import print_list
from mediation.retention.proposing import place_hold
from mediation.retention.queries import due_cases, find_disposal, held_cases
from mediation.retention.terms import without_term, write_term
from mediation.vault.keys import KeyDestroyed, current_vault
from mediation.workflow.engine import take
from tests.attachments.conftest import photo
from tests.conftest import ON_POSTGRES, referred
from tests.retention.conftest import carried_out

HOLD = {"ground": "lawsuit", "reason": "正在打官司。"}


def whole(cast):
    """Before it is closed, a case gets a picture; afterwards a dossier is bound of it."""

    def go(case: Case) -> None:
        attach(case, {"kind": "other", "received_on": today().isoformat()}, [photo()], actor=cast.mei)

    return go


def files_of(app) -> set[Path]:
    return {path for path in (Path(app.instance_path) / "files").rglob("*") if path.is_file()}


def test_nothing_that_was_kept_can_be_read_again_and_the_log_still_holds(
    app, old_case, listed, cast, sign_in
):
    case = old_case(archived="short", before=whole(cast))
    dossier = ask_for(case, None, actor=cast.mei)
    make(dossier.id)
    ref, number, key_id = case.ref, case.register_number, case.key_id
    people = [party.person for party in case.parties]
    persons = [(person.id, person.key_id) for person in people]
    marks = [mark for person in people for mark in (person.id_index, person.phone_index) if mark]
    marks += list(db.session.scalars(db.select(PersonToken.token)))
    vault = current_vault()
    wrapped = keys_in(app, [key_id, *(key for _id, key in persons)])
    backup = Path(app.instance_path).with_name("backup.db")
    if not ON_POSTGRES:
        shutil.copy(Path(app.instance_path) / "mediation.db", backup)
    before = files_of(app)
    assert len(marks) > 10
    assert len(before) >= 3

    item = listed(case)
    carried_out(item, cast)
    assert len(pending()) == 1
    finish_all()

    assert pending() == []
    for gone in (key_id, *(key for _id, key in persons)):
        with pytest.raises(KeyDestroyed):
            vault.key_of(gone)
    kept = files_of(app)
    assert len(before - kept) == len(before)
    assert len(kept) == 1  # the list itself
    assert db.session.query(PersonToken).count() == 0
    assert db.session.query(Person).filter(Person.phone_index.is_not(None)).count() == 0
    with pytest.raises(KeyDestroyed):
        _ = db.session.get_one(Case, case.id).summary
    if not ON_POSTGRES:
        raw = raw_bytes(app)
        assert not [mark for mark in marks if mark in raw]
        assert not [piece for piece in wrapped if piece in raw]
        # A backup has what was sealed, and no key for it.
        sealed = Path(backup).read_bytes()
        assert "王芳".encode() not in sealed
        assert not [piece for piece in wrapped if piece in sealed]

    verified = verify_all()
    assert verified.findings == []
    assert any("密钥已按规定销毁" in finding.what for finding in verified.unproven)
    assert db.session.query(AuditEntry).filter_by(chain=ref, kind="one_stop.destroy").count() == 1
    shell_alone(ref, number, cast, sign_in)


def keys_in(app, key_ids) -> list[bytes]:
    """The wrapped keys as they lie in the key store, where it is a file."""
    engine = current_vault()._store._engine
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT key_id, wrapped FROM vault_keys").all()
    return [bytes(wrapped) for key_id, wrapped in rows if key_id in key_ids]


def raw_bytes(app) -> bytes:
    """The database, its journals and the key store, free pages and all."""
    home = Path(app.instance_path)
    return b"".join(path.read_bytes() for path in home.iterdir() if path.is_file() and ".db" in path.name)


def shell_alone(ref, number, cast, sign_in) -> None:
    """Its number is left for those who could have opened it; to everybody else there is nothing, and in no list."""
    assert find_shell(ref, actor=cast.mei).number == number
    assert find_shell(ref, actor=cast.qiu) is None
    assert list_cases(actor=cast.mei) == []
    assert came_before(actor=cast.lin, name="王芳") == []
    page = sign_in(cast.mei).get(f"/cases/{ref}")
    assert page.status_code == 200
    assert number in page.text
    assert "已销毁" in page.text
    assert "王芳" not in page.text
    for path in (f"/cases/{ref}/reopen", f"/cases/{ref}/notes", f"/cases/{ref}/holds/new"):
        assert sign_in(cast.mei).get(path).status_code == 404
    assert sign_in(cast.qiu).get(f"/cases/{ref}").status_code == 404
    assert sign_in(cast.mei).get("/cases").status_code == 200
    assert sign_in(cast.mei).get("/").status_code == 200


def test_two_people_destroy_and_neither_does_it_alone(old_case, listed, cast):
    case = old_case()
    with pytest.raises(Forbidden):
        take(case, "destroy", actor=cast.rao)
    with pytest.raises(Incomplete, match="批准的销毁清册"):
        take(case, "destroy", actor=SYSTEM)
    for nobody in (cast.mei, cast.song, cast.boss):
        with pytest.raises(Forbidden):
            listed(case, actor=nobody)
    item = listed(case)
    with pytest.raises(Incomplete, match="请重新选择"):
        listed(case)
    with pytest.raises(Forbidden):
        take(item, "approve", actor=cast.rao, facts={"opinion": "同意。"})
    take(item, "approve", actor=cast.song, facts={"opinion": "同意。"})
    with pytest.raises(Incomplete, match="还没有打印销毁清册"):
        take(item, "carry_out", actor=cast.rao, facts={"witness": cast.ye.id})
    assert (item.state, case.state) == ("approved", "withdrawn")

    print_list(item, actor=cast.rao)
    for witness in (cast.rao, cast.qiu):
        with pytest.raises(Incomplete, match="另一个人"):
            take(item, "carry_out", actor=cast.rao, facts={"witness": witness.id})
    assert item.items[0].case.state == "withdrawn"


def test_what_is_held_or_worked_on_again_is_not_destroyed(old_case, listed, cast):
    case, other = old_case(), old_case()
    with pytest.raises(Forbidden):
        place_hold(case, HOLD, actor=cast.mei)
    hold = place_hold(case, HOLD, actor=cast.song)
    assert [row.case_id for row in due_cases(actor=cast.rao)] == [other.id]
    assert [row.case_id for row in held_cases(actor=cast.rao)] == [case.id]
    with pytest.raises(Incomplete, match="请重新选择"):
        listed(case)
    take(hold, "lift", actor=cast.song, facts={"reason": "判决已经生效。"})
    item = listed(case, other)
    place_hold(case, HOLD, actor=cast.song)
    with pytest.raises(Incomplete, match="不能销毁的案卷"):
        take(item, "approve", actor=cast.song, facts={"opinion": "同意。"})
    take(item, "cancel", actor=cast.rao, facts={"reason": "停止销毁。"})
    assert [row.case_id for row in due_cases(actor=cast.rao)] == [other.id]


def test_the_term_is_what_the_schedule_says_and_no_term_runs_in_a_case_that_was_reopened(old_case, cast):
    withdrawn, short = old_case(), old_case(archived="short")
    terms = {row.case_id: (row.record_kind, str(row.due_on)) for row in db.session.query(Retention)}
    assert terms == {
        withdrawn.id: ("not_taken_on", "2017-03-06"),
        short.id: ("archived_short", "2024-03-06"),
    }
    with atomic() as session:
        session.query(Retention).delete()
    assert set(without_term()) == {withdrawn.id, short.id}
    for number in without_term():
        write_term(number)
    assert {row.case_id: (row.record_kind, str(row.due_on)) for row in db.session.query(Retention)} == terms
    for day, due in (("2017-03-05", []), ("2017-03-06", [withdrawn.id])):
        with time_machine.travel(day + "T10:00:00+08:00"):
            assert [row.case_id for row in due_cases(actor=cast.rao)] == due
    take(short, "reopen", actor=cast.mei, facts={"reason": "又来求助。"})
    assert db.session.get(Retention, short.id) is None
    assert [row.case_id for row in due_cases(actor=cast.rao)] == [withdrawn.id]


def test_who_stands_in_another_case_too_stays_there(old_case, new_case, listed, cast):
    case = old_case()
    her = case.parties[0].person
    again = new_case(actor=cast.mei, applicants=[{"person": her.ref, "relation": "前配偶"}])
    assert again.parties[0].person_id == her.id
    carried_out(listed(case), cast)
    finish_all()
    assert db.session.get_one(Case, again.id).parties[0].person.name == "王芳"
    assert db.session.get_one(Case, case.id).parties[0].relation_sealed is None
    assert came_before(actor=cast.lin, name="王芳")
    assert verify_all().findings == []


def test_broken_off_half_way_the_next_round_goes_on(app, old_case, listed, cast, monkeypatch):
    case = old_case()
    item = listed(case)
    carried_out(item, cast)
    real, done = destroying.destroy_key, []

    def breaks(key_id: str) -> None:
        done.append(key_id)
        if len(done) > 1:
            raise RuntimeError("the power is gone")
        real(key_id)

    monkeypatch.setattr(destroying, "destroy_key", breaks)
    with pytest.raises(RuntimeError):
        finish(pending()[0])
    monkeypatch.setattr(destroying, "destroy_key", real)
    finish_all()
    row = db.session.query(DisposalItem).one()
    assert row.erased_at is not None
    assert len(files_of(app)) == 1


def test_a_stranger_finds_no_list(old_case, listed, cast, sign_in):
    case = old_case()
    item = listed(case)
    for nobody in (cast.qiu, cast.mei, cast.lin, cast.boss):
        with pytest.raises(Missing):
            find_disposal(item.ref, actor=nobody)
        assert sign_in(nobody).get("/disposals").status_code == 404
        assert sign_in(nobody).get(f"/disposals/{item.ref}").status_code == 404
    page = sign_in(cast.song).get(f"/disposals/{item.ref}").text
    assert case.register_number in page
    assert "王芳" not in page
    assert "批准销毁" in sign_in(cast.song).get("/").text


def test_the_whole_way_on_the_pages(old_case, cast, sign_in):
    case = old_case()
    rao, song = sign_in(cast.rao), sign_in(cast.song)
    assert "列销毁清册" in rao.get("/disposals").text
    empty = rao.post("/disposals/new", data={"appraisal": "没有价值。", "schedule_approval": ""})
    assert empty.status_code == 422
    assert "没有价值。" in empty.text
    told = {
        "cases": [str(case.id)],
        "appraisal": "没有继续保存的价值。",
        "schedule_approval": "青档审〔2025〕3号",
    }
    address = rao.post("/disposals/new", data=told).headers["Location"]
    approve = {"opinion": "同意。", "seen": "1", "confirmed": "yes"}
    assert song.post(f"{address}/approve", data=approve).status_code == 302
    assert rao.post(f"{address}/list").status_code == 302
    assert rao.get(f"{address}/list").data.startswith(b"%PDF")
    act = {
        "witness": str(cast.ye.id), "list_signed": "y", "papers_too": "y", "happened_on": today().isoformat(),
        "seen": "2", "confirmed": "yes",
    }  # fmt: skip
    assert rao.post(f"{address}/carry_out", data=act).status_code == 302
    assert pending() == []
    assert "已销毁" in rao.get(address).text
    assert rao.get(f"{address}/list").data.startswith(b"%PDF")


def test_a_partner_and_her_code_open_nothing_of_it_any_longer(old_case, listed, cast, sign_in):
    def shared(case: Case) -> None:
        referred(case, "legal_aid", to="legal_aid")

    case = old_case(before=shared)
    slip = db.session.query(Referral).one().ref
    carried_out(listed(case), cast)
    finish_all()
    for user in (cast.fang, cast.mei, cast.song, cast.rao):
        browser = sign_in(user)
        for path in ("/", "/cases", "/referrals", "/messages", "/workflows", "/supervision"):
            answer = browser.get(path)
            assert answer.status_code in (200, 302, 404), (user.login, path)
            assert "王芳" not in answer.text
        assert browser.get(f"/referrals/{slip}").status_code == 404
