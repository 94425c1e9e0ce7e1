"""What workers declare of themselves and those near to them, so that nobody has to remember to recuse themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from mediation.audit.log import STATION, Subject, record
from mediation.cases.marks import marks_from, workplace_mark
from mediation.cases.screening import screen_marks
from mediation.cases.ties import Declaration, DeclaredMark
from mediation.db import atomic, db, now
from mediation.errors import Incomplete, Missing
from mediation.people.models import User
from mediation.vault.keys import new_key

MOST = 40


def declared_by(actor: User) -> Sequence[Declaration]:
    """What ACTOR declared and has not ended; nobody reads it but ACTOR."""
    query = select(Declaration).where(Declaration.user_id == actor.id, Declaration.ended_at.is_(None))
    return db.session.scalars(query.order_by(Declaration.id)).all()


def declare(told: Mapping[str, Any], *, actor: User) -> Declaration:
    """Keep it, and take ACTOR out of every case to which it ties. Raises Incomplete where nothing can be compared."""
    marks = _marks(told)
    if not marks:
        raise Incomplete("这样写还不能比对：住址请写到门牌号，号码请核对。", field="name")
    if len(declared_by(actor)) >= MOST:
        raise Incomplete("申报已满四十条，请先结束不再需要的。", field="name")
    with atomic() as session:
        row = Declaration(
            key_id=new_key("person"), user_id=actor.id, relation=told["relation"], made_at=now()
        )
        row.told = dict(told)
        session.add(row)
        session.flush()
        session.add_all(DeclaredMark(declaration_id=row.id, mark=mark) for mark in marks)
        record("declaration.add", actor=actor, subject=Subject(STATION, "declaration", row.ref))
        session.flush()
        screen_marks(marks, actor=actor)
    return row


def end(ref: str, *, actor: User) -> None:
    """It holds no longer; what it tied comes back to those who may see it. Raises Missing."""
    row = db.session.scalar(
        select(Declaration).where(
            Declaration.ref == ref, Declaration.user_id == actor.id, Declaration.ended_at.is_(None)
        )
    )
    if row is None:
        raise Missing
    with atomic():
        row.ended_at = now()
        record("declaration.end", actor=actor, subject=Subject(STATION, "declaration", row.ref))
        marks = db.session.scalars(
            select(DeclaredMark.mark).where(DeclaredMark.declaration_id == row.id)
        ).all()
        screen_marks(marks, actor=actor)


def _marks(told: Mapping[str, Any]) -> frozenset[bytes]:
    if told["relation"] == "employer":
        mark = workplace_mark(told["name"])
        return frozenset({mark} if mark else ())
    return marks_from(
        name=told.get("name"),
        birth=told.get("birth"),
        id_number=told.get("id_number"),
        phones=(told.get("phone"),),
        home=told.get("home"),
    )
