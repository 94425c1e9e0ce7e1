"""What the steps of a data request bring about."""

from sqlalchemy import select, update

from mediation.cases.enrolling import renew_tokens
from mediation.cases.persons import Person
from mediation.cases.tasks import add_task
from mediation.cases.work import Consent
from mediation.data_requests import rules
from mediation.data_requests.models import DataRequest
from mediation.db import db
from mediation.errors import Incomplete
from mediation.workflow.history import newest
from mediation.workflow.words import Taken

# Whether to take part is answered, and taken back, where it was asked.
NOT_OF_DATA = ("mediation", "mediator", "counselling", "confirmation", "extension")


def refuse_conflicted_guardian(taken: Taken) -> None:
    """Nobody of the other side asks in the name of a child."""
    _refuse(rules.why_not_by_guardian(taken.item))


def refuse_unsafe_verification(taken: Taken) -> None:
    """The person is verified without a call that endangers."""
    _refuse(rules.why_not_verified(taken.item, str(taken.facts.get("identity_way"))))


def keep_grant(taken: Taken) -> None:
    """What was decided. Raises Incomplete where the law keeps it, or it would tell the other side of the case."""
    _refuse(rules.why_not_grant(taken.item, taken.facts))
    taken.item.outcome = str(taken.facts["scope"])


def keep_refusal(taken: Taken) -> None:
    """It was refused, with its ground."""
    taken.item.outcome = "refused"


def do_as_granted(taken: Taken) -> None:
    """Delete what was granted, take back the consents; of the rest only that it was done. Raises Incomplete."""
    item: DataRequest = taken.item
    _refuse(rules.why_not_done(item))
    if item.about == "delete":
        granted = newest(item.ref, "grant")
        _erase(item.party.person, list(((granted.facts if granted else None) or {}).get("fields") or []))
    elif item.about == "consent":
        _take_back(taken)


def refuse_unsafe_delivery(taken: Taken) -> None:
    """The answer goes by a way that the person chose."""
    _refuse(rules.why_not_delivered(taken.item, str(taken.facts.get("way"))))


def _erase(person: Person, fields: list[str]) -> None:
    for name in fields:
        setattr(person, name, None)
    if "phone" in fields:
        person.phone_index = None
        renew_tokens(person)


def _take_back(taken: Taken) -> None:
    """Every consent to the use of the data ends; who has them on such a consent reads nothing from now on, and the owner
    takes back what is under way (PIPL 15; PI-23). What was done before stands."""
    item: DataRequest = taken.item
    given = (
        Consent.party_id == item.party_id,
        Consent.kind.not_in(NOT_OF_DATA),
        Consent.withdrawn_on.is_(None),
    )
    shared = db.session.scalar(select(Consent.id).where(*given, Consent.receiver_id.is_not(None)).limit(1))
    db.session.execute(update(Consent).where(*given).values(withdrawn_on=taken.happened_on[:10]))
    if shared is not None:
        add_task(
            item.case,
            "consent_withdrawn",
            "本人撤回了同意，请安排收回",
            verb="查看",
            user_id=item.case.owner_id,
            urgent=True,
        )


def _refuse(refusal: Incomplete | None) -> None:
    if refusal:
        raise refusal
