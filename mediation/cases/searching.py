"""Searches are counted and logged: whoever tries one number after the other is slowed down, and seen."""

from datetime import timedelta

from mediation.people.models import User
from mediation.people.throttles import count_try
from mediation.vault.tokens import blind_index

TRIES = 30
WINDOW = timedelta(minutes=1)
TOO_MANY = "查找太频繁，请一分钟后再试。"


def count_search(actor: User) -> None:
    """One more search of ACTOR, wherever it is made. Raises TooMany after thirty within a minute."""
    count_try("search", actor.ref, tries=TRIES, window=WINDOW, sentence=TOO_MANY)


def term_of(text: str) -> str | None:
    """The keyed hash under which the log keeps TEXT; None where nothing in it could be looked for.

    Equal for equal terms, so that tries can be told from work; without the key it tells nothing.
    """
    try:
        return blind_index("search term", text).hex()
    except ValueError:
        return None
