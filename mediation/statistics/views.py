"""统计: the tables of a month, a quarter or a year; each number with its definition, and behind it the list it counts."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup

from mediation.audit.log import record_read
from mediation.cases.access import field_groups
from mediation.cases.models import Case
from mediation.cases.page import identity
from mediation.errors import Missing
from mediation.statistics import queries
from mediation.statistics.charts import line
from mediation.statistics.hiding import INSIDE, OUTSIDE
from mediation.statistics.layouts import KEEPER
from mediation.statistics.periods import Period, choices, last_month, period_named
from mediation.statistics.tables import TOTAL, Row, Table
from mediation.workflow.engine import WORKFLOWS

bp = Blueprint("statistics", __name__)
VIEWS = {queries.OFFICIAL: _l("正式统计"), queries.MINE: _l("我能打开的案件")}
PAGE = 100
TREND = "近12个月"


@bp.get("/statistics")
def show() -> str:
    """The tables of one period, beside those of the same period of last year."""
    view, period = asked()
    now = queries.figures(view, period, actor=current_user)
    then = queries.figures(view, period.before(12), actor=current_user)
    record_read("statistics", actor=current_user)
    return render_template(
        "statistics/show.html",
        tables=[_shown(table, now, then, view) for table in now.tables],
        drawing=_trend(view, period),
        period=period,
        last_year=period.before(12),
        choices=[one for one in choices() if view == queries.MINE or one.over],
        view=view,
        views=[(name, VIEWS[name]) for name in queries.views_of(current_user)],
        watches=queries.may_watch(current_user),
        keeps=current_user.role == KEEPER,
        inside=INSIDE,
        outside=OUTSIDE,
    )


@bp.get("/statistics/list")
def of_number() -> str:
    """The list behind one number, PAGE at a time."""
    view, period = asked()
    table, row = request.args.get("table", ""), request.args.get("row", "")
    found = queries.figures(view, period, actor=current_user)
    members = queries.listed(found, table, row)
    page = min(max(request.args.get("page", 1, type=int), 1), _pages(len(members)))
    shown = members[(page - 1) * PAGE : page * PAGE]
    cases = queries.cases_of(shown, actor=current_user)
    record_read("statistics.list", actor=current_user, shown=sorted({case.ref for case in cases.values()}))
    told = next(one for one in found.tables if one.key == table)
    return render_template(
        "statistics/list.html",
        rows=[_case(cases[one.case_id]) for one in shown],
        number=len(members),
        title=told.title,
        label=next((one.label for one in told.rows if one.key == row), "合计"),
        counts=told.counts,
        page=page,
        pages=_pages(len(members)),
        args={"period": period.name, "table": table, "row": row, "view": view},
        period=period,
        view=view,
    )


def asked() -> tuple[str, Period]:
    """The view and the period that the address names, else the usual ones. Raises Missing for what is none."""
    views = queries.views_of(current_user)
    if not views:
        raise Missing
    try:
        period = period_named(request.args["period"]) if request.args.get("period") else last_month()
    except (ValueError, OverflowError):
        raise Missing from None
    return request.args.get("view") or views[0], period


def _trend(view: str, period: Period) -> str:
    """What came month by month as a line; nothing where no month is told."""
    months = queries.trend(view, period, actor=current_user)
    told = any(number is not None for _name, number in months)
    return Markup(line(months, TREND)) if told else ""


def _pages(number: int) -> int:
    return max((number + PAGE - 1) // PAGE, 1)


def _case(case: Case) -> dict[str, Any]:
    """One line of a list; where a partner's case stands is told to nobody who does not see it as a whole."""
    whole = "all stages" in field_groups(current_user, case)
    return {
        "identity": identity(case, actor=current_user),
        "state": str(WORKFLOWS["one_stop"].stop(case.state).label) if whole else "",
        "received": case.received_on if whole else "",
    }


def _shown(table: Table, now: queries.Figures, then: queries.Figures, view: str) -> dict[str, Any]:
    rows = [_row(row.key, row, table, now, then, view) for row in rows_told(table, now, view)]
    if table.total is not None:
        rows.append(_row(TOTAL, None, table, now, then, view))
    return {"key": table.key, "title": table.title, "counts": table.counts, "rows": rows}


def rows_told(table: Table, found: queries.Figures, view: str) -> list[Row]:
    """The rows of a table that are worth a line: of the kinds within a class, those that tell something."""
    rows = []
    for row in table.rows:
        number = found.numbers[table.key, row.key].value
        if (
            not row.parent
            or number
            or (number is None and found.numbers[table.key, row.parent].value is not None)
        ):
            rows.append(row)
    return rows


def _row(
    key: str, row: Row | None, table: Table, now: queries.Figures, then: queries.Figures, view: str
) -> dict[str, Any]:
    number = now.numbers[table.key, key]
    earlier = then.numbers.get((table.key, key), queries.Number(0 if view == queries.MINE else None))
    both = number.value is not None and earlier.value is not None
    return {
        "label": row.label if row else "合计",
        "note": row.note if row else "",
        "part": bool(row and row.parent),
        "number": number.value,
        "earlier": earlier.value,
        "change": f"{number.value - earlier.value:+d}".replace("+0", "0") if both else "",  # type: ignore[operator]
        "url": url_for(".of_number", period=now.period.name, table=table.key, row=key, view=view)
        if number.opens
        else "",
    }
