"""What was promised in an agreement and is still owed: remind, urge, record that it was not done, then say where to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from mediation.cases.access import sees_stage, visible_stages
from mediation.cases.models import Case, Party, Stage
from mediation.db import db, today
from mediation.disputes.models import Agreement, Obligation
from mediation.disputes.queries import last_days_to_file
from mediation.law.calendar import rolled
from mediation.people.models import User
from mediation.workflow import clocks
from mediation.workflow.history import steps_of
from mediation.workflow.models import Clock

AHEAD, MOST = timedelta(days=30), 200
PATIENCE = timedelta(days=7)
LIVE = ("performing", "broken")


@dataclass(frozen=True)
class Advice:
    """A way that is open to whoever is left without what was agreed, and the rules that open it."""

    text: str
    rules: tuple[str, ...]


def owed(*, actor: User) -> Sequence[Obligation]:
    """What is late or due within a month, of the agreements that ACTOR sees, the oldest first: MOST at most."""
    seen = visible_stages(actor).with_only_columns(Stage.id)
    query = (
        select(Obligation)
        .join(Agreement, Agreement.id == Obligation.agreement_id)
        .where(Agreement.state.in_(LIVE), Obligation.met_on.is_(None), Obligation.due_on <= today() + AHEAD)
        .where(Agreement.stage_id.in_(seen))
        .options(
            joinedload(Obligation.agreement)
            .joinedload(Agreement.stage)
            .joinedload(Stage.case)
            .selectinload(Case.parties)
            .joinedload(Party.person),
            selectinload(Obligation.performances),
        )
        .order_by(Obligation.due_on, Obligation.id)
        .limit(MOST)
    )
    return [row for row in db.session.scalars(query) if sees_stage(actor, row.agreement.stage)]


def last_day(row: Obligation) -> date:
    """The last day on which it is done in time: a day of rest moves to the next working day (Civil Code art. 203)."""
    return rolled(row.due_on, clocks.holidays()).statutory_last


def next_step(row: Obligation, day: date) -> str:
    """What is to be done on DAY: `remind` before it is due, then `urge`, `wait` a week for an answer, `report_breach`;
    once that is recorded `advise`."""
    last = last_day(row)
    if day <= last:
        return "remind"
    if row.agreement.state == "broken":
        return "advise"
    urged = _urged_since(row, last)
    if urged is None:
        return "urge"
    return "report_breach" if day > urged + PATIENCE else "wait"


def advice(agreement: Agreement, day: date) -> list[Advice]:
    """Where to go on DAY with what was not done: enforcement once a court has confirmed it, else a lawsuit, and as long as
    the thirty days run confirmation by both. Nobody is told that a right is lost (T-04)."""
    if _confirmed(agreement):
        until = _last_to_enforce(agreement)
        by = f"，最晚{until}" if until and until >= day.isoformat() else "，期限请立即咨询"
        return [Advice(f"法院已确认有效：可以申请强制执行{by}", ("JC-EXE", "JC-206"))]
    found = []
    window = max(last_days_to_file(agreement), default=None)
    if agreement.confirmations and not agreement.confirmations[-1].result:
        found.append(Advice("司法确认在法院审查，等裁定", ("JC-206",)))
    elif window and window >= day and not agreement.oral:
        found.append(Advice(f"双方都愿意的，{window}前可以共同申请司法确认", ("PM-33",)))
    found.append(Advice("可以就协议向法院起诉；没有钱请律师的，转介法律援助", ("PM-32", "LA-31")))
    return found


def _urged_since(row: Obligation, last: date) -> date | None:
    """When somebody first asked after it once it was late; None where nobody did."""
    asked = [date.fromisoformat(step.happened_on[:10]) for step in steps_of(row.agreement.ref, "urge")]
    asked += [part.performed_on for part in row.performances]
    return min((when for when in asked if when > last), default=None)


def _confirmed(agreement: Agreement) -> bool:
    return bool(agreement.confirmations) and agreement.confirmations[-1].result == "valid"


def _last_to_enforce(agreement: Agreement) -> str:
    query = select(Clock.statutory_last).where(Clock.subject == agreement.ref, Clock.rule == "JC-EXE")
    return (db.session.scalars(query.order_by(Clock.id.desc()).limit(1)).first() or "")[:10]
