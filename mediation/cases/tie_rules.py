"""Whoever is tied to a party does not see the case: the rule itself, on plain values, without a database.

Ties run over identity, kin, household and address, telephone, employer, an earlier role for the other side, and what
she said herself (公务员法第76、77条; 反家庭暴力法第5条). In doubt somebody is tied: another colleague can help her.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mediation.cases.marks import of_home

PARTY, KIN, HOME, EMPLOYER, OTHER_SIDE, UNWANTED, RECUSED = (
    "party", "kin", "home", "employer", "other_side", "unwanted", "recused",
)  # fmt: skip
GROUNDS = {
    PARTY: "本人就是案件里的人",
    KIN: "与案件里的人是近亲属或者同住",
    HOME: "与案件里的人同一住址或者同一电话",
    EMPLOYER: "与对方同一单位",
    OTHER_SIDE: "曾为对方办理过案件",
    UNWANTED: "求助人要求不让其知道",
    RECUSED: "本人申请回避",
}


@dataclass(frozen=True)
class Matter:
    """A case as the rule sees it: the marks of everybody in it and of their households, those by which the other side is
    known and the applicants are not, the agencies and other employers where the other side works, and whom she will not
    have told."""

    marks: frozenset[bytes] = frozenset()
    other_side: frozenset[bytes] = frozenset()
    agencies: frozenset[int] = frozenset()
    employers: frozenset[bytes] = frozenset()
    unwanted_users: frozenset[int] = frozenset()
    unwanted_agencies: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Worker:
    """Somebody who might see it: their own marks and those they declared, by relation (`self`, `kin`, `home`,
    `employer`), and the marks of those for whom they worked in other cases."""

    id: int
    agency_id: int
    declared: Mapping[str, frozenset[bytes]] = field(default_factory=dict)
    helped: frozenset[bytes] = frozenset()


# What a declared mark makes of its worker.
BY_RELATION = {"self": PARTY, "kin": KIN, "home": HOME, "employer": EMPLOYER}


def ties(matter: Matter, worker: Worker) -> frozenset[str]:
    """The grounds on which WORKER may not know of MATTER; none, and the case may be shown."""
    found = {
        HOME if BY_RELATION[relation] == PARTY and of_home(mark) else BY_RELATION[relation]
        for relation, marks in worker.declared.items()
        for mark in marks & (matter.employers if relation == "employer" else matter.marks)
    }
    if worker.helped & matter.other_side:
        found.add(OTHER_SIDE)
    if worker.agency_id in matter.agencies:
        found.add(EMPLOYER)
    if worker.id in matter.unwanted_users or worker.agency_id in matter.unwanted_agencies:
        found.add(UNWANTED)
    return frozenset(found)
