"""Whose hands a case must not fall into: an employer of the respondent, a stranger to the agency."""

from mediation.cases.employers import respondent_works_at
from mediation.cases.models import Case
from mediation.people.models import Agency, User


def why_not_agency(case: Case, agency: Agency, workflow: str) -> str | None:
    """Why AGENCY cannot take on a stage of that kind in this case, or None."""
    if not agency.active:
        return f"{agency.name}已停用，请另选承办单位。"
    if workflow not in agency.takes_on:
        return f"{agency.name}不承接这一环节，请另选承办单位。"
    if respondent_works_at(case, agency):
        return "对方在这个单位工作，为了求助人的安全请另选承办单位。"
    return None


def why_not_colleague(agency_id: int, user: User) -> str | None:
    """Why the work of that agency cannot be given to USER, or None."""
    if user.agency_id != agency_id:
        return f"{user.name}不是承办单位的人，请从承办单位的人员中选择。"
    if not user.active:
        return f"{user.name}的账号已停用，请另选一人。"
    return None
