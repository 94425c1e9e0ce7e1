"""What must hold in a case before a step: stages, screening, what the person wants, what she was told.

Every need judges the record and answers in Chinese what is missing and where to do it, or None.
"""

from typing import Any

from sqlalchemy import select

from mediation.cases.ages import ADULT, youngest_age
from mediation.cases.models import Case, Party, Stage
from mediation.cases.notice_rules import IN_WRITING, not_told, notices_in
from mediation.cases.person_choices import INCAPABLE
from mediation.cases.queries import parties_of
from mediation.cases.work import Assessment
from mediation.db import db, today
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.history import steps_in, told_in
from mediation.workflow.words import rests_on

# The tracks that may lead a case; protection goes beside them.
MAY_LEAD = frozenset({"help_request", "legal_aid", "mediation", "counselling"})
HARASSMENT = "性骚扰"
THREE_QUESTIONS = "three_questions"
REPORT_STEPS = ("report_minor", "report_to_police")
REPORTED = ("police_reported_at", "minor_reported_at")
CANNOT_ACT = frozenset({"minor", "incapable"})


def case_of(item: Any) -> Case:
    """The case that ITEM is, or that it belongs to: a stage, an agreement, a referral."""
    if isinstance(item, Case):
        return item
    case: Case | None = getattr(item, "case", None)
    return case or db.session.scalars(select(Case).where(Case.ref == item.chain)).one()


def open_stages_of(case: Case) -> list[Stage]:
    """The stages that have not ended, in the order in which they were opened."""
    return [stage for stage in case.stages if not stage.ended]


def legal_aid_open(item: Any, actor: Any) -> str | None:
    """A stage of legal aid stands open."""
    return _open(item, "legal_aid")


def mediation_open(item: Any, actor: Any) -> str | None:
    """A stage of mediation stands open."""
    return _open(item, "mediation")


def counselling_open(item: Any, actor: Any) -> str | None:
    """A stage of counselling stands open."""
    return _open(item, "counselling")


def _open(item: Any, workflow: str) -> str | None:
    if any(stage.workflow == workflow for stage in open_stages_of(case_of(item))):
        return None
    return f"还没有开启{WORKFLOWS[workflow].label}环节：已经转出的，等对方接收；本单位办的，请先“开启环节”"


def no_open_stage(item: Any, actor: Any) -> str | None:
    """Nothing is under way any longer."""
    running = open_stages_of(case_of(item))
    return f"还有环节没有结束：{_named(running)}，请先在各环节办结" if running else None


@rests_on("DV-13")
def only_help_request_open(item: Any, actor: Any) -> str | None:
    """Nothing but the first look: a case on which others work already is not declined."""
    others = [stage for stage in open_stages_of(case_of(item)) if stage.workflow != "help_request"]
    return (
        f"已经开启了{_named(others)}，不能再不予受理；请先结束这些环节，或改用“求助人撤回”“移送”"
        if others
        else None
    )


@rests_on("PM-26")
def no_mediation_under_way(item: Any, actor: Any) -> str | None:
    """No mediation beyond the request: ending one takes a written notice (PM-26)."""
    running = [stage for stage in open_stages_of(case_of(item)) if stage.workflow == "mediation"]
    if all(stage.state == "requested" for stage in running):
        return None
    return "调解还在进行，请先在调解环节终止并送达终止调解告知书"


def _named(stages: list[Stage]) -> str:
    return "、".join(dict.fromkeys(str(WORKFLOWS[stage.workflow].label) for stage in stages))


@rests_on("DV-13", "RS-CN")
def screened(item: Any, actor: Any) -> str | None:
    """The three questions of safety were asked."""
    return (
        None
        if newest_assessment(case_of(item), THREE_QUESTIONS)
        else "还没有问过三个安全问题，请先“评估危险”"
    )


def newest_assessment(case: Case, *instruments: str) -> Assessment | None:
    """The last filled instrument of these kinds."""
    query = select(Assessment).where(Assessment.case_id == case.id, Assessment.instrument.in_(instruments))
    return db.session.scalars(query.order_by(Assessment.id.desc()).limit(1)).first()


@rests_on("DV-10-4")
def safe_contact_recorded(item: Any, actor: Any) -> str | None:
    """For every applicant it is known how contact is safe; "no contact" is an answer too."""
    unknown = [
        party.person.called
        for party in parties_of(case_of(item), "applicant")
        if party.person.safe_contact is None
    ]
    who = "、".join(unknown)
    return f"还没有登记{who}的安全联系方式（“不联系”也算），请先“更新安全联系方式”" if unknown else None


@rests_on("DV-10-3")
def wishes_recorded(item: Any, actor: Any) -> str | None:
    """It is written what the person wants."""
    return None if case_of(item).wishes else "还没有记录求助人的意愿，请先用“更正记录”补记“本人意愿”"


@rests_on("DV-13")
def no_violence_named(item: Any, actor: Any) -> str | None:
    """Whoever suffers violence is not sent away (DV-13)."""
    return (
        "家庭暴力求助不得以不属职权、不属辖区为由不予受理，请受理后办理或转介"
        if case_of(item).violence
        else None
    )


@rests_on("DV-10-13")
def protection_order_told(item: Any, actor: Any) -> str | None:
    """Where there is violence, the protection order was explained to everybody who asks for help (DV-10-13)."""
    return _untold(case_of(item), "protection_order", "人身安全保护令")


@rests_on("LA-35")
def legal_aid_told(item: Any, actor: Any) -> str | None:
    """Where there is violence, legal aid was explained to everybody who asks for help (LA-35)."""
    return _untold(case_of(item), "legal_aid", "法律援助")


@rests_on("WR-23")
def harassment_answered(item: Any, actor: Any) -> str | None:
    """WR-23: whoever complained of sexual harassment has the outcome in writing."""
    case = case_of(item)
    if case.category_kind != HARASSMENT:
        return None
    given = [row.facts or {} for row in steps_in(case.ref, "inform")]
    if any("harassment_result" in notices_in(told) and told.get("way") in IN_WRITING for told in given):
        return None
    return "性骚扰投诉要书面告知处理结果，请先打印告知书，送达后“登记告知”（性骚扰处理结果）"


def _untold(case: Case, notice: str, what: str) -> str | None:
    missing = len(not_told(case, notice)) if case.violence else 0
    if not missing:
        return None
    asking = len(parties_of(case, "applicant"))
    each = f"（求助人{asking}位，每一位都要告知，还差{missing}位）" if asking > 1 else ""
    return f"还没有告知可以申请{what}{each}，请先“登记告知”"


@rests_on("DV-R05", "MIN-11", "MIN-9", "DV-14")
def minor_reported(item: Any, actor: Any) -> str | None:
    """A child or a person without capacity who may be harmed was reported for (DV-R05, MIN-11)."""
    case = case_of(item)
    if not _somebody_at_risk(case) or any(map(_has_reported, steps_in(case.ref, *REPORT_STEPS))):
        return None
    return "未成年人或无行为能力人疑似受到侵害，还没有报案记录，请先“登记强制报告”"


def _has_reported(step: Any) -> bool:
    """A mandatory report; a call to the police only where it was made for somebody who cannot act alone."""
    told = step.facts or {}
    own = step.trigger == "report_minor" or told.get("ground") in CANNOT_ACT
    return own and any(told.get(name) for name in REPORTED)


def _somebody_at_risk(case: Case) -> bool:
    """Said outright; or violence is named and who asks for help cannot act alone (DV-R05); or the question of intake
    about children was answered yes and there is such a person."""
    if case.violence and any(map(_cannot_act, parties_of(case, "applicant"))):
        return True
    for fact in ("child_at_risk", "dv_incapable_found_at", "minor_risk_found_at"):
        if told_in(case.ref, fact):
            return True
    concerned = any(
        party.role == "child" or INCAPABLE in (party.person.special or ()) for party in case.parties
    )
    return concerned and "yes" in told_in(case.ref, "q_children")


def _cannot_act(party: Party) -> bool:
    age = youngest_age(party.person, today())
    return INCAPABLE in (party.person.special or ()) or (age is not None and age < ADULT)
