"""The four real cases of dispute, walked from the first day; every line of `expected` is concluded anew."""

from datetime import date

from sqlalchemy import select

from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.cases.models import Case
from mediation.cases.queries import sessions_of
from mediation.cases.tasks import open_tasks
from mediation.cases.work import Assessment, Consent, Task
from mediation.db import db
from mediation.demo.people import office_called, user_called
from mediation.disputes.queries import newest_agreement, newest_request
from mediation.disputes.rules import origin_allows_mediation
from mediation.follow_up.queries import follow_ups_of
from mediation.referrals.models import Referral
from mediation.workflow.history import newest, steps_of
from mediation.workflow.models import Clock
from tests.demo.conftest import clocks_of, stages, story


def refusals(case: Case, kind: str) -> int:
    """How often a step of that kind was refused, by the log."""
    query = select(AuditEntry).where(AuditEntry.chain == case.ref, AuditEntry.kind == f"{kind}.refused")
    return len(db.session.scalars(query).all())


def days(clock: Clock) -> tuple[str, str, str, str | None]:
    return clock.started, clock.statutory_last, clock.state, clock.ended


def test_wu_and_xu_go_from_legal_aid_to_mediation(tell):
    case = tell("zhuhai_xu_wu")
    (aid,), (talks,) = stages(case, "legal_aid"), stages(case, "mediation")
    assert (case.state, aid.state, talks.state) == ("mediation", "in_progress", "under_way")
    assert case.received_on == "2020-12"
    # LA-31: support is a matter of legal aid, and no statement of means is asked for.
    received = newest(aid.ref, "receive")
    assert received is not None
    assert (received.facts["matter"], received.facts["basis"]) == ("support", "42")
    assert "means_statement" not in received.facts
    # PM-17, PM-QG32: stopped while one side was silent, and again while only the court had it in hand.
    assert refusals(case, "mediation.accept") == 2
    asked = steps_of(talks.ref, "record_request")
    assert [step.facts["origin"] for step in asked] == ["party", "court_entrusted"]
    assert all(step.facts["elsewhere"] == "court" and step.facts["elsewhere_why"] for step in asked)
    request = newest_request(talks)
    assert request is not None
    assert request.paper_number
    accepted = newest(talks.ref, "accept")
    assert accepted is not None
    assert accepted.sequence > asked[-1].sequence
    # Without the paper of the court it is stopped as before.
    with db.session.no_autoflush:
        request.paper_number = ""
        assert "移交函或案号" in str(origin_allows_mediation(talks, None))
        db.session.rollback()
    assert [session.form for session in sessions_of(talks)] == ["joint", "separate", "separate"]
    assert verify_all()[1] == []


def test_bai_and_xuan_are_told_the_other_ways_and_begin_anew_elsewhere(tell):
    case_name = "pingding_bai_xuan"
    case = tell(case_name)
    first, second = stages(case, "mediation")
    # Each says that the other has hit: the danger was asked of each side alone.
    scales = select(Assessment).where(Assessment.case_id == case.id, Assessment.instrument == "danger_scale")
    asked = [row.party.side for row in db.session.scalars(scales) if row.party]
    assert sorted(asked) == ["applicant", "respondent"]
    # PM-26: three sessions in vain, a written notice, and only then the end.
    assert len(sessions_of(first)) == 3
    assert (first.state, first.ended, first.outcome) == ("terminated", True, "terminate")
    assert refusals(case, "mediation.terminate") == 1
    (notice,) = steps_of(first.ref, "deliver_notice")
    (end,) = steps_of(first.ref, "terminate")
    assert (notice.facts["party"], notice.facts["notice"]) == ("all", "termination")
    assert notice.sequence < end.sequence
    # … and another organisation accepts it anew, with consents of its own.
    assert (second.state, second.agency) == ("accepted", office_called("joint_committee"))
    consents = select(Consent).where(Consent.stage_id == second.id, Consent.kind == "mediation")
    assert len(db.session.scalars(consents).all()) == 2
    # PI-23: nothing was sent before she was asked (the telling saw it refused); a consent for this receiver alone,
    # and a receipt.
    assert [step.take for step in story(case_name).steps if step.refused == "PI-23"] == ["referral.start"]
    earlier, slip = db.session.scalars(
        select(Referral).where(Referral.case_id == case.id).order_by(Referral.id)
    )
    assert (earlier.to_agency, earlier.state) == (office_called("committee"), "closed")
    shared = db.session.scalars(
        select(Consent).where(Consent.case_id == case.id, Consent.kind == "referral").order_by(Consent.id)
    )
    assert (slip.state, slip.ground, slip.stage_id) == ("accepted", "consent", second.id)
    assert [(one.answer, one.receiver_id) for one in shared] == [
        ("agreed", earlier.to_agency_id),
        ("agreed", slip.to_agency_id),
    ]
    receipt = [step.trigger for step in steps_of(slip.ref)]
    assert receipt == ["start", "sign_for", "accept"]
    assert verify_all()[1] == []


def test_yang_and_luo_take_three_months_because_both_agree_to(tell):
    case = tell("shaxian_yang_luo")
    (talks,) = stages(case, "mediation")
    assert (case.state, talks.state) == ("closed", "concluded")
    # PM-LIMIT: the month ends on a Sunday, so on Monday; longer only with both sides' consent on record.
    month, longer = clocks_of(case, "PM-LIMIT")
    assert (month.conservative, month.statutory_last, month.state) == ("2024-12-01", "2024-12-02", "extended")
    assert (longer.statutory_last, longer.state, longer.ended) == ("2025-01-31", "met", "2025-01-23")
    assert refusals(case, "mediation.extend") == 1
    agreed = select(Consent.answer).where(Consent.stage_id == talks.id, Consent.kind == "extension")
    assert db.session.scalars(agreed).all() == ["agreed", "agreed"]
    # PM-31: every payment has a time limit and two tasks, and was asked after.
    agreement = newest_agreement(talks)
    assert agreement is not None
    assert (agreement.state, agreement.effective_on) == ("performed", date(2025, 1, 23))
    due = [row.due_on.isoformat() for row in agreement.obligations]
    assert due == ["2025-02-28", "2025-03-28", "2025-04-28", "2025-05-28", "2025-06-28", "2025-07-28"]
    watched = clocks_of(case, "PM-31")
    assert [clock.started for clock in watched] == due
    assert {clock.state for clock in watched} == {"met"}
    planned = select(Task).where(Task.case_id == case.id, Task.rule == "PM-31")
    assert len(db.session.scalars(planned).all()) == 2 * len(due)
    (call,) = follow_ups_of(case)
    assert (call.happened_on, call.way, call.performance) == ("2025-08", "phone", "kept")
    assert not open_tasks(case, "agreement")
    # Nobody came to the first session: it is on record, and was none.
    assert [session.took_place for session in sessions_of(talks)] == [False, True, True, True]
    assert verify_all()[1] == []


def test_qin_who_is_a_man_asks_to_see_his_daughter(tell):
    case = tell("street_qin_xia")
    (talks,) = stages(case, "mediation")
    assert (case.state, talks.state, talks.assignee) == (
        "mediation",
        "under_way",
        user_called("street_mediator"),
    )
    (applicant,) = [party for party in case.parties if party.side == "applicant"]
    assert (applicant.person.name, applicant.person.sex) == ("秦某", "1")
    # PM-QG33: no acceptance before the notice.
    assert refusals(case, "mediation.accept") == 1
    (notice,), (accepted,) = steps_of(talks.ref, "give_rights_notice"), steps_of(talks.ref, "accept")
    assert (notice.happened_on, notice.facts["party"]) == ("2022-02", "all")
    assert notice.sequence < accepted.sequence
    # PM-LIMIT: a month from the day of registration, and still running.
    (month,) = clocks_of(case, "PM-LIMIT")
    assert days(month) == ("2022-02-09", "2022-03-09", "running", None)
    assert month.duty == "mediation_committee"
    assert [session.form for session in sessions_of(talks)] == ["joint", "separate", "separate"]
    assert verify_all()[1] == []
