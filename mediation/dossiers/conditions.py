"""When a paper of a dossier is required, and of what it needs one each: the names that workflows/dossiers.yaml may use."""

from collections.abc import Callable

from mediation.cases.models import Case, Stage
from mediation.cases.page import WAYS_OUT
from mediation.cases.queries import sessions_of
from mediation.cases.rules import case_of
from mediation.cases.work import Session
from mediation.disputes.models import Agreement
from mediation.disputes.papers_file import OUTSIDE
from mediation.disputes.queries import EFFECTIVE, agreements_of
from mediation.workflow.history import steps_of

Subject = Case | Stage
_ENDED_UNASKED = frozenset({"withdraw", "end_with_case"})


def always(subject: Subject) -> bool:
    """In every dossier."""
    return True


def ran_its_course(subject: Subject) -> bool:
    """The case was not turned away, taken back or passed on: then nobody follows it up, and nobody closes it."""
    return case_of(subject).state not in WAYS_OUT


def never(subject: Subject) -> bool:
    """Only where there is one."""
    return False


def violence(subject: Subject) -> bool:
    """Violence was named in the case."""
    return case_of(subject).violence


def worked_on(subject: Subject) -> bool:
    """The stage did not just end with the case, nor by the wish of the person."""
    return isinstance(subject, Stage) and not _unasked(subject)


def _unasked(stage: Stage) -> bool:
    """Taken back before it began, or ended with the case."""
    taken_back = stage.outcome == "close_declined" and not _taken(stage, "decline")
    return taken_back or stage.outcome in _ENDED_UNASKED


def accepted(subject: Subject) -> bool:
    """The mediation was accepted (PM-17)."""
    return _taken(subject, "accept")


def represented(subject: Subject) -> bool:
    """Somebody speaks for a party by mandate; a guardian needs none."""
    return accepted(subject) and any(party.role == "representative" for party in case_of(subject).parties)


def session_held(subject: Subject) -> bool:
    """At least one session took place."""
    return bool(sessions_held(subject))


def inquired(subject: Subject) -> bool:
    """Somebody was visited or called and asked; that too is recorded and filed (PM-27)."""
    return bool(inquiries_held(subject))


def agreed(subject: Subject) -> bool:
    """An agreement binds the parties."""
    return bool(_in_force(subject))


def agreed_in_writing(subject: Subject) -> bool:
    """A written agreement binds them (PM-29)."""
    return bool(agreements_in_force(subject))


def agreed_orally(subject: Subject) -> bool:
    """An oral agreement binds them (PM-30)."""
    return bool(oral_agreements(subject))


def ended_without_agreement(subject: Subject) -> bool:
    """The mediation was declined or terminated: that is told in writing (PM-26)."""
    return isinstance(subject, Stage) and subject.ended and _taken(subject, "stop", "decline")


def counselled(subject: Subject) -> bool:
    """The counselling began."""
    return _taken(subject, "record_session", "take_scale")


def order_filed(subject: Subject) -> bool:
    """An application for a protection order went to the court."""
    return _taken(subject, "file_order")


def order_ruled(subject: Subject) -> bool:
    """The court ruled on a protection order."""
    return _taken(subject, "make_order", "refuse_order")


def sessions_held(subject: Subject) -> list[str]:
    """The sessions at the table that took place, by ref."""
    return [row.ref for row in _held(subject) if row.form not in OUTSIDE]


def inquiries_held(subject: Subject) -> list[str]:
    """The visits and calls in which somebody was asked, by ref: their record is 调查记录."""
    return [row.ref for row in _held(subject) if row.form in OUTSIDE]


def agreements_in_force(subject: Subject) -> list[str]:
    """The written agreements that bind or did bind, by ref."""
    return [agreement.ref for agreement in _in_force(subject) if not agreement.oral]


def oral_agreements(subject: Subject) -> list[str]:
    """The oral agreements that bind or did bind, by ref."""
    return [agreement.ref for agreement in _in_force(subject) if agreement.oral]


def _held(subject: Subject) -> list[Session]:
    rows = sessions_of(subject) if isinstance(subject, Stage) else []
    return [row for row in rows if row.took_place]


def _in_force(subject: Subject) -> list[Agreement]:
    rows = agreements_of(subject) if isinstance(subject, Stage) else []
    return [row for row in rows if row.state in EFFECTIVE]


def _taken(subject: Subject, *triggers: str) -> bool:
    return bool(steps_of(subject.ref, *triggers))


CONDITIONS: dict[str, Callable[[Subject], bool]] = {
    condition.__name__: condition
    for condition in (
        always, ran_its_course, never, violence, worked_on, accepted, represented, session_held, inquired, agreed,
        agreed_in_writing, agreed_orally, ended_without_agreement, counselled, order_filed, order_ruled,
    )
}  # fmt: skip
EACH: dict[str, Callable[[Subject], list[str]]] = {
    each.__name__: each for each in (sessions_held, inquiries_held, agreements_in_force, oral_agreements)
}
