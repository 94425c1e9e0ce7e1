"""What a sheet would bring about, row by row, before it does; and bringing it about."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from mediation.audit.log import STATION, Subject, record
from mediation.db import atomic, db
from mediation.directory.columns import BY_LABEL, COLUMNS, NAME, YES_NO, Column
from mediation.directory.forms import DISTRICT, WRITE_DISTRICT
from mediation.people.directory import add_agency, change_agency, save_person
from mediation.people.hours import read_hours
from mediation.people.kinds import KINDS, LIAISON, STAGES, WAYS_IN
from mediation.people.models import Agency, AgencyPerson, User

PARENT = "上级单位"
_LIAISON = "liaison."
NEW, CHANGE, SAME, REFUSED = "new", "change", "same", "refused"
WORDS = {NEW: "新增", CHANGE: "修改", SAME: "没有变化", REFUSED: "不导入"}


@dataclass
class Line:
    """One row: what it says, what is wrong with it (by label of the column), and what would come of it."""

    number: int
    texts: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    agency: Agency | None = None
    changes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.texts.get(NAME, "")

    @property
    def action(self) -> str:
        """One of NEW, CHANGE, SAME, REFUSED."""
        if self.errors:
            return REFUSED
        return NEW if self.agency is None else CHANGE if self.changes else SAME


def plan(rows: Sequence[Mapping[str, str]]) -> list[Line]:
    """What each row would bring about. Nothing is changed."""
    known = {agency.name: agency for agency in db.session.scalars(select(Agency))}
    lines = [_read(row, known) for row in rows]
    _same_name_twice(lines)
    _parents(lines, known)
    for line in lines:
        if not line.errors:
            line.changes = list(_changes(line))
    return lines


def digest(lines: Sequence[Line]) -> str:
    """What was shown, as a hash: whoever confirms, confirms this and nothing else."""
    shown = [[line.number, dict(line.texts), line.action, line.changes, line.errors] for line in lines]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def apply(lines: Sequence[Line], *, actor: User) -> int:
    """Bring about what holds: all of it or, if something is refused on the way, nothing. Answers how many agencies."""
    good = [line for line in lines if line.action in (NEW, CHANGE)]
    with atomic():
        record("agency.import", actor=actor, subject=Subject(STATION, "user", actor.ref))
        for line in good:
            _keep(line, actor)
        for line in good:
            _put_below(line, actor)
            _keep_liaison(line, actor)
    return len(good)


def _read(row: Mapping[str, str], known: Mapping[str, Agency]) -> Line:
    texts = {column.label: row[column.label] for column in COLUMNS if row.get(column.label)}
    line = Line(int(row["行"]), texts, agency=known.get(row.get(NAME, "")))
    for label, text in texts.items():
        try:
            line.values[BY_LABEL[label].field] = _value(BY_LABEL[label], text)
        except ValueError as error:
            line.errors[label] = str(error)
    if not line.name:
        line.errors[NAME] = "请写单位全称。"
    _missing(line)
    return line


def _missing(line: Line) -> None:
    """What a new agency cannot be without, and what goes together."""
    agency = line.agency
    if agency is None and "kind" not in line.values:
        line.errors.setdefault("类别", "新单位请选择类别。")
    takes_on = line.values.get("takes_on", agency.takes_on if agency else [])
    if takes_on and not line.values.get("short_name", agency.short_name if agency else ""):
        line.errors.setdefault("简称", "承接环节的单位要有简称。")
    if not line.texts.get("联络员") and (line.texts.get("联络员职务") or line.texts.get("联络员工作电话")):
        line.errors["联络员"] = "请写联络员姓名。"


def _value(column: Column, text: str) -> Any:
    """What a cell says. Raises ValueError with a sentence."""
    if text.startswith("="):
        raise ValueError("这一格是公式，请改成文字。")
    if len(text) > column.longest:
        raise ValueError(f"最多{column.longest}个字。")
    return _READ.get(column.field, str)(text)


def _code(words: Mapping[str, str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        for code, word in words.items():
            if text == word:
                return code
        raise ValueError(f"请从列表中选择：{'、'.join(words.values())}。")

    return read


def _stages(text: str) -> list[str]:
    parts = [part.strip() for part in text.replace("，", "、").replace(",", "、").split("、")]
    one = _code(STAGES)
    codes = {one(part) for part in parts if part}
    return [code for code in STAGES if code in codes]


def _district(text: str) -> str:
    if not DISTRICT.fullmatch(text):
        raise ValueError(WRITE_DISTRICT)
    return text


def _yes_or_no(text: str) -> bool:
    if text not in YES_NO:
        raise ValueError(f"请写{'或'.join(YES_NO)}。")
    return text == YES_NO[0]


def _hours(text: str) -> str:
    read_hours(text)
    return text


_READ: dict[str, Callable[[str], Any]] = {
    "kind": _code(KINDS),
    "way_in": _code(WAYS_IN),
    "takes_on": _stages,
    "district": _district,
    "hours": _hours,
    "multiethnic": _yes_or_no,
}


def _same_name_twice(lines: Sequence[Line]) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.name and line.name in seen:
            line.errors[NAME] = "表里有两行写的是这个单位。"
        seen.add(line.name)


def _parents(lines: Sequence[Line], known: Mapping[str, Agency]) -> None:
    """Whoever stands above must be there, in the directory or in a good row; and nobody above oneself."""
    above = {name: agency.parent.name for name, agency in known.items() if agency.parent}
    above |= {line.name: line.texts[PARENT] for line in lines if PARENT in line.texts}
    for line in lines:
        if PARENT in line.texts and PARENT not in line.errors and _bites_its_tail(line.name, above):
            line.errors[PARENT] = "上级单位不能是它自己或者它的下级。"
    before = -1
    # A row that falls may take those below it along.
    while before != (before := sum(bool(line.errors) for line in lines)):
        there = {*known, *(line.name for line in lines if not line.errors)}
        for line in lines:
            if line.texts.get(PARENT) and line.texts[PARENT] not in there:
                line.errors.setdefault(PARENT, "名录和本表里都没有这个上级单位，或者它那一行有错。")


def _bites_its_tail(name: str, above: Mapping[str, str]) -> bool:
    seen = {name}
    while (name := above.get(name, "")) and name not in seen:
        seen.add(name)
    return bool(name)


def _changes(line: Line) -> Iterator[str]:
    """The labels of what would be other than it is."""
    return (label for label in line.texts if line.agency is None or _differs(line, line.agency, label))


def _differs(line: Line, agency: Agency, label: str) -> bool:
    name = BY_LABEL[label].field
    if name == "parent_id":
        return (agency.parent.name if agency.parent else "") != line.texts[label]
    if name.startswith(_LIAISON):
        return _liaison_differs(line, name.removeprefix(_LIAISON))
    return bool(getattr(agency, name) != line.values[name])


def _liaison_differs(line: Line, name: str) -> bool:
    known = _liaison(line)
    value = line.values[_LIAISON + name]
    return known is None or (known.called if name == "name" else getattr(known, name)) != value


def _liaison(line: Line) -> AgencyPerson | None:
    """The liaison officer of that name who is there already."""
    if line.agency is None:
        return None
    query = select(AgencyPerson).where(
        AgencyPerson.agency_id == line.agency.id, AgencyPerson.part == LIAISON, ~AgencyPerson.left
    )
    return next((one for one in db.session.scalars(query) if one.called == line.texts.get("联络员")), None)


def _own(line: Line) -> dict[str, Any]:
    return {name: value for name, value in line.values.items() if name != "parent_id" and "." not in name}


def _keep(line: Line, actor: User) -> None:
    if line.agency is None:
        line.agency = add_agency(_own(line), actor=actor)
    else:
        change_agency(line.agency, _own(line), actor=actor)


def _put_below(line: Line, actor: User) -> None:
    if line.agency is not None and line.texts.get(PARENT):
        parent = select(Agency.id).where(Agency.name == line.texts[PARENT])
        change_agency(line.agency, {"parent_id": db.session.scalar(parent)}, actor=actor)


def _keep_liaison(line: Line, actor: User) -> None:
    told = {
        name.removeprefix(_LIAISON): value for name, value in line.values.items() if name.startswith(_LIAISON)
    }
    if line.agency is None or not told:
        return
    person = _liaison(line)
    if person is not None and person.user_id is not None:
        # The name of an account is the account's.
        told.pop("name")
    save_person(line.agency, LIAISON, told, actor=actor, person=person)
