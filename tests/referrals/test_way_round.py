"""A case that is handed on and on: the owner sees its whole way, each partner its neighbours, and a circle is warned of."""

import itertools

import pytest

from mediation.db import atomic, db
from mediation.people.models import Agency, User
from mediation.referrals.pages import route
from mediation.referrals.queries import went_before
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.conftest import slip

STATION, SECOND, THIRD = "青山区妇女联合会", "白水区妇女联合会", "黑山区妇女联合会"


@pytest.fixture
def third(cast):
    """Somebody at a third federation."""
    with atomic() as session:
        agency = Agency(
            name=THIRD, short_name="黑", kind="federation", takes_on=["help_request"], district="990103"
        )
        user = User(login="hei", name="何青", role="caseworker", agency=agency)
        user.password_hash = cast.mei.password_hash
        session.add_all([agency, user])
    return user


def ways(case, actor):
    return [(one["from"], one["to"]) for one in route(case, actor)]


def test_round_and_back_again(new_case, cast, third, sign_in):
    case = new_case(actor=cast.mei)
    first = cast.mei.agency
    second = cast.qiu.agency
    hops = [(cast.mei, second, cast.qiu), (cast.qiu, third.agency, third), (third, first, cast.mei)]
    warned = []
    for sender, agency, receiver in hops:
        warned.append(went_before(case, agency.id))
        told = slip(case, agency, kind="transfer", stage=None, purpose="移交主办")
        referral = refer(case, told, actor=sender)
        take(referral, "accept", actor=receiver, facts={"assignee": receiver.id})
        db.session.refresh(case)
        assert case.agency_id == agency.id
    assert warned[:2] == ["", ""]
    assert "再转回去会绕一圈" in warned[2]
    names = [first.name, second.name, THIRD, first.name]
    whole = list(itertools.pairwise(names))
    assert ways(case, cast.mei) == whole
    # Whoever handed it on keeps what they sent, and nothing of how it came to them.
    assert ways(case, cast.qiu) == whole[1:2]
    assert ways(case, third) == whole[2:]
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    assert f"{second.name} → {THIRD}" in page


def test_the_warning_stands_before_it_is_sent(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    referral = refer(case, slip(case, cast.qiu.agency, kind="transfer", stage=None), actor=cast.mei)
    take(referral, "accept", actor=cast.qiu, facts={"assignee": cast.qiu.id})
    told = slip(case, cast.mei.agency, kind="transfer", stage="")
    page = sign_in(cast.qiu).post(f"/cases/{case.ref}/refer", data=told).text

    assert "再转回去会绕一圈" in page
