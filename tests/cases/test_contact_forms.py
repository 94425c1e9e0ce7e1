"""更新安全联系方式 begins with what she said before: what nobody changes stays, and the record names what was changed."""

import re

import pytest

from mediation.cases.enrolling import keep_contact
from mediation.cases.models import Party
from mediation.db import atomic, db
from mediation.workflow.engine import take
from mediation.workflow.history import newest

TOLD = {
    "ways": ["phone", "wechat"], "hours": "工作日 9:00-11:00", "number": "13911112222", "others_phone": True,
    "who_may_answer": "她妹妹", "code_word": "送快递的", "never": "绝不能让丈夫接",
}  # fmt: skip


@pytest.fixture
def case(new_case):
    return new_case(contact=TOLD)


def her(case):
    return next(party for party in db.session.get(type(case), case.id).parties if party.side == "applicant")


def filled(page):
    """What the form of the PAGE would send, were its button pressed at once."""
    found = []
    for tag in re.findall(r"<(?:input|option)[^>]*>", page):
        kind, name, value = (re.search(rf'\b{a}="([^"]*)"', tag) for a in ("type", "name", "value"))
        if name and (kind is None or kind[1] in ("hidden", "text") or " checked" in tag):
            found.append((name[1], value[1] if value else ""))
    return found


def sent(browser, case, **changed):
    page = browser.get(f"/cases/{case.ref}/change_safe_contact").text
    data: dict[str, object] = {"party": str(her(case).id)}
    for name, value in filled(page):
        if name.startswith("contact-ways"):
            data.setdefault(name, []).append(value)
        else:
            data[name] = value
    data.update(changed)
    answer = browser.post(
        f"/cases/{case.ref}/change_safe_contact", data={k: v for k, v in data.items() if v is not None}
    )
    assert answer.status_code == 302, answer.text
    return newest(case.ref, "change_safe_contact")


def test_the_page_shows_what_she_said_but_neither_number_nor_code_word(case, cast, sign_in):
    page = sign_in(cast.mei).get(f"/cases/{case.ref}/change_safe_contact").text
    for words in ("绝不能让丈夫接", "工作日 9:00-11:00", "她妹妹", "不填就不改"):
        assert words in page
    for words in ("13911112222", "送快递的"):
        assert words not in page


def test_what_is_not_typed_again_stays_and_the_record_names_what_was_changed(case, cast, sign_in):
    browser = sign_in(cast.mei)
    step = sent(browser, case, **{"contact-hours": "周末 14:00-16:00"})
    kept = her(case).person.safe_contact
    assert (kept.hours, kept.number.reveal(), kept.code_word) == (
        "周末 14:00-16:00",
        "13911112222",
        "送快递的",
    )
    assert (kept.never, kept.who_may_answer, kept.others_phone) == ("绝不能让丈夫接", "她妹妹", True)
    assert sorted(kept.ways) == ["phone", "wechat"]
    assert step.facts["changed"] == ["hours"]
    page = browser.get(f"/cases/{case.ref}").text
    assert "改动了：时段" in page
    assert "13911112222" not in page


def test_a_sealed_answer_is_typed_anew_or_taken_away_knowingly(case, cast, sign_in):
    browser = sign_in(cast.mei)
    changed = {"contact-number": "13955556666", "contact-drop_code_word": "y"}
    step = sent(browser, case, **changed)
    kept = her(case).person.safe_contact
    assert (kept.number.reveal(), kept.code_word) == ("13955556666", None)
    assert step.facts["changed"] == ["number", "code_word"]
    assert "13955556666" not in str(step.facts)


def test_her_wish_not_to_be_contacted_loses_nothing_either(case, cast):
    take(
        case, "change_safe_contact", actor=cast.mei,
        facts={"party": her(case).id, "contact": {"no_contact": True, "never": "绝不能让丈夫接"}},
    )  # fmt: skip
    kept = her(case).person.safe_contact
    assert (kept.allowed, kept.number.reveal(), kept.never) == (False, "13911112222", "绝不能让丈夫接")


def test_the_answers_of_one_person_are_never_kept_for_another(new_case, cast, sign_in):
    sister = {"name": "王丽", "sex": "2", "relation": "妻妹"}
    case = new_case(contact=TOLD, applicants=[{"name": "王芳", "sex": "2"}, sister])
    other = next(party for party in case.parties if party.person.name == "王丽")
    with atomic():
        keep_contact(other.person, {"ways": ["letter"], "never": "不要打电话"})
    other_id, browser = other.id, sign_in(cast.mei)
    page = browser.get(f"/cases/{case.ref}/change_safe_contact").text
    data = {name: value for name, value in filled(page) if name != "party"}
    answer = browser.post(
        f"/cases/{case.ref}/change_safe_contact", data={**data, "party": other_id, "contact-ways": "phone"}
    )
    assert answer.status_code == 422
    assert "原来的登记" in answer.text
    assert 'value="不要打电话"' in answer.text
    assert 'value="绝不能让丈夫接"' not in answer.text
    assert db.session.get(Party, other_id).person.safe_contact.ways == ["letter"]
