"""What a refused print tells: to whoever may know the secrets, which; to a partner, only that there is one.

Otherwise whoever was never told a number could write down candidates until the refusal names one (P18).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from mediation.audit.log import Subject, record
from mediation.cases.access import field_groups
from mediation.cases.models import Case
from mediation.cases.tasks import add_task, open_tasks
from mediation.db import atomic
from mediation.documents.check import GivesAway
from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.people.throttles import count_try, forget_try

TRIES = 5
WINDOW = timedelta(minutes=10)
KIND = TASK = "secret_in_paper"
UNSAID = "文书里有不能印出的内容，没有打印。请删去联系方式、住址、单位等信息。"
TOO_MANY = "文书多次因为有不能印出的内容没有打印，请十分钟后再试，并先和主办单位核对。"


@contextmanager
def unsaid(case: Case, *, actor: User) -> Iterator[None]:
    """A refusal within says nothing of the secret to ACTOR who does not see how she is reached; it is logged, and the
    owner told. Raises TooMany after five within ten minutes. Whoever sees it is told which secret, which is logged too."""
    if "contact" in field_groups(actor, case):
        try:
            yield
        except GivesAway:
            with atomic():
                _log(case, actor)
            raise
        return
    # Counted before it is looked at: once too many were refused, a paper without a secret is no answer either.
    count_try(KIND, actor.ref, tries=TRIES, window=WINDOW, sentence=TOO_MANY)
    try:
        yield
    except GivesAway as refusal:
        _tell(case, actor)
        raise Incomplete(UNSAID, rules=refusal.rules) from None
    except Incomplete:
        forget_try(KIND, actor.ref)
        raise
    forget_try(KIND, actor.ref)


def _log(case: Case, actor: User) -> None:
    record("document.refused", actor=actor, subject=Subject(case.ref, "case", case.ref))


def _tell(case: Case, actor: User) -> None:
    """In the log each time; on the list of the owner once."""
    with atomic():
        _log(case, actor)
        if not open_tasks(case, TASK):
            text = "协作单位的文书里出现了不能印出的内容，请核对"
            add_task(case, TASK, text, verb="查看", user_id=case.owner_id, urgent=True)
