"""The public pages in a real browser: leaving, Back, the keyboard, a narrow telephone, large type, a screen reader."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

TELEPHONE = {"width": 320, "height": 640}
STORY = "丈夫喝酒后打我，昨天又打了。"
SECRET = "蓝色的雨伞开了"
TITLE = "便民信息"
PLAIN = "便民电话"
SHIFTS, SMALLEST = 3, 44
Telephone = Callable[..., Page]


@pytest.fixture
def telephone(chromium: Browser, address: str) -> Iterator[Telephone]:
    """A telephone of hers, opened at the first public page, with this BROWSER or the one of all tests."""
    contexts: list[BrowserContext] = []

    def take(*, browser: Browser = chromium, **how: object) -> Page:
        given = {"base_url": address, "viewport": TELEPHONE, "locale": "zh-CN", **how}
        contexts.append(browser.new_context(**given))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto("about:blank")
        page.goto("/q")
        return page

    yield take
    for context in contexts:
        context.close()


def press(page: Page, label: str) -> None:
    with page.expect_navigation():
        page.locator("button:visible", has_text=label).last.click()


def answers_safe(page: Page, *, danger: bool = False) -> None:
    for name in ("q_hurt", "q_violence", "q_children"):
        page.check(f"input[name={name}][value={'yes' if danger and name == 'q_hurt' else 'no'}]")
    press(page, "下一步")


def to_the_story(page: Page) -> None:
    press(page, "开始")
    answers_safe(page)
    press(page, "下一步")
    page.fill("#summary", STORY)


def sends(page: Page) -> str:
    to_the_story(page)
    press(page, "下一步")
    page.fill("#secret", SECRET)
    press(page, "发送")
    return page.locator(".code").inner_text()


def every_page(page: Page) -> Iterator[str]:
    """Walk the whole way; answers what each page is, while it is shown."""
    yield "first"
    press(page, "开始")
    yield "safe"
    press(page, "下一步")
    yield "safe, refused"
    answers_safe(page, danger=True)
    yield "danger"
    press(page, "下一步")
    yield "contact"
    page.check("input[name=may_contact][value=yes]")
    press(page, "下一步")
    yield "ways"
    page.check("input[name=ways][value=phone]")
    page.fill("#number", "13912345678")
    press(page, "下一步")
    page.fill("#summary", STORY)
    yield "story"
    press(page, "下一步")
    yield "check"
    page.fill("#secret", SECRET)
    press(page, "发送")
    yield "receipt"
    code = page.locator(".code").inner_text()
    page.goto("/q/status")
    yield "code"
    page.fill("#code", code)
    page.fill("#secret", SECRET)
    press(page, "打开")
    yield "status"
    for path in ("/q/know", *(f"/q/know/{number}" for number in range(1, 7)), "/q/none", "/q/out"):
        page.goto(path)
        yield path


def is_plain(page: Page) -> bool:
    text = page.locator("body").inner_text()
    return PLAIN in text and STORY not in text and "快速离开" not in text and page.title() == TITLE


@pytest.mark.parametrize("way", ["button", "shift", "without script"])
def test_after_leaving_no_way_back_shows_a_page_of_hers(
    telephone: Telephone, keeping: Browser, way: str
) -> None:
    page = telephone(browser=keeping, java_script_enabled=way != "without script")
    to_the_story(page)
    page.evaluate("document.hers = true")
    with page.expect_navigation(url="**/q/out"):
        if way == "shift":
            for _press in range(SHIFTS):
                page.keyboard.press("Shift")
        else:
            page.click("#leave button")
    assert is_plain(page)
    for _step in range(4):
        page.go_back(wait_until="commit")
        assert page.url == "about:blank" or is_plain(page)
        assert not page.evaluate("document.hers")
    page.go_forward(wait_until="commit")
    assert is_plain(page)
    page.goto("/q")
    assert is_plain(page)


def test_the_browser_of_that_test_keeps_whole_pages(telephone: Telephone, keeping: Browser) -> None:
    page = telephone(browser=keeping)
    page.goto("/static/plain.svg")
    page.evaluate("document.hers = true")
    page.goto("/q/know")
    page.go_back(wait_until="commit")
    assert page.evaluate("document.hers")


def test_the_neutral_page_is_painted_though_the_network_is_gone(telephone: Telephone) -> None:
    page = telephone()
    to_the_story(page)
    page.context.set_offline(True)
    page.click("#leave button", no_wait_after=True)
    page.wait_for_timeout(200)
    assert is_plain(page)
    with page.expect_navigation(url="**/q/out"):
        page.context.set_offline(False)
    page.go_back()
    assert is_plain(page)


def test_a_page_that_was_left_open_turns_neutral_by_itself(telephone: Telephone) -> None:
    page = telephone()
    page.clock.install()
    to_the_story(page)
    page.clock.fast_forward("20:00")
    with page.expect_response(lambda answer: answer.status == 204):
        page.locator("#summary").press_sequentially("又")
    page.clock.fast_forward("20:00")
    assert STORY in page.locator("#summary").input_value()
    with page.expect_navigation(url="**/q/out"):
        page.clock.fast_forward("11:00")
    assert is_plain(page)


def test_leaving_takes_away_what_the_browser_held_in_its_other_window_too(telephone: Telephone) -> None:
    page = telephone()
    to_the_story(page)
    other = page.context.new_page()
    other.goto("/q")
    other.fill("#summary", STORY)
    before = {cookie["value"] for cookie in page.context.cookies()}
    with page.expect_navigation(url="**/q/out"):
        page.click("#leave button")
    after = page.context.cookies()
    assert before.isdisjoint(cookie["value"] for cookie in after)
    assert all(cookie["expires"] == -1 and cookie["httpOnly"] for cookie in after)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    other.wait_for_url("**/q/out")
    assert is_plain(other)


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_every_page_is_neutral_can_be_left_and_shuts_nobody_out(
    telephone: Telephone, address: str, large: bool
) -> None:
    page = telephone()
    if large:
        press(page, "大字")
    wrong: dict[str, list[str]] = {}
    paths: list[str] = []
    for name in every_page(page):
        paths.append(page.url.removeprefix(address))
        if found := [*barriers(page), *traces(page), *([] if name == "/q/out" else not_left_at_once(page))]:
            wrong[name] = found
        if name == "receipt":
            assert set(paths) == {"/q"}
    assert wrong == {}
    assert not any("?" in path or "#" in path for path in paths)


def barriers(page: Page) -> list[str]:
    """What axe finds, and whether the page must be pushed sideways, as it is and with letters of twice the size."""
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    for size in ("", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"too wide {size}")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def traces(page: Page) -> list[str]:
    """What the page would leave behind: a title of its own, something in a store, a box that the browser fills."""
    boxes = page.evaluate(
        "[...document.querySelectorAll('main form')].every(form => form.autocomplete === 'off' || "
        "!form.querySelector('input:not([type=hidden]), textarea')) && !document.querySelector("
        "'[type=password], [autocomplete]:not([autocomplete=off])')"
    )
    stored = page.evaluate("localStorage.length + sessionStorage.length")
    told = {"title": page.title() != TITLE, "stored": stored, "filled in": not boxes}
    return [what for what, there in told.items() if there]


def not_left_at_once(page: Page) -> list[str]:
    """Whether leaving is out of sight at the end of the page, too small, or not the first thing for the keyboard."""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    place = page.locator("#leave button").bounding_box()
    first = page.evaluate(
        "document.querySelector('a[href], button, input:not([type=hidden])').closest('form').id"
    )
    seen = place and 0 <= place["y"] <= TELEPHONE["height"] - place["height"] and place["height"] >= SMALLEST
    return [] if seen and first == "leave" else [f"leaving: {place}, first: {first}"]


def test_the_whole_way_goes_by_the_keyboard_alone(telephone: Telephone) -> None:
    page = telephone()

    def tab_to(selector: str) -> None:
        for _press in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(selector)

    def enter(selector: str) -> None:
        tab_to(selector)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    enter("button[value=begin]")
    for name in ("q_hurt", "q_violence", "q_children"):
        tab_to(f"input[name={name}]")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    enter(".buttons button[value=next]")
    enter(".buttons button[value=next]")
    tab_to("#summary")
    page.keyboard.insert_text(STORY)
    enter(".buttons button[value=next]")
    tab_to("#secret")
    page.keyboard.insert_text(SECRET)
    enter(".buttons button[value=send]")
    code = page.locator(".code").inner_text()
    page.goto("/q/status")
    tab_to("#code")
    page.keyboard.insert_text(code)
    tab_to("#secret")
    page.keyboard.insert_text(SECRET)
    enter(".buttons button[value=open]")
    assert "等工作人员登记" in page.locator("main").inner_text()
    tab_to("#leave button")
    with page.expect_navigation(url="**/q/out"):
        page.keyboard.press("Enter")
    assert is_plain(page)
