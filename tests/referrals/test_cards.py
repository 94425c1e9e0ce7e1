"""填报卡: what another system asks for, in its order, from the package alone, for the sender alone."""

import io
import json
import re

import pytest
from openpyxl import load_workbook

from mediation.law.lined import BadFile
from mediation.referrals import cards
from mediation.workflow.engine import take

ALL = ["identity", "other_side", "contact", "narrative", "wishes"]


@pytest.fixture
def to_court(send, cast):
    """A slip to the court, whose online desk is filled in by hand."""
    return send(
        to="court", stage="protection", data_kinds=ALL, needs=[], summary="=1+1 离婚后对方不付抚养费。"
    )


def address(referral, ending=""):
    return f"/referrals/{referral.ref}/card/court_online{ending}"


def test_the_card_holds_what_was_sent_in_the_order_of_the_other_system(to_court, sign_in, cast):
    page = sign_in(cast.mei).get(address(to_court)).text
    labels = re.findall(r'<dt id="field-\d+">([^<]+)', page)
    assert labels[:4] == ["申请人姓名", "申请人性别", "申请人出生日期", "申请人送达地址"]
    for text in ("王芳", "李强", "离婚后对方不付抚养费。", to_court.slip_number):
        assert text in page
    assert "青山区和平路8号3单元502" not in page


def test_what_was_not_sent_along_is_not_taken_from_the_case(send, sign_in, cast):
    referral = send(to="court", stage="protection", data_kinds=["contact"], needs=[])
    page = sign_in(cast.mei).get(address(referral)).text
    assert cards.NOT_SENT in page
    content = page.partition("copy-card")[2]
    for text in ("王芳", "李强", "离婚后对方不付抚养费"):
        assert text not in content


def test_the_sheet_and_the_json_hold_the_same_and_no_formula(to_court, sign_in, cast):
    client = sign_in(cast.mei)
    book = load_workbook(io.BytesIO(client.get(address(to_court, ".xlsx")).data))
    told = json.loads(client.get(address(to_court, ".json")).data)
    listed = [(row[0].value, row[1].value or "") for row in book.active.iter_rows()]
    assert listed == [(row["label"], row["value"]) for row in told["fields"]]
    assert ("事实和理由", "=1+1 离婚后对方不付抚养费。") in listed
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


def test_nobody_but_the_sender_opens_it_and_nobody_after_it_ended(to_court, sign_in, cast):
    for user in (cast.pei, cast.fang, cast.an):
        for ending in ("", ".xlsx", ".json"):
            assert sign_in(user).get(address(to_court, ending)).status_code == 404
    take(to_court, "recall", actor=cast.mei, facts={"reason": "不需要了。"})
    assert sign_in(cast.mei).get(address(to_court)).status_code == 404


def test_an_agency_without_such_a_system_has_no_card(send, sign_in, cast):
    referral = send(to="legal_aid")
    client = sign_in(cast.mei)
    assert client.get(address(referral)).status_code == 404
    assert "填报卡" not in client.get(f"/referrals/{referral.ref}").text


def test_a_wish_for_protection_is_not_typed_into_the_platform_for_mediation(to_court, sign_in, cast):
    assert sign_in(cast.mei).get(f"/referrals/{to_court.ref}/card/court_platform").status_code == 404


def test_their_number_is_noted_on_the_slip(to_court, sign_in, cast):
    client = sign_in(cast.mei)
    path = f"/referrals/{to_court.ref}/note_outside_number"
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', client.get(path).text)[1]
    given = {
        "system": "人民法院在线服务",
        "outside_number": "（2026）990民保令1号",
        "happened_on": "2026-11-02",
    }
    assert client.post(path, data={**given, "seen": seen}).status_code == 302
    assert "人民法院在线服务：（2026）990民保令1号" in client.get(f"/referrals/{to_court.ref}").text


def test_a_card_that_asks_for_what_no_slip_holds_is_refused_with_its_line(tmp_path):
    told = "cards:\n  - name: x\n    label: X\n    for: [court]\n    fields:\n      - {label: 住址, from: residence}\n"
    (tmp_path / cards.FILE).write_text(told, encoding="utf-8")
    with pytest.raises(BadFile, match=r"copy_cards\.yaml 第6行.*residence"):
        cards.read(tmp_path)
