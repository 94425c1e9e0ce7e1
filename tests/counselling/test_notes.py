"""What is said in the room stays there: the notes are read by who wrote them and by nobody else."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from mediation.cases.models import Stage
from mediation.cases.timeline import timeline
from mediation.cases.work import Assessment, Session
from mediation.counselling import feature
from mediation.counselling.notes import notes_key, scales_seen, sessions_seen
from mediation.counselling.panel import counselling_panel
from mediation.db import Model, atomic, db
from mediation.people.models import User
from mediation.workflow.engine import take
from mediation.workflow.history import steps_of
from tests.conftest import ON_POSTGRES, Cast
from tests.counselling.conftest import SECRET_WORDS, SESSION, scale_of

GLOOM = scale_of("phq9", 3, 3, 3, 3, 0, 0, 0, 0, 0)


def told(under_way: Callable[..., Stage], cast: Cast) -> Stage:
    """A session held and a scale taken, both by An."""
    stage = under_way()
    take(stage, "record_session", actor=cast.an, facts=SESSION)
    take(stage, "take_scale", actor=cast.an, facts=GLOOM)
    return stage


def another_counsellor(cast: Cast) -> User:
    """Who counsels in the same agency, and takes the stage over."""
    with atomic() as session:
        user = User(login="bo", name="薄云", role="counsellor", agency=cast.agency("social"))
        session.add(user)
    return user


def test_the_author_reads_the_notes_and_nobody_else(under_way: Callable[..., Stage], cast: Cast) -> None:
    stage = told(under_way, cast)
    bo = another_counsellor(cast)
    take(stage, "assign", actor=cast.an, facts={"assignee": bo.id})
    assert [seen.notes for seen in sessions_seen(stage, actor=cast.an)] == [SECRET_WORDS]
    for other in (cast.song, cast.mei, cast.lin, cast.xu, bo):
        (seen,) = sessions_seen(stage, actor=other)
        assert (seen.held_on, seen.form, seen.notes, seen.next_plan) == (
            "2026-03-05 10:00",
            "face",
            None,
            None,
        )


def test_what_a_scale_says_is_for_who_took_it(under_way: Callable[..., Stage], cast: Cast) -> None:
    stage = told(under_way, cast)
    (mine,) = scales_seen(stage, actor=cast.an)
    assert (mine.level, mine.total, mine.mine) == ("中", 12, True)
    for other in (cast.song, cast.mei, cast.xu):
        (seen,) = scales_seen(stage, actor=other)
        assert (seen.level, seen.total, seen.unanswered, seen.mine) == ("", None, 0, False)


def test_the_case_page_shows_date_and_form_only(
    under_way: Callable[..., Stage], cast: Cast, sign_in: Callable[..., FlaskClient]
) -> None:
    stage = told(under_way, cast)
    pages = {user.login: sign_in(user).get(f"/cases/{stage.case.ref}").text for user in (cast.an, cast.song)}
    assert SECRET_WORDS in pages["an"]
    assert "中（12分）" in pages["an"]
    assert "筛查提示，不构成诊断" in pages["an"]
    for word in (SECRET_WORDS, "下次谈睡眠", "12分"):
        assert word not in pages["song"]
    assert "2026-03-05 10:00" in pages["song"]
    assert "结果只有做量表的辅导员能看" in pages["song"]


def test_neither_the_steps_nor_the_timeline_hold_notes_or_answers(
    under_way: Callable[..., Stage], cast: Cast
) -> None:
    stage = told(under_way, cast)
    kept = {name for row in steps_of(stage.ref) for name in row.facts or {}}
    assert kept.isdisjoint({"notes", "next_plan", "answers"})
    assert SECRET_WORDS not in str(timeline(stage.case, actor=cast.song))


def test_notes_and_scales_have_a_key_that_is_not_the_key_of_the_case(
    under_way: Callable[..., Stage], cast: Cast
) -> None:
    stage = told(under_way, cast)
    session = db.session.query(Session).filter_by(stage_id=stage.id).one()
    scale = db.session.query(Assessment).filter_by(stage_id=stage.id).one()
    assert session.key_id == scale.key_id == notes_key(stage) != stage.case.key_id
    assert (scale.score, scale.level, scale.version) == (None, "sealed", "1")


def test_the_database_holds_no_word_of_the_notes(
    app: Flask, under_way: Callable[..., Stage], cast: Cast
) -> None:
    stage = told(under_way, cast)
    raw = b"".join(raw_database(app))
    assert stage.ref.encode() in raw
    for secret in (SECRET_WORDS, "阁楼", "下次谈睡眠", "二号谈话室"):
        assert secret.encode() not in raw


def raw_database(app: Flask) -> Iterator[bytes]:
    """Everything that the database has written: its files, or on a server every row as text."""
    if not ON_POSTGRES:
        for path in Path(app.instance_path).glob("mediation.db*"):
            yield path.read_bytes()
        return
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(text(f'SELECT t::text FROM "{table.name}" t')):
            yield str(row[0]).encode()


def test_a_panel_is_only_for_those_who_see_the_stage(under_way: Callable[..., Stage], cast: Cast) -> None:
    stage = told(under_way, cast)
    assert counselling_panel(stage.case, cast.song)
    for outsider in (cast.xu, cast.tao, cast.gu):
        assert counselling_panel(stage.case, outsider) is None


def test_no_field_is_named_diagnosis() -> None:
    fields: set[Any] = {name for form in feature.feature.forms for name in dir(form)}
    columns = {column.name for table in Model.metadata.sorted_tables for column in table.columns}
    assert not [name for name in fields | columns if "diagnos" in name or "icd" in name.split("_")]
