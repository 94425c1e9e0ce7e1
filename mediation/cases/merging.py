"""Link two doubles, and what must hold for it."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from mediation.audit.log import hold
from mediation.cases.access import visible_to, whole_to
from mediation.cases.merges import MERGED, Merge, same_people
from mediation.cases.models import Case, Party
from mediation.cases.queries import parties_of
from mediation.db import atomic, db, new_ref, now
from mediation.errors import Incomplete, Missing
from mediation.people.models import User
from mediation.vault.folding import folded
from mediation.vault.keys import new_key
from mediation.workflow.engine import start

KEEPERS = frozenset({"registrar", "supervisor"})
MOST = 100


def keeps(actor: User) -> bool:
    """Whether ACTOR's role links doubles at all."""
    return actor.role in KEEPERS


def sees_both(merge: Merge, actor: User) -> str | None:
    """Whoever links two things knows both of them."""
    known = visible_to(actor).where(whole_to(actor), Case.id.in_({merge.case_id, merge.into_case_id}))
    missing = len({merge.case_id, merge.into_case_id}) - len(db.session.scalars(known).all())
    return "两边的案件都要在您的工作范围内。" if missing else None


def may_be_one(merge: Merge, actor: User) -> str | None:
    """Not themselves, not twice, and never a request with the one of the other side."""
    if merge.person_id is None:
        if merge.case_id == merge.into_case_id:
            return "这是同一件案件，不用合并。"
        if _opposed(merge.case, merge.into_case) or _opposed(merge.into_case, merge.case):
            return "一件的求助人是另一件的对方：这是两个求助，不能并案。"
        double, into = merge.case_id, merge.into_case_id
        taken = select(Merge.id).where(
            Merge.state == MERGED, Merge.person_id.is_(None),
            or_(Merge.case_id.in_((double, into)), Merge.into_case_id == double),
        )  # fmt: skip
    else:
        into_person = merge.into_person_id or 0
        if into_person in same_people([merge.person_id]):
            return "已经是同一个人，不用合并。"
        taken = select(Merge.id).where(
            Merge.state == MERGED,
            or_(Merge.person_id.in_((merge.person_id, into_person)), Merge.into_person_id == merge.person_id),
        )
    return "其中一边已经并过：请选并入的那一边，或者先撤销。" if db.session.scalar(taken.limit(1)) else None


def _opposed(case: Case, other: Case) -> bool:
    """Whether somebody who asks in CASE stands on the other side of OTHER, known as the same or of the same name."""
    asking, against = parties_of(case, "applicant"), parties_of(other, "respondent")
    ids = same_people([party.person_id for party in asking])
    names = {folded(party.person.name) for party in asking if party.person.name}
    return any(
        party.person_id in ids or (party.person.name and folded(party.person.name) in names)
        for party in against
    )


def merge_cases(double: Case, into: Case, basis: str, *, actor: User, key: str | None = None) -> Merge:
    """DOUBLE is the same request as INTO. Raises Forbidden or Incomplete."""
    return _linked(_drafted(double, into, actor), basis, actor, key)


def merge_people(double: Party, into: Party, basis: str, *, actor: User, key: str | None = None) -> Merge:
    """Who stands in the one case as DOUBLE is who stands in the other as INTO. Raises Forbidden or Incomplete."""
    merge = _drafted(double.case, into.case, actor)
    merge.person_id, merge.into_person_id = double.person_id, into.person_id
    return _linked(merge, basis, actor, key)


def _drafted(double: Case, into: Case, actor: User) -> Merge:
    return Merge(
        ref=new_ref(), key_id="", agency_id=actor.agency_id, case=double, case_id=double.id,
        into_case=into, into_case_id=into.id, made_by_id=actor.id, made_at=now(),
    )  # fmt: skip


def _linked(merge: Merge, basis: str, actor: User, key: str | None) -> Merge:
    with atomic() as session:
        # Two at once must not make a chain of doubles.
        hold(f"merges {actor.agency_id}")
        with session.no_autoflush:
            merge.key_id = new_key("program")
            kind = "person" if merge.person_id else "case"
            start(merge, actor=actor, facts={"what": kind, "basis": basis}, key=key)
    return merge


def merges_of(actor: User) -> Sequence[Merge]:
    """The merges of ACTOR's agency of which both sides are known to ACTOR, the newest first."""
    if not keeps(actor):
        return []
    known = visible_to(actor).where(whole_to(actor)).with_only_columns(Case.id)
    query = select(Merge).where(
        Merge.agency_id == actor.agency_id, Merge.case_id.in_(known), Merge.into_case_id.in_(known)
    )
    return db.session.scalars(query.order_by(Merge.id.desc()).limit(MOST)).all()


def find_merge(ref: str, *, actor: User) -> Merge:
    """One of them. Raises Missing."""
    merge = next((one for one in merges_of(actor) if one.ref == ref), None)
    if merge is None:
        raise Missing
    return merge


def only_case(found: Sequence[Case]) -> Case:
    """The one case of a number. Raises Incomplete for none and for several."""
    if len(found) != 1:
        raise Incomplete("没有找到这个编号的案件，或它不在您的工作范围内。请写全编号，如 2026-12。")
    return found[0]
