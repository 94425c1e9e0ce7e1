"""The invented stories, each told to its end; where the demo breaks one off, the case stands there today."""

from typing import Any

from mediation.demo import scenes
from mediation.demo.names import Topic
from mediation.demo.pen import Pen, opening, party, user
from mediation.demo.scenes import accept, agreed, asked, come_in, consent, ended_well, session, signed, taken_on, triage


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
        pen("agreement.record_consent", "mediator", party=party(role), kind="confirmation", answer="agreed", way="in_person")
    pen("agreement.file_confirmation", "mediator", after=3, jc_filed_on=pen.day_in(3), court="青山区人民法院", both_present=True)
    pen.wait(2)
    pen("agreement.accept_confirmation", "mediator", jc_accepted_on=pen.day, case_number="（2026）青01民特18号")
    pen.wait(12)
    pen(
        "agreement.rule_confirmation", "mediator", result="valid", jc_ruled_on=pen.day, jc_ruling_received_on=pen.day,
        jc_ruling_effective_on=pen.day, told_rights=True,
    )  # fmt: skip
    scenes.paid(pen, 1)
    pen("agreement.report_breach", "mediator", after=35, reason="第二期到期没有付。")
    pen("agreement.resume", "mediator", after=8, note="督促后补付。", way="phone")
    pen("agreement.report_breach", "mediator", after=35, reason="又没有付，本人决定申请执行。")
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
    pen("print.mediation_record", "street_mediator")
    pen("agreement.record_oral", "street_mediator")
    scenes.paid(pen, 1, by="street_mediator")
    pen("agreement.complete", "street_mediator")
    ended_well(pen)


def failed(pen: Pen, topic: Topic, **told: Any) -> None:
    """Mediation fails; legal aid carries the matter to court."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, scenes.to_committee())
    asked(pen, topic)
    taken_on(pen)
    session(pen)
    pen("mediation.record_no_show", "mediator", after=7, absent=[party("respondent")], reason="没有到场，也没有来电。")
    pen("mediation.suspend", "mediator", after=2, reason="对方住院，等出院再谈。", next_on=pen.day_in(20))
    pen("mediation.resume", "mediator", after=20, note="对方已出院，同意继续。", way="phone")
    session(pen)
    scenes.stopped(pen)
    pen("mediation.deliver_notice", "mediator", after=1, party="all", notice="termination", way="signed")
    pen("print.mediation_record", "mediator")
    pen("print.termination_notice", "mediator")
    pen("mediation.terminate", "mediator")
    pen("one_stop.open_stage", "caseworker", after=2, stages=[opening("legal_aid", "legal_aid")])
    helped_in_court(pen)
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
        where_to_go="可以向法院起诉，也可以申请法律援助。", notice_way="signed",
    )  # fmt: skip
    pen("one_stop.lead_help_request", "caseworker", after=1, reason="对方不同意调解，重新商量怎么办。")
    pen("one_stop.skip_stage", "caseworker", kind="mediation", reason="对方不同意调解。", her_wish="先冷静一段时间。")
    pen("print.termination_notice", "mediator")
    ended_well(pen, "other")


def helped_in_court(pen: Pen, lawyer: str = "lawyer") -> None:
    """Legal aid from the application to the judgment."""
    pen("legal_aid.receive", "legal_aid", after=1, la_received_on=pen.day_in(1), matter="support", basis="42", materials=["application", "identity"])
    pen("legal_aid.ask_supplement", "legal_aid", after=1, what="请补结婚证或离婚证复印件。", asked_on=pen.day)
    pen("legal_aid.receive_supplement", "legal_aid", after=1, note="已补齐。", way="in_person")
    pen.wait(1)
    pen("legal_aid.grant", "legal_aid", la_decided_on=pen.day, form="representation")
    pen.wait(1)
    pen("legal_aid.assign_lawyer", "legal_aid", la_assigned_on=pen.day, assignee=user(lawyer))
    pen.wait(2)
    pen("legal_aid.sign_mandate", lawyer, signed=True, la_agreement_signed_on=pen.day, power="special")
    pen("legal_aid.record_progress", lawyer, after=10, kind="filing", note="法院已立案。", next_on=pen.day_in(45))
    pen("legal_aid.record_progress", lawyer, after=40, kind="hearing", note="已开庭。")
    pen("legal_aid.finish", lawyer, after=20, outcome="reached", note="判决支持了主要请求。")


def aided(pen: Pen, topic: Topic, lawyer: str = "lawyer", **told: Any) -> None:
    """Legal aid leads from the start."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, opening("legal_aid", "legal_aid"))
    helped_in_court(pen, lawyer)
    ended_well(pen, "helped")


def refused(pen: Pen, topic: Topic, **told: Any) -> None:
    """Legal aid is refused; an objection succeeds."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, opening("legal_aid", "legal_aid"))
    pen("legal_aid.receive", "legal_aid", after=1, la_received_on=pen.day_in(1), matter="other", basis="41", means_statement=True)
    pen.wait(4)
    pen("legal_aid.refuse", "legal_aid", la_decided_on=pen.day, reasons="所述事项不在援助范围。", told_objection=True, delivered_on=pen.day)
    pen.wait(3)
    pen("legal_aid.object", "legal_aid", la_objection_received_on=pen.day, grounds="属于请求给付抚养费。")
    pen.wait(3)
    pen("legal_aid.overturn", "legal_aid", la_objection_answered_on=pen.day, la_decided_on=pen.day, result_text="应当给予援助。")
    pen("legal_aid.withdraw", "legal_aid", after=2, party=party("applicant"), in_her_words="自己请了律师。", spoken_alone=True, told_may_return=True)
    ended_well(pen, "other")


def counselled(pen: Pen, topic: Topic, alarm: bool = False, **told: Any) -> None:
    """Somebody to talk to, as often as it takes."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, opening("counselling", "social"))
    pen("counselling.assign", "counsellor", after=1, assignee=user("counsellor"))
    pen("counselling.consent", "counsellor", after=2, party=party("applicant"), not_treatment_told=True, exceptions_told=True, way="paper")
    _talk(pen)
    answers = ["1", "2", "1", "2", "1", "1", "1", "0", "1" if alarm else "0"]
    scale = {str(number): answer for number, answer in enumerate(answers, start=1)}
    pen("counselling.take_scale", "counsellor", instrument="phq9", party=party("applicant"), answers=scale)
    if alarm:
        pen("counselling.answer_alarm", "supervisor", after=1, note="已当面核实，家人陪伴，约定每天联系。", way="in_person")
    _talk(pen)
    pen("counselling.suspend", "counsellor", after=3, reason="本人出差。", next_on=pen.day_in(14))
    pen("counselling.resume", "counsellor", after=12, note="继续。", way="phone")
    _talk(pen)
    pen("counselling.end", "counsellor", after=3, outcome="reached", note="睡眠和情绪明显好转。")
    ended_well(pen, "helped")


def _talk(pen: Pen) -> None:
    pen.wait(7)
    pen(
        "counselling.record_session", "counsellor", held_at=pen.ago(hours=1), ended_at=pen.at, place="谈话室", form="face",
        notes="本人谈了最近的生活和感受。",
    )  # fmt: skip


def enquired(pen: Pen, topic: Topic, **told: Any) -> None:
    """A question, answered the same day."""
    come_in(pen, topic, **told)
    accept(pen)
    pen("help_request.answer", "caseworker", reply="已说明办理的地方和需要的材料。", way="in_person", petition_replied_on=pen.day)
    ended_well(pen, "helped")


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
