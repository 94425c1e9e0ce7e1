"""Does somebody on the other side work there? Then that agency gets nothing (security P21)."""

from sqlalchemy import select

from mediation.cases.models import Case
from mediation.cases.queries import parties_of
from mediation.db import db
from mediation.people.models import Agency
from mediation.vault.folding import folded

# What people leave out when they name an office, and how they shorten what they keep.
_LEFT_OUT = ("人民", "区", "县", "市")
_SHORTENED = {
    "妇女联合会": "妇联",
    "法律援助中心": "法援中心",
    "调解委员会": "调委会",
    "社会工作服务中心": "社工中心",
    "公安分局": "公安局",
}
_SHORTEST_FORM = 4
_SHORTEST_NAME = 2


def respondent_works_at(case: Case, agency: Agency) -> bool:
    """Whether the workplace told of a respondent is AGENCY, in whatever short form. In doubt: yes."""
    told = [party.person.workplace for party in parties_of(case, "respondent")]
    return any(same_office(workplace.normalised(), agency.name) for workplace in told if workplace)


def respondent_agencies(case: Case) -> frozenset[int]:
    """The ids of the agencies at which a respondent works, as far as workplaces were told."""
    found = db.session.scalars(select(Agency))
    return frozenset(agency.id for agency in found if respondent_works_at(case, agency))


def same_office(workplace: str, name: str) -> bool:
    """Whether a folded WORKPLACE (「青山法院执行局」, 「城南派出所」) means the office called NAME."""
    office = folded(name)
    if any(form in workplace for form in _short_forms(office)):
        return True
    return len(workplace) >= _SHORTEST_NAME and _in_order(workplace, office)


def _short_forms(office: str) -> set[str]:
    forms = {office}
    for left_out in _LEFT_OUT:
        forms |= {form.replace(left_out, "") for form in forms}
    for long, short in _SHORTENED.items():
        forms |= {form.replace(long, short) for form in forms}
    return {form for form in forms if len(form) >= _SHORTEST_FORM}


def _in_order(short: str, long: str) -> bool:
    """Whether every character of SHORT stands in LONG, in this order: so Chinese abbreviates."""
    rest = iter(long)
    return all(letter in rest for letter in short)
