"""Links for receivers without an account: made, revoked, opened by the code, and what is done by them.

The token stands in the address (192 bits), the code on paper or said on the telephone (40 bits). Neither is kept: of both
there are keyed hashes, and the token is made from the random ref of the link under a key of the vault, so that the slip can
be printed with its address at any time. The code is shown once. What is wrong about a try is never said: no such link, a
wrong code, a link that has ended are one answer.
"""

import base64
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from mediation.attachments.adding import bring, read_in
from mediation.audit.log import STATION, Subject, record, record_alone
from mediation.cases.ties import tied_agencies
from mediation.db import atomic, db, new_ref, now, today
from mediation.documents.stamps import ALPHABET, LOOKALIKES
from mediation.people.models import User
from mediation.people.program import LINK_HOLDER, SYSTEM, LinkHolder
from mediation.people.throttles import count_try, forget_try, tries_at
from mediation.referrals.models import LinkVisit, Referral, ReferralLink
from mediation.vault.keys import current_vault
from mediation.workflow.engine import logged_refusal, take, workflow_of

SIGNS = 8
TRIES = 5
WINDOW = timedelta(minutes=15)
TRIES_FROM = 30
MINUTE = timedelta(minutes=1)
VISIT = timedelta(minutes=30)
FILES_A_DAY = 20
DAY = timedelta(days=1)
TOO_MANY_FILES = "这一张转介单今天上传的文件太多，请明天再传，或者把材料送到转出单位。"
TOO_MANY = "输错次数过多，请十五分钟后再试，或者打电话问转出单位。"
HOUR = timedelta(hours=1)
COUNTED = frozenset(10**power for power in range(7))
NOBODY = "0" * 64
# In the place of the link where none was found.
NO_LINK = "-"


@dataclass(frozen=True)
class Secrets:
    """What whoever makes a link is shown: the token of the address, and, this once, the code in groups of four."""

    ref: str
    token: str
    code: str

    def hashes(self) -> dict[str, str]:
        """What the step keeps of them."""
        return {
            "link": self.ref,
            "token_hash": _hash(self.token),
            "code_hash": _code_hash(self.ref, self.code),
        }


def new_secrets() -> Secrets:
    """A token and a code that nobody can guess; they belong together."""
    ref, code = new_ref(), "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
    return Secrets(ref, _token_of(ref), f"{code[:4]}-{code[4:]}")


def token_of(link: ReferralLink) -> str:
    """The token of its address, as it was made; nothing where it cannot be made again (another key, another maker)."""
    token = _token_of(link.ref)
    return token if hmac.compare_digest(_hash(token), link.token_hash) else ""


def issue(referral: Referral, *, actor: User, key: str | None, seen: int | None) -> Secrets | None:
    """A new link, in place of the one before; None where this submission has made one already.

    Raises OutOfTurn, Forbidden, Incomplete.
    """
    made = new_secrets()
    taken = take(referral, "issue_link", actor=actor, facts=made.hashes(), key=key, seen=seen)
    return made if taken else None


def link_of(referral: Referral) -> ReferralLink | None:
    """The link of the referral that can be used now."""
    query = select(ReferralLink).where(
        ReferralLink.referral_id == referral.id, ReferralLink.ended_at.is_(None)
    )
    return next(filter(live, db.session.scalars(query.order_by(ReferralLink.id.desc()))), None)


def live(link: ReferralLink) -> bool:
    """Whether it still opens: not revoked, the referral neither ended nor expired, the agency not found to stand near."""
    referral = link.referral
    if referral.to_agency_id in tied_agencies(referral.case):
        return False
    expired = referral.expires_on is not None and referral.expires_on < today()
    return link.ended_at is None and not expired and not workflow_of(referral).stop(referral.state).final


def open_visit(token: str, code: str, who: str, *, asked_from: str) -> str | None:
    """The token of a visit of WHO, or None: no such link, a wrong code, a link that has ended.

    The same is counted, read and compared in each case. Raises TooMany after five wrong codes at one address of a link
    within a quarter of an hour, or thirty tries a minute from one place.
    """
    named = _hash(token)
    count_try("link_from", asked_from, tries=TRIES_FROM, window=MINUTE, sentence=TOO_MANY)
    count_try("link_code", named, tries=TRIES, window=WINDOW, sentence=TOO_MANY)
    link = db.session.scalar(select(ReferralLink).where(ReferralLink.token_hash == named))
    right = hmac.compare_digest(
        _code_hash(link.ref if link else "", code), link.code_hash if link else NOBODY
    )
    if link is None or not right or not live(link):
        _note_wrong(link)
        return None
    for kind, name in (("link_from", asked_from), ("link_code", named)):
        forget_try(kind, name)
    visit_token = secrets.token_urlsafe(24)
    with atomic() as session:
        visit = LinkVisit(key_id=link.referral.key_id, link_id=link.id, began_at=now())
        visit.token_hash, visit.who = _hash(visit_token), who
        session.add(visit)
        subject = Subject(link.referral.chain, "referral_link", link.ref)
        record("referral_link.open", actor=holder_of(link), subject=subject)
    return visit_token


def _note_wrong(link: ReferralLink | None) -> None:
    """Whoever guesses stands in the log of the station: of many tries within an hour the first, the tenth, the hundredth …

    The same is written whether there is such a link or not.
    """
    name = link.ref if link else NO_LINK
    count = tries_at("link_wrong", name, window=HOUR)
    if count in COUNTED:
        subject = Subject(STATION, "referral_link", name)
        record_alone("referral_link.open.refused", actor=SYSTEM, subject=subject, fields=[f"count {count}"])


def visit_by(token: str, visit_token: str) -> LinkVisit | None:
    """The visit that this browser has begun at this link, as long as it lasts and the link holds."""
    visit = db.session.scalar(select(LinkVisit).where(LinkVisit.token_hash == _hash(visit_token)))
    if visit is None or visit.ended_at or now() - visit.began_at > VISIT:
        return None
    same = hmac.compare_digest(visit.link.token_hash, _hash(token))
    return visit if same and live(visit.link) else None


def leave(visit_token: str) -> None:
    """The visit is over, on the server too."""
    with atomic() as session:
        ended = update(LinkVisit).where(
            LinkVisit.token_hash == _hash(visit_token), LinkVisit.ended_at.is_(None)
        )
        session.execute(ended.values(ended_at=now()))


def holder_of(link: ReferralLink) -> LinkHolder:
    """Who acts by the link: for the receiver, upon this referral alone."""
    referral = link.referral
    return LinkHolder(
        role=LINK_HOLDER,
        ref=link.ref,
        agency_id=referral.to_agency_id,
        agency_ref=referral.to_agency.ref,
        things=frozenset({referral.ref}),
    )


def act(
    visit: LinkVisit,
    trigger: str,
    facts: Mapping[str, Any],
    files: Sequence[bytes],
    *,
    key: str | None,
    seen: int | None,
) -> None:
    """Take a step by the link, with the receipts that come along: all of it or nothing.

    Raises OutOfTurn (Stale among them), Forbidden, Incomplete, TooMany: more than FILES_A_DAY files by one link.
    """
    link, holder = visit.link, holder_of(visit.link)
    referral = link.referral
    for _file in files:
        count_try("link_file", link.ref, tries=FILES_A_DAY, window=DAY, sentence=TOO_MANY_FILES)
    accepted = list(read_in(files))
    told = {**facts, "answered_by": visit.who}
    subject = Subject(referral.chain, referral.kind, referral.ref)
    with logged_refusal(f"referral.{trigger}", actor=holder, subject=subject), atomic():
        if take(referral, trigger, actor=holder, facts=told, key=key, seen=seen):
            bring(referral.case, accepted, by=holder, through=link.issued_by)


def _code_hash(ref: str, code: str) -> str:
    """Of a code as somebody typed it: with or without a hyphen, O for 0, I or L for 1."""
    signs = "".join(sign for sign in code.upper().translate(LOOKALIKES) if sign in ALPHABET)
    return _hash(f"{ref}\n{signs}")


def _token_of(ref: str) -> str:
    """192 bits that nobody can guess who has not the key, though the ref stands in the database and in the log."""
    drawn = hmac.digest(current_vault().derived("addresses of links of partners"), ref.encode(), "sha256")
    return base64.urlsafe_b64encode(drawn[:24]).decode()


def _hash(text: str) -> str:
    return hmac.digest(current_vault().derived("links of partners"), text.encode(), "sha256").hex()
