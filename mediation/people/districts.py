"""The names of the codes of GB/T 2260: of provinces as shipped, of places in the own province from a file of the station.

The source of either file stands in its first line. Districts and townships change every year: a station
puts the lines of its own province into `districts.csv` of the instance folder: code, name, a line each, as 民政部 publishes
them (townships and villages: 国家统计局). Lines that begin with # say where they were taken from.
"""

import csv
from functools import cache
from pathlib import Path

from flask import current_app

from mediation import places

FILE_NAME = "districts.csv"
# Province, prefecture, county, township, village.
LENGTHS = (2, 4, 6, 9, 12)
PROVINCES = "provinces.csv"


def place_called(code: str) -> str:
    """What the place of CODE is called, from the province down as far as is known; else nothing."""
    known = {**_lines(places.workflows() / PROVINCES), **_lines(Path(current_app.instance_path) / FILE_NAME)}
    above = [code[:length] for length in LENGTHS if length <= len(code)]
    named = [known.get(part) or known.get(part.ljust(6, "0"), "") for part in above]
    return "".join(dict.fromkeys(name for name in named if name))


def with_name(code: str) -> str:
    """The code and, where it is known, the name of its place."""
    name = place_called(code)
    return f"{code} {name}" if name else code


def _lines(path: Path) -> dict[str, str]:
    return _read(path, path.stat().st_mtime_ns) if path.exists() else {}


@cache
def _read(path: Path, _changed: int) -> dict[str, str]:
    """The lines of the file. What is no line of code and name says nothing: names are a help, nothing rests on them."""
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    return {row[0].strip(): row[1].strip() for row in rows if len(row) > 1 and row[0].strip().isdigit()}
