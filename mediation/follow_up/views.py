"""回访: the list of whom to ask after this week."""

from flask import Blueprint, render_template
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.db import now
from mediation.errors import Missing
from mediation.follow_up.call_list import call_list

bp = Blueprint("follow_up", __name__)
CALLERS = frozenset({"intake_worker", "caseworker", "supervisor"})


@bp.get("/follow-up")
def calls() -> str:
    """Whom to call now, and whom later."""
    if current_user.role not in CALLERS:
        raise Missing
    rows = call_list(now(), actor=current_user)
    record_read("follow_up", actor=current_user, shown=[row["case"] for row in rows])
    return render_template("follow_up/calls.html", rows=rows, ready=sum(row["now"] for row in rows))
