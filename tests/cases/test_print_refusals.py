"""A refused print is no way to try out a number that was never told."""

from collections.abc import Callable

import pytest

from mediation.audit.models import AuditEntry
from mediation.cases.models import Case
from mediation.cases.papers import secrets_for, secrets_of
from mediation.cases.print_refusals import TRIES, UNSAID, unsaid
from mediation.cases.tasks import open_tasks
from mediation.db import atomic, db
from mediation.documents.check import Kept, refuse_secrets
from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.people.throttles import TooMany
from mediation.vault.sealed import Secret
from tests.conftest import Cast, referred


@pytest.fixture
def case(new_case: Callable[..., Case], cast: Cast) -> Case:
    """With a mediation at the committee."""
    case = new_case(actor=cast.mei)
    referred(case, "mediation", to="committee")
    return case


def refused(case: Case, actor: User) -> None:
    with unsaid(case, actor=actor):
        kept = Kept("申请人", "电话", Secret("13800138000"))
        refuse_secrets("<p>13800138000</p>", [kept], "mediation_agreement")


def test_a_partner_reads_neither_whose_nor_what_and_the_owner_is_told_once(case: Case, cast: Cast) -> None:
    for _time in range(2):
        with pytest.raises(Incomplete) as refusal:
            refused(case, cast.tao)
        assert refusal.value.reason == UNSAID
    assert db.session.query(AuditEntry).filter_by(chain=case.ref, kind="document.refused").count() == 2
    (task,) = open_tasks(case, "secret_in_paper")
    assert task.user_id == case.owner_id


def test_whoever_knows_the_number_reads_what_to_delete(case: Case, cast: Cast) -> None:
    with pytest.raises(Incomplete, match="申请人的电话"):
        refused(case, cast.mei)


def test_trying_on_and_on_is_slowed_down(case: Case, cast: Cast) -> None:
    for _time in range(TRIES):
        with pytest.raises(Incomplete):
            refused(case, cast.tao)
    with pytest.raises(TooMany):
        refused(case, cast.tao)
    with pytest.raises(TooMany), unsaid(case, actor=cast.tao):
        pytest.fail("a paper without a secret would be an answer too")


def test_papers_that_print_do_not_count(case: Case, cast: Cast) -> None:
    for _time in range(TRIES + 1):
        with unsaid(case, actor=cast.tao):
            pass


def test_the_word_by_which_she_is_known_on_the_telephone_is_kept_from_papers(case: Case, cast: Cast) -> None:
    with atomic():
        contact = case.parties[0].person.safe_contact
        assert contact
        contact.code_word = "社区问卷"
    assert "暗语" in {kept.what for kept in secrets_of(case)}
    with atomic():
        contact.code_word = "您好"
    assert "暗语" not in {kept.what for kept in secrets_of(case)}


def kept_in(case: Case, name: str) -> set[str]:
    return {kept.what for kept in secrets_for(case, name)}


def test_the_number_of_her_papers_and_her_safe_number_are_kept_from_every_paper(
    case: Case, cast: Cast
) -> None:
    with atomic():
        person = case.parties[0].person
        person.id_number = "110101199003074427"
        assert person.safe_contact
        person.safe_contact.number = "13900001111"
    assert {"证件号码", "安全联系电话"} <= kept_in(case, "agreement") & kept_in(case, "legal_aid_application")
    with atomic():
        person.contact_channel = "短信13900001111"
    assert "安全联系电话" not in kept_in(case, "agreement")


def test_who_answers_her_telephone_is_kept_from_what_the_other_side_gets(case: Case, cast: Cast) -> None:
    with atomic():
        contact = case.parties[0].person.safe_contact
        assert contact
        contact.who_may_answer = "姐姐王红"
    assert "接听电话的人" in kept_in(case, "agreement")
    assert "接听电话的人" in kept_in(case, "mediation_record")
    assert "接听电话的人" not in kept_in(case, "referral_slip")
    with atomic():
        contact.who_may_answer = "母亲"
    assert "接听电话的人" not in kept_in(case, "agreement")
