"""A form that was sent after the session had ended is not lost."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from mediation.cases.models import Case
from mediation.db import atomic, now
from mediation.people.models import SignIn
from mediation.people.signing_in import IDLE
from tests.browser.person import Person
from tests.conftest import PASSWORD

STORY = "离婚后对方不付抚养费。"


def test_what_was_typed_before_the_session_ended_is_there_after_signing_in_again(
    app: Flask, sits_down: Callable[..., Person]
) -> None:
    lin = sits_down("lin")
    lin.press("登记求助（来访/来电）")
    lin.answer("怎么来的", "来电")
    lin.write("姓名", "王芳", lin.group("求助人"))
    lin.write("情况", STORY)
    away(lin)
    lin.press("登记", lin.page.locator("form.form-page > .buttons"))
    assert lin.reads("会话已过期，请重新登录。您填写的内容还在。")
    lin.write("用户名", "lin")
    lin.write("密码", PASSWORD)
    lin.press("登录")
    assert lin.page.get_by_role("heading", level=1).inner_text() == "登记求助"
    assert lin.box("情况").input_value() == STORY
    assert lin.box("姓名", lin.group("求助人")).input_value() == "王芳"
    assert lin.group("怎么来的").get_by_role("radio", name="来电").is_checked()
    assert STORY not in lin.page.url


def test_a_step_typed_before_the_session_ended_can_be_sent_after_signing_in_again(
    new_case: Callable[..., Case], sits_down: Callable[..., Person]
) -> None:
    new_case()
    lin = sits_down("lin")
    lin.press("王芳")
    lin.press("登记联系情况", lin.part("维权求助"))
    lin.write("情况", "约好周三再来。")
    away(lin)
    lin.press("提交", lin.page.locator("form.form-page > .buttons"))
    lin.write("用户名", "lin")
    lin.write("密码", PASSWORD)
    lin.press("登录")
    assert lin.box("情况").input_value() == "约好周三再来。"
    lin.press("提交", lin.page.locator("form.form-page > .buttons"))
    assert lin.reads("已办理：登记联系情况。")


def away(lin: Person) -> None:
    """Lin was away too long. What she typed is tried to be saved once more, and refused: no fault of the page."""
    lin.forgiven.append("401 (UNAUTHORIZED")
    everybody_was_away()


def everybody_was_away() -> None:
    with atomic() as session:
        session.query(SignIn).update({"seen_at": now() - IDLE - timedelta(minutes=1)})
