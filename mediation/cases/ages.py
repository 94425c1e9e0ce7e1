"""How old somebody is, as far as it is known: where only a month or a year was told, as young as may be."""

from datetime import date

from mediation.cases.persons import Person
from mediation.law.calendar import add_months, age_on

ADULT = 18


def youngest_age(person: Person, on: date, *, birthday_counts: bool = False) -> int | None:
    """Whole years of age on a day, at least: where only month or year are known, as if born after them.

    None where nothing is known. `birthday_counts` as in `law.calendar.age_on`.
    """
    parts = [int(part) for part in (person.birth or "").split("-") if part]
    if not parts:
        return None
    year, month, day = (*parts, 1, 1)[:3]
    born = add_months(date(year, month, day), {1: 12, 2: 1}.get(len(parts), 0))
    return age_on(born, on, birthday_counts=birthday_counts) if born <= on else 0
