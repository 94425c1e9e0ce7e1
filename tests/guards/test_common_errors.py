"""The twenty-four errors that programs like this one make. Each has its test: it fails where the error is made."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mediation import places
from mediation.cases.identity import doubts
from mediation.cases.models import Case, Stage
from mediation.cases.tasks import open_tasks
from mediation.cases.work import Consent
from mediation.counselling.panel import counselling_panel
from mediation.counselling.scales import scale as mood
from mediation.db import SHANGHAI, db, today
from mediation.disputes import agreement_rules
from mediation.disputes.papers import agreement as agreement_facts
from mediation.disputes.papers_court import delegation_reply
from mediation.documents.papers import PAPERS
from mediation.documents.printing import paper_html
from mediation.errors import Incomplete
from mediation.law.calendar import add_months, age_on
from mediation.law.holidays import Holidays
from mediation.law.rules import Law, load
from mediation.legal_aid.forms import LegalAidApplicationForm
from mediation.outbox.models import Message
from mediation.people.roles import ROLES
from mediation.referrals.sending import refer
from mediation.web.forms import FORMS
from mediation.workflow.definition import Start, Step
from mediation.workflow.engine import WORKFLOWS, take
from mediation.workflow.history import newest
from tests.cases.test_danger import answers as scale
from tests.conftest import Cast, referred, slip, stage_of
from tests.counselling.conftest import consent_of, party_of
from tests.disputes.conftest import Table, clocks
from tests.guards.conftest import accepted, barred, told
from tests.guards.test_guard_table import COURT, FILING

New = Callable[..., Case]
Make = Callable[..., Table]
ROOT = places.workflows().parent
FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI)
DAY = {"happened_on": "2026-11-20"}


@pytest.fixture(scope="module")
def law() -> Law:
    return load(places.workflows())


def shipped(*suffixes: str) -> Iterator[tuple[str, int, str]]:
    """Every line that the program ships: code, machines, templates, browser files."""
    for folder in ("mediation", "workflows", "templates", "static"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (suffixes or (".py", ".yaml", ".html", ".js", ".css")):
                name = str(path.relative_to(ROOT))
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                    yield name, number, line


def all_steps(workflow: str) -> list[Step | Start]:
    """The start of a machine, and every step of it."""
    return [WORKFLOWS[workflow].start, *WORKFLOWS[workflow].steps()]


def protected(case: Case, cast: Cast) -> Stage:
    take(case, "open_protection", actor=cast.mei, facts={"reason": "有人身危险"})
    return stage_of(case, "protection")


def order_filed(case: Case, cast: Cast) -> Stage:
    stage = protected(case, cast)
    filed = {"po_filed_at": FRIDAY, "court": "青山区人民法院", "way": "oral", "by": "self"}
    take(stage, "file_order", actor=cast.mei, facts=filed)
    return stage


def test_error_01_an_order_takes_72_hours_from_acceptance_by_the_court(
    law: Law, new_case: New, cast: Cast
) -> None:
    """PO-28: not 48 hours, and not from the filing; 24 where it is urgent."""
    limit = law.limit("PO-28")
    assert (limit.span.amount, limit.span.unit, limit.span.starts) == (72, "hour", ("po_accepted_at",))
    assert limit.chosen("urgent").amount == 24
    assert limit.due(FRIDAY, Holidays()).conservative == FRIDAY + timedelta(hours=72)
    stage = order_filed(new_case(actor=cast.mei), cast)
    assert not clocks(stage.ref, "PO-28")
    accepted_at = FRIDAY + timedelta(hours=5)
    take(
        stage,
        "accept_order",
        actor=cast.mei,
        facts={"po_accepted_at": accepted_at, "limit_choice": "ordinary"},
    )
    (clock,) = clocks(stage.ref, "PO-28")
    assert datetime.fromisoformat(clock.conservative) == accepted_at + timedelta(hours=72)


@pytest.mark.parametrize(
    ("rule", "fact", "days", "start", "conservative", "last"),
    [
        ("LA-43A", "la_received_on", 7, date(2026, 9, 30), date(2026, 10, 7), date(2026, 10, 8)),
        ("LA-43B", "la_decided_on", 3, date(2026, 11, 25), date(2026, 11, 28), date(2026, 11, 30)),
        ("LA-27", "la_assigned_on", 5, date(2026, 11, 20), date(2026, 11, 25), date(2026, 11, 25)),
        ("LA-49", "la_objection_received_on", 5, date(2026, 11, 24), date(2026, 11, 29), date(2026, 11, 30)),
    ],
)
def test_error_02_legal_aid_counts_calendar_days_from_receipt(
    law: Law, rule: str, fact: str, days: int, start: date, conservative: date, last: date
) -> None:
    """LA-43A, LA-43B, LA-27, LA-49: days, not working days; received, not accepted."""
    limit = law.limit(rule)
    assert (limit.span.amount, limit.span.unit, limit.span.starts) == (days, "day", (fact,))
    due = limit.due(start, Holidays())
    assert (due.conservative, due.statutory_last) == (conservative, last)


def test_error_03_how_periods_are_counted(law: Law) -> None:
    """T-01 to T-06: the first day is out, hours run on, months are months, conduct rolls and validity does not."""
    holidays = Holidays()
    assert law.limit("LA-43A").due(date(2026, 11, 23), holidays).conservative == date(2026, 11, 30)
    weekend = law.limit("PO-28").due(FRIDAY, holidays).statutory_last
    assert weekend == datetime(2026, 11, 23, 16, 30, tzinfo=SHANGHAI)
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert add_months(date(2026, 1, 15), 6) == date(2026, 7, 15) != date(2026, 1, 15) + timedelta(days=180)
    confirmation = law.limit("JC-205").due(date(2026, 9, 2), holidays)
    assert (confirmation.conservative, confirmation.statutory_last) == (date(2026, 10, 2), date(2026, 10, 8))
    order = law.limit("PO-30")
    assert order.validity
    # The day before the same day of the sixth month, on a Saturday: it stays there.
    valid = order.due(date(2026, 8, 29), holidays)
    assert valid.conservative == valid.statutory_last


def test_error_04_the_thirty_days_run_from_the_day_it_took_effect_and_for_both(table: Make, law: Law) -> None:
    """PM-33, JC-205: reached on the tenth, sealed on the sixteenth."""
    t = table().effective("2026-11-11", "2026-11-12", "2026-11-12", "2026-11-16")
    assert str(t.agreement.reached_on) == "2026-11-10"
    (clock,) = clocks(t.agreement.ref, "PM-33")
    assert (clock.started, clock.conservative) == ("2026-11-16", "2026-12-16")
    assert law.limit("JC-205") is law.limit("PM-33")
    t.on("record_consent", party=t.applicant.id, kind="confirmation", answer="agreed", way="in_person")
    with barred("双方共同申请", "JC-205"):
        t.on("file_confirmation", **FILING)
    facts = [field for form in FORMS.values() for field in dir(form) if field == "effective_on"]
    assert not facts, "the day is computed, never typed"


def test_error_05_status_is_not_confirmed_and_a_signed_paper_divorces_nobody(table: Make, app) -> None:
    """PM-ID, JC-NO, PM-DIV: marriage, parentage and adoption belong to the court and the registry."""
    t = table().agreed()
    t.write(kinds=("support", "identity"))
    assert agreement_rules.clauses_lawful(t.agreement, t.cast.tao)
    assert agreement_rules.clauses_confirmable(t.agreement, t.cast.tao)
    before = t.applicant.person.marital
    t.write(kinds=("support", "divorce_condition"))
    t.on("open_signing")
    t.sign_all("2026-11-12")
    assert t.applicant.person.marital == before
    paper = paper_html(PAPERS["agreement"], agreement_facts(t.case, t.agreement.ref, t.cast.tao))
    assert "视为没有生效" in paper
    assert "以离婚登记或者人民法院的裁判解除" in paper
    assert not [line for line in shipped(".html", ".py") if "离婚已生效" in line[2]]


@pytest.mark.parametrize(("yes", "special"), [(6, False), (9, False), (0, True)])
def test_error_06_high_danger_never_reaches_mediation_and_mediation_bars_nothing(
    new_case: New, cast: Cast, yes: int, special: bool
) -> None:
    """PM-DV, PM-03: nobody's wish and nobody's order opens it; and everything else is open without it."""
    case = new_case(actor=cast.mei)
    accepted(case, cast.mei)
    take(case, "assess_danger", actor=cast.mei, facts={"answers": scale(yes, special=special)})
    told(case, cast.mei, "protection_order", "legal_aid")
    row = {"kind": "mediation", "agency": case.agency_id, "lead": "beside"}
    for actor in (cast.mei, cast.song):
        with barred("不能调解", "PM-DV"):
            take(case, "open_stage", actor=actor, facts={"stages": [row]})
    with barred("不能调解", "PM-DV"):
        refer(case, slip(case, cast.agency("committee"), stage="mediation"), actor=cast.mei)
    assert referred(case, "legal_aid", to="legal_aid").state == "preparing"
    assert order_filed(case, cast).state == "filed"
    needed = {
        need
        for name in ("legal_aid", "protection", "counselling", "help_request")
        for step in all_steps(name)
        for need in step.needs
    }
    assert not {need for need in needed if "mediat" in need or "consent" in need}


def test_error_07_silence_is_no_consent_and_a_refusal_ends_it(table: Make) -> None:
    """PM-17, PM-23."""
    t = table()
    t.request()
    for party in (t.applicant, t.respondent):
        t.asked_alone(party)
    t.says(t.applicant)
    t.says(t.respondent, answer="unanswered")
    t.do("give_rights_notice", party="all", notice="rights", way="spoken")
    with barred("还没有被申请人同意", "PM-17"):
        t.do("accept", pm_registered_on="2026-11-04")
    t.says(t.respondent, answer="agreed")
    t.do("accept", pm_registered_on="2026-11-04")
    t.named().session()
    t.says(t.respondent, answer="refused")
    for trigger, facts in (("plan_session", {"planned_at": FRIDAY}), ("agree", {"form": "written"})):
        with barred("不得调解", "PM-17", "PM-23"):
            t.do(trigger, **facts)
    with barred("不得调解", "PM-17", "PM-23"):
        t.session()


BANNED = ("家暴", "家庭暴力", "暴力", "离婚", "强奸", "报警", "庇护", "保护令", "受害")


def test_error_08_no_message_says_why_and_no_paper_where_she_lives(
    table: Make, new_case: New, cast: Cast
) -> None:
    """DV-10-4: whatever reaches a telephone says that something is to be done, and no more."""
    case = new_case(actor=cast.mei, q_violence="yes", category_kind="家庭暴力")
    take(case, "assess_danger", actor=cast.mei, facts={"answers": scale(2)})
    stage = referred(case, "counselling", to="social", assignee=cast.an)
    take(stage, "consent", actor=cast.an, facts=consent_of(party_of(stage, "applicant")))
    alarm = {"found_at": FRIDAY, "risk": "self", "done": ["stay"], "ground": "紧迫危险"}
    take(stage, "raise_alarm", actor=cast.an, facts=alarm)
    messages = db.session.scalars(select(Message)).all()
    assert messages
    for message in messages:
        assert not [word for word in (*BANNED, "王芳", "李强", "13800138000") if word in message.text], (
            message.text
        )
    posted = [
        line for name, _number, line in shipped(".py") if re.search(r"\bpost\(", line) for line in [line]
    ]
    assert not [line for line in posted if any(word in line for word in BANNED)]
    t = table(q_violence="no").effective()
    printed = paper_html(PAPERS["agreement"], agreement_facts(t.case, t.agreement.ref, t.cast.tao))
    assert "和平路" not in printed
    assert "13800138000" not in printed


def test_error_09_no_means_for_her_and_no_suit_or_report_before_an_order(
    app, new_case: New, cast: Cast
) -> None:
    """LA-32, PO-27, PM-03."""
    with app.test_request_context("/", method="POST", data={"basis": "32"}):
        form = LegalAidApplicationForm()
        form.prepare("legal_aid", "receive")
        assert "means_statement" not in form
    for name in ("order_draft", "order_filing"):
        with app.test_request_context("/", method="POST", data={}):
            asked = FORMS[name]()
            asked.offer_choices(lambda word: [])
            asked.validate()
            demanded = {field.short_name for field in asked if field.flags.required or field.errors}
        assert not {
            one for one in demanded if re.search(r"evidence|police|medical|divorce|suit|mediat|receipt", one)
        }
    steps = [
        step for step in WORKFLOWS["protection"].steps() if step.trigger in ("prepare_order", "file_order")
    ]
    assert steps
    assert not [need for step in steps for need in step.needs]
    assert not WORKFLOWS["one_stop"].step("open_protection", "help_request").needs
    # She has just come in: no report, no suit, no scale.
    assert order_filed(new_case(actor=cast.mei), cast).state == "filed"


# What is out of date, and the rules in law.yaml that name it in order to say so.
OUTDATED = {
    r"调确字": {"JC-NUM"},
    r"确认决定书": set(),
    r"(网络安全法|网安法)(（[^）]*）)?第(21|二十一)条": set(),
    r"(民事诉讼法|民诉法)(（[^）]*）)?第(194|195|201|202|一百九十四|一百九十五|二百零一|二百零二)条": set(),
    r"法(194|195|201)条": {"JC-205"},
    r"治安管理处罚法(（[^）]*）)?第(43|45|四十三|四十五)条": set(),
    r"(?<!违反)《?婚姻法》?第": set(),
    r"社会救助暂行办法": {"SOC-29"},
    r"法律援助条例": set(),
    r"人民调解委员会组织条例": set(),
}  # fmt: skip
CURRENT = {"JC-205": "205", "JC-206": "206", "CS-23": "23", "DV-PSL": "73", "PM-PSB": "2025修订"}


@pytest.mark.parametrize("pattern", OUTDATED)
def test_error_10_no_article_and_no_word_that_is_out_of_date(law: Law, pattern: str) -> None:
    found = set()
    rule = ""
    for name, number, line in shipped():
        if name == "workflows/law.yaml":
            begins = re.match(r"\s*- id: (\S+)", line)
            rule = begins[1] if begins else rule
            if rule in OUTDATED[pattern]:
                continue
        # An older version of a time limit names its law, and in the same line what took its place.
        if re.search(pattern, line) and "已由" not in line:
            found.add(f"{name}:{number}")
    assert not found
    for rule_id, words in CURRENT.items():
        assert words in law.rules[rule_id].source


def test_error_11_an_order_ends_on_the_day_it_names_and_she_is_reminded_before(
    law: Law, new_case: New, cast: Cast
) -> None:
    """PO-30, T-05: at most six months; the reminders come thirty, fourteen, seven and three days before."""
    stage = order_filed(new_case(actor=cast.mei), cast)
    take(stage, "accept_order", actor=cast.mei, facts={"po_accepted_at": FRIDAY, "limit_choice": "ordinary"})
    made = datetime.now(UTC) - timedelta(hours=1)
    ends = today() + timedelta(days=90)
    facts = {"po_made_at": made, "po_effective_on": today().isoformat(), "measures": ["no_violence"]}
    too_long = add_months(today(), 6) + timedelta(days=1)
    with pytest.raises(Incomplete, match="不超过6个月"):
        take(stage, "make_order", actor=cast.mei, facts={**facts, "po_expires_on": too_long.isoformat()})
    take(stage, "make_order", actor=cast.mei, facts={**facts, "po_expires_on": ends.isoformat()})
    due = sorted((ends - task.due_on).days for task in open_tasks(stage.case, "order_expiry") if task.due_on)
    assert due == [3, 7, 14, 30]
    assert law.limit("PO-30").reminders == (30, 14, 7, 3)
    assert {step.source for step in WORKFLOWS["protection"].steps() if step.trigger == "extend_order"} == {
        "in_force"
    }


def test_error_12_after_the_cooling_off_they_go_together_and_a_suit_has_none(law: Law) -> None:
    """MC-1077: thirty days to think and thirty to collect; only by agreement at the registry."""
    limit = law.limit("MC-1077")
    assert list(limit.phases) == ["cooling_off", "certificate"]
    assert [span.amount for span in limit.phases.values()] == [30, 30]
    assert limit.due(date(2026, 11, 2), Holidays()).conservative == date(2026, 12, 2)
    assert limit.due(date(2026, 11, 2), Holidays(), choice="certificate").conservative == date(2027, 1, 1)
    assert limit.span.starts == ("divorce_applied_on",)
    naming = {
        f"{flow.workflow}.{step.trigger}"
        for flow in WORKFLOWS.values()
        for step in flow.steps()
        if "MC-1077" in step.law
    }
    assert naming == {"one_stop.note_time_limit", "one_stop.meet_time_limit"}, "nothing in a suit starts it"
    told = [name for name, form in FORMS.items() if hasattr(form, "divorce_applied_on")]
    assert told == [], "only who notes the right itself begins its clock"


@pytest.mark.parametrize(("appeal", "started"), [(True, True), (False, False)])
def test_error_13_sixty_days_are_for_appeals_alone(app, law: Law, appeal: bool, started: bool) -> None:
    """XF-34 (31(6) only), XF-23 (15 days), XF-23B (5 working days): each from its own fact."""
    assert [(law.limit(rule).span.amount, law.limit(rule).span.unit, law.limit(rule).span.starts)
        for rule in ("XF-34", "XF-23", "XF-23B")] == [
        (60, "day", ("petition_accepted_on",)),
        (15, "day", ("petition_received_on",)),
        (5, "working_day", ("petition_forwarded_on",)),
    ]  # fmt: skip
    ticked = {"petition_appeal": "y"} if appeal else {}
    posted = {"accepted_on": "2026-11-02", "petition_accepted_on": "2026-11-02", **ticked}
    with app.test_request_context("/", method="POST", data=posted):
        form = FORMS["acceptance"]()
        assert form.validate(), form.errors
        assert ("petition_accepted_on" in form.facts()) is started
    notice = {"party": "all", "notice": "petition_accepted", "way": "signed", **DAY, **ticked}
    with app.test_request_context("/", method="POST", data=notice):
        told_form = FORMS["notice_given"]()
        told_form.offer_choices(lambda word: [])
        assert ("petition_accepted_on" in told_form.facts()) is started


def test_error_14_a_wish_to_delete_freezes_and_records_of_sharing_stay_three_years(law: Law) -> None:
    """PI-19, PI-12, PI-55, CS-23: see also the row 删除 of the table of guards."""
    for rule, amount, unit in (("PI-12", 3, "year"), ("PI-55", 3, "year"), ("CS-23", 6, "month")):
        limit = law.limit(rule)
        assert (limit.span.amount, limit.span.unit, limit.waits) == (amount, unit, True)
    assert {step.dest for step in WORKFLOWS["one_stop"].steps(source="archived")} == {
        "help_request",
        "destroyed",
    }
    assert not [
        line for line in shipped(".html", ".yaml") if re.search("删除案件|删除案卷|彻底删除", line[2])
    ]


@pytest.mark.parametrize(
    ("age", "guardian", "why", "words"),
    [
        (13, None, None, "不满14岁的，要有监护人同意"),
        (13, "respondent", None, "对方不能代孩子同意"),
        (13, None, "父亲就是对方，由社工陪护。", None),
        (14, None, None, None),
    ],
)
def test_error_15_no_consent_is_asked_of_whoever_did_it(
    room: Callable[..., Stage], cast: Cast, age: int, guardian: str | None, why: str | None, words: str | None
) -> None:
    """PI-31: under fourteen; MC-CAP, MC-1084: 8, 14, 16 and 18 are four different things."""
    born = add_months(today(), -12 * age)
    stage = room(children=[{"name": "李小宝", "birth": born.isoformat()}])
    child = party_of(stage, "child")
    more: dict[str, Any] = {"happened_on": today().isoformat()}
    if guardian:
        more["guardian"] = party_of(stage, guardian).id
    if why:
        more["without_guardian"] = why
    if words:
        with barred(words, "PI-31"):
            take(stage, "consent", actor=cast.an, facts=consent_of(child, **more))
    else:
        take(stage, "consent", actor=cast.an, facts=consent_of(child, **more))
    assert age_on(born, today()) in (age, age - 1)
    assert agreement_rules.HEARD_FROM == 8


def test_error_16_each_receiver_is_agreed_to_alone_and_an_emergency_waits_for_nobody(
    new_case: New, cast: Cast
) -> None:
    """PI-23, PI-13."""
    case = new_case(actor=cast.mei)
    assert db.session.scalars(select(Consent).where(Consent.kind == "privacy")).one().answer == "agreed"
    with barred("单独同意", "PI-23"):
        refer(case, slip(case, cast.agency("legal_aid"), answer=None), actor=cast.mei)
    refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    with barred("单独同意", "PI-23"):
        refer(case, slip(case, cast.agency("committee"), stage="mediation", answer=None), actor=cast.mei)
    urgent = {"stage": "protection", "ground": "emergency", "ground_text": "对方持刀在门外。"}
    sent = refer(case, slip(case, cast.agency("police"), answer=None, party=None, **urgent), actor=cast.mei)
    assert sent.state == "sent"
    stage = protected(case, cast)
    report = {"police_reported_at": FRIDAY, "station": "城南派出所", "by_whom": "station", **DAY}
    with barred("请先听取并登记本人意愿", "DV-10-3", "PI-13"):
        take(stage, "report_to_police", actor=cast.mei, facts={**report, "her_wish": "cannot_say"})
    take(
        stage,
        "report_to_police",
        actor=cast.mei,
        facts={**report, "her_wish": "cannot_say", "ground": "danger"},
    )
    assert newest(stage.ref, "report_to_police")


def test_error_17_the_duty_to_report_rests_on_all_its_rules(law: Law, app) -> None:
    """DV-14 binds others; the federation reports by DV-R05, MIN-11 and MIN-9, and provinces add committees."""
    step = WORKFLOWS["one_stop"].step("report_minor", "help_request")
    assert {"DV-R05", "DV-14", "MIN-11", "MIN-9", "MIN-9SIT"} <= set(step.law)
    assert law.rules["DV-14"].duty == "mandatory_reporter"
    assert {law.rules[rule].duty for rule in ("DV-R05", "MIN-11")} == {"us"}
    assert law.rules["DV-PROV"].overrides["广东"]["committee_must_report"] is True
    with app.test_request_context():
        situations = next(f for f in FORMS["mandatory_report"]() if f.short_name == "situations")
        assert len(list(situations.choices)) == 9


PROVINCES = (
    "广东", "云南", "河南", "甘肃", "黑龙江", "河北", "湖北", "新疆", "海南", "安徽", "辽宁", "吉林", "山东", "青海",
    "山西", "湖南", "贵州", "重庆",
)  # fmt: skip


def test_error_18_what_a_province_has_of_its_own_is_configuration(law: Law) -> None:
    """DV-PROV, DV-34-8, DV-34-12: the nation has 72 hours; 24, 3 days, 30 and 90 days are choices."""
    limits = [law.limit(rule) for rule in ("DV-34-8", "DV-34-12", "DV-PROV-PO", "DV-PROV-WF")]
    named = {one.name for limit in limits for one in limit.provinces.values()}
    assert named | set(law.rules["DV-PROV"].overrides) == set(PROVINCES)
    warning, visit = limits[:2]
    assert (warning.span.amount, warning.span.unit, visit.span.amount) == (72, "hour", 7)
    own = {(one.amount, one.unit or "hour") for one in warning.provinces.values()}
    assert own == {(24, "hour"), (72, "hour"), (3, "day")}
    assert {one.amount for one in visit.provinces.values()} >= {30, 90}
    allowed = ("mediation/demo/", "mediation/cases/person_choices.py", "mediation/vault/")
    written = {
        name
        for name, _number, line in shipped(".py", ".html")
        if any(province in line for province in PROVINCES) and not name.startswith(allowed)
    }
    assert not written


def test_error_19_a_family_agreement_has_no_electronic_signature(app, table: Make) -> None:
    """PM-ESIGN: hand and ink, then the seal."""
    with app.test_request_context():
        ways = {str(value) for value, *_ in FORMS["signature"]().way.choices}
    assert ways == {"signed", "sealed", "fingerprint", "signed_and_fingerprint", "official_seal"}
    t = table().agreed()
    t.write()
    t.on("open_signing")
    with barred("不能用电子签名", "PM-ESIGN"):
        t.on("sign", signer=t.agreement.signatures[0].id, signed_on="2026-11-12", way="electronic")


def test_error_20_a_scale_diagnoses_nothing_and_hides_nothing(
    under_way: Callable[..., Stage], cast: Cast
) -> None:
    """RS-PHQ, RS-CN, PI-PSY: gaps are no noughts; question nine and a special item outweigh every total."""
    phq9 = mood("phq9")
    assert phq9.result(phq9.given([0] * 8 + ["unanswered"])).band is None
    assert "alarm" in phq9.result(phq9.given([0] * 8 + [1])).follows
    case_scale = scale(0, special=True)
    stage = under_way(actor=cast.mei)
    take(stage.case, "assess_danger", actor=cast.mei, facts={"answers": case_scale})
    assert stage.case.danger == "lethal"
    panel = counselling_panel(stage.case, cast.an)
    assert panel
    assert panel.given["no_diagnosis"] == "筛查提示，不构成诊断"
    words = [line for line in shipped(".html", ".py") if re.search(r"诊断为|确诊|ICD", line[2])]
    assert not words


@pytest.mark.parametrize("name", ["阿依古丽·买买提", "王𬭊", "欧阳李若兰", "丹"])
def test_error_21_a_doubtful_number_and_a_rare_name_turn_nobody_away(
    new_case: New, cast: Cast, name: str
) -> None:
    """ID-18, ID-NAME: the number is kept with its reason; a missing glyph is an error and never a box."""
    wrong = "110105194912310021"
    assert doubts("id_card", wrong)
    person = {"name": name, "id_kind": "id_card", "id_number": wrong, "id_reason": "她记得是这个号"}
    case = new_case(actor=cast.mei, applicants=[person])
    (party,) = [party for party in case.parties if party.role == "applicant"]
    assert party.person.name == name
    assert party.person.id_warning == "她记得是这个号"
    accepted(case, cast.mei)


@pytest.mark.parametrize("performed", [False, True])
def test_error_22_the_police_read_agreed_and_performed_apart(table: Make, performed: bool) -> None:
    """PM-PSB: no word of waiving a penalty; and what is not performed is said to be so."""
    t = table()
    t.ready(origin="police", elsewhere="police", paper_number="移交函1号")
    t.do("accept", pm_registered_on="2026-11-04")
    t.named().session()
    day = "2026-11-10"
    t.do("agree", form="written", agreement_reached_on=day, mediation_ended_on=day)
    t.write(t.support(times=1, every="once", due_on="2026-11-20"))
    t.on("open_signing")
    t.sign_all("2026-11-12")
    if performed:
        t.pays(t.agreement.obligations[0])
    paper = paper_html(PAPERS["delegation_reply"], delegation_reply(t.case, t.stage.ref, t.cast.tao))
    assert ("协议已经履行完毕" in paper) is performed
    assert ("协议尚未履行完毕" in paper) is not performed
    assert "不予处罚" not in paper
    assert not [line for line in shipped(".html") if "建议不予处罚" in line[2]]


# A power of somebody else: the labour office, the court, the police, the prosecutors (WR-74, FAM-48, DV-16).
ORDERS = re.compile("约谈|责令接受|责令改正|责令家|家庭教育指导令|出具告诫书|发出告诫|训诫")


def test_error_23_the_federation_orders_nobody(app) -> None:
    labels = [str(step.label) for name in WORKFLOWS for step in all_steps(name)]
    titles = [paper.title for paper in PAPERS.values()]
    with app.test_request_context():
        fields = [str(field.label.text) for form in FORMS.values() for field in form() if field.label]
    for words in (*labels, *titles, *fields):
        # 公安决定…出具告诫书 is what the police did; it is only written down.
        assert not ORDERS.search(words) or words.startswith("公安"), words
    for name, number, line in shipped(".html"):
        assert not ORDERS.search(line), f"{name}:{number}"
    assert "registrar" in ROLES


def test_error_24_every_limit_starts_from_a_fact_of_its_own(law: Law, table: Make) -> None:
    """There is no day of acceptance that drives them all."""
    starts = {
        rule: law.limit(rule).span.starts for rule in ("PM-CT1", "XF-23", "LA-43A", "PM-LIMIT", "PO-28")
    }
    assert starts == {
        "PM-CT1": ("court_material_signed_on", "platform_accepted_at"),
        "XF-23": ("petition_received_on",),
        "LA-43A": ("la_received_on",),
        "PM-LIMIT": ("pm_registered_on",),
        "PO-28": ("po_accepted_at",),
    }
    assert not [fact for fact in law.facts if fact in ("accepted_on", "accepted_at", "started_on")]
    t = table().accept(**{**COURT, "court_material_signed_on": "2026-11-02"})
    (court,), (ordinary,) = clocks(t.stage.ref, "PM-CT1"), clocks(t.stage.ref, "PM-LIMIT")
    assert (court.started, ordinary.started) == ("2026-11-02", "2026-11-04")
