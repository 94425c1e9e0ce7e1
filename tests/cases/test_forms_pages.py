"""The forms on their real pages."""

from mediation.cases.instruments import instrument
from mediation.cases.models import Party
from mediation.db import db
from tests.conftest import stage_of

DAY = {"happened_on": "2026-11-20"}
ITEMS = {f"answers-{name}": "no" for name in instrument("danger").questions}


def test_the_pages_take_the_steps(new_case, cast, sign_in):
    case = new_case(actor=cast.mei, received_on="2026-11-01")
    ref, stage_ref = case.ref, stage_of(case, "help_request").ref
    browser = sign_in(cast.mei)
    wrong = browser.post(
        f"/cases/{ref}/assess_danger",
        data={**ITEMS, "answers-suicide": "unanswered", **DAY, "seen": case.version},
    )
    assert wrong.status_code == 422
    assert "无法判定" in wrong.text
    taken = browser.post(f"/cases/{ref}/assess_danger", data={**ITEMS, **DAY, "seen": case.version})
    assert taken.status_code == 302, taken.text
    taken = browser.post(
        f"/cases/{ref}/add_party",
        data={"role": "witness", "who-name": "赵敏", "who-sex": "2", **DAY, "seen": case.version},
    )
    assert taken.status_code == 302, taken.text
    assert db.session.query(Party).filter_by(role="witness").count() == 1
    for page in (
        f"{ref}/open_stage",
        f"{ref}/inform",
        f"{ref}/change_safe_contact",
        f"{ref}/correct",
        f"{ref}/report_minor",
    ):
        assert browser.get(f"/cases/{page}").status_code == 200, page
    assert browser.get(f"/cases/{ref}/{stage_ref}/accept").status_code == 200
