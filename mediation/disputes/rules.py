"""What must hold in a mediation: consent of all, no court before, no danger, the notice, the mediator."""

from datetime import date
from typing import Any

from sqlalchemy import select

from mediation.cases.ages import ADULT, youngest_age
from mediation.cases.models import Party, Stage
from mediation.cases.queries import answers, parties_of
from mediation.cases.rules import protection_order_told
from mediation.cases.work import Assessment, Session
from mediation.db import db, today
from mediation.disputes.queries import (
    EFFECTIVE,
    SIDES,
    as_date,
    as_yes,
    at_the_table,
    called,
    lacking,
    newest_agreement,
    newest_request,
)
from mediation.law.calendar import local_day
from mediation.people.models import User
from mediation.people.queries import in_term
from mediation.workflow.history import newest, steps_of
from mediation.workflow.words import rests_on

DELEGATED = frozenset({"court_delegated", "court_entrusted", "police"})
# A message that can be kept and read again is writing (Civil Code art. 469).
IN_WRITING = frozenset({"written", "wechat", "platform"})
NO_MORE = frozenset({"refused", "withdrawn"})


@rests_on("PM-17")
def request_recorded(item: Stage, actor: Any) -> str | None:
    """PM-17: mediation begins with an application, or with the committee's own word that it acts."""
    return None if newest_request(item) else "还没有登记申请和来源，请先“登记申请和来源”"


@rests_on("PM-17")
def all_parties_consented(item: Stage, actor: Any) -> str | None:
    """PM-17, PM-20: every applicant and every respondent has agreed; silence is no consent.

    Of whoever refused, `no_party_refused` speaks: it stands wherever this does.
    """
    missing_side = [words for side, words in SIDES.items() if not parties_of(item.case, side)]
    if missing_side:
        return f"案件里还没有{'、'.join(missing_side)}，请案件的承办人先“增加当事人”"
    refused = _refused(item)
    missing = [party for party in lacking(item.case, "mediation", stage=item) if party not in refused]
    return f"还没有{_names(missing)}同意调解的记录，请“登记当事人意愿”" if missing else None


@rests_on("PM-17", "PM-23")
def no_party_refused(item: Stage, actor: Any) -> str | None:
    """PM-17, PM-23: one refusal bars mediation, and every party may take its consent back."""
    refused = _refused(item)
    return f"{_names(refused)}不同意调解，不得调解；请不予受理或者终止调解" if refused else None


def _refused(item: Stage) -> list[Party]:
    given = answers(item.case, "mediation", stage=item)
    return [
        party for party in at_the_table(item.case) if party.id in given and given[party.id].answer in NO_MORE
    ]


@rests_on("PM-QG32", "PM-ID")
def origin_allows_mediation(item: Stage, actor: Any) -> str | None:
    """PM-QG32, PM-ID: not what others have in hand, unless handed over in writing; and no status."""
    request = newest_request(item)
    if request is None:
        return None
    if request.identity_matter:
        return "婚姻效力、亲子、收养等身份关系的确认不能调解，只能诉讼或者登记"
    delegated = request.origin in DELEGATED
    if delegated and not request.paper_number:
        return "法院、公安转来的纠纷要有移交函或案号，请在“登记申请和来源”中填写"
    if request.elsewhere != "no" and not delegated:
        return (
            "法院、公安或行政机关已在处理，没有委派、委托或移交，不得受理；"
            "有移交函或已撤回的，请重新“登记申请和来源”"
        )
    return None


@rests_on("PM-QG33")
def rights_notice_given(item: Stage, actor: Any) -> str | None:
    """PM-QG33: each party was told rights and duties before mediation."""
    missing = _not_told(item, "give_rights_notice")
    return f"还没有向{_names(missing)}告知权利义务，请先“告知权利义务”" if missing else None


@rests_on("PM-26")
def termination_notice_delivered(item: Stage, actor: Any) -> str | None:
    """PM-26: no end without the notice of other remedies; an attempt that was left or posted counts."""
    if newest(item.ref, "stop", "decline") is None:
        return None
    missing = _not_told(item, "deliver_notice")
    return f"终止告知书还没有送达{_names(missing)}，请先“送达终止告知书”" if missing else None


@rests_on("PM-PSB3")
def minors_represented(item: Stage, actor: Any) -> str | None:
    """PM-PSB3: a party under age acts through a representative who is not the other side."""
    missing = [
        party
        for party in at_the_table(item.case)
        if _under_age(party, item) and not _has_representative(party)
    ]
    return (
        f"{_names(missing)}未成年，要由不是对方的法定代理人参加，请案件的承办人先“增加当事人”登记代理人"
        if missing
        else None
    )


@rests_on("PM-DV2", "DV-10-13")
def violence_safeguards(item: Stage, actor: Any) -> str | None:
    """PM-DV2: with violence, she said yes alone and unobserved, and knows of the protection order."""
    if not item.case.violence:
        return None
    alone = {party_id for party_id, facts in _consents_told(item).items() if _free(facts)}
    missing = [party for party in suspected_victims(item) if party.id not in alone]
    if missing:
        return f"涉及家庭暴力：要单独、无人在旁时征得{_names(missing)}同意，请“登记当事人意愿”并勾选“单独谈”"
    return protection_order_told(item, actor)


@rests_on("PM-DV2")
def heard_apart(item: Stage, actor: Any) -> str | None:
    """PM-DV2: with violence, whoever suffered it was heard in a session without the other side."""
    if not item.case.violence:
        return None
    held = select(Session.side_id).where(
        Session.stage_id == item.id, Session.form == "separate", Session.took_place
    )
    alone = set(db.session.scalars(held))
    missing = [party for party in suspected_victims(item) if party.id not in alone]
    return f"涉及家庭暴力：还没有和{_names(missing)}分开会谈过，请“登记调解”（单独调解）" if missing else None


@rests_on("PM-19", "PM-23")
def mediator_accepted(item: Stage, actor: Any) -> str | None:
    """PM-19, PM-23: there is a mediator, and all parties chose or accepted this one."""
    if item.assignee_id is None:
        return "还没有调解员，请先“确定调解员”"
    naming = newest(item.ref, "name_mediator")
    if naming and (naming.facts or {}).get("chosen_by") == "parties":
        return None
    missing = lacking(item.case, "mediator", stage=item, since=naming.recorded_at if naming else None)
    return f"{_names(missing)}还没有接受调解员，请“登记当事人意愿”（接受调解员）" if missing else None


@rests_on("PM-13")
def mediator_in_term(item: Any, actor: Any) -> str | None:
    """PM-13: whoever presides and signs is in office, at work and within the term of appointment."""
    user = db.session.get(User, item.assignee_id) if item.assignee_id else None
    if user is None or (user.active and in_term(user, today())):
        return None
    return f"调解员{user.name}的聘任已经到期或者不在岗，不能主持和签署，请“确定调解员”另行安排"


@rests_on("PM-LIMIT", "PM-CT1")
def all_agreed_to_extend(item: Stage, actor: Any) -> str | None:
    """PM-LIMIT, PM-CT1: the time is extended by all parties, in writing, anew for each extension."""
    before = newest(item.ref, "extend")
    since = before.recorded_at if before else None
    missing = lacking(item.case, "extension", stage=item, since=since)
    if missing:
        return f"{_names(missing)}还没有同意延期，请“登记当事人意愿”（同意延期）"
    given = answers(item.case, "extension", stage=item)
    spoken = [party for party in at_the_table(item.case) if given[party.id].way not in IN_WRITING]
    return (
        f"延期要双方书面同意，{_names(spoken)}只是口头同意，请取得书面同意后再“登记当事人意愿”（方式选“书面”）"
        if spoken
        else None
    )


@rests_on("PM-29", "PM-30")
def agreement_effective(item: Stage, actor: Any) -> str | None:
    """PM-29: a mediation succeeds with the day on which its agreement takes effect."""
    agreement = newest_agreement(item)
    if agreement and agreement.state in EFFECTIVE:
        return None
    if agreement and agreement.state == "void":
        return "协议已经作废，请“继续调解”重新协商；不再谈的，请“终止调解”"
    return "协议还没有生效，请先完成签署"


@rests_on("PM-31")
def agreement_not_effective(item: Stage, actor: Any) -> str | None:
    """PM-31: what binds is performed, changed or sued on; it is not stopped."""
    agreement = newest_agreement(item)
    return (
        "协议已经生效，对双方有约束力，不能再终止调解" if agreement and agreement.state in EFFECTIVE else None
    )


@rests_on("PM-23")
def agreement_void(item: Stage, actor: Any) -> str | None:
    """PM-23: talks go on once the draft is given up."""
    agreement = newest_agreement(item)
    return None if agreement is None or agreement.state == "void" else "请先在调解协议中“作废”这份协议"


def suspected_victims(stage: Stage) -> list[Party]:
    """Whom violence is said to have hit: those the danger scale was done for, else the applicants."""
    query = select(Assessment.party_id).where(
        Assessment.case_id == stage.case_id, Assessment.instrument == "danger_scale"
    )
    assessed = set(db.session.scalars(query)) - {None}
    named = [party for party in at_the_table(stage.case) if party.id in assessed]
    return named or parties_of(stage.case, "applicant")


def wants_separate(stage: Stage) -> list[Party]:
    """Those who asked not to sit in one room with the other side, when they last spoke of mediation."""
    told = _consents_told(stage)
    return [
        party for party in at_the_table(stage.case) if as_yes(told.get(party.id, {}).get("wants_separate"))
    ]


def _consents_told(stage: Stage) -> dict[int, dict[str, Any]]:
    """What was said with the newest answer of each party to mediation itself."""
    steps = [row.facts or {} for row in steps_of(stage.ref, "record_consent")]
    return {int(facts["party"]): facts for facts in steps if facts.get("kind", "mediation") == "mediation"}


def _free(facts: dict[str, Any]) -> bool:
    return facts.get("answer") == "agreed" and as_yes(facts.get("spoken_alone"))


def _not_told(stage: Stage, trigger: str) -> list[Party]:
    told = {str((row.facts or {}).get("party")) for row in steps_of(stage.ref, trigger)}
    return [] if "all" in told else [party for party in at_the_table(stage.case) if str(party.id) not in told]


def _under_age(party: Party, stage: Stage) -> bool:
    asked = newest_request(stage)
    day: date = (as_date(asked.happened_on) if asked else None) or local_day(stage.opened_at)
    age = youngest_age(party.person, day)
    return age is not None and age < ADULT


def _has_representative(minor: Party) -> bool:
    other_side = {party.person_id for party in at_the_table(minor.case) if party.side != minor.side}
    return any(
        party.represents_id == minor.id and party.person_id not in other_side for party in minor.case.parties
    )


def _names(parties: list[Party]) -> str:
    return "、".join(called(party) for party in parties)
