"""Parts of the invented stories: coming in, the danger, each kind of stage, and the end of a case."""

from collections.abc import Mapping
from typing import Any

from mediation.demo.names import RARE, SUPPORT, Topic, a_child, somebody
from mediation.demo.pen import Pen, office, opening, party, user
from mediation.demo.story import Named

DANGER_ITEMS = (
    "threatened_to_kill", "able_to_kill", "controls_life", "nobody_else", "suicide", "die_together",
    "threatened_family", "will_harm_soon", "watches", "cut_breath", "deadly_act",
)  # fmt: skip
SCREEN_ITEMS = ("hurt", "threatened", "unsafe_now", "forced", "afraid", "controlled", "order")
CONTACTS: tuple[dict[str, Any], ...] = (
    {"ways": ["phone"], "hours": "工作日 9:00-11:30", "number": "12300001111"},
    {"ways": ["wechat", "in_person"], "number": "12300002222", "code_word": "社区问卷"},
    {"ways": ["in_person"], "never": "不要打电话，不要寄信到住处。"},
    {"no_contact": True, "never": "等本人来。"},
)
# Who takes on at each agency what is referred to it.
RECEIVER = {
    "committee": "mediator", "street_committee": "street_mediator", "legal_aid": "legal_aid", "social": "social_worker",
}  # fmt: skip
ASSESSED = {"high": 7, "medium": 4, "low": 1}


def _own_number(contact: Mapping[str, Any], pen: Pen) -> dict[str, Any]:
    """The agreement of that contact with a number of her own: the same one in two cases would be the same person."""
    number = f"123{pen.at.toordinal() % 10000:04d}{pen.at:%H%M}"
    return {**contact, **({"number": number} if "number" in contact else {})}


def come_in(pen: Pen, topic: Topic, *, by: str = "caseworker", sex: str = "2", **told: Any) -> None:
    """Somebody asks for help and is registered. TOLD goes before what is made up."""
    random = pen.random
    other = "1" if sex == "2" else "2"
    facts: dict[str, Any] = {
        "channel": random.choice(("visit", "visit", "call", "online", "letter")),
        "category_class": topic.category_class,
        "category_kind": topic.category_kind,
        "summary": topic.summary,
        "wishes": topic.wishes,
        "applicants": [somebody(random, sex, relation=topic.relation)],
        "respondents": [somebody(random, other, relation=topic.relation)],
        "contact": _own_number(random.choice(CONTACTS[:3]), pen),
        "q_hurt": "no",
        "q_violence": "no",
        "q_children": "no",
        "told_protection_order": True,
        "told_legal_aid": True,
        "privacy_consent": True,
    }
    if topic in (SUPPORT,) or random.random() < 0.4:
        facts["children"] = [a_child(random, pen.at.year - random.randint(3, 7))]
    pen("register", by, **{**facts, **told})


def a_rare_name(number: int) -> dict[str, Any]:
    """An applicant whose name breaks careless programs."""
    return {"applicants": [dict(RARE[number], relation="配偶")], "sex": RARE[number]["sex"]}


def accept(pen: Pen, by: str = "caseworker", *, receipt: bool = True) -> None:
    """The request is accepted, and the person is told in writing (XF-23)."""
    pen("help_request.accept", by, accepted_on=pen.day)
    if receipt:
        pen("print.acceptance_notice", by)
        pen(
            "one_stop.inform", by, party=party("applicant"), notice="petition_receipt", way="signed",
            petition_informed_on=pen.day,
        )  # fmt: skip


def assess(pen: Pen, level: str, by: str = "caseworker") -> None:
    """The danger scale, answered whole; by the supervisor it is the review that may lower the level."""
    yes = ASSESSED[level]
    answers = {name: "yes" if place < yes else "no" for place, name in enumerate(DANGER_ITEMS)}
    if by == "supervisor":
        pen("one_stop.reassess_danger", by, answers=answers, level_after=level, reason="当面逐题核实。")
    else:
        pen("one_stop.assess_danger", by, answers=answers)


def triage(pen: Pen, *stages: Any, by: str = "caseworker", reason: str = "本人同意这样办理。") -> None:
    """Where the case goes now. What partners are to do is referred to them, and they take it on."""
    pen("help_request.triage", by, **decided(stages), reason=reason)
    for row in stages:
        handed_over(pen, row)


def decided(rows: Any) -> dict[str, Any]:
    """The facts of the form: what the station opens itself, and what it is to refer."""
    own = [row for row in rows if row["agency"] == office("federation")]
    elsewhere = [
        {name: told for name, told in row.items() if name != "assignee"} for row in rows if row not in own
    ]
    return {"stages": own, "to_refer": elsewhere}


def handed_over(pen: Pen, row: Any) -> None:
    """A stage that was planned elsewhere: referred with consent, signed for, accepted; where it leads, the case follows."""
    where = row["agency"].word
    if where not in RECEIVER:
        return
    slip(pen, row["kind"], where, kind="refer" if row["lead"] == "lead" else "co_handle")
    pen("referral.sign_for", RECEIVER[where])
    pen("referral.accept", RECEIVER[where], **({"assignee": row["assignee"]} if "assignee" in row else {}))
    if row["lead"] == "lead":
        pen(f"one_stop.lead_{row['kind']}", "caseworker")


def answered(pen: Pen, by: str = "mediator", note: str = "已经办完，本人知道结果。") -> None:
    """The partner answers what the last slip asked, and the station takes note."""
    pen("referral.answer", by, result="done", note=note)
    pen("referral.acknowledge", "caseworker")


def violent(pen: Pen, topic: Topic, level: str = "high", **told: Any) -> None:
    """A case with violence: assessed on the first day, protection open, the reports made."""
    come_in(pen, topic, **{"q_violence": "yes", "q_hurt": pen.random.choice(("yes", "no")), **told})
    pen("one_stop.open_protection", "caseworker", reason="有暴力，先保证安全。")
    accept(pen)
    assess(pen, level)
    if level != "high":
        assess(pen, level, "supervisor")
    pen(
        "protection.report_to_police", "caseworker", police_reported_at=pen.ago(hours=1),
        police_accepted_at=pen.ago(minutes=30), station="城南派出所", by_whom="self", her_wish="agreed",
    )  # fmt: skip
    pen("protection.report_upwards", "caseworker", note="已书面报告市妇联。", way="written")
    pen("print.violence_record", "caseworker")
    pen("protection.plan_safety", "caseworker", plan="备好证件和钱；有危险先离开再报警；约定暗语。")


def asked(pen: Pen, topic: Topic, by: str = "mediator", answer: str = "agreed") -> None:
    """A mediation is asked for, and both sides are asked."""
    pen(
        "mediation.record_request", by, after=1, origin="party", dispute_kind=topic.dispute,
        dispute_facts=topic.summary, demands=topic.wishes, elsewhere="no", identity_matter=False,
    )  # fmt: skip
    screen(pen, "applicant", by)
    consent(pen, "applicant", by, "mediation", way="in_person", spoken_alone=True)
    pen("print.rights_notice", by)
    pen("mediation.give_rights_notice", by, party="all", notice="rights", way="signed")
    pen.wait(1)
    if answer == "agreed":
        screen(pen, "respondent", by)
    consent(pen, "respondent", by, "mediation", answer, way="phone")


def screen(pen: Pen, role: str, by: str = "mediator", **said: str) -> None:
    """One party was asked alone whether mediation is safe; SAID goes before the answers of somebody unafraid."""
    answers = {**dict.fromkeys(SCREEN_ITEMS, "no"), "speaks_freely": "yes", **said}
    pen("mediation.screen_party", by, party=party(role), spoken_alone=True, screen_answers=answers)


def consent(pen: Pen, role: str, by: str, kind: str, answer: str = "agreed", **more: Any) -> None:
    """One party's answer."""
    told = {"party": party(role), "kind": kind, "answer": answer, "way": "in_person", **more}
    pen("mediation.record_consent", by, **told)


def taken_on(pen: Pen, by: str = "mediator") -> None:
    """The mediation is accepted, with a mediator whom both accept."""
    pen("mediation.accept", by, pm_registered_on=pen.day)
    pen("print.mediation_application", by)
    sign_paper(pen, "mediation_application", "applicant", by=by)
    pen("mediation.name_mediator", by, assignee=user(by), chosen_by="designated", no_interest=True)
    for role in ("applicant", "respondent"):
        consent(pen, role, by, "mediator")


def session(pen: Pen, by: str = "mediator", *, after: int = 6, form: str = "joint", side: str = "") -> None:
    """A session was planned and held; separate ones with one side."""
    present = [party(side)] if side else [party("applicant"), party("respondent")]
    pen(
        "mediation.plan_session", by, planned_at=pen.ago(days=-after), place="第二调解室", form="joint",
        invited=present,
    )  # fmt: skip
    more: dict[str, Any] = {"side": party(side)} if side else {}
    pen.wait(after)
    pen(
        "mediation.record_session", by, held_at=pen.ago(hours=1), ended_at=pen.at, place="第二调解室",
        form=form, attended=present, minutes="调解员：今天把各自的想法说清楚。\n当事人：同意继续谈。",
        session_result="双方意见有所接近。", **more,
    )  # fmt: skip
    pen("print.mediation_record", by)
    sign_paper(pen, "mediation_record", *((side,) if side else ("applicant", "respondent")), by=by)


def agreed(
    pen: Pen, by: str = "mediator", *, form: str = "written", times: int = 6, kind: str = "support"
) -> None:
    """An agreement is reached and written down: a payment every month, so many times."""
    pen("mediation.agree", by, form=form, agreement_reached_on=pen.day, mediation_ended_on=pen.day)
    duty = {
        "clause": 1, "debtor": party("respondent"), "creditor": party("applicant"),
        "what": "抚养费" if kind == "support" else "约定款项",
        "amount": 10000 * pen.random.randint(8, 30), "due_on": pen.day_in(55),
        "every": "month" if times > 1 else "once", "times": times, "way": "银行转账",
    }  # fmt: skip
    clauses = [
        {"text": "对方按月支付约定的款项，直接转入本人账户。", "kind": kind},
        {"text": "双方今后有事好好商量，不当着孩子和老人争吵。", "kind": "other"},
    ]
    pen(
        "agreement.write_clauses", by, dispute_facts="双方自愿达成协议。", clauses=clauses,
        obligations=[duty], performance="按期履行。",
    )  # fmt: skip


def signed(pen: Pen, by: str = "mediator") -> None:
    """The text is laid out, and signed by all."""
    pen("agreement.open_signing", by)
    pen("print.rights_notice", by)
    pen("print.agreement", by)
    for whose in ("applicant", "respondent", "mediator", "seal"):
        way = "official_seal" if whose == "seal" else "signed"
        pen("agreement.sign", by, signer=Named("signer", whose), signed_on=pen.day, way=way)


def sign_paper(pen: Pen, paper: str, *roles: str, by: str = "mediator") -> None:
    """The newest print of a paper was signed by these parties, and each signature is registered."""
    for role in roles:
        pen(
            "paper_signature.start", by, document=Named("paper", paper), party=party(role), way="signed",
            signed_on=pen.day,
        )  # fmt: skip


def paid(pen: Pen, number: int, by: str = "mediator", *, state: str = "full") -> None:
    """One payment came, about a month after the last thing that happened."""
    pen.wait(30)
    pen(
        "agreement.record_performance", by, obligation=Named("duty", f"1.{number}"), performed_on=pen.day,
        state=state, performance_urged_on=pen.day,
    )  # fmt: skip


def stopped(pen: Pen, by: str = "mediator") -> None:
    """The mediation failed: stopped, with notice, and over."""
    pen(
        "mediation.stop",
        by,
        after=5,
        who="mediator",
        reason="多次调解，没有谈成。",
        mediation_ended_on=pen.day_in(5),
    )


def slip(pen: Pen, stage: str, to: str, *, kind: str = "refer", urgency: str = "slight", **more: Any) -> None:
    """A referral, with the person's own consent to this receiver."""
    pen(
        "referral.start", "caseworker", kind=kind, stage=stage, to=office(to), urgency=urgency,
        needs=[], purpose="请协助办理", data_kinds=["identity", "other_side", "contact", "narrative", "wishes", "danger"],
        ground="consent", party=party("applicant"), answer="agreed", way="in_person", **more,
    )  # fmt: skip


def on_file(pen: Pen, by: str = "mediator") -> None:
    """What was brought along, brought again and given back; who signed the notice, and a slip of the pen."""
    place = Named("stage", "mediation")
    brought: dict[str, Any] = {"stage": place, "party": party("applicant")}
    pen("attachment.start", by, kind="evidence", caption="转账记录", **brought)
    pen(
        "attachment.start",
        by,
        kind="evidence",
        caption="转账记录（重拍）",
        replaces=Named("material", "newest"),
        **brought,
    )
    pen("attachment.start", by, kind="other", **brought)
    pen("attachment.withdraw", by, reason="与本案无关，退还本人。")
    notice: dict[str, Any] = {"document": Named("paper", "rights_notice"), "signed_on": pen.day}
    pen("paper_signature.start", by, party=party("respondent"), way="signed", **notice)
    pen("paper_signature.strike", by, reason="登记错了人。")
    pen("paper_signature.start", by, party=party("applicant"), way="fingerprint", read_aloud=True, **notice)


def ended_well(
    pen: Pen, outcome: str = "resolved", by: str = "caseworker", *, way: str = "phone", kept: str = "long"
) -> None:
    """Followed up three times, closed, archived for the term KEPT."""
    pen("one_stop.begin_follow_up", by, after=2)
    for days in (7, 24, 61):
        pen.wait(days)
        pen("one_stop.record_follow_up", by, way=way, reached=True, safe="yes", satisfaction="satisfied")
    pen("one_stop.close", by, outcome=outcome, summary="事情已经办完，本人满意。", told_result=True)
    pen("print.registration", by)
    pen.wait(5)
    pen(
        "one_stop.archive", "registrar", retention=kept, dossier_note="卷宗完整。", filed_by=user(by),
        checked_by=user("registrar"), archived_on=pen.day,
    )  # fmt: skip


def to_committee(lead: str = "lead", where: str = "committee") -> Any:
    """Mediation at a committee."""
    return opening("mediation", where, lead)
