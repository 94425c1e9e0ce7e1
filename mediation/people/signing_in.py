"""Sign-ins: rows on the server, named by a random token; they end when idle, when old, and when told to."""

import hashlib
import secrets
import time
from datetime import timedelta

from sqlalchemy import select, update

from mediation.audit.log import STATION, Subject, record
from mediation.db import atomic, db, now
from mediation.people.models import SignIn, User
from mediation.people.passwords import user_with
from mediation.people.throttles import count_try, forget_try, tries_at

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
TRIES = 5
TRIES_FROM = 30
LONGEST_PAUSE = 3
WINDOW = timedelta(minutes=1)
TOO_MANY = "输错次数过多，请一分钟后再试。忘记密码请联系系统管理员。"


def sign_in_with(login: str, password: str, *, asked_from: str = "") -> str | None:
    """The token of a new sign-in, or None where name and password do not belong together.

    Raises TooMany after five wrong tries within a minute at one name from one address, or thirty from one address at
    whatever names: a delay that ends by itself. Tries of strangers from elsewhere make everybody at that name wait
    some seconds, with the right password and with a wrong one, and turn nobody away.
    """
    pair = f"{asked_from}\n{login}"
    count_try("sign_in", pair, tries=TRIES, window=WINDOW, sentence=TOO_MANY)
    count_try("sign_in_from", asked_from, tries=TRIES_FROM, window=WINDOW, sentence=TOO_MANY)
    time.sleep(pause_after(tries_at("sign_in_name", login, window=WINDOW)))
    user = user_with(login, password)
    if user is None:
        return None
    for kind, name in (("sign_in", pair), ("sign_in_from", asked_from), ("sign_in_name", login)):
        forget_try(kind, name)
    token = secrets.token_urlsafe(32)
    with atomic() as session:
        session.add(SignIn(token_hash=_hash(token), user_id=user.id, began_at=now(), seen_at=now()))
        record("sign_in.begin", actor=user, subject=Subject(STATION, "user", user.ref))
    return token


def pause_after(tries: int) -> int:
    """How many seconds a try at a name waits that is the TRIES-th within a minute: none at first, three at most."""
    return min(max(tries - TRIES, 0), LONGEST_PAUSE)


def user_of(token: str) -> User | None:
    """Whose sign-in this is, if it still runs; it counts as seen now."""
    found = db.session.scalar(select(SignIn).where(SignIn.token_hash == _hash(token)))
    if found is None or found.ended_at or not found.user.active:
        return None
    if now() - found.seen_at > IDLE or now() - found.began_at > LONGEST:
        return None
    if now() - found.seen_at > SEEN_EVERY:
        with atomic() as session:
            session.execute(update(SignIn).where(SignIn.id == found.id).values(seen_at=now()))
    return found.user


def whose(token: str) -> User | None:
    """Whose sign-in this is or was, running or ended: to keep for them what they had typed."""
    found = db.session.scalar(select(SignIn).where(SignIn.token_hash == _hash(token)))
    return found.user if found else None


def sign_out_of(token: str) -> None:
    """End the sign-in at once, on the server."""
    with atomic() as session:
        session.execute(update(SignIn).where(SignIn.token_hash == _hash(token)).values(ended_at=now()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
