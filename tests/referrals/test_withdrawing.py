"""She takes her consent back: with one receiver or with all, it cuts at once, and a yes to less opens nothing again."""

from mediation.cases.papers import sample
from mediation.cases.tasks import open_tasks
from mediation.referrals.papers import WITHDREW, referral_slip
from mediation.referrals.queries import package_open
from mediation.workflow.engine import take
from tests.referrals.conftest import STORY
from tests.referrals.test_sending import agree


def test_from_the_page_of_the_referral_it_takes_one_press(send, cast, sign_in):
    referral = send()
    browser, ref = sign_in(cast.mei), referral.ref
    assert f"/record_privacy_consent?slip={ref}" in browser.get(f"/referrals/{ref}").text
    address = f"/cases/{referral.chain}/record_privacy_consent"
    form = browser.get(f"{address}?slip={ref}").text
    for chosen in (referral.to_agency_id, referral.party_id):
        assert f'<option selected value="{chosen}">' in form
    assert browser.get(f"{address}?slip={'0' * 32}").status_code == 404
    answer = {"party": referral.party_id, "receiver": referral.to_agency_id, "answer": "withdrawn"}
    answer |= {"happened_on": "2026-11-02", "key": "k", "seen": referral.case.version}
    assert browser.post(address, data=answer).status_code == 302
    assert not package_open(referral)
    assert "登记撤回同意" not in browser.get(f"/referrals/{ref}").text
    assert open_tasks(referral.case, "consent_withdrawn")
    slip = referral_slip(referral.case, ref, cast.mei)
    assert slip["summary"] == WITHDREW
    assert slip["person"]["name"] is None
    assert STORY not in str(slip)
    assert sample(referral.case, "referral_slip", ref, actor=cast.mei)


def test_without_a_receiver_it_is_for_all_of_them(send, cast):
    referral = send()
    told = {"party": referral.party_id, "answer": "withdrawn"}
    take(referral.case, "record_privacy_consent", actor=cast.mei, facts=told)
    assert not package_open(referral)


def test_a_later_yes_to_less_opens_nothing_that_was_sent_before(send, cast):
    referral = send(data_kinds=["identity", "narrative"])
    case, to = referral.case, referral.to_agency
    agree(case, to, cast.mei, [], answer="withdrawn")
    agree(case, to, cast.mei, ["identity"])
    assert not package_open(referral)
    agree(case, to, cast.mei, ["identity", "narrative"])
    assert package_open(referral)
