"""What must hold of a mediation committee. It is said where it does not; nothing is stopped by it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mediation.people.kinds import MEMBER
from mediation.people.models import AgencyPerson

FEWEST, MOST = 3, 9
TERM_YEARS = 3
SOON = timedelta(days=60)
FEMALE = "2"
ON_COMMITTEES = ("PM-08", "PM-13")


@dataclass(frozen=True)
class Shortcoming:
    """What is not as the law has it, in one sentence, and its rule. `broken`: now, not only soon."""

    text: str
    rule: str
    broken: bool = True


def shortcomings(
    people: Sequence[AgencyPerson], day: date, *, multiethnic: bool = False
) -> list[Shortcoming]:
    """What is wrong on DAY with a committee of these members and appointees (人民调解法第8、9、13条).

    Three to nine members, one of them the chair, women among them, where several peoples live (MULTIETHNIC) one of a
    smaller people; a term of three years.
    """
    serving = members_on(people, day)
    peoples = _peoples(serving) if multiethnic else ()
    return [*_composition(serving), *peoples, *_terms(people, day)]


def members_on(people: Sequence[AgencyPerson], day: date) -> list[AgencyPerson]:
    """The members in office on DAY."""
    return [one for one in people if one.part == MEMBER and one.serves_on(day)]


def _composition(serving: Sequence[AgencyPerson]) -> Iterator[Shortcoming]:
    number = len(serving)
    if not FEWEST <= number <= MOST:
        yield Shortcoming(f"在任委员{number}人，应当是3至9人。", "PM-08")
    chairs = sum(one.chairs for one in serving)
    if chairs != 1:
        yield Shortcoming("没有登记主任，应当设主任一人。" if not chairs else "主任只能有一人。", "PM-08")
    if serving and not any(one.sex == FEMALE for one in serving):
        yield Shortcoming("在任委员中没有登记妇女，应当有妇女成员。", "PM-08")


def _peoples(serving: Sequence[AgencyPerson]) -> Iterator[Shortcoming]:
    """Which people is the smaller one differs from place to place: all of one people is what cannot be right."""
    known = {one.ethnicity for one in serving if one.ethnicity}
    unknown = sum(not one.ethnicity for one in serving)
    if len(known) > 1 or not serving:
        return
    if unknown:
        yield Shortcoming(f"多民族地区应当有人数较少民族的委员，有{unknown}名在任委员没有登记民族。", "PM-08")
    else:
        yield Shortcoming("多民族地区应当有人数较少民族的委员，在任委员都是同一个民族。", "PM-08")


def _terms(people: Sequence[AgencyPerson], day: date) -> Iterator[Shortcoming]:
    for one in people:
        if one.part == MEMBER and one.until is None:
            yield Shortcoming(f"{one.called}没有登记任期，委员任期三年。", "PM-08")
        elif one.until is not None and one.until < day:
            yield Shortcoming(f"{one.called}的任期已于{_said(one.until)}届满，不能再主持和签署。", "PM-13")
        elif one.part == MEMBER and _longer_than_three_years(one):
            yield Shortcoming(f"{one.called}的任期超过三年，请核对。", "PM-08")
        elif one.until is not None and one.until - day <= SOON:
            rule = "PM-08" if one.part == MEMBER else "PM-13"
            yield Shortcoming(f"{one.called}的任期{_said(one.until)}届满，请及时换届或者续聘。", rule, False)


def _longer_than_three_years(one: AgencyPerson) -> bool:
    if one.since is None or one.until is None:
        return False
    return (one.until.year - TERM_YEARS, one.until.month, one.until.day) > (
        one.since.year,
        one.since.month,
        one.since.day,
    )


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
