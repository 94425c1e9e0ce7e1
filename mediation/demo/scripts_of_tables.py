"""Invented stories in which the agencies sit down together: 个案会商."""

from datetime import timedelta
from typing import Any

from mediation.demo.names import Topic
from mediation.demo.pen import Pen, office
from mediation.demo.scenes import accept, come_in
from mediation.demo.story import Named

BRIEF = "当事人求助，离婚后对方多次上门纠缠，孩子上学受到影响。已告知可以申请的保护和法律援助。"


def tabled(pen: Pen, topic: Topic, **told: Any) -> None:
    """A first meeting is put off; the second decides who does what, and all of it is reported."""
    come_in(pen, topic, **told)
    accept(pen)
    _call(pen, days=2)
    pen("conference.cancel", "caseworker", after=1, reason="派出所当天有任务，改期。")
    _call(pen, days=3)
    pen("conference.answer_invitation", "police", after=1, coming="yes", who="社区民警")
    pen(
        "conference.hold", "caseworker", after=2, came=[office("police"), office("civil_affairs")],
        minutes="派出所介绍了出警情况，民政局介绍了临时救助的条件。各单位同意分工配合。",
    )  # fmt: skip
    pen(
        "conference.decide", "caseworker", what="每周走访一次，发现情况立即出警并告诉妇联。", agency=office("police"),
        due_on=pen.day_in(14),
    )  # fmt: skip
    pen("conference.end", "caseworker")
    pen(
        "conference.report_decision",
        "police",
        after=9,
        decision=Named("decision", "1"),
        result="已走访两次，没有新情况。",
    )
    pen("conference.close", "caseworker", after=1)


def _call(pen: Pen, *, days: int) -> None:
    meets = (pen.at + timedelta(days=days)).replace(hour=9, minute=30)
    pen(
        "conference.start", "caseworker", after=1, meets_at=meets, place="区妇联二楼会议室",
        agenda="当事人的人身安全和孩子的照料。", brief=BRIEF, agencies=[office("police"), office("civil_affairs")],
        ground="legal_duty", ground_text="反家庭暴力法第四条、第十三条：有关单位各自履职、互相配合。",
    )  # fmt: skip
