"""The form of a follow-up: bad input is said in Chinese next to the field."""

import pytest

from mediation.web.forms import FORMS

GOOD = {"way": "phone", "reached": "yes", "safe": "yes", "happened_on": "2026-03-06"}


def checked(app, data):
    with app.test_request_context("/", method="POST", data=data):
        form = FORMS["follow_up"]()
        form.validate()
        return form


def test_a_full_form_holds_and_keeps_its_answers(app):
    form = checked(app, GOOD)
    assert not form.errors
    assert form.facts() == {
        "no_contact_by_wish": False, "way": "phone", "reached": True, "safe": "yes", "violence_again": False,
        "happened_on": "2026-03-06",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"way": ""}, "way", "请选择"),
        ({"reached": ""}, "reached", "是或否"),
        ({"safe": ""}, "safe", "请选择"),
        ({"reached": "no"}, "safe", "不能确认安全"),
        ({"no_contact_by_wish": "y"}, "reached", "请选“否”"),
        ({"happened_on": "2099-01-01"}, "happened_on", "将来"),
        ({"happened_on": ""}, "happened_on", "请写明日期"),
        ({"next_on": "下周"}, "next_on", "2026"),
    ],
)
def test_what_is_wrong_is_said_next_to_the_field(app, change, field, said):
    form = checked(app, {**GOOD, **change})
    assert said in "".join(str(error) for error in form.errors.get(field, [])), form.errors
