"""One case from the first visit to the archive, by people who only click and type."""

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from mediation.audit.verify import verify_all
from mediation.db import SHANGHAI, db, now, today
from tests.browser.person import Person

NOTES = "她说夜里常被脚步声惊醒，约定下次练习放松。"
MINUTES = "王芳：抚养费要按月给。\n李强：同意，每月一千二。"
OFFICE = "青山区"
SHOTS = os.environ.get("MEDIATION_TEST_SHOTS")


@pytest.fixture
def seat(sits_down: Callable[..., Person]) -> Callable[[str], Person]:
    """The people of the story, each with a browser that stays open."""
    seated: dict[str, Person] = {}

    def take(login: str) -> Person:
        if login not in seated:
            seated[login] = sits_down(login, viewport={"width": 1366, "height": 900})
        return seated[login]

    return take


def test_a_case_goes_from_the_first_visit_to_the_archive(app: Flask, seat: Callable[[str], Person]) -> None:
    registers(seat("lin"))
    assigns(seat("song"))
    assesses(seat("mei"))
    reviews(seat("song"))
    triages(seat("mei"))
    refers(seat("mei"))
    decides(seat("fang"))
    represents(seat("gu"))
    counsels(seat("an"))
    takes_in(seat("tao"))
    asks_the_parties(seat("tao"))
    mediates(seat("tao"))
    writes(seat("tao"))
    signs(seat("tao"))
    watches(seat("tao"))
    follows_up(seat("mei"))
    closes(seat("mei"))
    archives(seat("rao"))
    nobody_else_saw_the_notes([seat(login) for login in ("lin", "mei", "song", "fang", "gu", "tao", "rao")])
    assert NOTES in "".join(seat("an").seen)
    db.session.rollback()
    count, findings = verify_all()
    assert findings == []
    assert count > 100


def registers(lin: Person) -> None:
    lin.press("登记求助（来访/来电）")
    lin.write("先查一下：姓名、电话或拼音首字母（如 wf）", "王芳")
    lin.press("查找")
    assert lin.reads("没有查到，可以直接登记。")
    lin.answer("怎么来的", "来访")
    applicant = lin.group("求助人")
    lin.write("姓名", "王芳", applicant)
    lin.write("电话", "13800138000", applicant)
    lin.answer("性别", "女", applicant)
    for question, answer in DANGER_ANSWERS.items():
        lin.answer(question, answer)
    lin.answer("属于哪一类", "婚姻家庭权益")
    lin.choose("具体事项", "抚养费")
    lin.write("情况", "离婚后对方不付抚养费，去年动过一次手。")
    lin.write("本人的意愿", "要求按月支付抚养费。")
    lin.tick("电话", within=lin.group("可以怎样联系"))
    lin.write("可以联系的时段", "工作日上午")
    other = lin.group("对方")
    lin.write("姓名", "李强", other)
    lin.answer("性别", "男", other)
    lin.press("加一个孩子")
    lin.write("姓名", "李小宝", lin.group("孩子"))
    lin.write("出生日期", "2020-05-01", lin.group("孩子"))
    lin.tick("已告知可以申请人身安全保护令", "已告知可以申请法律援助", "本人同意本站为办理此事使用其个人信息")
    lin.press("登记", lin.page.locator("form.form-page > .buttons"))
    assert lin.reads("已登记")
    step(lin, "维权求助", "受理")
    submit(lin)


DANGER_ANSWERS = {
    "现在有人受伤，或马上有危险": "否",
    "有过打骂、威胁、跟踪或限制自由": "是",
    "孩子、老人或其他人有危险": "否",
}


def assesses(mei: Person) -> None:
    finds(mei)
    assert mei.reads("量表做完之前按高危险处理，调解锁住。")
    step(mei, "下一步", "评估危险")
    all_no(mei)
    submit(mei)
    prints(mei, "打印受理登记表", "受理登记表", "王芳")


def reviews(song: Person) -> None:
    finds(song)
    step(song, "案件操作", "复核危险等级")
    all_no(song)
    song.answer("复核后的等级", "低危")
    song.write("理由", "只有一次推搡，已分居一年，量表各题均为否。")
    submit(song)
    assert song.reads("低危险")


def all_no(person: Person) -> None:
    for question in person.group("家庭暴力危险性预测量表").get_by_role("group").all():
        question.get_by_role("radio", name="否", exact=True).check()


def assigns(song: Person) -> None:
    finds(song)
    step(song, "案件操作", "指定承办人")
    song.choose("交给谁", "梅若华")
    submit(song)


def triages(mei: Person) -> None:
    finds(mei)
    step(mei, "维权求助", "分流")
    opens(mei, "第 1 条", "法律援助", "青山区法律援助中心", "主办")
    mei.press("再加一条 开启的环节")
    assert mei.group("第 1 条").get_by_role("radio", name="主办").is_checked()
    opens(mei, "第 2 条", "心理辅导", "青山区社会工作服务中心", "协办")
    submit(mei)
    assert mei.reads("待知情同意")


def opens(mei: Person, row: str, kind: str, agency: str, lead: str) -> None:
    fields = mei.group("开启的环节").get_by_role("group", name=row)
    mei.choose("环节", kind, fields)
    mei.choose("承办单位", agency, fields)
    mei.answer("主办或协办", lead, fields)


def refers(mei: Person) -> None:
    mei.press("纠纷调解 转介", mei.part("转介"))
    mei.choose("接收单位", "青山区婚姻家庭纠纷人民调解委员会")
    mei.answer("本人对这一次、这个接收单位怎么说", "同意")
    mei.choose("怎么问的", "当面")
    submit(mei, "下一步：看对方会看到什么")
    assert not mei.reads("13800138000")
    picture(mei, "referral-preview")
    mei.press("发送")
    assert mei.reads("已发送")


def decides(fang: Person) -> None:
    finds(fang)
    step(fang, "法律援助", "登记收到申请")
    fang.write("法援机构收到申请日", day())
    fang.answer("申请事项", "赡养费、抚养费、扶养费")
    fang.answer("依据", "遭受家庭暴力")
    submit(fang)
    step(fang, "法律援助", "决定给予援助")
    fang.write("法援机构决定日", day())
    fang.answer("援助形式", "代理诉讼")
    submit(fang)
    step(fang, "法律援助", "指派律师")
    fang.write("指派日期", day())
    fang.choose("律师", "顾明")
    submit(fang)
    picture(fang, "case-as-legal-aid")


def represents(gu: Person) -> None:
    gu.press("签订委托协议 王芳")
    gu.answer("委托协议和授权委托书签好了吗", "是")
    gu.write("签订日期", day())
    gu.answer("授权", "一般代理")
    submit(gu)
    step(gu, "法律援助", "登记办理进展")
    gu.answer("进展", "调解")
    gu.write("情况", "双方愿意先调解。")
    submit(gu)
    step(gu, "法律援助", "办结")
    gu.answer("结果", "目标达到")
    gu.write("情况", "经调解解决，不再起诉。")
    submit(gu)


def counsels(an: Person) -> None:
    an.press("指派辅导员 王芳")
    an.choose("交给谁", "安宁")
    submit(an)
    step(an, "心理辅导", "知情同意")
    an.choose("谁接受辅导", "王芳")
    an.tick("已说明：心理辅导不是诊断", "已说明保密和保密的例外")
    an.answer("怎样同意", "书面签字")
    submit(an)
    step(an, "心理辅导", "登记辅导")
    an.write("开始时间", moment())
    an.answer("方式", "面谈")
    an.write("辅导记录", NOTES)
    submit(an)
    assert an.reads(NOTES)
    picture(an, "case-as-counsellor")
    step(an, "心理辅导", "结束辅导")
    an.answer("结果", "目标达到")
    an.write("情况", "本人表示可以了。")
    submit(an)


def takes_in(tao: Person) -> None:
    tao.page.get_by_role("link", name=re.compile("转介")).first.click()
    tao.look()
    tao.press("接收", tao.page.locator("main article").first)
    tao.choose("承办人", "陶然")
    submit(tao)
    tao.press("打开案件")


def asks_the_parties(tao: Person) -> None:
    step(tao, "纠纷调解", "登记申请和来源")
    tao.answer("案件来源", "当事人申请")
    tao.answer("是否已由法院、公安或行政机关处理", "没有")
    tao.answer("纠纷类型", "抚养费纠纷")
    tao.write("纠纷简要情况", "离婚后抚养费怎样给付。")
    tao.write("申请事项", "按月支付抚养费。")
    tao.answer("是否请求确认婚姻效力、亲子、收养等身份关系", "否")
    submit(tao)
    for name in ("王芳", "李强"):
        step(tao, "纠纷调解", "登记当事人意愿")
        tao.choose("当事人", name)
        tao.answer("答复", "同意")
        tao.answer("方式", "当面")
        tao.tick("单独谈的，没有旁人在场")
        submit(tao)
    step(tao, "纠纷调解", "告知权利义务")
    tao.choose("告知谁", "全体当事人")
    tao.answer("方式", "书面签收")
    submit(tao)
    prints(tao, "打印权利义务告知书", "权利义务告知书", "王芳")


def mediates(tao: Person) -> None:
    step(tao, "纠纷调解", "确定调解员")
    tao.choose("主持调解员", "陶然")
    tao.answer("怎样确定的", "当事人共同选择")
    tao.tick("调解员声明")
    submit(tao)
    step(tao, "纠纷调解", "受理登记")
    tao.write("受理登记日期", day())
    submit(tao)
    step(tao, "纠纷调解", "登记调解")
    tao.write("开始时间", moment())
    tao.write("地点", "调解室")
    tao.answer("方式", "共同调解")
    tao.tick("王芳", "李强", within=tao.group("到场当事人"))
    tao.write("调解记录", MINUTES)
    submit(tao)
    prints(tao, f"打印调解记录 {day()}", "调解记录", "每月一千二")
    step(tao, "纠纷调解", "达成协议")
    tao.answer("协议形式", "书面协议")
    tao.write("达成协议的日期", day())
    submit(tao)


def writes(tao: Person) -> None:
    step(tao, "调解协议", "编写条款")
    tao.write("纠纷的主要事实、争议事项", "离婚后抚养费怎样给付。")
    clause = tao.group("协议条款").get_by_role("group", name="第 1 条")
    tao.write("条款", "李强每月支付李小宝抚养费1200元。", clause)
    tao.choose("属于哪一类", "抚养费", clause)
    duty = tao.group("履行内容").get_by_role("group", name="第 1 条")
    tao.write("履行内容", "抚养费", duty)
    tao.write("依据第几条", "1", duty)
    tao.choose("履行人", "李强", duty)
    tao.choose("对方", "王芳", duty)
    tao.write("金额（每一期）", "1200", duty)
    tao.write("期限（分期的为第一期）", day(), duty)
    submit(tao)
    picture(tao, "agreement-drafted")
    step(tao, "调解协议", "定稿签署")
    submit(tao)


def signs(tao: Person) -> None:
    prints(tao, "打印协议书", "协议", "1200")
    for _signer in range(4):
        step(tao, "调解协议", "登记签署")
        who = tao.box("谁签署").locator("option[value]:not([value=''])").first.inner_text()
        tao.choose("谁签署", who)
        tao.write("签署日期", day())
        tao.answer("签署方式", "调委会印章" if "印章" in who else "签名")
        submit(tao)
    picture(tao, "agreement-signed")
    step(tao, "调解协议", "生效")
    submit(tao, "核对后提交")
    tao.press("确认办理")
    assert tao.reads("调解成功")


def watches(tao: Person) -> None:
    picture(tao, "case-as-mediator")
    step(tao, "调解协议", "登记履行")
    tao.choose("哪一项", "第1项")
    tao.write("履行或核实日期", day())
    tao.answer("履行情况", "按期足额")
    submit(tao)
    step(tao, "调解协议", "履行完毕")
    submit(tao)
    tao.page.get_by_role("link", name=re.compile("转介收件")).first.click()
    tao.look()
    tao.press("回复结果", tao.page.locator("main article").first)
    tao.answer("办理结果", "已办结")
    tao.write("回复内容", "双方达成书面协议并已履行。")
    submit(tao)


def follows_up(mei: Person) -> None:
    finds(mei)
    picture(mei, "case-as-owner")
    mei.press("确认回复", mei.part("转介"))
    submit(mei)
    finds(mei)
    step(mei, "案件操作", "进入回访")
    submit(mei)
    step(mei, "案件操作", "登记回访")
    mei.answer("方式", "当面")
    mei.answer("是否联系上本人", "是")
    mei.answer("本人是否安全", "安全")
    submit(mei)


def closes(mei: Person) -> None:
    step(mei, "案件操作", "结案")
    mei.answer("结果", "化解")
    mei.write("办理小结", "抚养费经调解解决，已经履行。")
    submit(mei, "核对后提交")
    mei.press("确认办理")
    assert mei.reads("已办理：结案。")


def archives(rao: Person) -> None:
    finds(rao)
    step(rao, "案件操作", "归档")
    rao.answer("保管期限", "长期")
    rao.write("卷宗情况说明", "齐全。")
    rao.choose("立卷人", "饶静")
    submit(rao)
    assert rao.reads("归档")


def nobody_else_saw_the_notes(others: list[Person]) -> None:
    """The counsellor's notes are for the counsellor; the minutes for the mediator."""
    assert [person.login for person in others if any("脚步声" in page for page in person.seen)] == []
    readers = [person.login for person in others if any("要按月给。" in page for page in person.seen)]
    assert readers == ["tao"]


def finds(person: Person) -> None:
    """From the first page, by the letters that everybody types."""
    person.press("今日工作")
    person.write("查找案件", "wf")
    person.press("查找")
    person.press("王芳")


def step(person: Person, part: str, label: str) -> None:
    """Press a step in a part of the page of the case."""
    person.press(label, person.part(part))


def submit(person: Person, label: str = "提交") -> None:
    person.press(label, person.page.locator("form.form-page > .buttons"))
    wrong = person.page.locator(".error-summary")
    assert wrong.count() == 0, wrong.inner_text()


def prints(person: Person, label: str, *words: str) -> None:
    """The button shows a PDF that says WORDS; 后退 leads back to the case."""
    person.press(label)
    answer = person.context.request.get(person.page.url)
    assert answer.headers["content-type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
    assert [word for word in words if word not in text] == []
    person.page.go_back()
    person.look()


def picture(person: Person, name: str) -> None:
    if SHOTS:
        person.shot(Path(SHOTS) / f"{name}.png")


def day() -> str:
    return today().isoformat()


def moment() -> str:
    return now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
