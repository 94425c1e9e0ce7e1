"""What the page of a case shows of its protection; of a shelter, the days alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mediation.cases.handed_over import shown_parties
from mediation.cases.models import Case, Stage
from mediation.cases.queries import stages_of
from mediation.cases.told import NOT_HANDED_OVER
from mediation.dates import day_in_words, local
from mediation.db import today
from mediation.people.models import User
from mediation.protection.models import ProtectionOrder
from mediation.protection.order_choices import MEASURES
from mediation.protection.queries import orders_of, stays_of
from mediation.web.feature import Panel
from mediation.workflow.history import newest, steps_of

RESULTS = {
    "drafted": "准备申请",
    "filed": "已申请",
    "accepted": "法院已受理",
    "made": "有效",
    "refused": "已驳回",
    "withdrawn": "已撤回或未受理",
    "expired": "已届满",
    "revoked": "已撤销",
}


def protection_panel(case: Case, actor: User) -> Panel | None:
    """The block of those stages that ACTOR sees; none without one."""
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "protection"]
    if not stages:
        return None
    people = {party.id: party.person.called for party in shown_parties(case, actor=actor)}
    given = {
        "orders": [_order(order, people) for stage in stages for order in orders_of(stage)],
        "reports": _told(stages, "report_to_police", ("police_reported_at", "station", "receipt_no")),
        "warnings": _warnings(stages, people),
        "breaches": _told(stages, "record_breach", ("happened_at", "told_police_at", "told_court_on")),
        "stays": [
            [when(stay.shelter_in_on), when(stay.shelter_extended_on), when(stay.shelter_out_on)]
            for stage in stages
            for stay in stays_of(stage)
        ],
    }
    return Panel("安全保护", "protection/panel.html", given, order=20)


def when(told: str | None) -> str:
    """A day or a moment as it was told, in words; a moment to the minute."""
    if told and len(told) > len("2026-01-01"):
        moment = datetime.fromisoformat(told)
        return local(moment) if moment.tzinfo else told[:16].replace("T", " ")
    return day_in_words(told)


def _warnings(stages: Sequence[Stage], people: Mapping[int, str]) -> list[list[str]]:
    """The day made, that of handing over and that of the notice; who was warned, where that was asked."""
    rows = [row.facts or {} for stage in stages for row in steps_of(stage.ref, "register_warning")]
    days = ("made_on", "warning_served_on", "warning_notice_received_on")
    return [
        [
            *(when(str(row.get(name) or "")) for name in days),
            _names(row.get("warned"), people),
            str(row.get("station") or ""),
            str(row.get("number") or ""),
        ]
        for row in rows
    ]


def _names(ids: Sequence[int] | None, people: Mapping[int, str]) -> str:
    """Those of whom the reader knows, by name."""
    return "、".join(people.get(one, NOT_HANDED_OVER) for one in ids or ())


def _persons(order: ProtectionOrder, people: Mapping[int, str]) -> list[tuple[str, str]]:
    """For whom and against whom, as the decision says, else the draft; of an application that is over, no longer told."""
    row = newest(order.stage.ref, "make_order", "prepare_order") if order.ended_on is None else None
    told: dict[str, Any] = (row.facts or {}) if row else {}
    said_of = (
        ("保护谁", _names(told.get("for_whom"), people)),
        ("对谁", _names(told.get("against"), people)),
    )
    return [(label, names) for label, names in said_of if names]


def _order(order: ProtectionOrder, people: Mapping[int, str]) -> dict[str, Any]:
    labels = {code: str(label) for code, label in MEASURES}
    return {
        "result": RESULTS[order.result],
        "in_force": order.result == "made",
        "court": order.court,
        "number": order.number,
        "persons": _persons(order, people),
        "measures": "；".join(labels.get(code, code) for code in order.measures),
        "dates": [
            ("提交申请", when(order.po_filed_at)),
            ("法院受理", when(order.po_accepted_at)),
            ("作出裁定", when(order.po_made_at)),
            ("送达", when(order.po_served_at)),
            ("申请复议", when(order.po_review_requested_on)),
            ("届满", _expiry(order)),
        ],
    }


def _expiry(order: ProtectionOrder) -> str:
    if order.po_expires_on is None:
        return ""
    words = day_in_words(order.po_expires_on.isoformat())
    if not order.expiry_stated:
        words += "（裁定书没有写明，按作出日推算）"
    if order.result == "made":
        left = (order.po_expires_on - today()).days
        words += f"，还有{left}天" if left >= 0 else "，已过届满日，请登记届满"
    return words


def _told(stages: Sequence[Stage], trigger: str, names: tuple[str, ...]) -> list[list[str]]:
    rows = [row.facts or {} for stage in stages for row in steps_of(stage.ref, trigger)]
    return [[_in_words(name, row.get(name)) for name in names] for row in rows]


def _in_words(name: str, value: Any) -> str:
    text = str(value or "")
    return when(text) if name.endswith(("_at", "_on")) else text
