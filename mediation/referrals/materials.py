"""The materials that go along with a package: it names each by what it is and by the hash of its file."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from mediation.attachments.kinds import KINDS
from mediation.attachments.models import Attachment
from mediation.attachments.queries import attachments_of, may_read
from mediation.audit.log import record_read
from mediation.cases.models import Case
from mediation.dates import day_in_words
from mediation.db import db
from mediation.errors import Incomplete, Missing
from mediation.files.store import get
from mediation.people.models import User
from mediation.people.program import Delegate, LinkHolder
from mediation.referrals.models import Referral
from mediation.referrals.queries import package_open, receives

KIND = "materials"
MOST = 20


def choices(case: Case, *, actor: User) -> list[tuple[str, str]]:
    """What may go along, by ref: what ACTOR may open, and what lies neither under seal nor with counselling."""
    return [(row.ref, _said(row)) for row in _may_go(case, actor)]


def refused(case: Case, facts: Mapping[str, Any], *, actor: Any) -> Incomplete | None:
    """Why these materials cannot go along, or None."""
    named = facts.get(KIND) or []
    if len(named) > MOST:
        return Incomplete(f"一次最多随附{MOST}件材料。", field=KIND)
    if named and not set(named) <= {row.ref for row in _may_go(case, actor)}:
        return Incomplete(
            "勾选的材料里有不能带出的（密封的、心理辅导的，或者已经撤出），请重新勾选。", field=KIND
        )
    return None


def rows(case: Case, told: Mapping[str, Any]) -> list[dict[str, str]]:
    """The materials as the package names them, in the order in which they came."""
    query = select(Attachment).where(Attachment.case_id == case.id, Attachment.ref.in_(told.get(KIND) or []))
    found = db.session.scalars(query.order_by(Attachment.id))
    return [{"material": _said(row), "file": row.sha256} for row in found if _open(row)]


def named_in(package: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """The materials that a package names."""
    return [row for row in (package or {}).get(KIND, []) if row.get("file")]


def held(referral: Referral, file: str) -> Attachment | None:
    """The material of that hash, as far as the package names it and it has arrived here."""
    if file not in (row["file"] for row in named_in(referral.package)):
        return None
    query = select(Attachment).where(Attachment.case_id == referral.case_id).order_by(Attachment.id)
    return next((row for row in db.session.scalars(query) if file in _hashes(row)), None)


def shown(referral: Referral) -> list[dict[str, Any]]:
    """The materials for a page: what each is, its hash, and whether it is here."""
    return [
        {"said": row["material"], "file": row["file"], "here": held(referral, row["file"]) is not None}
        for row in named_in(referral.package)
    ]


def open_material(
    referral: Referral, file: str, *, actor: User | Delegate | LinkHolder
) -> tuple[Attachment, bytes]:
    """A material of the package and its bytes, for both sides, for the receiver as long as the package may be read. Logged.

    Raises Missing.
    """
    row = held(referral, file)
    if row is None or (receives(referral, actor) and not package_open(referral)):
        raise Missing
    record_read("referral.material", actor=actor, subject=referral.chain, shown=[referral.ref, row.ref])
    return row, get(row.sha256, row.key_id)


def _may_go(case: Case, actor: Any) -> Sequence[Attachment]:
    if not isinstance(actor, User):
        return []
    return [row for row in attachments_of(case, actor=actor) if _open(row) and may_read(row, actor=actor)]


def _open(row: Attachment) -> bool:
    return row.state == "kept" and not row.under_seal and not row.of_counselling


def _said(row: Attachment) -> str:
    caption = f"：{row.caption}" if row.caption else ""
    return f"{KINDS.get(row.what, row.what)}{caption}（{row.pages}页，{day_in_words(row.received_on)}收到）"


def _hashes(row: Attachment) -> tuple[str, str]:
    """Of the file as it is kept here; and as it was sent, where it was drawn anew on arrival."""
    return row.sha256, str((row.told or {}).get("sha256", ""))
