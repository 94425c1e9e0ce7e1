"""The notice of protection orders, for the person at risk alone (DV-10-13)."""

from mediation.cases.access import field_groups
from mediation.cases.handed_over import shown_parties
from mediation.cases.models import Case
from mediation.cases.on_paper import head
from mediation.cases.queries import stages_of
from mediation.documents.facts import Notice
from mediation.errors import Missing
from mediation.people.models import User
from mediation.protection.queries import orders_of


def protection_order_notice(case: Case, about: str, actor: User) -> Notice:
    """What may be told about protection orders, to the applicant (ABOUT: ref of a party, or of the case).

    It names the court only where an application already does: another court could give away a new address.
    Raises Missing where ACTOR sees neither the whole case nor its protection.
    """
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "protection"]
    if not stages and "narrative" not in field_groups(actor, case):
        raise Missing
    applicants = [party for party in shown_parties(case, actor=actor) if party.side == "applicant"]
    told = next((party for party in applicants if party.ref == about), applicants[0] if applicants else None)
    courts = [order.court for stage in stages for order in orders_of(stage) if order.court]
    return {
        "paper": head(case),
        "recipient": told.person.name if told else None,
        "court": courts[-1] if courts else None,
        "legal_aid": None,
        "phone": case.agency.phone or None,
    }
