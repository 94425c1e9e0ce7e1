"""Who may mediate what: truth tables written by hand from the law."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from mediation.cases.enrolling import enrol
from mediation.cases.models import Case, Party
from mediation.db import atomic, db
from mediation.disputes import agreement_rules, rules
from mediation.errors import Incomplete
from mediation.workflow.engine import take
from tests.conftest import Cast, stage_of
from tests.disputes.conftest import Table

Make = Callable[..., Table]
VIOLENCE = {"q_violence": "no", "violence": True}


def add(t: Table, role: str, **told: Any) -> Party:
    """One more person in the case."""
    with atomic():
        party = enrol(t.case, told, role=role)
    db.session.refresh(t.case)
    return party


@pytest.mark.parametrize(
    # Of whoever refused, the second need speaks alone: nobody reads that an answer is missing which was given.
    ("applicant", "respondent", "nobody_silent", "barred"),
    [
        (None, None, False, False),
        ("agreed", None, False, False),
        ("agreed", "unanswered", False, False),
        ("agreed", "refused", True, True),
        ("agreed", "withdrawn", True, True),
        ("refused", "agreed", True, True),
        ("refused", None, False, True),
        ("agreed", "agreed", True, False),
    ],
)
def test_silence_is_no_consent_and_one_refusal_bars(
    table: Make, applicant: str | None, respondent: str | None, nobody_silent: bool, barred: bool
) -> None:
    t = table()
    for party, answer in ((t.applicant, applicant), (t.respondent, respondent)):
        if answer:
            t.says(party, answer=answer)
    assert (rules.all_parties_consented(t.stage, t.cast.tao) is None) is nobody_silent
    assert (rules.no_party_refused(t.stage, t.cast.tao) is not None) is barred


def test_the_newest_answer_counts(table: Make) -> None:
    t = table()
    t.all_say()
    t.says(t.respondent, answer="withdrawn")
    assert "被申请人" in (rules.no_party_refused(t.stage, t.cast.tao) or "")
    t.says(t.respondent)
    assert rules.no_party_refused(t.stage, t.cast.tao) is None


def test_a_second_respondent_is_asked_too(table: Make) -> None:
    t = table()
    t.all_say()
    add(t, "respondent", name="李老太", sex="2")
    assert "被申请人李老太" in (rules.all_parties_consented(t.stage, t.cast.tao) or "")


def test_without_the_other_side_there_is_nothing_to_mediate(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    """Nobody refers such a mediation; the station itself may have begun one."""
    case = new_case(actor=cast.mei, respondents=[], received_on="2026-11-01")
    take(case, "open_stage", actor=cast.mei, facts={"stages": [{"kind": "mediation", "lead": "beside"}]})
    stage = stage_of(case, "mediation")
    agreed = {"party": case.parties[0].id, "kind": "mediation", "answer": "agreed", "way": "当面"}
    take(stage, "record_consent", actor=cast.mei, facts={**agreed, "happened_on": "2026-11-03"})
    assert "没有被申请人" in (rules.all_parties_consented(stage, cast.mei) or "")


@pytest.mark.parametrize(
    ("origin", "elsewhere", "paper", "allowed"),
    [
        ("party", "no", "", True),
        ("committee", "no", "", True),
        ("party", "court", "", False),
        ("party", "court", "移交函1号", False),
        ("party", "police", "", False),
        ("party", "agency", "", False),
        ("government", "agency", "", False),
        ("court_delegated", "court", "", False),
        ("court_delegated", "court", "移交函1号", True),
        ("court_entrusted", "court", "移交函1号", True),
        ("police", "police", "", False),
        ("police", "police", "移交函1号", True),
    ],
)
def test_what_court_or_police_have_in_hand_comes_only_with_a_paper(
    table: Make, origin: str, elsewhere: str, paper: str, allowed: bool
) -> None:
    t = table()
    t.request(origin=origin, elsewhere=elsewhere, paper_number=paper, court_material_signed_on="2026-11-01")
    assert (rules.origin_allows_mediation(t.stage, t.cast.tao) is None) is allowed


@pytest.mark.parametrize("answer", [True, "yes"])
def test_status_is_not_mediated(table: Make, answer: object) -> None:
    t = table().ready(identity_matter=answer)
    with pytest.raises(Incomplete, match="身份关系的确认不能调解"):
        t.do("accept", pm_registered_on="2026-11-04")


def test_a_request_is_recorded_first(table: Make) -> None:
    t = table()
    assert rules.request_recorded(t.stage, t.cast.tao)
    t.request()
    assert rules.request_recorded(t.stage, t.cast.tao) is None


def test_danger_shuts_the_door_at_once(table: Make) -> None:
    t = table().talking()
    t.do("report_danger", escalation_found_at="2026-11-06T10:00:00+08:00", what="扬言要动手。")
    with pytest.raises(Incomplete, match="不能调解"):
        t.session()
    with pytest.raises(Incomplete, match="不能调解"):
        t.do("agree", form="written", agreement_reached_on="2026-11-06", mediation_ended_on="2026-11-06")


def test_each_party_is_told_its_rights(table: Make) -> None:
    t = table()
    t.do("give_rights_notice", party=t.applicant.id, notice="rights", way="spoken")
    assert "被申请人" in (rules.rights_notice_given(t.stage, t.cast.tao) or "")
    t.do("give_rights_notice", party=t.respondent.id, notice="rights", way="spoken")
    assert rules.rights_notice_given(t.stage, t.cast.tao) is None


@pytest.mark.parametrize(
    ("birth", "minor"),
    [("2008-11-02", True), ("2008-11-01", False), ("2009", True), ("1990", False), (None, False)],
)
def test_a_party_under_age_needs_a_representative(table: Make, birth: str | None, minor: bool) -> None:
    t = table(respondents=[{"name": "李强", "sex": "1", **({"birth": birth} if birth else {})}])
    t.request()
    assert (rules.minors_represented(t.stage, t.cast.tao) is not None) is minor
    if minor:
        add(t, "guardian", name="李老师", represents=t.respondent.id)
        assert rules.minors_represented(t.stage, t.cast.tao) is None


def test_the_other_side_represents_nobody(table: Make) -> None:
    t = table(applicants=[{"name": "王小芳", "birth": "2012-01-01"}])
    t.request()
    with atomic():
        enrol(t.case, {"represents": t.applicant.id}, role="guardian", person=t.respondent.person)
    db.session.refresh(t.case)
    assert rules.minors_represented(t.stage, t.cast.tao)


@pytest.mark.parametrize(
    ("alone", "told", "safe"),
    [(False, False, False), (True, False, False), (False, True, False), (True, True, True)],
)
def test_violence_asks_for_her_free_word_and_the_protection_order(
    table: Make, alone: bool, told: bool, safe: bool
) -> None:
    t = table()
    with atomic():
        t.case.violence = True
        t.case.danger = "low"
    t.says(t.applicant, spoken_alone=alone)
    if told:
        t.do("give_rights_notice", party=t.applicant.id, notice="protection_order", way="书面签收")
    assert (rules.violence_safeguards(t.stage, t.cast.tao) is None) is safe


def test_without_violence_nothing_more_is_asked(table: Make) -> None:
    t = table()
    assert rules.violence_safeguards(t.stage, t.cast.tao) is None


def test_both_accept_the_mediator_who_was_named_last(table: Make) -> None:
    t = table().accept()
    assert "还没有调解员" in (rules.mediator_accepted(t.stage, t.cast.tao) or "")
    t.named()
    assert rules.mediator_accepted(t.stage, t.cast.tao) is None
    t.do("name_mediator", assignee=t.cast.tao.id, chosen_by="designated", no_interest=True)
    assert "还没有接受" in (rules.mediator_accepted(t.stage, t.cast.tao) or "")


def test_a_mediator_whom_the_parties_chose_is_accepted(table: Make) -> None:
    t = table().accept().named("parties")
    assert rules.mediator_accepted(t.stage, t.cast.tao) is None


@pytest.mark.parametrize(
    ("kinds", "lawful", "confirmable"),
    [
        (("support",), True, True),
        (("other", "visiting"), True, True),
        (("support", "identity"), False, False),
        (("support", "property_right"), True, False),
        (("divorce_condition",), True, True),
    ],
)
def test_what_may_be_agreed_and_what_a_court_confirms(
    table: Make, kinds: tuple[str, ...], lawful: bool, confirmable: bool
) -> None:
    t = table().agreed()
    t.write(kinds=kinds)
    assert (agreement_rules.clauses_lawful(t.agreement, t.cast.tao) is None) is lawful
    assert (agreement_rules.clauses_confirmable(t.agreement, t.cast.tao) is None) is confirmable


def test_a_payment_says_who_owes_what_and_when(table: Make) -> None:
    t = table().agreed()
    assert "还没有条款" in (agreement_rules.clauses_written(t.agreement, t.cast.tao) or "")
    t.write(t.support(), kinds=("support", "payment"))
    assert "第2条是给付条款" in (agreement_rules.clauses_written(t.agreement, t.cast.tao) or "")
    t.write(t.support(), t.support(clause=2), kinds=("support", "payment"))
    assert agreement_rules.clauses_written(t.agreement, t.cast.tao) is None


def test_a_duty_rests_on_a_clause_and_on_two_people(table: Make) -> None:
    t = table().agreed()
    with pytest.raises(Incomplete, match="没有这一条"):
        t.write(t.support(clause=2))
    with pytest.raises(Incomplete, match="不能是同一人"):
        t.write(t.support(creditor=t.respondent.id))


@pytest.mark.parametrize(
    ("birth", "kind", "asked"),
    [
        ("2018-11-10", "custody", True),
        ("2018-11-11", "custody", False),
        ("2018-05-01", "support", False),
        ("2016", "custody", True),
        (None, "custody", False),
    ],
)
def test_a_child_of_eight_is_heard_before_custody_is_agreed(
    table: Make, birth: str | None, kind: str, asked: bool
) -> None:
    child = {"name": "李小宝", **({"birth": birth} if birth else {})}
    t = table(children=[child]).agreed()
    t.write(kinds=(kind,))
    assert (agreement_rules.children_heard(t.agreement, t.cast.tao) is not None) is asked
    if asked:
        row = next(party for party in t.case.parties if party.role == "child")
        t.do("hear_child", party=row.id, kind="child_view", answer="unwilling", by_whom="陶然", alone=True)
        assert agreement_rules.children_heard(t.agreement, t.cast.tao) is None


def test_a_duty_does_not_stay_behind_a_clause_that_was_changed(table: Any, sign_in: Any) -> None:
    """PM-31: what is owed is what the text says; 第1项 of the old text is not taken over in silence."""
    t = table().agreed()
    t.write()
    url = f"/cases/{t.case.ref}/{t.agreement.ref}/write_clauses"
    browser = sign_in(t.cast.tao)
    page = browser.get(url).text
    hidden = dict(re.findall(r'name="(key|seen)"[^>]*value="([^"]*)"', page))
    told = {
        **hidden, "dispute_facts": "抚养费争议。", "clauses-0-text": "改为一次付清三千元。", "clauses-0-kind": "support",
        "obligations-0-what": "抚养费", "obligations-0-clause": "1", "obligations-0-debtor": t.respondent.id,
        "obligations-0-creditor": t.applicant.id, "obligations-0-amount": "1200", "obligations-0-due_on": "2026-12-31",
        "obligations-0-every": "month", "obligations-0-times": "3", "obligations-0-way": "银行转账",
    }  # fmt: skip
    answer = browser.post(url, data=told)
    assert answer.status_code == 422
    assert "第1条改了，第1项还是原来的" in answer.text
    assert browser.post(url, data={**told, "obligations-0-amount": "3000"}).status_code == 302
