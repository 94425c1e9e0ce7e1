"""Her safe number, for whoever is about to call: by a deliberate press, with an entry of its own, never in an address."""

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user
from werkzeug import Response as Answer

from mediation.audit.log import record_read
from mediation.cases.calling import may_call, refusals, safe_numbers
from mediation.cases.calling_anyway import EXCEPTION, barred_by_the_hour, excepted_by
from mediation.cases.models import Case
from mediation.cases.page import identity
from mediation.cases.queries import find_case
from mediation.db import now
from mediation.errors import Missing

bp = Blueprint("calls", __name__)
READ = "safe_number"


@bp.get("/cases/<ref>/safe-number")
def back(ref: str) -> Answer:
    """After a sign-in, or by the history of the browser: the case, where the button is."""
    find_case(ref, actor=current_user)
    return redirect(url_for("cases.show", ref=ref))


@bp.post("/cases/<ref>/safe-number")
def show(ref: str) -> str:
    """The number with the code word and all that she said of calling; outside her hours the reason why not.

    Not served without its read entry, which says whether a number was shown.
    """
    case, at = find_case(ref, actor=current_user), now()
    if not may_call(case, current_user):
        raise Missing
    overruled = excepted_by(case, current_user, at)
    numbers = list(safe_numbers(case, at, excepted=overruled))
    record_read(READ if numbers else f"{READ}.not_now", actor=current_user, subject=ref)
    return render_template(
        "cases/safe_number.html",
        case=case,
        identity=identity(case, actor=current_user),
        numbers=numbers,
        refusals=refusals(case, at, excepted=overruled),
        overruled=overruled and barred_by_the_hour(case, current_user) is None,
        anyway=_exception_of(case) if not numbers else None,
    )


def _exception_of(case: Case) -> str | None:
    """Where a reason is given for calling all the same; None where nobody may."""
    if barred_by_the_hour(case, current_user):
        return None
    return f"/cases/{case.ref}/{EXCEPTION}"
