"""The directory in words: what stands on the page of one agency, and in its line of the list."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from mediation.cases.person_choices import ETHNICITIES
from mediation.cases.reaching import is_open, way_in_words
from mediation.db import today
from mediation.people import queries
from mediation.people.absences import absences_of
from mediation.people.districts import with_name
from mediation.people.kinds import COMMITTEE, KINDS, PARTS, in_words
from mediation.people.models import Agency, AgencyPerson, Duty, User
from mediation.people.rules import FEMALE, members_on, shortcomings

WEEK = timedelta(days=7)
PEOPLES = dict(ETHNICITIES)
_DAYS = "一二三四五六日"


def line_of(branch: queries.Branch, liaison: AgencyPerson | None) -> dict[str, Any]:
    """One line of the list."""
    agency = branch.agency
    return {
        "ref": agency.ref,
        "name": agency.name,
        "depth": min(branch.depth, 4),
        "kind": KINDS.get(agency.kind, agency.kind),
        "takes_on": in_words(agency.takes_on),
        "phone": agency.phone,
        "hours": agency.hours,
        "open": is_open(agency),
        "way_in": way_in_words(agency),
        "liaison": liaison.called if liaison else "",
        "active": agency.active,
    }


def page_of(agency: Agency, *, actor: User) -> dict[str, Any]:
    """Everything on the page of AGENCY that ACTOR may read."""
    people = queries.people_of(agency, actor=actor)
    return {
        "agency": agency,
        "facts": _facts(agency),
        "open": is_open(agency),
        "parts": [
            (part, PARTS[part], [_person(one) for one in people if one.part == part])
            for part in _parts(agency)
        ],
        "week": _week(queries.duties_of(agency, today(), today() + WEEK - timedelta(days=1), actor=actor)),
        "absences": absences_of(agency, actor=actor),
        "shortcomings": _shortcomings(agency, people),
        "composition": _composition(agency, people),
        "below": queries.below(agency),
    }


def _facts(agency: Agency) -> list[tuple[str, str]]:
    told = [
        ("类别", KINDS.get(agency.kind, agency.kind)),
        ("上级单位", agency.parent.name if agency.parent else ""),
        ("区划代码", with_name(agency.district)),
        ("承接环节", in_words(agency.takes_on) or "不承接办案环节"),
        ("提供的服务", agency.services),
        ("办公电话", agency.phone),
        ("提醒邮箱", agency.email),
        ("工作时间", agency.hours),
        ("通信地址", agency.address),
        ("接收转介", way_in_words(agency)),
    ]
    return [(label, value) for label, value in told if value]


def _parts(agency: Agency) -> list[str]:
    """The parts of this kind of agency; members and appointees only of a committee."""
    of_committees = ("member", "appointee")
    return [part for part in PARTS if agency.kind == COMMITTEE or part not in of_committees]


def _person(one: AgencyPerson) -> dict[str, Any]:
    terms = [day.isoformat() if day else "…" for day in (one.since, one.until)]
    training = "，".join(
        text for text in (one.training, one.trained_on and one.trained_on.isoformat()) if text
    )
    return {
        "ref": one.ref,
        "name": one.called,
        "title": "、".join(word for word in ("主任" if one.chairs else "", one.title) if word),
        "sex": {"2": "女", "1": "男"}.get(one.sex, ""),
        "phone": one.phone,
        "term": f"{terms[0]} 至 {terms[1]}" if one.since or one.until else "",
        "training": training,
        "serves": one.serves_on(today()),
    }


def _week(duties: Sequence[Duty]) -> list[tuple[str, list[Duty]]]:
    """The next seven days, each with who is on duty."""
    days = [today() + timedelta(days=number) for number in range(WEEK.days)]
    return [(day_in_week(day), [duty for duty in duties if duty.day == day]) for day in days]


def day_in_week(day: date) -> str:
    """11月26日 周四; 今天 for today."""
    return f"{day.month}月{day.day}日 周{_DAYS[day.weekday()]}" + ("（今天）" if day == today() else "")


def _shortcomings(agency: Agency, people: Iterable[AgencyPerson]) -> list[Any]:
    if agency.kind != COMMITTEE:
        return []
    found = [one for one in people if one.part in ("member", "appointee")]
    return shortcomings(found, today(), multiethnic=agency.multiethnic)


def _composition(agency: Agency, people: Iterable[AgencyPerson]) -> str:
    """Who sits on a committee: how many, how many women, of which peoples as far as that was entered."""
    serving = members_on(list(people), today()) if agency.kind == COMMITTEE else []
    if not serving:
        return ""
    women = sum(one.sex == FEMALE for one in serving)
    names = Counter(str(PEOPLES.get(one.ethnicity, "")) for one in serving if one.ethnicity)
    peoples = "，" + "、".join(f"{name}{number}人" for name, number in names.most_common()) if names else ""
    return f"在任委员{len(serving)}人，妇女{women}人（{women * 100 // len(serving)}%）{peoples}"
