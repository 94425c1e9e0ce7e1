"""The steps that a page of a case offers: what is next, what else, and why the rest cannot be taken now."""

from typing import Any

from mediation.cases.access import WHOLE, field_groups
from mediation.cases.models import Case
from mediation.people.models import User
from mediation.people.roles import phrases_of
from mediation.workflow.definition import Step
from mediation.workflow.engine import ahead
from mediation.workflow.history import steps_of

GROUPS = {
    "move": "推进案件",
    "stages": "环节",
    "safety": "安全和告知",
    "letters": "致函有关单位",
    "people": "当事人和分工",
    "exits": "其他出口",
}


# The step that ends a time limit of the case, and what its form is opened with.
_REPORT = ("report_minor", "", "登记强制报告")
_ENDED_BY = {
    "XF-23": ("inform", "?notice=petition_receipt", "登记已送达受理告知书"),
    "DV-R05": _REPORT,
    "MIN-11": _REPORT,
}
# What mends a record is done beside the work, and is never the next step of it.
_NEVER_NEXT = frozenset({"correct"})


def with_steps(clocks: list[dict[str, Any]], case: Case, *, actor: User) -> list[dict[str, Any]]:
    """These clocks of CASE as the macro `clock_list` draws them, each with the step that ends it if ACTOR may take it."""
    open_now = {step.trigger for step, refusal in ahead(case, actor=actor) if refusal is None}
    return [{**clock, "step": _ending(clock["rule"], case, open_now)} for clock in clocks]


def _ending(rule: str, case: Case, open_now: set[str]) -> dict[str, str] | None:
    trigger, given, label = _ENDED_BY.get(rule, ("", "", ""))
    return {"url": f"/cases/{case.ref}/{trigger}{given}", "label": label} if trigger in open_now else None


def step_entries(item: Any, *, actor: User, url: str) -> list[dict[str, Any]]:
    """The steps that lead on from here as the macro `step_buttons` draws them.

    Of the primary steps that may be taken now, the last in the file is the next one: the big button. What the file
    gives to ACTOR's body as its own goes before: the first of it that was not taken yet.
    """
    steps = [(step, refusal) for step, refusal in ahead(item, actor=actor) if step.by != ("system",)]
    phrases = phrases_of(actor, item)
    ready = [step for step, refusal in steps if step.leads(phrases) and refusal is None]
    following = _own_next(item, ready) or (ready[-1] if ready else None)
    return [
        {
            "label": str(step.label),
            "trigger": step.trigger,
            "url": f"{url}/{step.trigger}",
            "primary": step is following,
            "leads_on": step.leads(phrases),
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
    found = [
        {**step, "label": f"{step['label']}（{block['label']}）"}
        for block in ordered
        if not block["stage"].ended
        for step in _following(block["steps"])
    ]
    own = case_steps(case, actor=actor) if field_groups(actor, case) == WHOLE else []
    urgent = [step for step in own if step["trigger"] in _demanded(case)]
    inside = [step for panel in drawn for step in panel.steps if step["primary"]]
    helps = _remedies(found, [*own, *(step for block in ordered for step in block["steps"])])
    found = [*urgent, *found, *helps, *inside, *(step for step in own if step["primary"])]
    if not found:
        # Where nothing can be taken, what the case waits for.
        found = [step for step in own if step["leads_on"] and step["reason"]]
    able = (step for step in found if not step["reason"] and step["trigger"] not in _NEVER_NEXT)
    first = next(able, None)
    return [{**step, "primary": step is first} for step in found]


def _demanded(case: Case) -> set[str]:
    """What danger demands before everything else: the scale; and the safety track, while none is open (PM-DV)."""
    if case.danger_provisional:
        return {"assess_danger"}
    guarded = any(stage.workflow == "protection" and not stage.ended for stage in case.stages)
    return {"open_protection"} if case.danger in ("high", "lethal") and not guarded else set()


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
