"""The papers of legal aid that a case may need."""

from collections.abc import Iterator

from mediation.cases.access import field_groups
from mediation.cases.models import Case, Stage
from mediation.cases.queries import stages_of
from mediation.dates import day_in_words
from mediation.legal_aid.papers import means_asked
from mediation.people.models import User
from mediation.web.feature import Offer

WITH_LAWYER = ("assigned", "in_progress")


def legal_aid_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The notice, and the papers of each open stage; the statement of means only where means count (LA-32, LA-41)."""
    whole = "narrative" in field_groups(actor, case)
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "legal_aid"]
    if whole or stages:
        yield Offer("legal_aid_notice")
    if whole and not stages and case.running:
        yield Offer("legal_aid_application", why_not="还没有开启法律援助环节")
    open_ones = [stage for stage in stages if not stage.ended]
    for stage in open_ones:
        detail = f"{day_in_words(str(stage.opened_at.date()))}开启" if len(open_ones) > 1 else ""
        yield from _of_stage(case, stage, detail, whole=whole)


def _of_stage(case: Case, stage: Stage, detail: str, *, whole: bool) -> Iterator[Offer]:
    if whole:
        yield Offer("legal_aid_application", stage.ref, detail)
    if means_asked(case, stage):
        yield Offer("means_statement", stage.ref, detail)
    assigned = stage.state in WITH_LAWYER
    yield Offer("power_of_attorney", stage.ref, detail, None if assigned else "还没有指派律师")
