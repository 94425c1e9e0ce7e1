"""The figures in a real browser: a report in two clicks, and no page that shuts anybody out."""

from collections.abc import Callable

import pytest

from tests.browser.person import Person
from tests.browser.test_pages import DESK, TELEPHONE, barriers, too_wide

pytestmark = pytest.mark.browser


def test_the_report_of_the_month_takes_two_clicks(sits_down: Callable[..., Person]) -> None:
    song = sits_down("song", viewport=DESK)
    song.page.get_by_role("link", name="统计", exact=True).click()
    with song.page.expect_download() as file:
        song.page.get_by_role("link", name="下载Excel").click()
    assert file.value.suggested_filename.startswith("figures-")


@pytest.mark.parametrize("screen", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_the_figures_shut_nobody_out(sits_down: Callable[..., Person], screen: dict[str, int]) -> None:
    song = sits_down("song", viewport=screen)
    wrong = {}
    for path in (
        "/statistics",
        "/statistics?view=mine",
        "/indicators",
        "/statistics/columns",
        "/statistics/boards",
    ):
        song.open(path)
        if found := [*barriers(song), *too_wide(song)]:
            wrong[path] = found
    song.press("开通大屏")
    song.page.locator("main table a").click()
    if found := [*barriers(song), *too_wide(song)]:
        wrong["board"] = found
    assert wrong == {}
