"""Data requests on the page of a case."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for

from mediation.cases.access import field_groups
from mediation.cases.models import Case
from mediation.cases.next_steps import step_entries
from mediation.cases.page import identity
from mediation.cases.today import row
from mediation.data_requests.forms import KINDS
from mediation.data_requests.models import DataRequest
from mediation.data_requests.papers import PRINTS_COPY
from mediation.data_requests.queries import requests_in, waiting_for
from mediation.data_requests.registering import drafted
from mediation.people.models import User
from mediation.web.feature import Panel
from mediation.workflow import clocks
from mediation.workflow.engine import WORKFLOWS, why_not

TAGS = {
    "received": "due",
    "deciding": "due",
    "carrying_out": "due",
    "to_answer": "due",
    "answered": "info",
    "closed": "done",
}
OUTCOMES = {"granted": "全部同意", "partly": "部分同意", "refused": "不同意"}


def panel(case: Case, actor: User) -> Panel | None:
    """个人信息请求: those of the case, each with its steps and its time limit, and the way to a new one."""
    if "narrative" not in field_groups(actor, case):
        return None
    found = requests_in(case, actor=actor)
    may = why_not(drafted(case, {}, actor=actor), WORKFLOWS["data_request"].start, actor) is None
    if not found and not may:
        return None
    rows = [_row(item, actor) for item in found]
    given = {"case": case.ref, "rows": rows, "may": may}
    steps = [step for one in rows for step in one["steps"]]
    return Panel("个人信息请求", "data_requests/panel.html", given, order=92, steps=steps)


def _row(item: DataRequest, actor: User) -> dict[str, Any]:
    return {
        "ref": item.ref,
        "what": str(dict(KINDS)[item.about]),
        "who": item.party.person.called,
        "at": item.registered_at,
        "wish": item.wish,
        "outcome": OUTCOMES.get(item.outcome, ""),
        "state": str(WORKFLOWS["data_request"].stop(item.state).label),
        "tag": TAGS.get(item.state, "neutral"),
        "due": _due(item),
        "steps": step_entries(item, actor=actor, url=f"/cases/{item.case.ref}/{item.ref}"),
        "file": url_for("data_requests.copy", ref=item.ref)
        if item.about == "copy" and item.outcome != "refused" and item.state in PRINTS_COPY
        else "",
    }


def _due(item: DataRequest) -> str:
    """The day by which it is to be answered, with what the law says and what it does not."""
    running = clocks.running(item.ref, "PI-45")
    return f"{running[0].conservative[:10]}前答复；法律只写“及时”，30日是推荐标准" if running else ""


def request_rows(actor: User) -> Iterator[dict[str, Any]]:
    """今日工作: the next step of each request that waits for this person, with the day of its answer."""
    for item in waiting_for(actor):
        url = f"/cases/{item.case.ref}/{item.ref}"
        step = next((one for one in step_entries(item, actor=actor, url=url) if one["primary"]), None)
        running = clocks.running(item.ref, "PI-45")
        due = date.fromisoformat(running[0].conservative[:10]) if running else None
        what = (
            f"个人信息请求（{dict(KINDS)[item.about]}）：{WORKFLOWS['data_request'].stop(item.state).label}"
        )
        # What is missing before the answer is its paper, which is printed on the page of the case.
        verb, link = (step["label"], step["url"]) if step else ("打印答复书", f"/cases/{item.case.ref}")
        yield row(
            item.case.ref, identity(item.case, actor=actor), what, verb, link, due=due, stage="个人信息请求"
        )
