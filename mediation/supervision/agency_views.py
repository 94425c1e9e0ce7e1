"""各单位答复情况: how each agency answers what is referred to it, and behind each number its slips."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from mediation.audit.log import record_read
from mediation.db import today
from mediation.errors import Missing
from mediation.referrals import pages
from mediation.supervision import agencies
from mediation.supervision.views import only_for_supervisors

bp = Blueprint("answering", __name__)

LABELS = {
    "sent": _l("发出"), "in_time": _l("按期答复"), "late": _l("逾期"), "waiting": _l("还没有答复"),
    "returned": _l("退回"), "answered": _l("已回复结果"),
}  # fmt: skip
PERIODS = {
    "month": _l("本月"),
    "last_month": _l("上月"),
    "quarter": _l("本季度"),
    "year": _l("今年"),
    "twelve": _l("近12个月"),
}
SHOWN = 100


@bp.get("/supervision/agencies")
def of_agencies() -> str:
    """The table, for a period; each number leads to its list."""
    only_for_supervisors()
    period, first, last = _period()
    rows = agencies.table(first, last, actor=current_user)
    record_read("supervision.agencies", actor=current_user)
    return render_template(
        "supervision/agencies.html",
        rows=[_row(row, period) for row in rows],
        labels=LABELS,
        **_said(period, first, last, ""),
    )


@bp.get("/supervision/agencies/<ref>")
def of_agency(ref: str) -> str:
    """The slips behind a number: of one agency, of one kind, in the period."""
    only_for_supervisors()
    kind = request.args.get("what", "sent")
    if kind not in agencies.KINDS:
        raise Missing
    period, first, last = _period()
    holds = agencies.KINDS[kind]
    found = [
        fate.referral
        for fate in agencies.fates(first, last, actor=current_user)
        if fate.referral.to_agency.ref == ref and holds(fate)
    ]
    if not found:
        raise Missing
    record_read("supervision.agencies", actor=current_user, shown=[one.ref for one in found[:SHOWN]])
    return render_template(
        "supervision/agency.html",
        agency=found[0].to_agency.name,
        label=LABELS[kind],
        number=len(found),
        cards=pages.cards(found[:SHOWN], current_user),
        **_said(period, first, last, kind),
    )


def _period() -> tuple[str, date, date]:
    """The period asked for, its first and last local day."""
    day = today()
    month = day.replace(day=1)
    before = month - timedelta(days=1)
    known = {
        "month": (month, day),
        "last_month": (before.replace(day=1), before),
        "quarter": (month.replace(month=month.month - (month.month - 1) % 3), day),
        "year": (month.replace(month=1), day),
        "twelve": (month.replace(year=month.year - 1), day),
    }
    period = request.args.get("period", "twelve")
    if period not in known:
        raise Missing
    return period, *known[period]


def _said(period: str, first: date, last: date, kind: str) -> dict[str, Any]:
    return {
        "period": period,
        "periods": [(name, label, url_for(".of_agencies", period=name)) for name, label in PERIODS.items()],
        "first": first,
        "last": last,
        "kind": kind,
    }


def _row(row: agencies.Row, period: str) -> dict[str, Any]:
    return {
        "name": row.agency.name,
        "numbers": [
            (
                label,
                row.numbers[kind],
                url_for(".of_agency", ref=row.agency.ref, what=kind, period=period),
                kind,
            )
            for kind, label in LABELS.items()
        ],
        "reasons": "、".join(f"{reason}{number}" for reason, number in row.reasons),
        "days_to_accept": _days(row.days_to_accept),
        "days_to_answer": _days(row.days_to_answer),
    }


def _days(number: float | None) -> str:
    if number is None:
        return "—"
    return "不到1天" if number < 1 else f"{number}天"
