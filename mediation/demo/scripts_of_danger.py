"""Invented stories of violence: the safety track, with the police, the court, a shelter."""

from typing import Any

from mediation.demo.names import Topic
from mediation.demo.pen import Pen, opening, party, user
from mediation.demo.scenes import accept, answered, assess, come_in, ended_well, triage, violent

MEASURES = ["no_violence", "no_contact"]


def ordered(pen: Pen, topic: Topic, **told: Any) -> None:
    """A protection order, made, served, kept, and at its end no longer needed."""
    violent(pen, topic, **told)
    triage(
        pen,
        opening("legal_aid", "legal_aid"),
        opening("counselling", "social", "beside", assignee=user("counsellor")),
    )
    _order_filed(pen, topic)
    pen.wait(2)
    pen(
        "protection.make_order", "caseworker", po_made_at=pen.ago(hours=2), po_effective_on=pen.day, measures=MEASURES,
        valid_months=6, number="（2026）青01民保令7号", assistance_notice_received=True,
    )  # fmt: skip
    pen(
        "protection.record_service",
        "caseworker",
        po_served_at=pen.ago(minutes=10),
        served=["applicant", "respondent", "police"],
    )
    pen(
        "counselling.consent", "counsellor", after=1, party=party("applicant"), not_treatment_told=True,
        exceptions_told=True, way="paper",
    )  # fmt: skip
    _visited(pen, 5)
    pen("counselling.end", "counsellor", after=20, outcome="by_wish", note="本人说可以了。")
    answered(pen, "social_worker")
    _visited(pen, 10)
    pen(
        "legal_aid.withdraw",
        "legal_aid",
        after=5,
        party=party("applicant"),
        in_her_words="暂时不起诉。",
        spoken_alone=True,
        told_may_return=True,
    )
    answered(pen, "legal_aid", "本人暂时不起诉。")
    for _month in range(5):
        _visited(pen, 30)
    pen.wait(40)
    pen("protection.expire", "caseworker")
    _visited(pen, 3)
    pen("protection.end", "caseworker", outcome="reached", note="保护令期间没有再发生暴力。")
    ended_well(pen, "safe", way="in_person")


def warned(pen: Pen, topic: Topic, **told: Any) -> None:
    """The police warn in writing and visit; the federation teaches the law; low danger, looked at by two."""
    violent(pen, topic, "medium", **told)
    triage(pen, reason="先做安全保护，其他以后再说。")
    pen(
        "protection.register_warning", "caseworker", after=2, number="青公告诫〔2026〕15号", made_on=pen.day_in(1),
        warning_served_on=pen.day_in(1), warning_notice_received_on=pen.day_in(2), station="城南派出所",
    )  # fmt: skip
    pen.wait(6)
    pen("protection.record_police_visit", "caseworker", warning_visited_on=pen.day, by="police", again=False)
    pen.wait(3)
    pen(
        "protection.record_education",
        "caseworker",
        education_given_on=pen.day,
        party=party("respondent"),
        by="梅若华",
    )
    _visited(pen, 20)
    pen("protection.end", "caseworker", outcome="reached", note="告诫后没有再犯。")
    ended_well(pen, "safe", way="in_person")


def sheltered(pen: Pen, topic: Topic, **told: Any) -> None:
    """A night flight to the shelter; the order is refused at first, and reconsideration asked for."""
    violent(pen, topic, **told)
    pen(
        "protection.enter_shelter",
        "caseworker",
        shelter_in_on=pen.day,
        shelter_place="庇护点（不写明地址）",
        her_wish="agreed",
        needs="换洗衣物",
    )
    triage(pen, opening("legal_aid", "legal_aid"))
    _order_filed(pen, topic)
    pen.wait(2)
    pen(
        "protection.refuse_order", "caseworker", po_made_at=pen.ago(hours=2), po_effective_on=pen.day,
        reason="认为证据不足。", told_reconsideration=True,
    )  # fmt: skip
    pen.wait(3)
    pen(
        "protection.ask_reconsideration",
        "caseworker",
        po_review_requested_on=pen.day,
        by="applicant",
        note="补交接警记录。",
    )
    pen.wait(4)
    pen(
        "protection.extend_shelter",
        "caseworker",
        shelter_extended_on=pen.day,
        until=pen.day_in(14),
        filed_with="区民政局",
    )
    pen.wait(8)
    pen("protection.leave_shelter", "caseworker", shelter_out_on=pen.day, where_to="rented", safe=True)
    pen("protection.leave_refused", "caseworker", after=2, note="复议维持，本人另行居住。", way="in_person")


def broken_in(pen: Pen, topic: Topic, **told: Any) -> None:
    """He comes again in spite of the order: danger anew, reports anew."""
    violent(pen, topic, **told)
    triage(pen, opening("legal_aid", "legal_aid"))
    _order_filed(pen, topic)
    pen.wait(1)
    pen(
        "protection.make_order", "caseworker", po_made_at=pen.ago(hours=2), po_effective_on=pen.day, measures=MEASURES,
        valid_months=6,
    )  # fmt: skip
    pen.wait(15)
    pen(
        "protection.record_breach", "caseworker", happened_at=pen.ago(hours=10), what="到楼下堵门辱骂。",
        told_police_at=pen.ago(hours=9), injured=False,
    )  # fmt: skip


def child_in_danger(pen: Pen, topic: Topic, **told: Any) -> None:
    """A neighbour tells of a beaten child: reported to the police at once, whoever agrees or not."""
    come_in(
        pen, topic, channel="found", q_children="yes", at_risk=["child"], q_violence="yes",
        applicants=[{"anonymous": True}], children=[{"sex": "1"}], contact={"no_contact": True}, **told,
    )  # fmt: skip
    found = pen.at
    pen("one_stop.open_protection", "caseworker", reason="孩子疑似受伤。")
    pen(
        "one_stop.report_minor", "caseworker", party=party("child"), situations=["maltreated"], minor_risk_found_at=found,
        dv_incapable_found_at=found, police_reported_at=pen.at, minor_reported_at=pen.at, station="城南派出所",
        officer="接警人员一名", other_bodies=["civil_affairs"],
    )  # fmt: skip
    accept(pen, receipt=False)
    assess(pen, "medium")
    triage(pen, reason="公安已受理，先做安全保护。")


def not_judged(pen: Pen, topic: Topic, **told: Any) -> None:
    """She called and hung up: provisionally high, nothing answered yet."""
    come_in(pen, topic, channel="call", q_violence="yes", q_hurt="unknown", contact={}, **told)
    pen(
        "one_stop.change_safe_contact",
        "caseworker",
        after=1,
        party=party("applicant"),
        contact={"ways": ["in_person"]},
    )
    accept(pen)


def _order_filed(pen: Pen, topic: Topic) -> None:
    relation = {"前配偶": "former_spouse", "前恋人": "former_partner"}.get(topic.relation, "spouse")
    pen(
        "protection.prepare_order", "caseworker", applicant_kind="self", relation=relation, venue="applicant",
        measures=MEASURES, order_facts="多次殴打。", evidence=["police_record", "medical"],
    )  # fmt: skip
    pen.wait(1)
    pen(
        "protection.file_order",
        "caseworker",
        po_filed_at=pen.ago(hours=1),
        court="青山区人民法院",
        way="written",
        by="self",
    )
    pen(
        "protection.accept_order", "caseworker", po_accepted_at=pen.ago(minutes=5), urgent=False, limit_choice="ordinary",
    )  # fmt: skip


def _visited(pen: Pen, after: int) -> None:
    pen("protection.record_visit", "caseworker", after=after, way="in_person", reached=True, safe="yes")
