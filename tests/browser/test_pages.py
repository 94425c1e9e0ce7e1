"""Every main page holds for a screen reader, on a telephone, without a mouse and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from mediation.cases.models import Case
from mediation.db import db, now, turned_back_to
from mediation.workflow.engine import take
from tests.browser.person import Person
from tests.conftest import Cast, stage_of

DESK = {"width": 1366, "height": 900}
TELEPHONE = {"width": 360, "height": 740}
PAGES = {
    "今日工作": "/",
    "案件": "/cases",
    "登记求助": "/cases/new",
    "本案": "/cases/{case}",
    "评估危险": "/cases/{case}/assess_danger",
    "开启环节": "/cases/{case}/open_stage",
    "写记录": "/cases/{case}/notes",
    "转介": "/cases/{case}/refer?stage=mediation",
    "转介收件": "/referrals",
    "工作流程": "/workflows",
    "一站式维权": "/workflows/one_stop",
    "单位名录": "/agencies",
    "例会和通报": "/bulletins",
    "统计": "/statistics",
    "我的账号": "/account/",
    "帮助": "/account/help",
    "没有找到": "/cases/nothing",
}


@pytest.fixture
def case(new_case: Callable[..., Case], cast: Cast) -> str:
    """A case under way, as Mei has it. Answers its ref."""
    case = new_case(q_violence="yes")
    take(stage_of(case, "help_request"), "accept", actor=cast.lin, facts={"accepted_on": "2026-01-05"})
    take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    ref = case.ref
    # The server must find no transaction of ours in its way.
    db.session.rollback()
    return ref


@pytest.fixture
def overdue(new_case: Callable[..., Case]) -> str:
    """A case of forty days ago whose written answer nobody gave."""
    with turned_back_to(now() - timedelta(days=40)):
        ref = new_case(q_violence="yes").ref
    db.session.rollback()
    return ref


@pytest.fixture
def mei(sits_down: Callable[..., Person]) -> Person:
    person = sits_down("mei", viewport=DESK)
    # The page of an unknown address is looked at on purpose.
    person.forgiven.append("404 (NOT FOUND)")
    return person


@pytest.mark.parametrize("screen", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_no_page_shuts_anybody_out(mei: Person, case: str, screen: dict[str, int]) -> None:
    mei.page.set_viewport_size(screen)  # type: ignore[arg-type]
    wrong = {}
    for name, path in PAGES.items():
        mei.open(path.format(case=case))
        if found := [*barriers(mei), *too_wide(mei)]:
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("screen", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_the_desk_of_the_supervisor_shuts_nobody_out(
    sits_down: Callable[..., Person], overdue: str, screen: dict[str, int]
) -> None:
    song = sits_down("song", viewport=screen)
    wrong = {}
    for name in ("overdue", "elsewhere", "danger", "unassigned", "opened", "closed"):
        song.open(f"/supervision?list={name}")
        if found := [*barriers(song), *too_wide(song)]:
            wrong[name] = found
    for path in (f"/cases/{overdue}", "/law/DV-34-8", "/law/LA-49"):
        song.open(path)
        if found := [*barriers(song), *too_wide(song)]:
            wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize("screen", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_the_door_shuts_nobody_out(chromium: Browser, address: str, screen: dict[str, int]) -> None:
    with Person(chromium.new_context(base_url=address, viewport=screen), "nobody") as stranger:  # type: ignore[arg-type]
        stranger.open("/account/sign-in")
        assert [*barriers(stranger), *too_wide(stranger)] == []
        stranger.write("用户名", "lin")
        stranger.press("登录")
        assert [*barriers(stranger), *too_wide(stranger)] == []


def barriers(person: Person) -> list[str]:
    """What axe finds wrong: the rule, and where."""
    found = Axe().run(person.page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def too_wide(person: Person) -> list[str]:
    """What stands out of the screen to the right, so that the page must be pushed sideways."""
    room, width = person.page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
    )
    return [f"{width} in {room}"] if width > room else []


def test_a_request_is_registered_and_a_step_taken_without_javascript(
    sits_down: Callable[..., Person],
) -> None:
    lin = sits_down("lin", java_script_enabled=False)
    lin.press("登记求助（来访/来电）")
    lin.answer("怎么来的", "来访")
    lin.write("姓名", "王芳", lin.group("求助人"))
    for question in (
        "现在有人受伤，或马上有危险",
        "有过打骂、威胁、跟踪或限制自由",
        "孩子、老人或其他人有危险",
    ):
        lin.answer(question, "否")
    lin.answer("属于哪一类", "婚姻家庭权益")
    lin.write("本人的意愿", "要求按月支付抚养费。")
    lin.press("加一个孩子")
    assert lin.group("孩子和其他人").get_by_label("姓名").count() == 2
    assert lin.box("姓名", lin.group("求助人")).input_value() == "王芳"
    lin.tick("不联系：本人不愿被联系")
    lin.press("登记", lin.page.locator("form.form-page > .buttons"))
    assert lin.reads("已登记")
    lin.press("受理", lin.part("维权求助"))
    lin.press("提交", lin.page.locator("form.form-page > .buttons"))
    assert lin.reads("已办理：受理。")


def test_a_slash_goes_to_the_search_but_not_while_a_word_is_composed(mei: Person) -> None:
    search = mei.box("查找当事人、案件、文书、单位")
    mei.page.evaluate(COMPOSING)
    assert not focused(mei)
    mei.page.keyboard.press("/")
    assert focused(mei)
    search.press("/")
    assert search.input_value() == "/"


COMPOSING = """document.body.dispatchEvent(
    new KeyboardEvent("keydown", {key: "/", isComposing: true, bubbles: true, cancelable: true}))"""


def focused(person: Person) -> bool:
    return bool(person.page.evaluate("document.activeElement?.id === 'q'"))
