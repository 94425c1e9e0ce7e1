"""The facts of the notice on legal aid."""

from sqlalchemy import select

from mediation.cases.access import field_groups
from mediation.cases.handed_over import shown_parties
from mediation.cases.models import Case, Party
from mediation.cases.on_paper import head
from mediation.cases.queries import stages_of
from mediation.db import db
from mediation.documents.facts import Notice
from mediation.errors import Missing
from mediation.people.models import Agency, User


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


def _centre(case: Case) -> str | None:
    """The centre that has the stage, else the one of the district."""
    stage = next((stage for stage in reversed(case.stages) if stage.workflow == "legal_aid"), None)
    if stage is not None and stage.agency.kind == "legal_aid_centre":
        return stage.agency.name
    centres = select(Agency).where(Agency.kind == "legal_aid_centre", Agency.active).order_by(Agency.id)
    centre = db.session.scalar(centres.where(Agency.district == case.agency.district).limit(1))
    return centre.name if centre else None
