"""Passwords: Argon2id, and the same work for a name that nobody has."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from mediation.db import db
from mediation.people.models import User

LONGEST = 128
_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)


def set_cost(*, time_cost: int, memory_cost: int) -> None:
    """Another price for a guess. KiB of memory; for tests, and for machines that must pay less."""
    global _hasher
    _hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=1)
    _nobody.cache_clear()


def hashed(password: str) -> str:
    """What is stored in place of PASSWORD."""
    return _hasher.hash(password)


def user_with(login: str, password: str) -> User | None:
    """The active user whose password this is. A name that nobody has takes as long as a wrong password."""
    user = db.session.query(User).filter_by(login=login).one_or_none()
    right = fits(user.password_hash if user else None, password)
    return user if user and user.active and right else None


def fits(stored: str | None, password: str) -> bool:
    """Whether PASSWORD is the one STORED. Where nothing is stored it takes as long, and never fits."""
    try:
        _hasher.verify(stored or _nobody(), password[:LONGEST])
    except VerifyMismatchError:
        return False
    return bool(stored)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
