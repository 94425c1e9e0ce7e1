"""What the registration suggests for triage. The table is written by hand."""

import pytest

from mediation.cases.suggesting import suggested_stages
from mediation.db import atomic
from mediation.people.models import User
from tests.conftest import stage_of

# what was registered; what is suggested, and where: the federation has nobody of the trades itself
SUGGESTED = [
    ({"category_kind": "抚养费"}, [("mediation", None)]),
    ({"category_kind": "离婚", "wishes": "想请律师。"}, [("legal_aid", "legal_aid")]),
    (
        {"category_kind": "家庭矛盾", "wishes": "找人说说话，也想坐下来谈一谈。"},
        [("mediation", None), ("counselling", "social")],
    ),
    ({"category_class": "综合", "category_kind": "心理困扰"}, [("counselling", "social")]),
    ({"category_class": "综合", "category_kind": "生活困难", "wishes": "了解补助。"}, []),
    # violence: safety first, then the lawyer; mediation is shut and is not suggested
    ({"category_kind": "抚养费", "q_violence": "yes"}, [("protection", "federation"), ("legal_aid", "legal_aid")]),
    # without the other side there is nobody to mediate with
    ({"category_kind": "抚养费", "respondents": []}, []),
]  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), SUGGESTED)
def test_what_is_suggested(new_case, cast, told, expected):
    case = new_case(**told)
    places = {cast.agency(word).id: word for word in ("federation", "legal_aid", "social", "committee")}
    found = [(kind, places.get(agency)) for agency, kind in suggested_stages(case)]
    assert found == expected


def test_whoever_has_a_mediator_of_its_own_mediates_itself(new_case, cast):
    with atomic() as session:
        agency = cast.agency("federation")
        session.add(User(login="he", name="何平", role="mediator", agency=agency))
    assert list(suggested_stages(new_case())) == [(cast.agency("federation").id, "mediation")]


def test_the_rows_are_there_with_one_lead_and_are_only_a_suggestion(new_case, cast, sign_in):
    case = new_case(actor=cast.mei, wishes="想请律师，也想找人说说话。", category_kind="离婚")
    first = stage_of(case, "help_request")
    browser = sign_in(cast.mei)
    browser.post(
        f"/cases/{case.ref}/{first.ref}/accept", data={"accepted_on": "2026-11-02", "seen": first.version}
    )
    page = browser.get(f"/cases/{case.ref}/{first.ref}/triage").text
    assert page.count("<legend>第 ") == 2
    assert page.count('value="lead" checked') == 1
    assert "待转介：" in page
    assert [stage.workflow for stage in case.stages] == ["help_request"]


def test_without_a_suggestion_the_empty_row_leads(new_case, cast, sign_in):
    case = new_case(actor=cast.mei, category_class="综合", category_kind="生活困难", wishes="了解补助。")
    first = stage_of(case, "help_request")
    browser = sign_in(cast.mei)
    browser.post(
        f"/cases/{case.ref}/{first.ref}/accept", data={"accepted_on": "2026-11-02", "seen": first.version}
    )
    page = browser.get(f"/cases/{case.ref}/{first.ref}/triage").text
    assert page.count("<legend>第 ") == 1
    assert page.count('value="lead" checked') == 1
