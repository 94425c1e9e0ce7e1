"""The papers of mediation that a case may need, in the order in which a file is filled."""

from collections.abc import Callable, Iterator

from mediation.cases.models import Case, Stage
from mediation.cases.queries import may_read_minutes, sessions_of, stages_of
from mediation.dates import day_in_words
from mediation.disputes import paper_rules as rules
from mediation.disputes.models import Agreement
from mediation.disputes.papers_file import OUTSIDE
from mediation.disputes.queries import agreements_of
from mediation.people.models import User
from mediation.web.feature import Offer

LATE = "三十日最后一日{last}已过，可能逾期，请立即咨询是否可申请顺延"


def nothing_against(_subject: object) -> str | None:
    """For papers that can be printed at any time."""
    return None


OF_STAGE: list[tuple[str, Callable[[Stage], str | None]]] = [
    ("mediation_application", rules.why_no_application),
    ("mediation_registration", rules.why_no_registration),
    ("rights_notice", nothing_against),
    ("investigation", nothing_against),
    ("evidence", nothing_against),
    ("termination_notice", rules.why_no_ending),
    ("closing_report", rules.why_no_closing),
    ("delegation_reply", rules.why_no_reply),
    ("delegation_end", rules.why_no_end_table),
]
OF_AGREEMENT: list[tuple[str, Callable[[Agreement], str | None]]] = [
    ("mediation_proof", rules.why_no_proof),
    ("confirmation_application", rules.why_no_confirmation),
    ("confirmation_contact", rules.why_no_confirmation),
]


def mediation_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The papers of every mediation that ACTOR sees, with why not for those that cannot be printed now."""
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "mediation"]
    for stage in stages:
        detail = f"{day_in_words(str(stage.opened_at.date()))}开启的调解" if len(stages) > 1 else ""
        for name, why_not in OF_STAGE:
            yield Offer(name, stage.ref, detail, why_not(stage))
        yield from _sessions(stage, actor)
        yield from _agreements(stage)


def _sessions(stage: Stage, actor: User) -> Iterator[Offer]:
    """A record for each session whose minutes ACTOR may read."""
    for session in sessions_of(stage):
        if session.kind == "mediation" and session.took_place and may_read_minutes(session, actor=actor):
            name = "investigation" if session.form in OUTSIDE else "mediation_record"
            yield Offer(name, session.ref, session.held_on)


def _agreements(stage: Stage) -> Iterator[Offer]:
    for agreement in agreements_of(stage):
        detail = agreement.number_text or ""
        text = "oral_agreement" if agreement.oral else "agreement"
        yield Offer(text, agreement.ref, detail, rules.why_no_text(agreement))
        for name, why_not in OF_AGREEMENT:
            late = rules.missed_day(agreement) if why_not is rules.why_no_confirmation else None
            said = f"{detail}（{LATE.format(last=late)}）" if late else detail
            yield Offer(name, agreement.ref, said, why_not(agreement))
