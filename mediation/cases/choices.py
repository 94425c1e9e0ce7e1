"""What a form offers where the choice depends on the case: its people, colleagues, agencies, earlier steps."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from mediation.cases.correcting import correctable_by
from mediation.cases.models import Case
from mediation.cases.page import ROLES
from mediation.cases.queries import parties_of
from mediation.cases.stepping import title_of
from mediation.cases.time_limits import clock_choices
from mediation.dates import local
from mediation.db import db
from mediation.people.models import Agency, User
from mediation.people.roles import ROLES as TRADES
from mediation.web.forms import Choices
from mediation.workflow.history import steps_of

Offer = list[tuple[Any, str]]
BY_ROLE = {
    "mediators": ("mediator",),
    "counsellors": ("counsellor", "social_worker"),
    "lawyers": ("lawyer",),
}


def choices_for(case: Case, item: Any, *, actor: User) -> Choices:
    """Answers what a field `offers`. ITEM is what the step is about; its agency in charge has the colleagues."""
    agency_id = item.parts.get("in charge") or item.parts.get("who receives") or case.agency_id

    def answer(word: str) -> Offer:
        word, _, detail = word.partition(":")
        if word in BY_ROLE:
            return _colleagues(agency_id, BY_ROLE[word])
        offered: dict[str, Callable[[], Offer]] = {
            "parties": lambda: _parties(case),
            "applicants": lambda: _parties(case, "applicant"),
            "respondents": lambda: _parties(case, "respondent"),
            "children": lambda: [
                choice
                for choice, party in zip(_parties(case), case.parties, strict=True)
                if party.role == "child"
            ],
            "colleagues": lambda: _colleagues(agency_id),
            "agencies": lambda: _agencies(detail),
            "correctable": lambda: list(correctable_by(actor, case).items()),
            "time limits": lambda: clock_choices(case),
            "entries": lambda: [
                (row.id, f"{local(row.recorded_at)} {title_of(row)}") for row in steps_of(item.ref)
            ],
        }
        return offered[word]()

    return answer


def _parties(case: Case, *sides: str) -> Offer:
    return [
        (party.id, f"{party.person.called}（{ROLES.get(party.role, party.role)}）")
        for party in parties_of(case, *sides)
    ]


def _colleagues(agency_id: int, roles: tuple[str, ...] = ()) -> Offer:
    query = select(User).where(
        User.agency_id == agency_id, User.active, User.role.not_in(("admin", "auditor"))
    )
    if roles:
        query = query.where(User.role.in_(roles))
    return [
        (user.id, f"{user.name}（{TRADES[user.role]}）")
        for user in db.session.scalars(query.order_by(User.id))
    ]


def _agencies(workflow: str) -> Offer:
    agencies = db.session.scalars(select(Agency).where(Agency.active).order_by(Agency.id))
    return [(agency.id, agency.name) for agency in agencies if not workflow or workflow in agency.takes_on]
