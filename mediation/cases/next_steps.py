"""The steps that a page of a case offers: what is next, what else, and why the rest cannot be taken now."""

from typing import Any

from mediation.cases import rights
from mediation.cases.access import WHOLE, field_groups
from mediation.cases.models import Case
from mediation.cases.opening import NEXT_STAGE
from mediation.cases.tasks import open_tasks
from mediation.people.models import User
from mediation.people.roles import phrases_of
from mediation.workflow.definition import Step
from mediation.workflow.engine import ahead, asked_for
from mediation.workflow.history import newest, steps_of

GROUPS = {
    "move": "推进案件",
    "stages": "环节",
    "safety": "安全和告知",
    "letters": "致函有关单位",
    "people": "当事人和分工",
    "exits": "其他出口",
}


OPEN, LAST = "open_stage", "begin_follow_up"
TALKS_FAILED = ("terminated", "declined")
# The step that ends a time limit of the case, and what its form is opened with.
_REPORT = ("report_minor", "", "登记强制报告")
_ENDED_BY = {
    "XF-23": ("inform", "?notice=petition_receipt", "登记已送达受理告知书"),
    "DV-R05": _REPORT,
    "MIN-11": _REPORT,
    "XF-25": ("record_urgent", "", "登记已报告"),
}
_USED = (rights.MEET, "", "登记权利已行使")
# What mends a record is done beside the work, and is never the next step of it.
_NEVER_NEXT = frozenset({"correct"})
# Offered only while they can be taken: for ten minutes after a mistake.
_UNDOES = "undo_"


def with_steps(clocks: list[dict[str, Any]], case: Case, *, actor: User) -> list[dict[str, Any]]:
    """These clocks of CASE as the macro `clock_list` draws them, each with the step that ends it if ACTOR may take it."""
    open_now = {step.trigger for step, refusal in ahead(case, actor=actor) if refusal is None}
    return [{**clock, "step": _ending(clock["rule"], case, open_now)} for clock in clocks]


def _ending(rule: str, case: Case, open_now: set[str]) -> dict[str, str] | None:
    ended_by = _ENDED_BY.get(rule) or (_USED if rule in rights.used_rules() else ("", "", ""))
    trigger, given, label = ended_by
    return {"url": f"/cases/{case.ref}/{trigger}{given}", "label": label} if trigger in open_now else None


def step_entries(item: Any, *, actor: User, url: str) -> list[dict[str, Any]]:
    """The steps that lead on from here as the macro `step_buttons` draws them.

    Of the primary steps that may be taken now, the last in the file is the next one: the big button. What the file
    gives to ACTOR's body as its own goes before, the first of it that was not taken yet; and before all a step that the
    facts ask for (`next_unless`).
    """
    steps = [(step, refusal) for step, refusal in ahead(item, actor=actor) if step.by != ("system",)]
    steps = [pair for pair in steps if pair[1] is None or not pair[0].trigger.startswith(_UNDOES)]
    phrases = phrases_of(actor, item)
    open_now = [step for step, refusal in steps if refusal is None]
    ready = [step for step in open_now if step.leads(phrases)]
    asked = [step for step in open_now if asked_for(step, item, actor)]
    following = next(reversed(asked), None) or _own_next(item, ready) or next(reversed(ready), None)
    return [
        {
            "label": str(step.label),
            "trigger": step.trigger,
            "url": f"{url}/{step.trigger}",
            "primary": step is following,
            "leads_on": step.leads(phrases),
            "moves": step.dest != step.source,
            "reason": refusal.reason if refusal else None,
            "rules": refusal.rules if refusal else (),
            "group": step.group,
        }
        for step, refusal in steps
    ]


def _own_next(item: Any, ready: list[Step]) -> Step | None:
    """Of what is somebody's own work here, the first that was not done yet, else the last."""
    own = [step for step in ready if step.primary is not True]
    taken = {row.trigger for row in steps_of(item.ref)} if len(own) > 1 else set()
    return next((step for step in own if step.trigger not in taken), own[-1] if own else None)


def next_steps(
    case: Case, blocks: list[dict[str, Any]], drawn: list[Any], *, actor: User
) -> list[dict[str, Any]]:
    """The big buttons of the page: the scale that danger demands, the next step of each open stage, the lead first;
    that of what the panels show (an agreement), then that of the case. Where a stage has none, what it waits for."""
    ordered = sorted(blocks, key=lambda block: (not block["stage"].lead, block["stage"].id))
    running = [block for block in ordered if not block["stage"].ended]
    found = [
        {**step, "label": f"{step['label']}（{_told_apart(block, running)}）"}
        for block in running
        for step in _following(block["steps"])
    ]
    own = case_steps(case, actor=actor) if field_groups(actor, case) == WHOLE else []
    demanded = _demanded(case)
    urgent = [step for trigger in demanded for step in own if step["trigger"] == trigger]
    inside = [step for panel in drawn for step in panel.steps if step["primary"]]
    helps = _remedies(found, [*own, *(step for block in ordered for step in block["steps"])])
    choices = _choices(case, own) or [step for step in own if step["primary"]]
    # What danger demands may be the next step of the case as well: it has one button.
    found = list({step["url"]: step for step in [*urgent, *found, *helps, *inside, *choices][::-1]}.values())[
        ::-1
    ]
    if not found:
        # Where nothing can be taken, what the case waits for.
        found = [step for step in own if step["leads_on"] and step["reason"]]
    able = (
        step
        for step in found
        if not step["reason"] and step.get("big", True) and step["trigger"] not in _NEVER_NEXT
    )
    first = next(able, None)
    return [{**step, "primary": step is first} for step in found]


def _told_apart(block: dict[str, Any], running: list[dict[str, Any]]) -> str:
    """The name of a stage; of two of a kind, with the agency that has it."""
    alike = [other for other in running if other["label"] == block["label"]]
    return f"{block['label']}，{block['stage'].agency.name}" if len(alike) > 1 else str(block["label"])


def _choices(case: Case, own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where the case can go now, while somebody is asked to say so; after a mediation that failed, on to her rights first:
    no mediation stands before legal aid and a lawsuit (PM-03)."""
    if not open_tasks(case, NEXT_STAGE):
        return []
    failed = _talks_failed(case)
    ways = [step for step in own if _way_on(step) and not step["reason"]]
    ways = [
        {**step, "big": True, "label": f"{step['label']}（调解没有成，可以申请法律援助、起诉）"}
        if failed and step["trigger"] == OPEN
        else {**step, "big": step["primary"]}
        for step in ways
    ]
    ways.sort(key=lambda step: (failed and step["trigger"] != OPEN, not step["big"]))
    # What would end the work waits for something: the reason stands beside the ways that are open.
    return [*ways, *(step for step in own if step["trigger"] == LAST and step["reason"])]


def _way_on(step: dict[str, Any]) -> bool:
    return bool(step["group"] == "move" and step["moves"]) or step["trigger"] == OPEN


def _talks_failed(case: Case) -> bool:
    talks = [stage for stage in case.stages if stage.workflow == "mediation"]
    return bool(talks) and talks[-1].state in TALKS_FAILED


def _demanded(case: Case) -> list[str]:
    """What danger demands before everything else: the scale, of the first look and of a follow-up that found her in
    danger; and the safety track, while none is open (PM-DV, PO-18). A case that was judged anew after it was closed is
    opened again for it."""
    guarded = any(stage.workflow == "protection" and not stage.ended for stage in case.stages)
    anew = bool(open_tasks(case, "reassess_danger"))
    if case.danger_provisional or anew:
        return ["assess_danger", *(["open_protection"] if anew and not guarded else [])]
    if case.danger not in ("high", "lethal") or guarded:
        return []
    return ["reopen"] if case.state == "closed" and _judged_since_closed(case) else ["open_protection"]


def _judged_since_closed(case: Case) -> bool:
    last = newest(case.ref, "close", "assess_danger")
    return last is not None and last.trigger == "assess_danger"


def _remedies(waiting: list[dict[str, Any]], steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps that a reason names in “…” and that can be taken now: what to do first has its button beside it."""
    reasons = "".join(step["reason"] or "" for step in waiting)
    named = [step for step in steps if not step["reason"] and f"“{step['label']}”" in reasons]
    shown = {step["label"] for step in waiting}
    return list({step["label"]: step for step in reversed(named) if step["label"] not in shown}.values())


def _following(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The next step; or, where there is none, those on which the stage waits."""
    ready = [step for step in steps if step["primary"]]
    return ready or [step for step in steps if step["leads_on"] and step["reason"]]


def case_steps(case: Case, *, actor: User) -> list[dict[str, Any]]:
    """The steps of the case itself."""
    return step_entries(case, actor=actor, url=f"/cases/{case.ref}")


def grouped(steps: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]]:
    """The steps by what they are about: heading, those that can be taken, those that cannot and why."""
    return [
        (
            label,
            [step for step in steps if step["group"] == group and not step["reason"]],
            [step for step in steps if step["group"] == group and step["reason"]],
        )
        for group, label in GROUPS.items()
        if any(step["group"] == group for step in steps)
    ]
