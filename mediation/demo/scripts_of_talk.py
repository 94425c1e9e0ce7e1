"""Invented stories of mediation: agreed, failed, broken, confirmed. Where the demo breaks one off, it stands today."""

from typing import Any

from mediation.demo import scenes
from mediation.demo.names import Topic
from mediation.demo.pen import Pen, opening, party
from mediation.demo.scenes import (
    accept,
    agreed,
    answered,
    asked,
    come_in,
    consent,
    ended_well,
    session,
    signed,
    taken_on,
    triage,
)
from mediation.demo.scripts_of_aid import helped_in_court


def mediated(pen: Pen, topic: Topic, **told: Any) -> None:
    """A dispute that ends with a written agreement, which is kept."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, scenes.to_committee())
    asked(pen, topic)
    taken_on(pen)
    session(pen)
    session(pen, form="separate", side="applicant")
    session(pen, after=3)
    agreed(pen, times=2)
    signed(pen)
    for number in (1, 2):
        scenes.paid(pen, number)
    pen("agreement.complete", "mediator")
    answered(pen)
    ended_well(pen)


def confirmed(pen: Pen, topic: Topic, **told: Any) -> None:
    """An agreement that both take to the court; then a payment fails, and is made good."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, scenes.to_committee())
    asked(pen, topic)
    taken_on(pen)
    session(pen)
    agreed(pen, times=6)
    signed(pen)
    for role in ("applicant", "respondent"):
        pen(
            "agreement.record_consent",
            "mediator",
            party=party(role),
            kind="confirmation",
            answer="agreed",
            way="in_person",
        )
    pen(
        "agreement.file_confirmation",
        "mediator",
        after=3,
        jc_filed_on=pen.day_in(3),
        court="青山区人民法院",
        both_present=True,
        materials=["agreement", "proof", "identity"],
    )
    pen.wait(2)
    pen(
        "agreement.accept_confirmation",
        "mediator",
        jc_accepted_on=pen.day,
        case_number="（2026）青01民特18号",
    )
    pen.wait(12)
    pen(
        "agreement.rule_confirmation", "mediator", result="valid", jc_ruled_on=pen.day, jc_ruling_received_on=pen.day,
        jc_ruling_effective_on=pen.day, told_rights=True,
    )  # fmt: skip
    scenes.paid(pen, 1)
    pen("agreement.report_breach", "mediator", after=35, reason="第二期到期没有付。", told_remedies=True)
    pen("agreement.resume", "mediator", after=8, note="督促后补付。", way="phone")
    pen(
        "agreement.report_breach",
        "mediator",
        after=35,
        reason="又没有付，本人决定申请执行。",
        told_remedies=True,
    )
    pen("agreement.end", "mediator", after=3, outcome="enforcement", note="本人已向法院申请强制执行。")


def spoken(pen: Pen, topic: Topic, **told: Any) -> None:
    """An oral agreement of a small quarrel, paid at once."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, scenes.to_committee(where="street_committee"))
    asked(pen, topic, by="street_mediator")
    taken_on(pen, by="street_mediator")
    session(pen, by="street_mediator")
    agreed(pen, by="street_mediator", form="oral", times=1, kind="payment")
    pen("print.rights_notice", "street_mediator")
    pen("agreement.record_oral", "street_mediator")
    pen("print.oral_agreement", "street_mediator")
    scenes.paid(pen, 1, by="street_mediator")
    pen("agreement.complete", "street_mediator")
    answered(pen, "street_mediator")
    ended_well(pen)


def failed(pen: Pen, topic: Topic, **told: Any) -> None:
    """Mediation fails; legal aid carries the matter to court."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, scenes.to_committee())
    asked(pen, topic)
    taken_on(pen)
    session(pen)
    pen(
        "mediation.record_no_show",
        "mediator",
        after=7,
        absent=[party("respondent")],
        reason="没有到场，也没有来电。",
    )
    pen("mediation.suspend", "mediator", after=2, reason="对方住院，等出院再谈。", next_on=pen.day_in(20))
    pen("mediation.resume", "mediator", after=20, note="对方已出院，同意继续。", way="phone")
    session(pen)
    scenes.stopped(pen)
    pen("print.termination_notice", "mediator")
    pen("mediation.deliver_notice", "mediator", after=1, party="all", notice="termination", way="signed")
    pen("print.rights_notice", "mediator")
    scenes.on_file(pen)
    pen("mediation.terminate", "mediator")
    answered(pen, note="没有谈成，已书面告知。")
    lawsuit = opening("legal_aid", "legal_aid")
    pen("one_stop.open_stage", "caseworker", after=2, **scenes.decided([lawsuit]))
    scenes.handed_over(pen, lawsuit)
    helped_in_court(pen)
    answered(pen, "legal_aid")
    ended_well(pen, "court")


def changed_mind(pen: Pen, topic: Topic, **told: Any) -> None:
    """Agreed and written, and before the signing one side steps back: the draft is void, talks go on."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, scenes.to_committee())
    asked(pen, topic)
    taken_on(pen)
    session(pen)
    agreed(pen)
    pen("agreement.cancel", "mediator", after=2, reason="对方要再考虑付款日期。")
    pen("mediation.talk_again", "mediator", reason="继续谈付款日期。")
    session(pen)


def not_willing(pen: Pen, topic: Topic, **told: Any) -> None:
    """The other side does not want to mediate; nobody is made to."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, scenes.to_committee())
    asked(pen, topic, answer="refused")
    pen(
        "mediation.decline", "mediator", reason="party_refuses", reason_text="另一方不同意调解。",
        where_to_go="可以向法院起诉，也可以申请法律援助。",
    )  # fmt: skip
    pen("print.termination_notice", "mediator")
    pen("mediation.deliver_notice", "mediator", party="all", notice="termination", way="signed")
    pen("mediation.close_declined", "mediator")
    answered(pen, note="另一方不同意调解，已书面告知。")
    pen("one_stop.lead_help_request", "caseworker", after=1, reason="对方不同意调解，重新商量怎么办。")
    pen(
        "one_stop.skip_stage",
        "caseworker",
        kind="mediation",
        reason="对方不同意调解。",
        her_wish="先冷静一段时间。",
    )
    ended_well(pen, "other")


def two_at_once(pen: Pen, topic: Topic, **told: Any) -> None:
    """Nobody wants counselling after all; mediation goes on beside."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, scenes.to_committee(), opening("counselling", "social", "beside"))
    pen("counselling.decline", "social_worker", after=2, reason="本人说暂时不需要。")
    asked(pen, topic)
    taken_on(pen)
    session(pen)
    consent(pen, "respondent", "mediator", "extension", "refused")
