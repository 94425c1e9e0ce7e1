"""No referral is ever without an owner, a clock or an end: whoever does whatever in whatever order, by whatever door.

MEDIATION_WALKS says how many walks are taken (8; `make nightly` asks for more).
"""

import itertools
import os
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mediation.api.answering import step as by_interface
from mediation.api.shapes import STEPS
from mediation.audit.verify import verify_all
from mediation.cases.models import Case
from mediation.cases.tasks import RETURNED
from mediation.cases.work import Task
from mediation.db import atomic, db
from mediation.errors import Refusal
from mediation.people.program import PARTNER_TOKEN, Delegate
from mediation.referrals import links
from mediation.referrals.desk import people_at
from mediation.referrals.handed_in import hand_in, origin_told
from mediation.referrals.models import Referral
from mediation.referrals.queries import TO_RECEIVER, TO_SENDER
from mediation.referrals.sending import refer
from mediation.workflow.engine import ahead, take, workflow_of
from mediation.workflow.models import Clock
from tests.conftest import Cast, slip
from tests.referrals.test_sending import agree

WALKS = int(os.environ.get("MEDIATION_WALKS", "8"))
KEYS = (f"walk-{number:08d}" for number in itertools.count())
KINDS = ("refer", "co_handle", "delegate", "transfer", "handed in")
RECEIVERS = {"legal_aid": "legal_aid", "counselling": "social", "protection": "police", "": "elsewhere"}
FACTS: dict[str, dict[str, Any]] = {
    "send_back": {"reason": "not_duty"},
    "recall": {"reason": "不用了"},
    "ask_again": {"reason": "请写明"},
    "urge": {"note": "请尽快"},
    "report_progress": {"note": "在办"},
    "answer": {"result": "done", "note": "办完"},
    "accept_on_paper": {"answered_by": "前台", "note": "收下"},
    "return_on_paper": {"answered_by": "前台", "note": "退回"},
    "answer_on_paper": {"answered_by": "前台", "note": "办完"},
    "note_outside_number": {"system": "调解平台", "outside_number": "18"},
    "withdraw": {"reason": "本人不想继续。"},
}


@dataclass(frozen=True)
class Move:
    """Something that somebody could do now."""

    who: Any
    what: str
    on: Any

    def __str__(self) -> str:
        who = getattr(self.who, "login", None) or getattr(self.who, "role", "")
        return f"{who}: {self.what}"


class Walk:
    """One case, all its referrals, and everybody who has to do with them."""

    def __init__(self, cast: Cast, case: Case) -> None:
        self.cast, self.case = cast, case
        self.staff = [getattr(cast, name) for name in ("mei", "fang", "an", "ning", "qiu", "pei", "song")]

    @property
    def referrals(self) -> list[Referral]:
        query = select(Referral).where(Referral.case_id == self.case.id).order_by(Referral.id)
        return list(db.session.scalars(query))

    def moves(self) -> list[Move]:
        found = [
            Move(actor, step.trigger, referral)
            for referral in self.referrals
            for actor in self.actors(referral)
            for step, refusal in ahead(referral, actor=actor)
            if refusal is None and step.trigger not in ("issue_link", "correct")
        ]
        mine = [user for user in self.staff if user.agency_id == self.case.agency_id]
        found += [Move(user, what, self.case) for user in mine[:1] for what in ("refer on", "withdraw")]
        return [*found, Move(None, "consent withdrawn", self.case), Move(None, "link", self.case)]

    def actors(self, referral: Referral) -> list[Any]:
        link, receiver = links.link_of(referral), referral.to_agency
        there = [Delegate(PARTNER_TOKEN, "f" * 32, receiver.id, receiver.ref)]
        return [*self.staff, *there, *([links.holder_of(link)] if link else [])]

    def go(self, move: Move) -> None:
        """Make the move; what is refused has changed nothing."""
        try:
            self._do(move)
        except Refusal:
            db.session.rollback()
        db.session.expire_all()

    def _do(self, move: Move) -> None:
        if move.what == "refer on":
            stage = list(RECEIVERS)[len(self.referrals) % len(RECEIVERS)]
            kind = "transfer" if not stage else "co_handle"
            facts = slip(self.case, self.cast.agency(RECEIVERS[stage]), stage=stage or None, kind=kind)
            refer(self.case, facts, actor=move.who)
        elif move.what == "consent withdrawn":
            agree(self.case, self.cast.agency("legal_aid"), self.cast.mei, [], answer="withdrawn")
        elif move.what == "link":
            for referral in self.referrals[-1:]:
                links.issue(referral, actor=referral.sent_by, key=None, seen=None)
        elif isinstance(move.who, Delegate) and move.what in STEPS:
            key, told = next(KEYS), FACTS.get(move.what, {})
            assert by_interface(move.on, move.what, told, actor=move.who, key=key)
            assert not by_interface(move.on, move.what, told, actor=move.who, key=key), (
                "told twice, it is one"
            )
        else:
            take(move.on, move.what, actor=move.who, facts=FACTS.get(move.what, {}))

    def whole(self) -> None:
        for referral in self.referrals:
            _whole(referral, self)


def _whole(referral: Referral, walk: Walk) -> None:
    """An end with nothing left of it; or somebody whose turn it is and who can act, and a clock."""
    stop = workflow_of(referral).stop(referral.state)
    clocks, tasks = _clocks(referral), _tasks(referral)
    if stop.final:
        assert not clocks
        assert referral.shut_at is not None
        assert links.link_of(referral) is None
        assert not {TO_RECEIVER, TO_SENDER} & tasks
        return
    assert stop.turn
    assert clocks, "nobody would be reminded"
    turn = "who receives" if "receives" in stop.turn else "who sends"
    agency_id = referral.to_agency_id if turn == "who receives" else referral.from_agency_id
    assert turn == "who sends" or people_at(referral), "nobody at the receiver takes it in"
    there = [user for user in walk.staff if user.agency_id == agency_id]
    onward = [step for user in there for step, refusal in ahead(referral, actor=user) if refusal is None]
    assert onward, f"{referral.state}: nobody of {turn} can go on"
    assert walk.case.running or referral.manner == "transfer", "it outlives its case"


def _clocks(referral: Referral) -> list[Clock]:
    query = select(Clock).where(
        Clock.subject == referral.ref, Clock.state == "running", Clock.rule.startswith("HR-")
    )
    return list(db.session.scalars(query))


def _tasks(referral: Referral) -> set[str]:
    link = f"/referrals/{referral.ref}"
    query = select(Task.kind).where(Task.link == link, Task.done_at.is_(None), Task.kind != RETURNED)
    return set(db.session.scalars(query))


@pytest.fixture
def begun(new_case, cast):
    """A referral of that kind, just sent: by Mei, or by the court."""

    def go(kind: str, urgency: str) -> Referral:
        if kind == "handed in":
            told = {
                "origin": "court_entrusted", "court_procedure": "summary", "paper_number": "18", "urgency": urgency,
                "to": cast.mei.agency_id, "applicant": "王芳", "respondent": "李强", "dispute_facts": "抚养费。",
            }  # fmt: skip
            return hand_in(told, actor=cast.pei)
        whole = kind == "transfer"
        to = cast.agency("elsewhere" if whole else "legal_aid")
        case = new_case()
        facts = slip(case, to, kind=kind, urgency=urgency, stage=None if whole else "legal_aid")
        return refer(case, facts, actor=cast.mei)

    return go


def test_no_referral_is_ever_without_an_owner_a_clock_or_an_end(begun, cast):
    with atomic():
        cast.pei.agency.kind = "court"

    @settings(  # type: ignore[untyped-decorator]
        max_examples=WALKS,
        deadline=None,
        derandomize=WALKS < 100,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(  # type: ignore[untyped-decorator]
        kind=st.sampled_from(KINDS),
        urgency=st.sampled_from(["very_urgent", "urgent", "slight", "not_urgent"]),
        choices=st.lists(st.integers(0, 2**16), min_size=4, max_size=24),
    )
    def holds(kind: str, urgency: str, choices: list[int]) -> None:
        referral = begun(kind, urgency)
        walk = Walk(cast, referral.case)
        walk.whole()
        for number in choices:
            moves = walk.moves()
            move = moves[number % len(moves)]
            note(str(move))
            walk.go(move)
            walk.whole()
        if kind == "handed in" and referral.state in ("returned", "recalled"):
            assert origin_told(referral)
            assert not referral.case.running

    holds()
    assert verify_all().findings == []
