"""What a dossier must hold, as workflows/dossiers.yaml says it: read and checked at the start, with file and line."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mediation.attachments.kinds import KINDS
from mediation.cases.notice_forms import NOTICES
from mediation.documents.papers import PAPERS
from mediation.dossiers.conditions import CONDITIONS, EACH
from mediation.dossiers.signed import REFUSAL
from mediation.law.lined import Entry, Lined, read_lined
from mediation.workflow.definition import Workflow

FILE = "dossiers.yaml"
CASE = "case"
FIELDS = frozenset(
    {"label", "papers", "signed", "delivered", "materials", "steps", "required", "each", "told", "law"}
)
DELIVERED = frozenset({*dict(NOTICES), REFUSAL})


@dataclass(frozen=True)
class Wanted:
    """One line of the index: what it is called, what brings it, when it must be there.

    Of its papers those in `signed` count when they are; where notices are `delivered`, one of them was recorded as given.
    """

    label: str
    papers: tuple[str, ...]
    signed: tuple[str, ...]
    delivered: tuple[str, ...]
    materials: tuple[str, ...]
    steps: tuple[str, ...]
    required: str
    each: str
    told: bool
    law: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """The lines of one kind of dossier, in the order of its index."""

    name: str
    label: str
    lines: tuple[Wanted, ...]


CHECKLISTS: dict[str, Checklist] = {}


def load(lists: Mapping[str, Checklist]) -> None:
    """Take what was read. Called once, by create_app."""
    CHECKLISTS.clear()
    CHECKLISTS.update(lists)


def read(folder: Path, flows: Mapping[str, Workflow], rules: Container[str]) -> dict[str, Checklist]:
    """Every checklist by the name of its workflow, `case` for the case itself. Raises BadFile."""
    path = folder / FILE
    lists = {}
    for name, content in Entry.of(path, 1, read_lined(path)).fields.items():
        entry = Entry.of(path, 1, content, {"label", "papers"})
        flow = "one_stop" if name == CASE else name
        if flow not in flows:
            raise entry.bad(f"没有流程 {name}")
        lines = tuple(
            _wanted(Entry.of(path, row.line, row, FIELDS), flow, flows, rules) for row in _rows(entry)
        )
        lists[name] = Checklist(name, entry.text("label"), lines)
    return lists


def _rows(entry: Entry) -> Iterable[Lined]:
    return entry.items("papers", Lined)


def _wanted(entry: Entry, flow: str, flows: Mapping[str, Workflow], rules: Container[str]) -> Wanted:
    steps = tuple(step if "." in step else f"{flow}.{step}" for step in entry.items("steps"))
    known = {f"{name}.{step.trigger}" for name, one in flows.items() for step in one.steps()}
    wanted = Wanted(
        label=entry.text("label"),
        papers=_known(entry, "papers", entry.items("papers"), PAPERS),
        signed=_known(entry, "signed", entry.items("signed"), entry.items("papers")),
        delivered=_known(entry, "delivered", entry.items("delivered"), DELIVERED),
        materials=_known(entry, "materials", entry.items("materials"), KINDS),
        steps=_known(entry, "steps", steps, known),
        required=entry.word("required", CONDITIONS),
        each=entry.word("each", EACH, optional=True),
        told=entry.flag("told", optional=True),
        law=_known(entry, "law", entry.items("law"), rules),
    )
    if not (wanted.papers or wanted.materials or wanted.steps):
        raise entry.bad("要写明 papers、materials、steps 中的至少一项")
    return wanted


def _known(entry: Entry, word: str, names: tuple[str, ...], known: Container[str]) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise entry.bad(f"“{word}”里没有 {name} 这个名称")
    return names
