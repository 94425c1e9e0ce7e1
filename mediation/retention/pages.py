"""Retention as plain values for the templates, and what its forms offer."""

from collections.abc import Iterator
from typing import Any

from flask import url_for

from mediation.cases.access import CASEWORK, field_groups
from mediation.cases.models import Case
from mediation.cases.next_steps import step_entries
from mediation.cases.page import identity
from mediation.cases.today import row
from mediation.db import today
from mediation.people.models import User
from mediation.people.queries import workers_of
from mediation.retention.forms import GROUNDS
from mediation.retention.models import Disposal, DisposalItem, LegalHold, Retention
from mediation.retention.papers import newest_list
from mediation.retention.proposing import drafted_hold
from mediation.retention.queries import (
    LINK,
    PROPOSES,
    disposals,
    due_cases,
    held,
    holds_of,
    holds_to_review,
    retention_of,
)
from mediation.retention.schedule import DISPOSED, schedule
from mediation.web.feature import Panel
from mediation.web.forms import Choices
from mediation.workflow.engine import WORKFLOWS, why_not

TAGS = {"proposed": "due", "approved": "due", "carried_out": "done", "in_force": "due", "lifted": "done"}
CERTAINTY = {"V": "法律写明", "S": "二手来源", "M": "凭记忆，须复核", "L": "本站暂用，须经审核"}


def choices(item: Any, *, actor: User) -> Choices:
    """What the forms of a list offer."""

    def answer(word: str) -> list[Any]:
        if word == "due cases":
            return [(one.case_id, line_of(one)) for one in due_cases(actor=actor)]
        return [(user.id, user.name) for user in workers_of(actor.agency) if user.id != actor.id]

    return answer


def line_of(one: Retention) -> str:
    """A case in a list of what is due: number and term, no name."""
    kind = schedule().named(one.record_kind)
    return f"{one.case.register_number} · {kind.label}{kind.term} · 自{one.starts_on:%Y-%m-%d}起"


def due_row(one: Retention) -> dict[str, Any]:
    """The same as cells of a table."""
    kind = schedule().named(one.record_kind)
    return {
        "number": one.case.register_number,
        "url": url_for("cases.show", ref=one.case.ref),
        "kind": kind.label,
        "term": kind.term,
        "since": one.starts_on,
        "due": one.due_on,
    }


def schedule_rows() -> list[dict[str, Any]]:
    """保管期限表 for the page."""
    table = schedule()
    return [
        {
            "label": kind.label,
            "term": kind.term,
            "starts": table.facts[kind.starts],
            "rule": kind.rule,
            "certainty": CERTAINTY[kind.certainty],
            "disposed": DISPOSED[kind.disposed],
            "note": kind.note,
        }
        for kind in table.kinds
    ]


def list_row(item: Disposal) -> dict[str, Any]:
    """One list in the list of lists."""
    return {
        "url": f"{LINK}{item.ref}",
        "at": item.proposed_at,
        "by": item.proposed_by.name,
        "count": len(item.items),
        "state": state_of(item),
        "tag": TAGS.get(item.state, "neutral"),
    }


def shown(item: Disposal, actor: User) -> dict[str, Any]:
    """The page of one list."""
    return {
        **list_row(item),
        "ref": item.ref,
        "appraisal": item.appraisal,
        "schedule_approval": item.schedule_approval,
        "rows": [_item(one, actor) for one in item.items],
        "steps": step_entries(item, actor=actor, url=f"{LINK}{item.ref}"),
        "prints": actor.role in PROPOSES and item.state in ("proposed", "approved", "carried_out"),
        "print_next": item.state == "approved" and newest_list(item) is None,
    }


def state_of(item: Any) -> str:
    """The state in words."""
    return str(WORKFLOWS[item.workflow].stop(item.state).label)


def panel(case: Case, actor: User) -> Panel | None:
    """保管和销毁 on the page of a case that has ended, or that is held: how long, and what forbids its disposal."""
    if "narrative" not in field_groups(actor, case):
        return None
    term, holds = retention_of(case), holds_of(case)
    may_hold = not held(case) and _may_hold(case, actor)
    if term is None and not holds and not may_hold:
        return None
    given = {
        "case": case.ref,
        "term": due_row(term) if term else None,
        "holds": [_hold(one, actor) for one in holds],
        "may_hold": may_hold,
        "over": bool(term and term.due_on and term.due_on <= today()),
    }
    return Panel("保管和销毁", "retention/panel.html", given, order=95)


def _may_hold(case: Case, actor: User) -> bool:
    return why_not(drafted_hold(case, {}, actor=actor), WORKFLOWS["legal_hold"].start, actor) is None


def _hold(one: LegalHold, actor: User) -> dict[str, Any]:
    return {
        "ground": str(dict(GROUNDS).get(one.ground, "")),
        "reason": one.reason,
        "by": one.placed_by.name,
        "at": one.placed_at,
        "review_on": one.review_on,
        "state": state_of(one),
        "tag": TAGS.get(one.state, "neutral"),
        "steps": step_entries(one, actor=actor, url=f"/cases/{one.case.ref}/{one.ref}"),
    }


def _item(one: DisposalItem, actor: User) -> dict[str, Any]:
    kind = schedule().named(one.record_kind)
    return {
        "number": one.number,
        "url": url_for("cases.show", ref=one.case.ref) if actor.role in CASEWORK else None,
        "kind": kind.label,
        "term": kind.term,
        "since": one.starts_on,
        "due": one.due_on,
        "erased_at": one.erased_at,
    }


def list_rows(actor: User) -> Iterator[dict[str, Any]]:
    """今日工作: whoever approves, or carries out, finds the list there; the registrar also what has come due, the
    supervisor the holds that are to be looked at again."""
    for item in disposals(actor=actor):
        link = f"{LINK}{item.ref}"
        about = {"name": f"档案销毁（{len(item.items)}件）", "url": link}
        step = next((one for one in step_entries(item, actor=actor, url=link) if one["primary"]), None)
        if step:
            yield row(item.ref, about, state_of(item), step["label"], step["url"], stage="档案销毁")
        elif item.state == "approved" and actor.role in PROPOSES:
            yield row(item.ref, about, "已批准，请先打印清册、签名", "打印清册", link, stage="档案销毁")
    if actor.role in PROPOSES and (due := due_cases(actor=actor)):
        about = {"name": f"保管期限届满（{len(due)}件）", "url": "/disposals"}
        yield row("disposal", about, "可以鉴定、列入销毁清册", "列清册", "/disposals/new", stage="档案销毁")
    for hold in holds_to_review(actor=actor):
        about = identity(hold.case, actor=actor)
        link = f"/cases/{hold.case.ref}"
        yield row(
            hold.case.ref, about, "停止销毁到了复核日期", "查看", link, due=hold.review_on, stage="停止销毁"
        )
