"""What people answered is kept answer by answer; what was recorded wrongly is corrected beside the record."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.cases.work import Consent, Correction
from mediation.db import db
from mediation.errors import Incomplete
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.conftest import referred


@pytest.fixture
def case(new_case, cast):
    return new_case(actor=cast.mei)


def test_consent_to_one_receiver_is_kept_and_withdrawn(case, cast):
    told = {"party": case.parties[0].id, "receiver": cast.agency("social").id, "purpose": "心理辅导"}
    told |= {"data_kinds": ["identity"], "answer": "agreed", "expires_on": date(2027, 1, 1)}
    take(case, "record_privacy_consent", actor=cast.mei, facts={**told, "happened_on": "2026-11-20"})
    take(
        case,
        "record_privacy_consent",
        actor=cast.mei,
        facts={**told, "answer": "withdrawn", "happened_on": "2026-11-21"},
    )
    rows = db.session.scalars(select(Consent).where(Consent.kind == "referral").order_by(Consent.id)).all()
    assert [(consent.answer, consent.withdrawn_on) for consent in rows] == [
        ("agreed", None),
        ("withdrawn", "2026-11-21"),
    ]


def test_consent_to_mediation_is_kept_party_by_party(case, cast):
    stage = referred(case, "mediation", to="committee")
    told = {"kind": "mediation", "answer": "agreed", "way": "in_person"}
    take(stage, "record_consent", actor=cast.tao, facts={**told, "party": case.parties[0].id})
    consent = db.session.scalars(select(Consent).where(Consent.kind == "mediation")).one()
    assert (consent.party_id, consent.stage_id, consent.answer) == (case.parties[0].id, stage.id, "agreed")


def test_nobody_of_another_case_answers_in_this_one(new_case, case, cast):
    stranger = new_case().parties[0]
    with pytest.raises(Incomplete, match="本案的当事人"):
        take(
            case,
            "change_safe_contact",
            actor=cast.mei,
            facts={"party": stranger.id, "contact": {"ways": ["phone"]}},
        )


def test_a_correction_keeps_both_values_and_the_row_takes_the_new_one(case, cast):
    entry = newest(case.ref, "start")
    told = {"entry": entry.id, "field": "wishes", "new_value": "要求一次付清。", "reason": "登记时听错。"}
    take(case, "correct", actor=cast.mei, facts=told)
    kept = db.session.scalars(select(Correction)).one()
    assert (kept.old, kept.new, case.wishes) == ("要求按月支付抚养费。", "要求一次付清。", "要求一次付清。")
    assert "new_value" not in newest(case.ref, "correct").facts


def test_a_corrected_name_is_found_and_sealed_with_the_person(case, cast):
    party = case.parties[0]
    told = {
        "entry": newest(case.ref, "start").id,
        "field": "name",
        "party": party.id,
        "new_value": "汪芳",
        "reason": "错字",
    }
    take(case, "correct", actor=cast.mei, facts=told)
    kept = db.session.scalars(select(Correction)).one()
    assert (party.person.name, kept.old, kept.key_id) == ("汪芳", "王芳", party.person.key_id)


def test_only_a_correction_clears_the_sign_of_violence(new_case, cast):
    case = new_case(q_violence="yes", actor=cast.mei)
    told = {"entry": newest(case.ref, "start").id, "field": "violence", "reason": "勾选错误。"}
    with pytest.raises(Incomplete, match="是"):
        take(case, "correct", actor=cast.mei, facts={**told, "new_value": "也许"})
    take(case, "correct", actor=cast.mei, facts={**told, "new_value": "否"})
    assert case.violence is False
