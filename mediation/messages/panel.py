"""What the page of a case shows of the text messages to her: what, when, whether it left; never a number."""

from sqlalchemy import select

from mediation.cases.calling import may_call
from mediation.cases.models import Case
from mediation.dates import local
from mediation.db import db
from mediation.messages.models import TextMessage
from mediation.messages.settings import LABELS
from mediation.people.models import User
from mediation.web.feature import Panel

STATES = {
    "waiting": "等待发送",
    "sending": "正在发送",
    "sent": "已发出",
    "refused": "没有发送",
    "dead": "没有发出",
    "unknown": "不知道有没有发出",
}
NEWEST = 10


def texts(case: Case, actor: User) -> Panel | None:
    """The block for those who speak with her, once there is a text message."""
    if not may_call(case, actor):
        return None
    query = select(TextMessage).where(TextMessage.case_id == case.id).order_by(TextMessage.id.desc())
    rows = db.session.scalars(query.limit(NEWEST)).all()
    if not rows:
        return None
    given = {
        "rows": [
            [
                local(row.sent_at or row.made_at),
                LABELS.get(row.template, row.template),
                STATES[row.state] + (f"：{row.said}" if row.said else ""),
                row.made_by.name,
            ]
            for row in rows
        ]
    }
    return Panel("短信", "messages/texts.html", given, order=82)
