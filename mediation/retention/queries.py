"""Read what is kept for how long, what forbids a disposal, and the lists. Every function takes the person who asks, or a
case that was read for them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from mediation.cases.access import DESTROYED, SUPERVISORS, visible_to
from mediation.cases.models import Case
from mediation.db import db, today
from mediation.errors import Missing
from mediation.people.models import User
from mediation.retention.models import Disposal, DisposalItem, LegalHold, Retention
from mediation.retention.schedule import schedule

MOST = 200
LINK = "/disposals/"
IN_FORCE = "in_force"
# A case stands on one list at a time.
OPEN = ("proposed", "approved")
READS_LISTS = frozenset({"registrar", "supervisor", "leader", "auditor"})
PROPOSES = frozenset({"registrar"})


def retention_of(case: Case) -> Retention | None:
    """The term of a case that has ended, or None."""
    return db.session.get(Retention, case.id)


def holds_of(case: Case) -> Sequence[LegalHold]:
    """Every hold of a case, the newest first."""
    query = select(LegalHold).where(LegalHold.case_id == case.id).order_by(LegalHold.id.desc())
    return db.session.scalars(query).all()


def held(case: Case) -> bool:
    """Whether a hold is in force."""
    query = select(LegalHold.id).where(LegalHold.case_id == case.id, LegalHold.state == IN_FORCE)
    return db.session.scalar(query.limit(1)) is not None


def find_hold(case: Case, ref: str, actor: User) -> LegalHold | None:
    """The hold of a case by its ref, for those who see the case whole."""
    return db.session.scalar(select(LegalHold).where(LegalHold.ref == ref, LegalHold.case_id == case.id))


def holds_to_review(*, actor: User) -> Sequence[LegalHold]:
    """The holds in force of which somebody wanted to look again by now, for the supervisor."""
    if actor.role not in SUPERVISORS:
        return []
    known = visible_to(actor).where(Case.agency_id == actor.agency_id).with_only_columns(Case.id)
    query = select(LegalHold).where(
        LegalHold.state == IN_FORCE, LegalHold.review_on <= today(), LegalHold.case_id.in_(known)
    )
    return db.session.scalars(query.order_by(LegalHold.review_on).limit(MOST)).all()


def due_cases(*, actor: User) -> Sequence[Retention]:
    """What may be put on a list now: the term is over, no hold, on no other list; the oldest first, MOST at most."""
    if actor.role not in READS_LISTS:
        return []
    return db.session.scalars(_ended(actor).where(~_held(), Retention.due_on <= today()).limit(MOST)).all()


def held_cases(*, actor: User) -> Sequence[Retention]:
    """Whose term is over, and which a hold keeps."""
    if actor.role not in READS_LISTS:
        return []
    return db.session.scalars(_ended(actor).where(_held(), Retention.due_on <= today()).limit(MOST)).all()


def disposals(*, actor: User) -> Sequence[Disposal]:
    """The lists of ACTOR's agency, the newest first."""
    if actor.role not in READS_LISTS:
        return []
    query = select(Disposal).where(Disposal.agency_id == actor.agency_id).order_by(Disposal.id.desc())
    return db.session.scalars(query.limit(MOST)).all()


def find_disposal(ref: str, *, actor: User) -> Disposal:
    """One list of ACTOR's agency. Raises Missing."""
    found = db.session.scalar(
        select(Disposal).where(Disposal.ref == ref, Disposal.agency_id == actor.agency_id)
    )
    if found is None or actor.role not in READS_LISTS:
        raise Missing
    return found


def why_keep(case: Case) -> tuple[str, tuple[str, ...]] | None:
    """Why the law keeps this case now, as a sentence with its rules, or None: a hold, work, a term that runs."""
    if held(case):
        return "案卷正在停止销毁（可能用作证据、正在诉讼或被查），不能删除", ("PI-19", "DV-20")
    term = retention_of(case)
    if term is None:
        return "案件还在办理，处理目的还没有实现，不能删除（个人信息保护法第四十七条）", ("PI-19", "PI-13")
    until = term.due_on
    if until is None or until > today():
        return _kept_until(term, until), ("PI-19", "AR-1", "PI-72")
    return None


def _kept_until(term: Retention, until: date | None) -> str:
    kind = schedule().named(term.record_kind)
    words = "永久保管" if until is None else f"{until.year}年{until.month}月{until.day}日以前要保存"
    return (
        f"{kind.label}{words}，保存期限没有届满：停止除存储和安全保护以外的处理，不删除"
        "（个人信息保护法第四十七条第二款、第七十二条第二款，档案法第十三、十四条）"
    )


def _ended(actor: User) -> Any:
    listed = exists().where(
        DisposalItem.case_id == Retention.case_id,
        DisposalItem.disposal_id == Disposal.id,
        Disposal.state.in_(OPEN),
    )
    known = visible_to(actor).where(Case.agency_id == actor.agency_id).with_only_columns(Case.id)
    return (
        select(Retention)
        .join(Case, Case.id == Retention.case_id)
        .where(Retention.case_id.in_(known), Case.state != DESTROYED, ~listed)
        .order_by(Retention.due_on, Retention.case_id)
    )


def _held() -> Any:
    return exists().where(LegalHold.case_id == Retention.case_id, LegalHold.state == IN_FORCE)
