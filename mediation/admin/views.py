"""The pages of the machines, of the law and of the log. None of them shows anything of a case."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask_login import current_user

from mediation.admin import queries
from mediation.admin.sayings import said
from mediation.audit.log import STATION, Subject, record_alone, record_read
from mediation.audit.verify import LIMIT, verify_all
from mediation.cases.clock_words import DUTIES
from mediation.cases.readers import READS_LOG
from mediation.cases.readers import reads as read_entries
from mediation.days import typed_day
from mediation.errors import Forbidden, Missing
from mediation.law.rules import Law
from mediation.law.time_limits import UNIT_LABELS
from mediation.people.roles import phrase_in_words
from mediation.web.paging import before
from mediation.workflow import drawing
from mediation.workflow.definition import Workflow
from mediation.workflow.engine import WORKFLOWS

bp = Blueprint("admin", __name__)
bp.add_app_template_filter(said)

ITEMS = (
    "case",
    "stage",
    "agreement",
    "referral",
    "conference",
    "data_request",
    "legal_hold",
    "disposal",
    "portal_request",
    "attachment",
    "paper_signature",
    "opening",
    "recusal",
    "merge",
)
CERTAINTIES = {
    "V": "已逐字核对法条全文",
    "S": "有二手来源，未见官方原文",
    "M": "凭记忆写下，须复核",
    "L": "地方规定或惯例，各地不同",
}


@bp.get("/workflows")
def workflows() -> str:
    flows = sorted(WORKFLOWS.values(), key=lambda flow: (ITEMS.index(flow.item), flow.workflow))
    counted = {flow.workflow: queries.counts_in(flow, actor=current_user) for flow in flows}
    return render_template("admin/workflows.html", flows=flows, counted=counted)


@bp.get("/workflows/<name>")
def workflow(name: str) -> str:
    flow = _flow(name)
    return render_template(
        "admin/workflow.html",
        flow=flow,
        law=_law(),
        counted=queries.counts_in(flow, actor=current_user),
        counting=current_user.role in queries.COUNTING,
        steps=[(flow.start, []), *queries.steps_told_once(flow)],
        in_words=phrase_in_words,
    )


@bp.get("/workflows/<name>.svg")
def workflow_drawing(name: str) -> Response:
    return Response(drawing.svg(_flow(name)), mimetype="image/svg+xml")


@bp.get("/law")
def law() -> str:
    sections: dict[str, list[Any]] = {}
    for found in _law().rules.values():
        sections.setdefault(found.section, []).append(found)
    return render_template("admin/law.html", sections=sections)


@bp.get("/law/<rule_id>")
def rule(rule_id: str) -> str:
    register = _law()
    if rule_id not in register.rules:
        raise Missing
    found = register.rules[rule_id]
    return render_template(
        "admin/rule.html",
        rule=found,
        law=register,
        limit=register.limits.get(rule_id),
        versions=register.versions_of(rule_id),
        steps=queries.steps_on(rule_id),
        certainty=CERTAINTIES[found.certainty[0]],
        duties=DUTIES,
        units=UNIT_LABELS,
    )


@bp.get("/audit")
def audit() -> str:
    _only_for_those_who_read_the_log()
    return _log()


@bp.post("/audit/verify")
def verify() -> str:
    _only_for_those_who_read_the_log()
    verified = verify_all()
    record_alone("audit.verify", actor=current_user, subject=Subject(STATION, "user", current_user.ref))
    return _log(verified=verified)


@bp.get("/reads")
def reads() -> str:
    """Who was shown what; of a case its internal ref alone."""
    asked = {name: request.args.get(name, "").strip() for name in ("who", "day", "case")}
    day, wrong = _day(asked["day"])
    found = read_entries(actor=current_user, who=asked["who"], day=day, case=asked["case"], before=before())
    rows, more = ([], None) if wrong else found
    record_read("reads", actor=current_user)
    return render_template(
        "admin/reads.html", rows=rows, more=more, asked=asked, wrong=wrong, staff=queries.staff()
    )


def _day(text: str) -> tuple[date | None, str]:
    try:
        return (typed_day(text) if text else None), ""
    except ValueError as mistake:
        return None, str(mistake)


def _log(verified: Any = None) -> str:
    chain = request.args.get("chain", "").strip()
    who = request.args.get("actor", "")
    found = queries.newest_entries(chain=chain, actor_ref=who, before=before())
    shown, more = found[: queries.PAGE], found[queries.PAGE :]
    record_read("audit", actor=current_user)
    return render_template(
        "admin/audit.html",
        rows=queries.rows_of(shown),
        more=shown[-1].id if more else None,
        chain=chain,
        who=who,
        staff=queries.staff(),
        verified=verified,
        limit=LIMIT,
    )


def _flow(name: str) -> Workflow:
    if name not in WORKFLOWS:
        raise Missing
    return WORKFLOWS[name]


def _law() -> Law:
    register: Law = current_app.extensions["law"]
    return register


def _only_for_those_who_read_the_log() -> None:
    if current_user.role not in READS_LOG:
        raise Forbidden("审计日志由监督员和系统管理员查看。")
