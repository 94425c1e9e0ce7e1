"""The monthly figures and meetings reach the liaison officers, without a small number and without a case."""

import pytest
from sqlalchemy import func, select

from mediation.bulletins import figures
from mediation.bulletins.figures import SMALLEST, TOO_SMALL, bounds, figures_of
from mediation.bulletins.forms import of_a_person
from mediation.bulletins.models import Bulletin
from mediation.bulletins.queries import last_month
from mediation.db import db, now, today, turned_back_to
from mediation.documents.check import text_of_pdf
from mediation.outbox.models import Message
from mediation.people.directory import save_person
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.conftest import slip


@pytest.fixture
def officers(cast):
    """The court has a liaison officer with an account, the centre one without."""
    pei = save_person(cast.agency("court"), "liaison", {"user_id": cast.pei.id}, actor=cast.boss)
    other = save_person(cast.agency("legal_aid"), "liaison", {"name": "罗小兰"}, actor=cast.boss)
    return [pei.id, other.id]


def number(agency, label, month=None):
    lines = figures_of(agency, month or today().isoformat()[:7])
    return next(said for _group, name, said in lines if name == label)


def test_a_small_number_is_not_told_and_the_rest_is_counted(cast, new_case):
    federation = cast.agency("federation")
    for _ in range(SMALLEST - 1):
        new_case()
    both = f"新开 {TOO_SMALL}，办结 {TOO_SMALL}"
    assert {said for _group, _label, said in figures_of(federation, today().isoformat()[:7])} == {
        TOO_SMALL,
        both,
    }
    case = new_case()
    assert number(federation, "新登记") == str(SMALLEST)
    assert number(federation, "维权求助") == f"新开 {SMALLEST}，办结 {TOO_SMALL}"
    assert number(cast.agency("elsewhere"), "新登记") == TOO_SMALL
    assert case.registered_at < now()


def test_a_referral_counts_when_sent_answered_and_sent_back(cast, new_case, monkeypatch):
    monkeypatch.setattr(figures, "SMALLEST", 1)
    federation, centre = cast.agency("federation"), cast.agency("legal_aid")
    back, done = (refer(case, slip(case, centre), actor=cast.mei) for case in (new_case(), new_case()))
    take(back, "send_back", actor=cast.fang, facts={"reason": "not_area"})
    take(done, "sign_for", actor=cast.fang)
    take(done, "accept", actor=cast.fang)
    assert (number(federation, "发出"), number(federation, "收到回复")) == ("2", TOO_SMALL)
    assert number(federation, "被退回") == "1"
    told = {"result": "partly", "note": "已办结。", "happened_on": today().isoformat()}
    take(done, "answer", actor=cast.fang, facts=told)
    assert number(federation, "收到回复") == "1"


def test_a_case_counts_in_the_month_of_shanghai(cast, new_case, monkeypatch):
    monkeypatch.setattr(figures, "SMALLEST", 1)
    first, _later = bounds("2026-10")
    with turned_back_to(first):
        new_case(received_on="2026-09-30")
    federation = cast.agency("federation")
    assert number(federation, "新登记", "2026-10") == "1"
    assert number(federation, "新登记", "2026-09") == TOO_SMALL
    assert bounds("2026-12")[1].isoformat()[:10] == "2027-01-01"


def test_it_reaches_the_officers_who_say_that_they_have_read_it(cast, sign_in, new_case, officers):
    new_case()
    client = sign_in(cast.song)
    assert "罗小兰（青山区法律援助中心）" in client.get("/bulletins/new").text
    posted = {"kind": "bulletin", "text": "请及时签收转介。", "officers": officers}
    answer = client.post("/bulletins/new", data=posted, follow_redirects=True)
    assert "已发给2位联络员" in answer.text
    assert "没有账号，请打印送达" in answer.text
    bulletin = db.session.scalars(select(Bulletin)).one()
    assert bulletin.month == last_month()
    texts = list(db.session.scalars(select(Message.text).where(Message.kind == "bulletin")))
    assert texts == ["收到一份信息通报，请登录查看。"] * 2
    pei = sign_in(cast.pei)
    assert f"信息通报：{bulletin.month}" in pei.get("/").text
    page = pei.get(f"/bulletins/{bulletin.ref}").text
    assert "请及时签收转介" in page
    paper = text_of_pdf(pei.get(f"/bulletins/{bulletin.ref}/pdf").data)
    assert all(word in paper for word in ("信息通报", "请及时签收转介", "青山区人民法院", "少于11"))
    assert not [word for word in ("王芳", "李强", "罗小兰", "青山区法律援助中心") if word in paper]
    assert not [word for word in ("王芳", "李强", "罗小兰") if word in page]
    pei.post(f"/bulletins/{bulletin.ref}/read")
    assert "信息通报：" not in pei.get("/").text
    assert "1/2" in client.get("/bulletins").text


def test_who_did_not_get_it_does_not_know_of_it(cast, sign_in, officers):
    sign_in(cast.song).post("/bulletins/new", data={"kind": "bulletin", "officers": officers[:1]})
    ref = db.session.scalars(select(Bulletin.ref)).one()
    assert sign_in(cast.ning).get(f"/bulletins/{ref}/pdf").status_code == 404
    for who, code in {"pei": 200, "mei": 200, "ning": 404, "qiu": 404}.items():
        assert sign_in(getattr(cast, who)).get(f"/bulletins/{ref}").status_code == code, who
    assert sign_in(cast.mei).post(f"/bulletins/{ref}/read").status_code == 404


@pytest.mark.parametrize("who", ["mei", "pei", "boss", "tao"])
def test_only_who_leads_a_station_sends(cast, sign_in, officers, who):
    client = sign_in(getattr(cast, who))
    assert client.get("/bulletins/new").status_code == 404
    assert client.post("/bulletins/new", data={"kind": "bulletin", "officers": officers}).status_code == 404
    assert db.session.scalar(select(func.count(Bulletin.id))) == 0


def test_a_meeting_needs_its_time_and_shows_place_and_agenda(cast, sign_in, officers):
    client = sign_in(cast.song)
    posted = {"kind": "meeting", "officers": officers, "place": "三楼会议室", "agenda": "转介时限"}
    refused = client.post("/bulletins/new", data=posted)
    assert refused.status_code == 422
    assert "工作例会请写时间" in refused.text
    page = client.post(
        "/bulletins/new", data={**posted, "held_at": "2027-01-05 14:30"}, follow_redirects=True
    )
    for said in ("工作例会（", "三楼会议室", "转介时限", "2027"):
        assert said in page.text


def test_what_says_where_somebody_is_does_not_go_out_and_nothing_typed_is_lost(
    cast, sign_in, officers, new_case
):
    case = new_case(actor=cast.mei)
    home = case.parties[0].person.residence.reveal()
    client = sign_in(cast.song)
    posted = {"kind": "meeting", "officers": officers, "held_at": "2027-01-05 14:30"}
    for told in (
        {"agenda": f"会后去{home}看望"},
        {"text": "请联系１３９ １１１１ ２２２２"},
        {"place": home},
    ):
        refused = client.post("/bulletins/new", data={**posted, **told})
        assert (refused.status_code, "请删去" in refused.text) == (422, True), told
        assert next(iter(told.values())) in refused.text
    assert db.session.query(Bulletin).count() == 0
    # Of a case that the sender may not know of the answer tells nothing.
    take(case, "record_unwanted", actor=cast.mei, facts={"workers": [cast.song.id]})
    assert client.post("/bulletins/new", data={**posted, "place": home}).status_code == 302


@pytest.mark.parametrize("month", ["x", "2026-13", "9999-12", "0000-01", "2999-01"])
def test_a_month_that_is_none_or_has_not_ended_is_not_found(cast, sign_in, month):
    assert sign_in(cast.song).get(f"/bulletins/new?month={month}").status_code == 404


def test_what_looks_like_somebodys_number_or_address_does_not_go_out(cast, sign_in, officers):
    for told in ("电话138 0013-8000", "１３８００１３８０００", "11010519491231002X", "和平路8号3单元502"):
        assert of_a_person(told), told
    for told in ("请拨12338、0990-6212338", "2026年12月3日 14:30，三楼会议室", "本月新登记20251126件"):
        assert not of_a_person(told), told
    posted = {"kind": "bulletin", "text": "王某住和平路8号3单元。", "officers": officers}
    page = sign_in(cast.song).post("/bulletins/new", data=posted)
    assert (page.status_code, "像是有住址" in page.text, "王某住和平路" in page.text) == (422, True, True)
    assert db.session.scalar(select(func.count()).select_from(Bulletin)) == 0
