"""Somebody who asks for help again is met as somebody who is known; but not by those who may not know."""

from mediation.cases.again import other_requests


def again(new_case, cast, first, **given):
    """A second request of the same applicant, found by 就是此人."""
    person = next(party for party in first.parties if party.side == "applicant").person
    return new_case(actor=cast.mei, applicants=[{"person": person.ref, "relation": "前配偶"}], **given)


def test_each_request_leads_to_the_other(new_case, cast, sign_in):
    first = new_case(actor=cast.mei)
    second = again(new_case, cast, first)
    assert [row["ref"] for row in other_requests(second, actor=cast.mei)] == [first.ref]
    assert [row["ref"] for row in other_requests(first, actor=cast.mei)] == [second.ref]
    page = sign_in(cast.mei).get(f"/cases/{second.ref}").text
    assert "同一人的其他求助（1）" in page
    assert first.register_number in page
    assert "多次求助" not in page


def test_violence_before_is_told(new_case, cast, sign_in):
    first = new_case(actor=cast.mei, q_violence="yes")
    second = again(new_case, cast, first)
    assert "按多次求助处理" in sign_in(cast.mei).get(f"/cases/{second.ref}").text


def test_a_case_that_is_restricted_does_not_exist_for_others(new_case, cast):
    first = new_case(actor=cast.mei, q_violence="yes")
    second = again(new_case, cast, first)
    assert not other_requests(second, actor=cast.lin)


def test_the_other_side_is_not_told_of(new_case, cast):
    first = new_case(actor=cast.mei)
    other = next(party for party in first.parties if party.side == "respondent").person
    crossed = new_case(actor=cast.mei, applicants=[{"person": other.ref}], respondents=[{"name": "王芳"}])
    assert not other_requests(first, actor=cast.mei)
    assert not other_requests(crossed, actor=cast.mei)
