"""The names of the codes of GB/T 2260: the provinces here, the places of the own province from a file of the station.

Source of the provinces: GB/T 2260—2007 中华人民共和国行政区划代码. Districts and townships change every year: a station
puts the lines of its own province into `districts.csv` of the instance folder: code, name, a line each, as 民政部 publishes
them (townships and villages: 国家统计局). Lines that begin with # say where they were taken from.
"""

import csv
from functools import cache
from pathlib import Path

from flask import current_app

FILE_NAME = "districts.csv"
# Province, prefecture, county, township, village.
LENGTHS = (2, 4, 6, 9, 12)
PROVINCES = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区", "21": "辽宁省",
    "22": "吉林省", "23": "黑龙江省", "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省",
    "35": "福建省", "36": "江西省", "37": "山东省", "41": "河南省", "42": "湖北省", "43": "湖南省",
    "44": "广东省", "45": "广西壮族自治区", "46": "海南省", "50": "重庆市", "51": "四川省", "52": "贵州省",
    "53": "云南省", "54": "西藏自治区", "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区", "71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区",
}  # fmt: skip


def place_called(code: str) -> str:
    """What the place of CODE is called, from the province down as far as is known: 辽宁省沈阳市和平区; else nothing."""
    known = {**PROVINCES, **_own()}
    above = [code[:length] for length in LENGTHS if length <= len(code)]
    named = [known.get(part) or known.get(part.ljust(6, "0"), "") for part in above]
    return "".join(dict.fromkeys(name for name in named if name))


def with_name(code: str) -> str:
    """The code and, where it is known, the name of its place."""
    name = place_called(code)
    return f"{code} {name}" if name else code


def _own() -> dict[str, str]:
    path = Path(current_app.instance_path) / FILE_NAME
    return _read(path, path.stat().st_mtime_ns) if path.exists() else {}


@cache
def _read(path: Path, _changed: int) -> dict[str, str]:
    """The lines of the file. What is no line of code and name says nothing: names are a help, nothing rests on them."""
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    return {row[0].strip(): row[1].strip() for row in rows if len(row) > 1 and row[0].strip().isdigit()}
