"""Register a request for help: a case with its number, its people and its first stage, in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mediation.audit.log import STATION, Subject, hold
from mediation.cases.access import may_register
from mediation.cases.models import Case
from mediation.cases.numbers import next_number
from mediation.db import SHANGHAI, atomic, db, new_ref, now, today
from mediation.errors import Forbidden
from mediation.intake.categories import VIOLENT_KINDS
from mediation.people.models import User
from mediation.vault.keys import new_key
from mediation.workflow.engine import logged_refusal, said_of, start
from mediation.workflow.history import newest
from mediation.workflow.submissions import beginning, step_by

REGISTER = "register"


def why_not_register(actor: User) -> Forbidden | None:
    """Why ACTOR may not register a request, or None: the agency takes in, and so does the person."""
    if may_register(actor):
        return None
    return Forbidden("登记求助由维权站的接待员、权益干部或负责人办理。请转告维权站，或请求助人拨打12338。")


def register(facts: Mapping[str, Any], *, actor: User, key: str | None = None) -> Case:
    """A new case from the facts of the form `registration`; ACTOR's station gives the number, without gaps.

    KEY is the name of one submission: sent twice by ACTOR, it is one case, and the second answer is the same case.
    Raises Forbidden or Incomplete; then there is no case, and the number is given to the next one.
    """
    told = told_further(facts)
    station = Subject(STATION, "agency", actor.agency_ref)
    with logged_refusal("one_stop.start", actor=actor, subject=station), atomic():
        if refusal := why_not_register(actor):
            raise refusal
        if known := _registered(key, actor):
            return known
        case = _case(told, actor)
        start(case, actor=actor, facts=told, key=key)
    return case


def registered(key: str | None, *, actor: User) -> Case | None:
    """The case that ACTOR has registered from the page of that KEY, or None."""
    step = step_by(beginning(key, actor=actor, workflow=Case.workflow))
    return db.session.scalar(select(Case).where(Case.ref == step.chain)) if step else None


def not_taken_over(case: Case, facts: Mapping[str, Any]) -> list[str]:
    """Which answers of the form `registration`, by name, say something else than what CASE was registered with.

    Of what is sealed apart with the persons only a digest was kept: one of those names stands for all of them.
    """
    begun = newest(case.ref, "start")
    kept: dict[str, Any] = (begun.facts or {}) if begun else {}
    told = said_of(case, told_further(facts))
    changed = [name for name in {**kept, **told.kept} if kept.get(name) != told.kept.get(name)]
    return changed if begun and begun.apart_digest == told.apart else [*changed, "applicants"]


def told_further(facts: Mapping[str, Any]) -> dict[str, Any]:
    """FACTS, and what they imply: the day received, the dates that start clocks, that violence was named.

    The written notice (XF-23) is owed to those who gave a name only (信访工作条例第23条). A child or a
    person without full capacity at risk starts the duties to report (MIN-11 未成年人保护法第11条, DV-R05
    反家庭暴力法第14条).
    """
    received = str(facts.get("received_on") or _local_day(facts.get("received_at")))
    told = {**facts, "received_on": received, "happened_on": str(facts.get("happened_on") or received)}
    if any(row.get("name") or row.get("person") for row in facts.get("applicants", [])):
        told.setdefault("petition_received_on", received)
    named = facts.get("q_violence") == "yes" or facts.get("category_kind") in VIOLENT_KINDS
    told["violence"] = named or bool(facts.get("violence"))
    return {**_found(told), **told}


def _found(told: Mapping[str, Any]) -> dict[str, Any]:
    """What has to be reported at once, and since when it is known. Nobody named: a child, for now."""
    if told.get("q_children") != "yes":
        return {}
    who = told.get("at_risk") or ["child"]
    since = told.get("received_at") or told["received_on"]
    found: dict[str, Any] = {"child_at_risk": True} if {"child", "incapable"}.intersection(who) else {}
    if "child" in who:
        found["minor_risk_found_at"] = since
    if "incapable" in who or ("child" in who and told["violence"]):
        found["dv_incapable_found_at"] = since
    return found


def _local_day(moment: datetime | str | None) -> str:
    """The local day of a moment; today, if there is none."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return (moment.astimezone(SHANGHAI).date() if moment else today()).isoformat()


def _registered(key: str | None, actor: User) -> Case | None:
    """The case that this submission has made already. A twin that is on its way is waited for."""
    if (sent := beginning(key, actor=actor, workflow=Case.workflow)) is None:
        return None
    hold(f"{REGISTER} {sent}")
    return registered(key, actor=actor)


def _case(facts: Mapping[str, Any], actor: User) -> Case:
    case = Case(
        ref=new_ref(),
        key_id=new_key("case"),
        station_id=actor.agency_id,
        agency_id=actor.agency_id,
        owner_id=actor.id if actor.role == "caseworker" else None,
        number_year=today().year,
        number=next_number(actor.agency_id, REGISTER, today().year),
        channel=facts["channel"],
        category_class=facts["category_class"],
        category_kind=facts.get("category_kind", ""),
        received_on=facts["received_on"],
        registered_at=now(),
        changed_at=now(),
    )
    case.summary = facts.get("summary")
    case.wishes = facts.get("wishes")
    return case
