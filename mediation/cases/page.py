"""What the page of a case shows to the person who asks, as plain values for the template."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from mediation.cases.access import field_groups
from mediation.cases.models import Case, Party, Stage
from mediation.cases.names import REPORTER
from mediation.cases.next_steps import step_entries
from mediation.cases.planning import planned_kinds
from mediation.cases.queries import parties_of, stages_of
from mediation.dates import local
from mediation.db import db, now
from mediation.people.models import User
from mediation.people.roles import phrase_in_words
from mediation.workflow import clocks
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.history import steps_of
from mediation.workflow.models import Clock

PIPELINE = ("help_request", "legal_aid", "mediation", "counselling")
ROLES = {
    "applicant": "求助人",
    "respondent": "对方",
    "child": "子女",
    "representative": "代理人",
    "guardian": "监护人",
    "relative": "亲属",
    "witness": "证人",
    "reporter": "举报人",
}
DANGER = {
    "none": "未见危险", "low": "低危险", "medium": "中危险", "high": "高危险", "lethal": "有生命危险"
}  # fmt: skip
WAYS = {"phone": "电话", "sms": "短信", "wechat": "微信", "letter": "信件", "in_person": "当面"}
CHANNELS = {
    "visit": "来访", "call": "来电", "letter": "来信", "online": "网络", "transferred": "转入", "found": "主动发现"
}  # fmt: skip
STALE_AFTER = timedelta(days=30)


def identity(case: Case, *, actor: User) -> dict[str, Any]:
    """The bar on top of every page of a case: who, what, danger, the safe way to reach her.

    Who does not see the case as a whole reads neither its register number, nor what it is about, nor where it stands:
    in their place the number of the referral, and the own stage. The rule of safe contact binds everybody.
    """
    applicants = parties_of(case, "applicant")
    name = "、".join(party.person.called for party in applicants) or "求助人不详"
    whole = "all stages" in field_groups(actor, case)
    own = "" if whole else _own_stages(case, actor)
    return {
        "name": name,
        "kind": (case.category_kind or case.category_class) if whole else own,
        "stage": str(WORKFLOWS["one_stop"].stop(case.state).label) if whole else own,
        "number": case.register_number if whole else number_outside(case, actor),
        "danger": case.danger,
        "contact": _contact_rules(applicants),
        "worker": case.owner.name if case.owner else "未指定",
        "url": f"/cases/{case.ref}",
    }


def number_outside(case: Case, actor: User) -> str:
    """What ACTOR calls a case by who does not see it as a whole: the slip that brought it, or the start of its ref."""
    offered = (
        number(case, actor) for feature in current_app.extensions["features"] for number in feature.numbers
    )
    return next(filter(None, offered), None) or f"案件{case.ref[:8].upper()}"


def _own_stages(case: Case, actor: User) -> str:
    labels = (str(WORKFLOWS[stage.workflow].label) for stage in stages_of(case, actor=actor))
    return "、".join(dict.fromkeys(labels))


def _contact_rules(applicants: list[Party]) -> str:
    """The rule of each applicant; with the name where there are several."""
    if len(applicants) == 1:
        return contact_rule(applicants[0])
    rules = [f"{party.person.called}：{contact_rule(party)}" for party in applicants]
    return "；".join(rules) or "未登记安全联系方式，不要联系"


def contact_rule(party: Party) -> str:
    """The rule of safe contact in one sentence; never a number (P9: older than thirty days counts as no)."""
    contact = party.person.safe_contact
    if contact is None:
        return "未登记安全联系方式，不要联系"
    if not contact.allowed:
        return "本人要求不联系"
    if now() - contact.confirmed_at > STALE_AFTER:
        return "安全联系方式超过30天未确认，先当面确认"
    ways = "、".join(WAYS.get(way, way) for way in contact.ways)
    return (
        f"只用{ways}"
        + (f"，{contact.hours}" if contact.hours else "")
        + (f"；{contact.never}" if contact.never else "")
    )


def tracker(case: Case, stages: list[Stage]) -> list[dict[str, Any]]:
    """The four stages of the pipeline, with where each stands."""
    skipped = {(row.facts or {}).get("kind") for row in steps_of(case.ref, "skip_stage")}
    planned = planned_kinds(case)
    stops = {
        kind: _stop(case, kind, [stage for stage in stages if stage.workflow == kind], kind in skipped)
        for kind in PIPELINE
    }
    return [
        {**stop, "detail": stop["detail"] or ("待转介" if kind in planned else None)}
        for kind, stop in stops.items()
    ]


def _stop(case: Case, kind: str, stages: list[Stage], skipped: bool) -> dict[str, Any]:
    running = [stage for stage in stages if not stage.ended]
    newest = running[-1] if running else stages[-1] if stages else None
    state = "now" if running else "done" if stages else "skipped" if skipped else "todo"
    detail = str(WORKFLOWS[kind].stop(newest.state).label) if newest else None
    lead = case.state == kind
    return {
        "label": str(WORKFLOWS[kind].label) + ("（主办）" if lead else ""),
        "state": state,
        "detail": detail,
        "url": f"#stage-{newest.ref}" if newest else None,
    }


def stage_blocks(case: Case, *, actor: User) -> list[dict[str, Any]]:
    """Each stage that ACTOR sees, open ones first: where it stands, whose turn, its clocks and its steps."""
    stages = sorted(stages_of(case, actor=actor), key=lambda stage: (stage.ended, stage.id))
    running = clocks_of([stage.ref for stage in stages])
    return [_block(stage, running.get(stage.ref, []), actor) for stage in stages]


def _block(stage: Stage, running: list[dict[str, Any]], actor: User) -> dict[str, Any]:
    flow = WORKFLOWS[stage.workflow]
    stop = flow.stop(stage.state)
    return {
        "stage": stage,
        "label": str(flow.label),
        "state": str(stop.label),
        "turn": phrase_in_words(stop.turn) if stop.turn else "",
        "opened": local(stage.opened_at)[:10],
        "clocks": running,
        "steps": step_entries(stage, actor=actor, url=f"/cases/{stage.case.ref}/{stage.ref}"),
    }


def clocks_of(subjects: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The running time limits of these things, the most pressing first, by the ref of the thing."""
    rows = db.session.scalars(
        select(Clock).where(Clock.subject.in_(subjects), Clock.state == "running").order_by(Clock.due_at)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for clock in rows:
        found.setdefault(clock.subject, []).append(clock_in_words(clock))
    return found


def clock_in_words(clock: Clock) -> dict[str, Any]:
    """A time limit as a worker reads it: the rule in words, both dates, how long it still is."""
    left = clock.due_at - now()
    late = left.total_seconds() < 0
    hours = abs(int(left.total_seconds() // 3600))
    amount = f"{hours}小时" if clock.unit == "hour" else f"{abs(left.days)}天"
    return {
        "rule": clock.rule,
        "about": clock.about,
        "label": clocks.label_of(clock.rule),
        "conservative": local_text(clock.conservative),
        "last": local_text(clock.statutory_last),
        "left": ("已过 " if late else "还有 ") + amount,
        "late": late,
        "duty": clock.duty,
        "note": clock.note,
    }


def local_text(text: str) -> str:
    """A date, or a moment to the minute, from ISO text."""
    return text[:16].replace("T", " ")


def party_rows(case: Case, *, actor: User) -> list[dict[str, Any]]:
    """The people of the case, with what ACTOR may know of each."""
    whole = "narrative" in field_groups(actor, case)
    return [
        {
            "role": ROLES.get(party.role, party.role),
            "name": party.person.called,
            "relation": party.relation,
            "sex": {"1": "男", "2": "女"}.get(party.person.sex, ""),
            "birth": party.person.birth if whole else None,
            "warning": party.person.id_warning if whole else "",
            "contact": contact_rule(party) if party.side == "applicant" and whole else None,
            "special": party.person.special,
        }
        for party in case.parties
        if whole or party.role != REPORTER
    ]


def panels(case: Case, *, actor: User) -> list[Any]:
    """The blocks that the features draw on the page of a case, in their order."""
    drawn = [draw(case, actor) for feature in current_app.extensions["features"] for draw in feature.panels]
    return sorted((panel for panel in drawn if panel), key=lambda panel: panel.order)
