"""What a search tells, how often it may be made, and what the log keeps of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.audit.models import ReadEntry
from mediation.cases.models import Case, Party
from mediation.cases.queries import list_cases
from mediation.cases.searching import TRIES, count_search, term_of
from mediation.db import atomic, db
from mediation.people.models import Throttle, User
from mediation.people.throttles import TooMany
from tests.conftest import Cast, referred

# her own number (not sent), the child's, the witness's, and those of the other side
NUMBERS = [
    "8000", "13800138000", "+86 138-0013-8000", "２２２２", "13711112222", "3333", "13611113333",
    "002X", "11010519491231002X", "9021",
]  # fmt: skip
PEOPLE = {
    "applicants": [{"name": "王芳", "sex": "2", "phone": "13800138000"}],
    "respondents": [
        {
            "name": "李强",
            "sex": "1",
            "id_kind": "id_card",
            "id_number": "11010519491231002X",
            "phone": "13900139021",
        }
    ],
    "children": [{"name": "李小宝", "phone": "13711112222"}],
    "others": [{"name": "孙邻居", "role": "witness", "phone": "13611113333"}],
}


@pytest.fixture
def case(new_case: Callable[..., Case], cast: Cast) -> Case:
    """With a mediation at the committee."""
    case = new_case(actor=cast.mei, **PEOPLE)
    referred(case, "mediation", to="committee", data_kinds=["identity", "other_side"])
    return case


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("beside", ["", "王芳 ", "李强", "lq "])
def test_a_partner_cannot_try_out_a_number(case: Case, cast: Cast, beside: str, number: str) -> None:
    assert not list_cases(actor=cast.tao, text=beside + number)


def test_the_name_of_somebody_handed_over_is_still_found(case: Case, cast: Cast) -> None:
    for text in ("王芳", "wf", "李强"):
        assert [found.ref for found in list_cases(actor=cast.tao, text=text)] == [case.ref]


@pytest.mark.parametrize("text", ["8000", "王芳 8000", "李强 9021", "11010519491231002X", "3333"])
def test_whoever_sees_the_whole_case_finds_it_by_number(case: Case, cast: Cast, text: str) -> None:
    assert [found.ref for found in list_cases(actor=cast.mei, text=text)] == [case.ref]


def test_searches_are_slowed_down_in_chinese_and_not_stopped_for_good(
    case: Case, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    client = sign_in(cast.tao)
    for _time in range(TRIES):
        assert client.post("/cases", data={"q": "王芳"}).status_code == 200
    answer = client.post("/cases", data={"q": "王芳"})
    assert answer.status_code == 429
    assert "一分钟后再试" in answer.text
    assert client.get("/cases").status_code == 200, "the list is no search"
    assert sign_in(cast.mei).post("/cases", data={"q": "王芳"}).status_code == 200, "others go on"
    with atomic():
        for row in db.session.scalars(select(Throttle).where(Throttle.kind == "search")):
            row.since -= timedelta(minutes=1)
    assert client.post("/cases", data={"q": "王芳"}).status_code == 200


def test_the_search_before_registering_counts_with_the_others(case: Case, cast: Cast) -> None:
    for _time in range(TRIES):
        count_search(cast.ye)
    with pytest.raises(TooMany):
        count_search(cast.ye)


def test_the_log_keeps_that_was_searched_without_the_words(
    case: Case, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    client = sign_in(cast.tao)
    for text in ("王芳", " 王 芳", "李强 4321"):
        client.post("/cases", data={"q": text})
    client.get("/cases")
    entries = db.session.scalars(
        select(ReadEntry).where(ReadEntry.kind == "cases").order_by(ReadEntry.id)
    ).all()
    assert [entry.term for entry in entries] == [term_of("王芳"), term_of("王芳"), term_of("李强4321"), None]
    assert all("王" not in str(vars(entry)) and "4321" not in str(vars(entry)) for entry in entries)


def test_everybody_of_the_case_has_the_numbers_that_are_tried(case: Case) -> None:
    told = {party.role for party in db.session.scalars(select(Party)) if party.person.phone}
    assert told == {"applicant", "respondent", "child", "witness"}
