"""Invented stories of help without the other side: legal aid, counselling, an answer across the desk."""

from typing import Any

from mediation.demo.names import Topic
from mediation.demo.pen import Pen, opening, party, user
from mediation.demo.scenes import accept, answered, come_in, ended_well, triage


def helped_in_court(pen: Pen, lawyer: str = "lawyer") -> None:
    """Legal aid from the application to the judgment."""
    pen(
        "legal_aid.receive",
        "legal_aid",
        after=1,
        la_received_on=pen.day_in(1),
        matter="support",
        basis="42",
        materials=["application", "identity"],
    )
    pen("legal_aid.ask_supplement", "legal_aid", after=1, what="请补结婚证或离婚证复印件。", asked_on=pen.day)
    pen("legal_aid.receive_supplement", "legal_aid", after=1, note="已补齐。", way="in_person")
    pen.wait(1)
    pen("legal_aid.grant", "legal_aid", la_decided_on=pen.day, form="representation")
    pen.wait(1)
    pen("legal_aid.assign_lawyer", "legal_aid", la_assigned_on=pen.day, assignee=user(lawyer))
    pen.wait(2)
    pen("legal_aid.sign_mandate", lawyer, signed=True, la_agreement_signed_on=pen.day, power="special")
    pen(
        "legal_aid.record_progress",
        lawyer,
        after=10,
        kind="filing",
        note="法院已立案。",
        next_on=pen.day_in(45),
    )
    pen("legal_aid.record_progress", lawyer, after=40, kind="hearing", note="已开庭。")
    pen("legal_aid.finish", lawyer, after=20, outcome="reached", note="判决支持了主要请求。")


def aided(pen: Pen, topic: Topic, lawyer: str = "lawyer", **told: Any) -> None:
    """Legal aid leads from the start."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, opening("legal_aid", "legal_aid"))
    helped_in_court(pen, lawyer)
    answered(pen, "legal_aid")
    ended_well(pen, "helped")


def refused(pen: Pen, topic: Topic, **told: Any) -> None:
    """Legal aid is refused; an objection succeeds."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, opening("legal_aid", "legal_aid"))
    pen(
        "legal_aid.receive",
        "legal_aid",
        after=1,
        la_received_on=pen.day_in(1),
        matter="other",
        basis="41",
        means_statement=True,
    )
    pen.wait(4)
    pen(
        "legal_aid.refuse",
        "legal_aid",
        la_decided_on=pen.day,
        reasons="所述事项不在援助范围。",
        told_objection=True,
        delivered_on=pen.day,
    )
    pen.wait(3)
    pen("legal_aid.object", "legal_aid", la_objection_received_on=pen.day, grounds="属于请求给付抚养费。")
    pen.wait(3)
    pen(
        "legal_aid.overturn",
        "legal_aid",
        la_objection_answered_on=pen.day,
        la_decided_on=pen.day,
        result_text="应当给予援助。",
    )
    pen(
        "legal_aid.withdraw",
        "legal_aid",
        after=2,
        party=party("applicant"),
        in_her_words="自己请了律师。",
        spoken_alone=True,
        told_may_return=True,
    )
    answered(pen, "legal_aid", "本人自己请了律师，撤回申请。")
    ended_well(pen, "other")


def counselled(pen: Pen, topic: Topic, alarm: bool = False, **told: Any) -> None:
    """Somebody to talk to, as often as it takes."""
    come_in(pen, topic, **told)
    accept(pen)
    triage(pen, opening("counselling", "social"))
    pen("counselling.assign", "counsellor", after=1, assignee=user("counsellor"))
    pen(
        "counselling.consent",
        "counsellor",
        after=2,
        party=party("applicant"),
        not_treatment_told=True,
        exceptions_told=True,
        way="paper",
    )
    _talk(pen)
    answers = ["1", "2", "1", "2", "1", "1", "1", "0", "1" if alarm else "0"]
    scale = {str(number): answer for number, answer in enumerate(answers, start=1)}
    pen("counselling.take_scale", "counsellor", instrument="phq9", party=party("applicant"), answers=scale)
    if alarm:
        pen(
            "counselling.answer_alarm",
            "supervisor",
            after=1,
            note="已当面核实，家人陪伴，约定每天联系。",
            way="in_person",
        )
    _talk(pen)
    pen("counselling.suspend", "counsellor", after=3, reason="本人出差。", next_on=pen.day_in(14))
    pen("counselling.resume", "counsellor", after=12, note="继续。", way="phone")
    _talk(pen)
    pen("counselling.end", "counsellor", after=3, outcome="reached", note="睡眠和情绪明显好转。")
    answered(pen, "counsellor")
    ended_well(pen, "helped")


def _talk(pen: Pen) -> None:
    pen.wait(7)
    pen(
        "counselling.record_session", "counsellor", held_at=pen.ago(hours=1), ended_at=pen.at, place="谈话室", form="face",
        notes="本人谈了最近的生活和感受。",
    )  # fmt: skip


def enquired(pen: Pen, topic: Topic, *, kept: str = "long", **told: Any) -> None:
    """A question, answered the same day, archived for the term KEPT."""
    come_in(pen, topic, **told)
    accept(pen)
    pen("print.petition_reply", "caseworker")
    pen(
        "help_request.answer",
        "caseworker",
        reply="已说明办理的地方和需要的材料。",
        way="in_person",
        petition_replied_on=pen.day,
    )
    ended_well(pen, "helped", kept=kept)
