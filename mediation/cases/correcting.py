"""Correct what was recorded wrongly: the record stays, and the correction stands beside it."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from mediation.cases.access import field_groups
from mediation.cases.enrolling import change_sealed, renew_tokens
from mediation.cases.models import Case, Party
from mediation.cases.notices import party_in
from mediation.cases.rules import case_of
from mediation.cases.screening import screen_person
from mediation.cases.superseding import supersede_changed
from mediation.cases.work import Correction
from mediation.dates import partial_date
from mediation.db import db, now
from mediation.documents.models import Document
from mediation.documents.papers import PAPERS
from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.vault.sealed import Secret
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.models import StepTaken
from mediation.workflow.words import Taken

_OF_CASE = {
    "summary": _l("求助内容"),
    "wishes": _l("本人意愿"),
    "received_on": _l("收到日期"),
    "violence": _l("是否家庭暴力（是或否）"),
}
OF_PERSON = {
    "name": _l("姓名"),
    "sex": _l("性别（男或女）"),
    "birth": _l("出生日期"),
    "id_number": _l("证件号码"),
    "phone": _l("电话"),
    "residence": _l("现住址"),
    "contact_channel": _l("可写在文书上的联系方式"),
    "occupation": _l("职业"),
    "workplace": _l("工作单位"),
    "school": _l("学校"),
    "relation": _l("与另一方的关系"),
}
_OF_STEP = {
    "happened_on": _l("发生日期"),
    "note": _l("情况说明"),
    "reason": _l("理由"),
    "way": _l("方式"),
    "place": _l("地点"),
    "case_number": _l("案号或文号"),
    "other": _l("其他内容"),
}
CORRECTABLE = {**_OF_CASE, **OF_PERSON, **_OF_STEP}
# Papers that tell how the case was registered, corrections included.
FROM_THE_REGISTER = (
    "registration",
    "acceptance_notice",
    "violence_record",
    "request_certificate",
    "station_closing_report",
)
_SEXES = {"男": "1", "女": "2", "未知": "0", "未说明": "9"}
_TRUTHS = {"是": True, "有": True, "否": False, "没有": False, "无": False}


def correctable_by(actor: User, case: Case) -> dict[str, Any]:
    """What ACTOR may correct: the case and its people by those who see the whole, the own steps by everybody."""
    return CORRECTABLE if "narrative" in field_groups(actor, case) else _OF_STEP


def corrected_by(row: StepTaken, item: Any, actor: User) -> bool:
    """Whether ACTOR may correct this record: that of another agency only whoever sees the whole case, and never what the
    other side of a referral said."""
    if row.agency_id in (None, actor.agency_id):
        return True
    two_sides = hasattr(item, "from_agency_id")
    return not two_sides and "narrative" in field_groups(actor, case_of(item))


def keep_correction(taken: Taken) -> None:
    """The old and the new value, sealed; the row, where there is one, takes the new value."""
    case, told = case_of(taken.item), taken.facts
    entry = _entry(taken)
    field, value = str(told["field"]), str(told["new_value"]).strip()
    if field not in correctable_by(taken.actor, case):
        raise Incomplete("案件和当事人的信息由案件主办单位更正，请告诉承办人。")
    party = party_in(case, told.get("party")) if field in OF_PERSON else None
    row = Correction(
        key_id=party.person.key_id if party else case.key_id,
        case_id=case.id,
        step_id=entry.id,
        field=field,
        by_id=taken.actor.id,
        made_at=now(),
    )
    row.old, row.new, row.reason = _old(entry, field, party or case), value, told["reason"]
    db.session.add(row)
    if party:
        _correct_person(party, field, value)
    elif field in _OF_CASE:
        setattr(case, field, _READ.get(field, str)(value))
    _supersede(entry, taken.item, field, taken.actor)


def _entry(taken: Taken) -> StepTaken:
    entry = db.session.get(StepTaken, int(taken.facts["entry"]))
    if entry is None or entry.subject != taken.item.ref:
        raise Incomplete("请选择这件事自己的记录。")
    if not corrected_by(entry, taken.item, taken.actor):
        raise Incomplete("这条记录是别的单位登记的，请由登记的单位更正。", field="entry")
    return entry


def _old(entry: StepTaken, field: str, row: Case | Party) -> str:
    """What stood there before: in the row, or in the step."""
    holder: Any = row.person if isinstance(row, Party) and field != "relation" else row
    value = getattr(holder, field, None) if field not in _OF_STEP else (entry.facts or {}).get(field)
    value = value.reveal() if isinstance(value, Secret) else value
    return "" if value is None else str(value)


def _correct_person(party: Party, field: str, value: str) -> None:
    if field == "relation":
        party.relation = value[:30]
    elif field == "sex":
        party.person.sex = _sex(value)
    elif field == "phone" and not any(mark.isdigit() for mark in value):
        raise Incomplete("电话里没有数字，请核对。")
    else:
        change_sealed(party.person, {field: _READ.get(field, str)(value)})
        party.person.anonymous = party.person.anonymous and field != "name"
        renew_tokens(party.person)
        screen_person(party.person)


def _day(value: str) -> str:
    try:
        return partial_date(value)
    except ValueError as mistake:
        raise Incomplete(str(mistake)) from None


def _sex(value: str) -> str:
    if value not in _SEXES:
        raise Incomplete("性别请写“男”“女”“未知”或“未说明”。")
    return _SEXES[value]


def _truth(value: str) -> bool:
    if value not in _TRUTHS:
        raise Incomplete("请写“是”或“否”。")
    return _TRUTHS[value]


_READ: dict[str, Callable[[str], Any]] = {"birth": _day, "received_on": _day, "violence": _truth}


def _supersede(entry: StepTaken, item: Any, field: str, actor: User) -> None:
    """Papers that were printed from what is corrected now are kept, but no longer offered.

    The case and its people stand on many papers: each that would read otherwise now is superseded. What ACTOR cannot
    compare is superseded where it tells of the person, or is taken from the register that was corrected.
    """
    flow = WORKFLOWS[entry.workflow]
    steps = [flow.start] if entry.trigger == "start" else flow.steps(entry.trigger)
    printed = {name for step in steps for name in getattr(step, "prints", ())}
    found = select(Document.id).where(
        Document.chain == item.chain,
        Document.superseded_at.is_(None),
        Document.name.in_(printed),
        Document.about.in_((item.ref, entry.ref)),
    )
    db.session.execute(update(Document).where(Document.id.in_(found)).values(superseded_at=now()))
    of_case = FROM_THE_REGISTER if field in _OF_CASE or entry.chain == entry.subject else ()
    supersede_changed(case_of(item), actor=actor, unseen=PAPERS if field in OF_PERSON else of_case)
