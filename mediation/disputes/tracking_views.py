"""履约: everything promised that is late or due within a month, each with its next step."""

from typing import Any

from flask import Blueprint, render_template
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.cases.page import identity
from mediation.db import today
from mediation.disputes.agreement_tasks import link_of
from mediation.disputes.models import Obligation
from mediation.disputes.panel import money
from mediation.disputes.tracking import advice, last_day, next_step, owed
from mediation.errors import Missing

bp = Blueprint("obligations", __name__)
WATCHERS = frozenset({"mediator", "caseworker", "supervisor"})
# What the button says, and the step to which it leads.
VERBS = {
    "remind": ("提醒、核实", "record_performance"),
    "urge": ("督促履行", "urge"),
    "wait": ("登记履行", "record_performance"),
    "report_breach": ("登记未履行", "report_breach"),
    "advise": ("登记履行", "record_performance"),
}


@bp.get("/obligations")
def index() -> str:
    """The list."""
    if current_user.role not in WATCHERS:
        raise Missing
    rows = [_row(row) for row in owed(actor=current_user)]
    record_read("obligations", actor=current_user, shown=[row["case"] for row in rows])
    return render_template("disputes/obligations.html", rows=rows, late=sum(row["days"] > 0 for row in rows))


def _row(row: Obligation) -> dict[str, Any]:
    agreement, case = row.agreement, row.agreement.stage.case
    step = next_step(row, today())
    verb, trigger = VERBS[step]
    detail = f"?obligation={row.id}" if trigger == "record_performance" else ""
    return {
        "case": case.ref,
        "identity": identity(case, actor=current_user),
        "violence": case.violence,
        "label": row.label,
        "what": row.what,
        "money": money(row),
        "due": row.due_on,
        "days": (today() - last_day(row)).days,
        "step": step,
        "verb": verb,
        "url": link_of(agreement, trigger) + detail,
        "advice": advice(agreement, today()) if step in ("report_breach", "advise") else [],
    }
