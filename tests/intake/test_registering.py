"""What a registered request leaves behind."""

from datetime import datetime

import pytest
from sqlalchemy import func, select

from mediation.cases.models import Case, Party
from mediation.cases.numbers import NumberSequence
from mediation.cases.persons import Person
from mediation.cases.queries import find_case
from mediation.cases.rules import safe_contact_recorded, screened
from mediation.cases.tasks import open_tasks
from mediation.cases.work import Assessment, Consent
from mediation.db import SHANGHAI, atomic, db, today
from mediation.errors import Forbidden, Missing
from mediation.intake.registering import register, told_further
from mediation.workflow.history import newest, told_in
from mediation.workflow.models import Clock
from tests.conftest import A_REQUEST


def clocks(case: Case) -> dict[str, Clock]:
    return {clock.rule: clock for clock in db.session.scalars(select(Clock).where(Clock.chain == case.ref))}


def people(case: Case, role: str) -> list[Party]:
    return [party for party in case.parties if party.role == role]


def test_people_stand_on_their_sides_and_keep_their_secrets(new_case):
    case = new_case()
    assert [(party.person.called, party.side) for party in case.parties] == [
        ("王芳", "applicant"),
        ("李强", "respondent"),
        ("李小宝", ""),
    ]
    with pytest.raises(TypeError):
        str(people(case, "applicant")[0].person.phone)


def test_nothing_personal_is_kept_with_the_step(new_case):
    case = new_case(told_protection_order=True)
    facts = newest(case.ref, "start").facts
    assert not {"applicants", "respondents", "children", "others", "contact"} & set(facts)
    assert told_in(case.ref, "told_protection_order") == [True]


def test_the_notice_of_receipt_is_due_fifteen_days_after_the_day_received(new_case):
    received = datetime(2026, 3, 2, 16, 30, tzinfo=SHANGHAI)
    clock = clocks(new_case(received_at=received))["XF-23"]
    assert (clock.state, clock.started, clock.statutory_last) == ("running", "2026-03-02", "2026-03-17")


def test_a_request_of_the_late_evening_counts_for_the_local_day():
    at = datetime(2026, 3, 2, 23, 30, tzinfo=SHANGHAI)
    assert told_further({**A_REQUEST, "received_on": None, "received_at": at})["received_on"] == "2026-03-02"


def test_a_month_is_kept_as_a_month_and_starts_no_clock(new_case):
    case = new_case(received_on="2026-03")
    assert case.received_on == "2026-03"
    assert "XF-23" not in clocks(case)


def test_who_gives_no_name_is_owed_no_written_notice(new_case):
    case = new_case(applicants=[{"anonymous": True}])
    assert "XF-23" not in clocks(case)
    assert people(case, "applicant")[0].person.called == "匿名"


@pytest.mark.parametrize("question", ["q_hurt", "q_violence", "q_children"])
def test_any_yes_is_high_until_it_is_looked_into(new_case, question):
    case = new_case(**{question: "yes"})
    assert (case.danger, case.danger_provisional, case.level) == ("high", True, 2)
    assert [task.urgent for task in open_tasks(case, "assess_danger")] == [True]


def test_three_times_no_is_no_danger_and_no_task(new_case):
    case = new_case()
    assert (case.danger, case.danger_provisional, case.violence, case.level) == ("none", False, False, 1)
    assert not open_tasks(case, "assess_danger")


def test_an_unknown_answer_is_not_a_no(new_case):
    case = new_case(q_hurt="unknown")
    assert case.danger == "unknown"
    row = db.session.scalars(select(Assessment).where(Assessment.case_id == case.id)).one()
    assert (row.instrument, row.unanswered, row.answers["q_hurt"]) == ("three_questions", 1, "unknown")


def test_violence_in_the_family_is_named_by_its_kind_alone(new_case):
    case = new_case(category_kind="家庭暴力")
    assert case.violence
    assert case.level == 2


@pytest.mark.parametrize(
    ("who", "violence", "rules"),
    [
        ([], "no", {"MIN-11"}),
        (["child"], "no", {"MIN-11"}),
        (["child"], "yes", {"MIN-11", "DV-R05"}),
        (["incapable"], "no", {"DV-R05"}),
        (["other"], "yes", set()),
    ],
)
def test_who_is_at_risk_says_what_must_be_reported(new_case, who, violence, rules):
    case = new_case(q_children="yes", q_violence=violence, at_risk=who)
    assert set(clocks(case)) & {"MIN-11", "DV-R05"} == rules
    assert bool(told_in(case.ref, "child_at_risk")) == bool(rules)


def test_no_child_at_risk_no_duty_to_report(new_case):
    assert not {"MIN-11", "DV-R05"} & set(clocks(new_case(at_risk=["child"])))


def test_a_caseworker_owns_what_she_registers_and_an_intake_worker_does_not(new_case, cast):
    assert new_case(actor=cast.mei).owner.login == "mei"
    assert new_case(actor=cast.lin).owner is None


def test_safe_contact_is_of_the_first_applicant_and_only_if_it_was_asked(new_case, cast):
    two = [{"name": "王芳"}, {"name": "王兰"}]
    first, second = people(new_case(applicants=two), "applicant")
    assert first.person.safe_contact.allowed
    assert second.person.safe_contact is None
    silent = new_case(contact={})
    assert people(silent, "applicant")[0].person.safe_contact is None


def test_no_contact_is_a_complete_answer(new_case):
    contact = people(new_case(contact={"no_contact": True}), "applicant")[0].person.safe_contact
    assert not contact.allowed


def test_a_question_of_consent_that_was_not_asked_is_no_refusal(new_case):
    consents = select(func.count()).select_from(Consent)
    case = new_case(privacy_consent=None)
    assert db.session.scalar(consents.where(Consent.case_id == case.id)) == 0
    case = new_case()
    assert db.session.scalar(consents.where(Consent.case_id == case.id)) == 1


def test_a_guardian_represents_the_child(new_case):
    case = new_case(others=[{"name": "王奶奶", "role": "guardian", "represents": "children-0"}])
    guardian = people(case, "guardian")[0]
    assert guardian.represents_id == people(case, "child")[0].id


def test_a_known_person_is_the_same_person_and_new_facts_are_added(new_case, cast):
    person = people(new_case(), "applicant")[0].person
    again = new_case(applicants=[{"person": person.ref, "phone": "13900139000"}])
    assert people(again, "applicant")[0].person_id == person.id
    assert person.called == "王芳"
    assert person.phone.reveal() == "13900139000"
    assert person.residence.reveal() == "青山区和平路8号3单元502"


def test_a_stranger_cannot_take_over_a_person(new_case, cast):
    person = people(new_case(), "applicant")[0].person
    with pytest.raises(Missing):
        new_case(actor=cast.qiu, applicants=[{"person": person.ref}])


@pytest.mark.parametrize("login", ["tao", "fang", "an", "pei", "rao", "boss", "eye"])
def test_only_those_who_take_in_register(new_case, cast, login):
    with pytest.raises(Forbidden):
        new_case(actor=getattr(cast, login))
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0


def test_the_same_submission_twice_is_one_case(cast):
    first = register(A_REQUEST, actor=cast.lin, key="one submission")
    second = register(A_REQUEST, actor=cast.lin, key="one submission")
    assert first.id == second.id
    assert db.session.scalar(select(func.count()).select_from(Person)) == 3
    assert db.session.scalar(select(NumberSequence.last)) == 1


def test_a_registration_that_fails_gives_its_number_back(new_case, cast):
    new_case()
    with pytest.raises(Missing):
        new_case(applicants=[{"person": "0" * 32}])
    assert [new_case().number, new_case().number] == [2, 3]


def test_every_station_counts_for_itself(new_case, cast):
    assert [new_case().number, new_case(actor=cast.qiu).number] == [1, 1]


def test_a_stranger_finds_nothing(new_case, cast):
    case = new_case()
    with pytest.raises(Missing):
        find_case(case.ref, actor=cast.qiu)


def test_what_is_needed_before_acceptance_is_there(new_case, cast):
    case = new_case()
    assert screened(case, cast.mei) is None
    assert safe_contact_recorded(case, cast.mei) is None
    assert safe_contact_recorded(new_case(contact={}), cast.mei)


def test_names_stay_as_they_are_written(new_case):
    names = ["买买提·艾力", "𠮷田㼆", "王𬍛"]
    case = new_case(applicants=[{"name": name} for name in names])
    assert [party.person.name for party in people(case, "applicant")] == names


def test_the_year_of_the_number_is_the_year_of_registration(new_case):
    case = new_case(received_on="2024-05-01")
    assert case.number_year == today().year


def test_registering_inside_a_greater_unit_of_work_ends_with_it(new_case):
    def fails() -> None:
        with atomic():
            new_case()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert new_case().number == 1
