"""One box: who and what is found, in which order, and that what one may not see is not there."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from mediation.audit.models import ReadEntry
from mediation.cases import page
from mediation.cases.models import Case
from mediation.cases.papers import issue
from mediation.cases.register_numbers import RegisterNumber, register_number
from mediation.cases.searching import term_of
from mediation.db import db
from mediation.people.models import User
from mediation.search import queries
from mediation.search.agencies import agencies
from mediation.search.papers import papers
from mediation.search.queries import Place, place_of
from mediation.search.rows import person_rows
from tests.conftest import Cast, referred

New = Callable[..., Case]


def somebody(name: str, **more: Any) -> dict[str, Any]:
    return {"applicants": [{"name": name, "sex": "2", **more}], "respondents": [], "children": []}


def names(text: str, actor: User, after: Place | None = None) -> list[str]:
    return [party.person.called for party in queries.persons(text, actor=actor, after=after).rows]


def refs(text: str, actor: User) -> list[str]:
    return [case.ref for case in queries.cases(text, actor=actor).rows]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("（2026）青维字第0012号", RegisterNumber(12, 2026, "青")),
        ("(2026)青维字第12号", RegisterNumber(12, 2026, "青")),
        ("〔２０２６〕青维字第００１２号", RegisterNumber(12, 2026, "青")),
        ("2026青维字12", RegisterNumber(12, 2026, "青")),
        ("2026年青维字第12号", RegisterNumber(12, 2026, "青")),
        ("青维字第12号", RegisterNumber(12, None, "青")),
        ("维字12", RegisterNumber(12)),
        ("2026-12", RegisterNumber(12, 2026)),
        ("（2026）12", RegisterNumber(12, 2026)),
        ("2026年第12号", RegisterNumber(12, 2026)),
        ("第12号", RegisterNumber(12)),
        ("0012", RegisterNumber(12)),
        ("１２", RegisterNumber(12)),
        ("13800138000", None),
        ("王芳", None),
        ("", None),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, meant: RegisterNumber | None) -> None:
    assert register_number(written) == meant


def test_what_a_browser_sends_back_is_a_place_or_nothing() -> None:
    assert place_of("1.204") == Place(1, 204) == place_of(str(Place(1, 204)))
    assert {place_of(text) for text in ("", "1", "a.b", "1.-2", "²." + "9" * 3)} == {None}


def test_she_is_found_by_name_pinyin_and_number_and_the_same_name_comes_first(
    new_case: New, cast: Cast
) -> None:
    exact = new_case(**somebody("王芳", phone="13800138000"))
    longer = new_case(**somebody("王芳菲"))
    other = new_case(**somebody("赵敏"))
    for text in ("王", "王芳", "wang", "wf", "ｗｆ"):
        assert set(refs(text, cast.lin)) == {exact.ref, longer.ref}, text
    assert refs("王芳", cast.lin) == [exact.ref, longer.ref], "the older, for it is exactly her name"
    assert names("王芳", cast.lin) == ["王芳", "王芳菲"]
    assert names("８０００", cast.lin) == ["王芳"]
    for text in (other.register_number, other.register_number.strip("（）"), "2026-3", "第3号", "３"):
        assert refs(text, cast.lin) == [other.ref], text
    assert not refs(other.register_number.replace("青", "白"), cast.lin)
    assert refs("", cast.lin) == names("（）", cast.lin) == []


def test_whoever_may_not_see_it_finds_nothing_and_no_order_tells_of_it(new_case: New, cast: Cast) -> None:
    hidden = new_case(actor=cast.song, q_violence="yes", **somebody("王芳", phone="13800138000"))
    known = hidden.parties[0].person
    assert names("王芳", cast.song) == ["王芳"]
    for actor in (cast.lin, cast.mei, cast.tao, cast.qiu, cast.boss, cast.eye):
        assert (
            names("王芳", actor) == refs("王芳", actor) == refs("0001", actor) == names("8000", actor) == []
        )
    first = new_case(**somebody("王芳兰"))
    # The supervisor takes her, who is known, as the applicant of a case that all may see.
    second = new_case(actor=cast.song, applicants=[{"person": known.ref}], respondents=[], children=[])
    assert refs("王", cast.lin) == [second.ref, first.ref], (
        "the newest case that Lin sees, not the first of hers"
    )
    assert names("王", cast.lin) == ["王芳", "王芳兰"]
    row = person_rows(list(queries.persons("王芳", actor=cast.lin).rows), actor=cast.lin)[0]
    assert [part["ref"] for part in row["parts"]] == [second.ref], "the other case is not there"


def test_a_partner_finds_whom_it_was_told_of_and_a_reporter_is_named_to_none(
    new_case: New, cast: Cast
) -> None:
    case = new_case(
        actor=cast.mei,
        applicants=[{"name": "王芳", "phone": "13800138000"}],
        others=[{"name": "孙邻居", "role": "reporter"}, {"name": "王芳芳", "role": "witness"}],
    )
    referred(case, "mediation", to="committee", data_kinds=["identity", "other_side"])
    assert names("王", cast.tao) == ["王芳"]
    assert names("李强", cast.tao) == ["李强"]
    for text in ("孙邻居", "王芳芳", "8000", "王芳 8000", case.register_number):
        assert names(text, cast.tao) == refs(text, cast.tao) == [], text
    assert names("孙", cast.mei) == ["孙邻居"]
    slip = page.number_outside(case, cast.tao)
    assert "转字" in slip
    for number in (slip, slip.strip("（）"), "青转1"):
        assert refs(number, cast.tao) == refs(number, cast.mei) == [case.ref], number
        assert refs(number, cast.fang) == refs(number, cast.qiu) == []
    line = person_rows(list(queries.persons("王芳", actor=cast.tao).rows), actor=cast.tao)[0]
    assert case.register_number not in str(line)


def test_pages_go_on_where_the_last_one_ended(
    new_case: New, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SIZE", 2)
    made = [new_case(**somebody(name)) for name in ("王芳", "王一", "王二", "王三", "王四")]
    seen: list[str] = []
    after = None
    while True:
        found = queries.cases("王", actor=cast.lin, after=after)
        seen += [case.ref for case in found.rows]
        if found.more is None:
            break
        after = place_of(str(found.more))
    assert seen == [case.ref for case in reversed(made)]
    first = queries.persons("王芳", actor=cast.lin)
    assert [party.person.called for party in first.rows] == ["王芳"]
    assert first.more is None
    first = queries.persons("w", actor=cast.lin)
    assert names("w", cast.lin, first.more) == ["王二", "王一"]


def test_papers_are_found_by_form_number_and_name_by_whoever_may_read_them(new_case: New, cast: Cast) -> None:
    case = new_case(actor=cast.mei)
    new_case(actor=cast.mei, **somebody("赵敏"))
    paper = issue(case, "registration", "", actor=cast.mei)
    for text in ("登记表", "来访来电登记表", "王芳 登记表", "登记表 wf"):
        assert [found.ref for found, _case in papers(text, actor=cast.mei).rows] == [paper.ref], text
    assert not papers("赵敏 登记表", actor=cast.mei).rows
    assert not papers("登", actor=cast.mei).rows
    assert not papers("王芳", actor=cast.mei).rows
    for stranger in (cast.qiu, cast.tao, cast.eye):
        assert not papers("登记表", actor=stranger).rows


def test_agencies_are_found_by_a_part_of_their_name_or_pinyin(cast: Cast) -> None:
    for text in ("法律援助", "青援", "flyz", "falvyuanzhu"):
        assert [agency.short_name for agency in agencies(text, actor=cast.lin).rows] == ["青援"], text
    assert not agencies("不存在", actor=cast.lin).rows
    assert not agencies("。", actor=cast.lin).rows


def test_the_page_groups_what_it_found_and_the_log_has_no_words(
    new_case: New, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    case = new_case(actor=cast.mei)
    issue(case, "registration", "", actor=cast.mei)
    client = sign_in(cast.mei)
    assert 'name="q"' in client.get("/search").text
    shown = client.post("/search", data={"q": " 王芳 "}).text
    assert "当事人" in shown
    assert case.register_number in shown
    assert "来访来电登记表" in client.post("/search", data={"q": "登记表"}).text
    assert "青山区人民法院" in client.post("/search", data={"q": "法院"}).text
    assert "没有找到" in client.post("/search", data={"q": "没有此人"}).text
    one = client.post("/search", data={"q": "王芳", "group": "cases", "after": "1.999999"}).text
    assert "回到全部结果" in one
    assert case.register_number in one
    entries = db.session.query(ReadEntry).filter_by(kind="search").all()
    assert entries[0].term == term_of("王芳")
    assert "王" not in str(vars(entries[0]))
    assert "data-search>" in client.get("/cases").text
