"""Who can bring what a dossier lacks: the paper by its name, the person who may print it; and a task on their list.

A closed case waits for the archive. As long as its dossiers lack something that must be there, whoever can bring it has
one task for each dossier; the worker puts it there and takes it off again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from mediation.audit.log import hold
from mediation.cases.handed_over import cut_off
from mediation.cases.models import Case, Stage
from mediation.cases.offers import offered
from mediation.cases.queries import sessions_of
from mediation.cases.rules import case_of
from mediation.cases.tasks import add_task, open_tasks
from mediation.cases.work import Task
from mediation.db import atomic, db, now
from mediation.documents.papers import PAPERS
from mediation.dossiers.checklist import CHECKLISTS
from mediation.dossiers.conditions import Subject
from mediation.dossiers.contents import Line, foreign_to, lines_of, name_of
from mediation.people.models import User
from mediation.people.roles import ROLES
from mediation.web.feature import Offer

TASK = "missing_papers"
TEXT = 120  # as long as a task may be
CLOSED = "closed"
PRINT, SIGN, TELL, BRING = "打印", "登记签署", "登记告知", "补齐"
# The stage (none: the case itself), the person (none: the agency), the words.
Key = tuple[int | None, int | None, str]


@dataclass(frozen=True)
class Owed:
    """One thing that a dossier lacks: which line, the title of the paper that brings it, who may bring it, and how.

    Without `paper` nothing can be printed for it now, and it is brought by whoever has the work in hand; without `who`
    by somebody of the agency.
    """

    subject: Subject
    label: str
    paper: str
    who: User | None
    verb: str

    @property
    def dossier(self) -> str:
        """What the dossier is called: 案卷, 人民调解卷宗."""
        return CHECKLISTS[name_of(self.subject)].label

    @property
    def call(self) -> str:
        """Who is to do what, without the thing: 「请调解员陶然打印」, or the agency is to bring it."""
        whom = f"{ROLES[self.who.role]}{self.who.name}" if self.who else self.subject.agency.name
        return f"请{whom}{self.verb}"

    @property
    def what(self) -> str:
        """The paper by its name, else the line of the index."""
        return self.paper or self.label


def calls(rows: Iterable[Owed]) -> list[str]:
    """One sentence for each who brings something: 「请调解员陶然打印“人民调解记录”“人民调解协议书”」."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        found[row.call][row.what] = None
    return [call + "".join(f"“{what}”" for what in whats) for call, whats in found.items()]


def owed_in(case: Case) -> list[Owed]:
    """What must be there before the case is archived and is not: of the case itself and of each stage that ended."""
    subjects: list[Subject] = [case, *(stage for stage in case.stages if stage.ended)]
    return [
        owed
        for subject in subjects
        for line in lines_of(subject)
        if line.missing
        for owed in _owed(subject, line)
    ]


def cases_to_tell() -> Sequence[int]:
    """The cases whose lists do not say what is missing: a closed one that lacks something else, or nothing any more; one
    that is closed no longer."""
    told = select(Task.case_id).where(Task.kind == TASK, Task.done_at.is_(None))
    query = select(Case).where(or_(Case.state == CLOSED, Case.id.in_(told))).order_by(Case.id)
    return [case.id for case in db.session.scalars(query) if _wanted(case).keys() != _there(case).keys()]


def tell(case_id: int) -> None:
    """Put a task for each set of papers that a dossier lacks on the list of whoever brings them; what is there, or is
    wanted otherwise now, is taken off."""
    with atomic() as session:
        case = session.get_one(Case, case_id)
        hold(case.ref)
        wanted, there = _wanted(case), _there(case)
        for key, task in there.items():
            if key not in wanted:
                task.done_at = now()
        for key, owed in wanted.items():
            if key not in there:
                _add(case, owed, text=key[-1])


def _add(case: Case, owed: Owed, *, text: str) -> None:
    stage = owed.subject if isinstance(owed.subject, Stage) else None
    who = owed.who
    add_task(
        case,
        TASK,
        text,
        verb=owed.verb,
        agency_id=who.agency_id if who else owed.subject.agency_id,
        user_id=who.id if who else None,
        stage=stage,
        rule="PM-27",
    )


def _wanted(case: Case) -> dict[Key, Owed]:
    """One thing of each set, under what tells one task from another: dossier, person, words."""
    sets: dict[tuple[int | None, int | None], list[Owed]] = defaultdict(list)
    for owed in owed_in(case) if case.state == CLOSED else ():
        stage_id = owed.subject.id if isinstance(owed.subject, Stage) else None
        sets[stage_id, owed.who.id if owed.who else None].append(owed)
    return {(*key, _text(rows)): rows[0] for key, rows in sets.items()}


def _there(case: Case) -> dict[Key, Task]:
    return {(task.stage_id, task.user_id, task.text): task for task in open_tasks(case, TASK)}


def _text(rows: Sequence[Owed]) -> str:
    """What is missing, without anything personal; as much of it as the list has room for."""
    labels = list(dict.fromkeys(row.what for row in rows))
    text = f"归档前补齐{rows[0].dossier}：{'、'.join(labels)}"
    return text if len(text) <= TEXT else f"{text[: TEXT - 1]}…"


def printable(subject: Subject, line: Line, offers: Iterable[Offer]) -> list[Offer]:
    """Of the OFFERS to somebody those that would bring the line: of this stage and of nothing else."""
    return [offer for offer in _about(subject, line, offers) if offer.why_not is None]


def hindered(subject: Subject, line: Line, offers: Iterable[Offer]) -> str | None:
    """Why the paper of the line cannot be printed now, where that is so."""
    return next((offer.why_not for offer in _about(subject, line, offers) if offer.why_not), None)


def _about(subject: Subject, line: Line, offers: Iterable[Offer]) -> list[Offer]:
    foreign, printed = foreign_to(subject), {(paper.name, paper.about) for paper in line.papers}
    return [
        offer
        for offer in offers
        if offer.name in line.wanted.papers
        and (offer.about or case_of(subject).ref) not in foreign
        and (offer.name, offer.about or case_of(subject).ref) not in printed
        and (not line.owed or offer.why_not or offer.about in line.owed)
    ]


def _owed(subject: Subject, line: Line) -> Iterator[Owed]:
    """What was printed is to be signed, or to be delivered; what was not is to be printed, or to be brought otherwise."""
    candidates = list(_candidates(subject, line))
    first, label = next(iter(candidates), None), line.wanted.label
    for title in dict.fromkeys(PAPERS[paper.name].title for paper in line.unsigned):
        yield Owed(subject, label, title, first, SIGN)
    if line.untold:
        yield Owed(subject, label, "", first, TELL)
    if not line.papers or set(line.owed) - {paper.about for paper in line.papers}:
        yield _to_print(subject, line, candidates) or Owed(subject, label, "", first, BRING)


def _to_print(subject: Subject, line: Line, candidates: Iterable[User]) -> Owed | None:
    """With somebody who may print it now: their page offers them the paper, as this question does."""
    for who in candidates:
        if found := printable(subject, line, offered(case_of(subject), actor=who)):
            return Owed(subject, line.wanted.label, PAPERS[found[0].name].title, who, PRINT)
    return None


def _candidates(subject: Subject, line: Line) -> Iterator[User]:
    """Who may know how to print it: the author of the minutes, who has the stage, who has the case."""
    case, found = case_of(subject), list[User | None]()
    if isinstance(subject, Stage):
        found += [row.author for row in sessions_of(subject) if row.ref in line.owed]
        found.append(subject.assignee)
    found.append(case.owner)
    yield from (who for who in dict.fromkeys(found) if who and who.active and not cut_off(case, actor=who))
