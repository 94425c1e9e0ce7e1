"""What the people of the federation do in the story, by clicking and typing."""

import io
import re

from pypdf import PdfReader

from tests.browser.person import Person

DANGER_ANSWERS = {
    "现在有人受伤，或马上有危险": "否",
    "有过打骂、威胁、跟踪或限制自由": "是",
    "孩子、老人或其他人有危险": "否",
}


def registers(lin: Person) -> None:
    """Lin takes the request in and accepts it."""
    lin.press("登记求助（来访/来电）")
    lin.write("先查一下：姓名、电话或拼音首字母（如 wf）", "王芳")
    lin.press("查找", lin.page.locator("main"))
    assert lin.reads("没有查到，可以直接登记。")
    lin.answer("怎么来的", "来访")
    names(lin)
    for question, answer in DANGER_ANSWERS.items():
        lin.answer(question, answer)
    lin.answer("属于哪一类", "婚姻家庭权益")
    lin.choose("具体事项", "抚养费")
    lin.write("情况", "离婚后对方不付抚养费，去年动过一次手。")
    lin.write("本人的意愿", "要求按月支付抚养费。")
    lin.tick("电话", within=lin.group("可以怎样联系"))
    lin.write("可以联系的时段", "工作日上午")
    lin.tick("已告知可以申请人身安全保护令", "已告知可以申请法律援助", "本人同意本站为办理此事使用其个人信息")
    lin.submit("登记")
    assert lin.reads("已登记")
    lin.step("维权求助", "受理")
    lin.submit()


def names(lin: Person) -> None:
    """Who asks for help, who is on the other side, and the child."""
    applicant = lin.group("求助人")
    lin.write("姓名", "王芳", applicant)
    lin.write("电话", "13800138000", applicant)
    lin.answer("性别", "女", applicant)
    other = lin.group("对方")
    lin.write("姓名", "李强", other)
    lin.answer("性别", "男", other)
    lin.press("加一个孩子")
    lin.write("姓名", "李小宝", lin.group("孩子"))
    lin.write("出生日期", "2020-05-01", lin.group("孩子"))


def assigns(song: Person) -> None:
    """Song gives the case to Mei."""
    song.find_case()
    song.step("案件操作", "指定承办人")
    song.choose("交给谁", "梅若华")
    song.submit()


def assesses(mei: Person) -> None:
    """Mei asks the questions of the scale."""
    mei.find_case()
    assert mei.reads("量表做完之前按高危险处理，调解锁住。")
    mei.step("下一步", "评估危险")
    all_no(mei)
    mei.submit()
    mei.prints("打印来访来电登记表", "来访来电登记表", "王芳")


def reviews(song: Person) -> None:
    """Song asks them again: only another person lowers the danger."""
    song.find_case()
    song.step("案件操作", "复核危险等级")
    all_no(song)
    song.answer("复核后的等级", "低危")
    song.write("理由", "只有一次推搡，已分居一年，量表各题均为否。")
    song.submit()
    assert song.reads("低危险")


def all_no(person: Person) -> None:
    for question in person.group("家庭暴力危险性预测量表").get_by_role("group").all():
        question.get_by_role("radio", name="否", exact=True).check()


def triages(mei: Person) -> None:
    """Mei keeps the lawyer that the page suggests, and plans counselling; she needs no safety track and no talks yet."""
    mei.find_case()
    mei.step("维权求助", "分流")
    mei.picture("triage-suggested")
    suggested = mei.group("要开哪些环节").get_by_label(re.compile(r"^\s*环节")).all()
    assert [box.input_value() for box in suggested] == ["protection", "legal_aid", "mediation"]
    assert mei.group("第 2 条").get_by_role("radio", name="主办").is_checked()
    plans(mei, "第 1 条", "心理辅导", "青山区社会工作服务中心", "协办")
    mei.choose("环节", "—", mei.group("要开哪些环节").get_by_role("group", name="第 3 条"))
    mei.press("再加一条 要开哪些环节")
    assert mei.group("第 2 条").get_by_role("radio", name="主办").is_checked()
    assert mei.reads("案件也在那之后才转入这一环节")
    mei.submit()
    mei.picture("triage-planned")
    assert mei.reads("对方还不知道这个案件，也没有收到任何个人信息")
    assert not mei.reads("待知情同意")


def hands_over(mei: Person) -> None:
    """Mei asks her about each of the two partners, and sends the slips: from the page of the case, and from her list."""
    mei.step("下一步", "转介法律援助给青山区法律援助中心")
    sends(mei, "青山区法律援助中心")
    mei.press("今日工作")
    mei.picture("today-with-a-plan")
    mei.press("转介 王芳")
    sends(mei, "青山区社会工作服务中心")
    mei.press("今日工作")
    assert not mei.reads("转介心理辅导给青山区社会工作服务中心")


def moves_on(mei: Person) -> None:
    """Legal aid has taken it on: now the case goes there."""
    mei.press("今日工作")
    mei.press("转入 王芳")
    mei.submit()
    assert mei.reads("主办环节：法律援助")


def plans(mei: Person, row: str, kind: str, agency: str, lead: str) -> None:
    fields = mei.group("要开哪些环节").get_by_role("group", name=row)
    mei.choose("环节", kind, fields)
    mei.choose("承办单位", agency, fields)
    mei.answer("主办或协办", lead, fields)


def refers(mei: Person) -> None:
    """Mei refers the mediation, and sees what the committee will see."""
    mei.find_case()
    mei.press("纠纷调解 转介", mei.part("转介"))
    mei.choose("接收单位", "青山区婚姻家庭纠纷人民调解委员会")
    sends(mei, "青山区婚姻家庭纠纷人民调解委员会")


def sends(mei: Person, receiver: str) -> None:
    """The receiver stands there already; she is asked, what they will see is looked at, and it goes."""
    assert mei.box("接收单位").locator("option:checked").inner_text() == receiver
    mei.answer("本人对这一次、这个接收单位怎么说", "同意")
    mei.choose("怎么问的", "当面")
    mei.submit("下一步：看对方会看到什么")
    assert not mei.reads("13800138000")
    mei.picture("referral-preview")
    mei.press("发送")
    assert mei.reads("已发送")


def follows_up(mei: Person) -> None:
    """Mei takes note of the answer of each of the three, moves the case on and asks how she is."""
    for _partner in range(3):
        mei.find_case()
        mei.press("确认回复", mei.part("转介"))
        mei.submit()
    mei.find_case()
    mei.picture("case-as-owner")
    mei.step("案件操作", "进入回访")
    mei.submit()
    mei.step("案件操作", "登记回访")
    mei.answer("方式", "当面")
    mei.answer("是否联系上本人", "是")
    mei.answer("本人是否安全", "安全")
    mei.submit()


def closes(mei: Person) -> None:
    """Mei prints what was told of the violence, and closes the case."""
    mei.prints("打印家庭暴力个案登记表", "家庭暴力", "王芳")
    mei.step("案件操作", "结案")
    mei.answer("结果", "化解")
    mei.write("办理小结", "抚养费经调解解决，已经履行。")
    mei.submit("核对后提交")
    mei.press("确认办理")
    assert mei.reads("已办理：结案。")


def archives(rao: Person) -> None:
    """Rao puts the dossier away."""
    rao.find_case()
    rao.step("案件操作", "归档")
    rao.answer("保管期限", "长期")
    rao.write("卷宗情况说明", "齐全。")
    rao.choose("立卷人", "饶静")
    rao.choose("检查人", "梅若华")
    rao.submit()
    assert rao.reads("归档")


def binds(rao: Person) -> None:
    """Rao has the whole dossier made, waits for it, and reads it."""
    rao.find_case()
    assert "缺" not in rao.part("卷宗").inner_text()
    rao.press("生成整本卷宗 PDF", rao.part("卷宗"))
    rao.page.get_by_role("link", name="打开卷宗 PDF").wait_for()
    rao.picture("dossier-made")
    where = rao.page.get_by_role("link", name="打开卷宗 PDF").get_attribute("href") or ""
    reader = PdfReader(io.BytesIO(rao.context.request.get(where).body()))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert [
        word
        for word in ("案卷", "卷内目录", "来访来电登记表", "回访记录", "长期", "饶静")
        if word not in text
    ] == []
    assert "13800138000" not in text
