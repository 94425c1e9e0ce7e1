"""Which people of a case a partner is shown, and whether its danger. The tables are written by hand from PI-23 (Personal
Information Protection Law arts. 6, 23), MC-1084 and docs/decisions/0006, not from the code.

A case with everybody in it: her, who consented (H), her sister who asks for help too (S), the other side (O), a child
(C), who represents her (R), who represents the other side (L), the guardian of the child (G), a neighbour (W).
"""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from mediation.cases.choices import choices_for
from mediation.cases.handed_over import danger_shown, shown_parties
from mediation.cases.models import Case, Stage
from mediation.cases.page import identity, party_rows
from mediation.cases.papers import find_document, issue, papers_of
from mediation.cases.queries import list_cases
from mediation.cases.timeline import timeline
from mediation.cases.today import rows_for
from mediation.db import atomic, db, today
from mediation.errors import Missing
from mediation.people.models import User
from mediation.referrals.models import Referral
from mediation.workflow.engine import take
from tests.conftest import Cast, referred, stage_of
from tests.referrals.test_sending import agree

NAMES = {
    "H": "王芳", "S": "王梅", "O": "李强", "C": "李小宝", "R": "赵代理", "L": "钱代理", "G": "周外婆", "W": "孙邻居",
}  # fmt: skip
EVERYBODY: dict[str, Any] = {
    "applicants": [
        {"name": "王芳", "sex": "2"},
        {"name": "王梅", "sex": "2", "contact": {"no_contact": True}},
    ],
    "respondents": [{"name": "李强", "sex": "1"}],
    "children": [{"name": "李小宝", "birth": "2018-05-01", "phone": "13711112222"}],
    "others": [
        {"name": "赵代理", "role": "representative", "represents": "applicants-0"},
        {"name": "钱代理", "role": "representative", "represents": "respondents-0"},
        {"name": "周外婆", "role": "guardian", "represents": "children-0"},
        {"name": "孙邻居", "role": "witness"},
    ],
}
WHERE = {
    "legal_aid": ("legal_aid", "fang"),
    "mediation": ("committee", "tao"),
    "counselling": ("social", "an"),
    "protection": ("police", "ning"),
    "help_request": ("elsewhere", "qiu"),
}
ALL = ["identity", "other_side", "contact", "narrative", "wishes", "danger", "children", "asked"]
DUTY = {"ground": "legal_duty", "ground_text": "履行保护职责", "party": None, "answer": None}

# kind of work, kind of case, kinds of data handed over, ground: who is shown
SHOWN: list[tuple[str, str, list[str], dict[str, Any], str]] = [
    # legal aid: whom it is for, who speaks for her, and the other side, for the conflict of interests
    ("legal_aid", "抚养", ["narrative"], {}, "HOR"),
    ("legal_aid", "抚养", ["identity"], {}, "HOR"),
    ("legal_aid", "抚养", ["other_side"], {}, "HOR"),
    ("legal_aid", "抚养", ["children"], {}, "HOR"),
    ("legal_aid", "抚养", ALL, {}, "HOR"),
    ("legal_aid", "抚养", ["narrative"], DUTY, "HSOR"),
    # mediation: both sides at the table and who speaks for them; the children where they are the matter
    ("mediation", "抚养", ["narrative"], {}, "HSOCRL"),
    ("mediation", "抚养", ALL, {}, "HSOCRL"),
    ("mediation", "探望", ["identity"], {}, "HSOCRL"),
    ("mediation", "离婚", ["identity"], {}, "HSOCRL"),
    ("mediation", "夫妻财产", ["narrative"], {}, "HSORL"),
    ("mediation", "夫妻财产", ["children"], {}, "HSORL"),
    ("mediation", "夫妻财产", ALL, {}, "HSORL"),
    # counselling: who is counselled; the other side only if the package names it
    ("counselling", "抚养", ["narrative"], {}, "H"),
    ("counselling", "抚养", ["identity"], {}, "H"),
    ("counselling", "抚养", ["identity", "children"], {}, "H"),
    ("counselling", "抚养", ["identity", "other_side"], {}, "HO"),
    ("counselling", "抚养", ALL, {}, "HO"),
    ("counselling", "抚养", ["identity"], DUTY, "HS"),
    # police and court protect her and the children from somebody whom they must know
    ("protection", "夫妻财产", ["narrative"], {}, "HOCR"),
    ("protection", "夫妻财产", ["identity"], {}, "HOCR"),
    ("protection", "夫妻财产", ALL, {}, "HOCR"),
    ("protection", "夫妻财产", ["identity"], DUTY, "HSOCR"),
    # another station takes her request in: her and the other side
    ("help_request", "抚养", ["identity"], {}, "HOR"),
    ("help_request", "抚养", ALL, {}, "HOR"),
]
# kind of work, kinds of data: is the danger shown
DANGER = [
    ("legal_aid", ["identity"], False), ("legal_aid", ["identity", "danger"], True),
    ("counselling", ["identity"], False), ("counselling", ["identity", "danger"], True),
    ("help_request", ["identity"], False), ("help_request", ["identity", "danger"], True),
    ("mediation", ["identity"], True), ("protection", ["identity"], True),
]  # fmt: skip
# kinds of data, what became of the package: who is shown while the work goes on, who after it
LATER = [
    (["identity"], "open", "H", "H"),
    (["other_side"], "open", "HO", "O"),
    (["identity", "other_side"], "open", "HO", "HO"),
    (["narrative", "children"], "open", "H", ""),
    (ALL, "withdrawn", "", ""),
    (ALL, "expired", "", ""),
    (ALL, "answered", "H", ""),
]


@pytest.fixture
def everybody(new_case: Callable[..., Case], cast: Cast) -> Callable[..., Case]:
    """A case with all of them in it, accepted."""

    def make(**given: Any) -> Case:
        case = new_case(actor=cast.mei, **{**EVERYBODY, **given})
        facts = {"accepted_on": "2026-11-02"}
        take(stage_of(case, "help_request"), "accept", actor=cast.mei, facts=facts)
        return case

    return make


def at_partner(case: Case, kind: str, kinds: list[str], **given: Any) -> tuple[Stage, User]:
    where, who = WHERE[kind]
    return referred(case, kind, to=where, data_kinds=kinds, **given), getattr(Cast(), who)


def shown(case: Case, actor: User) -> set[str]:
    by_name = {name: letter for letter, name in NAMES.items()}
    return {by_name[str(party.person.name)] for party in shown_parties(case, actor=actor)}


@pytest.mark.parametrize(("kind", "about", "kinds", "ground", "who"), SHOWN)
def test_a_partner_is_shown_what_was_handed_over_and_what_the_work_needs(
    everybody: Callable[..., Case], kind: str, about: str, kinds: list[str], ground: dict[str, Any], who: str
) -> None:
    case = everybody(category_kind=about)
    _stage, actor = at_partner(case, kind, kinds, **ground)
    assert shown(case, actor) == set(who)
    assert shown(case, Cast().mei) == set(NAMES)


@pytest.mark.parametrize(("kind", "kinds", "told"), DANGER)
def test_danger_is_shown_if_it_was_told_or_the_work_needs_it(
    everybody: Callable[..., Case], kind: str, kinds: list[str], told: bool
) -> None:
    case = everybody()
    _stage, actor = at_partner(case, kind, kinds)
    with atomic():
        case.danger = "medium"
    assert danger_shown(case, actor=actor) == told
    assert identity(case, actor=actor)["danger"] == ("medium" if told else "")
    assert {row["danger"] for row in rows_for(actor) if row["case"] == case.ref} <= {"medium" if told else ""}
    assert identity(case, actor=Cast().mei)["danger"] == "medium"


@pytest.mark.parametrize(("kinds", "became", "during", "after"), LATER)
def test_what_remains_is_what_open_work_needs_and_nothing_after(
    everybody: Callable[..., Case], cast: Cast, kinds: list[str], became: str, during: str, after: str
) -> None:
    case = everybody()
    stage, actor = at_partner(case, "counselling", kinds)
    referral = db.session.query(Referral).filter_by(stage_id=stage.id).one()
    if became == "withdrawn":
        agree(case, cast.agency("social"), cast.mei, [], answer="withdrawn")
    elif became == "expired":
        with atomic():
            referral.expires_on = today().replace(year=today().year - 1)
    elif became == "answered":
        take(referral, "answer", actor=actor, facts={"result": "not_done"})
        take(referral, "acknowledge", actor=cast.mei)
    assert shown(case, actor) == set(during)
    take(stage, "decline", actor=actor, facts={"reason": "本人不需要"})
    assert shown(case, actor) == set(after)
    if not after:
        assert not party_rows(case, actor=actor)
        assert identity(case, actor=actor)["name"] == referral.slip_number
        assert identity(case, actor=actor)["contact"] is None
        assert not list_cases(actor=actor, text="王芳")


def test_children_belong_to_a_mediation_once_it_is_about_them(everybody: Callable[..., Case]) -> None:
    case = everybody(category_kind="夫妻财产")
    stage, tao = at_partner(case, "mediation", ["identity"])
    assert "C" not in shown(case, tao)
    asked = {
        "origin": "party", "dispute_kind": "custody", "elsewhere": "no", "identity_matter": False,
        "dispute_facts": "孩子随谁生活", "demands": "由母亲抚养",
    }  # fmt: skip
    take(stage, "record_request", actor=tao, facts=asked)
    assert "C" in shown(case, tao)


def test_a_hidden_person_is_in_no_field_of_any_form(everybody: Callable[..., Case], cast: Cast) -> None:
    case = everybody()
    stage, an = at_partner(case, "counselling", ["identity"])
    offered = choices_for(case, stage, actor=an)
    for word in ("parties", "sides", "applicants", "respondents", "children"):
        names = {name.partition("（")[0] for _id, name in offered(word)}
        assert names <= {"王芳"}, word
    assert len(choices_for(case, stage, actor=cast.mei)("parties")) == len(NAMES)


@pytest.mark.parametrize(
    "text", ["李小宝", "lixiaobao", "lxb", "2222", "13711112222", "王梅", "孙邻居", "李强"]
)
def test_a_hidden_person_is_found_by_no_search(everybody: Callable[..., Case], cast: Cast, text: str) -> None:
    case = everybody()
    _stage, an = at_partner(case, "counselling", ["identity", "children"])
    assert not list_cases(actor=an, text=text)
    assert [found.ref for found in list_cases(actor=an, text="王芳")] == [case.ref]
    assert [found.ref for found in list_cases(actor=cast.mei, text=text)] == [case.ref]


def test_who_is_shown_is_found(everybody: Callable[..., Case], cast: Cast) -> None:
    case = everybody()
    _stage, tao = at_partner(case, "mediation", ["identity"])
    for text in ("李强", "王梅", "李小宝", "钱代理"):
        assert [found.ref for found in list_cases(actor=tao, text=text)] == [case.ref]
    assert not list_cases(actor=tao, text="孙邻居")


def test_no_page_names_a_hidden_person(
    everybody: Callable[..., Case], cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    case = everybody()
    stage, an = at_partner(case, "counselling", ["identity", "children"])
    ref, told = case.ref, stage.ref
    child = next(party.id for party in case.parties if party.role == "child")
    # Whoever names a party that was never handed over (as an import may) reads no name off it.
    take(stage, "record_no_show", actor=an, facts={"absent": [child], "happened_on": "2026-11-03"})
    assert "李小宝" not in str(timeline(case, actor=an))
    assert "一位当事人" in str(timeline(case, actor=an))
    client = sign_in(an)
    paths = [
        "/",
        "/cases",
        f"/cases/{ref}",
        *(f"/cases/{ref}/{told}/{step}" for step in ("plan_session", "record_no_show")),
    ]
    for path in paths:
        page = client.get(path).text
        assert "王芳" in page, path
        for letter in "SOCRLGW":
            assert NAMES[letter] not in page, (path, letter)
    found = client.post("/cases", data={"q": "李小宝"}).text
    nobody = client.post("/cases", data={"q": "欧阳无名"}).text
    assert found.replace("李小宝", "") == nobody.replace("欧阳无名", "")


def test_a_paper_for_somebody_hidden_is_neither_printed_nor_read(
    everybody: Callable[..., Case], cast: Cast
) -> None:
    case = everybody()
    _stage, fang = at_partner(case, "legal_aid", ["identity"])
    her, child = (next(p for p in case.parties if p.role == role) for role in ("applicant", "child"))
    for_child = issue(case, "legal_aid_notice", child.ref, actor=cast.mei)
    for_both = issue(case, "legal_aid_notice", "", actor=cast.mei)
    for hidden in (for_child, for_both):
        with pytest.raises(Missing):
            find_document(hidden.ref, actor=fang)
    with pytest.raises(Missing):
        issue(case, "legal_aid_notice", child.ref, actor=fang)
    own = issue(case, "legal_aid_notice", her.ref, actor=fang)
    assert [paper.ref for paper in papers_of(case, actor=fang)] == [own.ref]
