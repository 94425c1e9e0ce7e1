"""How dangerous it is: what stands in the way because of it, and what raises or lowers it.

Danger rises at once and by anybody; only another person than the last to assess it lowers it (PM-DV, RS-CN).
"""

from typing import Any

from sqlalchemy import select

from mediation.cases.instruments import YES, instrument
from mediation.cases.models import Case, NamedPerson, Party
from mediation.cases.rules import THREE_QUESTIONS, case_of, newest_assessment
from mediation.cases.tasks import add_task, finish_tasks, open_tasks
from mediation.cases.work import Assessment, Task
from mediation.db import db, now, today
from mediation.errors import Incomplete
from mediation.workflow.history import steps_in
from mediation.workflow.words import Taken, rests_on

SCALE, REVIEW, REPORT = "danger_scale", "danger_review", "danger_report"
# Unknown lies above low: what cannot be judged is not called low.
RANKS = {"none": 0, "low": 1, "unknown": 2, "medium": 3, "high": 4, "lethal": 5}
# Tasks that tell of a danger to life: what was heard of lately before the first look at a new case.
ALARMS = {"reassess_danger": 0, "assess_danger": 1, "silence": 2}
IN_DANGER = frozenset({"high", "lethal"})
REPORT_TASKS = {"report_to_police": "报告公安", "report_upwards": "报告上级妇联"}


# Whoever mediates may not assess, and must know whom to ask (the steps of one_stop.yaml).
WHO = "由案件承办人或者主办单位的工作人员办理"


def in_danger(case: Case) -> bool:
    """Whether the case is handled as highly dangerous: assessed so, or until it is assessed."""
    return case.danger in IN_DANGER or case.danger_provisional


@rests_on("RS-CN", "PM-DV")
def danger_assessed(item: Any, actor: Any) -> str | None:
    """A case that is provisionally high, or of which the three questions left it open, has its scale, complete or with a
    reason why it cannot be judged (规程第三节; "不清楚" is no "没有")."""
    case = case_of(item)
    if not case.danger_provisional and case.danger != "unknown":
        return None
    scale = newest_assessment(case, SCALE, REVIEW, REPORT)
    if scale is None or scale.instrument == REPORT:
        why = "暂按高危处理" if case.danger_provisional else "三个危险问题还没有问清"
        return f"{why}，还没有做危险量表，请先“评估危险”"
    if scale.unanswered and not (scale.answers or {}).get("note"):
        return "危险量表有没回答的题，请在“评估危险”中补问或写明为什么无法判定"
    return None


@rests_on("DV-13", "PM-DV")
def not_in_danger(item: Any, actor: Any) -> str | None:
    """Nobody in danger is sent off with an answer."""
    return "危险等级为高危或暂按高危，不能当场答复了事，请受理并分流" if in_danger(case_of(item)) else None


@rests_on("PM-DV")
def mediation_not_locked(item: Any, actor: Any) -> str | None:
    """Danger shuts mediation, whatever anybody wishes; only a review by another person opens it (PM-DV)."""
    case = case_of(item)
    if case.danger_provisional and danger_assessed(case, actor):
        return f"暂按高危处理，不能调解，请先“评估危险”（{WHO}）"
    if case.danger in IN_DANGER:
        return "危险等级为高危，不能调解；情况有变化的，由案件主办单位的另一人“复核危险等级”"
    if case.danger_provisional:
        return f"危险量表还有没回答的题，暂按高危处理，不能调解，请在“评估危险”中补问（{WHO}）"
    if case.danger == "unknown" or (case.violence and case.danger == "none"):
        return f"危险程度还不清楚，不能调解，请先“评估危险”（{WHO}）"
    return None


@rests_on("RS-CN", "PM-DV")
def assessed_by_another(item: Any, actor: Any) -> str | None:
    """There is a level to review, and somebody else found it."""
    last = newest_assessment(case_of(item), SCALE, REVIEW, REPORT, THREE_QUESTIONS)
    if last is None or last.level == "none":
        return "还没有可以复核的危险等级，请先“评估危险”"
    return "复核须由另一人办理：上一次评估是您做的" if last.by_id == getattr(actor, "id", None) else None


def keep_assessment(taken: Taken) -> None:
    """The filled danger scale, sealed, with what it says."""
    case = case_of(taken.item)
    scale, answers = instrument("danger"), dict(taken.facts.get("answers", {}))
    result = scale.scored(answers)
    review = taken.step.trigger == "reassess_danger"
    if result.unanswered and not review and not taken.facts.get("note"):
        raise Incomplete("有没回答的题，请写明为什么无法判定。", rules=("RS-CN",))
    row = Assessment(
        key_id=case.key_id,
        case_id=case.id,
        party_id=_assessed(case, taken),
        instrument=REVIEW if review else SCALE,
        version=scale.version,
        score=result.score,
        unanswered=result.unanswered,
        level=_level_said(taken, result.level),
        by_id=taken.actor.id,
        made_at=now(),
    )
    words = ("note", "reason", "override_reason", "override_up")
    row.answers = {**answers, **{name: taken.facts[name] for name in words if taken.facts.get(name)}}
    db.session.add(row)
    db.session.flush()


def _assessed(case: Case, taken: Taken) -> int | None:
    """Whose danger it is, where that was said: each side is asked by itself (PM-DV). May raise Incomplete."""
    told = taken.facts.get("party")
    if told is not None and told not in [party.id for party in case.parties]:
        raise Incomplete("请从本案当事人中选择评估的是谁。")
    return told


def _level_said(taken: Taken, scored: str) -> str:
    """The level by the scale, raised by the worker or set by the reviewer. May raise Incomplete."""
    if taken.step.trigger != "reassess_danger":
        return max(scored, "high", key=RANKS.__getitem__) if taken.facts.get("override_up") else scored
    said = str(taken.facts.get("level_after") or scored)
    if scored == "lethal" and RANKS[said] < RANKS["high"]:
        raise Incomplete("有致命危险的行为，无论总分多少都是高危，不能降级。", rules=("RS-CN",))
    if RANKS[said] < RANKS[scored] and taken.actor.role != "supervisor":
        raise Incomplete("低于量表结果的等级须由负责人复核并写明理由。", rules=("RS-CN",))
    return max(said, scored, key=RANKS.__getitem__) if scored == "lethal" else said


def set_danger_level(taken: Taken) -> None:
    """The danger of the case by the newest assessment: up at once, down only by review.

    What the three questions of intake made provisionally high takes the level of the first complete scale.
    """
    case = case_of(taken.item)
    found = newest_assessment(case, SCALE, REVIEW)
    if found is None:
        raise Incomplete("还没有危险评估。")
    review = found.instrument == REVIEW
    first = case.danger_provisional and not found.unanswered and not _found_before(case, found)
    case.danger = found.level if review or first else _raised(case, found.level)
    if not found.unanswered or (review and found.level != "unknown"):
        case.danger_provisional = False
    case.violence = case.violence or YES in (found.answers or {}).values()
    finish_tasks(case, "assess_danger", "reassess_danger")
    if case.danger in IN_DANGER:
        owe_reports(case, taken.actor)
    else:
        finish_tasks(case, *REPORT_TASKS)


def _found_before(case: Case, newest: Assessment) -> bool:
    """Whether danger was found by more than the three questions before."""
    earlier = (Assessment.case_id == case.id, Assessment.id != newest.id)
    kinds = Assessment.instrument.in_((SCALE, REVIEW, REPORT))
    return db.session.scalar(select(Assessment.id).where(*earlier, kinds).limit(1)) is not None


def _raised(case: Case, level: str) -> str:
    """What was never assessed takes the level found; anything else only rises."""
    if case.danger in ("none", "unknown") and level != "unknown":
        return level
    return max(case.danger, level, key=RANKS.__getitem__)


def raise_danger(taken: Taken) -> None:
    """Something happened: danger is high until it is assessed anew, and two reports are due."""
    case = case_of(taken.item)
    case.danger = _raised(case, "high")
    case.danger_provisional = case.violence = True
    db.session.add(
        Assessment(
            key_id=case.key_id,
            case_id=case.id,
            instrument=REPORT,
            version="1",
            level=case.danger,
            by_id=taken.actor.id,
            made_at=now(),
        )
    )
    owe_reports(case, taken.actor, anew=True)
    if not open_tasks(case, "reassess_danger"):
        add_task(
            case,
            "reassess_danger",
            "情况有变化，请重新评估危险",
            verb="评估危险",
            link=f"/cases/{case.ref}/assess_danger",
            user_id=case.owner_id,
            urgent=True,
            rule="PM-DV",
        )
    db.session.flush()


def suspect_danger(case: Case, party: Party, actor: Any) -> None:
    """PARTY told of violence or a threat: provisionally high, mediation locked, until the scale is done for them.

    Whoever has a complete scale already was looked at; that level stands (PM-DV, DV-13).
    """
    case.violence = True
    if _scale_done_for(party):
        return
    case.danger, case.danger_provisional, case.level = _raised(case, "high"), True, max(case.level, 2)
    if case.owner_id:
        name_person(case, case.owner_id)
    if actor.agency_id == case.agency_id:
        # Whoever heard it goes on with it.
        name_person(case, actor.id)
    if not open_tasks(case, "assess_danger"):
        text, link = "当事人说到有危险，请当日评估危险", f"/cases/{case.ref}/assess_danger"
        add_task(
            case, "assess_danger", text, verb="评估危险", link=link, user_id=case.owner_id, due_on=today(),
            urgent=True, rule="PM-DV",
        )  # fmt: skip


def _scale_done_for(party: Party) -> bool:
    """A scale without gaps; one that names nobody was answered by the applicant."""
    whose = Assessment.party_id == party.id
    if party.side == "applicant":
        whose = whose | Assessment.party_id.is_(None)
    query = select(Assessment.id).where(
        Assessment.case_id == party.case_id, whose, Assessment.unanswered == 0
    )
    done = query.where(Assessment.instrument.in_((SCALE, REVIEW))).limit(1)
    return db.session.scalar(done) is not None


def owe_reports(case: Case, actor: Any, *, anew: bool = False) -> None:
    """High danger: two reports to make, once or ANEW; the case is for named people only (PM-DV)."""
    case.level = max(case.level, 2)
    if case.owner_id:
        name_person(case, case.owner_id)
    if actor.agency_id == case.agency_id:
        name_person(case, actor.id)
    for kind, text in REPORT_TASKS.items():
        if not (open_tasks(case, kind) if anew else _owed(case, kind)):
            add_task(case, kind, text, verb="报告", user_id=case.owner_id, urgent=True, rule="PM-DV")


def _owed(case: Case, kind: str) -> bool:
    """Whether the report was asked for before, or is on record already: she may have called the police herself."""
    asked = select(Task.id).where(Task.case_id == case.id, Task.kind == kind).limit(1)
    return db.session.scalar(asked) is not None or bool(steps_in(case.ref, kind))


def name_person(case: Case, user_id: int) -> None:
    """USER may open the case though it is restricted."""
    if db.session.get(NamedPerson, (case.id, user_id)) is None:
        db.session.add(NamedPerson(case_id=case.id, user_id=user_id))
        db.session.flush()
