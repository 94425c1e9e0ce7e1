"""The report of a period as Excel, Word or PDF, and the page on which an office says how its own sheet looks."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response as Answer

from mediation.audit.log import record_read
from mediation.errors import Missing
from mediation.statistics import layouts, queries, writing
from mediation.statistics.periods import last_month
from mediation.statistics.report import headings, report_of
from mediation.statistics.views import asked

bp = Blueprint("statistics_report", __name__)


@bp.get("/statistics/report.<kind>")
def report(kind: str) -> Response:
    """The report as a file. Small numbers are hidden as for the outside; taking it is logged."""
    view, period = asked()
    if (
        kind not in writing.KINDS
        or view != queries.OFFICIAL
        or queries.OFFICIAL not in queries.views_of(current_user)
    ):
        raise Missing
    found = report_of(current_user.agency, period)
    made = writing.written(found, kind, layouts.columns_of(current_user.agency))
    record_read("statistics.report", actor=current_user)
    answer = make_response(made)
    answer.headers["Content-Type"] = writing.KINDS[kind]
    answer.headers["Content-Disposition"] = f'attachment; filename="figures-{period.name}.{kind}"'
    return answer


@bp.route("/statistics/columns", methods=["GET", "POST"])
def columns() -> str | Answer | tuple[str, int]:
    """本单位表样: the place and the heading of each number in the office's own sheet."""
    if current_user.role != layouts.KEEPER or not queries.keeps_figures(current_user.agency):
        raise Missing
    known = headings(current_user.agency, last_month())
    kept = layouts.columns_of(current_user.agency)
    typed = {number: (str(place), heading) for place, (number, heading) in enumerate(kept, 1)}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        form = request.form
        typed = {one: (form.get(f"place:{one}", ""), form.get(f"heading:{one}", "")) for one in known}
        read, wrong = layouts.read_columns(typed, known)
        if not wrong:
            layouts.keep_columns(read, actor=current_user)
            flash(_("已保存%(n)s列。以后下载的 Excel 第一页就是本单位表样。", n=len(read)), "success")
            return redirect(url_for("statistics.show"))
    rows = [
        (number, name, *typed.get(number, ("", "")), wrong.get(number, "")) for number, name in known.items()
    ]
    page = render_template("statistics/columns.html", rows=rows, wrong=wrong)
    return (page, 422) if wrong else page
