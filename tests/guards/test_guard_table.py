"""The table of guards: for each way on, what the law puts before it. Truth tables by hand from the law.

Every row is walked by real steps: each condition broken alone is refused, in words, with its rule; the whole is let through.
"""

import ast
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from mediation import places
from mediation.audit.models import AuditEntry
from mediation.cases.enrolling import enrol
from mediation.cases.models import Case, Party
from mediation.cases.papers import issue
from mediation.cases.tasks import open_tasks
from mediation.cases.work import Assessment, Consent
from mediation.counselling.effects import ADVISE_DOCTOR
from mediation.counselling.rules import ALARM, SUICIDE
from mediation.db import atomic, db, today
from mediation.disputes.queries import signers
from mediation.documents.models import Document
from mediation.errors import Incomplete, OutOfTurn
from mediation.legal_aid.forms import LegalAidApplicationForm
from mediation.people.models import User
from mediation.referrals.sending import refer
from mediation.web.forms import FORMS
from mediation.workflow.engine import WORKFLOWS, take
from mediation.workflow.history import newest
from mediation.workflow.models import Clock
from tests.cases.test_danger import answers as scale
from tests.conftest import REFUSAL, Cast, referred, slip, stage_of
from tests.counselling.conftest import NOTE, SESSION, consent_of, party_of, scale_of
from tests.disputes.conftest import Table, clocks
from tests.guards.conftest import CLOSING, accepted, archived, barred, followed_up, shut, told

New = Callable[..., Case]
Make = Callable[..., Table]
Page = Callable[[Case, User], str]
VIOLENT = {"q_violence": "yes", "category_kind": "家庭暴力"}


# ===== 接案→分派 =====
COURT = {
    "origin": "court_delegated",
    "elsewhere": "court",
    "paper_number": "（2026）委派1号",
    "court_material_signed_on": "2026-11-01",
}


@pytest.mark.parametrize(
    ("given", "words", "rule"),
    [
        ({"wishes": None}, "还没有记录求助人的意愿", "DV-10-3"),
        ({"contact": {}}, "还没有登记王芳的安全联系方式", "DV-10-4"),
    ],
)
def test_row_intake_without_wishes_or_safe_contact_is_not_accepted(
    new_case: New, cast: Cast, page_of: Page, given: dict[str, Any], words: str, rule: str
) -> None:
    case = new_case(actor=cast.mei, **given)
    with barred(words, rule):
        accepted(case, cast.mei)
    shut(page_of(case, cast.mei), "受理", words, rule)


def test_row_intake_no_contact_is_a_complete_answer(new_case: New, cast: Cast) -> None:
    case = new_case(actor=cast.mei, contact={"no_contact": True})
    accepted(case, cast.mei)
    assert stage_of(case, "help_request").state == "accepted"


def test_row_intake_the_three_questions_come_first(new_case: New, cast: Cast, page_of: Page) -> None:
    """Registering asks them; a case that came from elsewhere may lack them."""
    case = new_case(actor=cast.mei)
    with atomic() as session:
        session.query(Assessment).filter_by(case_id=case.id).delete()
    with barred("还没有问过三个安全问题", "RS-CN", "DV-13"):
        accepted(case, cast.mei)
    shut(page_of(case, cast.mei), "受理", "三个安全问题", "RS-CN")


# three questions, scale filled (gaps), reason for the gaps → may be triaged. By hand from RS-CN and DV-R05.
SCALES = [
    ({}, None, None, True),
    ({"q_violence": "yes"}, None, None, False),
    ({"q_violence": "yes"}, scale(1), None, True),
    ({"q_violence": "yes"}, scale(7), None, True),
    ({"q_violence": "yes"}, scale(1, gaps=2), "她不愿回答，改日再问。", True),
]


@pytest.mark.parametrize(("given", "filled", "why", "through"), SCALES)
def test_row_intake_the_scale_or_why_it_cannot_be_judged(
    new_case: New,
    cast: Cast,
    page_of: Page,
    given: dict[str, str],
    filled: dict[str, str] | None,
    why: str | None,
    through: bool,
) -> None:
    case = new_case(actor=cast.mei, **given)
    accepted(case, cast.mei)
    if filled:
        take(
            case, "assess_danger", actor=cast.mei, facts={"answers": filled, **({"note": why} if why else {})}
        )
    if through:
        triage(case, cast.mei)
        assert stage_of(case, "help_request").state == "triaged"
    else:
        with barred("还没有做危险量表", "RS-CN", "PM-DV"):
            triage(case, cast.mei)
        shut(page_of(case, cast.mei), "分流", "还没有做危险量表", "RS-CN")


def triage(case: Case, actor: User) -> None:
    facts = {"stages": [], "reason": "先不开其他环节。"}
    take(stage_of(case, "help_request"), "triage", actor=actor, facts=facts)


CHILD = {"name": "王小芳", "sex": "2"}
BORN = (today() - timedelta(days=15 * 366)).isoformat()
GROWN = (today() - timedelta(days=19 * 366)).isoformat()
# Who may be hurt and cannot act alone → report first (DV-R05, MIN-11, MIN-9).
AT_RISK = [
    ({"q_children": "yes"}, True),
    ({"q_children": "no"}, False),
    # Nobody was named: taken for a child until it is known better.
    ({"q_children": "yes", "children": []}, True),
    ({"q_violence": "yes", "applicants": [{**CHILD, "birth": BORN}]}, True),
    ({"q_violence": "yes", "applicants": [{**CHILD, "birth": BORN[:4]}]}, True),
    ({"q_violence": "no", "applicants": [{**CHILD, "birth": BORN}]}, False),
    ({"q_violence": "yes", "applicants": [{**CHILD, "birth": GROWN}]}, False),
    ({"q_violence": "yes", "applicants": [{**CHILD, "special": ["incapable"]}]}, True),
    ({"q_violence": "yes", "applicants": [{**CHILD, "special": ["pregnant"]}]}, False),
]


@pytest.mark.parametrize(("given", "owed"), AT_RISK)
def test_row_intake_a_child_or_who_cannot_act_is_reported_for_first(
    new_case: New, cast: Cast, page_of: Page, given: dict[str, Any], owed: bool
) -> None:
    case = new_case(actor=cast.mei, **given)
    accepted(case, cast.mei)
    if "yes" in given.values():
        take(case, "assess_danger", actor=cast.mei, facts={"answers": scale(1)})
    if owed:
        with barred("还没有报案记录", "DV-R05", "MIN-11", "MIN-9"):
            triage(case, cast.mei)
        shut(page_of(case, cast.mei), "分流", "还没有报案记录", "DV-R05", "MIN-11", "MIN-9")
        reported = {"minor_reported_at": "2026-11-20T10:00:00+08:00", "station": "城南派出所"}
        _she_calls_for_herself(case, cast)
        with barred("还没有报案记录", "DV-R05", "MIN-11", "MIN-9"):
            triage(case, cast.mei)
        take(case, "report_minor", actor=cast.mei, facts=reported)
    triage(case, cast.mei)
    assert stage_of(case, "help_request").state == "triaged"


def _she_calls_for_herself(case: Case, cast: Cast) -> None:
    """A pregnant woman's own call to the police is no report for the child."""
    owed = _owed_at_once(case)
    take(case, "open_protection", actor=cast.mei, facts={"reason": "有危险"})
    called = {"police_reported_at": "2026-11-20T10:00:00+08:00", "vulnerable": True, "station": "城南派出所"}
    take(
        stage_of(case, "protection"), "report_to_police", actor=cast.mei, facts={**called, "by_whom": "self"}
    )
    assert _owed_at_once(case) == owed


def _owed_at_once(case: Case) -> list[str]:
    found = db.session.scalars(select(Clock).where(Clock.chain == case.ref, Clock.state == "running"))
    return sorted(clock.rule for clock in found if clock.rule in ("DV-R05", "MIN-11"))


# ===== 任何→结案/转介 =====


# violence, told of the order, told of legal aid → rules that stand in the way (DV-10-13, LA-35).
TOLD = [
    (True, False, False, {"DV-10-13", "LA-35"}),
    (True, True, False, {"LA-35"}),
    (True, False, True, {"DV-10-13"}),
    (True, True, True, set()),
    (False, False, False, set()),
]


@pytest.mark.parametrize(("violence", "order", "aid", "rules"), TOLD)
def test_row_leaving_who_suffers_violence_is_told_before_the_case_closes(
    new_case: New, cast: Cast, page_of: Page, violence: bool, order: bool, aid: bool, rules: set[str]
) -> None:
    case = followed_up(new_case(actor=cast.mei), cast)
    with atomic():
        case.violence = violence
    told(case, cast.mei, *(["protection_order"] if order else []), *(["legal_aid"] if aid else []))
    if not rules:
        take(case, "close", actor=cast.mei, facts=CLOSING)
        assert case.state == "closed"
        return
    with barred("还没有告知可以申请", *rules) as _:
        take(case, "close", actor=cast.mei, facts=CLOSING)
    shut(page_of(case, cast.mei), "结案", "还没有告知可以申请", *rules)


@pytest.mark.parametrize(("violence", "order", "aid", "rules"), TOLD)
def test_row_leaving_and_before_it_is_referred_or_handed_over(
    new_case: New, cast: Cast, violence: bool, order: bool, aid: bool, rules: set[str]
) -> None:
    case = new_case(actor=cast.mei)
    with atomic():
        case.violence = violence
    told(case, cast.mei, *(["protection_order"] if order else []), *(["legal_aid"] if aid else []))
    if not rules:
        assert refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei).state == "sent"
        take(case, "transfer", actor=cast.mei, facts=TRANSFER)
        return
    with barred("还没有告知可以申请", *rules):
        refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    with barred("还没有告知可以申请", *rules):
        take(case, "transfer", actor=cast.mei, facts=TRANSFER)


TRANSFER = {"to": "区教育局", "ground": "consent", "answer": "agreed", "sent_on": "2026-11-20"}
# ground, answer, words of the ground → the rule that stands in the way (PI-23, PI-13).
GROUNDS = [
    ("consent", "agreed", None, None),
    ("consent", "refused", None, "PI-23"),
    ("consent", "unanswered", None, "PI-23"),
    ("consent", None, None, "PI-23"),
    ("legal_duty", None, None, "PI-13"),
    ("legal_duty", None, "未成年人保护法第十一条：必须报告。", None),
    ("emergency", None, None, "PI-13"),
    ("emergency", None, "对方持刀在门外，来不及征求同意。", None),
]


@pytest.mark.parametrize(("ground", "answer", "words", "rule"), GROUNDS)
def test_row_leaving_each_receiver_has_its_own_consent_or_a_ground_in_words(
    new_case: New, cast: Cast, ground: str, answer: str | None, words: str | None, rule: str | None
) -> None:
    case = new_case(actor=cast.mei)
    given = {"ground": ground, "answer": answer, "ground_text": words}
    facts = {name: value for name, value in {**TRANSFER, **given}.items() if value is not None}
    if answer is None:
        facts.pop("answer", None)
    if rule is None:
        assert refer(case, slip(case, cast.agency("legal_aid"), **given), actor=cast.mei).state == "sent"
        take(case, "transfer", actor=cast.mei, facts=facts)
        assert case.state == "transferred"
        return
    with barred("同意|依据", rule):
        refer(case, slip(case, cast.agency("legal_aid"), **given), actor=cast.mei)
    with barred("同意|依据", rule):
        take(case, "transfer", actor=cast.mei, facts=facts)


@pytest.mark.parametrize(
    ("kind", "notice", "way", "through"),
    [
        ("性骚扰", None, "", False),
        ("性骚扰", "harassment_result", "spoken", False),
        ("性骚扰", "legal_aid", "signed", False),
        ("性骚扰", "harassment_result", "signed", True),
        ("性骚扰", "harassment_result", "posted", True),
        ("名誉隐私", None, "", True),
    ],
)
def test_row_leaving_who_complained_of_harassment_has_the_outcome_in_writing(
    new_case: New, cast: Cast, page_of: Page, kind: str, notice: str | None, way: str, through: bool
) -> None:
    case = new_case(actor=cast.mei, category_class="人身和人格权益", category_kind=kind)
    followed_up(case, cast)
    if notice:
        told(case, cast.mei, notice, way=way, note="用人单位已经处理。")
    if not through:
        with barred("要书面告知处理结果", "WR-23"):
            take(case, "close", actor=cast.mei, facts=CLOSING)
        shut(page_of(case, cast.mei), "结案", "要书面告知处理结果", "WR-23")
        return
    take(case, "close", actor=cast.mei, facts=CLOSING)
    assert case.state == "closed"


# ===== 调解申请→受理 =====


def _danger(t: Table) -> None:
    take(t.case, "assess_danger", actor=t.cast.mei, facts={"answers": scale(6)})


def _provisional(t: Table) -> None:
    t.asked_alone(t.respondent, hurt="yes")


def _violence(t: Table) -> None:
    with atomic():
        t.case.violence, t.case.danger = True, "low"


def _minor(t: Table) -> None:
    with atomic():
        t.respondent.person.birth = BORN


ENTRY = [
    ("request", None, "还没有登记申请和来源", {"PM-17"}),
    ("consent", None, "还没有被申请人同意调解", {"PM-17"}),
    ("refusal", None, "被申请人不同意调解", {"PM-17", "PM-23"}),
    ("screen", None, "还没有单独问过被申请人", {"PM-DV"}),
    ("notice", None, "还没有向申请人、被申请人告知权利义务", {"PM-QG33"}),
    ("", lambda t: t.asked_alone(t.applicant, forced="yes"), "不是自愿", {"PM-17"}),
    ("", lambda t: t.request(elsewhere="court"), "法院、公安或行政机关已在处理", {"PM-QG32"}),
    ("", lambda t: t.request(**{**COURT, "paper_number": ""}), "要有移交函或案号", {"PM-QG32"}),
    ("", lambda t: t.request(identity_matter=True), "身份关系的确认不能调解", {"PM-ID"}),
    ("", _danger, "危险等级为高危，不能调解", {"PM-DV"}),
    ("", _provisional, "暂按高危处理，不能调解", {"PM-DV"}),
    ("", _violence, "要单独、无人在旁时征得", {"PM-DV2"}),
    ("", _minor, "未成年", {"PM-PSB3"}),
]  # fmt: skip


@pytest.mark.parametrize(("left_out", "breaks", "words", "rules"), ENTRY)
def test_row_acceptance_each_condition_alone_bars_mediation(
    table: Make,
    page_of: Page,
    left_out: str,
    breaks: Callable[[Table], None] | None,
    words: str,
    rules: set[str],
) -> None:
    t = table()
    if left_out != "request":
        t.request()
    for party in (t.applicant, t.respondent):
        if left_out != "screen" or party is t.applicant:
            t.asked_alone(party)
        if left_out != "consent" or party is t.applicant:
            t.says(party)
    if left_out == "refusal":
        t.says(t.respondent, answer="refused")
    if left_out != "notice":
        t.do("give_rights_notice", party="all", notice="rights", way="spoken")
    if breaks:
        breaks(t)
    with barred(words, *rules):
        t.do("accept", pm_registered_on="2026-11-04")
    shut(page_of(t.case, t.cast.tao), "受理登记", words, *rules)


def test_row_acceptance_with_all_of_them_it_is_accepted(table: Make) -> None:
    assert table().accept().stage.state == "accepted"


def test_row_acceptance_with_a_letter_of_the_court_it_is_accepted(table: Make) -> None:
    t = table().accept(**COURT)
    assert t.stage.state == "accepted"


# ===== 调解中→协议 =====


def guest(t: Table, name: str, relation: str | None = None, *parties: Party, **more: Any) -> None:
    for party in parties or (t.applicant, t.respondent):
        t.says(party, "guest", guest=name, **({"guest_relation": relation} if relation else {}), **more)


def test_row_agreement_a_guest_comes_with_the_word_of_all(table: Make) -> None:
    t = table().talking()
    with barred("征得各方同意，申请人、被申请人还没有同意", "PM-20"):
        t.session(guests=["赵建国"])
    guest(t, "赵建国", None, t.applicant)
    with barred("被申请人还没有同意", "PM-20"):
        t.session(guests=["赵建国"])
    guest(t, "赵建国", None, t.respondent)
    t.session(guests=["赵建国"])


def test_row_agreement_kin_who_are_in_the_case_are_guests_too(table: Make) -> None:
    t = table().talking()
    with atomic():
        kin = enrol(t.case, {"name": "李老太", "relation": "对方母亲"}, role="relative")
    db.session.refresh(t.case)
    attended = [t.applicant.id, t.respondent.id, kin.id]
    with barred("邀请李老太参加要征得各方同意", "PM-20"):
        t.session(attended=attended)
    guest(t, "李老太")
    t.session(attended=attended)


# Whose kin the guest is, whether she herself wanted them when asked alone → may come. PM-20, violence.
KIN = [
    (None, False, False),
    ("respondent_kin", False, False),
    ("respondent_kin", True, True),
    ("applicant_kin", False, True),
    ("neighbour", False, True),
    ("expert", False, True),
]


@pytest.mark.parametrize(("relation", "alone", "may_come"), KIN)
def test_row_agreement_with_violence_the_other_sides_kin_stay_away(
    table: Make, relation: str | None, alone: bool, may_come: bool
) -> None:
    t = violent(table())
    guest(t, "李老太", relation, t.respondent)
    guest(t, "李老太", relation, t.applicant, spoken_alone=alone)
    separate = {"form": "separate", "side": t.applicant.id, "attended": [t.applicant.id]}
    if may_come:
        t.session(guests=["李老太"], **separate)
    else:
        with barred("涉及家庭暴力", "PM-20"):
            t.session(guests=["李老太"], **separate)


def violent(t: Table) -> Table:
    """A first and minor violence that may be mediated: low danger, told of everything, asked alone (PM-DV2)."""
    t.accept().named()
    _violence(t)
    t.says(t.applicant, spoken_alone=True)
    told(t.case, t.cast.mei, "protection_order", "legal_aid")
    return t


def agree(t: Table) -> None:
    day = "2026-11-10"
    t.do("agree", form="written", agreement_reached_on=day, mediation_ended_on=day, happened_on=day)


def test_row_agreement_with_violence_she_was_heard_apart_first(table: Make, page_of: Page) -> None:
    t = violent(table())
    t.session(form="separate", side=t.respondent.id, attended=[t.respondent.id])
    with barred("还没有和申请人分开会谈过", "PM-DV2"):
        agree(t)
    shut(page_of(t.case, t.cast.tao), "达成协议", "分开会谈", "PM-DV2")
    t.session(form="separate", side=t.applicant.id, attended=[t.applicant.id])
    agree(t)
    assert t.stage.state == "agreed"


def test_row_agreement_who_wants_to_sit_apart_does(table: Make) -> None:
    t = violent(table())
    t.says(t.applicant, spoken_alone=True, wants_separate=True)
    with barred("要求分开会谈", "PM-DV2"):
        t.session()


@pytest.mark.parametrize(
    ("ends", "words"),
    [(-1, "聘任已经到期"), (0, ""), (1, ""), (None, "")],
    ids=["past", "today", "ahead", "open"],
)
def test_row_agreement_whoever_presides_is_in_office(
    table: Make, page_of: Page, ends: int | None, words: str
) -> None:
    t = table().talking()
    with atomic():
        t.cast.tao.appointed_until = None if ends is None else today() + timedelta(days=ends)
    if words:
        with barred(words, "PM-13"):
            agree(t)
        shut(page_of(t.case, t.cast.tao), "达成协议", words, "PM-13")
    else:
        agree(t)


def test_row_agreement_a_child_of_eight_is_heard_before_custody(table: Make, page_of: Page) -> None:
    t = table(children=[{"name": "李小宝", "birth": "2016-05-01"}]).agreed()
    t.write(kinds=("custody",))
    with barred("李小宝已满八周岁", "MC-1084"):
        t.on("open_signing")
    shut(page_of(t.case, t.cast.tao), "定稿签署", "已满八周岁", "MC-1084")
    child = next(party for party in t.case.parties if party.role == "child")
    t.do("hear_child", party=child.id, kind="child_view", answer="stated", by_whom="陶然", alone=True)
    t.on("open_signing")


@pytest.mark.parametrize(
    ("given", "words", "rule"),
    [
        ({"amount": None}, "还不能执行", "JC-REJ"),
        ({"way": None}, "还不能执行", "JC-REJ"),
        ({"clause": 2}, "第1条是给付条款", "JC-REJ"),
    ],
)
def test_row_agreement_what_is_paid_can_be_enforced(
    table: Make, page_of: Page, given: dict[str, Any], words: str, rule: str
) -> None:
    t = table().agreed()
    t.write(t.support(**given), kinds=("support", "other"))
    with barred(words, rule):
        t.on("open_signing")
    shut(page_of(t.case, t.cast.tao), "定稿签署", words, rule)
    t.write(t.support(), kinds=("support", "other"))
    t.on("open_signing")
    assert t.agreement.state == "signing"


@pytest.mark.parametrize("kind", ["identity"])
def test_row_agreement_status_is_not_agreed_on(table: Make, page_of: Page, kind: str) -> None:
    t = table().agreed()
    t.write(kinds=("support", kind))
    with barred("婚姻、亲子或收养的效力", "PM-ID", "MC-1073"):
        t.on("open_signing")
    shut(page_of(t.case, t.cast.tao), "定稿签署", "婚姻、亲子或收养", "PM-ID", "MC-1073")


# ===== 协议→生效 =====


@pytest.mark.parametrize("missing", [0, 1, 2, 3], ids=["applicant", "respondent", "mediator", "seal"])
def test_row_effect_without_one_of_the_four_nothing_binds(table: Make, page_of: Page, missing: int) -> None:
    t = table().agreed()
    t.write()
    t.on("open_signing")
    for index, row in enumerate(signers(t.agreement)):
        if index != missing:
            way = "official_seal" if row.role == "seal" else "signed"
            t.on("sign", signer=row.id, signed_on="2026-11-12", way=way)
    with barred("还缺", "PM-29", "PM-ESIGN"):
        t.on("take_effect")
    shut(page_of(t.case, t.cast.tao), "生效", "还缺", "PM-29", "PM-ESIGN")
    assert t.agreement.effective_on is None


def test_row_effect_with_all_four_it_binds_from_the_last_day(table: Make) -> None:
    t = table().effective("2026-11-11", "2026-11-12", "2026-11-10", "2026-11-16")
    assert str(t.agreement.effective_on) == "2026-11-16"


@pytest.mark.parametrize("way", ["electronic", "e_signature", "sms_code", ""])
def test_row_effect_no_family_agreement_is_signed_electronically(table: Make, way: str) -> None:
    t = table().agreed()
    t.write()
    t.on("open_signing")
    with barred("不能用电子签名", "PM-ESIGN"):
        t.on("sign", signer=signers(t.agreement)[0].id, signed_on="2026-11-12", way=way)


def test_row_effect_there_is_a_copy_for_each_and_one_for_the_committee(table: Make, page_of: Page) -> None:
    t = table().agreed()
    t.write()
    t.on("open_signing")
    assert t.agreement.copies == 3
    with atomic():
        t.agreement.copies = 2
    t.sign_all("2026-11-12")
    with barred("一式3份", "PM-29"):
        t.on("take_effect")
    shut(page_of(t.case, t.cast.tao), "生效", "一式3份", "PM-29")


def test_row_effect_whoever_joins_after_the_text_was_laid_out_signs_too(table: Make) -> None:
    t = table().agreed()
    t.write()
    t.on("open_signing")
    with atomic():
        enrol(t.case, {"name": "李老太", "sex": "2"}, role="respondent")
    db.session.refresh(t.case)
    t.sign_all("2026-11-12")
    (task,) = open_tasks(t.case, "agreement")
    assert (task.urgent, str(task.due_on)) == (True, "2026-11-12")
    with barred("定稿以后增加了被申请人李老太", "PM-29"):
        t.on("take_effect")
    t.on("revise", reason="增加当事人。")
    t.on("open_signing")
    assert (t.agreement.copies, len(signers(t.agreement))) == (4, 5)


# ===== 生效→司法确认 =====

FILING: dict[str, Any] = {
    "jc_filed_on": "2026-11-20",
    "court": "青山区人民法院",
    "both_present": True,
    "materials": ["agreement", "proof", "identity"],
}


def wanted(t: Table) -> Table:
    for party in (t.applicant, t.respondent):
        t.on("record_consent", party=party.id, kind="confirmation", answer="agreed", way="in_person")
    return t


@pytest.mark.parametrize("silent", ["applicant", "respondent"])
def test_row_confirmation_both_ask_for_it(table: Make, page_of: Page, silent: str) -> None:
    t = table().effective()
    party = t.applicant if silent == "respondent" else t.respondent
    t.on("record_consent", party=party.id, kind="confirmation", answer="agreed", way="in_person")
    with barred("双方共同申请", "JC-205", "PM-33"):
        t.on("file_confirmation", **FILING)
    shut(page_of(t.case, t.cast.tao), "登记申请司法确认", "双方共同申请", "JC-205", "PM-33")


def test_row_confirmation_one_alone_at_the_court_is_not_enough(table: Make) -> None:
    t = wanted(table().effective())
    with barred("只能由双方共同申请", "JC-205"):
        t.on("file_confirmation", **{**FILING, "both_present": False})


# Effective on the second of November: thirty days end on the second of December, a Wednesday (JC-205).
@pytest.mark.parametrize(
    ("filed", "ground", "through"),
    [
        ("2026-12-02", None, True),
        ("2026-12-03", None, False),
        ("2026-12-03", "住院到十二月一日，已申请顺延。", True),
    ],
)
def test_row_confirmation_within_thirty_days_of_taking_effect(
    table: Make, filed: str, ground: str | None, through: bool
) -> None:
    t = wanted(table().effective("2026-11-12"))
    (clock,) = clocks(t.agreement.ref, "PM-33")
    with atomic():
        clock.started, clock.conservative, clock.statutory_last = "2026-11-02", "2026-12-02", "2026-12-02"
    facts = {**FILING, "jc_filed_on": filed, **({"late_ground": ground} if ground else {})}
    if through:
        t.on("file_confirmation", **facts)
        return
    with barred("已经超过三十日", "JC-205", "T-04"):
        t.on("file_confirmation", **facts)


@pytest.mark.parametrize("kind", ["property_right"])
def test_row_confirmation_no_title_to_things(table: Make, page_of: Page, kind: str) -> None:
    t = table().agreed()
    t.write(kinds=("support", kind))
    t.on("open_signing")
    t.sign_all("2026-11-12")
    wanted(t)
    with barred("身份关系或物权确权", "JC-NO"):
        t.on("file_confirmation", **FILING)
    shut(page_of(t.case, t.cast.tao), "登记申请司法确认", "物权确权", "JC-NO")


@pytest.mark.parametrize("left_out", ["agreement", "proof", "identity"])
def test_row_confirmation_the_material_is_complete(table: Make, left_out: str) -> None:
    t = wanted(table().effective())
    materials = [one for one in FILING["materials"] if one != left_out]
    with barred("材料还缺", "JC-MAT"):
        t.on("file_confirmation", **{**FILING, "materials": materials})
    t.on("file_confirmation", **FILING)


def test_row_confirmation_property_asks_for_the_titles(table: Make) -> None:
    t = table().agreed()
    t.write(kinds=("support", "property"))
    t.on("open_signing")
    t.sign_all("2026-11-12")
    wanted(t)
    with barred("相关财产权利证明", "JC-MAT"):
        t.on("file_confirmation", **FILING)
    t.on("file_confirmation", **{**FILING, "materials": [*FILING["materials"], "titles"]})


def test_row_confirmation_an_oral_agreement_has_no_text_for_the_court(table: Make) -> None:
    t = table().agreed("oral")
    t.write()
    t.on("record_oral")
    wanted(t)
    with barred("口头协议不能申请司法确认", "JC-MAT"):
        t.on("file_confirmation", **FILING)


# ===== 调解→终止 =====

STOP = {
    "who": "mediator",
    "reason": "谈不拢。",
    "mediation_ended_on": "2026-11-12",
    "happened_on": "2026-11-12",
}
RETURN = {"sent_on": "2026-11-14", "to": "青山区人民法院诉讼服务中心", "without_minutes": True}


def test_row_end_each_party_has_the_notice_before_it_has_ended(table: Make, page_of: Page) -> None:
    t = table().talking()
    t.do("stop", **STOP)
    with barred("终止告知书还没有送达申请人、被申请人", "PM-26"):
        t.do("terminate")
    shut(page_of(t.case, t.cast.tao), "终止办结", "还没有送达", "PM-26")
    t.printed("termination_notice")
    t.do("deliver_notice", party=t.applicant.id, notice="termination", way="signed")
    with barred("还没有送达被申请人", "PM-26"):
        t.do("terminate")
    t.do("deliver_notice", party=t.respondent.id, notice="termination", way="left")
    t.do("terminate")
    assert t.stage.state == "terminated"


@pytest.mark.parametrize("origin", ["court_delegated", "court_entrusted", "platform"])
def test_row_end_what_a_court_sent_goes_back_first(table: Make, page_of: Page, origin: str) -> None:
    t = table().talking(**{**COURT, "origin": origin, "elsewhere": "no" if origin == "platform" else "court"})
    t.do("stop", **STOP)
    assert [task.kind for task in open_tasks(t.case, "court_report")] == ["court_report"]
    t.printed("termination_notice")
    t.do("deliver_notice", party="all", notice="termination", way="signed")
    with barred("还没有退回材料并书面说明", "PM-CT3"):
        t.do("terminate")
    shut(page_of(t.case, t.cast.tao), "终止办结", "还没有退回", "PM-CT3")
    t.do("return_to_court", **RETURN)
    assert not open_tasks(t.case, "court_report")
    t.do("terminate")
    assert t.stage.state == "terminated"


def test_row_end_what_no_court_sent_does_not_go_back_to_one(table: Make) -> None:
    t = table().talking()
    t.do("stop", **STOP)
    with barred("不是法院或平台转来的", "PM-CT3"):
        t.do("return_to_court", **RETURN)


@pytest.mark.parametrize(
    ("name", "field", "said"),
    [("mediation_stop", "reason", "请写下终止的情况"), ("mediation_stop", "who", "请选择一项"),
     ("court_return", "without_minutes", "先抽出"), ("court_return", "to", "退回到哪个法院")],
)  # fmt: skip
def test_row_end_has_a_reason_and_the_letter_bears_no_minutes(app, name: str, field: str, said: str) -> None:
    with app.test_request_context("/", method="POST", data={}):
        form = FORMS[name]()
        form.offer_choices(lambda word: [(1, "甲")])
        assert not form.validate()
        assert said in "".join(map(str, form[field].errors))


# ===== 打印/导出 =====

HOME = "青山区和平路8号3单元502"


@pytest.mark.parametrize("place", [HOME, "和平路8号3单元502", "１３８ 0013-8000"])
def test_row_print_where_she_lives_and_can_be_called_leaves_on_no_paper(table: Make, place: str) -> None:
    t = table().accept(dispute_facts=f"她现在住在{place}。")
    db.session.rollback()
    with barred("不能印出的内容", "DV-10-4"):
        issue(t.case, "mediation_application", t.stage.ref, actor=t.cast.tao)
    assert not db.session.scalars(select(Document)).all()


def test_row_print_a_child_is_told_by_number_and_age_alone(new_case: New, cast: Cast) -> None:
    case = new_case(actor=cast.mei)
    package: Any = refer(case, slip(case, cast.agency("committee"), stage="mediation", data_kinds=["identity", "children"]),
        actor=cast.mei).package  # fmt: skip
    assert package["children"] == [{"count": "1人", "ages": "8岁"}]
    assert "李小宝" not in str(package)
    with barred("未成年子女的姓名", "MIN-103"):
        refer(case, slip(case, cast.agency("legal_aid"), summary="李小宝想跟妈妈。"), actor=cast.mei)
    duty = {"ground": "legal_duty", "ground_text": "未成年人保护法第十一条", "stage": "protection"}
    sent = refer(case, slip(case, cast.agency("police"), summary="李小宝身上有伤。", **duty), actor=cast.mei)
    assert sent.state == "sent"


@pytest.mark.parametrize("ground", ["consent", "legal_duty", "emergency"])
def test_row_print_who_reported_is_named_to_nobody(
    new_case: New, cast: Cast, page_of: Page, ground: str
) -> None:
    case = new_case(actor=cast.mei)
    with atomic():
        enrol(case, {"name": "周仗义"}, role="reporter")
    db.session.refresh(case)
    words = {"ground": ground, "ground_text": "必须报告。"}
    with barred("举报人的姓名", "WR-72"):
        refer(case, slip(case, cast.agency("legal_aid"), summary="周仗义来说的。", **words), actor=cast.mei)
    stage = referred(case, "legal_aid", to="legal_aid")
    assert "周仗义" in page_of(case, cast.mei)
    assert "周仗义" not in page_of(stage.case, cast.fang)


def test_row_print_no_paper_for_outside_names_who_reported(new_case: New, cast: Cast) -> None:
    case = new_case(actor=cast.mei, wishes="周仗义说可以来这里。")
    with atomic():
        enrol(case, {"name": "周仗义"}, role="reporter")
    db.session.refresh(case)
    take(case, "draft_refusal", actor=cast.song, facts=REFUSAL)
    with barred("举报人的姓名", "WR-72"):
        issue(case, "refusal_notice", "", actor=cast.mei)


def test_row_print_every_print_is_in_the_log(new_case: New, cast: Cast) -> None:
    case = new_case(actor=cast.mei)
    document = issue(case, "registration", "", actor=cast.mei)
    logged = db.session.scalars(
        select(AuditEntry).where(AuditEntry.kind == "document.print", AuditEntry.subject == document.ref)
    ).all()
    assert [entry.actor for entry in logged] == [cast.mei.ref]


# ===== 法援转介 =====


@pytest.mark.parametrize(
    ("violence", "basis", "means", "through"),
    [
        (True, "32", False, True),
        (True, "32", True, False),
        (True, "41", True, False),
        (True, "42", False, True),
        (False, "41", True, True),
        (False, "32", True, False),
        (False, "32", False, True),
    ],
)
def test_row_legal_aid_who_suffered_violence_is_not_asked_about_means(
    new_case: New, cast: Cast, violence: bool, basis: str, means: bool, through: bool
) -> None:
    case = new_case(actor=cast.mei)
    stage = referred(case, "legal_aid", to="legal_aid")
    with atomic():
        case.violence = violence
    facts = {
        "la_received_on": today().isoformat(),
        "matter": "support",
        "basis": basis,
        "means_statement": means,
    }
    if through:
        take(stage, "receive", actor=cast.fang, facts=facts)
        return
    with barred("不看经济条件", "LA-32"):
        take(stage, "receive", actor=cast.fang, facts=facts)


def test_row_legal_aid_the_form_does_not_show_the_question_of_means(app) -> None:
    with app.test_request_context("/", method="POST", data={"basis": "32"}):
        form = LegalAidApplicationForm()
        form.prepare("legal_aid", "receive")
        assert "means_statement" not in form


# days left of a right that runs, kind of limit → is it marked. LA-44: less than seven days.
LEFT = [
    ("PM-33", 6, True),
    ("PM-33", 7, False),
    ("PM-33", 0, True),
    ("PM-33", -1, False),
    ("PM-LIMIT", 3, True),
    ("LA-43A", 2, False),
]


@pytest.mark.parametrize(("rule", "days", "near"), LEFT)
def test_row_legal_aid_a_limit_that_is_about_to_end_is_marked_by_itself(
    table: Make, sign_in, page_of: Page, rule: str, days: int, near: bool
) -> None:
    t = table().effective()
    last = (today() + timedelta(days=days)).isoformat()
    with atomic() as session:
        for clock in session.scalars(
            select(Clock).where(Clock.chain == t.case.ref, Clock.state == "running")
        ):
            clock.state = "stopped"
        (clock,) = clocks(t.agreement.ref, "PM-33")
        clock.state, clock.rule, clock.conservative, clock.statutory_last = "running", rule, last, last
    words = "距期限不足7日，可以先行援助（法律援助法第44条）"
    page = sign_in(t.cast.mei).get(f"/cases/{t.case.ref}/refer?stage=legal_aid").text
    assert (words in page) is near
    chosen = (
        'value="urgent"'
        in next(part for part in page.split("<input") if 'value="urgent"' in part and "checked" in part)
        if near
        else False
    )
    assert chosen is near
    stage = referred(t.case, "legal_aid", to="legal_aid")
    assert (words in page_of(t.case, t.cast.fang)) is near
    assert stage.state == "preparing"


def test_row_legal_aid_help_first_says_why_and_owes_the_papers(new_case: New, cast: Cast) -> None:
    stage = referred(new_case(actor=cast.mei), "legal_aid", to="legal_aid")
    decided = {"la_decided_on": today().isoformat(), "form": "representation"}
    with barred("先行援助要写明理由", "LA-44"):
        take(stage, "help_first", actor=cast.fang, facts=decided)
    take(stage, "help_first", actor=cast.fang, facts={**decided, "urgent_ground": "距期限不足七日。"})
    assert open_tasks(stage.case, "legal_aid_papers")


# ===== 删除 =====


def test_row_deletion_what_is_archived_is_frozen(new_case: New, cast: Cast) -> None:
    case = followed_up(new_case(actor=cast.mei), cast)
    take(case, "close", actor=cast.mei, facts=CLOSING)
    archived(case, cast)
    assert {step.trigger for step in WORKFLOWS["one_stop"].steps(source="archived")} == {"reopen", "destroy"}
    for trigger in ("correct", "add_party", "change_safe_contact", "inform", "set_level", "record_follow_up"):
        with pytest.raises(OutOfTurn):
            take(case, trigger, actor=cast.mei, facts={})
    take(case, "reopen", actor=cast.mei, facts={"reason": "有新情况。"})
    assert case.state == "help_request"


@pytest.mark.parametrize("table", ["audit_entry", "read_entry"])
def test_row_deletion_the_log_and_the_record_of_sharing_stay_for_good(
    new_case: New, cast: Cast, page_of: Page, table: str
) -> None:
    """PI-12 and CS-23 ask for three years and six months: an entry that was written stays for ever."""
    case = new_case(actor=cast.mei)
    refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    page_of(case, cast.mei)
    db.session.rollback()
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text(f"DELETE FROM {table}"))
    assert db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0


# Search tokens and marks that are made anew, a tie that is found no more, the list of who may open a case, what was typed
# before a sign-in or on the public pages and never sent, how often something was tried, the oldest of the calls that got
# nothing: no record of a case. The term of a case that is worked on again; and the search tokens that go with the key of a
# case that two people destroyed.
MAY_DELETE = {
    "api/refusals.py", "cases/enrolling.py", "cases/effects.py", "cases/screening.py", "cases/ties.py", "web/kept.py",
    "web/drafts.py", "portal/visits.py", "people/throttles.py", "retention/effects.py", "retention/erasing.py",
    "ledger/batches.py", "statistics/targets.py",
}  # fmt: skip


def test_row_deletion_nothing_in_the_program_deletes_a_record(app) -> None:
    deleting = {
        str(path.relative_to(places.workflows().parent / "mediation"))
        for path in (places.workflows().parent / "mediation").rglob("*.py")
        if _deletes(ast.parse(path.read_text(encoding="utf-8"))) and "migrations" not in path.parts
    }
    assert deleting <= MAY_DELETE, deleting
    steps = {step.trigger for flow in WORKFLOWS.values() for step in flow.steps()}
    assert not {step for step in steps if "delete" in step or "erase" in step}
    routes = {str(rule) for rule in app.url_map.iter_rules() if "DELETE" in (rule.methods or ())}
    assert not routes


def _deletes(tree: ast.AST) -> bool:
    """Whether anything is called delete(…) or something.delete(…)."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return "delete" in names


# ===== 心理 =====


@pytest.mark.parametrize("left_out", ["exceptions_told", "not_treatment_told"])
def test_row_counselling_consent_comes_after_its_limits_were_told(
    room: Callable[..., Any], cast: Cast, left_out: str
) -> None:
    stage = room()
    facts = consent_of(party_of(stage, "applicant"), **{left_out: False})
    with barred("请先说明保密和保密的例外", "PI-PSY"):
        take(stage, "consent", actor=cast.an, facts=facts)
    assert not db.session.scalars(select(Consent).where(Consent.kind == "counselling")).all()


def test_row_counselling_nobody_is_counselled_before_consent(room: Callable[..., Any], cast: Cast) -> None:
    stage = room()
    for trigger, facts in (("record_session", SESSION), ("take_scale", scale_of("phq9", *[0] * 9))):
        with pytest.raises(OutOfTurn):
            take(stage, trigger, actor=cast.an, facts=facts)


def test_row_counselling_question_nine_opens_the_questions_whatever_the_total(
    under_way: Callable[..., Any], cast: Cast, page_of: Page
) -> None:
    stage = under_way(actor=cast.mei)
    take(stage, "take_scale", actor=cast.an, facts=scale_of("phq9", *[0] * 8, 1))
    assert {task.user_id for task in open_tasks(stage.case, ALARM)} == {cast.song.id, cast.mei.id}
    (asked,) = open_tasks(stage.case, SUICIDE)
    assert (asked.user_id, asked.urgent, asked.due_on) == (cast.an.id, True, today())
    take(stage, "answer_alarm", actor=cast.song, facts=NOTE)
    ending = {"outcome": "reached", "note": "结束。", "happened_on": today().isoformat()}
    with barred("还没有问清有没有打算、办法和时间", "RS-PHQ", "PI-PSY2"):
        take(stage, "end", actor=cast.an, facts=ending)
    shut(page_of(stage.case, cast.an), "结束辅导", "还没有问清", "RS-PHQ")
    take(stage, "ask_about_suicide", actor=cast.an, facts=asked_about(stage))
    take(stage, "end", actor=cast.an, facts=ending)
    assert stage.ended


def asked_about(stage: Any, **given: Any) -> dict[str, Any]:
    said = {
        "has_plan": False,
        "has_means": False,
        "has_time": False,
        "safety_plan": "难受时打给姐姐，收走药物。",
    }
    return {"party": party_of(stage, "applicant").id, **said, "done": ["12356"], **given}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"has_plan": None}, "还没有问清：有没有打算"),
        ({"has_means": "unanswered"}, "还没有问清：有没有办法"),
        ({"has_time": None}, "还没有问清：有没有想过时间"),
        ({"safety_plan": ""}, "写好安全计划"),
        ({"done": ["family"]}, "12356"),
        ({"has_plan": True, "has_means": True}, "有人陪着不离开，并拨打120或者110"),
    ],
)
def test_row_counselling_plan_means_and_time_are_asked_and_a_plan_is_made(
    under_way: Callable[..., Any], cast: Cast, given: dict[str, Any], words: str
) -> None:
    stage = under_way(actor=cast.mei)
    take(stage, "take_scale", actor=cast.an, facts=scale_of("phq9", *[0] * 8, 3))
    with barred(words, "RS-PHQ", "PI-PSY2"):
        take(stage, "ask_about_suicide", actor=cast.an, facts=asked_about(stage, **given))
    assert open_tasks(stage.case, SUICIDE)


def test_row_counselling_the_answers_are_sealed_and_stand_with_no_step(
    under_way: Callable[..., Any], cast: Cast, page_of: Page
) -> None:
    stage = under_way(actor=cast.mei)
    take(stage, "take_scale", actor=cast.an, facts=scale_of("phq9", *[0] * 8, 3))
    facts = asked_about(stage, has_plan=True, has_means=True, done=["12356", "stay"], risk_note="说到楼顶")
    take(stage, "ask_about_suicide", actor=cast.an, facts=facts)
    step = newest(stage.ref, "ask_about_suicide")
    assert step
    assert not {"has_plan", "has_means", "has_time", "safety_plan", "risk_note"} & set(step.facts or {})
    for user in (cast.song, cast.mei):
        assert "楼顶" not in page_of(stage.case, user)


def test_row_counselling_screens_and_never_diagnoses(
    under_way: Callable[..., Any], cast: Cast, page_of: Page
) -> None:
    stage = under_way(actor=cast.mei)
    take(stage, "take_scale", actor=cast.an, facts=scale_of("phq9", *[3] * 8, 0))
    assert open_tasks(stage.case, ADVISE_DOCTOR)
    assert "筛查提示，不构成诊断" in page_of(stage.case, cast.an)
    fields = {name for form in FORMS.values() for name in dir(form) if not name.startswith("_")}
    assert not {name for name in fields if "diagnos" in name or "icd" in name.split("_")}


def test_an_incomplete_answer_is_an_incomplete() -> None:
    """The helper of this file fails where nothing is refused."""
    with pytest.raises(pytest.fail.Exception), barred("x"):
        pass
    with pytest.raises(AssertionError), barred("x", "PM-17"):
        raise Incomplete("x", rules=("PM-20",))


# ===== 各项措施听取本人意愿（DV-10-3，PI-13） =====


# who did it, her wish, the ground without it → may be written down.
WISHES = [
    ("station", "agreed", None, True),
    ("station", "not_agreed", None, False),
    ("station", "cannot_say", None, False),
    ("station", None, None, False),
    ("station", "not_agreed", "danger", True),
    ("station", "cannot_say", "minor", True),
    ("self", None, None, True),
]


@pytest.mark.parametrize(("whom", "wish", "ground", "through"), WISHES)
@pytest.mark.parametrize("measure", ["report_to_police", "enter_shelter"])
def test_row_wishes_are_heard_for_each_measure(
    new_case: New, cast: Cast, measure: str, whom: str, wish: str | None, ground: str | None, through: bool
) -> None:
    case = new_case(actor=cast.mei)
    take(case, "open_protection", actor=cast.mei, facts={"reason": "有人身危险"})
    stage = stage_of(case, "protection")
    said = {"by_whom": whom, "her_wish": wish, "ground": ground}
    happened = {"police_reported_at": "2026-11-20T10:00:00+08:00", "shelter_in_on": "2026-11-20"}
    facts = {**happened, **{name: value for name, value in said.items() if value}}
    if through:
        take(stage, measure, actor=cast.mei, facts=facts)
        return
    with barred("听取并登记本人意愿", "DV-10-3", "PI-13"):
        take(stage, measure, actor=cast.mei, facts=facts)


def test_row_wishes_whoever_applies_for_her_has_asked_her(new_case: New, cast: Cast) -> None:
    case = new_case(actor=cast.mei)
    take(case, "open_protection", actor=cast.mei, facts={"reason": "有人身危险"})
    stage = stage_of(case, "protection")
    draft = {
        "applicant_kind": "old_or_ill",
        "relation": "former_spouse",
        "venue": "place",
        "measures": ["no_violence"],
    }
    with pytest.raises(Incomplete, match="本人"):
        take(stage, "prepare_order", actor=cast.mei, facts=draft)
    take(stage, "prepare_order", actor=cast.mei, facts={**draft, "will_recorded": "当面征得同意，两人见证。"})
