"""What a search compares, as conditions of a query: one way for the list of cases, the search page and intake.

A condition never widens what ACTOR may know of: it stands beside `visible_to`, and speaks of the people alone of whom
ACTOR is shown who they are. What is not shown changes no hit, no count and no order.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select

from mediation.cases.access import visible_to, whole_to
from mediation.cases.handed_over import shown_parties
from mediation.cases.models import Case, Party
from mediation.cases.names import REPORTER
from mediation.cases.persons import PersonToken
from mediation.cases.register_numbers import register_number
from mediation.db import db
from mediation.people.models import Agency, User
from mediation.vault.tokens import blind_index, holds_number, query_tokens

Ways = Sequence[frozenset[bytes]]


def cases_answering(text: str, actor: User) -> ColumnElement[bool]:
    """Cases in which somebody whom ACTOR is shown answers to TEXT, or whose register number, if ACTOR knows it, is so."""
    named = Case.id.in_(_cases_of(parties_answering(text, actor)))
    return or_(named, numbered(text, actor))


def parties_answering(text: str, actor: User) -> ColumnElement[bool]:
    """Parties, their cases joined, who answer to TEXT. A telephone or identity number is compared where the whole case
    is seen alone: whoever was never sent it cannot try it out."""
    return _parties_with(query_tokens(text), actor, with_number=holds_number(text))


def rank_of_case(text: str, actor: User) -> ColumnElement[int]:
    """0 for the case of that number, 1 where somebody is called exactly so, 2 for the others."""
    exactly = _parties_with(_whole_name(text), actor, with_number=False)
    return case((numbered(text, actor), 0), (Case.id.in_(_cases_of(exactly)), 1), else_=2)


def rank_of_person(text: str, person: ColumnElement[int]) -> ColumnElement[int]:
    """0 for whoever is called exactly so, 1 for the others."""
    tokens = [token for way in _whole_name(text) for token in way]
    return case((exists().where(PersonToken.person_id == person, PersonToken.token.in_(tokens)), 0), else_=1)


def numbered(text: str, actor: User) -> ColumnElement[bool]:
    """The cases of that register number, as far as TEXT tells it, of those whose number ACTOR knows."""
    told = register_number(text)
    if told is None:
        return false()
    same = [whole_to(actor), Case.number == told.number]
    if told.year:
        same.append(Case.number_year == told.year)
    if told.station:
        same.append(Case.station_id.in_(select(Agency.id).where(Agency.short_name == told.station)))
    return and_(*same)


def _whole_name(text: str) -> Ways:
    try:
        return [frozenset({blind_index("name", text)})]
    except ValueError:
        return []


def _cases_of(parties: ColumnElement[bool]) -> Select[int]:
    return select(Party.case_id).join(Case, Party.case_id == Case.id).where(parties)


def _parties_with(ways: Ways, actor: User, *, with_number: bool) -> ColumnElement[bool]:
    if not ways:
        return false()
    named = or_(*(Party.person_id.in_(_persons_with(tokens)) for tokens in ways))
    if with_number:
        return and_(whole_to(actor), named)
    # Who reported is named to nobody who does not see the whole (WR-72).
    inside = and_(Case.agency_id == actor.agency_id, Party.role != REPORTER)
    here = or_(whole_to(actor), inside)
    return or_(and_(here, named), Party.id.in_(_shown_with(named, actor)))


def _shown_with(named: ColumnElement[bool], actor: User) -> list[int]:
    """In the cases of others: the parties NAMED (ids) who are among those whom ACTOR is shown."""
    query = visible_to(actor).join(Party, Party.case_id == Case.id)
    query = query.where(named, Case.agency_id != actor.agency_id, Party.role != REPORTER)
    matching = db.session.execute(query.add_columns(Party.id)).all()
    return [party for case, party in matching if party in _shown_ids(case, actor)]


def _shown_ids(case: Case, actor: User) -> set[int]:
    return {party.id for party in shown_parties(case, actor=actor)}


def _persons_with(tokens: frozenset[bytes]) -> Select[int]:
    """The ids of persons who have all of these tokens."""
    return (
        select(PersonToken.person_id)
        .where(PersonToken.token.in_(tokens))
        .group_by(PersonToken.person_id)
        .having(func.count() == len(tokens))
    )
