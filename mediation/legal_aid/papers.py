"""The facts of the papers of legal aid: the notice, the application, the statement of means, the power of attorney."""

from typing import Any

from sqlalchemy import select

from mediation.cases.access import field_groups
from mediation.cases.handed_over import shown_parties
from mediation.cases.models import Case, Party, Stage
from mediation.cases.on_paper import applicant_on_paper, head, named_choices
from mediation.cases.queries import stages_of
from mediation.db import db, today
from mediation.documents.facts import Choice, Notice
from mediation.documents.facts_aid import Agent, LegalAidApplication, MeansStatement, PowerOfAttorney
from mediation.errors import Missing
from mediation.law.calendar import age_on
from mediation.legal_aid.queries import may_apply_for_her, told_of
from mediation.legal_aid.words import MATTERS, PERSON_GROUPS, SPECIAL_POWERS, STANDINGS
from mediation.people.models import Agency, User
from mediation.workflow.history import newest

BASES = {
    "32": "遭受家庭暴力、虐待或者遗弃（第三十二条第四项）",
    "42": "免予核查经济困难状况的人员（第四十二条）",
    "41": "经济困难",
}
OLD = 60
ADULT = 18


def legal_aid_notice(case: Case, about: str, actor: User) -> Notice:
    """The notice for the applicant, or for the party whose ref is ABOUT (LA-35, Legal Aid Law art. 35).

    It names the centre and the telephone of the station, nothing of where anybody lives. Raises Missing where ACTOR
    sees neither the whole case nor its legal aid, or is not shown that party.
    """
    groups = field_groups(actor, case)
    if "narrative" not in groups and not any(
        stage.workflow == "legal_aid" for stage in stages_of(case, actor=actor)
    ):
        raise Missing
    chosen = _recipients(case, about, actor)
    named = [party.person.name for party in chosen if party.person.name]
    return {
        "paper": head(case),
        "recipient": "、".join(named) or None,
        "court": None,
        "legal_aid": _centre(case),
        "phone": case.agency.phone or None,
    }


def _recipients(case: Case, about: str, actor: User) -> list[Party]:
    shown = shown_parties(case, actor=actor)
    if about and any(party.ref == about for party in case.parties):
        if not (chosen := [party for party in shown if party.ref == about]):
            raise Missing
        return chosen
    return [party for party in shown if party.side == "applicant"]


def legal_aid_application(case: Case, about: str, actor: User) -> LegalAidApplication:
    """法律援助申请表 (F-20) for the stage ABOUT, or the newest. Raises Missing for whoever does not see the story."""
    if "narrative" not in field_groups(actor, case):
        raise Missing
    stage = _stage(case, about, actor)
    told, party = told_of(stage), _applicant(case, actor)
    basis = _basis(case, told)
    return {
        "paper": head(case, dated=False),
        "centre": _centre(case),
        "applicant": applicant_on_paper(party),
        "education": told.get("education"),
        "health": told.get("health"),
        "groups": _groups(party, told.get("person_groups", [])),
        "agent": _agent(stage, told, actor),
        "matter": told.get("cause") or _matter(told),
        "story": told.get("aid_story") or case.summary,
        "claim": told.get("aid_claim") or case.wishes,
        "standing": named_choices(STANDINGS.items(), [told.get("standing", "")]),
        "bases": named_choices(BASES.items(), [basis]),
        "exempt": basis == "32",
    }


def means_statement(case: Case, about: str, actor: User) -> MeansStatement:
    """经济困难状况说明表 (F-21). Raises Missing where no condition of means holds: it is not to be asked for (LA-32)."""
    stage = _stage(case, about, actor)
    told = told_of(stage)
    if _basis(case, told) == "32":
        raise Missing
    return {
        "paper": head(case, dated=False),
        "centre": _centre(case),
        "applicant": _without_contact(case, actor),
        "matter": _matter(told),
        "waived": told.get("basis") == "42",
    }


def power_of_attorney(case: Case, about: str, actor: User) -> PowerOfAttorney:
    """授权委托书 (F-22) for the lawyer who was assigned; what was not said is ticked by hand (LA-27).

    Raises Missing for whoever does not see the stage.
    """
    stage = _stage(case, about, actor)
    told = told_of(stage)
    shown = shown_parties(case, actor=actor)
    opponents = [party.person.name for party in shown if party.side == "respondent" and party.person.name]
    special = told.get("special_powers", []) if told.get("power") == "special" else []
    return {
        "paper": head(case, dated=False),
        "principal": _without_contact(case, actor),
        "agent": _lawyer(stage),
        "opponent": "、".join(opponents) or None,
        "matter": told.get("cause") or _matter(told),
        "entrusted": told.get("entrusted"),
        "general": told.get("power") == "general",
        "powers": named_choices(SPECIAL_POWERS.items(), special),
        "until": told.get("until"),
    }


def means_asked(case: Case, stage: Stage) -> bool:
    """Whether the statement of means is offered at all (LA-32, LA-41)."""
    return _basis(case, told_of(stage)) != "32"


def _stage(case: Case, ref: str, actor: User) -> Stage:
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "legal_aid"]
    found = next((stage for stage in stages if stage.ref == ref), stages[-1] if stages and not ref else None)
    if found is None:
        raise Missing
    return found


def _applicant(case: Case, actor: User) -> Party:
    """Who asks for help, of those whom ACTOR is shown: at the centre whoever consented. Raises Missing where nobody is."""
    shown = shown_parties(case, actor=actor)
    if not (applicants := [party for party in shown if party.side == "applicant"]):
        raise Missing
    return applicants[0]


def _without_contact(case: Case, actor: User) -> Any:
    """The applicant as ACTOR may know her: how she is reached is for those who see the whole case."""
    person = applicant_on_paper(_applicant(case, actor))
    whole = "contact" in field_groups(actor, case)
    return person if whole else {**person, "contact": None, "phone": None, "occupation": None}


def _basis(case: Case, told: dict[str, Any]) -> str:
    """What was said; else violence is ground enough, and means are not asked (LA-32)."""
    if told.get("basis"):
        return str(told["basis"])
    return "32" if case.violence or told.get("matter") == "violence" else ""


def _matter(told: dict[str, Any]) -> str | None:
    return str(MATTERS[told["matter"]]) if told.get("matter") in MATTERS else None


def _groups(party: Party, said: list[str]) -> list[Choice]:
    """What was said, and what is known of the person already."""
    born, special = party.person.birth_date, party.person.special or ()
    age = age_on(born, today()) if born and born <= today() else None
    known = {
        "woman": party.person.sex == "2",
        "minor": age is not None and age < ADULT,
        "old": (age is not None and age >= OLD) or "elderly" in special,
        "disabled": "disabled" in special,
    }
    return named_choices(PERSON_GROUPS.items(), [*said, *(name for name, holds in known.items() if holds)])


def _agent(stage: Stage, told: dict[str, Any], actor: User) -> Agent | None:
    """Who applies for her: never the other side, nor who speaks for it (LA-40)."""
    shown = shown_parties(stage.case, actor=actor)
    party = next((one for one in shown if one.id == told.get("by_agent")), None)
    if party is None or not may_apply_for_her(stage, party.id):
        return None
    return {"name": party.person.name, "unit": None, "phone": None, "relation": party.relation or None}


def _lawyer(stage: Stage) -> Agent:
    """Who was assigned, if anybody is now; else four blanks."""
    assigned = newest(stage.ref, "assign_lawyer", "change_lawyer")
    facts: dict[str, Any] = (assigned.facts or {}) if assigned and assigned.trigger == "assign_lawyer" else {}
    user = db.session.get(User, facts["assignee"]) if facts.get("assignee") else None
    name = user.name if user else facts.get("lawyer_name")
    return {
        "name": name,
        # The telephone is that of the office that assigned them: nobody's private number is kept.
        "unit": facts.get("firm") or (user.agency.name if user else None),
        "phone": (stage.agency.phone or None) if name else None,
        "relation": "法律援助人员" if name else None,
    }


def _centre(case: Case) -> str | None:
    """The centre that has the stage, else the one of the district."""
    stage = next((stage for stage in reversed(case.stages) if stage.workflow == "legal_aid"), None)
    if stage is not None and stage.agency.kind == "legal_aid_centre":
        return stage.agency.name
    centres = select(Agency).where(Agency.kind == "legal_aid_centre", Agency.active).order_by(Agency.id)
    centre = db.session.scalar(centres.where(Agency.district == case.agency.district).limit(1))
    return centre.name if centre else None
