"""One filled-in example of each page that makes papers into a dossier."""

from typing import Any

PAPER = {
    "number": "（2026）和人调字第7号",
    "agency": "和平区妇女联合会维权站",
    "committee": "和平区婚姻家庭纠纷人民调解委员会",
    "date": "2026年3月5日",
    "checkpoint": "7K4M-92QF-XD31",
}
DOSSIER_EXAMPLES: dict[str, dict[str, Any]] = {
    "dossier_cover": {
        "paper": PAPER,
        "kind": "调解卷宗",
        "caption": "王𬭊与买买提·艾力抚养费纠纷",
        "category": "抚养费",
        "year": "2026",
        "keeper": "人民调解员",
        "kept_by": ["陈静"],
        "begun": "2026年1月5日",
        "ended": "2026年2月3日",
        "filed_by": "陈静",
        "filed_on": "2026年3月5日",
        "retention": "长期",
        "note": None,
    },
    "dossier_index": {
        "paper": PAPER,
        "kind": "调解卷宗",
        "rows": [
            {"title": "人民调解记录", "page": "1—2", "note": ""},
            {"title": "人民调解协议书", "page": "3", "note": "签署件扫描"},
        ],
    },
    "dossier_excerpt": {
        "paper": PAPER,
        "title": "人民调解回访记录",
        "deeds": [{"day": "2026年3月1日", "what": "登记履行", "told": "履行情况：按期足额", "who": "陈静"}],
    },
    "dossier_envelope": {
        "paper": PAPER,
        "title": "身份证明（复印件）",
        "pages": 2,
        "place": "系统内密封保存",
        "opened_by": "陈静",
    },
    "dossier_description": {
        "paper": PAPER,
        "kind": "调解卷宗",
        "pages": 12,
        "sealed": 1,
        "missing": ["人民调解回访记录"],
        "note": "无缺损。",
        "filed_by": "陈静",
        "checked_by": "饶静",
        "filed_on": "2026年3月5日",
    },
    "dossier_back": {
        "paper": PAPER,
        "kind": "调解卷宗",
        "bound_by": "陈静",
        "bound_on": "2026年3月5日",
    },
}
