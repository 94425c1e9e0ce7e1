"""Early warnings: found once a month, given to somebody, answered, and taken or sent back by the supervisor."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import exists, or_, select

from mediation.audit.log import STATION, Subject, record
from mediation.cases.access import NO_CONTENT
from mediation.cases.models import Case
from mediation.db import atomic, db, new_ref, now
from mediation.errors import Forbidden, Missing, OutOfTurn
from mediation.people.models import Agency, User
from mediation.people.program import SYSTEM
from mediation.statistics import indicators, signals
from mediation.statistics.models import EarlyWarning, FigureCheck, IndicatorTarget
from mediation.statistics.periods import Period, last_month
from mediation.vault.keys import new_key

SUPERVISOR, LEADER = "supervisor", "leader"
STATION_TAKES = "help_request"
RISE, OFF = "rise", "indicator"
MOST = 200


def agencies_due() -> list[int]:
    """The stations that were not looked at since the last month was over, by id: those with a past to compare with, or a
    target to miss."""
    month = last_month()
    past = Period(month.before(signals.LEAST).since, 1).moments[0]
    known = exists().where(Case.station_id == Agency.id, Case.registered_at < past)
    aims = exists().where(IndicatorTarget.agency_id == Agency.id, IndicatorTarget.year == month.since.year)
    query = select(Agency).join(FigureCheck, FigureCheck.agency_id == Agency.id, isouter=True)
    query = query.where(Agency.active, or_(FigureCheck.month.is_(None), FigureCheck.month < month.name))
    return [
        one.id for one in db.session.scalars(query.where(or_(known, aims))) if STATION_TAKES in one.takes_on
    ]


def look_at(agency_id: int) -> None:
    """Find the warnings of the last month at one station. Twice is once."""
    month = last_month()
    with atomic() as session:
        agency = session.get(Agency, agency_id)
        check = session.get(FigureCheck, agency_id, with_for_update=True)
        if agency is None or (check and check.month >= month.name):
            return
        for kind, subject, observed, expected in _found(agency, month):
            row = EarlyWarning(
                ref=new_ref(), key_id=new_key("program"), agency_id=agency.id, kind=kind, subject=subject,
                month=month.name, observed=observed, expected=expected, found_at=now(),
            )  # fmt: skip
            session.add(row)
            record("warning.found", actor=SYSTEM, subject=Subject(STATION, "early_warning", row.ref))
        session.merge(FigureCheck(agency_id=agency.id, month=month.name))


def _found(agency: Agency, month: Period) -> Iterator[tuple[str, str, int, int]]:
    for signal in signals.signals_of(agency, month):
        yield RISE, signal.subject, signal.observed, signal.expected
    for standing in indicators.standings(agency, month, months=0):
        if standing.off and standing.tenths is not None and standing.path is not None:
            yield OFF, standing.indicator.key, standing.tenths, standing.path


def warnings_for(actor: User) -> Sequence[EarlyWarning]:
    """What ACTOR may read, the newest first: who leads a station all of it, others what was given to them."""
    query = select(EarlyWarning).where(EarlyWarning.agency_id == actor.agency_id)
    if actor.role not in (SUPERVISOR, LEADER):
        query = query.where(EarlyWarning.assigned_to_id == actor.id)
    return db.session.scalars(query.order_by(EarlyWarning.id.desc()).limit(MOST)).all()


def find_warning(ref: str, *, actor: User) -> EarlyWarning:
    """The warning of that ref. Raises Missing where ACTOR may not read it."""
    found = next((one for one in warnings_for(actor) if one.ref == ref), None)
    if found is None:
        raise Missing
    return found


def waits_for(warning: EarlyWarning, actor: User) -> str:
    """What ACTOR is to do with it now: assign, answer, accept, or nothing."""
    if warning.accepted_at:
        return ""
    if warning.answered_at:
        return "accept" if actor.role == SUPERVISOR else ""
    if warning.assigned_to_id is None:
        return "assign" if actor.role == SUPERVISOR else ""
    return "answer" if warning.assigned_to_id == actor.id else ""


def colleagues(actor: User) -> list[tuple[int, str]]:
    """To whom a warning may be given: whoever works on cases at ACTOR's agency."""
    query = select(User).where(User.agency_id == actor.agency_id, User.active, User.role.not_in(NO_CONTENT))
    return [(user.id, user.name) for user in db.session.scalars(query.order_by(User.id))]


def assign(warning: EarlyWarning, to: int, due_on: date | None, *, actor: User) -> None:
    """Give it to somebody, who answers until DUE_ON (a local date). Raises Forbidden, or OutOfTurn once it is answered."""
    _only(actor, SUPERVISOR, warning)
    if warning.answered_at or to not in dict(colleagues(actor)):
        raise OutOfTurn("这条预警已经有答复，或者不能交给这个人，请刷新后再看。")
    with atomic():
        warning.assigned_to_id, warning.due_on = to, due_on
        _record("warning.assign", warning, actor)


def answer(warning: EarlyWarning, text: str, *, actor: User) -> None:
    """What was found and done. Raises OutOfTurn where it is not for ACTOR to answer now."""
    if waits_for(warning, actor) != "answer":
        raise OutOfTurn("这条预警现在不由您答复，请刷新后再看。")
    with atomic():
        warning.answer, warning.answered_at = text, now()
        _record("warning.answer", warning, actor)


def accept(warning: EarlyWarning, *, actor: User) -> None:
    """The answer is taken, and the matter done."""
    _only(actor, SUPERVISOR, warning)
    with atomic():
        warning.accepted_at = now()
        _record("warning.accept", warning, actor)


def send_back(warning: EarlyWarning, *, actor: User) -> None:
    """The answer does not do: it is to be answered anew, and what was written stands there still."""
    _only(actor, SUPERVISOR, warning)
    with atomic():
        warning.answered_at = None
        _record("warning.return", warning, actor)


def _only(actor: User, role: str, warning: EarlyWarning) -> None:
    if actor.role != role or actor.agency_id != warning.agency_id:
        raise Forbidden("预警由本单位负责人分派和审核。")
    if warning.accepted_at:
        raise OutOfTurn("这条预警已经办结。")


def _record(kind: str, warning: EarlyWarning, actor: User) -> None:
    db.session.flush()
    record(kind, actor=actor, subject=Subject(STATION, "early_warning", warning.ref))
