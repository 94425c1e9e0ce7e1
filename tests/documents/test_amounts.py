from datetime import UTC, date, datetime

import pytest

from mediation.documents.amounts import capital_amount, yuan
from mediation.documents.dates import chinese_date


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (5, "伍分"),
        (10, "壹角整"),
        (15, "壹角伍分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (110, "壹元壹角整"),
        (1000, "壹拾元整"),
        (10100, "壹佰零壹元整"),
        (105000, "壹仟零伍拾元整"),
        (100500, "壹仟零伍元整"),
        (168032, "壹仟陆佰捌拾元叁角贰分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (1000100, "壹万零壹元整"),
        (10000000, "壹拾万元整"),
        (100000000, "壹佰万元整"),
        (100000100, "壹佰万零壹元整"),
        (2000030000, "贰仟万零叁佰元整"),
        (10000000000, "壹亿元整"),
        (10000100000, "壹亿零壹仟元整"),
        (10010000000, "壹亿零壹拾万元整"),
        (12345678912, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分"),
    ],
)
def test_an_amount_in_capitals(fen: int, words: str) -> None:
    assert capital_amount(fen) == "人民币" + words


@pytest.mark.parametrize("fen", [-1, 10**18])
def test_an_amount_that_no_paper_can_carry_is_an_error(fen: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        capital_amount(fen)


@pytest.mark.parametrize(
    ("fen", "figure"),
    [(0, "0.00"), (5, "0.05"), (105000, "1,050.00"), (123456789, "1,234,567.89"), (-1050, "-10.50")],
)
def test_an_amount_in_figures(fen: int, figure: str) -> None:
    assert yuan(fen) == figure


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 5), "2026年3月5日"),
        ("2026-03-05", "2026年3月5日"),
        ("2026-03", "2026年3月"),
        ("2026", "2026年"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_date_says_what_is_known_and_no_more(day: date | str | None, words: str) -> None:
    assert chinese_date(day) == words


@pytest.mark.parametrize("day", ["昨天", "2026-03-05-07", datetime(2026, 3, 5, tzinfo=UTC)])
def test_what_is_no_date_is_refused(day: str | date) -> None:
    with pytest.raises(ValueError, match=r"date|literal"):
        chinese_date(day)
