"""Who else sits at a session: only with the word of every party, and with violence not the other side's kin (PM-20)."""

from typing import Any

from mediation.cases.models import Party, Stage
from mediation.disputes.queries import as_yes, at_the_table, called
from mediation.disputes.rules import suspected_victims
from mediation.errors import Incomplete
from mediation.workflow.history import steps_of
from mediation.workflow.words import Taken

# Parties who stand on neither side and act for nobody are guests too.
GUEST_ROLES = frozenset({"relative", "witness"})
OTHER_SIDES_KIN = "respondent_kin"


def refuse_guests(taken: Taken) -> None:
    """Raises Incomplete where somebody takes part without the consent of all (PM-20).

    With violence it is first said whose kin each guest is; the respondent's come only where she herself, asked alone,
    wants them (人民调解法第20条；2018规程第9、11条).
    """
    stage: Stage = taken.item
    for guest in _guests(stage, taken.facts):
        told = _told_of(stage, guest)
        if missing := [party for party in at_the_table(stage.case) if not _agreed(told, party)]:
            names = "、".join(called(party) for party in missing)
            raise Incomplete(
                f"邀请{guest}参加要征得各方同意，{names}还没有同意；请先“登记当事人意愿”（同意某人参加）",
                rules=("PM-20",),
            )
        if stage.case.violence:
            _refuse_kin(stage, guest, told)


def _guests(stage: Stage, facts: dict[str, Any]) -> list[str]:
    present = {int(party) for party in facts.get("attended", [])}
    others = [party for party in stage.case.parties if party.id in present and party.role in GUEST_ROLES]
    return [*facts.get("guests", []), *(party.person.called for party in others)]


def _told_of(stage: Stage, guest: str) -> list[dict[str, Any]]:
    told = [row.facts or {} for row in steps_of(stage.ref, "record_consent")]
    return [facts for facts in told if facts.get("kind") == "guest" and facts.get("guest") == guest]


def _newest(told: list[dict[str, Any]], party: Party) -> dict[str, Any]:
    said = [facts for facts in told if int(facts["party"]) == party.id]
    return said[-1] if said else {}


def _agreed(told: list[dict[str, Any]], party: Party) -> bool:
    return _newest(told, party).get("answer") == "agreed"


def _refuse_kin(stage: Stage, guest: str, told: list[dict[str, Any]]) -> None:
    relations = [facts["guest_relation"] for facts in told if facts.get("guest_relation")]
    if not relations:
        raise Incomplete(
            f"涉及家庭暴力：要写明{guest}是哪一方的什么人，请在“登记当事人意愿”（同意某人参加）中选择",
            rules=("PM-20",),
        )
    asked = [
        party for party in suspected_victims(stage) if not as_yes(_newest(told, party).get("spoken_alone"))
    ]
    if OTHER_SIDES_KIN in relations and asked:
        names = "、".join(called(party) for party in asked)
        raise Incomplete(
            f"涉及家庭暴力，默认不邀请对方的亲属到场；只有{names}单独谈时自己同意的，"
            "才可以“登记当事人意愿”并勾选“单独谈”",
            rules=("PM-20",),
        )
