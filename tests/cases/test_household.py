"""The household: who belongs to it, which cases are shown, and that one side never reads of the other's."""

import pytest

from mediation.cases.family_picture import picture_of
from mediation.cases.household import family_of
from mediation.db import db
from mediation.errors import Missing
from tests.conftest import referred


def cases_of(case, actor):
    return [row["ref"] for row in family_of(case, actor=actor).cases]


@pytest.fixture
def first(new_case, cast):
    """Wang Fang against Li Qiang, with their child, her mother, a witness and whoever reported it."""
    return new_case(
        actor=cast.mei,
        others=[
            {"name": "王母", "role": "relative", "relation": "母亲"},
            {"name": "孙邻居", "role": "witness"},
            {"name": "周举报", "role": "reporter"},
        ],
    )


def person(case, role):
    return next(party.person for party in case.parties if party.role == role)


def test_the_household_is_drawn_with_all_cases_of_this_side(first, new_case, cast, sign_in):
    her, child = person(first, "applicant"), person(first, "child")
    second = new_case(
        actor=cast.mei, applicants=[{"person": her.ref}], respondents=[{"name": "郑某"}], children=[]
    )
    hers_alone = new_case(actor=cast.song, q_violence="yes", applicants=[{"person": child.ref}], children=[])
    assert cases_of(first, cast.mei) == [second.ref, first.ref]
    assert cases_of(first, cast.song) == [hers_alone.ref, second.ref, first.ref]
    family = family_of(first, actor=cast.mei)
    assert {member.name: member.place for member in family.members} == {
        "王芳": "own", "李强": "other", "李小宝": "child", "王母": "beside", "郑某": "other",
    }  # fmt: skip
    by_name = {member.name: member for member in family.members}
    assert by_name["李强"].ties == {her.id: "前配偶"}
    assert by_name["王母"].ties == {her.id: "母亲"}
    assert set(by_name["李小宝"].ties) == {her.id, by_name["李强"].id}
    picture = picture_of(family.members)
    assert (len(picture.boxes), len(picture.lines)) == (5, 5)
    assert all(
        0 <= box.x <= picture.width - 150 and 0 <= box.y <= picture.height - 58 for box in picture.boxes
    )
    assert len({(box.x, box.y) for box in picture.boxes}) == 5
    page = sign_in(cast.mei).get(f"/cases/{first.ref}/household").text
    assert "<svg" in page
    assert second.register_number in page
    assert hers_alone.register_number not in page
    assert "孙邻居" not in page
    assert "周举报" not in page
    assert f"/cases/{first.ref}/household" in sign_in(cast.mei).get(f"/cases/{first.ref}").text


@pytest.mark.parametrize("twice", [False, True])
def test_what_the_other_side_told_is_not_there(first, new_case, cast, twice):
    him, her, child = (person(first, role) for role in ("respondent", "applicant", "child"))
    told = {
        "applicants": [{"name": "李强"} if twice else {"person": him.ref}],
        "respondents": [{"name": "王芳"} if twice else {"person": her.ref}],
        "children": [{"person": child.ref}],
        "others": [{"name": "李母", "role": "relative"}],
    }
    his = new_case(actor=cast.mei, **told)
    db.session.expire_all()
    assert cases_of(first, cast.song) == [first.ref]
    assert cases_of(his, cast.song) == [his.ref]
    assert "李母" not in {member.name for member in family_of(first, actor=cast.song).members}
    assert "王母" not in {member.name for member in family_of(his, actor=cast.song).members}


def test_a_partner_and_a_stranger_have_no_such_page(first, cast, sign_in):
    referred(first, "mediation", to="committee")
    for stranger in (cast.tao, cast.qiu, cast.eye):
        with pytest.raises(Missing):
            family_of(first, actor=stranger)
        assert sign_in(stranger).get(f"/cases/{first.ref}/household").status_code == 404
