"""What was kept of long ago: one list was carried out, others wait, were refused or taken back; one case is held.

The lists of the demo are written of today, in the order in which a registrar works.
"""

from collections.abc import Sequence
from datetime import timedelta

from mediation.db import SHANGHAI, now, turned_back_to
from mediation.demo.people import user_called
from mediation.retention.models import Disposal, Retention
from mediation.retention.papers import print_list
from mediation.retention.proposing import place_hold, propose
from mediation.retention.queries import due_cases
from mediation.workflow.engine import take

WORTHLESS = "咨询和撤回的求助，没有继续保存的价值，同意列入销毁。"
APPROVED_BY = "青山区档案局，青档审〔2025〕3号"
OPINION = {"opinion": "经核对，期限已满，同意销毁。"}


def dispose() -> None:
    """All of it, within the unit of work of the demo. The keys go afterwards, once it is committed."""
    registrar, supervisor, leader = map(user_called, ("registrar", "supervisor", "leader"))
    morning = now().astimezone(SHANGHAI).replace(hour=9, minute=0) - timedelta(days=6)
    with turned_back_to(morning):
        due = list(due_cases(actor=registrar))
        lifted = place_hold(
            due[0].case, {"ground": "complaint", "reason": "投诉还没有答复。"}, actor=supervisor
        )
        place_hold(due[1].case, {"ground": "inquiry", "reason": "巡察组要求保存。"}, actor=supervisor)
        gone, refused = _listed(due[2:3]), _listed(due[3:4])
    with turned_back_to(morning + timedelta(days=1)):
        take(lifted, "lift", actor=supervisor, facts={"reason": "投诉已经答复。"})
        take(gone, "approve", actor=leader, facts=OPINION)
        take(refused, "reject", actor=supervisor, facts={"reason": "再保存一年。"})
    with turned_back_to(morning + timedelta(days=2)):
        print_list(gone, actor=registrar)
        witness = {"witness": user_called("intake").id, "list_signed": True, "papers_too": True}
        take(gone, "carry_out", actor=registrar, facts=witness)
        taken_back = _listed(due[3:4])
        take(taken_back, "cancel", actor=registrar, facts={"reason": "列错了，重新列。"})
    with turned_back_to(morning + timedelta(days=3)):
        approved = _listed(due[4:5])
        take(approved, "approve", actor=supervisor, facts=OPINION)
        _listed(due[5:6])


def _listed(rows: Sequence[Retention]) -> Disposal:
    told = {"cases": [row.case_id for row in rows], "appraisal": WORTHLESS, "schedule_approval": APPROVED_BY}
    return propose(told, actor=user_called("registrar"))
