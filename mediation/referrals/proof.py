"""Whether what was sent to another agency is what the log says was sent."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from mediation.audit.findings import Finding
from mediation.audit.models import AuditEntry
from mediation.audit.verify import Tick
from mediation.db import db
from mediation.referrals.models import Referral
from mediation.referrals.package import digest
from mediation.vault.refusals import KeyDestroyed, Unreadable

SENT = "referral.package"
_ENTRY: Any = AuditEntry.__table__


def packages_match_the_log(tick: Tick) -> Iterator[Finding]:
    """Packages that are not those whose hash stands in the log, or that no entry tells of."""
    query = (
        select(Referral, _ENTRY.c.chain, _ENTRY.c.sequence, _ENTRY.c.commitment)
        .outerjoin(_ENTRY, (_ENTRY.c.subject == Referral.ref) & (_ENTRY.c.kind == SENT))
        .order_by(_ENTRY.c.chain, _ENTRY.c.sequence)
        .execution_options(yield_per=500)
    )
    for referral, chain, sequence, told in db.session.execute(query):
        tick()
        if chain is None:
            yield Finding("", 0, f"转介 {referral.ref} 的资料包没有对应的记录")
        elif reason := _wrong_with(referral, told):
            yield Finding(chain, sequence, reason[0], certain=reason[1])


def _wrong_with(referral: Referral, told: str | None) -> tuple[str, bool] | None:
    try:
        same = told == referral.package_hash == digest(referral.package or {})
    except KeyDestroyed:
        return "转介的资料包不能再核对：密钥已按规定销毁", False
    except Unreadable:
        return "转介的资料包无法解密（加密的内容或密钥被更改、移走）", True
    return None if same else ("转介的资料包与记录的核对码不符（内容被更改）", True)
