"""The papers of the station, of legal aid and protection: nothing given away, nothing signed alone on a page."""

from typing import Any

import pytest
from flask import Flask

from mediation.documents.check import Kept, text_of_pdf
from mediation.documents.papers import PAPERS
from mediation.documents.printing import paper_html, print_paper
from mediation.errors import Incomplete
from mediation.vault.sealed import Secret
from tests.documents.examples import EXAMPLES
from tests.documents.examples_station import EXAMPLES_OF_STATION
from tests.documents.test_papers import flat, opened

KEPT = [
    Kept("申请人", "电话", Secret("13800138000")),
    Kept("申请人", "现住址", Secret("辽宁省沈阳市和平区幸福小区3号楼2单元")),
    Kept("求助人", "庇护场所", Secret("皇姑区向日葵庇护中心")),
    Kept("申请人", "工作单位", Secret("东方红商贸有限公司")),
]
TYPED = ("打138-0013-8000找她", "住在幸福小区 3 号楼", "住在向日葵庇护中心", "在东方红商贸有限公司上班")
# What a worker writes at length.
LONG = {"story", "facts", "details", "summary", "statement", "finding", "law", "opinion", "answer", "claim"}
CLOSING = ("（签名", "（印章）", "（签收）", "特此函告")


def told(name: str) -> list[str]:
    """The facts of a paper that are words."""
    return [
        key
        for key, value in EXAMPLES_OF_STATION[name].items()
        if isinstance(value, str) and key not in ("sender",)
    ]


@pytest.mark.parametrize(("secret", "typed"), list(zip(KEPT, TYPED, strict=True)))
@pytest.mark.parametrize("name", EXAMPLES_OF_STATION)
def test_whatever_is_typed_into_any_fact_gives_no_place_and_no_number_away(
    printer: Flask, name: str, secret: Kept, typed: str
) -> None:
    for key in told(name):
        with pytest.raises(Incomplete, match=f"{secret.whose}的{secret.what}") as refused:
            print_paper(name, EXAMPLES_OF_STATION[name] | {key: typed}, secrets=KEPT)
        assert secret.value.reveal() not in refused.value.reason


@pytest.mark.parametrize(
    "name", [name for name in EXAMPLES_OF_STATION if LONG & EXAMPLES_OF_STATION[name].keys()]
)
def test_a_signature_or_a_seal_never_stands_alone_on_a_page(printer: Flask, name: str) -> None:
    for times in (6, 11, 16):
        facts = {
            key: "\n".join([value] * times) if key in LONG and isinstance(value, str) else value
            for key, value in EXAMPLES_OF_STATION[name].items()
        }
        pages = opened(print_paper(name, facts, secrets=[])).pages
        last = "".join(pages[-1].extract_text().split())
        first = min((last.find(mark) for mark in CLOSING if mark in last), default=len(last))
        # More than a page number, a document number and the label of the line itself.
        assert len(last[:first]) > 25, f"{times} times: {last[:80]}"


def test_a_long_name_and_a_rare_one_are_printed_whole(printer: Flask) -> None:
    name = "阿卜杜热合曼·买买提明·艾力𬭊㛃"
    for paper in ("protection_order_application", "legal_aid_application", "power_of_attorney"):
        facts: dict[str, Any] = dict(EXAMPLES_OF_STATION[paper])
        for key in ("applicant", "principal"):
            if key in facts:
                facts[key] = facts[key] | {"name": name}
        if "applicants" in facts:
            facts["applicants"] = [facts["applicants"][0] | {"name": name}]
        assert name in flat(print_paper(paper, facts, secrets=[]))


def test_who_suffered_violence_is_not_asked_about_means(printer: Flask) -> None:
    exempt = text_of(
        paper_html(PAPERS["legal_aid_application"], EXAMPLES_OF_STATION["legal_aid_application"])
    )
    assert "经济状况" not in exempt
    assert "收入" not in exempt
    asked = paper_html(
        PAPERS["legal_aid_application"], EXAMPLES_OF_STATION["legal_aid_application"] | {"exempt": False}
    )
    assert "经济状况" in text_of(asked)
    assert "不受经济困难条件的限制" not in text_of(asked)


def test_an_application_for_protection_asks_for_no_lawsuit_and_no_police_record(printer: Flask) -> None:
    text = text_of(
        paper_html(
            PAPERS["protection_order_application"], EXAMPLES_OF_STATION["protection_order_application"]
        )
    )
    for word in ("离婚证", "起诉", "报警回执", "担保", "经济"):
        assert word not in text


def test_a_general_mandate_has_no_special_power_ticked(printer: Flask) -> None:
    facts = EXAMPLES_OF_STATION["power_of_attorney"]
    none = [power | {"chosen": False} for power in facts["powers"]]
    text = flat(print_paper("power_of_attorney", facts | {"general": True, "powers": none}, secrets=[]))
    assert text.count("√") == 1
    assert "√一般授权" in text


def test_a_guardian_who_abuses_never_signs(printer: Flask) -> None:
    for name in ("privacy_consent", "referral_consent"):
        barred = {"guardian": True, "guardians": [], "barred": True}
        text = flat(print_paper(name, EXAMPLES[name] | barred, secrets=[]))
        assert "监护人（" not in text
        assert "不由其代为同意" in text
        assert "第十三条第一款第三项、第四项" in text
        mother = {"guardian": True, "guardians": ["王𬭊"], "barred": False}
        assert "监护人王𬭊（未满十四周岁的，签名）" in flat(
            print_paper(name, EXAMPLES[name] | mother, secrets=[])
        )
        adult = {"guardian": False, "guardians": [], "barred": False}
        assert "监护人" not in flat(print_paper(name, EXAMPLES[name] | adult, secrets=[]))


def test_the_days_of_petitions_are_told_only_where_they_run(printer: Flask) -> None:
    facts = EXAMPLES_OF_STATION["acceptance_notice"]
    plain = flat(print_paper("acceptance_notice", facts | {"petition": False}, secrets=[]))
    assert "十五日" not in plain
    assert "六十日" not in plain
    fifteen = flat(print_paper("acceptance_notice", facts | {"sixty_days": None}, secrets=[]))
    assert "十五日内" in fifteen
    assert "六十日" not in fifteen


def test_the_certificate_says_nothing_of_what_happened(printer: Flask) -> None:
    facts = EXAMPLES_OF_STATION["request_certificate"] | {"statement": None, "wishes": None}
    text = flat(print_paper("request_certificate", facts, secrets=[]))
    for word in ("家暴", "家庭暴力", "受害人", "施暴", "属实。"):
        assert word not in text
    assert "本站收到的陈述" in text


def test_the_report_for_a_child_prints_no_reporter(printer: Flask) -> None:
    text = text_of_pdf(print_paper("minor_report", EXAMPLES_OF_STATION["minor_report"], secrets=[]))
    assert "姓名保密" in text
    assert not {"reporter", "reported_by"} & EXAMPLES_OF_STATION["minor_report"].keys()


def text_of(html: str) -> str:
    """The words of a paper before it is printed."""
    body = html.partition("<body")[2]
    return "".join(body.split())
