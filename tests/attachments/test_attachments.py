"""Who may add a material, who may see it, and that nothing of it is ever lost."""

import re
from io import BytesIO

import pytest
from PIL import Image
from werkzeug import formparser
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from mediation.attachments.queries import attachments_of, find_attachment, open_attachment
from mediation.audit.models import AuditEntry, ReadEntry
from mediation.cases.papers import issue
from mediation.db import db
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.workflow.engine import take
from mediation.workflow.models import StepTaken
from tests.attachments.conftest import photo, scanned
from tests.conftest import referred


def seen(case, *people):
    return [person.login for person in people if attachments_of(case, actor=person)]


def seen_on(page):
    """The version of the thing that a form was made for."""
    return re.search(r'name="seen"[^>]*value="(\d+)"', page)[1]


def upload(client, case, *files, **fields):
    data = {"kind": "evidence", "stage": "0", "happened_on": "2026-11-01", **fields}
    data["files"] = [FileStorage(BytesIO(content), filename=name) for name, content in files]
    boundary, body = encode_multipart(data)
    return client.post(
        f"/cases/{case.ref}/attachments/new",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def test_several_photos_are_added_at_once_from_the_page(new_case, cast, sign_in):
    case, client = new_case(), sign_in(cast.lin)
    assert "上传材料" in client.get(f"/cases/{case.ref}").text
    assert 'enctype="multipart/form-data"' in client.get(f"/cases/{case.ref}/attachments/new").text
    files = [("王芳被打.jpg", photo(place=True)), ("b.pdf", scanned(2)), ("c.exe", photo(kind="PNG"))]
    answer = upload(client, case, *files, caption="十月聊天记录")
    assert answer.status_code == 302, answer.text
    rows = attachments_of(case, actor=cast.lin)
    assert [row.content_type for row in rows] == ["image/jpeg", "application/pdf", "image/jpeg"]
    page = client.get(f"/cases/{case.ref}").text
    assert page.count(">证据材料（十月聊天记录）</a>") == 3
    assert "王芳被打" not in page
    assert rows[0].told["taken_at"] == "2026:10:03 21:14:05"


def test_one_bad_file_and_none_is_added(new_case, cast, sign_in):
    case, client = new_case(), sign_in(cast.lin)
    answer = upload(client, case, ("a.jpg", photo()), ("b.jpg", b"<html>"), caption="聊天记录")
    assert answer.status_code == 422
    assert "第2个文件：只收" in answer.text
    assert "聊天记录" in answer.text
    assert not attachments_of(case, actor=cast.lin)


def test_a_form_without_files_says_so(new_case, cast, sign_in):
    answer = upload(sign_in(cast.lin), new_case())
    assert answer.status_code == 422
    assert "请选择文件。" in answer.text
    text = sign_in(cast.lin).post(
        f"/cases/{new_case().ref}/attachments/new", data={"kind": "other", "stage": "0", "files": "a.jpg"}
    )
    assert "请选择文件。" in text.text


def test_a_request_larger_than_the_limit_is_turned_away_with_a_sentence(new_case, cast, sign_in):
    answer = upload(sign_in(cast.lin), new_case(), ("a.jpg", b"\0" * 26 * 1024**2))
    assert answer.status_code == 413
    assert "20 MB" in answer.text


def test_no_plain_file_lies_on_the_disk_meanwhile(app, new_case, cast, sign_in, tmp_path, monkeypatch):
    def refuse(*_args, **_words):
        raise AssertionError("a temporary file was opened")

    case, client = new_case(), sign_in(cast.lin)
    monkeypatch.setattr(formparser, "SpooledTemporaryFile", refuse)
    assert upload(client, case, ("a.jpg", photo() + b"\0" * 2_000_000)).status_code == 302
    (row,) = attachments_of(case, actor=cast.lin)
    _row, data = open_attachment(row.ref, actor=cast.lin)
    stored = [path.read_bytes() for path in tmp_path.rglob("files/*/*")]
    assert data[:200] not in b"".join(stored)


def test_the_same_submission_twice_is_one_material(new_case, cast, sign_in):
    case, client = new_case(), sign_in(cast.lin)
    for _time in range(2):
        upload(client, case, ("a.jpg", photo()), ("b.jpg", photo(color="red")), key="one-key")
    assert len(attachments_of(case, actor=cast.lin)) == 2


def test_adding_is_a_step_in_the_log_and_reading_is_logged(new_case, cast, add):
    case = new_case()
    row = add(case, cast.lin, caption="她的孩子在实验小学")
    entry = db.session.query(AuditEntry).filter_by(subject=row.ref).one()
    assert (entry.kind, entry.actor, entry.dest) == ("attachment.start", cast.lin.ref, "kept")
    assert "sha256" in entry.fields
    step = db.session.query(StepTaken).filter_by(subject=row.ref).one()
    assert "实验小学" not in str(step.facts)
    open_attachment(row.ref, actor=cast.lin)
    assert db.session.query(ReadEntry).filter_by(kind="attachment").one().shown == [row.ref]


def test_a_stranger_a_partner_and_the_keeper_of_the_machine_find_nothing(new_case, cast, add, sign_in):
    case = new_case()
    row = add(case, cast.lin)
    referred(case, "mediation", to="committee")
    assert seen(case, cast.lin, cast.mei, cast.tao, cast.qiu) == ["lin", "mei"]
    for person in (cast.tao, cast.qiu, cast.boss, cast.eye):
        assert sign_in(person).get(f"/attachments/{row.ref}").status_code == 404
        with pytest.raises(Missing):
            open_attachment(row.ref, actor=person)
    answer = sign_in(cast.lin).get(f"/attachments/{row.ref}")
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert 'filename="material.jpg"' in answer.headers["Content-Disposition"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_partner_adds_to_its_own_stage_and_to_no_other(new_case, cast, add):
    case = new_case()
    mediation = referred(case, "mediation", to="committee")
    aid = referred(case, "legal_aid", to="legal_aid")
    row = add(case, cast.tao, stage=mediation.id)
    assert find_attachment(case, row.ref, cast.mei)
    assert find_attachment(case, row.ref, cast.fang) is None
    for place in (aid.id, 0):
        with pytest.raises(Missing):
            add(case, cast.tao, stage=place)
    with pytest.raises(Missing):
        add(case, cast.fang, stage=mediation.id)


def test_what_belongs_to_counselling_is_for_who_added_it(new_case, cast, add, sign_in):
    case = new_case()
    stage = referred(case, "counselling", to="social")
    row = add(case, cast.an, stage=stage.id, kind="other", caption="脚步声")
    assert row.key_id != case.key_id
    assert seen(case, cast.an, cast.xu, cast.mei, cast.song, cast.lin) == ["an"]
    for person in (cast.mei, cast.song, cast.xu):
        assert sign_in(person).get(f"/attachments/{row.ref}").status_code == 404
        assert "脚步声" not in sign_in(person).get(f"/cases/{case.ref}").text
    assert "脚步声" in sign_in(cast.an).get(f"/cases/{case.ref}").text


def test_under_seal_it_is_known_to_be_there_but_not_what_it_shows(new_case, cast, add, sign_in):
    case = new_case()
    row = add(case, cast.lin, caption="住处照片", under_seal=True)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    assert "密封，只有经手人能看" in page
    assert "住处照片" not in page
    assert row.ref not in page
    assert sign_in(cast.mei).get(f"/attachments/{row.ref}").status_code == 404
    assert sign_in(cast.lin).get(f"/attachments/{row.ref}").status_code == 200


def test_after_violence_her_identity_paper_lies_under_seal_and_his_does_not(new_case, cast, add):
    case = new_case(violence=True, q_violence="yes")
    hers, his = case.parties[0], next(party for party in case.parties if party.side == "respondent")
    assert case.violence
    assert add(case, cast.lin, kind="identity", party=hers.id).under_seal
    assert not add(case, cast.lin, kind="identity", party=his.id).under_seal


def test_what_is_replaced_or_taken_out_stays_in_the_store(new_case, cast, add, sign_in):
    case = new_case()
    old = add(case, cast.lin)
    new = add(case, cast.lin, photo(color="red"), replaces=old.id)
    db.session.refresh(old)
    assert (old.state, new.state) == ("replaced", "kept")
    assert open_attachment(old.ref, actor=cast.lin)[1]
    take(new, "withdraw", actor=cast.lin, facts={"reason": "本人要求"})
    assert new.state == "withdrawn"
    assert "撤出和被替换的材料（2）" in sign_in(cast.lin).get(f"/cases/{case.ref}").text
    with pytest.raises(Incomplete, match="不在卷里"):
        add(case, cast.lin, replaces=old.id)


def test_a_stranger_to_the_work_may_not_take_it_out(new_case, cast, add):
    row = add(new_case(), cast.lin)
    with pytest.raises(Forbidden):
        take(row, "withdraw", actor=cast.tao, facts={"reason": "试试"})
    with pytest.raises(Forbidden):
        take(row, "replace", actor=cast.lin)


def test_a_scan_belongs_to_a_paper_and_each_signature_to_a_person(new_case, cast, add, sign_in):
    case = new_case()
    paper = issue(case, "registration", "", actor=cast.lin)
    client = sign_in(cast.lin)
    answer = upload(client, case, ("a.jpg", photo()), kind="signed_scan")
    assert "请选择是哪一份文书的扫描件" in answer.text
    scan = add(case, cast.lin, kind="signed_scan", document=paper.id)
    told = {
        "document": paper.id, "party": case.parties[0].id, "way": "fingerprint", "signed_on": "2026-11-02",
        "read_aloud": "y", "witness": "周敏", "scan": scan.id,
    }  # fmt: skip
    assert client.post(f"/cases/{case.ref}/signatures/new", data=told).status_code == 302
    page = client.get(f"/cases/{case.ref}").text
    for words in ("王芳", "按指印，已宣读", "周敏", "来访来电登记表"):
        assert words in page
    again = client.post(f"/cases/{case.ref}/signatures/new", data=told)
    assert "已经登记过" in again.text
    strike = re.search(r'href="(/cases/[^"]+/strike)"', page)[1]
    struck = {"reason": "登记错了人", "happened_on": "2026-11-20", "seen": seen_on(client.get(strike).text)}
    assert client.post(strike, data=struck).status_code == 302
    assert client.post(f"/cases/{case.ref}/signatures/new", data=told).status_code == 302


def test_a_seal_is_nobodys_and_a_signature_is_somebodys(new_case, cast, sign_in):
    case = new_case()
    paper = issue(case, "registration", "", actor=cast.lin)
    client = sign_in(cast.lin)
    told = {"document": paper.id, "signed_on": "2026-11-02"}
    bad = client.post(f"/cases/{case.ref}/signatures/new", data={**told, "way": "signed"})
    assert "要选是谁签的" in bad.text
    good = client.post(f"/cases/{case.ref}/signatures/new", data={**told, "way": "official_seal"})
    assert good.status_code == 302


def test_nobody_else_finds_the_pages_of_adding(new_case, cast, sign_in):
    case = new_case()
    for person in (cast.qiu, cast.tao, cast.boss):
        for page in ("attachments", "signatures"):
            assert sign_in(person).get(f"/cases/{case.ref}/{page}/new").status_code == 404


def test_a_picture_is_shown_small_and_a_pdf_leaves_as_a_download(new_case, cast, sign_in):
    case, client = new_case(), sign_in(cast.lin)
    upload(client, case, ("a.jpg", photo(place=True)), ("b.pdf", scanned(2)))
    pictured, paper = (row.ref for row in attachments_of(case, actor=cast.lin))
    page = client.get(f"/cases/{case.ref}").text
    for ref in (pictured, paper):
        assert f'/attachments/{ref}/small" loading="lazy"' in page
        small = client.get(f"/attachments/{ref}/small")
        assert (small.content_type, small.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        with Image.open(BytesIO(small.data)) as image:
            assert max(image.size) <= 240
        assert b"CANARY" not in small.data
    assert client.get(f"/attachments/{pictured}").headers["Content-Disposition"].startswith("inline")
    assert client.get(f"/attachments/{paper}").headers["Content-Disposition"].startswith("attachment")
    read = db.session.query(ReadEntry).filter_by(kind="attachment", subject=case.ref).count()
    assert read == 4
    stranger = sign_in(cast.qiu)
    assert stranger.get(f"/attachments/{pictured}/small").status_code == 404
