"""A number or an address is found however it is written; sums and dates are none."""

import time

import pytest

from mediation.vault.sealed import Secret, found_in

PHONE = Secret("13987654321")
HOME = Secret("青山区幸福里小区7号楼3单元502室")


@pytest.mark.parametrize(
    "text",
    [
        "一三九八七六五四三二一", "幺三九八七六五四三二幺", "壹叁玖捌柒陆伍肆叁贰壹", "壹參玖捌柒陸伍肆參貳壹",
        "〡〣〩〨〧〦〥〤〣〢〡", "".join(f"{digit}\ufe0f\u20e3" for digit in "13987654321"),
        "139a8765b4321", "电话一三九，八七六五，四三二一。",
    ],
)  # fmt: skip
def test_a_number_is_found_in_every_writing(text: str) -> None:
    assert found_in(f"情况：{text}，请回电。", [PHONE]) == [PHONE]


@pytest.mark.parametrize(
    "text", ["幸福里小区七号楼三单元五〇二室", "幸福里小區7號樓", "幸福里小区柒號樓", "七號樓三單元五○二室"]
)
def test_an_address_is_found_in_every_writing(text: str) -> None:
    assert found_in(f"她住{text}。", [HOME]) == [HOME]


def test_an_address_kept_in_traditional_writing_is_found_too() -> None:
    kept = Secret("幸福里小區7號樓3單元502室")
    assert found_in("她住幸福里小区七号楼", [kept]) == [kept]


@pytest.mark.parametrize(
    "text",
    [
        "每月支付抚养费人民币壹仟叁佰玖拾捌元整（1398元）。", "一万三千九百八十七元六角五分", "二〇二六年十一月二日",
        "第一、第二、第三项，三、九、八号。", "（2026）青调字第0139号", "三单元的邻居，七号楼旁", "2026-11-02 至 2026-12-31",
    ],
)  # fmt: skip
def test_sums_dates_and_numbers_of_papers_are_no_alarm(text: str) -> None:
    assert found_in(text, [PHONE, HOME]) == []


@pytest.mark.parametrize(
    ("residence", "text"),
    [
        ("和平路82号5单元", "和平路八十二号五单元"),
        ("和平路八十二号五单元", "和平路82号5单元"),
        ("桃花街18号2单元301室", "桃花街十八号二单元三〇一室"),
        ("桃花街18号2单元301室", "桃花街十八号"),
        ("桃花街18号2单元301室", "桃花街拾捌号"),
        ("桃花街20号2单元", "桃花街廿号"),
        ("锦绣花园12号楼3单元1502室", "锦绣花园十二号楼三单元一千五百零二室"),
        ("锦绣花园12号楼3单元1502室", "锦绣花园十二栋"),
        ("锦绣花园12号楼3单元1502室", "十二号楼三单元一千五百零二室"),
        ("锦绣花园12号楼3单元1502室", "锦绣花园的12号楼"),
        ("锦绣花园12号楼3单元1502室", "锦绣花园第12号楼"),
        ("青山区锦绣花园12号楼3单元1502室", "已搬到锦绣花园居住"),
        ("枫林苑6栋", "枫林苑"),
        ("青山区枫林苑十六栋", "枫林苑门口"),
        ("青山华联超市有限公司", "在华联超市上班"),
        ("武汉市青山区好运来家政服务有限公司", "运来家政"),
        ("青山第二实验小学", "孩子在青山二小"),
        ("武汉市青山区第二实验小学", "孩子在青山二小读书"),
        ("青山第二实验小学", "转到实验二小"),
        ("青山区第五中学", "青山五中"),
    ],
)  # fmt: skip
def test_a_place_is_found_as_people_call_it(residence: str, text: str) -> None:
    secret = Secret(residence)
    assert found_in(f"情况说明：她{text}，请知悉。", [secret]) == [secret]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{digit}\u0332" for digit in "12300001497"), "".join(f"{digit}\u20dd" for digit in "12300001497"),
        "123再0000再1497", "12300 00（尾号）1497", "l23OOOOl497", "1230000\u31641497", "1\u115f2\u11603\uffa000001497",
        "١٢٣٠٠٠٠١٤٩٧", "幺两三零零零零幺四九拐", "前三位123，中间是0000，后面1497",
    ],
)  # fmt: skip
def test_a_number_in_groups_or_disguise_is_found(text: str) -> None:
    phone = Secret("12300001497")
    assert found_in(f"电话：{text}。", [phone]) == [phone]


KEPT = [
    Secret(value)
    for value in (
        "13987654321", "027-86523911", "青山区幸福里小区7号楼3单元502室", "和平路82号5单元",
        "青山区锦绣花园12号楼3单元1502室", "枫林苑6栋", "青山区阳光家园3号楼", "青山区工业园8号宿舍",
        "青山区和平路8号3单元502", "青山华联超市有限公司", "阳光家庭服务有限公司", "青山区东方红商贸有限公司",
        "青山第二实验小学", "武汉市青山区红星幼儿园", "青山区纺织二厂",
    )
]  # fmt: skip
ORDINARY = """
又没有付，本人决定申请执行。|本人已向法院申请强制执行。|可以向法院起诉，也可以申请法律援助。|另一方不同意调解，已书面告知。
对方不同意调解，重新商量怎么办。|本人同意转给合作单位办理。|先做安全保护，请派出所协助。|先做安全保护，请法院协助。
可以到区人力资源和社会保障局办理。|请补结婚证或离婚证复印件。|本人自己请了律师，撤回申请。|已当面核实，家人陪伴，约定每天联系。
本人谈了最近的生活和感受。|已说明办理的地方和需要的材料。|离婚后对方连续几个月没有付抚养费。|离婚后想看孩子，对方家里不让见。
分居后孩子随谁生活有争议。|婚后买的房子和存款怎么分有争议。|感情不和分居一年多，想离婚又不知道怎么办。|了解离婚手续，希望有律师帮助。
几个子女对老人的生活费和照料互相推托。|子女轮流照料，按月给生活费。|婆媳常为带孩子争吵，夫妻关系也受影响。
父亲去世后，兄弟说出嫁的女儿不能继承房子。|订婚后分手，双方对彩礼怎么退说法不一。|对方酒后动手打人，不是第一次，这次手臂受伤。
分手后对方经常在楼下等，发消息威胁。|部门领导多次发送不当信息，要求单独外出。|单位作出处理，不影响工作。|怀孕后被调岗降薪，又被要求自己辞职。
结婚后村里收回了承包地，婆家村也没有分。|随迁子女报名，学校说材料不全。|外嫁女在村民会议上不让投票。|离婚后睡不好，提不起精神，不知道跟谁说。
单亲带两个孩子，收入不够房租。|邻居反映孩子身上常有伤，半夜常有哭声。|不要打电话，不要寄信到住处。|备好证件和钱；有危险先离开再报警；约定暗语。
调解员：今天把各自的想法说清楚。|当事人：同意继续谈。|对方按月支付约定的款项，直接转入本人账户。|双方今后有事好好商量，不当着孩子和老人争吵。
保护令期间没有再发生暴力。|公安已受理，先做安全保护。|男方自2026年12月起每月十日前支付抚养费1,500元（大写：壹仟伍佰元整），至孩子满十八周岁。
彩礼八万二千元，三个月内退还五万元，余款三万二千元于2027年8月15日前付清。|每周六上午九时至十八时，男方可以在公园探望孩子，一次两小时。
依照《中华人民共和国民法典》第一千零八十四条、第一千零八十五条办理。|依照《反家庭暴力法》第二十三条、第二十九条申请人身安全保护令。
（2026）青妇调字第0082号。|妇联热线12338，报警110，法律援助12348，急救120。|青山区人民法院、青山区民政局、青山区妇女联合会家庭暴力庇护站。
住在小区三楼，二单元的邻居听见哭声。|她在超市上班，孩子上小学二年级，在第二实验小组。|两人一九九八年相识，2001年10月1日登记结婚。
共同存款十二万八千五百零二元，房屋一套，建筑面积82.5平方米。|孩子每天在家门口的花园玩，家庭服务由母亲承担。|被申请人在工业园一家工厂做工，月收入约5000元。
""".replace("\n", "|")


@pytest.mark.parametrize("sentence", [line for line in ORDINARY.split("|") if line])
def test_an_ordinary_sentence_is_no_alarm(sentence: str) -> None:
    assert found_in(sentence, KEPT) == []


def test_the_ordinary_sentences_together_are_no_alarm_either() -> None:
    assert len([line for line in ORDINARY.split("|") if line]) > 40
    assert found_in(ORDINARY, KEPT) == []


@pytest.mark.parametrize("piece", ["1", "1a", "十", "1十", "1 a", "1再", "的", "o", "1o", "12、"])
def test_no_text_that_somebody_pastes_keeps_the_search_busy(piece: str) -> None:
    begun = time.process_time()
    found_in(piece * 20_000, [PHONE])
    assert time.process_time() - begun < 2


FLAT = "江苏省苏州市青山区和平街道枫林苑小区8号楼3单元502室"
STREET = "青山区建设路18号"
WORKPLACE = "苏州华润万家超市有限公司"
TRIES = {
    "13912345678": [
        "139 1234 5678", "１３９１２３４５６７８", "一三九一二三四五六七八", "幺三九幺二三四五六七八", "139\n1234\n5678",
        "壹叁玖壹贰叁肆伍陆柒捌", "1\u200b3\u200b9\u200b12345678", "①③⑨①②③④⑤⑥⑦⑧", "139（中间是1234）尾号5678",
        "139一二34五六78", "l39l2345678", "𝟏𝟑𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "١٣٩١٢٣٤٥٦٧٨", "139再1234再5678",
    ],
    FLAT: [
        "枫林苑", "枫林苑8栋", "枫 林 苑 8 号 楼", "枫林苑八号楼三单元五〇二", "8幢3单元502", "8-3-502", "门牌 8#3-502",
        "枫林\n苑小区", "楓林苑小區8號樓", "８号楼３单元５０２", "8号楼三单元五百零二室", "fenglinyuan 8-3-502",
        "住在枫林苑，门牌八栋",
    ],
    STREET: ["建设路18", "建设路十八号", "建 设 路 1 8 号", "建設路18號", "建设路拾捌号", "建设路那个18号院"],
    WORKPLACE: ["华润万家", "華潤萬家超市", "在华 润 万 家 上班"],
    "青山区实验小学": ["孩子在青山实小", "青山区实小"],
    "青山区救助管理站": ["住在青山救助站"],
}  # fmt: skip


@pytest.mark.parametrize("secret", TRIES)
def test_what_people_write_to_get_round_the_search_is_found(secret):
    assert [text for text in TRIES[secret] if not found_in(text, [Secret(secret)])] == []


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        (FLAT, "（2026）苏0506民初8350号，标的83502元5角"[:22]),
        (FLAT, "3单元的住户反映8月3日502路公交停运"),
        (FLAT, "枫林镇司法所"),
        (STREET, "建设路180号是区法院"),
        (STREET, "建设路派出所"),
        (WORKPLACE, "对方在苏州一家超市上班"),
        ("青山区实验小学", "区实验幼儿园"),
        ("青山区救助管理站", "已联系救助管理部门"),
    ],
)
def test_another_place_of_the_same_street_is_no_alarm(secret, text):
    assert not found_in(text, [Secret(secret)])
