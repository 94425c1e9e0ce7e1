"""What a receiver will see beyond its package, once it works the stage: shown to whoever sends, before anything is sent."""

from collections.abc import Mapping
from typing import Any

from mediation.cases.handed_over import NEEDS_DANGER, comes_along
from mediation.cases.models import Case
from mediation.cases.page import ROLES
from mediation.cases.queries import parties_of

WHOLE_CASE = "移交后对方是主办单位，看得到整个案件（别的单位封存的记录除外）。"


def seen_later(case: Case, facts: Mapping[str, Any]) -> list[str]:
    """One line each: the people by name, the danger, the rule of safe contact; of a case that changes hands, all of it.

    FACTS are those of the form `referral`. The same answer as the page of the receiver gives (docs/decisions/0010).
    """
    if facts.get("kind") == "transfer":
        return [WHOLE_CASE]
    workflow, kinds = str(facts.get("stage", "")), frozenset(facts.get("data_kinds", []))
    applicants = {party.id for party in parties_of(case, "applicant")}
    chosen = {facts["party"]} if facts.get("ground") == "consent" and facts.get("party") else applicants
    people = comes_along(case, workflow, frozenset(chosen), kinds)
    lines = [f"{party.person.called}（{ROLES.get(party.role, party.role)}）的姓名" for party in people]
    if workflow in NEEDS_DANGER and "danger" not in kinds:
        lines.append("危险等级")
    if "contact" not in kinds:
        lines.append("求助人的安全联系须知（不含号码）")
    return lines
