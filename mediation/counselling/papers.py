"""The paper of counselling: what it is and is not, and where confidence ends, for whoever is to sign it beforehand."""

from collections.abc import Iterator

from mediation.cases.access import sees_stage
from mediation.cases.guardians import signers_for
from mediation.cases.models import Case, Stage
from mediation.cases.on_paper import head
from mediation.counselling.sides import clients_of
from mediation.documents.facts_station import CounsellingConsent
from mediation.errors import Missing
from mediation.people.models import User
from mediation.web.feature import Offer


def counselling_consent(case: Case, about: str, actor: User) -> CounsellingConsent:
    """心理辅导知情同意书 of the counselling ABOUT, before or after it was agreed to (PI-PSY). Raises Missing."""
    stage = next((stage for stage in _seen(case, actor) if stage.ref == about), None)
    if stage is None:
        raise Missing
    client = next(iter(clients_of(stage)), None)
    return {
        "paper": head(case),
        "provider": stage.agency.name,
        "phone": stage.agency.phone or None,
        "person": client.person.name if client else None,
        "counsellor": stage.assignee.name if stage.assignee else None,
        **signers_for(client),
    }


def counselling_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The consent of each counselling that is offered or goes on."""
    for stage in _seen(case, actor):
        if not stage.ended:
            yield Offer("counselling_consent", stage.ref)


def _seen(case: Case, actor: User) -> list[Stage]:
    return [stage for stage in case.stages if stage.workflow == "counselling" and sees_stage(actor, stage)]
