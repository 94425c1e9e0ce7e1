"""What a court, the police or a governance centre sends to the station: a matter that begins here.

The sending agency owns a case of its own here until the station has accepted it, with nothing in it but what it told, so
that desk, inbox, clocks and acceptance are those of every other referral. Nobody signs in as the owner of such a case.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from mediation.audit.log import STATION, Subject, hold
from mediation.cases.models import Case
from mediation.cases.numbers import next_number
from mediation.db import SHANGHAI, atomic, db, new_ref, now, today
from mediation.errors import Forbidden, Incomplete
from mediation.people.models import Agency, User
from mediation.referrals.coming_back import CODES, arranged, came_back, settled
from mediation.referrals.desk import WHOLE_CASE
from mediation.referrals.kinds import GROUNDS, HANDED_IN, PROCEDURES, SHORT_MANNERS, STAGES, URGENCIES, words
from mediation.referrals.models import Referral
from mediation.referrals.package import SEXES
from mediation.referrals.queries import HANDING_IN, SYSTEM_LOGIN
from mediation.vault.keys import new_key
from mediation.workflow.engine import logged_refusal, start
from mediation.workflow.history import newest
from mediation.workflow.submissions import beginning, step_by

# What an agency of that kind may hand over, by the words of the mediation's own list of origins.
ORIGINS_OF = {
    "court": ("court_delegated", "court_entrusted"),
    "police": ("police",),
    "governance_centre": ("government",),
}
ELSEWHERE = {
    "court_delegated": "court",
    "court_entrusted": "court",
    "police": "police",
    "government": "agency",
}
SEALED = 3
# What stays with the step of sending; the people and their story stand in the package and in the case alone.
KEPT = ("origin", "court_procedure", "paper_number", "to", "urgency")


def origins_of(actor: User) -> list[tuple[str, str]]:
    """What ACTOR may hand over to a station, with its words; nothing for most."""
    may = ORIGINS_OF.get(actor.agency.kind, ()) if actor.role in HANDING_IN else ()
    return [(code, words(HANDED_IN, code)) for code in may]


def stations(actor: User) -> Sequence[Agency]:
    """Who takes in what others hand over: the agencies that take on requests for help themselves."""
    found = db.session.scalars(
        select(Agency).where(Agency.active, Agency.id != actor.agency_id).order_by(Agency.id)
    )
    return [agency for agency in found if WHOLE_CASE in agency.takes_on]


def hand_in(
    facts: Mapping[str, Any], *, actor: User, key: str | None = None, again: Referral | None = None
) -> Referral:
    """The matter of FACTS (the form `handed_in`) as a referral to the station. Sent twice by ACTOR under one KEY, it is one.

    AGAIN is the slip on which it came back before: the station reads of that, and nobody is asked to arrange it any longer.

    Raises Forbidden or Incomplete; then nothing was sent.
    """
    about = Subject(STATION, "agency", actor.agency_ref)
    with logged_refusal("referral.start", actor=actor, subject=about), atomic() as session:
        if facts["origin"] not in dict(origins_of(actor)):
            raise Forbidden("法院、公安机关和综治中心的联络员可以把纠纷转给维权站。")
        receiver = session.get(Agency, facts["to"])
        if receiver is None or receiver not in stations(actor):
            raise Incomplete("请从列表中选择维权站。", field="to")
        owner = system_account(actor.agency)
        if known := _sent_before(key, owner):
            return known
        if again is not None:
            hold(again.chain)
            if settled(again):
                raise Incomplete("这件已经再转，或者登记为自行处理，请看“已发出的”。")
        package = _package(facts, again)
        case = case_told(package, owner, key=key)
        # Until the station has it, it is nobody's to open: what was told stands in the package.
        case.level = SEALED
        case.summary, case.wishes = facts["dispute_facts"], facts.get("demands")
        referral = _referral(case, facts, actor, receiver)
        referral.package = package
        told = {name: facts[name] for name in KEPT if facts.get(name)}
        told |= {"kind": "transfer", "ground": "legal_duty"}
        start(referral, actor=actor, facts=told, key=key)
        if again is not None:
            arranged(again)
    return referral


def origin_told(referral: Referral) -> dict[str, Any]:
    """What the sender said of where the matter comes from; nothing for a referral of any other kind."""
    begun = newest(referral.ref, "start") if referral.manner == "transfer" else None
    told: dict[str, Any] = (begun.facts or {}) if begun else {}
    return told if told.get("origin") else {}


def what_is_asked(referral: Referral) -> str:
    """What a slip is about, in a line: where a matter comes from, or in which manner which work is asked for."""
    if told := origin_told(referral):
        return words(HANDED_IN, told["origin"])
    return f"{SHORT_MANNERS[referral.manner]}：{words(STAGES, referral.stage_wanted) or '整个案件'}"


def origin_of_mediation(item: Any, trigger: str, actor: User) -> dict[str, Any]:
    """What the sender told already, for the form that asks where a dispute comes from. The story for the station alone."""
    if (item.workflow, trigger) != ("mediation", "record_request"):
        return {}
    case: Case = item.case
    query = select(Referral).where(Referral.case_id == case.id, Referral.manner == "transfer")
    referral = db.session.scalars(query.order_by(Referral.id).limit(1)).first()
    told = origin_told(referral) if referral else {}
    if referral is None or not told:
        return {}
    taken = newest(referral.ref, "sign_for") or newest(referral.ref, "accept")
    known = {
        "origin": told["origin"],
        "paper_number": told["paper_number"],
        "court_procedure": told.get("court_procedure"),
        "elsewhere": ELSEWHERE[told["origin"]],
        "elsewhere_why": f"{referral.from_agency.name}{words(HANDED_IN, told['origin'])}",
        "court_request_received_on": _day(referral.sent_at),
        "court_material_signed_on": _day(taken.recorded_at) if taken else None,
    }
    if case.agency_id == actor.agency_id:
        known |= {"dispute_facts": case.summary, "demands": case.wishes}
    return {name: value for name, value in known.items() if value}


def system_account(agency: Agency) -> User:
    """The account of the system of AGENCY, which owns what that agency has here; nobody signs in to it."""
    login = f"{SYSTEM_LOGIN}{agency.ref}"
    user = db.session.scalar(select(User).where(User.login == login))
    if user is None:
        user = User(login=login, name="对方系统", role="caseworker", agency=agency, active=False)
        db.session.add(user)
        db.session.flush()
    return user


def case_told(package: Mapping[str, Any], sender: User, *, key: str | None = None) -> Case:
    """What the sending agency has here: a case with the people whom PACKAGE names."""
    day = today()
    case = Case(
        ref=new_ref(),
        key_id=new_key("case"),
        station_id=sender.agency_id,
        agency_id=sender.agency_id,
        number_year=day.year,
        number=next_number(sender.agency_id, "register", day.year),
        channel="transferred",
        category_class="综合",
        received_on=day.isoformat(),
        registered_at=now(),
        changed_at=now(),
    )
    people = {
        "applicants": [_person(one) for one in package.get("identity", [])] or [{"anonymous": True}],
        "respondents": [_person(one) for one in package.get("other_side", [])],
    }
    told = {name: rows for name, rows in people.items() if rows}
    start(case, actor=sender, facts={"channel": case.channel, **told}, key=key)
    return case


def _sent_before(key: str | None, owner: User) -> Referral | None:
    """What this submission has sent already. A twin that is on its way is waited for."""
    if (sent := beginning(key, actor=owner, workflow=Case.workflow)) is None:
        return None
    hold(f"hand in {sent}")
    step = step_by(sent)
    query = select(Referral).join(Case, Case.id == Referral.case_id)
    return db.session.scalar(query.where(Case.ref == step.chain)) if step else None


def _person(told: Mapping[str, str]) -> dict[str, Any]:
    known = {
        "name": told.get("name"),
        "sex": CODES.get(told.get("sex", "")),
        "relation": told.get("relation"),
    }
    return {name: value for name, value in known.items() if value}


def _package(facts: Mapping[str, Any], again: Referral | None) -> dict[str, Any]:
    """Exactly what the station reads; and, once it has accepted, what its case begins with."""
    origin = words(HANDED_IN, facts["origin"])
    procedure = words(PROCEDURES, facts.get("court_procedure"))
    request = {
        "manner": origin,
        "urgency": words(URGENCIES, facts["urgency"]),
        "purpose": "调解家庭纠纷",
        "ground": words(GROUNDS, "legal_duty"),
        "ground_text": "，".join(filter(None, (origin, procedure, facts["paper_number"]))),
        "note": facts.get("note") or "",
        "before": came_back(again) if again else "",
    }
    return {
        "request": {name: text for name, text in request.items() if text},
        "identity": [
            {"name": facts["applicant"], "sex": SEXES.get(facts.get("applicant_sex", ""), "未说明")}
        ],
        "other_side": [{"name": facts["respondent"], "relation": facts.get("relation") or "不详"}],
        "narrative": facts["dispute_facts"],
        "wishes": facts.get("demands") or "没有记录",
        "nonce": secrets.token_hex(16),
    }


def _referral(case: Case, facts: Mapping[str, Any], actor: User, receiver: Agency) -> Referral:
    year = today().year
    return Referral(
        ref=new_ref(),
        key_id=case.key_id,
        case=case,
        case_id=case.id,
        from_agency_id=actor.agency_id,
        from_agency=actor.agency,
        to_agency_id=receiver.id,
        to_agency=receiver,
        manner="transfer",
        stage_wanted="",
        ground="legal_duty",
        urgency=facts["urgency"],
        needs=[],
        data_kinds=["identity", "other_side", "narrative", "wishes"],
        number_year=year,
        number=next_number(actor.agency_id, "referral", year),
        sent_by_id=actor.id,
        sent_at=now(),
        moved=[],
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
