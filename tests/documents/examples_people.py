"""Who stands on the examples."""

from typing import Any

PAPER: dict[str, Any] = {
    "number": "（2026）和人调字第7号",
    "agency": "和平区妇女联合会维权站",
    "committee": "和平区婚姻家庭纠纷人民调解委员会",
    "date": "2026年3月5日",
    "checkpoint": "7K4M-92QF-XD31",
}
STATION = PAPER | {"committee": None, "number": "（2026）和维字第0012号"}
APPLICANT = {
    "role": "申请人",
    "name": "王𬭊",
    "sex": "女",
    "ethnicity": "汉族",
    "age": 36,
    "occupation": "超市收银员",
    "phone": "由维权站转达",
    "contact": "和平区妇女联合会维权站代收",
}
RESPONDENT = {
    "role": "被申请人",
    "name": "买买提·艾力",
    "sex": "男",
    "ethnicity": "维吾尔族",
    "age": 39,
    "occupation": None,
    "phone": "13900001111",
    "contact": "和平区建设路20号",
}
PARTIES = [APPLICANT, RESPONDENT]
STORY = (
    "申请人与被申请人系夫妻，2012年登记结婚，育有一子（10岁）。近"
    "一年来因家庭开支和照顾老人多次争吵，2025年11月起分开居住。\n"
    "双方对抚养费的数额、给付方式和探望时间有争议，经居委会劝"
    "说未果，申请人向维权站求助，双方同意由本调解委员会调解。"
)
