"""Consent withdrawn or expired: the stage still stands at the partner and can be ended, and nothing of the persons is
left there (PI-23). A duty of law does not end with consent."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from mediation.cases.handed_over import cut_off
from mediation.cases.models import Case
from mediation.cases.papers import issue
from mediation.cases.queries import list_cases
from mediation.cases.tasks import open_tasks
from mediation.db import atomic, db, today
from mediation.errors import Missing
from mediation.people.models import User
from mediation.referrals.models import Referral
from mediation.workflow.engine import take
from tests.conftest import Cast, referred
from tests.disputes.conftest import Table
from tests.referrals.test_sending import agree

KINDS = ["identity", "other_side", "contact", "narrative", "wishes", "danger", "children"]
DUTY = {"ground": "legal_duty", "ground_text": "履行保护职责", "party": None, "answer": None}
# ground of the referral, what happened, whether the partner is cut off
GROUNDS: list[tuple[dict[str, Any], str, bool]] = [
    ({}, "nothing", False), ({}, "withdrawn", True), ({}, "expired", True),
    (DUTY, "nothing", False), (DUTY, "withdrawn", False), (DUTY, "expired", True),
]  # fmt: skip


def happens(case: Case, what: str, cast: Cast, to: str) -> None:
    if what == "withdrawn":
        agree(case, cast.agency(to), cast.mei, [], answer="withdrawn")
    elif what == "expired":
        with atomic():
            row = db.session.query(Referral).filter_by(case_id=case.id).one()
            row.expires_on = today().replace(year=today().year - 1)


@pytest.mark.parametrize(("ground", "what", "cut"), GROUNDS)
@pytest.mark.parametrize(
    ("kind", "to", "who"), [("mediation", "committee", "tao"), ("counselling", "social", "an")]
)
def test_no_name_is_left_where_the_ground_is_gone(
    case: Case, cast: Cast, sign_in: Callable[[User], FlaskClient],
    kind: str, to: str, who: str, ground: dict[str, Any], what: str, cut: bool,
) -> None:  # fmt: skip
    stage, actor = referred(case, kind, to=to, data_kinds=KINDS, **ground), getattr(cast, who)
    happens(case, what, cast, to)
    assert cut_off(case, actor=actor) == cut
    assert bool(list_cases(actor=actor, text="王芳")) != cut
    ref, own = case.ref, stage.ref
    page = sign_in(actor).get(f"/cases/{ref}")
    assert page.status_code == 200, "the own stage must be ended by somebody"
    assert ("王芳" in page.text) != cut
    if cut:
        assert "李强" not in page.text
        assert "只用" not in page.text
        assert f"/cases/{ref}/{own}/plan_session" not in page.text


def test_all_that_is_left_to_do_is_to_end_it(
    case: Case, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    stage = referred(case, "counselling", to="social", data_kinds=KINDS)
    happens(case, "withdrawn", cast, "social")
    at = f"/cases/{case.ref}/{stage.ref}"
    client = sign_in(cast.an)
    assert client.get(f"{at}/plan_session").status_code == 404
    assert client.get(f"{at}/decline").status_code == 200
    with pytest.raises(Missing):
        issue(case, "legal_aid_notice", "", actor=cast.an)


def test_no_page_of_agreement_material_or_dossier_is_left_either(
    case: Case, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    talks = Table(referred(case, "mediation", to="committee", data_kinds=KINDS), cast).agreed()
    talks.write()
    pages = [f"/cases/{case.ref}/{talks.agreement.ref}/write_clauses", f"/cases/{case.ref}/attachments/new"]
    client = sign_in(cast.tao)
    assert [client.get(page).status_code for page in pages] == [200, 200]
    happens(case, "withdrawn", cast, "committee")
    assert [client.get(page).status_code for page in pages] == [404, 404]
    bound = client.post(f"/cases/{case.ref}/dossiers", data={"stage": talks.stage.ref})
    assert bound.status_code == 404


def test_the_owner_is_asked_to_take_it_back_at_once(case: Case, cast: Cast) -> None:
    referred(case, "counselling", to="social", data_kinds=KINDS)
    happens(case, "withdrawn", cast, "social")
    (task,) = open_tasks(case, "consent_withdrawn")
    assert task.urgent
    assert task.text == "本人撤回了同意，请安排收回"
    assert task.user_id == case.owner_id
    referral = db.session.query(Referral).one()
    assert task.link == f"/referrals/{referral.ref}"
    take(referral, "send_back", actor=cast.an, facts={"reason": "other", "note": "本人撤回同意"})
    assert not open_tasks(case, "consent_withdrawn")
    # Nothing was ever sent there: there is nothing to call back.
    happens(case, "withdrawn", cast, "legal_aid")
    assert not open_tasks(case, "consent_withdrawn")


def test_the_agency_that_owns_the_case_is_not_cut_off(case: Case, cast: Cast) -> None:
    happens(case, "withdrawn", cast, "social")
    assert not cut_off(case, actor=cast.mei)
    assert list_cases(actor=cast.mei, text="王芳")
