"""Guesses at a code and its secret: slowed down at the place they come from, so that whoever guesses locks nobody out.

A place is an address; of the long kind the first half, for whoever has one of them has them all. What a wrong guess
costs is the same whatever is wrong about it, and no clock shows the difference.
"""

import ipaddress
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from mediation.db import db
from mediation.people.throttles import count_try, forget_count, forget_try, old_counts

MINUTE, QUARTER, DAY = timedelta(minutes=1), timedelta(minutes=15), timedelta(days=1)
TRIES, TRIES_IN_A_DAY, TRIES_FROM = 5, 20, 30
# A hundred in a day from everywhere: even a number of eight digits holds a thousand years.
TRIES_AT_CODE = 100
TOO_MANY = "试的次数太多，请过十五分钟再试，或者打 12338。"
TOO_MANY_TODAY = "今天试的次数太多，请明天再试，或者打 12338。"
# Longer than the work that a guess takes (seconds).
LEAST = 0.4
_HALF = 64
_KINDS = (
    "portal_from",
    "portal_pair",
    "portal_day",
    "portal_code",
    "portal_begin",
    "portal_send",
    "portal_act",
)


def place_of(address: str | None) -> str:
    """Whom a try is counted against: the address, or the network of it where one household has billions."""
    try:
        told = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(told, ipaddress.IPv6Address):
        if told.ipv4_mapped:
            return str(told.ipv4_mapped)
        return str(ipaddress.ip_network((told, _HALF), strict=False))
    return str(told)


def count_guess(code: str, place: str) -> None:
    """One more guess at CODE (as it is kept) from PLACE. Raises TooMany.

    Five within a quarter of an hour and twenty a day from one place; from all places a hundred a day, so that whoever
    found the paper with the code shuts her out only where he is himself.
    """
    pair = f"{code} {place}"
    count_try("portal_from", place, tries=TRIES_FROM, window=MINUTE, sentence=TOO_MANY)
    count_try("portal_pair", pair, tries=TRIES, window=QUARTER, sentence=TOO_MANY)
    count_try("portal_day", pair, tries=TRIES_IN_A_DAY, window=DAY, sentence=TOO_MANY_TODAY)
    count_try("portal_code", code, tries=TRIES_AT_CODE, window=DAY, sentence=TOO_MANY_TODAY)


def forget_guess(code: str, place: str) -> None:
    """It was no guess: she knows both."""
    for kind, name in (
        ("portal_from", place),
        ("portal_pair", f"{code} {place}"),
        ("portal_day", f"{code} {place}"),
        ("portal_code", code),
    ):
        forget_try(kind, name)


@contextmanager
def never_sooner() -> Iterator[None]:
    """What is done inside answers after LEAST at the earliest; nobody waits for the database meanwhile."""
    begun = time.monotonic()
    try:
        yield
    finally:
        db.session.rollback()
        time.sleep(max(0.0, begun + LEAST - time.monotonic()))


def counted_long_ago() -> Sequence[int]:
    """Counts of the public pages that hold nobody up any more."""
    return old_counts(_KINDS, age=2 * DAY)


def forget_counted(count_id: int) -> None:
    """Delete one of them."""
    forget_count(count_id)
