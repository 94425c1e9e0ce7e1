"""Changes to the directory. Each is one unit of work with its entry in the log: which fields changed, never their values."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from mediation.audit.log import STATION, Subject, hold, record
from mediation.db import atomic, db
from mediation.errors import Forbidden, Incomplete, OutOfTurn
from mediation.people.keeping import may_edit, may_plan
from mediation.people.models import Absence, Agency, AgencyPerson, Duty, User
from mediation.people.roles import NO_CASEWORK

AGENCY_FIELDS = (
    "name", "short_name", "kind", "district", "parent_id", "takes_on", "services", "duties", "phone", "email",
    "address", "hours", "way_in", "multiethnic",
)  # fmt: skip
PERSON_FIELDS = (
    "user_id", "name", "sex", "ethnicity", "title", "chairs", "phone", "since", "until", "training", "trained_on",
)  # fmt: skip
# Who reads no case stands in for nobody who does.
READ_NO_CASE = NO_CASEWORK | {"leader"}
LONGEST_ROSTER = timedelta(days=92)
# Two agencies of one name must not slip in together.
NAMES = "names of agencies"
ONLY_ADMIN = "单位名录由系统管理员维护。"
ONLY_PLANNERS = "值班和请假由本单位负责人、联络员或者系统管理员登记。"
CHANGED_MEANWHILE = "这个单位刚才已由别人改过，请看过现在的内容再改。"


def add_agency(facts: Mapping[str, Any], *, actor: User) -> Agency:
    """A new agency. FACTS by AGENCY_FIELDS. Raises Forbidden, and Incomplete for a name that is taken."""
    _only(may_edit(actor), ONLY_ADMIN)
    with atomic() as session:
        hold(NAMES)
        agency = Agency(name="", kind="")
        changed = _change(agency, facts, AGENCY_FIELDS)
        _check_agency(agency)
        session.add(agency)
        session.flush()
        _log("agency.add", "agency", agency.ref, actor, changed)
    return agency


def change_agency(
    agency: Agency, facts: Mapping[str, Any], *, actor: User, seen: int | None = None
) -> list[str]:
    """Another content of its page; answers the names of the fields that changed.

    Raises OutOfTurn where somebody changed it after the version SEEN, Incomplete for a name that is taken or a tree
    that would bite its tail.
    """
    _only(may_edit(actor), ONLY_ADMIN)
    with atomic() as session:
        hold(NAMES)
        session.refresh(agency, with_for_update=True)
        if seen is not None and seen != agency.version:
            raise OutOfTurn(CHANGED_MEANWHILE)
        with session.no_autoflush:
            changed = _change(agency, facts, AGENCY_FIELDS)
            _check_agency(agency)
        if changed:
            agency.version += 1
            _log("agency.change", "agency", agency.ref, actor, changed)
    return changed


def switch_agency(agency: Agency, active: bool, *, actor: User) -> None:
    """Take AGENCY out of use, or into use again. What is under way there goes on; nothing new can be sent to it.

    Raises Incomplete for the own agency: who keeps the directory would lock the door from outside.
    """
    _only(may_edit(actor), ONLY_ADMIN)
    if not active and agency.id == actor.agency_id:
        raise Incomplete("这是您自己的单位，不能停用。")
    with atomic():
        if agency.active != active:
            agency.active = active
            agency.version += 1
            _log("agency.open" if active else "agency.close", "agency", agency.ref, actor, ["active"])


def save_person(
    agency: Agency, part: str, facts: Mapping[str, Any], *, actor: User, person: AgencyPerson | None = None
) -> AgencyPerson:
    """Somebody's place at AGENCY, new or changed. FACTS by PERSON_FIELDS. Raises Forbidden, Incomplete."""
    _only(may_edit(actor), ONLY_ADMIN)
    with atomic() as session:
        new = person is None
        person = person or AgencyPerson(agency_id=agency.id, part=part)
        with session.no_autoflush:
            changed = _change(person, facts, PERSON_FIELDS)
            _check_person(person, agency)
        session.add(person)
        if changed:
            _log("agency_person.add" if new else "agency_person.change", "agency", agency.ref, actor, changed)
    return person


def end_place(person: AgencyPerson, *, actor: User) -> None:
    """They are there no longer: on no roster from now on. The row stays, for what was done under it."""
    _only(may_edit(actor), ONLY_ADMIN)
    with atomic():
        person.left = True
        _log("agency_person.end", "agency", person.agency.ref, actor, ["left"])


def plan_duty(
    person: AgencyPerson, first: date, last: date, weekdays: Collection[int], hours: str, *, actor: User
) -> int:
    """PERSON is on duty on these WEEKDAYS (0 is Monday; none: every day) from the FIRST to the LAST day.

    Answers how many days are new; a day on which they are on duty already gets these HOURS. Raises Incomplete for
    more than a quarter of a year.
    """
    _only(may_plan(actor, person.agency), ONLY_PLANNERS)
    if not timedelta() <= last - first <= LONGEST_ROSTER:
        raise Incomplete("一次最多排三个月的班，结束日期不能早于开始日期。", field="last")
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    days = [day for day in days if not weekdays or day.weekday() in weekdays]
    if not days:
        raise Incomplete("这段时间里没有所选的星期几，请核对。", field="weekdays")
    with atomic() as session:
        hold(f"roster {person.ref}")
        query = select(Duty).where(Duty.person_id == person.id, Duty.day.in_(days))
        known = {duty.day: duty for duty in session.scalars(query)}
        new = [day for day in days if day not in known or known[day].dropped]
        for duty in known.values():
            duty.hours, duty.dropped = hours, False
        session.add_all(
            Duty(agency_id=person.agency_id, person_id=person.id, day=day, hours=hours)
            for day in new
            if day not in known
        )
        _log("duty.plan", "agency", person.agency.ref, actor, ["day", "hours"])
    return len(new)


def drop_duty(duty: Duty, *, actor: User) -> None:
    """Nobody is on duty by this line any more."""
    agency = duty.person.agency
    _only(may_plan(actor, agency), ONLY_PLANNERS)
    with atomic():
        duty.dropped = True
        _log("duty.drop", "agency", agency.ref, actor, ["day"])


def plan_absence(user: User, since: date, until: date, substitute: User | None, *, actor: User) -> Absence:
    """USER is away from the first to the last day; SUBSTITUTE, of the same agency, stands in.

    Raises Incomplete where one would stand in for oneself, from elsewhere, or twice at the same time.
    """
    _only(may_plan(actor, user.agency), ONLY_PLANNERS)
    if until < since:
        raise Incomplete("结束日期不能早于开始日期。", field="until")
    if substitute is not None and (
        substitute.id == user.id or substitute.agency_id != user.agency_id or not substitute.active
    ):
        raise Incomplete("代班人应当是本单位在岗的其他人。", field="substitute")
    if substitute is not None and substitute.role in READ_NO_CASE:
        raise Incomplete("管理员、监督员和分管领导不看案件，不能代班。", field="substitute")
    with atomic() as session:
        hold(f"absence {user.ref}")
        same = select(Absence.id).where(
            Absence.user_id == user.id, ~Absence.dropped, Absence.since <= until, Absence.until >= since
        )
        if session.scalar(same.limit(1)):
            raise Incomplete("这段时间已经登记过请假，请先撤销原来的再登记。", field="since")
        row = Absence(
            user_id=user.id, since=since, until=until, substitute_id=substitute.id if substitute else None
        )
        session.add(row)
        _log("absence.plan", "user", user.ref, actor, ["since", "until", "substitute"])
    return row


def drop_absence(row: Absence, *, actor: User) -> None:
    """They are back, or never went."""
    _only(may_plan(actor, row.user.agency), ONLY_PLANNERS)
    with atomic():
        row.dropped = True
        _log("absence.drop", "user", row.user.ref, actor, ["since", "until"])


def _change(row: Any, facts: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    """Set what FACTS names and differs; answers the names."""
    changed = [name for name in names if name in facts and getattr(row, name) != facts[name]]
    for name in changed:
        setattr(row, name, facts[name])
    return changed


def _check_agency(agency: Agency) -> None:
    taken = select(Agency.id).where(Agency.name == agency.name, Agency.ref != agency.ref)
    if db.session.scalar(taken.limit(1)):
        raise Incomplete("名录里已有同名的单位。", field="name")
    if agency.takes_on and not agency.short_name:
        raise Incomplete("承接环节的单位要有简称，案件编号要用。", field="short_name")
    above, seen = agency.parent_id, {agency.id}
    while above is not None:
        if above in seen:
            raise Incomplete("上级单位不能是它自己或者它的下级。", field="parent_id")
        seen.add(above)
        above = db.session.scalar(select(Agency.parent_id).where(Agency.id == above))


def _check_person(person: AgencyPerson, agency: Agency) -> None:
    if person.user_id is None and not person.name:
        raise Incomplete("请选择账号，或者写明姓名。", field="name")
    if person.until is not None and person.since is not None and person.until < person.since:
        raise Incomplete("任期结束不能早于开始。", field="until")
    user = db.session.get(User, person.user_id) if person.user_id else None
    if user is not None and user.agency_id != agency.id:
        raise Incomplete("这个账号不属于本单位。", field="user_id")
    if user is not None and _placed_already(person):
        raise Incomplete("这个人已经在名单上。", field="user_id")


def _placed_already(person: AgencyPerson) -> bool:
    query = select(func.count()).where(
        AgencyPerson.agency_id == person.agency_id,
        AgencyPerson.part == person.part,
        AgencyPerson.user_id == person.user_id,
        AgencyPerson.ref != person.ref,
        ~AgencyPerson.left,
    )
    return bool(db.session.scalar(query))


def _only(allowed: bool, sentence: str) -> None:
    if not allowed:
        raise Forbidden(sentence)


def _log(kind: str, subject_kind: str, ref: str, actor: User, fields: Collection[str]) -> None:
    record(kind, actor=actor, subject=Subject(STATION, subject_kind, ref), fields=fields)
