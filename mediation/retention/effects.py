"""What the steps bring about: a term that begins and ends, a list, and the end of what was kept."""

from typing import Any

from sqlalchemy import delete, select

from mediation.cases.models import Case
from mediation.db import db, today
from mediation.errors import Incomplete
from mediation.law.calendar import local_day, stated_start
from mediation.outbox.post import post
from mediation.people.program import SYSTEM
from mediation.retention.erasing import erase_clear_marks, persons_alone_in
from mediation.retention.models import Disposal, DisposalItem, Retention
from mediation.retention.queries import LINK, due_cases
from mediation.retention.rules import who_witnesses
from mediation.retention.schedule import schedule
from mediation.workflow.engine import take
from mediation.workflow.words import Taken


def begin_retention(taken: Taken) -> None:
    """The case has ended: from now on it is kept as long as the schedule says."""
    told = str(taken.facts.get("archived_on") or taken.happened_on)
    keep_term(taken.item, str(taken.facts.get("retention") or ""), told)


def keep_term(case: Case, retention: str, told: str) -> None:
    """The row of the term of CASE, from the day that was TOLD (or today, where only a month is known)."""
    kind = schedule().of_case(case.state, retention)
    if kind is None:
        return
    start = stated_start(told)
    starts_on = local_day(start) if start else today()
    db.session.merge(
        Retention(
            case_id=case.id, record_kind=kind.id, starts_on=starts_on, due_on=kind.may_go_from(starts_on)
        )
    )


def end_retention(taken: Taken) -> None:
    """The case is worked on again: no term runs."""
    db.session.execute(delete(Retention).where(Retention.case_id == taken.item.id))


def list_cases(taken: Taken) -> None:
    """The cases that were chosen, as they stand. Raises Incomplete where one may not be destroyed (any longer)."""
    item: Disposal = taken.item
    due = {row.case_id: row for row in due_cases(actor=taken.actor)}
    chosen = [due.get(int(number)) for number in taken.facts.get("cases", [])]
    if not chosen or None in chosen:
        raise Incomplete(
            "有的案卷现在不能销毁（没有到期、停止销毁，或已在别的清册里），请重新选择。", field="cases"
        )
    for row in chosen:
        if row is None or row.due_on is None:
            continue
        db.session.add(
            DisposalItem(
                disposal=item,
                case=row.case,
                number=row.case.register_number,
                record_kind=row.record_kind,
                starts_on=row.starts_on,
                due_on=row.due_on,
            )
        )
    db.session.flush()
    post("disposal", "有一份档案销毁清册等待审批。", link=f"{LINK}{item.ref}", agency_id=item.agency_id)


def destroy_cases(taken: Taken) -> None:
    """Each case of the list comes to its very end; its keys and files go once this is committed (`destroying`)."""
    if who_witnesses(taken.facts, taken.actor) is None:
        raise Incomplete("监销人要是本单位的另一个人。", field="witness", rules=("AR-1",))
    for row in taken.item.items:
        take(row.case, "destroy", actor=SYSTEM)


def erase_marks(taken: Taken) -> None:
    """What lies in the open and leads to somebody: gone with the state. Raises Incomplete but for an approved list."""
    case: Case = taken.item
    row = _listed(case)
    if row is None:
        raise Incomplete("只能按批准的销毁清册销毁。", rules=("AR-1",))
    row.person_keys = erase_clear_marks(case, persons_alone_in(case))
    db.session.execute(delete(Retention).where(Retention.case_id == case.id))


def _listed(case: Case) -> Any:
    query = (
        select(DisposalItem)
        .join(Disposal)
        .where(
            DisposalItem.case_id == case.id,
            Disposal.state == "carried_out",
            DisposalItem.erased_at.is_(None),
        )
    )
    return db.session.scalars(query.order_by(DisposalItem.id.desc()).limit(1)).first()
