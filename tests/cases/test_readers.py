"""谁看过: whoever owns the case and their supervisor see who looked; the auditor sees all looks and no case."""

import re
from datetime import date
from pathlib import Path

import pytest

from mediation import places
from mediation.audit.log import record_read
from mediation.cases.readers import KINDS, PAGE, readers_of, reads, sees_readers
from mediation.db import SHANGHAI, now
from mediation.errors import Forbidden, Missing
from tests.conftest import referred

PERSONAL = ("王芳", "李强", "13800138000", "和平路", "离婚后")


def test_the_owner_reads_who_looked_on_which_day_once_a_day(cast, sign_in, new_case):
    case = new_case(actor=cast.mei)
    ref = case.ref
    song = sign_in(cast.song)
    for _time in range(3):
        assert song.get(f"/cases/{ref}").status_code == 200
    mei = sign_in(cast.mei)
    assert "谁看过这个案件" in mei.get(f"/cases/{ref}").text
    page = mei.get(f"/cases/{ref}/readers").text
    row = next(part for part in page.split("<tr") if "宋丽" in part and "次数" in part)
    assert "负责人" in row
    assert "青山区妇女联合会" in row
    assert "案件页" in row
    assert ">3<" in row
    assert "谁看过" in mei.get(f"/cases/{ref}/readers").text.split("梅若华")[-1]


@pytest.mark.parametrize("who", ["lin", "tao", "qiu", "eye", "boss"])
def test_nobody_else_learns_who_looked(cast, sign_in, new_case, who):
    case = new_case(actor=cast.mei)
    referred(case, "mediation", to="committee")
    actor = getattr(cast, who)
    assert not sees_readers(case, actor=actor)
    with pytest.raises(Missing):
        readers_of(case, actor=actor)
    ref, client = case.ref, sign_in(actor)
    assert client.get(f"/cases/{ref}/readers").status_code == 404
    assert "谁看过这个案件" not in client.get(f"/cases/{ref}").text


def test_the_auditor_finds_looks_by_person_day_and_case_and_reads_nothing_personal(cast, sign_in, new_case):
    case = new_case(actor=cast.mei)
    ref, mei = case.ref, cast.mei.ref
    sign_in(cast.mei).get(f"/cases/{ref}")
    sign_in(cast.song).get("/cases")
    day = now().astimezone(SHANGHAI).date()
    eye = cast.eye
    assert {one.who for one in reads(actor=eye, who=mei)[0]} == {"梅若华"}
    assert reads(actor=eye, day=date(2020, 1, 1))[0] == []
    assert {one.what for one in reads(actor=eye, day=day, case=ref[:8])[0]} == {"案件页"}
    assert "案件列表" in {one.what for one in reads(actor=eye, case=ref)[0]}
    client = sign_in(eye)
    page = client.get("/reads", query_string={"case": ref, "who": mei, "day": day.isoformat()}).text
    assert "梅若华" in page.split("<tbody")[1]
    assert ref[:8] in page
    assert not [word for word in PERSONAL if word in page]
    assert "没有这一天" in client.get("/reads?day=2026-02-31").text


@pytest.mark.parametrize("who", ["lin", "mei", "song", "tao"])
def test_only_auditor_and_administrator_read_all_looks(cast, sign_in, who):
    with pytest.raises(Forbidden):
        reads(actor=getattr(cast, who))
    assert sign_in(getattr(cast, who)).get("/reads").status_code == 403


def test_pages_follow_each_other_without_gap_or_double(cast, new_case):
    case, mei, song = new_case(actor=cast.mei), cast.mei, cast.song
    for _time in range(PAGE + 5):
        record_read("case", actor=song, subject=case.ref)
    first, more = reads(actor=cast.eye, case=case.ref[:8])
    second, end = reads(actor=cast.eye, case=case.ref[:8], before=more)
    assert (len(first), len(second), end) == (PAGE, 5, None)
    assert len({one.id for one in (*first, *second)}) == PAGE + 5
    (line,), more = readers_of(case, actor=mei)
    assert (line.times, more is not None) == (PAGE, True)


def test_every_kind_of_look_has_its_words():
    source = Path(places.__file__).parent.rglob("*.py")
    kinds = {kind for file in source for kind in re.findall(r'record_read\(\s*"([^"]+)"', file.read_text())}
    assert kinds == set(KINDS)
