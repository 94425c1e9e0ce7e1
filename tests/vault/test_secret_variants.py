"""A number or an address is found however it is written; sums and dates are none."""

import pytest

from mediation.vault.sealed import Secret, found_in

PHONE = Secret("13987654321")
HOME = Secret("青山区幸福里小区7号楼3单元502室")


@pytest.mark.parametrize(
    "text",
    [
        "一三九八七六五四三二一", "幺三九八七六五四三二幺", "壹叁玖捌柒陆伍肆叁贰壹", "壹參玖捌柒陸伍肆參貳壹",
        "〡〣〩〨〧〦〥〤〣〢〡", "".join(f"{digit}\ufe0f\u20e3" for digit in "13987654321"),
        "139a8765b4321", "电话一三九，八七六五，四三二一。",
    ],
)  # fmt: skip
def test_a_number_is_found_in_every_writing(text: str) -> None:
    assert found_in(f"情况：{text}，请回电。", [PHONE]) == [PHONE]


@pytest.mark.parametrize(
    "text", ["幸福里小区七号楼三单元五〇二室", "幸福里小區7號樓", "幸福里小区柒號樓", "七號樓三單元五○二室"]
)
def test_an_address_is_found_in_every_writing(text: str) -> None:
    assert found_in(f"她住{text}。", [HOME]) == [HOME]


def test_an_address_kept_in_traditional_writing_is_found_too() -> None:
    kept = Secret("幸福里小區7號樓3單元502室")
    assert found_in("她住幸福里小区七号楼", [kept]) == [kept]


@pytest.mark.parametrize(
    "text",
    [
        "每月支付抚养费人民币壹仟叁佰玖拾捌元整（1398元）。", "一万三千九百八十七元六角五分", "二〇二六年十一月二日",
        "第一、第二、第三项，三、九、八号。", "（2026）青调字第0139号", "三单元的邻居，七号楼旁", "2026-11-02 至 2026-12-31",
    ],
)  # fmt: skip
def test_sums_dates_and_numbers_of_papers_are_no_alarm(text: str) -> None:
    assert found_in(text, [PHONE, HOME]) == []
