"""知道了: something that happened was taken note of, and is off the list."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import or_, select
from werkzeug import Response as Answer

from mediation.audit.log import Subject, record
from mediation.cases.queries import find_case
from mediation.cases.tasks import NEWS
from mediation.cases.work import Task
from mediation.db import atomic, db, now
from mediation.errors import Missing

bp = Blueprint("news", __name__)
SEEN = "task.noted"


@bp.post("/tasks/<ref>/noted")
def noted(ref: str) -> Answer:
    """Whoever it was for has read it; the log says who, and when. A second press changes nothing."""
    mine = or_(Task.user_id == current_user.id, Task.user_id.is_(None))
    query = select(Task).where(Task.ref == ref, Task.kind == NEWS, mine)
    task = db.session.scalar(query.where(Task.agency_id == current_user.agency_id))
    if task is None:
        raise Missing
    case = find_case(task.case.ref, actor=current_user)
    if task.done_at is None:
        with atomic():
            task.done_at = now()
            record(SEEN, actor=current_user, subject=Subject(case.ref, "task", task.ref))
    flash(_("已知悉。"), "success")
    back = (
        url_for("cases.show", ref=case.ref)
        if request.form.get("from") == "case"
        else url_for("cases.today_page")
    )
    return redirect(back)
