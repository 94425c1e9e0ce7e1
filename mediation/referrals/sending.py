"""Send a referral: the slip, what stands in its way, and the start of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from mediation.audit.log import Subject, hold
from mediation.cases.conflicts import must_stay_out
from mediation.cases.danger import mediation_not_locked
from mediation.cases.models import Case
from mediation.cases.names import names_kept_from
from mediation.cases.numbers import next_number
from mediation.cases.queries import parties_of
from mediation.db import atomic, db, new_ref, now, today
from mediation.errors import Incomplete
from mediation.people.models import Agency, User
from mediation.referrals import materials
from mediation.referrals.consents import newest_consent
from mediation.referrals.kinds import STAGES, words
from mediation.referrals.models import Referral
from mediation.referrals.package import content_of, given_away, typed_in
from mediation.referrals.queries import under_way
from mediation.vault.sealed import found_in
from mediation.workflow.engine import logged_refusal, start
from mediation.workflow.facts import plain
from mediation.workflow.history import told_in
from mediation.workflow.submissions import beginning, step_by

# Whoever takes over a case must be able to take in a request for help.
OWNS_CASES = "help_request"


def refer(case: Case, facts: Mapping[str, Any], *, actor: User, key: str | None = None) -> Referral:
    """A new referral of CASE from the facts of the form `referral`. Sent twice by ACTOR under one KEY, it is one.

    Raises Forbidden or Incomplete; then nothing was sent.
    """
    about = Subject(case.ref, "case", case.ref)
    with logged_refusal("referral.start", actor=actor, subject=about), atomic():
        hold(case.ref)
        if known := sent_before(case, key, actor=actor):
            return known
        referral = drafted(case, facts, actor=actor)
        referral.number = next_number(referral.from_agency_id, "referral", referral.number_year)
        start(referral, actor=actor, facts=_with_clock(case, facts), key=key)
    return referral


def sent_before(case: Case, key: str | None, *, actor: User) -> Referral | None:
    """The referral that this submission of ACTOR has sent already, or None."""
    step = step_by(beginning(key, actor=actor, workflow=Referral.workflow, within=case.ref))
    return db.session.scalar(select(Referral).where(Referral.ref == step.subject)) if step else None


def drafted(case: Case, facts: Mapping[str, Any], *, actor: User) -> Referral:
    """The slip before it is sent; not in the session, without number and package."""
    expires = plain(facts.get("expires_on"))
    return Referral(
        ref=new_ref(),
        key_id=case.key_id,
        case=case,
        case_id=case.id,
        from_agency_id=actor.agency_id,
        to_agency_id=facts["to"],
        manner=facts["kind"],
        stage_wanted="" if facts["kind"] == "transfer" else facts.get("stage", ""),
        party_id=facts.get("party"),
        ground=facts["ground"],
        urgency=facts["urgency"],
        needs=list(facts.get("needs", [])),
        data_kinds=list(facts.get("data_kinds", [])),
        expires_on=date.fromisoformat(expires) if expires else None,
        number_year=today().year,
        number=0,
        sent_by_id=actor.id,
        sent_at=now(),
        moved=[],
    )


def why_not_send(referral: Referral, facts: Mapping[str, Any], *, actor: Any) -> Incomplete | None:
    """What stands in the way of sending, in one sentence with its rules, or None: receiver, ground, text."""
    if not referral.case.running:
        return Incomplete("案件已经结束，不能再转介；需要再办的，请先“重新打开”。")
    if referral.stage_wanted == "mediation" and not parties_of(referral.case, "respondent"):
        return Incomplete("还没有登记对方，不能转介调解；请先“增加当事人”。", rules=("PM-17",))
    receiver = db.session.get(Agency, referral.to_agency_id)
    if receiver is None or not receiver.active:
        return Incomplete("没有这个接收单位，请从列表中选择。")
    return (
        _wrong_receiver(referral, receiver)
        or _locked(referral, actor)
        or _without_ground(referral, facts)
        or materials.refused(referral.case, facts, actor=actor)
        or _gives_away(referral, facts)
    )


def _wrong_receiver(referral: Referral, receiver: Agency) -> Incomplete | None:
    wanted = referral.stage_wanted or (OWNS_CASES if referral.manner == "transfer" else "")
    if referral.from_agency_id != referral.case.agency_id:
        return Incomplete("转介由案件主办单位办理。您可以退回，或者在回复里写明建议转到哪里。")
    if receiver.id == referral.from_agency_id:
        return Incomplete("接收单位就是本单位，请选择其他单位。")
    if not wanted:
        return Incomplete("请选择需要对方办理的事项。")
    if must_stay_out(referral.case, receiver):
        return Incomplete(
            "这个单位需要回避，不能作为接收单位。请选择它的上级或者其他单位。", rules=("XF-30",)
        )
    if wanted not in receiver.takes_on:
        return Incomplete(f"「{receiver.name}」不承接{words(STAGES, wanted)}，请选择其他单位。")
    if under_way(referral):
        return Incomplete("同一事项已经转给这个单位，还没有办完。请催办，或者先收回再重新转介。")
    return None


def _locked(referral: Referral, actor: Any) -> Incomplete | None:
    locked = mediation_not_locked(referral.case, actor) if referral.stage_wanted == "mediation" else None
    return Incomplete(locked, rules=("PM-DV",)) if locked else None


def _without_ground(referral: Referral, facts: Mapping[str, Any]) -> Incomplete | None:
    """Separate consent for this receiver and these fields, or a ground of law in words (PI-23, PI-13)."""
    if referral.ground != "consent":
        if facts.get("ground_text"):
            return None
        return Incomplete("不以本人同意为依据的，请写明依据什么规定、为什么必要。", rules=("PI-13",))
    if facts.get("party") is None:
        return Incomplete("请选择是谁同意的。", rules=("PI-23",))
    if facts.get("answer") == "agreed" or _agreed_before(referral):
        return None
    return Incomplete(
        "本人还没有对这一次、这个接收单位单独同意，不能转出。请先征得同意，或者写明其他依据。",
        rules=("PI-23", "PI-13"),
    )


def _agreed_before(referral: Referral) -> bool:
    known = newest_consent(referral.case_id, referral.party_id or 0, referral.to_agency_id)
    return (
        known is not None
        and known.answer == "agreed"
        and known.withdrawn_on is None
        and (known.expires_on is None or known.expires_on >= today())
        and set(referral.data_kinds) <= set(known.data_kinds)
    )


def _gives_away(referral: Referral, facts: Mapping[str, Any]) -> Incomplete | None:
    case, content = referral.case, content_of(referral.case, facts)
    if found := given_away(case, content):
        return Incomplete(
            f"要发送的文字里出现了保密信息（{'、'.join(dict.fromkeys(found))}），请从简要情况、说明等文字里删去。",
            rules=("DV-10-4",),
        )
    for kept in names_kept_from(case, with_duty=referral.ground != "consent"):
        if found_in(typed_in(content), [kept.value]):
            return Incomplete(
                f"要发送的文字里出现了{kept.whose}的{kept.what}，请改成不能认出本人的写法。",
                rules=(kept.rule,),
            )
    return None


def _with_clock(case: Case, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A petition passed on: the receiver has five working days to send it back (XF-23B)."""
    given = dict(facts)
    petition = any(told_in(case.ref, fact) for fact in ("petition_received_on", "petition_forwarded_on"))
    if petition:
        given.setdefault("petition_forwarded_on", today().isoformat())
    if facts["ground"] == "consent":
        given.setdefault("receiver", facts["to"])
    return given
