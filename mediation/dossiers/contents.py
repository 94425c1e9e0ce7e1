"""What is in a dossier and what it lacks, line by line of its checklist. Who may read what is asked when it is bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mediation.attachments.models import Attachment
from mediation.attachments.queries import scans_of
from mediation.cases.models import Case, Stage
from mediation.cases.queries import sessions_of
from mediation.cases.rules import case_of
from mediation.db import db
from mediation.disputes.queries import agreements_of
from mediation.documents.models import Document
from mediation.dossiers.checklist import CASE, CHECKLISTS, Wanted
from mediation.dossiers.conditions import CONDITIONS, EACH, Subject
from mediation.dossiers.signed import bears_signatures, tells
from mediation.workflow.history import steps_in
from mediation.workflow.models import StepTaken


@dataclass(frozen=True)
class Line:
    """One line of the index: what was wanted, and what there is of it. `owed` are the things that still lack one.

    `unsigned` are papers that were printed and not signed; `untold`: nobody recorded that the notice was given. Both are
    bound into the dossier as they are, and neither completes it (PM-27, PM-29).
    """

    wanted: Wanted
    required: bool
    papers: Sequence[Document]
    materials: Sequence[Attachment]
    steps: Sequence[StepTaken]
    owed: Sequence[str]
    unsigned: Sequence[Document]
    untold: bool

    @property
    def there(self) -> bool:
        """Whether it is in the dossier, whole."""
        # Told by word of mouth is told, where the line does not ask for the paper alone.
        told = bool(self.wanted.delivered and self.wanted.steps)
        counted = len(self.papers) > len(self.unsigned) or self.materials or self.steps or told
        return bool(counted) and not self.owed and not self.untold

    @property
    def missing(self) -> bool:
        """Whether it must be there and is not."""
        return self.required and not self.there


def lines_of(subject: Subject) -> list[Line]:
    """Every line of the checklist of a case or a stage, in the order of the index."""
    held = _Held(subject)
    return [held.line(wanted) for wanted in CHECKLISTS[name_of(subject)].lines]


def name_of(subject: Subject) -> str:
    """The checklist of a case or a stage."""
    return CASE if isinstance(subject, Case) else subject.workflow


def foreign_to(subject: Subject) -> set[str]:
    """The refs of what papers are about that do not belong into this dossier: what is about the case as a whole belongs to
    the file of the case, what is about another stage to that one. To the case nothing is foreign."""
    if isinstance(subject, Case):
        return set()
    others = [stage for stage in subject.case.stages if stage is not subject]
    return {subject.case.ref, *(ref for stage in others for ref in _refs_in(stage))}


class _Held:
    """Everything that could be put into one dossier, read once."""

    def __init__(self, subject: Subject) -> None:
        self.subject, self.case = subject, case_of(subject)
        self.own, foreign = _refs_in(subject), foreign_to(subject)
        self.papers = [paper for paper in _papers(self.case) if paper.about not in foreign]
        self.materials = _materials(subject)
        self.steps = [row for row in steps_in(self.case.ref) if self._belongs(row)]

    def _belongs(self, row: StepTaken) -> bool:
        """Steps of the subject; of the case for its stages too; for the case those of all its stages."""
        return isinstance(self.subject, Case) or row.subject in self.own or row.workflow == Case.workflow

    def line(self, wanted: Wanted) -> Line:
        """What there is of one line."""
        papers = [paper for paper in self.papers if paper.name in wanted.papers]
        unsigned = [
            paper
            for paper in papers
            if paper.name in wanted.signed and not bears_signatures(paper, self.case)
        ]
        scans = [row for row in self.materials if row.what in wanted.materials]
        steps = [row for row in self.steps if f"{row.workflow}.{row.trigger}" in wanted.steps]
        if wanted.delivered:
            steps = [row for row in steps if tells(row, wanted.delivered)]
        each = EACH[wanted.each](self.subject) if wanted.each else []
        covered = {paper.about for paper in papers if paper not in unsigned}
        owed = [ref for ref in each if ref not in covered and not scans]
        required = CONDITIONS[wanted.required](self.subject)
        return Line(wanted, required, papers, scans, steps, owed, unsigned, self._untold(wanted))

    def _untold(self, wanted: Wanted) -> bool:
        return bool(wanted.delivered) and not any(tells(row, wanted.delivered) for row in self.steps)


def _refs_in(subject: Subject) -> set[str]:
    """The refs of a stage and of what hangs on it."""
    if isinstance(subject, Case):
        return {subject.ref}
    return {
        subject.ref,
        *(row.ref for row in sessions_of(subject)),
        *(row.ref for row in agreements_of(subject)),
    }


def _papers(case: Case) -> list[Document]:
    """Of each paper the one that counts: the newest print with a signed scan, else the newest print."""
    query = select(Document).where(Document.chain == case.ref, Document.superseded_at.is_(None))
    newest: dict[tuple[str, str], Document] = {}
    for paper in db.session.scalars(query.order_by(Document.id)):
        before = newest.get((paper.name, paper.about))
        if before is None or not scans_of(before) or scans_of(paper):
            newest[paper.name, paper.about] = paper
    return sorted(newest.values(), key=_age)


def _age(row: Any) -> int:
    number: int = row.id
    return number


def _materials(subject: Subject) -> list[Attachment]:
    """What was put there and is still kept; a scan of a paper comes with its paper."""
    query = select(Attachment).where(Attachment.case_id == case_of(subject).id, Attachment.state == "kept")
    place = Attachment.stage_id == (subject.id if isinstance(subject, Stage) else None)
    return list(
        db.session.scalars(query.where(place, Attachment.document_id.is_(None)).order_by(Attachment.id))
    )
