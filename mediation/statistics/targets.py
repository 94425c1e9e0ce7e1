"""What a station wants to reach in a year."""

from collections.abc import Mapping

from sqlalchemy import delete

from mediation.audit.log import STATION, Subject, record
from mediation.db import atomic
from mediation.errors import Forbidden
from mediation.people.models import User
from mediation.statistics.indicators import INDICATORS
from mediation.statistics.models import IndicatorTarget

KEEPER = "supervisor"
MOST = 100_000


def read_targets(typed: Mapping[str, str]) -> tuple[dict[str, int], dict[str, str]]:
    """Targets in tenths, and what is wrong, by key of the indicator. An empty box is no target."""
    found: dict[str, int] = {}
    wrong: dict[str, str] = {}
    for one in INDICATORS:
        text = typed.get(one.key, "").strip().removesuffix(one.unit)
        if not text or not one.better:
            continue
        try:
            number = float(text)
        except ValueError:
            number = -1
        if not 0 <= number <= (100 if one.unit == "%" else MOST):
            wrong[one.key] = "请写数字，最多一位小数" + ("，0到100。" if one.unit == "%" else "。")
        else:
            found[one.key] = round(number * 10)
    return found, wrong


def keep_targets(year: int, targets: Mapping[str, int], *, actor: User) -> None:
    """Keep the TARGETS (tenths by key) of ACTOR's agency for YEAR. Raises Forbidden for whoever does not lead it."""
    if actor.role != KEEPER:
        raise Forbidden("目标由本单位负责人设置。")
    with atomic() as session:
        mine = (IndicatorTarget.agency_id == actor.agency_id, IndicatorTarget.year == year)
        session.execute(delete(IndicatorTarget).where(*mine))
        session.add_all(
            IndicatorTarget(agency_id=actor.agency_id, year=year, indicator=key, tenths=tenths)
            for key, tenths in targets.items()
        )
        subject = Subject(STATION, "agency", actor.agency_ref)
        record("indicator.targets", actor=actor, subject=subject, fields=sorted(targets))
