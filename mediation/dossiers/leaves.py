"""The papers of one dossier as PDFs, one at a time, for the person who asked: what they may not read is an envelope."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from mediation.attachments.kinds import KINDS
from mediation.attachments.models import Attachment
from mediation.attachments.pages import title_of
from mediation.attachments.queries import may_read as may_read_material
from mediation.attachments.queries import scans_of
from mediation.cases.access import field_groups
from mediation.cases.papers import may_read
from mediation.cases.rules import case_of
from mediation.cases.told import name_of, said
from mediation.cases.told import title_of as title_of_step
from mediation.dates import day_in_words
from mediation.documents import dossier_facts as facts
from mediation.documents.check import Kept
from mediation.documents.models import Document
from mediation.documents.papers import PAPERS
from mediation.documents.picture_pages import pdf_of_pictures
from mediation.documents.printing import print_paper
from mediation.dossiers.conditions import Subject
from mediation.dossiers.contents import Line, lines_of
from mediation.dossiers.covers import head_of
from mediation.files.store import get
from mediation.people.models import User
from mediation.workflow.models import StepTaken

IN_THE_SYSTEM = "系统内密封保存"


@dataclass(frozen=True)
class Leaf:
    """One entry of the index: its title, a remark, and its PDFs in order, made when they are asked for."""

    title: str
    note: str
    pdfs: Callable[[], list[bytes]]
    sealed: bool = False
    printed: bool = True


def leaves_of(subject: Subject, *, actor: User, kept: list[Kept]) -> list[Leaf]:
    """What goes into the dossier, in the order of its index. KEPT are the secrets of the case."""
    return [leaf for line in lines_of(subject) for leaf in _leaves(subject, line, actor, kept)]


def _leaves(subject: Subject, line: Line, actor: User, kept: list[Kept]) -> Iterator[Leaf]:
    for paper in line.papers:
        yield _paper(subject, paper, actor, kept)
    for row in line.materials:
        if not row.of_counselling:
            yield _material(subject, row, actor, kept)
    shown = [row for row in line.steps if _sees(subject, row, actor)]
    if shown:
        yield Leaf(line.wanted.label, "摘录", lambda: [_excerpt(subject, line, shown, kept)])


def _paper(subject: Subject, paper: Document, actor: User, kept: list[Kept]) -> Leaf:
    title, scans = PAPERS[paper.name].title, scans_of(paper)
    if not may_read(paper, case_of(subject), actor=actor):
        return _envelope(subject, title, None, "办理这一环节的承办人", kept)
    if any(scan.under_seal for scan in scans):
        pages = sum(scan.pages for scan in scans)
        return _envelope(subject, f"{title}（签署件）", pages, _who_opens(scans[0]), kept)
    if scans and all(may_read_material(scan, actor=actor) for scan in scans):
        return Leaf(title, "签署件扫描", lambda: [_drawn(scan) for scan in scans], printed=False)
    return Leaf(title, "", lambda: [get(paper.sha256, paper.key_id)])


def _material(subject: Subject, row: Attachment, actor: User, kept: list[Kept]) -> Leaf:
    if row.under_seal or not may_read_material(row, actor=actor):
        # What was written to it stays under the seal too.
        return _envelope(subject, str(KINDS[row.what]), row.pages, _who_opens(row), kept)
    return Leaf(
        title_of(row), row.party.person.called if row.party else "", lambda: [_drawn(row)], printed=False
    )


def _who_opens(row: Attachment) -> str:
    in_hand = row.stage.assignee if row.stage else row.case.owner
    names = [row.brought_by, *([in_hand.name] if in_hand else [])]
    return "、".join(dict.fromkeys(names))


def _drawn(row: Attachment) -> bytes:
    data = get(row.sha256, row.key_id)
    return data if row.content_type == "application/pdf" else pdf_of_pictures([data])


def _envelope(subject: Subject, title: str, pages: int | None, opened_by: str, kept: list[Kept]) -> Leaf:
    content: facts.Envelope = {
        "paper": head_of(subject),
        "title": title,
        "pages": pages,
        "place": IN_THE_SYSTEM,
        "opened_by": opened_by,
    }
    return Leaf(
        title, "保密附件", lambda: [print_paper("dossier_envelope", content, secrets=kept)], sealed=True
    )


def _excerpt(subject: Subject, line: Line, rows: list[StepTaken], kept: list[Kept]) -> bytes:
    """The steps of one line; the same step taken again on the same day by the same person stands once where bare."""
    deeds = [_deed(row, told=line.wanted.told) for row in rows]
    if not line.wanted.told:
        deeds = [next(same) for _key, same in groupby(deeds)]
    content: facts.Excerpt = {"paper": head_of(subject), "title": line.wanted.label, "deeds": deeds}
    return print_paper("dossier_excerpt", content, secrets=kept)


def _deed(row: StepTaken, *, told: bool) -> facts.Deed:
    return {
        "day": day_in_words(row.happened_on),
        "what": title_of_step(row),
        "told": "\n".join(said(row)) if told else "",
        "who": name_of(row),
    }


def _sees(subject: Subject, row: StepTaken, actor: User) -> bool:
    """Who sees one stage is not told what was done in the rest of the case."""
    return row.subject != case_of(subject).ref or "all stages" in field_groups(actor, case_of(subject))
