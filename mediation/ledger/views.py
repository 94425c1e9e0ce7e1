"""/import: an office's old Excel ledger is brought in, looked at row by row, taken over, and undone as a whole; and looked
through beside the cases."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from openpyxl import Workbook
from openpyxl.styles import Font
from werkzeug import Response as Answer
from wtforms import FileField
from wtforms.validators import DataRequired

from mediation.audit.log import record_read
from mediation.cases.access import may_register
from mediation.cases.searching import count_search, term_of
from mediation.errors import Missing, Refusal
from mediation.ledger import batches
from mediation.ledger.columns import BY_NAME, COLUMNS, NEEDED
from mediation.ledger.lines import Line
from mediation.ledger.reading import LARGEST, MEGABYTE, MOST_ROWS, read_file
from mediation.web.forms import StepForm

bp = Blueprint("ledger", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN, SAMPLES = 50, 3


class FileForm(StepForm):
    """The old file."""

    nothing_kept = True

    sheet = FileField(
        _l("选择旧台账文件"),
        [DataRequired(_l("请选择文件。"))],
        description=_l(
            "Excel 文件（.xlsx），不超过 %(size)s MB、%(rows)s 行；旧的 .xls 请先另存为 .xlsx。",
            size=LARGEST // MEGABYTE,
            rows=MOST_ROWS,
        ),
        render_kw={"accept": ".xlsx"},
    )


@bp.route("/import", methods=["GET", "POST"])
def upload() -> str | Answer | tuple[str, int]:
    """Bring in a file to be looked at; below, the batches that were taken over."""
    _only_for_importers()
    form = FileForm()
    if form.sent():
        try:
            head, rows = read_file(form.sheet.data.read(LARGEST + 1))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            batch = batches.bring_in(head, rows, actor=current_user)
            return redirect(url_for(".columns", ref=batch.ref))
    page = render_template("ledger/upload.html", form=form, batches=batches.batches_of(current_user))
    return (page, 422) if form.errors else page


@bp.route("/import/<ref>/columns", methods=["GET", "POST"])
def columns(ref: str) -> str | Answer | tuple[str, int]:
    """Which column is which field. It is remembered for the next file of the same kind."""
    batch = batches.find_batch(ref, actor=current_user)
    head = batch.head
    places, errors = batch.places, {}
    if request.method == "POST":
        places = _places(len(head))
        errors = _wrong(places)
        if not errors:
            batches.say_columns(batch, places)
            return redirect(url_for(".check", ref=ref))
    record_read("ledger.batch", actor=current_user, subject=ref)
    samples = batches.samples_of(batch, SAMPLES)
    choices = [
        (
            place,
            heading or _("第%(n)s列（没有表头）", n=place),
            [row[place] for row in samples if place < len(row)],
        )
        for place, heading in enumerate(head)
        if place
    ]
    page = render_template(
        "ledger/columns.html", batch=batch, columns=COLUMNS, choices=choices, places=places, wrong=errors
    )
    return (page, 422) if errors else page


@bp.get("/import/<ref>")
def check(ref: str) -> str | Answer:
    """What would be taken over, and which rows not, and why. Nothing is taken over yet."""
    batch = batches.find_batch(ref, actor=current_user)
    if batch.taken_at:
        return redirect(url_for(".upload"))
    if _wrong(batch.places):
        return redirect(url_for(".columns", ref=ref))
    record_read("ledger.batch", actor=current_user, subject=ref)
    lines = list(batches.lines_of(batch))
    wrong = [line for line in lines if line.errors]
    return render_template(
        "ledger/check.html",
        batch=batch,
        good=len(lines) - len(wrong),
        wrong=len(wrong),
        shown=[(line, _said(line)) for line in wrong[:SHOWN]],
        samples=[line for line in lines if not line.errors][:SAMPLES],
        columns=[column for column in COLUMNS if column.name in batch.places],
    )


@bp.get("/import/<ref>/errors.xlsx")
def errors(ref: str) -> Response:
    """The rows that would not be taken over, as a sheet to correct: as they stood in the file, with what is wrong."""
    batch = batches.find_batch(ref, actor=current_user)
    record_read("ledger.batch", actor=current_user, subject=ref)
    wrong = [line for line in batches.lines_of(batch) if line.errors]
    answer = make_response(_sheet([column.name for column in COLUMNS], wrong))
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = 'attachment; filename="errors.xlsx"'
    return answer


@bp.post("/import/<ref>/take")
def take(ref: str) -> Answer:
    """Take over the rows that hold."""
    batch = batches.find_batch(ref, actor=current_user)
    number = batches.take_over(batch, actor=current_user)
    flash(_("已导入%(n)s行。发现导错了，可以整批撤销。", n=number), "success")
    return redirect(url_for(".upload"))


@bp.route("/import/<ref>/undo", methods=["GET", "POST"])
def undo(ref: str) -> str | Answer:
    """Undo a whole batch, after a page that says what that means."""
    batch = batches.find_batch(ref, actor=current_user)
    if request.method == "GET":
        return render_template("ledger/undo.html", batch=batch)
    batches.undo(batch, actor=current_user)
    flash(_("这一批已经撤销，%(n)s行都删掉了。", n=batch.taken), "success")
    return redirect(url_for(".upload"))


@bp.route("/import/search", methods=["GET", "POST"])
def search() -> str:
    """旧台账: whether somebody came before the program was there. What is looked for is posted: a name is in no address."""
    if not may_register(current_user):
        raise Missing
    text = request.form.get("q", "").strip()
    hits = []
    if text:
        count_search(current_user)
        hits = batches.look_up(text, actor=current_user)
        record_read("ledger", actor=current_user, term=term_of(text))
    return render_template(
        "ledger/search.html",
        text=text,
        hits=[hit.values for hit in hits],
        most=batches.FOUND,
        may_import=batches.may_import(current_user),
    )


def _places(number: int) -> dict[str, int]:
    found = {column.name: request.form.get(f"column-{column.name}", type=int) for column in COLUMNS}
    return {name: place for name, place in found.items() if place and place < number}


def _wrong(places: dict[str, int]) -> dict[str, str]:
    """What is wrong with the choice of columns, by field."""
    wrong = {
        name: _("请选择哪一列是%(what)s。", what=BY_NAME[name].label) for name in NEEDED if name not in places
    }
    for name, place in places.items():
        if list(places.values()).count(place) > 1:
            wrong[name] = _("这一列选了两次。")
    return wrong


def _said(line: Line) -> list[str]:
    return [f"{BY_NAME[name].label}：{sentence}" for name, sentence in line.errors.items()]


def _sheet(names: list[str], lines: list[Line]) -> bytes:
    """Every cell is text: a formula stays what was typed, a number keeps its zeros."""
    book = Workbook()
    page: Any = book.active
    page.title, page.freeze_panes = "要改的行", "A2"
    page.column_dimensions["B"].width = 50
    head = ["原表第几行", "要改什么", *(BY_NAME[name].label for name in names)]
    said = [
        [str(line.number), "\n".join(_said(line)), *(line.texts.get(name, "") for name in names)]
        for line in lines
    ]
    for number, cells in enumerate([head, *said], 1):
        for place, text in enumerate(cells, 1):
            cell = page.cell(number, place, text)
            cell.data_type, cell.number_format = "s", "@"
            cell.font = Font(bold=number == 1)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _only_for_importers() -> None:
    if not batches.may_import(current_user):
        raise Missing
