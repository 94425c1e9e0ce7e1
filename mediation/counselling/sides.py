"""Who stands against whom: nobody counsels both who suffered and who did it (DV-22)."""

from collections.abc import Iterable

from sqlalchemy import select

from mediation.cases.models import Case, Party, Stage
from mediation.cases.persons import Person
from mediation.cases.queries import answers, parties_of
from mediation.cases.work import Consent, Session
from mediation.db import db
from mediation.workflow.history import newest

VICTIMS = ("applicant", "child")


def clients_of(stage: Stage) -> list[Party]:
    """For whom the stage is: who consented; before that who is invited, else the applicants."""
    agreed = _who_agreed(stage)
    if agreed:
        return agreed
    planned = newest(stage.ref, "plan_session")
    invited = {int(party) for party in ((planned.facts or {}) if planned else {}).get("invited", [])}
    named = [party for party in stage.case.parties if party.id in invited]
    return named or parties_of(stage.case, "applicant")


def on_the_other_side(party: Party) -> bool:
    """Whether a party is the respondent, or speaks for the respondent."""
    respondents = {other.id for other in parties_of(party.case, "respondent")}
    return party.id in respondents or party.represents_id in respondents


def counsels_both(counsellor_id: int, stage: Stage, clients: Iterable[Party]) -> bool:
    """Whether the counsellor has, in another stage of this or of a linked case, somebody against CLIENTS.

    Cases are linked by the people in them.
    """
    others = _counselled_elsewhere(counsellor_id, stage)
    return any(_against(client, other) for client in clients for other in others)


def _who_agreed(stage: Stage) -> list[Party]:
    asked = answers(stage.case, "counselling", stage=stage).values()
    return [consent.party for consent in asked if consent.answer == "agreed"]


def _counselled_elsewhere(counsellor_id: int, stage: Stage) -> list[Party]:
    """Those who agreed in a stage that the counsellor has now, and those whom the counsellor has heard."""
    agreed = (
        select(Party)
        .join(Consent, Consent.party_id == Party.id)
        .join(Stage, Consent.stage_id == Stage.id)
        .where(Stage.assignee_id == counsellor_id, Stage.id != stage.id, Consent.kind == "counselling")
        .where(Consent.answer == "agreed")
    )
    heard = (
        select(Party)
        .join(Session, Session.side_id == Party.id)
        .where(Session.author_id == counsellor_id, Session.stage_id != stage.id)
        .where(Session.kind == "counselling")
    )
    return [*db.session.scalars(agreed), *db.session.scalars(heard)]


def _against(one: Party, other: Party) -> bool:
    """Whether the two stand on different sides of the case of either."""
    return any(_opposed_in(case, one.person, other.person) for case in (one.case, other.case))


def _opposed_in(case: Case, one: Person, other: Person) -> bool:
    sides = {_side_in(case, one), _side_in(case, other)}
    return sides == {"victim", "respondent"}


def _side_in(case: Case, person: Person) -> str:
    """The side of a person in a case; a child stands with who may have suffered."""
    for party in case.parties:
        if _same(party.person, person):
            return "respondent" if on_the_other_side(party) else "victim" if party.role in VICTIMS else ""
    return ""


def _same(one: Person, other: Person) -> bool:
    """The same row, or the same identity number under two rows."""
    return one.id == other.id or (one.id_index is not None and one.id_index == other.id_index)
