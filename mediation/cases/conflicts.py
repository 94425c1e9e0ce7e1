"""Whose hands a case must not fall into: an employer of the respondent, a stranger to the agency."""

from collections.abc import Iterable, Mapping
from typing import Any

from mediation.cases.employers import respondent_works_at
from mediation.cases.models import Case
from mediation.cases.ties import is_tied, tied_agencies
from mediation.people.models import Agency, User
from mediation.workflow.engine import WORKFLOWS


def must_stay_out(case: Case, agency: Agency) -> bool:
    """Whether AGENCY may not be given anything of CASE: the other side works there, or she will not have it told."""
    return respondent_works_at(case, agency) or agency.id in tied_agencies(case)


def let_in(case: Case, agencies: Iterable[Agency]) -> list[Agency]:
    """Of these agencies those that may be given something of CASE: what a form offers."""
    kept_out = tied_agencies(case)
    return [one for one in agencies if one.id not in kept_out and not respondent_works_at(case, one)]


def why_not_agency(case: Case, agency: Agency, workflow: str) -> str | None:
    """Why AGENCY cannot take on a stage of that kind in this case, or None."""
    if not agency.active:
        return f"{agency.name}已停用，请另选承办单位。"
    if workflow not in agency.takes_on:
        return f"{agency.name}不承接这一环节，请另选承办单位。"
    if must_stay_out(case, agency):
        return "这个单位需要回避，为了求助人的安全请另选承办单位。"
    return None


# Whoever mediates hears both sides; whoever counsels or speaks for one does not.
NOT_TOGETHER = {
    "mediation": ("counselling", "legal_aid"),
    "counselling": ("mediation",),
    "legal_aid": ("mediation",),
}


def double_role(case: Case, user: User, workflow: str) -> str | None:
    """What USER has in hand in CASE, or had, that does not go with a stage of WORKFLOW: its label, or None."""
    for stage in case.stages:
        if stage.assignee_id == user.id and stage.workflow in NOT_TOGETHER.get(workflow, ()):
            return str(WORKFLOWS[stage.workflow].label)
    return None


def why_double_role(case: Case, user: User, workflow: str, facts: Mapping[str, Any]) -> str | None:
    """The warning of a double role, unless a reason was written for it; None where there is nothing to warn of."""
    other = double_role(case, user, workflow)
    if other is None or facts.get("note") or facts.get("reason"):
        return None
    return (
        f"{user.name}已经承办本案的{other}，再承办{WORKFLOWS[workflow].label}是双重身份，请另选一人；"
        "确需由同一人承办的，请写明理由。"
    )


def why_not_colleague(case: Case, agency_id: int, user: User) -> str | None:
    """Why the work of that agency in CASE cannot be given to USER, or None."""
    if user.agency_id != agency_id:
        return f"{user.name}不是承办单位的人，请从承办单位的人员中选择。"
    if not user.active:
        return f"{user.name}的账号已停用，请另选一人。"
    if is_tied(case, user):
        return f"{user.name}在这件案件中需要回避，请另选一人。"
    return None
