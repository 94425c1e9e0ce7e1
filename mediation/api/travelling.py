"""The worker brings referrals to the installation of the receiver, and its answers back: at least once, counted once.

Everything that is told there has a name of its own (the ref of the referral, of a step): told twice, it is one. Whatever
is answered there is taken over by the engine under the ref of the step that it was there. So it does not matter where on
the way a machine stops: the next look begins where the last one is known to have come.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
import structlog
from sqlalchemy import select, update

from mediation.api.answering import step
from mediation.api.channels import may_be_called
from mediation.api.models import Channel, Journey
from mediation.api.shapes import STEPS
from mediation.db import atomic, db, now
from mediation.errors import Refusal
from mediation.files.store import get
from mediation.outbox.post import post
from mediation.people.program import PARTNER_TOKEN, Delegate
from mediation.referrals.materials import held, named_in
from mediation.referrals.models import Referral
from mediation.referrals.queries import LINK, ground_gone, package_open
from mediation.workflow.engine import workflow_of
from mediation.workflow.models import StepTaken

API = "/api/v1"
AT_ONCE = 50
LEASE = timedelta(minutes=5)
AGAIN = timedelta(minutes=5)
RESTING = timedelta(hours=1)
LONGEST = timedelta(hours=6)
# How long after its last notice the other side is taken to tell by itself.
TRUSTED = timedelta(days=1)
SECONDS = 20
# A file is drawn anew there before it is answered.
LONG = 120
# The other side will not take this file, however often it is sent.
REFUSED = (413, 422)
# About a quarter of an hour after the first failure.
TELL_AFTER = 3
UNDELIVERED = "一份转介单还没有送到对方系统，请电话联系对方，急的改用书面。"
LEFT_BEHIND = "一件随附的材料对方系统没有收下，请用其他方式送交。"
UNANSWERED = "对方系统连不上，一份转介单的答复暂时取不回来，请电话询问。"
# What is told to the other side, and with which of its facts.
TELLS = {"acknowledge": (), "ask_again": ("reason",), "urge": ("note",), "recall": ("reason",)}
log = structlog.get_logger("mediation")


class BadAnswer(Exception):  # noqa: N818 - it is an answer, of somebody else
    """The other side did not do what it was asked."""


def due() -> Sequence[int]:
    """The journeys that the worker must see to now."""
    query = select(Journey.id).where(Journey.next_at <= now()).order_by(Journey.next_at).limit(AT_ONCE)
    return db.session.scalars(query).all()


def travel(number: int) -> None:
    """One journey: tell what is new here, take over what is new there. Nothing where somebody else is at it."""
    if not _claimed(number):
        return
    try:
        _go(db.session.get_one(Journey, number))
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        BadAnswer,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        db.session.rollback()
        _failed(number, error)


def _go(journey: Journey) -> None:
    channel = journey.channel
    if not channel.active or not may_be_called(channel.base_url) or channel.token is None:
        raise BadAnswer("closed")
    headers = {"Authorization": f"Bearer {channel.token.reveal()}"}
    with httpx.Client(
        base_url=channel.base_url, headers=headers, timeout=SECONDS, follow_redirects=False, trust_env=False
    ) as there:
        if journey.their_ref is None:
            told = _post(there, "/referrals", _slip(journey.referral), key=journey.referral.ref)
            _note(journey, their_ref=str(told["ref"])[:32])
        _carry(there, journey)
        _tell(there, journey)
        _take_over(there, journey)
    _note(journey, tries=0, said="", next_at=_next_look(journey))


def _next_look(journey: Journey) -> datetime | None:
    """When to look again; not any more, once it has ended here and no work goes on there that could lose its ground."""
    referral = journey.referral
    if not workflow_of(referral).stop(referral.state).final:
        return now() + (RESTING if _tells_by_itself(journey.channel) else AGAIN)
    goes_on = referral.stage is not None and not referral.stage.ended and referral.case.running
    return now() + RESTING if goes_on and not journey.cut else None


def _tells_by_itself(channel: Channel) -> bool:
    """Whether the other side has told of its own accord lately (`hooks`): then looking is but the safety net."""
    return channel.hook is not None and channel.heard_at is not None and now() - channel.heard_at < TRUSTED


def _carry(there: httpx.Client, journey: Journey) -> None:
    """The materials that the package names, one after the other, as long as they may be read there (PI-23).

    What is refused there for good is passed over, and its sender told: the rest goes on.
    """
    referral, where = journey.referral, f"{API}/referrals/{journey.their_ref}/materials"
    for number, row in enumerate(named_in(referral.package)[journey.carried :], start=journey.carried + 1):
        material = held(referral, row["file"])
        if material is None or not package_open(referral):
            return
        data = get(material.sha256, material.key_id)
        key = {"Idempotency-Key": row["file"]}
        answer = there.post(where, files={"file": ("material", data)}, headers=key, timeout=LONG)
        if answer.status_code in REFUSED:
            _tell_sender(journey, LEFT_BEHIND)
        elif answer.status_code != httpx.codes.CREATED:
            raise BadAnswer(str(answer.status_code))
        _note(journey, carried=number)


def _tell(there: httpx.Client, journey: Journey) -> None:
    """Our own steps since the last that was told, in their order; and that the ground is gone (PI-23)."""
    query = select(StepTaken).where(
        StepTaken.subject == journey.referral.ref, StepTaken.trigger.in_(TELLS), StepTaken.id > journey.told
    )
    for row in db.session.scalars(query.order_by(StepTaken.id)).all():
        facts = row.facts or {}
        told = {name: facts[name] for name in TELLS[row.trigger] if facts.get(name)}
        number = row.id
        _post(there, f"/referrals/{journey.their_ref}/{row.trigger}", told, key=row.ref, late=True)
        _note(journey, told=number)
    if not journey.cut and (ground_gone(journey.referral) or journey.referral.state == "recalled"):
        _post(there, f"/referrals/{journey.their_ref}/cut", {}, key=f"cut-{journey.ref}")
        _note(journey, cut=True)


def _take_over(there: httpx.Client, journey: Journey) -> None:
    """What the receiver did there, step by step. What cannot be taken here any more (it was recalled) is passed over."""
    answer = there.get(f"{API}/referrals/{journey.their_ref}")
    if answer.status_code != httpx.codes.OK:
        raise BadAnswer(str(answer.status_code))
    agency = journey.channel.agency
    actor = Delegate(PARTNER_TOKEN, journey.channel.ref, agency.id, agency.ref)
    for entry in answer.json()["history"]:
        if entry["step"] not in STEPS:
            continue
        try:
            step(journey.referral, entry["step"], entry["facts"], actor=actor, key=entry["ref"])
        except Refusal as refusal:
            log.warning(
                "step not taken over", journey=journey.ref, step=entry["step"], why=type(refusal).__name__
            )


def _post(there: httpx.Client, path: str, told: Any, *, key: str, late: bool = False) -> Any:
    """Tell it there. LATE: that it comes too late there (409) is an answer as well."""
    answer = there.post(f"{API}{path}", json=told, headers={"Idempotency-Key": key})
    if answer.status_code == httpx.codes.CONFLICT and late:
        return {}
    if answer.status_code not in (httpx.codes.OK, httpx.codes.CREATED):
        raise BadAnswer(str(answer.status_code))
    return answer.json()


def _slip(referral: Referral) -> dict[str, Any]:
    slip = {
        "ref": referral.ref,
        "number_year": referral.number_year,
        "number": referral.number,
        "manner": referral.manner,
        "stage": referral.stage_wanted,
        "urgency": referral.urgency,
        "needs": referral.needs,
        "ground": referral.ground,
        "package": referral.package,
        "package_hash": referral.package_hash,
    }
    return slip | ({"expires_on": referral.expires_on.isoformat()} if referral.expires_on else {})


def _claimed(number: int) -> bool:
    """Whether it is ours now: whoever stops on the way leaves it to the next after LEASE."""
    with atomic() as session:
        claim = update(Journey).where(Journey.id == number, Journey.next_at <= now())
        return bool(session.execute(claim.values(next_at=now() + LEASE)).rowcount)  # type: ignore[attr-defined]


def _failed(number: int, error: Exception) -> None:
    """Later again, and later each time. Of the error only its kind is kept: its text may hold what was sent."""
    with atomic() as session:
        journey = session.get_one(Journey, number)
        journey.tries += 1
        journey.said = str(error)[:80] if isinstance(error, BadAnswer) else type(error).__name__
        journey.next_at = now() + min(timedelta(minutes=2 ** min(journey.tries, 10)), LONGEST)
        if journey.tries == TELL_AFTER:
            _tell_sender(journey, UNANSWERED if journey.their_ref else UNDELIVERED)
        log.warning("journey failed", journey=journey.ref, tries=journey.tries, said=journey.said)


def _tell_sender(journey: Journey, text: str) -> None:
    """Whoever sent it must not believe that it arrived: they hear once that it did not, or that nothing comes back."""
    referral = journey.referral
    with atomic():
        post(
            "referral",
            text,
            link=f"{LINK}{referral.ref}",
            agency_id=referral.from_agency_id,
            user_id=referral.sent_by_id if referral.sent_by.active else None,
        )


def _note(journey: Journey, **known: Any) -> None:
    with atomic():
        for name, value in known.items():
            setattr(journey, name, value)
