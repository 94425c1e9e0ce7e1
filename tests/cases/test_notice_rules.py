"""What shows that she seeks protection is told to her side alone, whoever posts what."""

import pytest

from mediation.cases.notice_rules import FOR_ALL, HERS, her_side, notices_told
from mediation.cases.rules import legal_aid_told, protection_order_told
from mediation.cases.tasks import add_task, open_tasks
from mediation.db import atomic
from mediation.errors import Incomplete
from mediation.workflow.engine import take
from mediation.workflow.history import steps_of


def party_of(case, role):
    return next(party for party in case.parties if party.role == role)


def posted(case, client, **given):
    data = {"way": "spoken", "happened_on": "2026-11-20", "seen": case.version, **given}
    return client.post(f"/cases/{case.ref}/inform", data=data)


def test_nobody_is_chosen_by_not_looking(new_case, cast, sign_in):
    page = sign_in(cast.mei).get(f"/cases/{new_case(actor=cast.mei).ref}/inform").text
    box = page[page.index('name="party"') :]
    assert 'selected value=""' in box[: box.index("</select>")]
    assert box.index("请选择") < box.index("王芳") < box.index("全体当事人")


@pytest.mark.parametrize("notice", sorted(HERS))
@pytest.mark.parametrize("to", ["all", "respondent", "child"])
def test_her_protection_is_never_recorded_as_told_to_him(new_case, cast, sign_in, notice, to):
    case = new_case(actor=cast.mei)
    party = to if to == "all" else str(party_of(case, to).id)
    answer = posted(case, sign_in(cast.mei), party=party, notice=notice)
    assert answer.status_code == 422
    assert "只告知求助人一方" in answer.text
    with pytest.raises(Incomplete, match="只告知求助人一方"):
        take(case, "inform", actor=cast.mei, facts={"party": party, "notice": notice, "way": "spoken"})
    assert not steps_of(case.ref, "inform")


@pytest.mark.parametrize("notice", sorted(HERS))
def test_she_herself_is_told(new_case, cast, sign_in, notice):
    case = new_case(actor=cast.mei)
    answer = posted(case, sign_in(cast.mei), party=party_of(case, "applicant").id, notice=notice)
    assert answer.status_code == 302


@pytest.mark.parametrize("notice", ["rights", "copies"])
def test_what_is_the_same_for_both_sides_is_told_to_all(new_case, cast, sign_in, notice):
    assert notice in FOR_ALL
    assert posted(new_case(actor=cast.mei), sign_in(cast.mei), party="all", notice=notice).status_code == 302


def test_anything_else_is_told_to_somebody(new_case, cast, sign_in):
    answer = posted(new_case(actor=cast.mei), sign_in(cast.mei), party="all", notice="petition_answer")
    assert answer.status_code == 422
    assert "请选择告知了哪一位" in answer.text


def test_who_speaks_for_her_is_on_her_side_and_who_speaks_for_him_is_not(new_case):
    """Roles by hand: a representative of hers, a guardian of the child, one of his, and he as the child's guardian."""
    case = new_case()
    hers, his, child = (party_of(case, role) for role in ("applicant", "respondent", "child"))
    rows = [hers, his, child]
    for number, (role, side, ward) in enumerate(
        [
            ("representative", "applicant", hers.id), ("guardian", "", child.id), ("representative", "", his.id),
            ("guardian", "respondent", child.id),
        ],
        start=1000,
    ):  # fmt: skip
        rows.append(type(hers)(id=number, role=role, side=side, represents_id=ward, linked="no"))
    assert [party.id for party in her_side(rows)] == [hers.id, 1000, 1001]


def test_several_notices_are_ticked_together_and_each_counts_as_told(new_case, cast, sign_in):
    case = new_case(actor=cast.mei, q_violence="yes")
    ref, her = case.ref, party_of(case, "applicant").id
    with atomic():
        add_task(case, "tell_legal_aid", "告知法律援助", user_id=cast.mei.id)
    client = sign_in(cast.mei)
    answer = posted(case, client, party=her, notice=["protection_order", "legal_aid", "police_help"])
    assert answer.status_code == 302, answer.text
    assert notices_told(ref) == ["protection_order", "legal_aid", "police_help"]
    assert protection_order_told(case, cast.mei) is None
    assert legal_aid_told(case, cast.mei) is None
    assert not open_tasks(case, "tell_legal_aid")
    page = client.get(f"/cases/{ref}").text
    assert "人身安全保护令、法律援助、可以报警、请求告诫" in page


def test_one_notice_that_is_not_for_him_refuses_all_of_them(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    him = party_of(case, "respondent").id
    answer = posted(case, sign_in(cast.mei), party=him, notice=["rights", "police_help"])
    assert answer.status_code == 422
    with pytest.raises(Incomplete, match="只告知求助人一方"):
        take(
            case,
            "inform",
            actor=cast.mei,
            facts={"party": him, "notice": ["rights", "legal_aid"], "way": "spoken"},
        )
    assert not steps_of(case.ref, "inform")


def test_a_step_without_a_notice_finishes_no_other_task(new_case, cast):
    case = new_case(actor=cast.mei)
    waiting = len(open_tasks(case))
    assert waiting
    take(case, "inform", actor=cast.mei, facts={"way": "spoken"})
    assert len(open_tasks(case)) == waiting
