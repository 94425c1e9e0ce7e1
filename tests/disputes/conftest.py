"""A mediation in the hands of the committee, and the steps that lead through it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

import pytest
from sqlalchemy import select

from mediation.cases.models import Case, Party, Stage
from mediation.cases.papers import issue
from mediation.cases.queries import parties_of
from mediation.db import db
from mediation.disputes.models import Agreement, Obligation
from mediation.disputes.queries import newest_agreement, signers
from mediation.workflow.engine import take
from mediation.workflow.models import Clock
from tests.conftest import Cast, referred
from tests.walks import walked

A_MEDIATION: dict[str, Any] = {
    "origin": "party",
    "dispute_kind": "support",
    "dispute_facts": "离婚后对方不付抚养费。",
    "demands": "按月支付抚养费。",
    "elsewhere": "no",
    "identity_matter": False,
    "happened_on": "2026-11-02",
}
A_SESSION: dict[str, Any] = {
    "held_at": "2026-11-05T14:00:00+08:00",
    "place": "第二调解室",
    "form": "joint",
    "minutes": "调解员：今天谈抚养费。\n王芳：每月要两千元。",
    "session_result": "没有谈成。",
}


UNAFRAID = {
    **dict.fromkeys(("hurt", "threatened", "unsafe_now", "forced", "afraid", "controlled", "order"), "no"),
    "speaks_freely": "yes",
}


def walked_once(way: Callable[..., "Table"]) -> Callable[..., "Table"]:
    """A part of the way that many tests go: see tests/walks.py."""

    @wraps(way)
    def go(table: "Table", *days: Any, **given: Any) -> "Table":
        step = f"{table.stage.ref} {way.__name__} {days!r} {given!r}"
        walked(step, lambda: way(table, *days, **given).stage)
        return table

    return go


@dataclass
class Table:
    """The mediation of a case as Tao works through it, step by step."""

    stage: Stage
    cast: Cast

    @property
    def case(self) -> Case:
        return self.stage.case

    @property
    def applicant(self) -> Party:
        return parties_of(self.case, "applicant")[0]

    @property
    def respondent(self) -> Party:
        return parties_of(self.case, "respondent")[0]

    @property
    def agreement(self) -> Agreement:
        found = newest_agreement(self.stage)
        assert found
        return found

    def do(self, trigger: str, **facts: Any) -> None:
        take(self.stage, trigger, actor=self.cast.tao, facts=facts)

    def on(self, trigger: str, **facts: Any) -> None:
        """A step of the agreement."""
        take(self.agreement, trigger, actor=self.cast.tao, facts=facts)

    def says(self, party: Party, kind: str = "mediation", answer: str = "agreed", **more: Any) -> None:
        facts = {
            "party": party.id,
            "kind": kind,
            "answer": answer,
            "way": "当面",
            "happened_on": "2026-11-03",
        }
        self.do("record_consent", **{**facts, **more})

    def all_say(self, kind: str = "mediation", **more: Any) -> None:
        for party in (self.applicant, self.respondent):
            self.says(party, kind, **more)

    def request(self, **given: Any) -> None:
        self.do("record_request", **{**A_MEDIATION, **given})

    def asked_alone(self, party: Party, **said: str) -> None:
        """The party was asked alone, and said nothing that stands in the way, but what is SAID."""
        answers = {**UNAFRAID, **said}
        self.do(
            "screen_party",
            party=party.id,
            spoken_alone=True,
            screen_answers=answers,
            happened_on="2026-11-03",
        )

    @walked_once
    def ready(self, **request: Any) -> "Table":
        """Everything that acceptance needs."""
        self.request(**request)
        for party in (self.applicant, self.respondent):
            self.asked_alone(party)
        self.all_say()
        self.do("give_rights_notice", party="all", notice="rights", way="spoken", happened_on="2026-11-03")
        return self

    @walked_once
    def accept(self, **request: Any) -> "Table":
        self.ready(**request)
        self.do("accept", pm_registered_on="2026-11-04", happened_on="2026-11-04")
        return self

    def printed(self, name: str) -> "Table":
        """The paper NAME of this mediation is printed: nothing is delivered that does not exist."""
        issue(self.case, name, self.stage.ref, actor=self.cast.tao)
        return self

    @walked_once
    def named(self, chosen_by: str = "designated") -> "Table":
        self.do(
            "name_mediator",
            assignee=self.cast.tao.id,
            chosen_by=chosen_by,
            no_interest=True,
            happened_on="2026-11-04",
        )
        if chosen_by == "designated":
            self.all_say("mediator")
        return self

    def session(self, **given: Any) -> None:
        attended = [self.applicant.id, self.respondent.id]
        self.do("record_session", **{"attended": attended, "happened_on": "2026-11-05", **A_SESSION, **given})

    @walked_once
    def talking(self, **request: Any) -> "Table":
        self.accept(**request).named().session()
        return self

    @walked_once
    def agreed(self, form: str = "written") -> "Table":
        self.talking()
        reached = "2026-11-10"
        self.do(
            "agree", form=form, agreement_reached_on=reached, mediation_ended_on=reached, happened_on=reached
        )
        return self

    def support(self, **given: Any) -> dict[str, Any]:
        """A duty of the respondent: 1200 yuan a month, three times."""
        duty = {
            "clause": 1, "debtor": self.respondent.id, "creditor": self.applicant.id, "what": "抚养费",
            "amount": 120000, "due_on": "2026-12-31", "every": "month", "times": 3, "way": "银行转账",
        }  # fmt: skip
        return {**duty, **given}

    def write(self, *duties: Mapping[str, Any], kinds: tuple[str, ...] = ("support",)) -> None:
        clauses = [
            {"text": f"第{number}条的内容。", "kind": kind} for number, kind in enumerate(kinds, start=1)
        ]
        owed = list(duties) if duties else [self.support()]
        self.on(
            "write_clauses",
            dispute_facts="抚养费争议。",
            clauses=clauses,
            obligations=owed,
            performance="转账。",
        )

    def sign_all(self, *days: str) -> None:
        """Each expected signature on one of DAYS, the last of them for all that follow."""
        for index, row in enumerate(signers(self.agreement)):
            way = "official_seal" if row.role == "seal" else "signed"
            day = days[min(index, len(days) - 1)]
            self.on("sign", signer=row.id, signed_on=day, way=way, happened_on=day)

    @walked_once
    def effective(self, *days: str) -> "Table":
        self.agreed().write()
        self.on("open_signing")
        self.sign_all(*(days or ("2026-11-12",)))
        return self

    def pays(self, duty: Obligation, **given: Any) -> None:
        day = str(given.get("performed_on", duty.due_on.isoformat()))
        facts = {
            "obligation": duty.id,
            "performed_on": day,
            "state": "full",
            "performance_urged_on": day,
            "happened_on": day,
        }
        self.on("record_performance", **{**facts, **given})


def clocks(subject: str, rule: str) -> list[Clock]:
    """The clocks of one rule on one thing, oldest first."""
    query = select(Clock).where(Clock.subject == subject, Clock.rule == rule).order_by(Clock.id)
    return list(db.session.scalars(query))


@pytest.fixture
def table(cast: Cast, new_case: Callable[..., Case]) -> Callable[..., Table]:
    """A mediation that the committee has just taken on; the facts of the case may be given."""

    def make(**given: Any) -> Table:
        return Table(
            referred(new_case(**{"received_on": "2026-11-01", **given}), "mediation", to="committee"), cast
        )

    return make
