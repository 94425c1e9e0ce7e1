"""Doubles are linked by who keeps the register, nothing moves, and whoever is taken back is two again."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from mediation.audit.models import AuditEntry
from mediation.cases.again import other_requests
from mediation.cases.merges import Merge, same_people
from mediation.cases.merging import merge_cases, merge_people, merges_of
from mediation.cases.models import Case, Party
from mediation.db import db
from mediation.errors import Forbidden, Incomplete
from mediation.search import queries
from mediation.workflow.engine import take
from tests.conftest import Cast

New = Callable[..., Case]


def her(case: Case) -> Party:
    return next(party for party in case.parties if party.role == "applicant")


def named(name: str, **more: Any) -> dict[str, Any]:
    return {"applicants": [{"name": name, "sex": "2"}], "respondents": [], "children": [], **more}


def found(text: str, cast: Cast) -> list[int]:
    return [party.person_id for party in queries.persons(text, actor=cast.rao).rows]


def test_a_person_is_found_once_and_is_two_again_when_it_was_wrong(new_case: New, cast: Cast) -> None:
    one, two = new_case(**named("王芳")), new_case(**named("王芳"))
    mother = new_case(**named("王秀"))
    assert len(found("王芳", cast)) == 2
    merge = merge_people(her(one), her(two), "name_birth", actor=cast.rao)
    assert len(found("王芳", cast)) == 1
    assert len(queries.cases("王芳", actor=cast.rao).rows) == 2, "nothing moves"
    parts = queries.parts_of([her(one)], actor=cast.rao)[her(one).person_id]
    assert [part.case_id for part in parts] == [two.id, one.id]
    assert [row["ref"] for row in other_requests(one, actor=cast.lin)] == [two.ref]
    assert same_people([her(two).person_id]) == {her(one).person_id, her(two).person_id}
    for double, into in ((one, two), (two, one), (two, mother), (one, mother), (mother, one)):
        with pytest.raises(Incomplete):
            merge_people(her(double), her(into), "told", actor=cast.rao)
    for other in (cast.lin, cast.mei, cast.tao, cast.qiu):
        with pytest.raises(Forbidden):
            merge_people(her(mother), her(two), "told", actor=other)
        assert list(merges_of(other)) == []
    take(merge, "undo", actor=cast.rao, facts={"reason": "是同名的两个人。"})
    assert len(found("王芳", cast)) == 2
    assert other_requests(one, actor=cast.lin) == []
    kinds = db.session.scalars(select(AuditEntry.kind).where(AuditEntry.subject == merge.ref)).all()
    assert kinds == ["merge.start", "merge.undo"]


def test_whoever_does_not_see_both_links_nothing(new_case: New, cast: Cast) -> None:
    one = new_case(**named("王芳"))
    hidden = new_case(actor=cast.song, q_violence="yes", **named("王芳"))
    with pytest.raises(Incomplete):
        merge_people(her(one), her(hidden), "told", actor=cast.rao)
    merge_people(her(one), her(hidden), "told", actor=cast.song)
    assert len(found("王芳", cast)) == 1, "Rao sees the one case, and nothing tells of the other"
    parts = queries.parts_of([her(one)], actor=cast.rao)[her(one).person_id]
    assert [part.case_id for part in parts] == [one.id]
    assert list(merges_of(cast.rao)) == []


def test_two_requests_of_two_sides_are_never_one(new_case: New, cast: Cast, sign_in: Any) -> None:
    first = new_case()
    again = new_case()
    his = new_case(
        applicants=[{"name": "李强"}], respondents=[{"name": "王芳"}], children=[{"name": "李小宝"}]
    )
    for double, into in ((first, his), (his, first), (first, first)):
        with pytest.raises(Incomplete):
            merge_cases(double, into, "told", actor=cast.rao)
    client = sign_in(cast.rao)
    told = {"what": "case", "first": f"{again.number_year}-{again.number}", "second": first.register_number}
    assert client.post("/merges/new", data={**told, "second": "2026-99", "basis": "told"}).status_code == 422
    assert client.post("/merges/new", data={**told, "basis": "told", "key": "k"}).status_code == 302
    assert again.register_number in client.get("/merges").text
    assert again.register_number in client.get(f"/cases/{first.ref}").text
    assert first.register_number in sign_in(cast.lin).get(f"/cases/{again.ref}").text
    merge = db.session.scalars(select(Merge)).one()
    page = client.get(f"/merges/{merge.ref}/undo")
    assert page.status_code == 200
    people = {**told, "what": "person", "basis": "told"}
    asked = client.post("/merges/new", data=people)
    assert asked.status_code == 422
    assert "李小宝" in asked.text
    chosen = {**people, "who": her(again).ref, "into_whom": her(first).ref}
    assert client.post("/merges/new", data=chosen).status_code == 302
    assert sign_in(cast.lin).get("/merges").status_code == 404
