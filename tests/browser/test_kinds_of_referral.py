"""Each kind of referral and its link, by people who only click: sent, returned, answered, called back, handed in."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from mediation.db import atomic, db
from mediation.referrals.models import Referral
from tests.browser.person import Person

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 900}


@pytest.fixture
def case(new_case: Any, cast: Any) -> str:
    """A case of Mei; the court hands disputes in."""
    with atomic():
        cast.pei.agency.kind = "court"
        cast.mei.agency.phone = "0990-6212338"
    ref: str = new_case(actor=cast.mei).ref
    db.session.rollback()
    return ref


def sends(mei: Person, case: str, kind: str, stage: str, to: str) -> str:
    """Mei asks, looks at what they will see, and sends; answers the path of the slip."""
    mei.open(f"/cases/{case}/refer")
    mei.answer("转介方式", kind)
    if stage:
        mei.choose("办理事项", stage)
    mei.choose("接收单位", to)
    mei.write("用途", "办理这件事")
    mei.tick("姓名、性别、出生日期", "简要情况", "已经问过")
    mei.answer("本人对这一次、这个接收单位怎么说", "同意")
    mei.choose("怎么问的", "当面")
    mei.submit("下一步：看对方会看到什么")
    assert mei.reads("免重复询问单")
    mei.press("发送")
    assert mei.reads("已发送")
    return str(mei.page.url).partition("?")[0]


def does(person: Person, slip: str, label: str, *, typed: str = "", box: str = "", chosen: str = "") -> None:
    """One step on the page of the slip."""
    person.page.goto(slip)
    person.look()
    person.press(label, person.page.locator("main .next-step"))
    if chosen:
        person.answer("退回理由" if label == "退回" else "办理结果", chosen)
    if typed:
        person.write(box, typed)
    if label != "收回":
        return person.submit()
    # What cannot be taken back is read once more.
    person.submit("核对后提交")
    return person.press("确认办理")


def states() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Referral).order_by(Referral.id))
    return [(row.manner, row.state) for row in rows]


def test_each_kind_goes_its_way_by_clicks(sits_down: Callable[..., Person], case: str) -> None:
    mei, fang = sits_down("mei", viewport=DESK), sits_down("fang", viewport=DESK)
    # 转介，退回：回到转出人手里。
    slip = sends(mei, case, "转介", "法律援助", "青山区法律援助中心")
    does(fang, slip, "签收")
    does(fang, slip, "退回", chosen="材料不足", box="说明", typed="请附离婚证。")
    mei.press("今日工作")
    assert mei.reads("材料不足")
    mei.page.goto(slip)
    assert mei.reads("对方没有接手")
    # 协办，回复、补充、确认。
    an = sits_down("xu", viewport=DESK)
    slip = sends(mei, case, "协办", "心理辅导", "青山区社会工作服务中心")
    does(an, slip, "接收")
    assert an.reads("免重复询问单")
    an.picture("slip-accepted")
    does(an, slip, "回复结果", chosen="部分办结", box="回复内容", typed="谈过一次。")
    does(mei, slip, "请补充回复", box="理由", typed="请写明以后的安排。")
    does(an, slip, "回复结果", chosen="部分办结", box="回复内容", typed="约定每月一次。")
    does(mei, slip, "确认回复")
    # 委托，链接：对方没有账号，用手机办。
    slip = sends(mei, case, "委托", "安全保护", "青山公安分局城南派出所")
    answers_by_phone(mei, slip, sits_down("ning", viewport=PHONE))
    # 移交以前收回一次，再移交：对方接手案件。
    slip = sends(mei, case, "移交", "", "白水区妇女联合会")
    does(mei, slip, "收回", box="理由", typed="接收人写错了。")
    slip = sends(mei, case, "移交", "", "白水区妇女联合会")
    qiu = sits_down("qiu", viewport=DESK)
    does(qiu, slip, "接收")
    qiu.press("打开案件")
    assert qiu.reads("王芳")
    hands_in(sits_down("pei", viewport=DESK), mei)
    assert states() == [
        ("refer", "returned"),
        ("co_handle", "closed"),
        ("delegate", "answered"),
        ("transfer", "recalled"),
        ("transfer", "accepted"),
        ("transfer", "returned"),
        ("transfer", "accepted"),
    ]


def answers_by_phone(mei: Person, slip: str, phone: Person) -> None:
    """The address and the code are told once; the phone signs for it, accepts, and answers with a photograph."""
    mei.page.goto(slip)
    mei.press("开通回执链接")
    mei.submit("开通")
    code = mei.page.locator(".link-sheet strong").inner_text()
    address = mei.page.locator(".link-sheet span.text-break").inner_text()
    path = "/r/" + address.rpartition("/r/")[2]
    phone.context.clear_cookies()  # nobody has an account there
    phone.open(path)
    phone.write("校验码", code)
    phone.write("您的姓名和职务", "罗小兰，社区民警")
    phone.press("打开")
    phone.press("签收")
    phone.picture("link-slip")
    for label, question, option, box in (
        ("接收", "", "", ""),
        ("反馈进展", "", "", "情况"),
        ("回复结果", "办理结果", "已办结", "回复内容"),
    ):
        phone.press(label)
        if question:
            phone.answer(question, option)
        if box:
            phone.write(box, "已出警并告诫。")
        phone.press("提交")
        assert phone.reads("已提交")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def hands_in(pei: Person, mei: Person) -> None:
    """The court hands a dispute in; it comes back whole, is completed, and accepted."""
    pei.open("/referrals")
    pei.press("转给维权站")
    pei.answer("转来方式", "法院委派")
    pei.write("案号或移交函号", "（2026）青民初调字第18号")
    pei.choose("转给哪个维权站", "青山区妇女联合会")
    pei.write("申请人（原告）姓名", "赵小云")
    pei.write("对方（被告）姓名", "钱大力")
    pei.write("纠纷简要情况", "离婚纠纷，双方对抚养有争议。")
    pei.submit("发送")
    slip = pei.page.url.partition("?")[0]
    does(mei, slip, "退回", chosen="材料不足", box="说明", typed="请写明双方关系。")
    pei.page.goto(slip)
    pei.look()
    pei.picture("handed-in-came-back")
    pei.press("补充后再转")
    assert pei.box("对方（被告）姓名").input_value() == "钱大力"
    pei.write("双方关系", "夫妻")
    pei.submit("发送")
    does(mei, pei.page.url.partition("?")[0], "接收")
    assert mei.reads("已接收")
