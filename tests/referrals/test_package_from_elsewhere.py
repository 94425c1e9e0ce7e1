"""A package that another installation sends is built as ours are, or it is not taken."""

import pytest

from mediation.referrals.package import LONGEST, LONGEST_NAME, MOST_ROWS, well_formed

WHO = {"name": "王芳", "sex": "女"}


@pytest.mark.parametrize(
    ("content", "taken"),
    [
        ({"request": {"stage": "法律援助"}, "identity": [WHO], "asked": ["已告知"], "danger": "高"}, True),
        ({"request": {}, "identity": [WHO] * MOST_ROWS}, True),
        ({"request": {}, "identity": [WHO] * (MOST_ROWS + 1)}, False),
        ({"request": {}, "asked": ["已告知"] * (MOST_ROWS + 1)}, False),
        ({"request": {}, "identity": [{"name": "王" * (LONGEST_NAME + 1)}]}, False),
        ({"request": {}, "narrative": "她" * (LONGEST + 1)}, False),
        ({"request": {}, "narrative": "\ud800"}, False),
        ({"request": {}, "identity": WHO}, False),
        ({"request": {}, "identity": [{"name": ["王芳"]}]}, False),
        ({"request": {}, "identity": [{"password": "x"}]}, False),
        ({"request": {}, "secret": "x"}, False),
        ({"identity": [WHO]}, False),
        ([], False),
    ],
)
def test_what_is_taken(content, taken):
    assert well_formed(content) == taken
