"""What must hold before a step of counselling."""

from typing import Any

from mediation.cases.models import Stage
from mediation.cases.tasks import open_tasks
from mediation.counselling.sides import clients_of, counsels_both
from mediation.workflow.words import rests_on

ALARM = "counselling_alarm"
# Owed by the counsellor after question 9.
SUICIDE = "suicide_questions"
# It must not tell whether the other side is counselled: only that this one cannot.
TAKE_ANOTHER = "这位辅导员不宜承办本环节（需要回避），请另行“指派辅导员”。"


@rests_on("DV-22")
def counsellor_not_shared(item: Stage, actor: Any) -> str | None:
    """Who suffered and who did it have two counsellors (DV-22, Anti-Domestic-Violence Law art. 22)."""
    if item.assignee_id is None:
        return "还没有指派辅导员，请先“指派辅导员”。"
    return TAKE_ANOTHER if counsels_both(item.assignee_id, item, clients_of(item)) else None


@rests_on("PI-PSY2")
def alarm_raised(item: Stage, actor: Any) -> str | None:
    """There is an alarm that nobody has dealt with."""
    return None if open_tasks(item.case, ALARM, stage=item) else "现在没有待处置的风险告警。"


@rests_on("RS-PHQ", "PI-PSY2")
def self_harm_followed_up(item: Stage, actor: Any) -> str | None:
    """RS-PHQ: after question 9 it was asked for plan, means and time, and a safety plan was made, whatever the total."""
    if open_tasks(item.case, SUICIDE, stage=item):
        return "量表第9题有提示：还没有问清有没有打算、办法和时间，请先“问清自杀风险”并做安全计划。"
    return None


@rests_on("PI-PSY2")
def alarms_dealt_with(item: Stage, actor: Any) -> str | None:
    """No alarm waits (PI-PSY2, Mental Health Law art. 28): counselling does not end while one does."""
    if open_tasks(item.case, ALARM, stage=item):
        return "还有没有处置的风险告警，请负责人或者承办人先“登记告警处置”。"
    return None
