"""What is checked of an answer before it goes to whoever sent the referral."""

from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.referrals.models import Referral
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.words import Taken


def refuse_early_answer(taken: Taken) -> None:
    """Whoever works in the program does not answer 已办结 while the stage that was handed over stands open: the sender
    would take it for done, and she would wait for nobody (WR-73). Raises Incomplete.

    A link or a system of a partner cannot end a stage here; its answer is what the sender goes by.
    """
    item: Referral = taken.item
    stage = item.stage
    if taken.facts.get("result") != "done" or not isinstance(taken.actor, User) or not stage or stage.ended:
        return
    label = WORKFLOWS[stage.workflow].label
    raise Incomplete(
        f"“{label}”还没有办结，不能回复“已办结”。请先在案件里办结；还在办的，请“反馈进展”，或者选“部分办结”。",
        rules=("WR-73",),
        field="result",
    )
