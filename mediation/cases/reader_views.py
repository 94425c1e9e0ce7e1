"""谁看过这个案件: one page, for the owner and the supervisor line."""

from flask import Blueprint, render_template
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.cases.page import identity
from mediation.cases.queries import find_case
from mediation.cases.readers import readers_of
from mediation.web.paging import before

bp = Blueprint("readers", __name__)


@bp.get("/cases/<ref>/readers")
def show(ref: str) -> str:
    """Who looked at the case, day by day; this look is one of them."""
    case = find_case(ref, actor=current_user)
    rows, more = readers_of(case, actor=current_user, before=before())
    record_read("readers", actor=current_user, subject=ref)
    return render_template(
        "cases/readers.html", case=case, identity=identity(case, actor=current_user), rows=rows, more=more
    )
