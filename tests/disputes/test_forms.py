"""What is typed wrongly is said next to the field, in plain words."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from mediation.web.forms import FORMS, StepForm, form_for

PARTIES = [(1, "王芳（求助人）"), (2, "李强（对方）")]
REQUEST = {
    "origin": "party", "dispute_kind": "support", "dispute_facts": "不付抚养费。", "demands": "付抚养费。",
    "elsewhere": "no", "identity_matter": "no", "happened_on": "2026-11-01",
}  # fmt: skip
SESSION = {
    "held_at": "2026-11-05T14:00", "place": "调解室", "form": "joint", "attended": ["1", "2"],
    "minutes": "谈了抚养费。",
}  # fmt: skip
CLAUSES = {
    "dispute_facts": "抚养费争议。", "clauses-0-text": "每月付抚养费。", "clauses-0-kind": "support",
    "obligations-0-what": "抚养费", "obligations-0-clause": "1", "obligations-0-debtor": "2",
    "obligations-0-creditor": "1", "obligations-0-amount": "1,200", "obligations-0-due_on": "2027-01-31",
    "obligations-0-every": "month", "obligations-0-times": "12",
}  # fmt: skip

Open = Callable[..., StepForm]


@pytest.fixture
def posted(app: Flask) -> Open:
    """The form of that name with what was typed, and the answer of its check."""

    def go(name: str, typed: dict[str, Any]) -> StepForm:
        with app.test_request_context(
            method="POST", data={word: said for word, said in typed.items() if said is not None}
        ):
            form = form_for(name)
            form.offer_choices(lambda _word: PARTIES)
            form.validate()
            return form

    return go


@pytest.mark.parametrize(
    ("name", "good", "typed", "field", "words"),
    [
        ("mediation_request", REQUEST, {"origin": None}, "origin", "请选择"),
        ("mediation_request", REQUEST, {"elsewhere": "court"}, "elsewhere_why", "请写明由谁处理"),
        ("mediation_request", REQUEST, {"origin": "court_entrusted"}, "court_procedure", "期限不同"),
        ("mediation_request", REQUEST, {"happened_on": "2126-01-01"}, "happened_on", "将来"),
        ("session_record", SESSION, {"form": "separate"}, "side", "这次和谁谈"),
        ("session_record", SESSION, {"ended_at": "2026-11-05T13:00"}, "ended_at", "晚于开始"),
        ("session_record", SESSION, {"held_at": "2126-11-05T14:00"}, "held_at", "将来"),
        ("session_record", SESSION, {"minutes": ""}, "minutes", "调解记录"),
        ("session_record", SESSION, {"attended": []}, "attended", "未到场"),
        ("clauses", CLAUSES, {"clauses-0-text": ""}, "clauses", "至少写一条"),
        ("clauses", CLAUSES, {"obligations-0-clause": "3"}, "obligations", "没有第3条"),
        (
            "mediation_stop",
            {"who": "party", "reason": "谈不拢。", "mediation_ended_on": "2026-11-05"},
            {},
            "party",
            "哪一方",
        ),
        (
            "confirmation_filing",
            {"jc_filed_on": "2026-11-05", "court": "区法院"},
            {},
            "both_present",
            "双方共同",
        ),
        (
            "confirmation_filing",
            {"jc_filed_on": "2026-11-05", "court": "区法院", "both_present": "y", "materials": ["agreement"]},
            {},
            "materials",
            "还缺调解组织主持调解的证明、双方身份证明",
        ),
        (
            "performance",
            {"obligation": "1", "performed_on": "2026-11-05", "state": "partial"},
            {},
            "amount",
            "写明金额",
        ),
        ("signature", {"signer": "1", "signed_on": "2126-01-01", "way": "signed"}, {}, "signed_on", "将来"),
        ("mediator_named", {"assignee": "1", "chosen_by": "parties"}, {}, "no_interest", "利害关系"),
        ("mediation_acceptance", {}, {}, "pm_registered_on", "受理登记日期"),
        ("extension", {"reason": "等鉴定。"}, {}, "until", "哪一天"),
        ("child_heard", {"party": "1", "by_whom": "陶然", "alone": "yes"}, {}, "answer", "请选择"),
        ("agreement_reached", {"form": "written"}, {}, "agreement_reached_on", "哪一天"),
        ("danger_report", {"what": "扬言动手。"}, {}, "escalation_found_at", "什么时候"),
        ("confirmation_accepted", {}, {}, "jc_accepted_on", "立案日期"),
        ("confirmation_ruling", {"result": "valid", "told_rights": "yes"}, {}, "jc_ruled_on", "裁定日期"),
    ],
)
def test_a_mistake_is_named_at_its_field(
    posted: Open, name: str, good: dict[str, Any], typed: dict[str, Any], field: str, words: str
) -> None:
    form = posted(name, {**good, **typed})
    said = "".join(str(error) for error in form[field].errors)
    assert words in said


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"obligations-0-creditor": "2"}, "同一人"),
        ({"obligations-0-times": ""}, "共几期"),
        ({"obligations-0-due_on": ""}, "哪天前"),
        ({"obligations-0-amount": "一千"}, "请写数字"),
    ],
)
def test_a_mistake_in_a_row_is_named(posted: Open, row: dict[str, str], words: str) -> None:
    assert words in str(posted("clauses", {**CLAUSES, **row}).errors)


def test_empty_rows_are_no_clauses(posted: Open) -> None:
    form = posted("clauses", {**CLAUSES, "clauses-1-text": "", "obligations-1-what": ""})
    assert not form.errors
    facts = form.facts()
    assert facts["clauses"] == [{"text": "每月付抚养费。", "kind": "support"}]
    assert [(row["amount"], row["times"], row["debtor"]) for row in facts["obligations"]] == [(120000, 12, 2)]


def test_a_session_happened_on_its_own_day(posted: Open) -> None:
    form = posted("session_record", {**SESSION, "guests-0": "赵建国", "guests-1": ""})
    assert not form.errors
    facts = form.facts()
    assert (facts["happened_on"], facts["guests"], facts["attended"]) == ("2026-11-05", ["赵建国"], [1, 2])


def test_an_unusual_case_number_is_kept_and_marked(posted: Open) -> None:
    usual = posted(
        "confirmation_accepted", {"jc_accepted_on": "2026-11-05", "case_number": "（2026）9901民特12号"}
    )
    odd = posted(
        "confirmation_accepted", {"jc_accepted_on": "2026-11-05", "case_number": "（2026）调确字第1号"}
    )
    assert "case_number_unusual" not in usual.facts()
    assert odd.facts()["case_number_unusual"] is True


def test_a_row_refuses_in_chinese_too(app):
    data = {"obligations-0-what": "抚养费", "obligations-0-clause": "甲"}
    with app.test_request_context(method="POST", data=data):
        form = FORMS["clauses"]()
        form.offer_choices(lambda word: [])
        form.validate()
        said = "".join(str(error) for row in form.obligations.entries for error in row.form.clause.errors)
    assert said
    assert not any(mark.isascii() and mark.isalpha() for mark in said), said


def test_only_the_two_sides_are_asked_who_wants_to_stop(app):
    assert FORMS["mediation_stop"].party.kwargs["offers"] == "sides"
