"""What a step of legal aid brings about, and what its facts must not say."""

from typing import Any

from mediation.cases.models import Stage
from mediation.cases.tasks import add_task, finish_tasks
from mediation.errors import Incomplete
from mediation.legal_aid.queries import may_apply_for_her, told_of
from mediation.legal_aid.rules import PAPERS_OWED
from mediation.workflow.facts import plain
from mediation.workflow.words import Taken

# Each day with the one before which it cannot lie.
EARLIEST = {
    "la_decided_on": "la_received_on",
    "la_assigned_on": "la_decided_on",
    "la_agreement_signed_on": "la_assigned_on",
    "la_minor_met_on": "la_assigned_on",
    "la_objection_received_on": "la_decided_on",
    "la_objection_answered_on": "la_objection_received_on",
}
DAYS = {
    "la_received_on": "收到申请日",
    "la_decided_on": "决定日",
    "la_assigned_on": "指派日期",
    "la_agreement_signed_on": "签订日期",
    "la_minor_met_on": "会见日期",
    "la_objection_received_on": "收到异议日",
    "la_objection_answered_on": "异议审查决定日",
}


def check_legal_aid_days(taken: Taken) -> None:
    """Refuses a day that lies before the one it follows from, as told at an earlier step."""
    known = told_of(taken.item, but=taken.entry.sequence)
    for name, before in EARLIEST.items():
        day, earliest = _day(taken.facts.get(name)), _day(known.get(before))
        if day and earliest and day < earliest:
            raise Incomplete(
                f"{DAYS[name]}（{day}）不能早于{DAYS[before]}（{earliest}），请核对。", field=name
            )


def check_legal_aid_application(taken: Taken) -> None:
    """Refuses a question of means where there was violence (LA-32), and the respondent as agent (LA-40)."""
    stage: Stage = taken.item
    agent = taken.facts.get("by_agent")
    if agent and not may_apply_for_her(stage, int(agent)):
        raise Incomplete(
            "代申请人不能是对方，也不能是对方的代理人，请另选近亲属或者其他代理人。", rules=("LA-40",)
        )
    asked = taken.facts.get("means_statement") or taken.facts.get("basis") == "41"
    if asked and (stage.case.violence or taken.facts.get("basis") == "32"):
        raise Incomplete(
            "遭受家庭暴力、虐待或者遗弃的，不看经济条件，不要索要经济困难状况说明。请把依据改为第32条。",
            rules=("LA-32",),
        )


def check_legal_aid_refusal(taken: Taken) -> None:
    """Refuses a refusal without reasons in writing or without word of the objection (LA-43A, LA-49)."""
    if not taken.facts.get("reasons"):
        raise Incomplete("不予或者终止援助要书面说明理由，请写明。", rules=("LA-43A",))
    if not taken.facts.get("told_objection"):
        raise Incomplete("请先告知本人可以向司法行政部门提出异议。", rules=("LA-49",))


def owe_legal_aid_papers(taken: Taken) -> None:
    """Help came first: the papers are handed in later (LA-44). Refuses without an urgent ground."""
    if not taken.facts.get("urgent_ground"):
        raise Incomplete(
            "先行援助要写明理由：距时效或者期限不足7日，或者需要立即申请保全、先予执行。", rules=("LA-44",)
        )
    stage: Stage = taken.item
    add_task(
        stage.case,
        PAPERS_OWED,
        "补办法律援助申请手续",
        verb="补办",
        link=f"/cases/{stage.case.ref}/{stage.ref}/hand_in_papers",
        agency_id=stage.agency_id,
        stage=stage,
        rule="LA-44",
    )


def meet_legal_aid_papers(taken: Taken) -> None:
    """The papers that were owed are there."""
    finish_tasks(taken.item.case, PAPERS_OWED, stage=taken.item)


def _day(value: Any) -> str:
    return str(plain(value) or "")[:10]
