"""Tell a story: take its steps through the same doors as everybody else, the clock turned back to the day of each."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from mediation.attachments.adding import attach, register_signature
from mediation.attachments.models import Attachment, PaperSignature
from mediation.cases.models import Case, Party, Stage
from mediation.cases.papers import issue
from mediation.cases.work import Session
from mediation.conferences.calling import call
from mediation.conferences.models import Conference
from mediation.data_requests.models import DataRequest
from mediation.data_requests.registering import register_request
from mediation.db import db, turned_back_to
from mediation.demo.people import office_called, user_called
from mediation.demo.pictures import chat
from mediation.demo.story import BY_LINK, HOLDER, Named, Step, Story
from mediation.disputes.models import Agreement
from mediation.disputes.queries import newest_agreement, signers
from mediation.documents.models import Document
from mediation.errors import Refusal
from mediation.intake.registering import register
from mediation.people.models import User
from mediation.people.program import LinkHolder
from mediation.referrals import links
from mediation.referrals.models import Referral
from mediation.referrals.sending import refer
from mediation.workflow.engine import take

# What the papers of a story are about, where it is not the mediation.
ABOUT = {
    "registration": "one_stop", "refusal_notice": "one_stop", "violence_record": "one_stop", "agreement": "agreement",
    "petition_reply": "one_stop", "oral_agreement": "agreement", "acceptance_notice": "help_request",
    "data_answer": "data_request", "personal_copy": "data_request",
}  # fmt: skip

OF_A_CASE: dict[str, Any] = {
    model.workflow: model for model in (Attachment, PaperSignature, Conference, DataRequest)
}  # fmt: skip

# What begins something in the case has a door of its own.
STARTS: dict[str, Callable[[Case, Any, User], object]] = {
    "referral.start": lambda case, facts, actor: refer(case, facts, actor=actor),
    "conference.start": lambda case, facts, actor: call(case, facts, actor=actor),
    "data_request.start": lambda case, facts, actor: register_request(case, facts, actor=actor),
    "attachment.start": lambda case, facts, actor: attach(case, facts, [chat()], actor=actor),
    "paper_signature.start": lambda case, facts, actor: register_signature(case, facts, actor=actor),
}


class UntrueStoryError(RuntimeError):
    """A story that the program does not follow: it refused a step, or took one that it should refuse."""


class Telling:
    """One story as it is told. `case` is there from its first step on."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._case_id = 0

    @property
    def case(self) -> Case:
        """The case that the story is about."""
        return db.session.get_one(Case, self._case_id)

    def tell(self) -> Case:
        """Take every step of the story, each in a transaction of its own. Raises UntrueStoryError."""
        for step in self.story.steps:
            self.take(step)
        return self.case

    def take(self, step: Step) -> None:
        """Take one step at its moment. Raises UntrueStoryError."""
        try:
            with turned_back_to(step.at):
                self._refused(step) if step.refused else self._take(step)
        except Refusal as refusal:
            raise UntrueStoryError(
                f"{self.story.name}, {step.at:%F %R}, {step.take}: {refusal.reason}"
            ) from refusal

    def _refused(self, step: Step) -> None:
        """The program refuses, for the reason given, and nothing of the step stays behind."""
        inside = db.session().info.get("atomic")
        point = db.session.begin_nested() if inside else None
        try:
            self._take(step)
        except Refusal as refusal:
            if point:
                point.rollback()
            if step.refused not in refusal.rules or step.because not in refusal.reason:
                raise
            return
        raise UntrueStoryError(f"{self.story.name}, {step.at:%F %R}: {step.take} was not refused")

    def _take(self, step: Step) -> None:
        actor: Any = self._holder() if step.by == BY_LINK else user_called(step.by)
        facts = self._found(step.facts)
        if step.by == BY_LINK:
            facts = {**facts, "answered_by": HOLDER}
        workflow, _, trigger = step.take.partition(".")
        if step.take == "register":
            # Where only the month is known, no minute is true.
            minute = {} if "received_on" in facts else {"received_at": step.at}
            self._case_id = register({**minute, **facts}, actor=actor).id
        elif workflow == "print":
            issue(self.case, trigger, self._about(trigger), actor=actor)
        elif step.take == "referral.issue_link":
            links.issue(self.item(workflow), actor=actor, key=None, seen=None)
        elif step.take in STARTS:
            STARTS[step.take](self.case, facts, actor)
        else:
            take(self.item(workflow), trigger, actor=actor, facts=facts)

    def _holder(self) -> LinkHolder:
        """Whoever has the link of the slip, and its code."""
        link = links.link_of(self.item("referral"))
        if link is None:
            raise UntrueStoryError(f"{self.story.name}: no link is open")
        return links.holder_of(link)

    def item(self, workflow: str) -> Any:
        """What a step of that workflow is about: the case, or the newest thing of the kind in it; of the slips, the newest
        that has not ended."""
        if workflow == Case.workflow:
            return self.case
        if workflow == Referral.workflow:
            return self._newest(Referral, Referral.shut_at.is_(None)) or self._newest(Referral)
        if workflow in OF_A_CASE:
            return self._newest(OF_A_CASE[workflow])
        if workflow == Agreement.workflow:
            return newest_agreement(self.item("mediation"))
        query = select(Stage).where(Stage.case_id == self._case_id, Stage.workflow == workflow)
        return db.session.scalars(query.order_by(Stage.id.desc()).limit(1)).one()

    def _newest(self, model: Any, *which: Any) -> Any:
        query = select(model).where(model.case_id == self._case_id, *which).order_by(model.id.desc())
        return db.session.scalars(query.limit(1)).first()

    def _about(self, paper: str) -> str:
        """The ref of what a paper is about."""
        if paper == "mediation_record":
            return str(self._newest(Session).ref)
        if paper.startswith("referral"):
            return str(self.item("referral").ref)
        return str(self.item(ABOUT.get(paper, "mediation")).ref)

    def _found(self, told: Any) -> Any:
        """What was TOLD, with every named row by its id."""
        if isinstance(told, Mapping):
            return {name: self._found(inner) for name, inner in told.items()}
        if isinstance(told, list | tuple):
            return [self._found(inner) for inner in told]
        return self._id_of(told) if isinstance(told, Named) else told

    def _id_of(self, named: Named) -> int:
        look_up: dict[str, Callable[[str], int]] = {
            "party": self._party,
            "user": _user_id,
            "agency": lambda word: office_called(word).id,
            "signer": self._signer,
            "duty": self._duty,
            "stage": lambda word: int(self.item(word).id),
            "paper": self._paper,
            "decision": lambda word: int(self.item("conference").decisions[int(word) - 1].id),
            "material": lambda _word: int(self._newest(Attachment).id),
        }
        return look_up[named.kind](named.word)

    def _party(self, word: str) -> int:
        """`applicant`, `child`; with a number where there are several: `child 2`."""
        role, _, number = word.partition(" ")
        query = select(Party.id).where(Party.case_id == self._case_id, Party.role == role).order_by(Party.id)
        return db.session.scalars(query).all()[int(number or 1) - 1]

    def _signer(self, word: str) -> int:
        """`mediator`, `seal`, or the role of a party."""
        rows = signers(self.item("agreement"))
        return next(row.id for row in rows if word in (row.role, row.party.role if row.party else ""))

    def _paper(self, name: str) -> int:
        """The newest print of the paper of that name."""
        query = select(Document.id).where(Document.chain == self.case.ref, Document.name == name)
        return db.session.scalars(query.order_by(Document.id.desc()).limit(1)).one()

    def _duty(self, word: str) -> int:
        """`2.3`: the third instalment of the second line."""
        line, _, instalment = word.partition(".")
        agreement: Agreement = self.item("agreement")
        rows = agreement.obligations
        return next(row.id for row in rows if (row.line, row.instalment) == (int(line), int(instalment or 1)))


def _user_id(login: str) -> int:
    user: User = user_called(login)
    return user.id
