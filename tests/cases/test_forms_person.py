"""Who somebody is: no number turns anybody away, and nobody is sent away for having no name."""

import pytest
from werkzeug.datastructures import MultiDict

from mediation.cases.identity import doubts
from mediation.cases.party_forms import ID_DOUBTED, PersonRow, SafeContactRow
from mediation.cases.person_choices import ETHNICITIES

# Numbers of nobody; the first two stand in rule ID-18.
WOMAN, MAN = "11010519491231002X", "440524188001010014"
PERMIT = "810000199408230021"
NUMBERS = [
    ("id_card", WOMAN, {}, None),
    ("id_card", MAN, {}, None),
    ("id_card", WOMAN, {"birth": "1949-12-31", "sex": "2"}, None),
    ("id_card", WOMAN, {"birth": "1949"}, None),
    ("id_card", WOMAN, {"birth": "1949-12-30"}, "出生日期"),
    ("id_card", WOMAN, {"sex": "1"}, "性别"),
    ("id_card", WOMAN, {"sex": "9"}, None),
    ("id_card", "110105194912310021", {}, "校验码"),
    ("id_card", "11010519491331002X", {}, "出生日期"),
    ("id_card", "110105490101001", {}, "18位"),
    ("id_card", "A1010519491231002X", {}, "18位"),
    ("id_card", "１１０１０５１９４９１２３１００２X", {}, "18位"),
    ("residence_permit", PERMIT, {}, None),
    ("residence_permit", WOMAN, {}, "81"),
    ("passport", "E12345678", {}, None),
    ("household_book", "没有号码", {}, None),
]


@pytest.mark.parametrize(("kind", "number", "more", "says"), NUMBERS)
def test_a_number_holds_together_or_it_is_said_why_not(kind, number, more, says):
    found = doubts(kind, number, **more)
    assert found is None if says is None else says in str(found)


def row(**data):
    return PersonRow(MultiDict({"sex": "0", **data}))


def test_a_doubtful_number_is_kept_once_it_is_said_why(app):
    with app.test_request_context():
        doubtful = {"name": "王芳", "id_kind": "id_card", "id_number": "11010519491231002 1"}
        form = row(**doubtful)
        assert not form.validate()
        assert str(form.id_number.errors[0]).startswith(ID_DOUBTED)
        assert 'type="text"' in form.id_reason()
        assert form.id_number.data == "110105194912310021"
        assert row(**doubtful, id_reason="证件磨损，本人口述").validate()


def test_nobody_is_asked_for_a_reason_where_the_number_holds(app):
    with app.test_request_context():
        form = row(name="王芳", id_kind="id_card", id_number=WOMAN.lower())
        assert form.validate()
        assert 'type="hidden"' in form.id_reason()
        assert form.id_number.data == WOMAN


def test_whoever_does_not_say_a_name_is_taken_in(app):
    with app.test_request_context():
        assert not row(phone="13800138000").validate()
        assert row(phone="13800138000", anonymous="y").validate()


def test_an_empty_row_says_nothing(app):
    with app.test_request_context():
        form = row()
        assert form.validate()
        assert form.blank()
        assert not row(name="王").blank()


def test_names_may_be_long_rare_and_dotted(app):
    with app.test_request_context():
        for name in ("𠮷田", "买买提·吾守尔·阿不都热合曼", "王"):
            assert row(name=name).validate()


def test_every_ethnicity_of_the_standard_is_known():
    codes = dict(ETHNICITIES)
    assert len(codes) == 58
    assert (codes["01"], codes["56"]) == ("汉族", "基诺族")


def test_safe_contact_is_a_way_or_none(app):
    with app.test_request_context():
        assert not SafeContactRow(MultiDict({"hours": "上午"})).validate()
        assert not SafeContactRow(MultiDict({"ways": "phone", "no_contact": "y"})).validate()
        assert SafeContactRow(MultiDict({"ways": "phone"})).validate()
        assert SafeContactRow(MultiDict({"no_contact": "y"})).validate()
