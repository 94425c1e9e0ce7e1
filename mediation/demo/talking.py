"""What the federation and its partners tell each other beside the cases: last month's bulletin, a meeting to come, and the
token of a partner's system."""

from datetime import datetime, time, timedelta

from mediation.api.tokens import issue
from mediation.bulletins.queries import last_month, officers
from mediation.bulletins.sending import mark_read, send
from mediation.db import SHANGHAI, now, today, turned_back_to
from mediation.demo.people import office_called, user_called

ABOUT = "请各单位及时签收转介，材料不足的写明缺什么再退回。"
AGENDA = "通报上月转介签收、退回情况；商量与派出所衔接告诫书的送达。"
DAYS = 180


def talk() -> None:
    """All of it, within the unit of work of the demo; the bulletin went out on the day before."""
    leader = user_called("supervisor")
    with turned_back_to(now() - timedelta(days=1)):
        told = {"month": last_month(), "held_at": None, "place": "", "agenda": ""}
        bulletin = send({**told, "kind": "bulletin", "text": ABOUT}, officers(leader), actor=leader)
    for receipt in bulletin.receipts:
        if receipt.user_id == user_called("court").id:
            mark_read(bulletin, actor=user_called("court"))
    meets = datetime.combine(today() + timedelta(days=7), time(14, 30), SHANGHAI)
    meeting = {"kind": "meeting", "month": last_month(), "text": "", "held_at": meets}
    meeting |= {"place": "区妇联三楼会议室", "agenda": AGENDA}
    send(meeting, officers(leader), actor=leader)
    # Its text is known to nobody: who tries the interface issues another one.
    issue(
        office_called("court"),
        label="法院办案系统（演示）",
        scopes=["read", "answer"],
        days=DAYS,
        actor=user_called("admin"),
    )
