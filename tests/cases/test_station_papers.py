"""The station's papers of a real case: what they hold, who prints them, and what stops them."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pytest

from mediation.audit.commitment import committed
from mediation.audit.models import AuditEntry
from mediation.cases.guardians import signers_for
from mediation.cases.masking import masked_text
from mediation.cases.models import Case
from mediation.cases.notices import agreed_to_forward
from mediation.cases.papers import bytes_of, issue, papers_of
from mediation.cases.proof import of_paper
from mediation.cases.word_papers import word_of
from mediation.cases.work import Consent
from mediation.db import SHANGHAI, atomic, db
from mediation.documents.check import text_of_docx, text_of_pdf
from mediation.errors import Incomplete, Missing
from mediation.web.forms import FORMS
from mediation.workflow.engine import take
from tests.conftest import A_REQUEST, Cast, referred, stage_of

VIOLENT = {"category_kind": "家庭暴力", "q_hurt": "yes", "q_violence": "yes"}
FOUND = datetime(2026, 3, 5, 9, 20, tzinfo=SHANGHAI)
TOLD: dict[str, dict[str, Any]] = {
    "record_violence": {
        "violence_kinds": ["bodily"],
        "violence_details": "推搡，左臂淤青。",
        "injured": "yes",
    },
    "supervise": {
        "addressee": "青山区某某局",
        "found_facts": "王芳反映，李强多次到李小宝的班上闹事，贵单位没有处理。",
        "opinion": "请依法处理。",
        "next_on": date(2099, 1, 1),
    },
    "forward": {
        "addressee": "青山区某某街道",
        "ground": "legal_duty",
        "forwarded_summary": "王芳反映承包地被收回。",
    },
}
PAPERS = {
    "record_violence": "violence_record",
    "supervise": "supervision_opinion",
    "forward": "forwarding_letter",
}
NARRATIVE = {
    "record_violence": "violence_details",
    "supervise": "found_facts",
    "forward": "forwarded_summary",
}


def printed(case: Case, name: str, actor: Any) -> str:
    """The text of a paper as it was kept, without spaces."""
    return "".join(text_of_pdf(bytes_of(issue(case, name, "", actor=actor), actor=actor)).split())


@pytest.mark.parametrize("trigger", TOLD)
def test_an_address_or_a_workplace_typed_into_a_step_stops_its_paper(
    new_case: Callable[..., Case], cast: Cast, trigger: str
) -> None:
    woman = {**A_REQUEST["applicants"][0], "workplace": "青山区东方红商贸有限公司"}
    case = new_case(actor=cast.mei, **VIOLENT, applicants=[woman])
    for typed, what in (
        ("她住和平路 8 号 3 单元", "现住址"),
        ("打 138 0013 8000", "电话"),
        ("在东方红商贸上班", "工作单位"),
    ):
        take(case, trigger, actor=cast.mei, facts={**TOLD[trigger], NARRATIVE[trigger]: typed})
        with pytest.raises(Incomplete, match=what):
            issue(case, PAPERS[trigger], "", actor=cast.mei)
    assert not papers_of(case, actor=cast.mei)


def test_a_shelter_typed_into_a_letter_stops_paper_and_word(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    case = new_case(actor=cast.mei, **VIOLENT)
    take(case, "open_protection", actor=cast.mei, facts={"reason": "有危险"})
    entry = {"shelter_in_on": "2026-03-05", "shelter_place": "白水区向日葵庇护中心", "her_wish": "agreed"}
    take(stage_of(case, "protection"), "enter_shelter", actor=cast.mei, facts=entry)
    take(
        case, "forward", actor=cast.mei, facts={**TOLD["forward"], "forwarded_summary": "现在向日葵庇护中心"}
    )
    for make in (issue, word_of):
        with pytest.raises(Incomplete, match="庇护场所"):
            make(case, "forwarding_letter", "", actor=cast.mei)


def test_the_record_of_violence_holds_what_she_told_and_leaves_the_rest_open(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    case = new_case(actor=cast.mei, **VIOLENT)
    take(case, "record_violence", actor=cast.mei, facts=TOLD["record_violence"])
    text = printed(case, "violence_record", cast.mei)
    for words in ("√身体暴力", "推搡，左臂淤青", "√是", "王芳", "李强", "前配偶", "1人（"):
        assert words in text
    assert "√性暴力" not in text
    assert "李小宝" not in text


def test_a_case_without_violence_has_no_record_of_violence(new_case: Callable[..., Case], cast: Cast) -> None:
    with pytest.raises(Missing):
        issue(new_case(actor=cast.mei), "violence_record", "", actor=cast.mei)


def test_names_are_masked_in_letters_to_offices(new_case: Callable[..., Case], cast: Cast) -> None:
    case = new_case(actor=cast.mei)
    take(case, "supervise", actor=cast.mei, facts=TOLD["supervise"])
    text = printed(case, "supervision_opinion", cast.mei)
    for name in ("王芳", "李强", "李小宝"):
        assert name not in text
    for words in ("王某反映", "李某多次到某未成年人的班上", "第七十三条", "2099年1月1日前"):
        assert words in text
    for word in ("责令改正本", "约谈", "告诫"):
        assert word not in text


def test_a_name_is_masked_however_it_is_spaced(new_case: Callable[..., Case]) -> None:
    assert masked_text("王　芳和王 芳，王芬", new_case()) == "王某和王某，王芬"


def test_a_matter_is_passed_on_with_her_name_only_if_she_agreed(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    case = new_case(actor=cast.mei)
    take(case, "forward", actor=cast.mei, facts=TOLD["forward"])
    text = printed(case, "forwarding_letter", cast.mei)
    assert "王某" in text
    assert "王芳" not in text
    assert "由本站转达" in text
    take(case, "forward", actor=cast.mei, facts={**TOLD["forward"], "named": True, **agreed(case)})
    assert "王芳" in printed(case, "forwarding_letter", cast.mei)


def agreed(case: Case) -> dict[str, Any]:
    """She was asked about this office and agreed."""
    her = next(party.id for party in case.parties if party.role == "applicant")
    return {"party": her, "way": "phone", "consented_on": "2026-03-04"}


@pytest.mark.parametrize("left_out", ["party", "way", "consented_on"])
@pytest.mark.parametrize("rests_on_it", [{"ground": "consent"}, {"named": True}])
def test_nothing_is_passed_on_by_a_consent_that_nobody_recorded(
    new_case: Callable[..., Case], cast: Cast, rests_on_it: dict[str, Any], left_out: str
) -> None:
    case = new_case(actor=cast.mei)
    facts = {**TOLD["forward"], **rests_on_it, **agreed(case)}
    del facts[left_out]
    with pytest.raises(Incomplete, match="单独同意"):
        take(case, "forward", actor=cast.mei, facts=facts)


def test_the_letter_says_when_and_how_she_agreed(new_case: Callable[..., Case], cast: Cast) -> None:
    case = new_case(actor=cast.mei)
    take(case, "forward", actor=cast.mei, facts={**TOLD["forward"], "ground": "consent", **agreed(case)})
    assert "本人单独同意（个人信息保护法第二十三条），2026年3月4日电话征得" in printed(
        case, "forwarding_letter", cast.mei
    )
    kept = db.session.query(Consent).filter_by(kind="forwarding").one()
    assert (kept.answer, kept.way, kept.given_on, kept.purpose) == (
        "agreed",
        "phone",
        "2026-03-04",
        "青山区某某街道",
    )


def test_what_was_withdrawn_or_never_recorded_is_said_by_no_letter(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    case = new_case(actor=cast.mei)
    told = {**TOLD["forward"], "ground": "consent", "named": True, **agreed(case)}
    take(case, "forward", actor=cast.mei, facts=told)
    take(
        case, "record_privacy_consent", actor=cast.mei, facts={"answer": "withdrawn", "party": told["party"]}
    )
    text = printed(case, "forwarding_letter", cast.mei)
    for words in ("单独同意", "王芳"):
        assert words not in text
    # As steps of before the consent was asked for.
    assert agreed_to_forward(case, {"ground": "consent", "named": True}) is None


def test_only_who_agreed_is_named(new_case: Callable[..., Case], cast: Cast) -> None:
    case = new_case(actor=cast.mei, applicants=[{"name": "王芳"}, {"name": "王梅"}])
    told = {**TOLD["forward"], "named": True, "forwarded_summary": "王芳、王梅反映承包地被收回。"}
    take(case, "forward", actor=cast.mei, facts={**told, **agreed(case)})
    text = printed(case, "forwarding_letter", cast.mei)
    assert "王芳、王某反映" in text
    assert "王梅" not in text


def test_the_report_for_a_child_tells_of_nine_situations_and_of_no_worker(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    case = new_case(actor=cast.mei)
    child = next(party for party in case.parties if party.role == "child")
    facts = {
        "party": child.id, "situations": ["maltreated"], "police_reported_at": FOUND, "station": "城南派出所",
        "officer": "110-18", "minor_risk_found_at": FOUND, "finding": "手臂多处淤青。",
    }  # fmt: skip
    take(case, "report_minor", actor=cast.mei, facts=facts)
    text = printed(case, "minor_report", cast.mei)
    for words in (
        "9．",
        "√4．身体多处损伤",
        "李小宝",
        "城南派出所",
        "110-18",
        "手臂多处淤青",
        "2026年3月5日09:20",
    ):
        assert words in text
    assert cast.mei.name not in text


def test_an_adult_without_capacity_is_reported_for_on_a_paper_of_her_own(
    new_case: Callable[..., Case], cast: Cast, sign_in: Callable[..., Any]
) -> None:
    case = new_case(actor=cast.mei, **VIOLENT)
    woman = next(party for party in case.parties if party.role == "applicant")
    facts = {
        "party": woman.id, "violence_kinds": ["bodily"], "capacity": "limited", "police_reported_at": FOUND,
        "station": "城南派出所", "officer": "110-18", "dv_incapable_found_at": FOUND, "finding": "说不清经过。",
    }  # fmt: skip
    take(case, "report_minor", actor=cast.mei, facts=facts)
    text = printed(case, "incapable_report", cast.mei)
    for words in (
        "无、限制民事行为能力人疑似遭受家庭暴力报告单", "王芳", "√限制民事行为能力", "√身体暴力", "城南派出所", "110-18",
        "2026年3月5日09:20", "第十四条",
    ):  # fmt: skip
        assert words in text
    assert "未成年人" not in text
    assert cast.mei.name not in text
    with pytest.raises(Missing):
        issue(case, "minor_report", "", actor=cast.mei)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    assert "打印无、限制民事行为能力人疑似遭受家庭暴力报告单" in page
    assert "打印侵害未成年人案件强制报告单" not in page


def test_a_child_and_an_adult_reported_for_each_keep_their_paper(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    case = new_case(actor=cast.mei, **VIOLENT)
    told = {
        "police_reported_at": FOUND,
        "station": "城南派出所",
        "officer": "110-18",
        "dv_incapable_found_at": FOUND,
    }
    for role in ("child", "applicant"):
        party = next(party for party in case.parties if party.role == role)
        take(
            case,
            "report_minor",
            actor=cast.mei,
            facts={**told, "party": party.id, "violence_kinds": ["bodily"]},
        )
    assert "√4．身体多处损伤" in printed(case, "minor_report", cast.mei)
    assert "王芳" in printed(case, "incapable_report", cast.mei)


def test_of_an_adult_the_violence_is_ticked_and_of_a_minor_the_situation(app) -> None:
    told = {
        "party": "1", "police_reported_at": "2026-03-05T09:30", "station": "城南派出所", "officer": "110-18",
        "happened_on": "2026-03-05",
    }  # fmt: skip
    adult = {**told, "dv_incapable_found_at": "2026-03-05T09:20", "violence_kinds": "bodily"}
    for data, refused in (
        (adult, False),
        ({**adult, "violence_kinds": []}, True),
        ({**adult, "minor_risk_found_at": "2026-03-05T09:20"}, True),
    ):
        with app.test_request_context("/", method="POST", data=data):
            form = FORMS["mandatory_report"]()
            form.validate()
            assert bool(form.errors.get("situations")) is refused, (data, form.errors)


def test_no_report_is_printed_before_one_was_made(new_case: Callable[..., Case], cast: Cast) -> None:
    for name in ("minor_report", "supervision_opinion", "forwarding_letter", "acceptance_notice"):
        with pytest.raises(Missing):
            issue(new_case(actor=cast.mei), name, "", actor=cast.mei)


def test_the_child_of_a_violent_father_is_signed_for_by_nobody_of_his_side(
    new_case: Callable[..., Case],
) -> None:
    case = new_case(**VIOLENT)
    child = next(party for party in case.parties if party.role == "child")
    assert signers_for(child) == {"guardian": True, "guardians": ["王芳"], "barred": False}
    for party in case.parties:
        if party.role == "applicant":
            party.role, party.side = "respondent", "respondent"
    assert signers_for(child) == {"guardian": True, "guardians": [], "barred": True}


def test_a_guardian_of_the_other_side_is_left_out(new_case: Callable[..., Case], cast: Cast) -> None:
    case = new_case(actor=cast.mei, **VIOLENT)
    child = next(party for party in case.parties if party.role == "child")
    facts = {"role": "guardian", "who": {"name": "李大爷"}, "represents": child.id, "linked": "no"}
    take(case, "add_party", actor=cast.mei, facts=facts)
    assert signers_for(child)["guardians"] == ["王芳", "李大爷"]
    old_man = next(party for party in case.parties if party.role == "guardian")
    with atomic():
        old_man.side = "respondent"
    assert signers_for(child)["guardians"] == ["王芳"]


def test_a_grown_woman_signs_for_herself(new_case: Callable[..., Case]) -> None:
    woman = next(party for party in new_case().parties if party.role == "applicant")
    assert signers_for(woman)["guardian"] is False


def test_strangers_partners_and_administrators_print_nothing(
    new_case: Callable[..., Case], cast: Cast, sign_in: Callable[..., Any]
) -> None:
    case = new_case(actor=cast.mei, **VIOLENT)
    referred(case, "legal_aid", to="legal_aid")
    for trigger, facts in TOLD.items():
        take(case, trigger, actor=cast.mei, facts=facts)
    names = [*PAPERS.values(), "privacy_consent", "request_certificate", "station_closing_report"]
    for who in (cast.fang, cast.qiu, cast.boss, cast.eye):
        browser = sign_in(who)
        for name in names:
            for end in ("", "/word"):
                assert browser.post(f"/cases/{case.ref}/papers/{name}{end}").status_code == 404, (who, name)


def test_the_word_twin_is_logged_with_its_bytes_under_a_neutral_name(
    new_case: Callable[..., Case], cast: Cast, sign_in: Callable[..., Any]
) -> None:
    case = new_case(actor=cast.mei)
    take(case, "forward", actor=cast.mei, facts=TOLD["forward"])
    answer = sign_in(cast.mei).post(f"/cases/{case.ref}/papers/forwarding_letter/word")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.docx"'
    assert "青山区某某街道" in text_of_docx(answer.data)
    entry = db.session.query(AuditEntry).filter_by(kind="document.word").one()
    assert (entry.actor, entry.fields) == (cast.mei.ref, ["forwarding_letter"])
    told = of_paper("forwarding_letter", case.ref, sha256(answer.data).hexdigest())
    assert entry.commitment == committed(case.key_id, told)
    assert sign_in(cast.mei).post(f"/cases/{case.ref}/papers/violence_record/word").status_code == 404


def test_the_page_of_a_case_lists_what_can_be_printed(
    new_case: Callable[..., Case], cast: Cast, sign_in: Callable[..., Any]
) -> None:
    case = new_case(actor=cast.mei)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    assert "打印来访来电登记表" in page
    assert "打印转办单" not in page
    take(case, "forward", actor=cast.mei, facts=TOLD["forward"])
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    assert "打印转办单" in page
    assert "/papers/forwarding_letter/word" in page


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("supervision", {"happened_on": "2026-03-05"}, "addressee"),
        (
            "forwarding",
            {"addressee": "某街道", "forwarded_summary": "情况", "happened_on": "2026-03-05"},
            "ground",
        ),
    ],
)
def test_a_letter_without_an_address_or_a_ground_is_not_written(app, name, data, field) -> None:
    with app.test_request_context("/", method="POST", data=data):
        form = FORMS[name]()
        form.validate()
        assert form.errors[field]


def test_of_violence_nothing_must_be_answered(app) -> None:
    with app.test_request_context("/", method="POST", data={"happened_on": "2026-03-05"}):
        form = FORMS["violence_record"]()
        assert form.validate(), form.errors


def test_the_page_asks_for_the_consent_that_the_letter_rests_on(
    new_case: Callable[..., Case], cast: Cast, sign_in: Callable[..., Any]
) -> None:
    case, browser = new_case(actor=cast.mei), sign_in(cast.mei)
    ref, version = case.ref, case.version
    told = {
        "addressee": "青山区某某街道", "ground": "consent", "forwarded_summary": "承包地被收回。",
        "happened_on": "2026-03-05", "seen": version,
    }  # fmt: skip
    refused = browser.post(f"/cases/{ref}/forward", data=told)
    assert (refused.status_code, "哪天同意的；没有问过的" in refused.text) == (422, True)
    asked = {name: str(value) for name, value in agreed(case).items()}
    answer = browser.post(f"/cases/{ref}/forward", data={**told, **asked})
    assert answer.status_code in (200, 302), answer.text
