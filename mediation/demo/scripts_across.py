"""Invented stories that leave the desk early: handed on, declined, withdrawn, transferred, not begun."""

from typing import Any

from mediation.demo.names import Topic
from mediation.demo.pen import Pen, office, opening, party, user
from mediation.demo.scenes import (
    accept,
    asked,
    assess,
    come_in,
    decided,
    ended_well,
    slip,
    taken_on,
    triage,
    violent,
)
from mediation.demo.story import BY_LINK


def waiting(pen: Pen, topic: Topic, **told: Any) -> None:
    """Just registered at the desk: nobody has taken it up."""
    come_in(pen, topic, by="intake", **told)


def taken_up(pen: Pen, topic: Topic, **told: Any) -> None:
    """Registered at the desk, given to an owner, accepted, and not decided where to go."""
    come_in(pen, topic, by="intake", **told)
    accept(pen, "intake")
    pen("one_stop.assign_owner", "supervisor", after=1, assignee=user(pen.desk))


def handed_on(pen: Pen, topic: Topic, stage: str, to: str, worker: str, **told: Any) -> None:
    """A partner is asked, signs, takes it on, answers; the station acknowledges."""
    come_in(pen, topic, **told)
    accept(pen)
    _planned(pen, stage, to)
    slip(pen, stage, to)
    pen("referral.sign_for", worker, after=1)
    pen("referral.accept", worker, assignee=user(worker))
    pen(f"one_stop.lead_{stage}", "caseworker")
    pen("referral.report_progress", worker, after=4, note="已联系本人，正在办理。", way="phone")
    pen("referral.answer", worker, after=5, result="partly", note="已开始办理，本人清楚下一步。")
    pen("referral.acknowledge", "caseworker", after=1)


def _planned(pen: Pen, stage: str, to: str) -> None:
    facts = decided([opening(stage, to)])
    pen("help_request.triage", "caseworker", **facts, reason="本人同意转给合作单位办理。")


def sent_back(pen: Pen, topic: Topic, **told: Any) -> None:
    """A partner sends it back in time, with its reason."""
    come_in(pen, topic, **told)
    accept(pen)
    _planned(pen, "legal_aid", "legal_aid")
    slip(pen, "legal_aid", "legal_aid")
    pen.wait(2)
    pen(
        "referral.send_back",
        "legal_aid",
        reason="material",
        note="缺身份证明。",
        petition_sent_back_on=pen.day,
    )


def called_back(pen: Pen, topic: Topic, **told: Any) -> None:
    """She changes her mind before the partner has taken it on."""
    come_in(pen, topic, **told)
    accept(pen)
    _planned(pen, "counselling", "social")
    slip(pen, "counselling", "social")
    pen("referral.recall", "caseworker", after=1, reason="本人不愿意转出。")


def police_asked(pen: Pen, topic: Topic, **told: Any) -> None:
    """The police are asked to help with protection, urgently."""
    violent(pen, topic, **told)
    triage(pen, reason="先做安全保护，请派出所协助。")
    slip(pen, "protection", "police", kind="co_handle", urgency="very_urgent")
    pen("referral.accept", "police", assignee=user("police"), note="已安排社区民警。")


def answered_by_link(pen: Pen, topic: Topic, **told: Any) -> None:
    """An office without accounts is asked for a place to stay, and answers by the link on its slip."""
    violent(pen, topic, **told)
    triage(pen, reason="先做安全保护，请民政局协助安排临时住处。")
    slip(pen, "protection", "civil_affairs", kind="co_handle", urgency="urgent")
    pen("referral.issue_link", "caseworker")
    pen("referral.sign_for", BY_LINK)
    pen("referral.accept", BY_LINK, note="已收到，今天安排。")
    pen("referral.report_progress", BY_LINK, after=1, note="临时住处已经安排好。", way="phone")
    pen("referral.answer", BY_LINK, after=2, result="done", note="已安排并跟进，本人清楚联系谁。")
    pen("referral.acknowledge", "caseworker", after=1)


def court_asked(pen: Pen, topic: Topic, **told: Any) -> None:
    """The court is asked to help with the protection order."""
    violent(pen, topic, **told)
    triage(pen, reason="先做安全保护，请法院协助。")
    slip(pen, "protection", "court", kind="co_handle", urgency="urgent")
    pen("referral.accept", "court", assignee=user("court"))


def danger_in_mediation(pen: Pen, topic: Topic, **told: Any) -> None:
    """In the middle of a mediation the mediator sees danger: reported, protected, and the talks rest."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, opening("mediation", "committee"))
    asked(pen, topic)
    taken_on(pen)
    pen(
        "mediation.report_danger", "mediator", after=3, escalation_found_at=pen.ago(days=-3), what="对方扬言要动手。",
        escalation_reported_at=pen.ago(days=-3), station="城南派出所",
    )  # fmt: skip


def declined(pen: Pen, topic: Topic, **told: Any) -> None:
    """Not for the federation: declined in writing, with where to go."""
    come_in(pen, topic, **told)
    pen(
        "one_stop.draft_refusal", "caseworker", reason="not_competent", reason_text="不属于妇联受理范围。",
        where_to_go="可以到区人力资源和社会保障局办理。",
    )  # fmt: skip
    pen("print.refusal_notice", "caseworker")
    pen("one_stop.decline", "caseworker", notice_way="signed", petition_informed_on=pen.day)


def withdrawn(pen: Pen, topic: Topic, **told: Any) -> None:
    """The person wants no more, and knows that the door stays open."""
    come_in(pen, topic, **told)
    accept(pen)
    pen(
        "one_stop.withdraw", "caseworker", after=4, party=party("applicant"), in_her_words="我们自己商量好了。",
        spoken_alone=True, told_may_return=True,
    )  # fmt: skip


def transferred(pen: Pen, topic: Topic, **told: Any) -> None:
    """It belongs to another authority."""
    come_in(pen, topic, **told)
    accept(pen)
    pen(
        "one_stop.transfer",
        "caseworker",
        after=2,
        to="区教育局",
        ground="consent",
        answer="agreed",
        way="in_person",
        sent_on=pen.day_in(2),
        materials="求助登记一份",
    )


def to_neighbour(pen: Pen, topic: Topic, **told: Any) -> None:
    """She has moved: the whole case goes to the federation of the next district."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, reason="本人已搬到白水区。")
    pen(
        "referral.start", "caseworker", kind="transfer", to=office("neighbour"), urgency="slight", purpose="移交主办",
        data_kinds=["identity", "contact", "narrative", "wishes"], ground="consent", party=party("applicant"),
        answer="agreed", way="in_person",
    )  # fmt: skip


def come_again(pen: Pen, topic: Topic, **told: Any) -> None:
    """Closed and archived, and she comes again: reopened."""
    come_in(pen, topic, **told)
    accept(pen)
    pen("print.petition_reply", "caseworker")
    pen(
        "help_request.answer",
        "caseworker",
        reply="已说明怎样申请。",
        way="in_person",
        petition_replied_on=pen.day,
    )
    ended_well(pen, "helped")
    pen("one_stop.reopen", "caseworker", after=30, reason="本人再次来访，有新情况。")
    assess(pen, "low")
