"""The pages of the directory: everybody reads it, the administrator keeps it, and every change is in the log."""

import pytest
from sqlalchemy import select

from mediation.audit.log import STATION
from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.db import atomic, db
from mediation.people.models import Agency

NEW = {
    "name": "青山区司法局城南司法所",
    "short_name": "城司",
    "kind": "judicial_office",
    "district": "990101001",
    "takes_on": ["mediation"],
    "services": "法律咨询",
    "phone": "0990-1234567",
    "hours": "周一至周五 9:00-12:00、14:00-17:30",
    "way_in": "paper",
}


def newest():
    """The newest entry of the station's chain."""
    query = select(AuditEntry).where(AuditEntry.chain == STATION).order_by(AuditEntry.id.desc()).limit(1)
    return db.session.scalars(query).one()


def agency_called(name):
    return db.session.scalars(select(Agency).where(Agency.name == name)).one()


@pytest.mark.parametrize("who", ["lin", "mei", "song", "pei", "eye"])
def test_everybody_reads_who_takes_on_what_and_nobody_but_the_keeper_changes_it(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    page = client.get("/agencies").text
    assert "青山区法律援助中心" in page
    assert "登记单位" not in page
    ref = cast.agency("legal_aid").ref
    assert client.get(f"/agencies/{ref}").status_code == 200
    for path in (
        "/admin/agencies",
        "/admin/agencies/new",
        f"/admin/agencies/{ref}",
        "/admin/agencies/import",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(f"/admin/agencies/{ref}/close").status_code == 404
    assert cast.agency("legal_aid").active


def test_the_keeper_adds_an_agency_and_the_log_names_the_fields_but_no_value(cast, sign_in):
    answer = sign_in(cast.boss).post("/admin/agencies/new", data=NEW, follow_redirects=True)
    assert "已登记" in answer.text
    agency = agency_called(NEW["name"])
    assert (agency.takes_on, agency.way_in, agency.version) == (["mediation"], "paper", 1)
    entry = newest()
    assert (entry.kind, entry.subject, entry.actor) == ("agency.add", agency.ref, cast.boss.ref)
    assert {"name", "hours", "phone"} <= set(entry.fields)
    assert NEW["phone"] not in str([entry.fields, entry.subject, entry.commitment])
    assert verify_all().findings == []


def test_the_log_tells_the_change_in_words(cast, sign_in):
    client = sign_in(cast.boss)
    client.post("/admin/agencies/new", data=NEW)
    assert "登记单位" in client.get("/audit").text


def test_a_change_names_only_what_changed_and_an_old_page_changes_nothing(cast, sign_in):
    client = sign_in(cast.boss)
    client.post("/admin/agencies/new", data=NEW)
    agency = agency_called(NEW["name"])
    path = f"/admin/agencies/{agency.ref}"
    assert 'name="seen"' in client.get(path).text
    assert client.post(path, data={**NEW, "seen": 1, "phone": "0990-7654321"}).status_code == 302
    assert newest().fields == ["phone"]
    answer = client.post(path, data={**NEW, "seen": 1, "phone": "0990-0000000"})
    assert answer.status_code == 422
    assert "别人改过" in answer.text
    assert agency_called(NEW["name"]).phone == "0990-7654321"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"hours": "上午"}, "周一至周五 9:00"),
        ({"district": "青山区"}, "国标区划代码"),
        ({"kind": ""}, "请选择类别"),
        ({"short_name": ""}, "要有简称"),
        ({"name": "青山区妇女联合会"}, "已有同名的单位"),
    ],
)
def test_what_is_wrong_stands_at_the_field_and_nothing_is_added(cast, sign_in, given, said):
    answer = sign_in(cast.boss).post("/admin/agencies/new", data={**NEW, **given})
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalar(select(Agency.id).where(Agency.name == NEW["name"])) is None


def test_nobody_stands_above_oneself(cast, sign_in):
    client = sign_in(cast.boss)
    federation, legal_aid = cast.agency("federation"), cast.agency("legal_aid")
    with atomic():
        legal_aid.parent_id = federation.id
    facts = {
        "name": federation.name, "short_name": "青", "kind": "federation", "takes_on": federation.takes_on,
        "way_in": "account", "seen": 1, "parent_id": legal_aid.id,
    }  # fmt: skip
    answer = client.post(f"/admin/agencies/{federation.ref}", data=facts)
    assert answer.status_code == 422
    assert "上级单位不能是它自己或者它的下级" in answer.text


def test_the_tree_indents_what_lies_below_and_filters(cast, sign_in):
    with atomic():
        cast.agency("legal_aid").parent_id = cast.agency("federation").id
    client = sign_in(cast.lin)
    page = client.get("/agencies").text
    assert page.index("青山区妇女联合会</a>") < page.index("青山区法律援助中心</a>")
    row = page[: page.index("青山区法律援助中心</a>")].rpartition("branch-")[2]
    assert row.startswith("1")
    filtered = client.get("/agencies?stage=counselling&kind=social_work").text
    assert "青山区社会工作服务中心" in filtered
    assert "青山区法律援助中心</a>" not in filtered
    assert "没有符合条件的单位" in client.get("/agencies?district=110101").text


def test_an_agency_out_of_use_is_shown_apart_to_the_keeper_and_to_nobody_else(cast, sign_in):
    client, police = sign_in(cast.boss), cast.agency("police")
    answer = client.post(f"/admin/agencies/{police.ref}/close", follow_redirects=True)
    assert "已停用" in answer.text
    assert newest().kind == "agency.close"
    page = client.get("/admin/agencies").text
    assert page.index("已停用</h2>") < page.index(police.name)
    stranger = sign_in(cast.mei)
    assert police.name not in stranger.get("/agencies").text
    assert stranger.get(f"/agencies/{police.ref}").status_code == 404
    client.post(f"/admin/agencies/{police.ref}/open")
    assert police.name in stranger.get("/agencies").text


def test_the_keeper_does_not_close_the_own_agency(cast, sign_in):
    own = cast.agency("federation")
    answer = sign_in(cast.boss).post(f"/admin/agencies/{own.ref}/close")
    assert answer.status_code == 422
    assert cast.agency("federation").active


def test_the_pages_of_the_directory_tell_nothing_of_a_case(cast, sign_in, new_case):
    new_case()
    for who in ("boss", "lin"):
        client = sign_in(getattr(cast, who))
        ref = cast.agency("federation").ref
        for path in ("/agencies", f"/agencies/{ref}"):
            page = client.get(path).text
            assert not [word for word in ("王芳", "李强", "13800138000") if word in page]
