"""What registering a request brings about."""

from collections.abc import Mapping
from typing import Any

from mediation.cases.enrolling import change_sealed, enrol, keep_contact, renew_tokens
from mediation.cases.models import Case, NamedPerson, Party
from mediation.cases.owning import want_owner
from mediation.cases.persons import Person
from mediation.cases.queries import known_person
from mediation.cases.screening import screen, screen_person
from mediation.cases.tasks import add_task
from mediation.cases.work import Assessment, Consent
from mediation.db import db, new_ref, now, today
from mediation.intake.completing import want_completion
from mediation.workflow.words import Taken

THREE_QUESTIONS = ("q_hurt", "q_violence", "q_children")
# Whoever represents somebody comes last: the represented must be there.
ROLES = {"applicants": "applicant", "respondents": "respondent", "children": "child", "others": "relative"}

# Found out, not asked for help: she has not spoken herself.
OTHERS_TOLD = "found"


def keep_registration(taken: Taken) -> None:
    """The people, their safe contact, the three questions and the consent, from the facts of the form."""
    case: Case = taken.item
    _keep_people(taken)
    _keep_questions(taken)
    want_completion(taken)
    db.session.add(NamedPerson(case_id=case.id, user_id=taken.actor.id))
    screen(case, actor=taken.actor)
    if case.level >= 2 and case.owner_id is None:
        # Nobody at the station but the named and the supervisor sees it: somebody must be named.
        want_owner(case, "限定知情的案件，请指定承办人", urgent=True)
    if case.danger_provisional:
        add_task(
            case,
            "assess_danger",
            "登记时有危险情形，请当日评估危险",
            verb="评估危险",
            due_on=today(),
            urgent=True,
            rule="PM-DV",
        )


def _keep_people(taken: Taken) -> None:
    enrolled: dict[str, Party] = {}
    for field, role in ROLES.items():
        for place, told in enumerate(taken.facts.get(field, [])):
            party = _enrolled(taken, {**told, "represents": _represented(told, enrolled)}, role)
            enrolled[f"{field}-{place}"] = party
            if role == "applicant":
                _keep_contact(taken, told, party, first=place == 0)
                _keep_privacy(taken, party)


def _represented(told: Mapping[str, Any], enrolled: Mapping[str, Party]) -> int | None:
    """The id of the party for whom somebody acts: said as `applicants-0`, or as the id itself."""
    represents = told.get("represents")
    party = enrolled.get(str(represents))
    return party.id if party else represents if isinstance(represents, int) else None


def _enrolled(taken: Taken, told: Mapping[str, Any], role: str) -> Party:
    known = told.get("person")
    person = known_person(known, actor=taken.actor) if known else None
    if person:
        _complete(person, told)
        screen_person(person, actor=taken.actor)
    return enrol(taken.item, told, role=told.get("role") or role, person=person)


def _complete(person: Person, told: Mapping[str, Any]) -> None:
    """What was newly said of a person who is known already; the name stays as it is known."""
    change_sealed(person, {name: value for name, value in told.items() if name != "name"})
    for name in ("special", "moved_out", "marital", "ethnicity"):
        if told.get(name):
            setattr(person, name, told[name])
    renew_tokens(person)


def _keep_contact(taken: Taken, told: Mapping[str, Any], party: Party, *, first: bool) -> None:
    """What was agreed; nothing asked is no record, for a record says that it was asked.

    Of somebody whom others told of, nothing was agreed with her yet.
    """
    contact = told.get("contact") or (taken.facts.get("contact") if first else None) or {}
    if any(contact.values()):
        keep_contact(party.person, contact, confirmed=taken.facts.get("channel") != OTHERS_TOLD)


def _keep_questions(taken: Taken) -> None:
    """Any yes: provisionally high and mediation locked, until the instrument is done. Unknown is not no."""
    case: Case = taken.item
    answers = {name: taken.facts.get(name, "unknown") for name in THREE_QUESTIONS}
    danger = "yes" in answers.values()
    case.violence = answers["q_violence"] == "yes" or bool(taken.facts.get("violence"))
    case.danger = "high" if danger else "unknown" if "unknown" in answers.values() else "none"
    case.danger_provisional = danger
    case.level = 2 if case.violence or danger else 1
    row = Assessment(
        ref=new_ref(),
        key_id=case.key_id,
        case_id=case.id,
        instrument="three_questions",
        version="1",
        unanswered=sum(answer == "unknown" for answer in answers.values()),
        level=case.danger,
        by_id=taken.actor.id,
        made_at=now(),
    )
    row.answers = answers
    db.session.add(row)


def _keep_privacy(taken: Taken, party: Party) -> None:
    """Consent to the use of data by the station itself; refusing turns nobody away (PI-13, PI-29)."""
    told: Any = taken.facts.get("privacy_consent")
    if told is None:
        return
    db.session.add(
        Consent(
            ref=new_ref(),
            case_id=taken.item.id,
            party_id=party.id,
            kind="privacy",
            answer="agreed" if told else "refused",
            way=taken.facts["channel"],
            given_on=taken.happened_on,
            recorded_by_id=taken.actor.id,
            recorded_at=now(),
        )
    )
