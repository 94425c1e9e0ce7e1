"""The facts of the reports that law demands (F-26): for a minor, and for an adult without full capacity."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from mediation.cases.access import field_groups
from mediation.cases.danger_forms import CAPACITIES, FOUND_AT, OTHER_BODIES, SITUATIONS
from mediation.cases.models import Case, Party
from mediation.cases.on_paper import SEXES, head, moment_on_paper, named_choices, person_on_paper
from mediation.cases.record_forms import VIOLENCE_KINDS
from mediation.dates import day_in_words
from mediation.db import SHANGHAI, db
from mediation.documents.dates import chinese_date
from mediation.documents.facts_station import IncapableReport, Minor, MinorReport
from mediation.errors import Missing
from mediation.law.calendar import age_on, local_day
from mediation.people.models import Agency, User
from mediation.web.feature import Offer
from mediation.workflow.history import steps_in, told_in
from mediation.workflow.models import StepTaken

ADULT = 18
HARMED_AT_HOME = "maltreated"
NOT_YET = "还没有登记，请先“登记强制报告”"


def found_before(item: Any, trigger: str, actor: User) -> dict[str, Any]:
    """When the danger was found, as it was told at the first look: a report is not asked for it again."""
    if trigger != "report_minor":
        return {}
    known = {name: told_in(item.ref, name) for name in FOUND_AT}
    return {
        name: datetime.fromisoformat(str(told[0])).astimezone(SHANGHAI)
        for name, told in known.items()
        if told
    }


def minor_report(case: Case, about: str, actor: User) -> MinorReport:
    """侵害未成年人案件强制报告单 of the report ABOUT (ref of its step), or the newest for a minor. Raises Missing.

    It names the unit and not the worker (MIN-9: what identifies the reporter is kept secret), the child and not where it
    lives or learns (MIN-103).
    """
    step, child = _reported(case, about, actor, minor=True)
    told: dict[str, Any] = step.facts or {}
    # Violence at home is one of the nine, whichever way it was said.
    said = told.get("situations") or ([HARMED_AT_HOME] if told.get("violence_kinds") else [])
    return {
        "paper": head(case, dated=False),
        "unit": _unit(case, step),
        "found_at": moment_on_paper(told.get("minor_risk_found_at") or told.get("dv_incapable_found_at")),
        "reported_at": moment_on_paper(told.get("police_reported_at")),
        "minor": _person(child),
        "situations": named_choices(SITUATIONS, said),
        "finding": told.get("finding"),
        "measures": told.get("measures_taken"),
        "police": told.get("station"),
        "officer": told.get("officer"),
        "others": named_choices(OTHER_BODIES, told.get("other_bodies", [])),
        "opened": day_in_words(told.get("police_case_opened_on")) or None,
        "feedback": day_in_words(told.get("police_feedback_on")) or None,
        "filed": day_in_words(told.get("filed_with_authority_on")) or None,
    }


def incapable_report(case: Case, about: str, actor: User) -> IncapableReport:
    """无、限制民事行为能力人疑似遭受家庭暴力报告单 of the report ABOUT (ref of its step), or the newest for an adult.

    It is what the police are told at once (反家庭暴力法第14条 DV-14; 全国妇联权益部2018规程第5条 DV-R05), and keeps the
    reporter secret. Raises Missing.
    """
    step, person = _reported(case, about, actor, minor=False)
    told: dict[str, Any] = step.facts or {}
    return {
        "paper": head(case, dated=False),
        "unit": _unit(case, step),
        "found_at": moment_on_paper(told.get("dv_incapable_found_at") or told.get("minor_risk_found_at")),
        "reported_at": moment_on_paper(told.get("police_reported_at")),
        "person": _person(person),
        "capacity": named_choices(CAPACITIES, [told.get("capacity") or ""]),
        "kinds": named_choices(VIOLENCE_KINDS, told.get("violence_kinds", [])),
        "finding": told.get("finding"),
        "measures": told.get("measures_taken"),
        "police": told.get("station"),
        "officer": told.get("officer"),
        "others": named_choices(OTHER_BODIES, told.get("other_bodies", [])),
        "opened": day_in_words(told.get("police_case_opened_on")) or None,
        "feedback": day_in_words(told.get("police_feedback_on")) or None,
    }


def duty_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The paper of each report; before the first, which step comes first, where a child or somebody at risk is known."""
    if "narrative" not in field_groups(actor, case):
        return
    reported = list(_reports(case))
    for step, party in reported:
        yield Offer(_name(step, party), step.ref, f"{day_in_words(step.happened_on)} {party.person.called}")
    if reported or not case.running:
        return
    if any(party.role == "child" for party in case.parties):
        yield Offer("minor_report", why_not=NOT_YET)
    elif told_in(case.ref, "dv_incapable_found_at"):
        yield Offer("incapable_report", why_not=NOT_YET)


def _name(step: StepTaken, party: Party) -> str:
    return "minor_report" if _is_minor(step, party) else "incapable_report"


def _reported(case: Case, ref: str, actor: User, *, minor: bool) -> tuple[StepTaken, Party]:
    if "narrative" not in field_groups(actor, case):
        raise Missing
    found = [row for row in _reports(case) if _is_minor(*row) == minor and ref in ("", row[0].ref)]
    if not found:
        raise Missing
    return found[-1]


def _reports(case: Case) -> Iterator[tuple[StepTaken, Party]]:
    for step in steps_in(case.ref, "report_minor"):
        for party in case.parties:
            if party.id == (step.facts or {}).get("party"):
                yield step, party


def _is_minor(step: StepTaken, party: Party) -> bool:
    """By the age on the day of the report; where no birth date is known, by what was found."""
    born, on = party.person.birth_date, local_day(step.recorded_at)
    if born and born <= on:
        return age_on(born, on, birthday_counts=True) < ADULT
    return party.role == "child" or bool((step.facts or {}).get("minor_risk_found_at"))


def _unit(case: Case, step: StepTaken) -> str:
    unit = db.session.get(Agency, step.agency_id) if step.agency_id else None
    return unit.name if unit else case.agency.name


def _person(party: Party) -> Minor:
    person = person_on_paper(party)
    return {
        "name": person["name"],
        "sex": SEXES.get(party.person.sex),
        "born": chinese_date(party.person.birth) or None,
        "age": person["age"],
        "relation": party.relation or None,
    }
