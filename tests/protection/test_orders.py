"""An order of the court: its clocks, its life, its ends."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from mediation.cases.clock_words import clock_in_words
from mediation.cases.next_steps import step_entries
from mediation.cases.queries import parties_of
from mediation.cases.tasks import open_tasks
from mediation.cases.turns import whose_turn
from mediation.dates import earlier
from mediation.db import SHANGHAI, atomic, turned_back_to
from mediation.errors import Incomplete, OutOfTurn
from mediation.protection.papers import BASES, protection_order_application
from mediation.protection.queries import orders_of
from mediation.protection.validity import reckoned_end, why_not_until
from mediation.protection.visits import reminders, visits
from mediation.workflow import clocks
from mediation.workflow.engine import take
from tests.protection.conftest import ACCEPTED, DRAFT, FILED, FRIDAY, MADE, REFUSED


def to_accepted(step, **more):
    step("prepare_order", DRAFT)
    step("file_order", FILED)
    step("accept_order", {**ACCEPTED, **more})


def to_made(step, **more):
    to_accepted(step)
    step("make_order", {**MADE, **more}, at=FRIDAY + timedelta(hours=20))


def test_nothing_is_needed_before_an_application(step, stage):
    step("file_order", FILED)
    assert stage.state == "filed"


@pytest.mark.parametrize(
    ("registered", "asked", "article"),
    [
        ("前恋人", "former_partner", "women"),
        ("前配偶", "former_spouse", "women"),
        ("配偶", "spouse", "family"),
    ],
)
def test_the_application_names_the_relation_that_was_registered(
    step, stage, cast, registered, asked, article
):
    """PO-WAB: who was left is no family; art. 29 of the Law on women's rights protects from them, not art. 23."""
    with atomic():
        parties_of(stage.case, "respondent")[0].relation = registered
    wrong = "family" if asked == "spouse" else "spouse"
    with pytest.raises(Incomplete, match="两处不一致") as refusal:
        step("prepare_order", {**DRAFT, "relation": "former_spouse" if wrong == "family" else wrong})
    assert refusal.value.rules == ("PO-23", "PO-WAB")
    step("prepare_order", {**DRAFT, "relation": asked})
    paper = protection_order_application(stage.case, stage.ref, cast.mei)
    ticked = [one["label"] for one in paper["bases"] if one["chosen"]]
    assert ticked == [dict(BASES)[article]]


@pytest.mark.parametrize(("choice", "hours"), [("ordinary", 72), ("urgent", 24)])
def test_the_court_has_72_hours_from_acceptance_and_24_if_it_presses(step, stage, choice, hours):
    to_accepted(step, urgent=choice == "urgent", limit_choice=choice)
    (clock,) = clocks.running(stage.ref, "PO-28")
    assert clock.due_at == FRIDAY + timedelta(hours=hours)


def test_a_refusal_gives_five_days_for_reconsideration(step, stage, case):
    to_accepted(step)
    step("refuse_order", REFUSED, at=FRIDAY + timedelta(hours=20))
    (clock,) = clocks.running(stage.ref, "PO-31")
    assert (clock.started, clock.conservative) == ("2026-03-07", "2026-03-12")
    assert not open_tasks(case, "reconsideration")
    step(
        "ask_reconsideration",
        po_review_requested_on="2026-03-10",
        by="applicant",
        at=FRIDAY + timedelta(days=4),
    )
    assert (stage.state, clock.state) == ("refused", "met")
    step("leave_refused", note="复议维持", at=FRIDAY + timedelta(days=20))
    assert (stage.state, orders_of(stage)[0].result) == ("opened", "refused")


def test_who_said_that_she_asks_for_no_reconsideration_may_change_her_mind(step, stage, case, cast):
    """Her five days run on after the refusal was left; that she asked after all is said on the case."""
    to_accepted(step)
    step("refuse_order", REFUSED, at=FRIDAY + timedelta(hours=20))
    step("leave_refused", note="暂不复议", at=FRIDAY + timedelta(days=2))
    (clock,) = clocks.running(stage.ref, "PO-31")
    with turned_back_to(FRIDAY + timedelta(days=4)):
        done = {"clock": clock.id, "happened_on": "2026-03-10"}
        take(case, "meet_time_limit", actor=cast.mei, facts=done)
    assert clock.state == "met"


def test_who_was_not_told_of_reconsideration_is_told_today(step, case):
    to_accepted(step)
    step("refuse_order", {**REFUSED, "told_reconsideration": False}, at=FRIDAY + timedelta(hours=20))
    (task,) = open_tasks(case, "reconsideration")
    assert task.urgent
    assert task.due_on == date(2026, 3, 7)


def test_a_refusal_without_a_day_of_effect_counts_from_the_day_made(step, stage):
    to_accepted(step)
    told = {name: value for name, value in REFUSED.items() if name != "po_effective_on"}
    step("refuse_order", told, at=FRIDAY + timedelta(hours=20))
    assert clocks.running(stage.ref, "PO-31")[0].started == "2026-03-07"


def test_an_order_after_a_refusal_starts_the_five_days_anew(step, stage):
    to_accepted(step)
    step("refuse_order", REFUSED, at=FRIDAY + timedelta(hours=20))
    made = FRIDAY + timedelta(days=9)
    step("make_order", {**MADE, "po_made_at": made, "po_effective_on": "2026-03-15"}, at=made)
    assert [clock.started for clock in clocks.running(stage.ref, "PO-31")] == ["2026-03-15"]
    assert len(orders_of(stage)) == 1


def test_against_an_order_the_five_days_are_the_other_sides_and_nobody_is_reminded(step, stage):
    to_made(step)
    (clock,) = clocks.running(stage.ref, "PO-31")
    assert (clock.choice, clock.next_at) == ("respondent", None)
    assert clock_in_words(clock)["whose"] == "对方的权利，只供查看"


def test_against_a_refusal_they_are_hers(step, stage):
    to_accepted(step)
    step("refuse_order", REFUSED, at=FRIDAY + timedelta(hours=20))
    (clock,) = clocks.running(stage.ref, "PO-31")
    assert clock.choice == "applicant"
    assert clock.next_at


def test_visits_and_reminders_follow_the_stated_end(step, case):
    to_made(step)
    assert [task.due_on.isoformat() for task in open_tasks(case, "order_expiry")] == [
        "2026-08-07", "2026-08-23", "2026-08-30", "2026-09-03",
    ]  # fmt: skip
    visited = [task.due_on.isoformat() for task in open_tasks(case, "follow_up")]
    assert visited == [
        "2026-03-14", "2026-04-07", "2026-05-07", "2026-06-07", "2026-07-07", "2026-08-07", "2026-08-30",
    ]  # fmt: skip


def test_a_visit_meets_the_planned_one(step, case):
    to_made(step)
    step(
        "record_visit",
        way="visit",
        reached=True,
        safe="yes",
        happened_on="2026-03-12",
        at=FRIDAY + timedelta(days=6),
    )
    assert open_tasks(case, "follow_up")[0].due_on == date(2026, 4, 7)


def test_an_order_that_names_no_day_ends_on_the_eve_and_says_so(step, stage):
    told = {name: value for name, value in MADE.items() if name != "po_expires_on"}
    to_accepted(step)
    step("make_order", told, at=FRIDAY + timedelta(hours=20))
    (order,) = orders_of(stage)
    assert (order.po_expires_on, order.expiry_stated) == (date(2026, 9, 6), False)


def test_no_order_lasts_longer_than_six_months(step):
    to_accepted(step)
    with pytest.raises(Incomplete, match="不超过6个月"):
        step("make_order", {**MADE, "po_expires_on": "2026-09-08"}, at=FRIDAY + timedelta(hours=20))


def test_an_extension_moves_the_end_and_its_work(step, stage, case):
    to_made(step)
    (clock,) = clocks.running(stage.ref, "PO-30")
    step("extend_order", kind="extended", decided_on="2026-08-20", po_expires_on="2027-03-06",
         at=datetime(2026, 8, 20, 9, tzinfo=SHANGHAI))  # fmt: skip
    assert clock.state == "extended"
    assert clocks.running(stage.ref, "PO-30")[0].conservative == "2027-03-06"
    assert orders_of(stage)[0].po_expires_on == date(2027, 3, 6)
    assert open_tasks(case, "order_expiry")[-1].due_on == date(2027, 3, 3)
    with pytest.raises(Incomplete, match="不超过6个月"):
        step("extend_order", kind="extended", decided_on="2026-08-21", po_expires_on="2027-09-07",
             at=datetime(2026, 8, 21, 9, tzinfo=SHANGHAI))  # fmt: skip


def test_a_revoked_order_leaves_no_work_and_no_clock(step, stage, case):
    to_made(step)
    step("revoke_order", reason="本人申请撤销", at=FRIDAY + timedelta(days=30))
    assert (stage.state, orders_of(stage)[0].result) == ("opened", "revoked")
    assert not open_tasks(case, "order_expiry", "follow_up")
    assert not clocks.running(stage.ref, "PO-30")


def test_every_application_is_a_row_of_its_own(step, stage):
    step("file_order", FILED)
    step("take_back_order", reason="本人撤回")
    step("prepare_order", DRAFT)
    assert [order.result for order in orders_of(stage)] == ["withdrawn", "drafted"]


@pytest.mark.parametrize(
    ("trigger", "facts", "why"),
    [
        ("accept_order", {"po_accepted_at": FRIDAY - timedelta(days=1)}, "早于提交"),
        ("make_order", {**MADE, "po_made_at": FRIDAY - timedelta(days=1)}, "早于法院受理"),
    ],
)
def test_a_date_before_what_came_first_is_refused(step, stage, trigger, facts, why):
    step("file_order", FILED)
    if trigger == "make_order":
        step("accept_order", ACCEPTED)
    state = stage.state
    with pytest.raises(Incomplete, match=why):
        step(trigger, facts)
    assert stage.state == state


def test_service_before_the_decision_is_refused(step):
    to_made(step)
    with pytest.raises(Incomplete, match="送达"):
        step("record_service", po_served_at=FRIDAY, served=["applicant"], at=FRIDAY + timedelta(days=2))


def test_a_decision_can_not_be_recorded_without_an_application(step):
    with pytest.raises(OutOfTurn):
        step("make_order", MADE)


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2026-03-05", "2026-03-06", True),
        ("2026-03", "2026-03-06", False),
        ("2026-02", "2026-03-06", True),
        ("2026-03-06", FRIDAY, False),
        (FRIDAY - timedelta(minutes=1), FRIDAY, True),
        (FRIDAY, FRIDAY, False),
        ("", FRIDAY, False),
    ],
)
def test_earlier_is_what_surely_came_first(one, other, before):
    assert earlier(one, other) is before


@pytest.mark.parametrize(
    ("made", "months", "ends"),
    [("2026-03-07", 6, "2026-09-06"), ("2026-08-31", 6, "2027-02-28"), ("2026-03-07", 3, "2026-06-06")],
)
def test_the_end_is_the_eve_of_the_corresponding_day(made, months, ends):
    assert reckoned_end(date.fromisoformat(made), months).isoformat() == ends


@pytest.mark.parametrize(
    ("end", "allowed"),
    [("2026-03-06", False), ("2026-03-07", True), ("2026-09-07", True), ("2026-09-08", False)],
)
def test_six_months_are_the_most(end, allowed):
    assert (why_not_until(date(2026, 3, 7), date.fromisoformat(end)) is None) is allowed


def test_the_days_of_reminding_and_the_six_months_are_those_of_the_file(app, monkeypatch):
    """PO-30 stands in workflows/time_limits.yaml: who changes it there changes it everywhere."""
    law = clocks._law()
    limit = law.limit("PO-30")
    other = replace(limit, reminders=(40, 5), span=replace(limit.span, amount=4))
    monkeypatch.setattr(
        clocks, "_known", [(replace(law, limits={**law.limits, "PO-30": other}), clocks.holidays())]
    )
    ends = date(2026, 6, 30)
    assert [str(day) for day, *_rest in reminders(ends)] == ["2026-05-21", "2026-06-25"]
    assert why_not_until(date(2026, 1, 31), date(2026, 6, 1)) is not None
    assert reckoned_end(date(2026, 1, 10)).isoformat() == "2026-05-09"


def test_a_short_order_still_has_its_last_visit_and_its_reminders():
    made, ends = date(2026, 3, 7), date(2026, 3, 20)
    assert [day.isoformat() for day, _ in visits(made, ends)] == ["2026-03-13"]
    assert [(day.isoformat(), urgent) for day, _, urgent in reminders(ends)][-1] == ("2026-03-17", True)


def test_once_it_is_served_the_next_step_is_the_visit_that_is_due(step, stage, case, cast):
    def big():
        with turned_back_to(FRIDAY + timedelta(days=1)):
            return [one["trigger"] for one in step_entries(stage, actor=cast.mei, url="") if one["primary"]]

    to_made(step)
    assert big() == ["record_service"]
    served = {"po_served_at": FRIDAY + timedelta(hours=22), "served": ["applicant", "respondent"]}
    step("record_service", served, at=FRIDAY + timedelta(days=1))
    assert big() == ["record_visit"]
    step("record_visit", {"way": "visit", "reached": True, "safe": "yes"}, at=FRIDAY + timedelta(days=1))
    assert big() == []
    block = {"stage": stage, "turn": "本环节承办单位的权益干部", "label": "安全保护"}
    assert whose_turn(case, [block], actor=cast.mei) == "您（安全保护）"
    assert whose_turn(case, [block], actor=cast.lin) == "本环节承办单位的权益干部（安全保护）"


def test_a_refusal_that_names_a_step_leads_to_it(stage, cast, sign_in):
    browser, there = sign_in(cast.mei), f"/cases/{stage.case.ref}/{stage.ref}"
    told = {
        "po_filed_at": "2026-03-06T10:00",
        "court": "青山区人民法院",
        "way": "written",
        "by": "federation",
        "key": "k",
    }
    refused = browser.post(f"{there}/file_order", data={**told, "seen": str(stage.version)})
    assert refused.status_code == 422
    summary = refused.text[refused.text.index("error-summary") :].partition("</section>")[0]
    assert "请先“准备保护令申请”" in summary
    assert f'href="{there}/prepare_order"' in summary
