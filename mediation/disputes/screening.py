"""Whether mediation is safe: what each party said when asked alone, and what follows from it (PM-DV, PM-17)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select

from mediation import places
from mediation.cases.danger import suspect_danger
from mediation.cases.instruments import NO, YES
from mediation.cases.models import Party, Stage
from mediation.cases.work import Assessment
from mediation.db import db, now
from mediation.disputes.queries import at_the_table, called
from mediation.errors import Incomplete
from mediation.workflow.instruments import FOLDER, read_instrument
from mediation.workflow.instruments import SCREEN_FOLLOWS as FOLLOWS
from mediation.workflow.words import Taken, rests_on

SCREEN = "safe_to_mediate"


@dataclass(frozen=True)
class Question:
    """One question of the screen, and the answer from which THEN follows."""

    name: str
    text: str
    answer: str
    then: str


@dataclass(frozen=True)
class Screen:
    """The questions in one version."""

    version: str
    label: str
    questions: tuple[Question, ...]

    def follows(self, answers: Mapping[str, Any]) -> frozenset[str]:
        """What follows from ANSWERS (yes, no, unanswered). A gap frees nobody: see `gaps`."""
        return frozenset(asked.then for asked in self.questions if answers.get(asked.name) == asked.answer)

    def gaps(self, answers: Mapping[str, Any]) -> int:
        """How many questions have no answer. Unanswered, or missing, is no no."""
        return sum(answers.get(asked.name) not in (YES, NO) for asked in self.questions)


@cache
def screen() -> Screen:
    """The screen of workflows/instruments, read once. Raises BadFile with the line where it is not whole."""
    told = read_instrument(places.workflows() / FOLDER / f"{SCREEN}.yaml")
    questions = tuple(Question(row["name"], row["zh"], row["answer"], row["then"]) for row in told["items"])
    return Screen(told["version"], told["label"]["zh"], questions)


@rests_on("PM-DV", "PM-DV2")
def parties_screened(item: Stage, actor: Any) -> str | None:
    """Each party, of both sides, was asked alone, and every question was answered."""
    asked = answers_of(item)
    missing = [
        party for party in at_the_table(item.case) if party.id not in asked or screen().gaps(asked[party.id])
    ]
    names = "、".join(called(party) for party in missing)
    return f"还没有单独问过{names}能不能安全地调解，请“单独询问”" if missing else None


@rests_on("PM-17", "PM-23")
def parties_willing(item: Stage, actor: Any) -> str | None:
    """Nobody sits at the table because somebody forces them (PM-17: of their own will)."""
    forced = _whose(item, "unwilling")
    names = "、".join(called(party) for party in forced)
    return f"{names}不是自愿来调解的，不得调解；请不予受理或者终止调解" if forced else None


def must_be_apart(stage: Stage) -> list[Party]:
    """Those who are not to sit in one room with the other side, by what they said last (PM-DV2)."""
    return _whose(stage, "apart")


def _whose(stage: Stage, what: str) -> list[Party]:
    asked = answers_of(stage)
    return [party for party in at_the_table(stage.case) if what in screen().follows(asked.get(party.id, {}))]


def answers_of(stage: Stage) -> dict[int, dict[str, Any]]:
    """What each party answered last in this stage, by the id of the party."""
    query = select(Assessment).where(Assessment.stage_id == stage.id, Assessment.instrument == SCREEN)
    rows = db.session.scalars(query.order_by(Assessment.id))
    return {row.party_id: row.answers or {} for row in rows if row.party_id}


def keep_screen(taken: Taken) -> None:
    """The answers, sealed; and where they tell of violence, the case is dangerous until it is assessed.

    Raises Incomplete where the party was not alone, or is none of the two sides.
    """
    stage, facts = taken.item, taken.facts
    party = next((party for party in at_the_table(stage.case) if party.id == facts["party"]), None)
    if party is None:
        raise Incomplete("请从双方当事人中选择问的是谁。", rules=("PM-DV",))
    if str(facts.get("spoken_alone")) not in ("True", "yes"):
        raise Incomplete("要单独、无人在旁时询问；有人在场的，请另约时间再问。", rules=("PM-DV2",))
    answers = dict(facts["screen_answers"])
    follows = screen().follows(answers)
    row = Assessment(
        key_id=stage.key_id,
        case_id=stage.case_id,
        stage_id=stage.id,
        party_id=party.id,
        instrument=SCREEN,
        version=screen().version,
        unanswered=screen().gaps(answers),
        level=next((what for what in FOLLOWS if what in follows), "none"),
        by_id=taken.actor.id,
        made_at=now(),
    )
    row.answers = {**answers, **({"note": facts["screen_note"]} if facts.get("screen_note") else {})}
    db.session.add(row)
    if "danger" in follows:
        suspect_danger(stage.case, party, taken.actor)
    db.session.flush()


def refuse_one_room(taken: Taken) -> None:
    """No session with both sides in one room where one of them is not safe there (PM-DV2). Raises Incomplete."""
    if taken.facts.get("form") == "joint" and (apart := must_be_apart(taken.item)):
        names = "、".join(called(party) for party in apart)
        raise Incomplete(f"{names}不宜和对方同处一室，请单独调解", rules=("PM-DV2",))


def asked_alone(stage: Stage) -> dict[int, str]:
    """For the page: what came of the questions, by party: nothing of the answers themselves."""
    words = {
        "danger": "说到有危险",
        "unwilling": "不是自愿",
        "apart": "只能单独调解",
    }
    told = {}
    for party_id, answers in answers_of(stage).items():
        follows = screen().follows(answers)
        said = [words[what] for what in FOLLOWS if what in follows] or ["可以一起谈"]
        told[party_id] = "没有问完" if screen().gaps(answers) else "、".join(said)
    return told
