"""Referrals as plain values for the templates: cards, the slip with its package, the block of the case."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select

from mediation.cases.access import field_groups
from mediation.cases.clock_words import running_clocks
from mediation.cases.danger import mediation_not_locked
from mediation.cases.models import Case
from mediation.cases.next_steps import step_entries
from mediation.cases.planning import to_refer
from mediation.cases.told import name_of, title_of
from mediation.dates import day_in_words, local
from mediation.db import db, now
from mediation.people.models import Agency, User
from mediation.referrals import materials
from mediation.referrals.consents import consent_withdrawn
from mediation.referrals.desk import WAITING
from mediation.referrals.handed_in import what_is_asked
from mediation.referrals.kinds import (
    GROUNDS,
    NEEDS,
    PRESSING,
    RESULTS,
    RETURN_REASONS,
    STAGES,
    URGENCIES,
    words,
)
from mediation.referrals.models import Referral
from mediation.referrals.package import blocks, contact_told, danger_told
from mediation.referrals.queries import package_open, receives, referrals_of
from mediation.referrals.telling_once import given_to_receiver, rows_of
from mediation.web.feature import Panel
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.history import steps_of
from mediation.workflow.models import StepTaken

TAGS = {
    "sent": "due",
    "signed_for": "due",
    "accepted": "info",
    "answered": "info",
    "returned": "neutral",
    "closed": "done",
}


def cards(found: list[Referral], actor: User) -> list[dict[str, Any]]:
    """One card each: neutral words; a name only of what the receiver has accepted, as the package tells it."""
    running = running_clocks([referral.ref for referral in found])
    return [_card(referral, actor, running.get(referral.ref, [])) for referral in found]


def _card(referral: Referral, actor: User, running: list[dict[str, Any]]) -> dict[str, Any]:
    inward = receives(referral, actor)
    open_steps = [
        step
        for step in step_entries(referral, actor=actor, url=f"/referrals/{referral.ref}")
        if not step["reason"]
    ]
    offered = ("accept", "answer", "send_back") if inward else ("acknowledge", "urge", "recall")
    return {
        "ref": referral.ref,
        "url": f"/referrals/{referral.ref}",
        "person": _person(referral) if inward else "",
        "number": referral.slip_number,
        "title": what_is_asked(referral),
        "other": referral.from_agency.name if inward else referral.to_agency.name,
        "state": str(WORKFLOWS["referral"].stop(referral.state).label),
        "tag": TAGS.get(referral.state, "neutral"),
        "urgency": words(URGENCIES, referral.urgency),
        "pressing": referral.urgency in PRESSING,
        "needs": "、".join(words(NEEDS, need) for need in referral.needs),
        "waiting": referral.state in WAITING,
        "finished": WORKFLOWS["referral"].stop(referral.state).final,
        "age": _age(referral),
        "limit": running[0]["label"].partition("（本站")[0] if running else "",
        "left": running[0]["left"] if running else "",
        "late": bool(running and running[0]["late"]),
        "steps": [step for name in offered for step in open_steps if step["url"].endswith(f"/{name}")],
    }


def _person(referral: Referral) -> str:
    """Whom it is about, once it was accepted and as long as the package that names them may be read."""
    if referral.state not in ("accepted", "answered") or not package_open(referral):
        return ""
    return "、".join(one["name"] for one in (referral.package or {}).get("identity", []))


def _age(referral: Referral) -> str:
    days = (now() - referral.sent_at).days
    return f"已送出{days}天" if days else "今天送出"


def bar(referral: Referral) -> dict[str, Any]:
    """What stands above a step of the receiver: which slip it is. The case is none of theirs yet."""
    return {
        "name": referral.slip_number,
        "kind": what_is_asked(referral),
        "number": f"{referral.from_agency.name}转来",
        "danger": danger_told(referral.package) if package_open(referral) else "",
        "contact": (contact_told(referral.package) or None) if package_open(referral) else None,
        "worker": referral.sent_by.name,
        "url": f"/referrals/{referral.ref}",
    }


def shown(referral: Referral, actor: User) -> dict[str, Any]:
    """The slip: what was sent, as far as it may still be read, its history, and what can be done."""
    inward = receives(referral, actor)
    readable = package_open(referral) or not inward
    told = referral.package if inward and readable else None
    return {
        **_card(referral, actor, running_clocks([referral.ref]).get(referral.ref, [])),
        "inward": inward,
        "from": referral.from_agency.name,
        "to": referral.to_agency.name,
        "sent_by": referral.sent_by.name,
        "sent_at": local(referral.sent_at),
        "ground": words(GROUNDS, referral.ground),
        "expires": day_in_words(referral.expires_on),
        "blocks": blocks(referral.package or {}) if readable else [],
        "materials": materials.shown(referral) if readable else [],
        "once": rows_of(referral.package or {}) if inward and given_to_receiver(referral) else [],
        "told_danger": danger_told(told),
        "told_contact": contact_told(told),
        "hash": referral.package_hash,
        "route": route(referral.case, actor),
        "withdrawn": consent_withdrawn(referral),
        "travels": "" if inward else _on_the_way(referral),
        "namesake": inward and readable and _namesake(referral),
        "history": [entry(row) for row in reversed(steps_of(referral.ref))],
        "all_steps": [
            step
            for step in step_entries(referral, actor=actor, url=f"/referrals/{referral.ref}")
            if not _others(step)
        ],
    }


def _on_the_way(referral: Referral) -> str:
    """How it stands on its way to the system of the receiver, as the feature that carries it says."""
    features = current_app.extensions["features"]
    return "".join(told(referral) for feature in features for told in feature.on_the_way)


def _namesake(referral: Referral) -> bool:
    """Whether somebody at work at the receiver is called as the other side is: then it may have to stand aside (XF-30)."""
    named = {one.get("name") for one in (referral.package or {}).get("other_side", [])} - {None}
    there = select(User.id).where(User.agency_id == referral.to_agency_id, User.active, User.name.in_(named))
    return bool(named) and db.session.scalar(there.limit(1)) is not None


def _others(step: dict[str, Any]) -> bool:
    """Steps of the other side are nothing to explain here."""
    return bool(step["reason"]) and step["reason"].endswith("办理。")


def entry(row: StepTaken) -> dict[str, Any]:
    """One step as the history tells it: when, who, what, and what was said."""
    agency = db.session.get(Agency, row.agency_id) if row.agency_id else None
    who = "·".join(part for part in (agency.name if agency else "", name_of(row)) if part)
    return {"at": local(row.recorded_at), "who": who, "title": title_of(row), "body": said_at(row)}


def said_at(row: StepTaken) -> str:
    """What one side told the other at a step; the package speaks for the start."""
    told = row.facts or {}
    if row.trigger in ("start", "correct"):
        return ""
    lines = [
        words(RETURN_REASONS, told.get("reason")) if row.trigger == "send_back" else told.get("reason"),
        words(RESULTS, told.get("result")),
        told.get("outside_number") and f"{told['system']}：{told['outside_number']}",
        told.get("answered_by") and f"答复人：{told['answered_by']}",
        told.get("note"),
    ]
    return "\n".join(line for line in lines if line)


def route(case: Case, actor: User) -> list[dict[str, str]]:
    """Who sent it to whom, in order: all of it for those who own the case as a whole, of a partner its own neighbours
    alone."""
    found = sorted(_way_of(case, actor), key=lambda one: one.id)
    flow = WORKFLOWS["referral"]
    return [
        {
            "from": one.from_agency.name,
            "to": one.to_agency.name,
            "what": words(STAGES, one.stage_wanted) or "整个案件",
            "state": str(flow.stop(one.state).label),
            "on": local(one.sent_at)[:10],
        }
        for one in found
    ]


def _way_of(case: Case, actor: User) -> Sequence[Referral]:
    """Whoever has the case now has its whole way too; what was sent along with each slip stays where it was sent."""
    if "all stages" not in field_groups(actor, case):
        return referrals_of(case, actor=actor)
    return db.session.scalars(select(Referral).where(Referral.case_id == case.id)).all()


def panel(case: Case, actor: User) -> Panel | None:
    """The referrals of the case that ACTOR may know of, what is planned, and the way to a new one for its owners."""
    found = list(referrals_of(case, actor=actor))
    may = case.agency_id == actor.agency_id and case.running
    if not found and not may:
        return None
    planned = _planned(case) if may and "narrative" in field_groups(actor, case) else []
    given = {
        "cards": cards(found, actor),
        "case": case.ref,
        "route": route(case, actor),
        "stages": [(code, str(label)) for code, label in STAGES if _open_to(case, code, actor)]
        if may
        else [],
        "planned": planned,
    }
    return Panel("转介", "referrals/_panel.html", given, order=40, steps=planned)


def _open_to(case: Case, kind: str, actor: User) -> bool:
    """Whether that work may be asked of others now: nobody mediates where danger shuts it (PM-DV)."""
    return kind != "mediation" or mediation_not_locked(case, actor) is None


def _planned(case: Case) -> list[dict[str, Any]]:
    """What is still to be referred, each as a step that can be taken now."""
    return [
        {"label": task.text, "url": task.link, "primary": True, "reason": None, "trigger": task.kind}
        for task in to_refer(case)
    ]
