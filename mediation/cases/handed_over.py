"""Which people of a case, and whether its danger, a partner agency is shown: what was handed over, nothing else.

Three sources, for each stage that the person who asks sees: the kinds of data of the referral that brought it, as long
as its package may be read; what work of this kind needs by its nature, as long as it goes on; nothing afterwards, and
nothing at all once the ground is gone: consent withdrawn, or expired (PI-23; docs/decisions/0010). The agency that owns
the case sees its people.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app

from mediation.cases.access import sees_stage
from mediation.cases.models import Case, Party, Stage
from mediation.people.models import User

# Work that cannot be done without knowing how dangerous it is.
NEEDS_DANGER = frozenset({"mediation", "protection"})
# Where it is settled with whom a child lives, who pays for it and who sees it (MC-1084), the child belongs to the matter.
ABOUT_CHILDREN = frozenset(
    {"离婚", "抚养", "抚养费", "抚养费与债务", "探望", "探望与抚养费", "收养", "未成年人保护"}
)
SPEAKERS = ("representative", "guardian")


@dataclass(frozen=True)
class Handed:
    """What an accepted referral handed over with a stage: for which persons (ids of parties), and the kinds of data
    that may still be read (none, once it ended, expired, or consent was withdrawn).

    `cut` says that its ground is gone, not that it ended: then no work may go on with anybody's data (PI-23, PI-15).
    """

    stage_id: int
    whose: frozenset[int]
    kinds: frozenset[str]
    cut: bool = False


def shown_parties(case: Case, *, actor: User) -> list[Party]:
    """The parties of a case that ACTOR may know of, in the order in which they were registered."""
    if case.agency_id == actor.agency_id:
        return list(case.parties)
    ids = {party.id for stage, handed in _stages(case, actor) for party in _shown(stage, handed)}
    return [party for party in case.parties if party.id in ids]


def danger_shown(case: Case, *, actor: User) -> bool:
    """Whether ACTOR may know how dangerous it is: a partner, if it was told, or cannot work without."""
    if case.agency_id == actor.agency_id:
        return True
    return any(
        (handed is not None and "danger" in handed.kinds)
        or (stage.workflow in NEEDS_DANGER and goes_on(stage))
        for stage, handed in _stages(case, actor)
        if not (handed and handed.cut)
    )


def cut_off(case: Case, *, actor: User) -> bool:
    """Whether the ground of everything that ACTOR's agency has in hand here is gone: consent withdrawn, or expired.

    What is left is that the stage stands there and can be ended; nothing of the persons (PI-23).
    """
    if case.agency_id == actor.agency_id:
        return False
    stages = list(_stages(case, actor))
    return bool(stages) and all(handed is not None and handed.cut for _stage, handed in stages)


def goes_on(stage: Stage) -> bool:
    """Whether there is still work in a stage: it is open, or a feature says so (an agreement is being performed)."""
    return not stage.ended or any(ask(stage) for feature in _features() for ask in feature.going_on)


def _stages(case: Case, actor: User) -> Iterator[tuple[Stage, Handed | None]]:
    """The stages that ACTOR sees, each with what was handed over for it."""
    handed = {
        one.stage_id: one for feature in _features() for tell in feature.handed for one in tell(case, actor)
    }
    for stage in case.stages:
        if sees_stage(actor, stage):
            yield stage, handed.get(stage.id)


def _shown(stage: Stage, handed: Handed | None) -> Iterable[Party]:
    whose = handed.whose if handed else _applicants(stage.case)
    told = handed.kinds if handed else frozenset()
    needed = goes_on(stage) and not (handed and handed.cut)
    return [
        party
        for party in stage.case.parties
        if _told(party, whose, told)
        or (needed and _needed(party, stage.workflow, whose, lambda: concerns_children(stage)))
    ]


def _told(party: Party, whose: frozenset[int], kinds: frozenset[str]) -> bool:
    """Of a child the package tells that it is there and its age, never who it is."""
    return ("identity" in kinds and party.id in whose) or (
        "other_side" in kinds and party.side == "respondent"
    )


def comes_along(case: Case, workflow: str, whose: frozenset[int], kinds: frozenset[str]) -> list[Party]:
    """Whom a partner that takes on a stage of WORKFLOW will know of by the nature of that work, though a package of
    these KINDS about WHOSE (ids of parties) does not tell it: whoever sends is shown them before."""
    return [
        party
        for party in case.parties
        if not _told(party, whose, kinds)
        and _needed(party, workflow, whose, lambda: case.category_kind in ABOUT_CHILDREN)
    ]


def _needed(party: Party, kind: str, whose: frozenset[int], about_children: Callable[[], bool]) -> bool:
    """Whether work of this kind cannot be done without knowing PARTY."""
    if party.id in whose:
        return True
    if party.role == "child":
        return kind == "protection" or (kind == "mediation" and about_children())
    if kind == "mediation":
        # Both sides sit at the table, with whoever speaks for them.
        return bool(party.side) or _speaks_for(party, {one.id for one in party.case.parties if one.side})
    if kind == "counselling":
        return party.role == "guardian" and _speaks_for(party, whose)
    return party.side == "respondent" or _speaks_for(party, whose)


def concerns_children(stage: Stage) -> bool:
    """Whether children are what it is about: by the kind of the case, or by what was asked for or agreed since."""
    return stage.case.category_kind in ABOUT_CHILDREN or any(
        ask(stage) for feature in _features() for ask in feature.about_children
    )


def _speaks_for(party: Party, ids: Collection[int]) -> bool:
    return party.role in SPEAKERS and party.represents_id is not None and party.represents_id in ids


def _applicants(case: Case) -> frozenset[int]:
    return frozenset(party.id for party in case.parties if party.side == "applicant")


def _features() -> Iterable[Any]:
    features: Iterable[Any] = current_app.extensions["features"]
    return features
