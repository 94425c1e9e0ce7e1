"""Who may know of a case: to everybody else it does not exist. The table is written by hand."""

import pytest

from mediation.cases.access import OWN_STAGE, WHOLE, field_groups, visible_to
from mediation.cases.models import Case, NamedPerson
from mediation.cases.queries import find_case, find_stage, list_cases, stages_of
from mediation.db import atomic, db
from mediation.errors import Missing
from mediation.workflow.engine import take
from tests.conftest import CAST, Cast, referred, stage_of

# ordinary case of the federation, nothing referred
ORDINARY = {"lin", "ye", "mei", "song", "rao"}
# restricted (violence): those named in it (Lin registered) and the supervisor line
RESTRICTED = {"lin", "song"}


def seen_by(case: Case) -> set[str]:
    cast = Cast()
    return {
        name
        for name in CAST
        if case.id in {row.id for row in db.session.scalars(visible_to(getattr(cast, name)))}
    }


def test_an_ordinary_case_is_known_to_the_station_that_owns_it(new_case):
    assert seen_by(new_case()) == ORDINARY


def test_a_case_of_violence_is_known_to_named_people_and_their_supervisor(new_case):
    assert seen_by(new_case(q_violence="yes")) == RESTRICTED


def test_whoever_is_named_in_a_restricted_case_sees_it(new_case, cast):
    case = new_case(q_violence="yes")
    with atomic() as session:
        session.add(NamedPerson(case_id=case.id, user_id=cast.mei.id))
    assert seen_by(case) == RESTRICTED | {"mei"}


def test_whoever_owns_a_restricted_case_sees_it(new_case, cast):
    case = new_case(q_violence="yes", actor=cast.mei)
    assert seen_by(case) == {"mei", "song"}


def opened(case, cast, kind, agency, assignee=None):
    """The case is accepted, and one stage referred to another agency, which takes it on."""
    take(stage_of(case, "help_request"), "accept", actor=cast.lin, facts={"accepted_on": case.received_on})
    return referred(case, kind, to=agency, assignee=assignee)


@pytest.mark.parametrize(
    ("kind", "agency", "trade", "others"),
    [
        ("mediation", "committee", {"tao"}, {"pei", "ning", "qiu", "fang", "gu", "an", "xu"}),
        ("legal_aid", "legal_aid", {"fang", "gu"}, {"tao", "pei", "ning", "qiu", "an", "xu"}),
        ("counselling", "social", {"an", "xu"}, {"tao", "pei", "ning", "qiu", "fang", "gu"}),
    ],
)
def test_a_stage_makes_the_case_known_to_the_trade_of_that_agency_alone(
    new_case, cast, kind, agency, trade, others
):
    case = new_case()
    opened(case, cast, kind, agency)
    seen = seen_by(case)
    assert trade <= seen
    assert not others & seen


def test_once_a_stage_is_given_to_one_person_the_colleagues_do_not_see_it(new_case, cast):
    case = new_case()
    opened(case, cast, "counselling", "social", assignee=cast.an)
    assert {"an", "xu"} & seen_by(case) == {"an"}


def test_a_partner_sees_its_own_stage_and_nothing_else(new_case, cast):
    case = new_case()
    stage = opened(case, cast, "mediation", "committee")
    assert field_groups(cast.tao, case) == OWN_STAGE
    assert field_groups(cast.song, case) == WHOLE
    assert stages_of(case, actor=cast.tao) == [stage]
    with pytest.raises(Missing):
        find_stage(case.ref, stage_of(case, "help_request").ref, actor=cast.tao)


def test_a_stranger_finds_nothing(new_case, cast):
    case = new_case()
    for stranger in (cast.qiu, cast.boss, cast.eye, cast.ning):
        with pytest.raises(Missing):
            find_case(case.ref, actor=stranger)
        assert not list_cases(actor=stranger, text="王芳")


def test_an_unknown_case_and_a_hidden_one_look_the_same(new_case, cast, sign_in):
    case = new_case()
    client = sign_in(cast.qiu)
    hidden, unknown = client.get(f"/cases/{case.ref}"), client.get(f"/cases/{'0' * 32}")
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text.replace(case.ref, "") == unknown.text.replace("0" * 32, "")


@pytest.mark.parametrize("text", ["王芳", "王", "wangfang", "wf", "8000", "１３８００１３８０００", "0001"])
def test_she_is_found_however_the_clerk_writes_it(new_case, cast, text):
    case = new_case()
    assert [found.ref for found in list_cases(actor=cast.lin, text=text)] == [case.ref]


@pytest.mark.parametrize("text", ["李芳", "zhang", "8001", "wx"])
def test_somebody_else_is_not_found(new_case, cast, text):
    new_case()
    assert not list_cases(actor=cast.lin, text=text)
