"""A committee is as the law has it, or the page and the supervisor say what is not (人民调解法第8、9条)."""

from datetime import date

import pytest

from mediation.people.models import AgencyPerson
from mediation.people.rules import shortcomings

DAY = date(2026, 11, 25)


def member(number, **given):
    usual = {
        "part": "member", "name": f"委员{number}", "sex": "2" if number == 1 else "1", "chairs": number == 0,
        "since": date(2025, 1, 1), "until": date(2027, 12, 31), "left": False, "ethnicity": "",
    }  # fmt: skip
    return AgencyPerson(**{**usual, **given})


def said(people):
    return [one.text for one in shortcomings(people, DAY)]


@pytest.mark.parametrize("number", [3, 5, 9])
def test_three_to_nine_with_a_chair_and_a_woman_is_in_order(number):
    assert said([member(n) for n in range(number)]) == []


@pytest.mark.parametrize("number", [2, 10])
def test_fewer_than_three_or_more_than_nine_is_not(number):
    assert said([member(n) for n in range(number)]) == [f"在任委员{number}人，应当是3至9人。"]


def test_a_committee_without_a_woman_is_told():
    assert said([member(n, sex="1") for n in range(3)]) == ["在任委员中没有登记妇女，应当有妇女成员。"]


@pytest.mark.parametrize(
    ("peoples", "text"),
    [
        (["01", "01", "03"], None),
        (["55", "01", ""], None),
        (["01", "01", "01"], "在任委员都是同一个民族"),
        (["01", "", ""], "有2名在任委员没有登记民族"),
    ],
)
def test_where_several_peoples_live_one_of_a_smaller_sits_there(peoples, text):
    people = [member(n, ethnicity=peoples[n]) for n in range(3)]
    told = [one.text for one in shortcomings(people, DAY, multiethnic=True)]
    assert [text in one for one in told] == ([True] if text else [])
    assert said(people) == []


@pytest.mark.parametrize(("chairs", "text"), [(0, "没有登记主任，应当设主任一人。"), (2, "主任只能有一人。")])
def test_there_is_one_chair(chairs, text):
    assert said([member(n, chairs=n < chairs) for n in range(3)]) == [text]


def test_appointed_mediators_are_no_members():
    people = [member(0), member(1), member(2, part="appointee")]
    assert said(people) == ["在任委员2人，应当是3至9人。"]


@pytest.mark.parametrize(
    ("until", "text"),
    [
        (date(2026, 11, 24), "任期已于2026年11月24日届满"),
        (date(2026, 11, 25), "任期2026年11月25日届满，请及时"),
        (date(2027, 1, 24), "任期2027年1月24日届满，请及时"),
        (date(2027, 1, 25), None),
        (date(2028, 1, 1), None),
        (date(2028, 1, 2), "任期超过三年"),
        (None, "没有登记任期"),
    ],
)
def test_a_term_that_is_over_ends_within_sixty_days_or_is_longer_than_three_years(until, text):
    found = said([*(member(n) for n in range(3)), member(3, until=until)])
    assert found == [] if text is None else text in found[0]


def test_whose_term_is_over_is_not_counted():
    people = [member(0), member(1), member(2, until=date(2026, 1, 1))]
    assert "在任委员2人，应当是3至9人。" in said(people)
