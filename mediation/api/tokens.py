"""Issue a token, know it again, revoke it. It is shown once; the database keeps its hash.

A token is 256 random bits: its hash needs no salt and no cost, for nobody guesses what it is the hash of.
"""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from mediation.api.models import PartnerToken
from mediation.audit.log import STATION, Subject, record
from mediation.db import atomic, db, new_ref, now
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.people.models import Agency, User
from mediation.people.program import PARTNER_TOKEN, Delegate

PREFIX = "wqapi_"
ISSUERS = frozenset({"admin"})
LONGEST_DAYS = 366
SEEN_EVERY = timedelta(minutes=1)
# What a token may do, by the word that stands in it.
SCOPES = {
    "read": "查看转给本单位的转介单",
    "answer": "签收、接收、退回、反馈进展、回复",
    "attach": "上传材料",
    "receive": "从对方自己的系统送来转介单，并确认、催办、收回",
}

IN_SHORT = {"read": "查看", "answer": "办理", "attach": "上传", "receive": "送来"}


def issue(
    agency: Agency, *, label: str, scopes: Collection[str], days: int, actor: User
) -> tuple[PartnerToken, str]:
    """A new token of AGENCY for DAYS days, and its text, which nobody can read again. Raises Forbidden, Incomplete."""
    _only_issuers(actor)
    if not agency.active or agency.id == actor.agency_id:
        raise Incomplete("请选择一个在用的合作单位；本单位不需要凭证。", field="agency")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Incomplete("请勾选这个凭证可以做什么。", field="scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise Incomplete(f"有效期请写1到{LONGEST_DAYS}天。", field="days")
    text = PREFIX + secrets.token_urlsafe(32)
    token = PartnerToken(
        ref=new_ref(),
        token_hash=_hash(text),
        label=label,
        agency=agency,
        scopes=[scope for scope in SCOPES if scope in scopes],
        issued_by_id=actor.id,
        issued_at=now(),
        expires_at=now() + timedelta(days=days),
    )
    with atomic() as session:
        session.add(token)
        record("token.issue", actor=actor, subject=_subject(token.ref), fields=["agency", "days", "scopes"])
    return token, text


def revoke(ref: str, *, actor: User) -> None:
    """End the token at once; a second time it changes nothing. Raises Forbidden, Missing."""
    _only_issuers(actor)
    with atomic() as session:
        token = session.scalar(select(PartnerToken).where(PartnerToken.ref == ref))
        if token is None:
            raise Missing
        if token.revoked_at is None:
            token.revoked_at = now()
            record("token.revoke", actor=actor, subject=_subject(ref))


def all_tokens(*, actor: User) -> Sequence[PartnerToken]:
    """Every token, newest first, for whoever issues them. Raises Forbidden."""
    _only_issuers(actor)
    return db.session.scalars(select(PartnerToken).order_by(PartnerToken.id.desc())).all()


def token_of(text: str) -> PartnerToken | None:
    """The token that TEXT is, if it holds now: not expired, not revoked, its agency still at work."""
    token = db.session.scalar(select(PartnerToken).where(PartnerToken.token_hash == _hash(text)))
    if token is None or standing(token) != "valid" or not token.agency.active:
        return None
    return token


def used(token: PartnerToken) -> None:
    """It was used just now; written down once a minute."""
    if token.used_at is None or now() - token.used_at > SEEN_EVERY:
        with atomic() as session:
            session.execute(update(PartnerToken).where(PartnerToken.id == token.id).values(used_at=now()))


def standing(token: PartnerToken) -> str:
    """`valid`, `expired` or `revoked`, as things stand now."""
    if token.revoked_at is not None:
        return "revoked"
    return "valid" if now() < token.expires_at else "expired"


def delegate_of(token: PartnerToken) -> Delegate:
    """Who acts by this token: its agency, under the ref of the token."""
    return Delegate(PARTNER_TOKEN, token.ref, token.agency_id, token.agency.ref)


def _only_issuers(actor: Any) -> None:
    if actor.role not in ISSUERS:
        raise Forbidden("接口凭证由系统管理员发放和停用。")


def _subject(ref: str) -> Subject:
    return Subject(STATION, "partner_token", ref)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
