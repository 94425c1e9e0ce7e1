"""Who at the receiver reads and answers: the truth table, role by role, and that nothing gets stuck."""

import pytest

from mediation.db import atomic, db
from mediation.errors import Forbidden, Missing
from mediation.outbox.models import Message
from mediation.people.models import Agency, User
from mediation.people.roles import ROLES
from mediation.referrals.desk import people_at
from mediation.referrals.queries import find_referral, received, waiting_for
from mediation.referrals.sending import refer
from mediation.referrals.today import received_rows
from mediation.workflow.engine import take, why_not, workflow_of
from tests.conftest import EVERY_STAGE, stage_of
from tests.referrals.conftest import slip

DESK = {"liaison", "supervisor"}
# Who takes it in as long as nobody has it in hand.
UNASSIGNED = {
    # The lawyer and the clerk do legal aid, the caseworker of a federation every kind of work.
    "legal_aid": DESK | {"legal_aid_clerk", "lawyer", "caseworker"},
    # Mediators answer for their committee; a counsellor has nothing to do with it.
    "mediation": DESK | {"mediator", "caseworker"},
    # Lawyers and mediators do not read who goes to counselling.
    "counselling": DESK | {"counsellor", "social_worker", "caseworker"},
    # Whoever picks up the telephone acts on danger.
    "protection": DESK | {"caseworker", "social_worker", "intake_worker"},
    # The whole case comes in like a request for help.
    "": DESK | {"intake_worker", "caseworker"},
}
# Who still does once somebody else has it in hand.
ASSIGNED = {
    "legal_aid": DESK | {"legal_aid_clerk"},
    "mediation": DESK,
    "counselling": DESK,
    "protection": DESK,
    # The case is the receiver's own now: its ordinary cases are known to its casework, and to the liaison who took it in.
    "": DESK | {"intake_worker", "caseworker", "registrar"},
}


@pytest.fixture
def office(app):
    """An agency of everything, with one person of every role."""
    return _office("青山区综合服务中心", ROLES)


def _office(name, roles):
    with atomic() as session:
        agency = Agency(
            name=name, short_name="综", kind="federation", takes_on=EVERY_STAGE, district="990101"
        )
        session.add(agency)
        for role in roles:
            session.add(User(login=f"{name}-{role}", name=ROLES[role], role=role, agency=agency))
    return agency


def colleague(agency, role):
    return db.session.query(User).filter_by(agency_id=agency.id, role=role).one()


@pytest.fixture
def refer_to(new_case, cast):
    """Mei asks AGENCY for KIND of work, or with none to take over the whole case."""

    def go(agency, kind="", **given):
        case = new_case()
        manner = {"kind": "refer", "stage": kind} if kind else {"kind": "transfer", "stage": None}
        return refer(case, slip(case, agency, **manner, **given), actor=cast.mei)

    return go


def doors(referral, person, trigger):
    """Every way in: the slip, the list, the count, the row of today, the step."""
    try:
        find_referral(referral.ref, actor=person)
        page = True
    except Missing:
        page = False
    step = workflow_of(referral).step(trigger, referral.state)
    waits = referral.state in ("sent", "signed_for")
    return {
        "slip": page,
        "list": referral in received(actor=person),
        "count": bool(waiting_for(person)) if waits else page,
        "today": bool(received_rows(person)) if waits else page,
        "step": not isinstance(why_not(referral, step, person), Forbidden),
        "told": person in people_at(referral),
    }


def all_doors(whether):
    return dict.fromkeys(("slip", "list", "count", "today", "step", "told"), whether)


@pytest.mark.parametrize("kind", UNASSIGNED)
def test_the_desk_and_the_trade_take_in_what_nobody_has_in_hand(office, refer_to, kind):
    referral = refer_to(office, kind)
    for role in ROLES:
        found = doors(referral, colleague(office, role), "accept")
        assert found == all_doors(role in UNASSIGNED[kind]), f"{role}, {kind or 'transfer'}"


@pytest.mark.parametrize("kind", UNASSIGNED)
def test_once_accepted_without_a_name_nothing_changes_for_a_stage(office, refer_to, kind):
    referral = refer_to(office, kind)
    take(referral, "accept", actor=colleague(office, "liaison"))
    expected = UNASSIGNED if kind else ASSIGNED
    for role in ROLES:
        found = doors(referral, colleague(office, role), "answer")
        assert found == all_doors(role in expected[kind]), f"{role}, {kind or 'transfer'}"


@pytest.mark.parametrize("kind", [kind for kind in ASSIGNED if kind])
def test_once_given_to_a_person_it_is_theirs_and_the_desks(office, refer_to, kind):
    referral = refer_to(office, kind)
    volunteer = colleague(office, "volunteer")
    take(referral, "accept", actor=colleague(office, "liaison"), facts={"assignee": volunteer.id})
    for role in ROLES:
        found = doors(referral, colleague(office, role), "answer")
        assert found == all_doors(role in ASSIGNED[kind] | {"volunteer"}), f"{role}, {kind}"


def test_another_agency_takes_nothing_in(office, refer_to, cast):
    referral = refer_to(office, "mediation")
    for stranger in (cast.tao, cast.qiu, cast.pei, cast.fang):
        assert doors(referral, stranger, "accept") == all_doors(False)


def test_a_lawyer_does_not_learn_who_goes_to_counselling(office, refer_to, sign_in):
    referral = refer_to(office, "counselling")
    lawyer = colleague(office, "lawyer")
    with pytest.raises(Forbidden):
        take(referral, "accept", actor=lawyer)
    assert referral.state == "sent"
    assert not db.session.query(Message).filter_by(user_id=lawyer.id).count()


def test_where_nobody_has_the_trade_anybody_at_work_may(refer_to):
    small = _office("和平街道服务站", ["volunteer", "leader", "admin"])
    referral = refer_to(small, "counselling")
    assert doors(referral, colleague(small, "volunteer"), "accept") == all_doors(True)
    assert doors(referral, colleague(small, "leader"), "accept") == all_doors(False)
    assert doors(referral, colleague(small, "admin"), "accept") == all_doors(False)


def test_who_has_left_does_not_count(refer_to):
    small = _office("和平街道服务站", ["counsellor", "volunteer"])
    referral = refer_to(small, "counselling")
    counsellor, volunteer = colleague(small, "counsellor"), colleague(small, "volunteer")
    assert people_at(referral) == [counsellor]
    with atomic():
        counsellor.active = False
    assert doors(referral, volunteer, "accept") == all_doors(True)
    assert doors(referral, counsellor, "accept") == all_doors(False)


def test_work_of_somebody_who_left_is_the_trades_again(refer_to):
    small = _office("西河调解委员会", ["mediator", "volunteer"])
    referral = refer_to(small, "mediation")
    mediator, volunteer = colleague(small, "mediator"), colleague(small, "volunteer")
    take(referral, "accept", actor=mediator, facts={"assignee": volunteer.id})
    assert people_at(referral) == [volunteer]
    with atomic():
        volunteer.active = False
    assert people_at(referral) == [mediator]
    take(referral, "answer", actor=mediator, facts={"result": "partly", "note": "已调解"})


def test_an_agency_with_nobody_to_read_answers_on_paper(refer_to, cast):
    empty = _office("无人单位", ["leader"])
    referral = refer_to(empty, "protection")
    assert people_at(referral) == []
    assert [row.user_id for row in db.session.query(Message).filter_by(agency_id=empty.id)] == [None]
    take(referral, "accept_on_paper", actor=cast.mei, facts={"answered_by": "值班室", "note": "收下"})
    assert stage_of(referral.case, "protection").agency_id == empty.id


def test_a_sealed_case_that_was_taken_over_is_read_by_nobody_until_two_open_it(office, refer_to):
    referral = refer_to(office)
    take(referral, "accept", actor=colleague(office, "caseworker"))
    with atomic():
        referral.case.level = 3
    assert people_at(referral) == []


def test_who_gives_the_work_away_lands_on_the_list_and_not_on_a_refusal(office, refer_to, sign_in):
    referral = refer_to(office, "counselling")
    worker, volunteer = colleague(office, "social_worker"), colleague(office, "volunteer")
    with atomic():
        worker.password_hash = db.session.query(User).filter_by(login="mei").one().password_hash
    client = sign_in(worker)
    data = {"assignee": volunteer.id, "key": "once", "seen": referral.version}
    answer = client.post(f"/referrals/{referral.ref}/accept", data=data)
    assert (answer.status_code, answer.location) == (302, "/referrals")
    assert client.get(f"/referrals/{referral.ref}").status_code == 404
