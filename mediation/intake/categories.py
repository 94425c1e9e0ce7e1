"""What a request is about: the six classes of the law, and what comes besides; each with its kinds.

Law on the Protection of Women's Rights and Interests 妇女权益保障法, chapters 2 to 7.
"""

CATEGORIES: dict[str, tuple[str, ...]] = {
    "婚姻家庭权益": (
        "家庭暴力", "离婚", "抚养", "抚养费", "抚养费与债务", "探望", "探望与抚养费", "赡养", "扶养",
        "夫妻财产", "彩礼", "婚外情与同居", "恋爱纠纷", "家庭矛盾", "收养", "继承", "其他婚姻家庭事项",
    ),
    "人身和人格权益": (
        "性侵害", "性骚扰", "拐卖绑架", "虐待遗弃", "非家庭成员伤害", "跟踪骚扰", "名誉隐私", "网络侵害",
        "强迫婚姻", "其他人身和人格事项",
    ),
    "劳动和社会保障权益": (
        "就业歧视", "孕产哺乳期待遇", "工资报酬", "同工同酬", "解除劳动合同", "工伤", "生育保险", "社会救助",
        "其他劳动和社会保障事项",
    ),
    "财产权益": ("土地承包", "宅基地", "集体收益分配", "征地补偿", "债务", "房产", "其他财产事项"),
    "文化教育权益": ("入学", "辍学", "教育歧视", "职业培训", "其他文化教育事项"),
    "政治权利": ("选举", "村民自治", "任职", "其他政治权利事项"),
    "综合": ("未成年人保护", "心理困扰", "生活困难", "政策咨询", "其他事项"),
}  # fmt: skip
HINTS: dict[str, str] = {
    "婚姻家庭权益": "家庭暴力、离婚、抚养、赡养、财产、继承",
    "人身和人格权益": "性侵害、性骚扰、虐待、跟踪、名誉隐私",
    "劳动和社会保障权益": "就业、孕产待遇、工资、社会救助",
    "财产权益": "土地、宅基地、集体收益、债务",
    "文化教育权益": "入学、辍学、培训",
    "政治权利": "选举、村民自治、任职",
    "综合": "未成年人、心理、生活困难、咨询",
}
# Naming one of these names violence in the family: nobody is turned away then (DV-13).
VIOLENT_KINDS = frozenset({"家庭暴力"})


def class_of(kind: str) -> str:
    """The class that a kind belongs to; empty for an unknown kind."""
    return next((name for name, kinds in CATEGORIES.items() if kind in kinds), "")
