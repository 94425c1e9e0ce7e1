"""What legal aid, the counsellor and the mediator do in the story, by clicking and typing."""

import re

from mediation.db import SHANGHAI, now, today
from mediation.disputes.screening import screen
from tests.attachments.conftest import photo
from tests.browser.person import Person

NOTES = "她说夜里常被脚步声惊醒，约定下次练习放松。"
MINUTES = "王芳：抚养费要按月给。\n李强：同意，每月一千二。"


def decides(fang: Person) -> None:
    """Fang takes the application, grants it and assigns Gu."""
    fang.find_case()
    fang.step("法律援助", "登记收到申请")
    fang.write("法援机构收到申请日", day())
    fang.answer("申请事项", "赡养费、抚养费、扶养费")
    fang.answer("依据", "遭受家庭暴力")
    fang.submit()
    fang.step("法律援助", "决定给予援助")
    fang.write("法援机构决定日", day())
    fang.answer("援助形式", "代理诉讼")
    fang.submit()
    fang.step("法律援助", "指派律师")
    fang.write("指派日期", day())
    fang.choose("律师", "顾明")
    fang.submit()
    fang.picture("case-as-legal-aid")


def represents(gu: Person) -> None:
    """Gu has the mandate signed, and brings it to its end."""
    gu.press("签订委托协议 王芳")
    gu.answer("委托协议和授权委托书签好了吗", "是")
    gu.write("签订日期", day())
    gu.answer("授权", "一般代理")
    gu.submit()
    gu.step("法律援助", "登记办理进展")
    gu.answer("进展", "调解")
    gu.write("情况", "双方愿意先调解。")
    gu.submit()
    gu.step("法律援助", "办结")
    gu.answer("结果", "目标达到")
    gu.write("情况", "经调解解决，不再起诉。")
    gu.submit()


def counsels(an: Person) -> None:
    """An takes the work on, hears her and ends it."""
    an.press("今日工作")
    an.press("指派辅导员 王芳")
    an.choose("交给谁", "安宁")
    an.submit()
    an.step("心理辅导", "知情同意")
    an.choose("谁接受辅导", "王芳")
    an.tick("已说明：心理辅导不是诊断", "已说明保密和保密的例外")
    an.answer("怎样同意", "书面签字")
    an.submit()
    an.step("心理辅导", "登记辅导")
    an.write("开始时间", moment())
    an.answer("方式", "面谈")
    an.write("辅导记录", NOTES)
    an.submit()
    assert an.reads(NOTES)
    an.picture("case-as-counsellor")
    an.step("心理辅导", "结束辅导")
    an.answer("结果", "目标达到")
    an.write("情况", "本人表示可以了。")
    an.submit()


def takes_in(partner: Person, assignee: str = "") -> None:
    """A partner knows of nothing but the slip, and accepts what was referred; for one of them, or for nobody yet."""
    partner.press("今日工作")
    assert not partner.reads("王芳")
    partner.page.get_by_role("link", name=re.compile("转介收件")).first.click()
    partner.look()
    partner.press("接收", partner.page.locator("main article").first)
    if assignee:
        partner.choose("本环节承办人", assignee)
    partner.submit()
    partner.press("打开案件")


def asks_the_parties(tao: Person) -> None:
    """Tao writes down what they want, asks each of them and tells them their rights."""
    tao.step("纠纷调解", "登记申请和来源")
    tao.answer("案件来源", "当事人申请")
    tao.answer("是否已由法院、公安或行政机关处理", "没有")
    tao.answer("纠纷类型", "抚养费纠纷")
    tao.write("纠纷简要情况", "离婚后抚养费怎样给付。")
    tao.write("申请事项", "按月支付抚养费。")
    tao.answer("是否请求确认婚姻效力、亲子、收养等身份关系", "否")
    tao.submit()
    for name in ("王芳", "李强"):
        tao.step("纠纷调解", "单独询问")
        tao.choose("当事人", name)
        tao.answer("是否单独询问，没有别人在场", "是")
        for question in screen().questions:
            tao.answer(question.text, "是" if question.name == "speaks_freely" else "否")
        tao.submit()
        tao.step("纠纷调解", "登记当事人意愿")
        tao.choose("当事人", name)
        tao.answer("答复", "同意")
        tao.answer("方式", "当面")
        tao.tick("单独谈的，没有旁人在场")
        tao.submit()
    tao.prints("打印当事人权利义务告知书", "权利义务告知书", "王芳")
    tao.step("纠纷调解", "告知权利义务")
    tao.choose("告知谁", "全体当事人")
    tao.answer("方式", "书面签收")
    tao.submit()
    tao.prints("打印人民调解申请书", "人民调解申请书", "王芳")


def mediates(tao: Person) -> None:
    """Tao is chosen, holds the session and registers that they agree."""
    tao.step("纠纷调解", "确定调解员")
    tao.choose("主持调解员", "陶然")
    tao.answer("怎样确定的", "当事人共同选择")
    tao.tick("调解员声明")
    tao.submit()
    tao.step("纠纷调解", "受理登记")
    tao.write("受理登记日期", day())
    tao.submit()
    hears_apart(tao)
    tao.step("纠纷调解", "登记调解")
    tao.write("开始时间", moment())
    tao.write("地点", "调解室")
    tao.answer("方式", "共同调解")
    tao.tick("王芳", "李强", within=tao.group("到场当事人"))
    tao.write("调解记录", MINUTES)
    tao.submit()
    tao.prints("打印人民调解记录", "调解记录", "每月一千二")
    tao.step("纠纷调解", "达成协议")
    tao.answer("协议形式", "书面协议")
    tao.write("达成协议的日期", day())
    tao.submit()


def hears_apart(tao: Person) -> None:
    """There was violence: she is heard without him before anything is agreed."""
    tao.step("纠纷调解", "登记调解")
    tao.write("开始时间", moment())
    tao.write("地点", "调解室")
    tao.answer("方式", "单独调解")
    tao.choose("单独调解的，这次和谁谈", "王芳")
    tao.tick("王芳", within=tao.group("到场当事人"))
    tao.write("调解记录", "王芳：他好好付抚养费就行。")
    tao.submit()
    tao.prints(f"打印人民调解记录 {day()}", "调解记录", "好好付")


def writes(tao: Person) -> None:
    """Tao writes the agreement."""
    tao.step("调解协议", "编写条款")
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
    tao.write("账户或方式", "银行转账", duty)
    tao.submit()
    tao.picture("agreement-drafted")
    tao.step("调解协议", "定稿签署")
    tao.submit()


def signs(tao: Person) -> None:
    """Tao registers each signature, and with the last of them it takes effect."""
    tao.prints("打印人民调解协议书", "协议", "1200")
    for _signer in range(4):
        tao.step("调解协议", "登记签署")
        who = tao.box("谁签署").locator("option[value]:not([value=''])").first.inner_text()
        tao.choose("谁签署", who)
        tao.write("签署日期", day())
        tao.answer("签署方式", "调委会印章" if "印章" in who else "签名")
        tao.submit()
    tao.picture("agreement-signed")
    assert tao.reads("调解成功")


def scans(tao: Person) -> None:
    """Tao brings what was signed back as photos: the application, the minutes of both talks, the agreement."""
    for title, number in (
        ("人民调解申请书", 0),
        ("人民调解记录", 0),
        ("人民调解记录", 1),
        ("人民调解协议书", 0),
    ):
        tao.press("上传材料", tao.part("材料和签署"))
        tao.choose("是什么材料", "签署后的文书扫描件")
        tao.bring("选择文件（可以一次选几个）", photo(), photo(color="navy"))
        tao.choose("放在哪里", "纠纷调解")
        papers = tao.box("是哪一份文书")
        names = papers.locator("option").all_inner_texts()
        places = [place for place, name in enumerate(names) if name.startswith(title)]
        papers.select_option(index=places[number])
        tao.submit()
        assert tao.reads(f"签署后的文书扫描件：{title}")
    tao.picture("materials")


def watches(tao: Person) -> None:
    """Tao sees that it is kept, and answers the federation."""
    tao.picture("case-as-mediator")
    tao.step("调解协议", "登记履行")
    tao.choose("哪一项", "第1项")
    tao.write("履行日期（没有履行的写核实日期）", day())
    tao.answer("履行情况", "按期足额")
    tao.submit()
    tao.step("调解协议", "履行完毕")
    tao.submit()
    replies(tao, "双方达成书面协议并已履行。")


def replies(partner: Person, result: str) -> None:
    """What was asked of the partner is done: whoever asked hears of it."""
    partner.page.get_by_role("link", name=re.compile("转介收件")).first.click()
    partner.look()
    partner.press("回复结果", partner.page.locator("main article").first)
    partner.answer("办理结果", "已办结")
    partner.write("回复内容", result)
    partner.submit()


def day() -> str:
    return today().isoformat()


def moment() -> str:
    return now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
