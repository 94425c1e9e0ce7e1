"""The page of the board, and the one on which it is opened and ended."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug import Response

from mediation.errors import Missing
from mediation.statistics import boards
from mediation.statistics.charts import bars
from mediation.statistics.hiding import OUTSIDE
from mediation.statistics.queries import keeps_figures
from mediation.statistics.report import Report, report_of
from mediation.web.access import public

bp = Blueprint("board", __name__)
# What is told in large figures: the number, and what it is called.
LARGE = {
    "class/total": "登记求助", "ending/close": "结案", "mediation_result/concluded": "调解成功",
    "stage/legal_aid": "法律援助", "stage/counselling": "心理辅导",
}  # fmt: skip


@bp.get("/board/<ref>")
@public
def show(ref: str) -> str:
    """What a report of the last month, quarter and year tells. The page asks again by itself."""
    board = boards.find_board(ref)
    reports = [report_of(board.agency, period) for period in boards.periods_shown()]
    return render_template(
        "statistics/board.html",
        agency=board.agency.name,
        blocks=[(one.period.label, _large(one)) for one in reports],
        drawing=_drawing(reports[-1]),
        year=reports[-1].period.label,
        outside=OUTSIDE,
    )


@bp.get("/statistics/boards")
def index() -> str:
    """The addresses that are open."""
    _only_for_the_keeper()
    return render_template("statistics/boards.html", boards=boards.boards_of(current_user))


@bp.post("/statistics/boards")
def open_one() -> Response:
    """Open one more."""
    _only_for_the_keeper()
    boards.open_board(actor=current_user)
    flash(_("大屏已开通。"), "success")
    return redirect(url_for(".index"))


@bp.post("/statistics/boards/<ref>/end")
def end(ref: str) -> Response:
    """End it."""
    _only_for_the_keeper()
    boards.end_board(ref, actor=current_user)
    flash(_("大屏已停用，这个网址不再显示任何内容。"), "success")
    return redirect(url_for(".index"))


def _only_for_the_keeper() -> None:
    if current_user.role != boards.KEEPER or not keeps_figures(current_user.agency):
        raise Missing


def _large(report: Report) -> list[tuple[str, Any]]:
    return [(label, report.told[number]) for number, label in LARGE.items() if number in report.told]


def _drawing(report: Report) -> str:
    """The classes of the year; nothing where none of them is told."""
    lines = [
        line for section in report.sections if section.key == "class"
        for line in section.lines if not line.part and line.key != "total"
    ]  # fmt: skip
    told = any(line.value is not None for line in lines)
    return Markup(bars([(line.label, line.value) for line in lines], "求助类别")) if told else ""
