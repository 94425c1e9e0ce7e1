"""The pages on which a sheet is taken over: the empty sheet, what a filled one would bring about, and the confirmation."""

import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response as Answer

from mediation.cases.stepping import Page
from mediation.directory.columns import COLUMNS
from mediation.directory.forms import ConfirmForm, ImportForm
from mediation.directory.importing import REFUSED, SAME, WORDS, apply, digest, plan
from mediation.directory.sheet import LARGEST, MOST_ROWS, empty_sheet, read_sheet
from mediation.errors import Incomplete, Missing, Refusal
from mediation.people.keeping import may_edit

bp = Blueprint("directory_import", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BROKEN = "没有收到要导入的内容，请重新上传表格。"


@bp.get("/admin/agencies/sheet.xlsx")
def sheet() -> Response:
    """The sheet to fill in."""
    _only_for_the_keeper()
    answer = make_response(empty_sheet())
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = 'attachment; filename="agencies.xlsx"'
    return answer


@bp.route("/admin/agencies/import", methods=["GET", "POST"])
def upload() -> Page:
    """Look at what a filled sheet would bring about. Nothing is changed yet."""
    _only_for_the_keeper()
    form = ImportForm()
    if form.sent():
        try:
            return _preview(read_sheet(form.sheet.data.read(LARGEST + 1)))
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("directory/import.html", form=form)
    return (page, 422) if form.errors else page


@bp.post("/admin/agencies/import/confirm")
def confirm() -> Page | Answer:
    """Take over what was shown. Where the directory has changed meanwhile, what would come of it now is shown first."""
    _only_for_the_keeper()
    form = ConfirmForm()
    rows = _rows_of(form.rows.data)
    lines = plan(rows)
    if not form.sent() or digest(lines) != form.shown.data:
        flash(_("名录刚才有变化，请再核对一次。"), "warning")
        return _preview(rows)
    number = apply(lines, actor=current_user)
    flash(_("已导入%(number)s个单位。", number=number), "success")
    return redirect(url_for("directory.admin_index"))


def _preview(rows: Sequence[dict[str, str]]) -> str:
    lines = plan(rows)
    form = ConfirmForm(formdata=None, rows=json.dumps(rows, ensure_ascii=False), shown=digest(lines))
    used = {label for line in lines for label in (*line.texts, *line.errors)}
    counted = {action: sum(line.action == action for line in lines) for action in WORDS}
    return render_template(
        "directory/import_preview.html",
        form=form,
        lines=sorted(lines, key=lambda line: line.action != REFUSED),
        columns=[column.label for column in COLUMNS if column.label in used][1:],
        words=WORDS,
        counted=counted,
        anything=len(lines) > counted[REFUSED] + counted[SAME],
    )


def _rows_of(text: str | None) -> list[dict[str, str]]:
    """The rows that came back from the preview: no more trusted than the sheet itself."""
    try:
        rows: Any = json.loads(text or "")
        good = isinstance(rows, list) and 0 < len(rows) <= MOST_ROWS
        told = [{str(name): str(value) for name, value in row.items()} for row in rows] if good else []
        if told and all(row["行"].isdecimal() for row in told):
            return told
    except (ValueError, AttributeError, KeyError, RecursionError):
        pass
    raise Incomplete(BROKEN)


def _only_for_the_keeper() -> None:
    if not may_edit(current_user):
        raise Missing
