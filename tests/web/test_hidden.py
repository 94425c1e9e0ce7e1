"""What a page must not say to whom it is not meant for."""

from mediation.cases.choices import choices_for
from mediation.db import today
from mediation.workflow.engine import take


def test_an_old_page_tells_nobody_what_others_did_with_a_step_that_is_not_theirs(sign_in, new_case, cast):
    case = new_case()
    take(
        case,
        "inform",
        actor=cast.mei,
        facts={"party": case.parties[0].id, "notice": "legal_aid", "way": "spoken"},
    )
    answer = sign_in(cast.rao).post(f"/cases/{case.ref}/close", data={"seen": 1})
    assert answer.status_code == 403
    assert cast.mei.name not in answer.text


def test_an_old_page_still_tells_whoever_may_take_the_step(sign_in, new_case, cast):
    case = new_case()
    take(
        case,
        "inform",
        actor=cast.mei,
        facts={"party": case.parties[0].id, "notice": "legal_aid", "way": "spoken"},
    )
    answer = sign_in(cast.mei).post(f"/cases/{case.ref}/inform", data={"seen": 1})
    assert answer.status_code == 409
    assert cast.mei.name in answer.text


def test_her_data_is_not_offered_to_the_office_where_the_respondent_works(sign_in, new_case, cast):
    case = new_case(respondents=[{"name": "李强", "sex": "1", "workplace": "城南派出所"}])
    police, court = cast.agency("police"), cast.agency("court")
    offered = [number for number, _name in choices_for(case, case, actor=cast.mei)("receivers")]
    assert police.id not in offered
    assert court.id in offered
    browser = sign_in(cast.mei)
    path = f"/cases/{case.ref}/record_privacy_consent"
    assert police.name not in browser.get(path).text
    told = {
        "party": case.parties[0].id,
        "purpose": "出警",
        "data_kinds": ["identity"],
        "answer": "agreed",
        "seen": case.version,
        "happened_on": today().isoformat(),
    }
    refused = browser.post(path, data={**told, "receiver": police.id})
    assert refused.status_code == 422
    assert "请从列表中选择" in refused.text
    assert browser.post(path, data={**told, "receiver": court.id}).status_code in (200, 302)
