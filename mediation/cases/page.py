"""What the page of a case shows to the person who asks, as plain values for the template."""

from typing import Any

from flask import current_app

from mediation.cases.access import field_groups
from mediation.cases.clock_words import running_clocks
from mediation.cases.contact_lock import ALSO_OF_OTHER_SIDE, OTHERS_PHONE, WAYS, is_theirs, why_stale
from mediation.cases.handed_over import cut_off, danger_shown, shown_parties
from mediation.cases.models import Case, Party, Stage
from mediation.cases.names import REPORTER
from mediation.cases.next_steps import step_entries
from mediation.cases.persons import SafeContact
from mediation.cases.planning import planned_kinds
from mediation.cases.queries import stages_of
from mediation.cases.turns import turn_of
from mediation.dates import local
from mediation.db import now
from mediation.people.models import User
from mediation.people.roles import phrase_in_words
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.history import steps_of

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
CHANNELS = {
    "visit": "来访", "call": "来电", "letter": "来信", "online": "网络", "transferred": "转入", "found": "主动发现"
}  # fmt: skip
# The word itself is told to nobody outside (P9).
ASK_FOR_CODE_WORD = "有约定暗语，打以前先问案件承办人"
# The step by which a stage ends because the case does.
WITH_THE_CASE = "end_with_case"
WAYS_OUT = ("declined", "withdrawn", "transferred")


def identity(case: Case, *, actor: User) -> dict[str, Any]:
    """The bar on top of every page of a case: who, what, danger, the safe way to reach her.

    Who does not see the case as a whole reads neither its register number, nor what it is about, nor where it stands:
    in their place the number of the referral, and the own stage. The rule of safe contact binds everybody
    who is shown her name; who is not any longer, reads the number alone.
    """
    people = shown_parties(case, actor=actor)
    applicants = [party for party in people if party.side == "applicant"]
    whole = "all stages" in field_groups(actor, case)
    own = "" if whole else _own_stages(case, actor)
    number = case.register_number if whole else number_outside(case, actor)
    unnamed = "求助人不详" if case.agency_id == actor.agency_id else number
    return {
        "name": "、".join(party.person.called for party in applicants) or unnamed,
        "kind": (case.category_kind or case.category_class) if whole else own,
        "stage": str(WORKFLOWS["one_stop"].stop(case.state).label) if whole else own,
        "number": number,
        "danger": case.danger if danger_shown(case, actor=actor) else "",
        "contact": _contact_rules(applicants, whole=whole) if applicants or whole else None,
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


def _contact_rules(applicants: list[Party], *, whole: bool) -> str:
    """The rule of each applicant; with the name where there are several."""
    if len(applicants) == 1:
        return contact_rule(applicants[0], whole=whole)
    rules = [f"{party.person.called}：{contact_rule(party, whole=whole)}" for party in applicants]
    return "；".join(rules) or "未登记安全联系方式，不要联系"


def contact_rule(party: Party, *, whole: bool = False) -> str:
    """The rule of safe contact in one sentence; never a number, nor the code word (P9: an old record counts as no).

    That nobody but she may be spoken to, and that there is a code word, binds whoever calls. WHOLE, for whoever sees the
    whole case: also who else may answer, and when she last said so.
    """
    contact = party.person.safe_contact
    if contact is None:
        return "未登记安全联系方式，不要联系"
    if not contact.allowed:
        return "本人要求不联系" + (f"；{contact.never}" if contact.never else "")
    if stale := why_stale(contact, now()):
        return stale
    said = ["只用" + "、".join(WAYS.get(way, way) for way in contact.ways), contact.hours or ""]
    rules = ["，".join(part for part in said if part)]
    if contact.others_phone:
        rules.append(OTHERS_PHONE)
    elif is_theirs(party):
        rules.append(ALSO_OF_OTHER_SIDE)
    rules += _at_the_phone(contact, whole=whole)
    rules.append(contact.never or "")
    rules.append(f"{local(contact.confirmed_at)[:10]}确认" if whole else "")
    return "；".join(rule for rule in rules if rule)


def _at_the_phone(contact: SafeContact, *, whole: bool) -> list[str]:
    answers = f"接听：{contact.who_may_answer}" if whole else ""
    word = "接通先说暗语" if whole else ASK_FOR_CODE_WORD
    return [answers if contact.who_may_answer else "只和本人说话", word if contact.code_word else ""]


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
    # What ended because the case did was never done.
    cut = newest is not None and newest.state == "ended" and case.state in WAYS_OUT
    if cut:
        state, detail = "skipped", None
    return {
        "said": str(WORKFLOWS[case.workflow].stop(case.state).label) if cut else "",
        "label": str(WORKFLOWS[kind].label) + ("（主办）" if lead else ""),
        "state": state,
        "detail": detail,
        "url": f"#stage-{newest.ref}" if newest else None,
    }


def stage_blocks(case: Case, *, actor: User) -> list[dict[str, Any]]:
    """Each stage that ACTOR sees, open ones first: where it stands, whose turn, its clocks and its steps."""
    stages = sorted(stages_of(case, actor=actor), key=lambda stage: (stage.ended, stage.id))
    running = running_clocks([stage.ref for stage in stages])
    blocks = [_block(stage, running.get(stage.ref, []), actor) for stage in stages]
    if cut_off(case, actor=actor):
        for block in blocks:
            block["steps"] = [step for step in block["steps"] if ends(block["stage"], step["trigger"])]
    return blocks


def ends(stage: Stage, trigger: str) -> bool:
    """Whether this step leads out of the stage: all that is left to a partner whose ground is gone."""
    flow = WORKFLOWS[stage.workflow]
    return any(step.dest in flow.states and flow.stop(str(step.dest)).final for step in flow.steps(trigger))


def _cut(stage: Stage) -> bool:
    """Whether the stage ended because the case was turned away or left: it was never done."""
    return stage.outcome == WITH_THE_CASE and stage.case.state in WAYS_OUT


def _how_it_stands(stage: Stage) -> str:
    """The state in words; of a stage that ended because the case was turned away or left, how the case ended."""
    case = stage.case
    if _cut(stage):
        return str(WORKFLOWS[case.workflow].stop(case.state).label)
    return str(WORKFLOWS[stage.workflow].stop(stage.state).label)


def _block(stage: Stage, running: list[dict[str, Any]], actor: User) -> dict[str, Any]:
    flow = WORKFLOWS[stage.workflow]
    turn = turn_of(stage)
    return {
        "stage": stage,
        "label": str(flow.label),
        "state": _how_it_stands(stage),
        "turn": phrase_in_words(turn) if turn else "",
        "opened": local(stage.opened_at)[:10],
        "ended": local(stage.ended_at)[:10],
        "cut": _cut(stage),
        "clocks": running,
        "steps": step_entries(stage, actor=actor, url=f"/cases/{stage.case.ref}/{stage.ref}"),
    }


def party_rows(case: Case, *, actor: User) -> list[dict[str, Any]]:
    """The people of the case, with what ACTOR may know of each."""
    whole = "narrative" in field_groups(actor, case)
    return [
        {
            "role": ROLES.get(party.role, party.role),
            "name": party.person.called,
            "relation": party.relation or "",
            "sex": {"1": "男", "2": "女"}.get(party.person.sex, ""),
            "birth": party.person.birth if whole else None,
            "warning": party.person.id_warning if whole else "",
            "contact": contact_rule(party, whole=True) if party.side == "applicant" and whole else None,
            "special": party.person.special,
        }
        for party in shown_parties(case, actor=actor)
        if whole or party.role != REPORTER
    ]


def panels(case: Case, *, actor: User) -> list[Any]:
    """The blocks that the features draw on the page of a case, in their order; none where the ground is gone."""
    if cut_off(case, actor=actor):
        return []
    drawn = [draw(case, actor) for feature in current_app.extensions["features"] for draw in feature.panels]
    return sorted((panel for panel in drawn if panel), key=lambda panel: panel.order)
