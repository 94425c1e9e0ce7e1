"""No paper that a partner can build names a person whom it is not shown (docs/decisions/0010)."""

from collections.abc import Callable

import pytest

from mediation.cases.models import Case, Stage
from mediation.cases.papers import facts_of, issue
from mediation.db import db
from mediation.documents.papers import PAPERS
from mediation.errors import Incomplete, Missing
from mediation.people.models import User
from mediation.workflow.engine import take
from tests.conftest import Cast, referred, stage_of
from tests.referrals.test_what_a_partner_sees import ALL, EVERYBODY, NAMES, WHERE, at_partner, shown

OF_HER = ("means_statement", "power_of_attorney")


@pytest.fixture
def case(new_case: Callable[..., Case], cast: Cast) -> Case:
    """Everybody in it, with an account of violence and means to be told."""
    case = new_case(actor=cast.mei, **EVERYBODY, category_kind="抚养")
    take(stage_of(case, "help_request"), "accept", actor=cast.mei, facts={"accepted_on": "2026-11-02"})
    return case


def named_on_papers(case: Case, actor: User) -> dict[str, set[str]]:
    """The persons named in the facts of every paper that ACTOR can build, about everything that there is."""
    abouts = ["", case.ref, *(stage.ref for stage in case.stages), *(party.ref for party in case.parties)]
    found: dict[str, set[str]] = {}
    for name in PAPERS:
        for about in abouts:
            try:
                facts = str(facts_of(case, name, about, actor=actor))
            except (Missing, Incomplete):
                continue
            told = found.setdefault(name, set())
            told |= {letter for letter, person in NAMES.items() if person in facts}
    return found


@pytest.mark.parametrize("kinds", [["narrative"], ["identity"], ALL])
@pytest.mark.parametrize("kind", list(WHERE))
def test_every_paper_of_a_partner_names_only_whom_it_is_shown(
    case: Case, cast: Cast, kind: str, kinds: list[str]
) -> None:
    stage, actor = at_partner(case, kind, kinds)
    if kind == "legal_aid":
        guardian = next(party.id for party in case.parties if party.role == "guardian")
        take(stage, "prepare_application", actor=cast.mei, facts={"basis": "41", "by_agent": guardian})
    papers = named_on_papers(case, actor)
    for name, told in papers.items():
        assert told <= shown(case, actor), name
    assert papers or kind != "legal_aid"
    assert "W" in shown(case, cast.mei)


def the_second(case: Case) -> Stage:
    """Legal aid to which her sister alone consented."""
    second = next(party for party in case.parties if party.person.name == NAMES["S"])
    return referred(case, "legal_aid", to="legal_aid", data_kinds=["identity"], party=second.id)


@pytest.mark.parametrize("name", OF_HER)
def test_the_applicant_of_legal_aid_is_whoever_consented(case: Case, cast: Cast, name: str) -> None:
    stage = the_second(case)
    assert shown(case, cast.fang) == {"S", "O"}
    facts = str(facts_of(case, name, stage.ref, actor=cast.fang))
    assert NAMES["S"] in facts
    assert NAMES["H"] not in facts


@pytest.mark.parametrize("name", OF_HER)
def test_once_nobody_is_shown_there_is_no_paper_on_her(case: Case, cast: Cast, name: str) -> None:
    stage, fang = at_partner(case, "legal_aid", ["narrative"])
    assert issue(case, name, stage.ref, actor=fang)
    take(
        stage,
        "withdraw",
        actor=fang,
        facts={"in_her_words": "我自己请律师。", "spoken_alone": True, "told_may_return": True},
    )
    db.session.refresh(case)
    assert shown(case, fang) == set()
    with pytest.raises(Missing):
        issue(case, name, stage.ref, actor=fang)
    assert set().union(*named_on_papers(case, fang).values()) == set()
