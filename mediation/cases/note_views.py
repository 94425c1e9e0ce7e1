"""写记录: a note for colleagues only, or one that the person may read. The button says which, and so do its colours."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from mediation.audit.log import record_read
from mediation.cases.access import field_groups
from mediation.cases.models import Case
from mediation.cases.notes import take_back, write_note
from mediation.cases.page import identity
from mediation.cases.queries import find_case
from mediation.errors import Missing
from mediation.web.forms import Form

bp = Blueprint("notes", __name__)


class NoteForm(Form):
    """A note. Which button was pressed says who may read it; no button, or any other word: colleagues only."""

    text = TextAreaField(_l("记录"), [DataRequired(_l("请写下记录。")), Length(max=4000)])


@bp.route("/cases/<ref>/notes", methods=["GET", "POST"])
def write(ref: str) -> str | Response | tuple[str, int]:
    """Write a note."""
    case = _case(ref)
    if request.method == "GET":
        record_read("step", actor=current_user, subject=ref)
    form = NoteForm()
    if not form.sent():
        page = render_template(
            "cases/note.html", case=case, identity=identity(case, actor=current_user), form=form
        )
        return page, 422 if form.errors else 200
    internal = request.form.get("audience") != "party"
    write_note(case, form.text.data or "", internal=internal, actor=current_user)
    flash(
        _("已保存为内部记录，10分钟内可以撤销。")
        if internal
        else _("已保存，当事人看得到这条记录；10分钟内可以撤销。"),
        "success",
    )
    return redirect(url_for("cases.show", ref=ref))


@bp.post("/cases/<ref>/notes/<note>/take-back")
def undo(ref: str, note: str) -> Response:
    """Take one's own note back."""
    case = _case(ref)
    take_back(case, note, actor=current_user)
    flash(_("已撤销这条记录。"), "success")
    return redirect(url_for("cases.show", ref=ref))


def _case(ref: str) -> Case:
    case = find_case(ref, actor=current_user)
    if "narrative" not in field_groups(current_user, case):
        raise Missing
    return case
