"""The rule of ties on five thousand random families, without database: nobody near slips through, no stranger is caught."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest

from mediation.cases.tie_rules import EMPLOYER, HOME, KIN, OTHER_SIDE, PARTY, UNWANTED, Matter, Worker, ties

FAMILIES = 5_000
NOBODY = Matter()


@dataclass
class Human:
    """Somebody of a family, with what the world knows them by."""

    number: int
    home: int
    phone: int | None
    employer: int | None
    near: set[int] = field(default_factory=set)

    def marks(self) -> frozenset[bytes]:
        phone = {b"p%d" % self.phone} if self.phone is not None else set()
        return frozenset({b"i%d" % self.number, b"h%d" % self.home} | phone)


def family(dice: random.Random, first: int) -> list[Human]:
    """Two couples with their children under up to three roofs; some share a telephone; each knows the next of kin."""
    homes = [first + place for place in range(dice.randint(1, 3))]
    people = [
        Human(
            first + place,
            dice.choice(homes),
            dice.choice([None, first + place, first]),
            dice.choice([None, *range(9)]),
        )
        for place in range(dice.randint(3, 8))
    ]
    for one in people:
        for other in dice.sample(people, dice.randint(0, 2)):
            if one is not other:
                one.near.add(other.number)
                other.near.add(one.number)
    return people


def together(people: Iterable[Human]) -> frozenset[bytes]:
    return frozenset(mark for one in people for mark in one.marks())


def test_of_five_thousand_families_nobody_near_sees_the_case_and_strangers_do():
    dice = random.Random(20260112)
    tied = free = 0
    for place in range(FAMILIES):
        own, others = family(dice, place * 100), family(dice, place * 100 + 50)
        by_number = {one.number: one for one in (*own, *others)}
        parties = dice.sample(own, dice.randint(2, 3))
        respondent, applicant = parties[0], parties[1]
        agency = dice.randrange(9)
        helped = dice.choice([respondent, applicant, *others])
        matter = Matter(
            marks=together(parties),
            other_side=frozenset(
                mark for mark in respondent.marks() - applicant.marks() if not mark.startswith(b"h")
            ),
            agencies=frozenset({respondent.employer} - {None}),
        )
        human = dice.choice([*own, *others])
        kin = [by_number[number] for number in human.near]
        worker = Worker(
            id=1,
            agency_id=agency,
            declared={"self": human.marks(), "kin": together(kin)},
            helped=helped.marks(),
        )
        near = {human.number, *human.near}
        expected = (
            any(one.number in near for one in parties)
            or any(one.home == party.home for one in (human, *kin) for party in parties)
            or any(one.phone == party.phone is not None for one in (human, *kin) for party in parties)
            or agency == respondent.employer
            or bool(helped.marks() & matter.other_side)
        )
        assert bool(ties(matter, worker)) is expected, (place, human, parties)
        tied, free = tied + expected, free + (not expected)
    assert min(tied, free) > FAMILIES // 10, "the families are mixed"


@pytest.mark.parametrize(
    ("matter", "worker", "grounds"),
    [
        # identity, home and telephone of the worker's own
        (Matter(marks=frozenset({b"i1"})), Worker(1, 1, {"self": frozenset({b"i1"})}), {PARTY}),
        (Matter(marks=frozenset({b"h1"})), Worker(1, 1, {"self": frozenset({b"h1"})}), {HOME}),
        (Matter(marks=frozenset({b"p1"})), Worker(1, 1, {"home": frozenset({b"p1"})}), {HOME}),
        # next of kin, and an employer that is no agency here
        (Matter(marks=frozenset({b"n1"})), Worker(1, 1, {"kin": frozenset({b"n1"})}), {KIN}),
        (Matter(employers=frozenset({b"w1"})), Worker(1, 1, {"employer": frozenset({b"w1"})}), {EMPLOYER}),
        (Matter(marks=frozenset({b"w1"})), Worker(1, 1, {"employer": frozenset({b"w1"})}), set()),
        # an earlier role for the other side, never for her own
        (Matter(other_side=frozenset({b"i2"})), Worker(1, 1, helped=frozenset({b"i2"})), {OTHER_SIDE}),
        (Matter(marks=frozenset({b"i2"})), Worker(1, 1, helped=frozenset({b"i2"})), set()),
        # the agency in which he works, and whom she will not have told
        (Matter(agencies=frozenset({7})), Worker(1, 7), {EMPLOYER}),
        (Matter(unwanted_users=frozenset({1})), Worker(1, 7), {UNWANTED}),
        (Matter(unwanted_agencies=frozenset({7})), Worker(1, 7), {UNWANTED}),
        # nothing in common
        (NOBODY, Worker(1, 1, {"self": frozenset({b"i1"})}, frozenset({b"i2"})), set()),
    ],
)
def test_each_ground_by_itself(matter, worker, grounds):
    assert ties(matter, worker) == grounds
    assert ties(replace(matter, agencies=matter.agencies | {99}), worker) == grounds
