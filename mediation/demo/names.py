"""Who asks for help in the invented cases, and about what. Every name and story is made up."""

from dataclasses import dataclass
from random import Random
from typing import Any

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹柏窦苏潘葛范彭"
WOMEN = (
    "淑芬",
    "玉兰",
    "雅琴",
    "晓梅",
    "丽华",
    "春燕",
    "思琪",
    "佳怡",
    "雪",
    "桂英",
    "梦洁",
    "秋菊",
    "敏",
    "小红",
)
MEN = ("建军", "志强", "伟", "国栋", "海涛", "俊杰", "永福", "大勇", "明辉", "振华", "磊", "文斌")
CHILDREN = ("子涵", "浩然", "一诺", "小雨", "欣怡", "乐乐")
# Names that break careless programs: rare characters, and a full stop in the middle.
RARE = (
    {"name": "张㛃", "sex": "2"},
    {"name": "李𬭊", "sex": "2"},
    {"name": "买买提·艾力", "sex": "1", "ethnicity": "05"},
)
STREETS = ("和平路", "柳荫街", "建设大道", "滨河东路", "学府路", "槐树巷")


@dataclass(frozen=True)
class Topic:
    """What a case is about: its category, what was told, what is wanted, and what a mediation calls it."""

    category_class: str
    category_kind: str
    summary: str
    wishes: str
    dispute: str = "family"
    relation: str = "配偶"


FAMILY = "婚姻家庭权益"
SUPPORT = Topic(
    FAMILY, "抚养费", "离婚后对方连续几个月没有付抚养费。", "按月支付抚养费。", "support", "前配偶"
)
VISITING = Topic(
    FAMILY, "探望", "离婚后想看孩子，对方家里不让见。", "每个月固定时间看孩子。", "visiting", "前配偶"
)
CUSTODY = Topic(FAMILY, "抚养", "分居后孩子随谁生活有争议。", "孩子跟自己生活。", "custody")
PROPERTY = Topic(FAMILY, "夫妻财产", "婚后买的房子和存款怎么分有争议。", "公平分割共同财产。", "property")
DIVORCE = Topic(
    FAMILY, "离婚", "感情不和分居一年多，想离婚又不知道怎么办。", "了解离婚手续，希望有律师帮助。", "divorce"
)
CARE = Topic(
    FAMILY,
    "赡养",
    "几个子女对老人的生活费和照料互相推托。",
    "子女轮流照料，按月给生活费。",
    "maintenance",
    "父母子女",
)
QUARREL = Topic(
    FAMILY, "家庭矛盾", "婆媳常为带孩子争吵，夫妻关系也受影响。", "一家人坐下来谈一谈。", "family"
)
INHERITANCE = Topic(
    FAMILY,
    "继承",
    "父亲去世后，兄弟说出嫁的女儿不能继承房子。",
    "依法继承自己的份额。",
    "inheritance",
    "兄弟姐妹",
)
BRIDE_PRICE = Topic(
    FAMILY, "彩礼", "订婚后分手，双方对彩礼怎么退说法不一。", "合理退还彩礼。", "property", "恋人"
)
VIOLENCE = Topic(
    FAMILY, "家庭暴力", "对方酒后动手打人，不是第一次，这次手臂受伤。", "希望不再挨打，孩子安全。"
)
STALKING = Topic(
    "人身和人格权益",
    "跟踪骚扰",
    "分手后对方经常在楼下等，发消息威胁。",
    "让对方不要再来。",
    relation="前恋人",
)
HARASSMENT = Topic(
    "人身和人格权益",
    "性骚扰",
    "部门领导多次发送不当信息，要求单独外出。",
    "单位作出处理，不影响工作。",
    relation="同事",
)
PREGNANCY = Topic(
    "劳动和社会保障权益",
    "孕产哺乳期待遇",
    "怀孕后被调岗降薪，又被要求自己辞职。",
    "恢复岗位和工资。",
    "rights",
    "用人单位",
)
PAY = Topic("劳动和社会保障权益", "工资报酬", "家政公司拖欠三个月工资。", "拿回工资。", "rights", "用人单位")
LAND = Topic(
    "财产权益",
    "土地承包",
    "结婚后村里收回了承包地，婆家村也没有分。",
    "保留一处承包地。",
    "rights",
    "村民委员会",
)
SCHOOL = Topic("文化教育权益", "入学", "随迁子女报名，学校说材料不全。", "孩子按时入学。", "rights", "学校")
VILLAGE = Topic(
    "政治权利", "村民自治", "外嫁女在村民会议上不让投票。", "按法律规定参加表决。", "rights", "村民委员会"
)
LOW = Topic("综合", "心理困扰", "离婚后睡不好，提不起精神，不知道跟谁说。", "想找人说说话。")
HARDSHIP = Topic("综合", "生活困难", "单亲带两个孩子，收入不够房租。", "了解有什么补助。")
CHILD = Topic(
    "综合", "未成年人保护", "邻居反映孩子身上常有伤，半夜常有哭声。", "孩子平安。", relation="父母子女"
)


def a_name(random: Random, sex: str) -> str:
    """A made-up name."""
    return random.choice(SURNAMES) + random.choice(WOMEN if sex == "2" else MEN)


def somebody(random: Random, sex: str, **more: Any) -> dict[str, Any]:
    """A grown-up as a clerk writes one down: seldom everything."""
    told: dict[str, Any] = {"name": a_name(random, sex), "sex": sex, **more}
    if random.random() < 0.7:
        told["birth"] = (
            f"{random.randint(1962, 2001)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
        )
    if random.random() < 0.6:
        told["residence"] = f"{random.choice(STREETS)}{random.randint(1, 90)}号{random.randint(1, 6)}单元"
    if random.random() < 0.8:
        # No telephone begins with 123: nobody is called by mistake.
        told["phone"] = f"1230000{random.randint(1000, 9999)}"
    return told


def a_child(random: Random, year: int) -> dict[str, Any]:
    """A child of that year of birth."""
    return {
        "name": random.choice(SURNAMES) + random.choice(CHILDREN),
        "birth": f"{year}-{random.randint(1, 12):02d}",
    }
