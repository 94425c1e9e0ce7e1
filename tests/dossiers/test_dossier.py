"""The dossier as it comes out: opened, and read page by page."""

import re
import time
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select

from mediation.attachments.adding import attach
from mediation.audit.models import AuditEntry, ReadEntry
from mediation.cases.enrolling import change_sealed
from mediation.cases.number_register import register_of
from mediation.cases.papers import papers_of
from mediation.db import atomic, db, now, today
from mediation.documents.dates import chinese_date
from mediation.documents.models import DocumentNumber
from mediation.dossiers import making
from mediation.dossiers.clearing import drop_pieces
from mediation.dossiers.making import ask_for, make, make_waiting
from mediation.dossiers.models import Dossier
from mediation.files.store import get
from mediation.vault.sealed import Unreadable
from mediation.worker import run_once
from tests.attachments.conftest import photo, scanned
from tests.conftest import archive, decline, referred
from tests.dossiers.conftest import bound, pages


def index_of(pdf):
    """The rows of the printed index: title, first page, last page."""
    text = PdfReader(BytesIO(pdf)).pages[1].extract_text()
    rows = re.findall(r"^\d+ (.+?) (\d+)(?:—(\d+))?(?: .*)?$", text, re.M)
    return [(title, int(first), int(last or first)) for title, first, last in rows]


def test_the_dossier_of_a_mediation_holds_its_papers_in_the_official_order(mediated, cast):
    t = mediated()
    attach(
        t.case, {"kind": "evidence", "stage": t.stage.id, "caption": "聊天记录"}, [scanned(3)], actor=cast.tao
    )
    row, pdf = bound(t.case, cast.tao, t.stage)
    assert (row.state, row.said) == ("done", "")
    read = pages(pdf)
    assert len(read) == row.pages
    for words in (
        "青山区婚姻家庭纠纷人民调解委员会", "调解卷宗", "王芳与李强", "（2026）青山婚人调字第1号", "陶然",
        "2026年11月4日", "2026年11月10日",
    ):  # fmt: skip
        assert words in read[0], words
    titles = [
        "人民调解申请书", "当事人权利义务告知书", "证据材料（聊天记录）", "人民调解记录", "人民调解协议书",
        "履行情况材料、凭证", "人民调解回访记录", "卷宗情况说明", "卷宗封底",
    ]  # fmt: skip
    places = [read[1].index(title) for title in titles]
    assert places == sorted(places)
    assert "卷宗情况说明" in read[-2]
    assert "装订人" in read[-1]


def test_the_numbers_in_the_index_are_those_on_the_pages(mediated, cast):
    t = mediated()
    attach(t.case, {"kind": "evidence", "stage": t.stage.id}, [scanned(3)], actor=cast.tao)
    _row, pdf = bound(t.case, cast.tao, t.stage)
    read = pages(pdf)
    body = read[2:-2]
    assert [page.endswith(str(number)) for number, page in enumerate(body, start=1)] == [True] * len(body)
    rows = index_of(pdf)
    assert [title for title, *_pages in rows] == [
        "人民调解申请书", "当事人权利义务告知书", "证据材料", "人民调解记录", "人民调解协议书",
        "履行情况材料、凭证", "人民调解回访记录",
    ]  # fmt: skip
    follows = 1
    for title, first, last in rows:
        assert first == follows, "no page is left out and none counted twice"
        assert title == "证据材料" or title in body[first - 1], title
        follows = last + 1
    assert follows == len(body) + 1
    assert (rows[2][2] - rows[2][1]) == 2
    assert f"共{len(body)}页" in read[-2]


def test_the_exact_papers_are_in_it_and_a_signed_scan_takes_its_place(mediated, cast):
    t = mediated()
    paper = next(paper for paper in papers_of(t.case, actor=cast.tao) if paper.name == "agreement")
    told = {"kind": "signed_scan", "stage": t.stage.id, "document": paper.id}
    before = pages(bound(t.case, cast.tao, t.stage)[1])
    assert any("第1条的内容。" in page for page in before)
    attach(t.case, told, [photo((900, 1200)), photo((900, 1200), "navy")], actor=cast.tao)
    _row, pdf = bound(t.case, cast.tao, t.stage)
    after = pages(pdf)
    assert not any("第1条的内容。" in page for page in after)
    assert "人民调解协议书" in after[1]
    assert "签署件扫描" in after[1]
    assert sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages) == 2


def test_the_file_of_the_case_is_filed_under_its_register_number(closed, cast):
    archive(closed, cast)
    row, pdf = bound(closed, cast.rao)
    assert (row.state, row.said) == ("done", "")
    read = pages(pdf)
    for words in (
        "青山区妇女联合会",
        "案卷",
        closed.register_number,
        "长期",
        "梅若华",
        chinese_date(today()),
    ):
        assert words in read[0], words
    for words in ("来访来电登记表", "回访记录", "结案登记"):
        assert words in read[1], words
    assert any("按月收到抚养费。" in page for page in read)
    for words in ("卷宗完整。", "饶静"):
        assert words in read[-2]


def test_minutes_that_are_not_for_the_reader_are_an_envelope(mediated, cast):
    t = mediated()
    minutes = "每月要两千元"
    assert any(minutes in page for page in pages(bound(t.case, cast.tao, t.stage)[1]))
    read = pages(bound(t.case, cast.mei)[1])
    assert not any(minutes in page for page in read)
    assert not any("人民调解记录" in page for page in read)


def test_no_counselling_note_is_ever_in_a_dossier(new_case, cast, add):
    case = new_case(actor=cast.mei)
    stage = referred(case, "counselling", to="social")
    add(case, cast.an, stage=stage.id, kind="other", caption="脚步声")
    _row, pdf = bound(case, cast.mei)
    assert "脚步声" not in "".join(pages(pdf))
    assert "其他材料" not in "".join(pages(pdf))


def test_what_lies_under_seal_is_an_envelope_even_for_who_sealed_it(closed, cast, add):
    add(closed, cast.mei, kind="evidence", caption="她现在的住处", under_seal=True)
    _row, pdf = bound(closed, cast.mei)
    read = "".join(pages(pdf))
    assert "保密附件页" in read
    assert "密封保存，不随卷宗装订" in read
    assert "住处" not in read
    assert "保密附件页1处" in read
    assert not [image for page in PdfReader(BytesIO(pdf)).pages for image in page.images]


def test_an_address_that_became_a_secret_later_stops_the_dossier(mediated, cast):
    t = mediated()
    with atomic():
        change_sealed(t.applicant.person, {"residence": "第二调解室旁边的宿舍楼第二调解室"})
    row, pdf = bound(t.case, cast.tao, t.stage)
    assert row.state in ("done", "failed")
    with atomic():
        change_sealed(t.applicant.person, {"workplace": "第二调解室"})
    row, pdf = bound(t.case, cast.tao, t.stage)
    assert (row.state, pdf) == ("failed", b"")
    assert "《人民调解记录》" in row.said
    assert "第二调解室" not in row.said
    # The committee is a partner: it learns which paper, and nothing of whose secret.
    assert "不能印出的内容" in row.said
    assert "申请人的" not in row.said


def test_whoever_asked_has_it_and_nobody_else(mediated, cast, sign_in):
    t = mediated()
    row, pdf = bound(t.case, cast.tao, t.stage)
    answer = sign_in(cast.tao).get(f"/dossiers/{row.ref}/file")
    assert answer.data == pdf
    assert (answer.content_type, answer.content_length) == ("application/pdf", len(pdf))
    assert 'filename="dossier.pdf"' in answer.headers["Content-Disposition"]
    for person in (cast.mei, cast.fang, cast.qiu, cast.boss, cast.eye):
        for page in ("", "/file"):
            assert sign_in(person).get(f"/dossiers/{row.ref}{page}").status_code == 404
    for person in (cast.fang, cast.qiu, cast.boss):
        assert sign_in(person).post(f"/cases/{t.case.ref}/dossiers").status_code == 404
    assert sign_in(cast.tao).post(f"/cases/{t.case.ref}/dossiers").status_code == 404
    assert (
        sign_in(cast.mei).post(f"/cases/{t.case.ref}/dossiers", data={"stage": t.stage.ref}).status_code
        == 404
    )


def test_asking_and_taking_are_logged(closed, cast, sign_in):
    row, _pdf = bound(closed, cast.mei)
    sign_in(cast.mei).get(f"/dossiers/{row.ref}/file")
    assert db.session.query(AuditEntry).filter_by(kind="dossier.ask", subject=row.ref).count() == 1
    assert db.session.query(ReadEntry).filter_by(kind="dossier").one().shown == [row.ref]


def test_the_page_shows_how_far_it_is_and_then_the_dossier(app, closed, cast, sign_in):
    app.config["BACKGROUND"] = "thread"
    mei = sign_in(cast.mei)
    page = mei.get(f"/cases/{closed.ref}").text
    assert "生成整本卷宗 PDF" in page
    answer = mei.post(f"/cases/{closed.ref}/dossiers")
    for _time in range(240):
        page = mei.get(answer.location).text
        if "打开卷宗 PDF" in page:
            break
        assert 'http-equiv="refresh"' in page
        assert "正在装订" in page
        time.sleep(0.5)
    assert "打开卷宗 PDF" in page
    assert 'http-equiv="refresh"' not in page
    assert mei.get(f"{answer.location}/file").data.startswith(b"%PDF")


def test_a_dossier_that_was_broken_off_is_begun_anew_and_in_the_end_gives_up(closed, cast):
    row = ask_for(closed, None, actor=cast.mei)
    number = row.id
    with atomic():
        row.state, row.done, row.total = "running", 1, 9
    make(number)
    db.session.refresh(row)
    assert row.state == "running", "somebody is at it"
    for _attempt in range(making.ATTEMPTS):
        with atomic():
            row.state, row.beat_at = "running", now() - making.SILENT - timedelta(seconds=1)
            row.attempts += 1
    make(number)
    db.session.refresh(row)
    assert (row.state, row.said) == ("failed", making.BROKEN_OFF)


def test_a_worker_makes_what_waits_and_what_another_left(closed, cast):
    row = ask_for(closed, None, actor=cast.mei)
    with atomic():
        row.state, row.beat_at = "running", now() - making.SILENT - timedelta(seconds=1)
    waits = ask_for(closed, None, actor=cast.rao)
    make_waiting()
    for made in (row, waits):
        db.session.refresh(made)
        assert (made.state, made.attempts) == ("done", 1)


def test_an_unforeseen_failure_is_told_without_its_cause(closed, cast, monkeypatch):
    def fail(*_args, **_words):
        raise ZeroDivisionError("13800138000")

    monkeypatch.setattr(making, "leaves_of", fail)
    row, _pdf = bound(closed, cast.mei)
    assert (row.state, row.said) == ("failed", making.FAILED)
    assert not db.session.query(Dossier).filter(Dossier.said.contains("138")).count()


def test_a_dossier_is_kept_for_a_day_and_then_taken_out_of_the_store(app, mediated, cast, sign_in):
    t = mediated()
    row, pdf = bound(t.case, cast.tao, t.stage)
    ref, kept, key_id = row.ref, list(row.pieces), row.key_id
    # A reader would hold up the worker.
    db.session.rollback()
    run_once(app)
    assert sign_in(cast.tao).get(f"/dossiers/{ref}/file").data == pdf
    with time_machine.travel(now() + timedelta(hours=24, minutes=1), tick=False):
        db.session.rollback()
        run_once(app)
        db.session.expire_all()
        again = db.session.scalars(select(Dossier).where(Dossier.ref == ref)).one()
        assert (again.state, again.pieces) == ("cleared", [])
        for sha256 in kept:
            with pytest.raises(Unreadable):
                get(sha256, key_id)
    tao = sign_in(cast.tao)
    assert "已经清除" in tao.get(f"/dossiers/{ref}").text
    assert tao.get(f"/dossiers/{ref}/file").status_code == 409
    assert f"/dossiers/{ref}" not in tao.get(f"/cases/{t.case.ref}").text


def test_what_another_dossier_of_the_case_holds_too_stays(mediated, cast):
    t = mediated()
    row, _pdf = bound(t.case, cast.tao, t.stage)
    pieces, key_id = list(row.pieces), row.key_id
    twin = ask_for(t.case, t.stage, actor=cast.tao)
    with atomic():
        twin.pieces = pieces
    drop_pieces(row.id)
    assert get(pieces[0], key_id)


def test_a_mediation_without_agreement_has_its_number_in_the_same_run(table, mediated, new_case, cast):
    agreed = mediated()
    number = agreed.agreement.number
    case = new_case(actor=cast.mei)
    stage = referred(case, "mediation", to="committee")
    _row, running = bound(case, cast.tao, stage)
    assert "字第号" in pages(running)[0], "as long as it runs its number is not known"
    decline(stage, cast)
    for _again in range(2):
        _row, pdf = bound(case, cast.tao, stage)
        assert f"（2026）青山婚人调字第{number + 1}号" in pages(pdf)[0]
    taken = db.session.scalars(select(DocumentNumber).where(DocumentNumber.name == "dossier_cover")).all()
    assert [row.about for row in taken] == [stage.ref]
    (entry,) = [row for row in register_of(2026, actor=cast.tao) if row.number.name == "dossier_cover"]
    assert entry.state == "卷宗用号"
