"""Where a worker is reminded."""

from mediation.audit.log import STATION, Subject, record
from mediation.db import atomic
from mediation.people.models import User


def remind_at(user: User, email: str) -> None:
    """Reminders of USER go to this mailbox from now on; to none, where it is empty. Their own doing alone."""
    if email == user.email:
        return
    with atomic():
        user.email = email
        record("user.email", actor=user, subject=Subject(STATION, "user", user.ref))
