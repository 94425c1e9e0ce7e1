"""Read mediations: who sits at the table, what they answered, and the agreement they reached."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from mediation.cases.access import sees_stage
from mediation.cases.models import Case, Party, Stage
from mediation.cases.queries import answers, parties_of
from mediation.db import db
from mediation.disputes.models import Agreement, MediationRequest, Obligation, Signature
from mediation.documents.models import DocumentNumber
from mediation.people.models import User
from mediation.workflow.facts import plain
from mediation.workflow.models import Clock

SIDES = {"applicant": "申请人", "respondent": "被申请人"}
EFFECTIVE = frozenset({"performing", "broken", "performed", "ended"})


def at_the_table(case: Case) -> list[Party]:
    """The parties whose dispute it is: both sides, applicants first."""
    return [*parties_of(case, "applicant"), *parties_of(case, "respondent")]


def called(party: Party) -> str:
    """A party by the side it stands on; with the name where several stand there."""
    side = SIDES.get(party.side, "当事人")
    return side if len(parties_of(party.case, party.side)) == 1 else f"{side}{party.person.called}"


def find_agreement(case: Case, ref: str, actor: User) -> Agreement | None:
    """The agreement of that ref in CASE, for those who see the stage it belongs to."""
    found = db.session.scalar(select(Agreement).where(Agreement.ref == ref))
    if found is None or found.stage.case_id != case.id or not sees_stage(actor, found.stage):
        return None
    return found


def agreements_of(stage: Stage) -> Sequence[Agreement]:
    """The agreements of a stage, oldest first."""
    query = select(Agreement).where(Agreement.stage_id == stage.id).order_by(Agreement.id)
    return db.session.scalars(query).all()


def newest_agreement(stage: Stage) -> Agreement | None:
    """The agreement that counts, or None."""
    return next(iter(reversed(agreements_of(stage))), None)


def file_number_of(stage: Stage) -> str | None:
    """卷号 of the mediator's file: the number of its agreement; where there is none, the one that the file was given."""
    numbers = [row.number_text for row in agreements_of(stage) if row.state != "void" and row.number]
    if numbers:
        return numbers[-1]
    query = select(DocumentNumber.text).filter_by(chain=stage.case.ref, name="dossier_cover", about=stage.ref)
    return db.session.scalar(query)


def newest_request(stage: Stage) -> MediationRequest | None:
    """The request for mediation that counts, or None."""
    query = select(MediationRequest).where(MediationRequest.stage_id == stage.id)
    return db.session.scalars(query.order_by(MediationRequest.id.desc()).limit(1)).first()


def lacking(
    case: Case, kind: str, *, stage: Stage | None = None, since: datetime | None = None
) -> list[Party]:
    """The parties whose newest answer to KIND is no yes, or came before SINCE. Silence is no yes (PM-17)."""
    given = answers(case, kind, stage=stage)

    def agreed(party: Party) -> bool:
        consent = given.get(party.id)
        return bool(
            consent and consent.answer == "agreed" and (since is None or consent.recorded_at >= since)
        )

    return [party for party in at_the_table(case) if not agreed(party)]


def signers(agreement: Agreement) -> list[Signature]:
    """The signatures that the text now laid out needs."""
    return [row for row in agreement.signatures if row.draft == agreement.draft and not row.dropped]


def signer_in_words(row: Signature) -> str:
    """Whose signature it is."""
    if row.role == "seal":
        return "调解委员会印章"
    if row.role == "mediator":
        return f"调解员{row.user.name if row.user else ''}"
    return f"{SIDES.get(row.party.side, '当事人')}{row.party.person.called}" if row.party else "当事人"


def unmet(agreement: Agreement) -> list[Obligation]:
    """What is still owed, by the day on which it is due."""
    return sorted(
        (row for row in agreement.obligations if row.met_on is None), key=lambda row: (row.due_on, row.id)
    )


def last_days_to_file(agreement: Agreement) -> list[date]:
    """The last day on which both may ask the court to confirm it (JC-205): one, or none before it binds."""
    query = select(Clock.statutory_last).where(Clock.subject == agreement.ref, Clock.rule == "PM-33")
    last = db.session.scalars(query.order_by(Clock.id.desc()).limit(1)).first()
    return [date.fromisoformat(last[:10])] if last else []


def final_due(agreement: Agreement) -> date | None:
    """The last day of performance, with instalments the last one's (JC-EXE)."""
    return max((row.due_on for row in agreement.obligations), default=None)


def as_date(value: Any) -> date | None:
    """A date from a date, a moment or ISO text; None where only a month or a year is known."""
    text = str(plain(value) or "")[:10]
    return date.fromisoformat(text) if len(text) == len("2026-01-01") else None


def as_yes(value: Any) -> bool:
    """Whether an answer is yes: true, or the word."""
    return value is True or str(value) in ("yes", "True", "true", "是")
