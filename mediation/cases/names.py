"""Whose name is not passed on: who reported a wrong, and a child that is no party of its own (WR-72, MIN-103)."""

from collections.abc import Iterator
from dataclasses import dataclass

from mediation.cases.models import Case
from mediation.vault.sealed import Secret

REPORTER = "reporter"


@dataclass(frozen=True)
class KeptName:
    """A name that stays here, whose it is in words, and the rule that keeps it."""

    whose: str
    what: str
    value: Secret
    rule: str


def names_kept_from(case: Case, *, with_duty: bool = False) -> Iterator[KeptName]:
    """The names that nobody outside reads in CASE.

    Who reported is never named (妇女权益保障法第72条). A child is named only where a duty or an emergency asks for it
    (WITH_DUTY), as in a report to the police; otherwise it is told by number and age (未成年人保护法第103条).
    """
    for party in case.parties:
        if party.person.name and party.role == REPORTER:
            yield KeptName("举报人", "姓名", Secret(party.person.name), "WR-72")
        if party.person.name and party.role == "child" and not with_duty:
            yield KeptName("未成年子女", "姓名", Secret(party.person.name), "MIN-103")
