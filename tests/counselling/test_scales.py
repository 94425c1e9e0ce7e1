"""The scales by hand: bands, gaps, and question 9, which no total hides."""

import pytest

from mediation.counselling.scales import scale


@pytest.mark.parametrize(
    ("name", "answers", "total", "level", "follows"),
    [
        ("phq9", [0] * 9, 0, "minimal", set()),
        ("phq9", [1, 1, 1, 1, 0, 0, 0, 0, 0], 4, "minimal", set()),
        ("phq9", [1, 1, 1, 1, 1, 0, 0, 0, 0], 5, "mild", set()),
        ("phq9", [3, 3, 3, 0, 0, 0, 0, 0, 0], 9, "mild", set()),
        ("phq9", [3, 3, 3, 1, 0, 0, 0, 0, 0], 10, "moderate", {"doctor"}),
        ("phq9", [3, 3, 3, 3, 3, 0, 0, 0, 0], 15, "severe", {"doctor"}),
        ("phq9", [3, 3, 3, 3, 3, 3, 2, 0, 0], 20, "extreme", {"doctor"}),
        ("phq9", [0, 0, 0, 0, 0, 0, 0, 0, 1], 1, "minimal", {"alarm"}),
        ("phq9", [3] * 9, 27, "extreme", {"alarm", "doctor"}),
        ("gad7", [1, 1, 1, 1, 0, 0, 0], 4, "minimal", set()),
        ("gad7", [3, 2, 0, 0, 0, 0, 0], 5, "mild", set()),
        ("gad7", [3, 3, 3, 1, 0, 0, 0], 10, "moderate", {"doctor"}),
        ("gad7", [3] * 7, 21, "severe", {"doctor"}),
    ],
)
def test_total_level_and_what_follows(
    name: str, answers: list[int], total: int, level: str, follows: set[str]
) -> None:
    filled = scale(name)
    result = filled.result(filled.given(answers))
    assert result.band is not None
    assert (result.total, result.band.level, result.unanswered) == (total, level, 0)
    assert set(result.follows) == follows


def test_an_unanswered_question_is_not_zero() -> None:
    phq9 = scale("phq9")
    result = phq9.result(phq9.given([0, 0, 0, 0, 0, 0, 0, 0, "unanswered"]))
    assert (result.total, result.band, result.unanswered, result.follows) == (
        None,
        None,
        1,
        frozenset({"ask"}),
    )


def test_a_gap_hides_neither_question_nine_nor_a_total_that_is_high_already() -> None:
    phq9 = scale("phq9")
    result = phq9.result(phq9.given({"1": "3", "2": 3, "3": 3, "4": 3, "9": 1}))
    assert (result.total, result.unanswered, set(result.follows)) == (None, 4, {"alarm", "doctor"})


@pytest.mark.parametrize("told", [{"1": 4}, {"1": -1}, {"10": 1}, {"1": "often"}])
def test_an_answer_that_no_question_has_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="请核对"):
        scale("phq9").given(told)


def test_there_is_no_other_scale() -> None:
    with pytest.raises(ValueError, match="没有这份量表"):
        scale("danger")
