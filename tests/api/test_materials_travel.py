"""Materials between two installations, and what the other one tells of its own accord: two real servers on the loopback."""

import threading
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from mediation.api import carrying, travelling
from mediation.api.channels import set_channel
from mediation.api.models import ApiRefusal, Channel, Journey
from mediation.attachments.adding import attach
from mediation.db import db, now
from mediation.errors import Incomplete
from mediation.outbox.models import Message
from tests.api.test_two_installations import look
from tests.api.test_two_installations import there as there
from tests.attachments.conftest import photo
from tests.conftest import ON_POSTGRES
from tests.referrals.test_sending import agree

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="the other installation keeps its rows in SQLite")


@pytest.fixture
def sent(case, send, cast):
    """A referral with two pictures, to the other district."""
    told = {"kind": "evidence", "caption": "伤情照片", "happened_on": "2026-11-02"}
    rows = attach(case, told, [photo(), photo(color="red")], actor=cast.mei)
    return send(
        case=case, to="elsewhere", data_kinds=["identity", "materials"], materials=[row.ref for row in rows]
    )


@pytest.fixture
def here(app) -> Iterator[str]:
    """Our own installation as a server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def files(referral):
    return [row["file"] for row in referral.package["materials"]]


def test_materials_arrive_whole_and_go_with_the_ground(there, sent, cast):
    look()
    first, second = files(sent)
    journey = db.session.scalars(select(Journey)).one()
    assert journey.carried == 2
    assert there.ask("look", first)["kind"] == "image/jpeg"
    assert there.ask("look", second)["open"]
    assert there.only()["sound"]
    agree(sent.case, cast.agency("elsewhere"), cast.mei, [], answer="withdrawn")
    look()
    assert not there.ask("look", first)["open"]


def test_the_system_of_the_receiver_reads_a_material_by_its_hash(case, send, cast, system):
    (row,) = attach(case, {"kind": "evidence", "happened_on": "2026-11-02"}, [photo()], actor=cast.mei)
    referral = send(case=case, data_kinds=["identity", "materials"], materials=[row.ref])
    where = f"/referrals/{referral.ref}/materials/"
    partner = system()
    assert partner.get(where + row.sha256).mimetype == "image/jpeg"
    assert partner.get(where + "0" * 64).status_code == 404
    assert system("court").get(where + row.sha256).status_code == 404
    assert system(scopes=("answer",)).get(where + row.sha256).status_code == 403


def test_killed_after_it_took_a_material_in_it_has_it_once(there, sent):
    there.dies_at("/materials")
    look()
    journey = db.session.scalars(select(Journey)).one()
    assert (journey.carried, journey.tries) == (0, 1)
    there.start()
    look()
    assert (journey.carried, journey.tries) == (2, 0)
    assert all(there.ask("look", file)["open"] for file in files(sent))


def test_what_the_package_does_not_name_is_refused_and_what_is_refused_holds_nothing_up(
    there, sent, cast, monkeypatch
):
    with pytest.raises(Incomplete, match="清单"):
        carrying.take_in(sent, b"something else", by=cast.mei)
    with monkeypatch.context() as patch:
        patch.setattr(travelling, "get", lambda _sha, _key: b"changed on the way")
        look()
    assert db.session.scalars(select(Journey)).one().carried == 2
    told = db.session.scalars(select(Message.text).where(Message.text == travelling.LEFT_BEHIND)).all()
    assert len(told) == 2
    assert not there.ask("look", files(sent)[0])["open"]
    there.take("sign_for")
    look()
    assert sent.state == "signed_for"


def test_the_other_side_tells_by_itself_signed_and_polling_becomes_the_safety_net(there, sent, cast, here):
    look()
    channel = db.session.scalars(select(Channel)).one()
    where = f"{here}/api/v1/hooks/{channel.ref}"
    secret = there.ask("hook", where)
    known = {"base_url": there.url, "token": channel.token.reveal()}
    with pytest.raises(Incomplete, match="whsec_"):
        set_channel(channel.agency, actor=cast.boss, hook="short", **known)
    set_channel(channel.agency, actor=cast.boss, hook=secret, **known)
    journey = db.session.scalars(select(Journey)).one()
    assert journey.next_at > now()
    # This process is the server, too: it must not keep the database to itself.
    db.session.rollback()
    there.take("sign_for")
    assert there.ask("deliver") >= 1
    assert journey.next_at <= now()
    for number in travelling.due():
        travelling.travel(number)
    db.session.expire_all()
    assert sent.state == "signed_for"
    assert journey.next_at - now() > travelling.AGAIN
    told = {"data": {"referral": journey.their_ref}}
    db.session.rollback()
    forged = httpx.post(
        where, json=told, trust_env=False, timeout=30,
        headers={"webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,x"},
    )  # fmt: skip
    other = httpx.post(f"{here}/api/v1/hooks/{'0' * 32}", json={}, trust_env=False, timeout=30)
    assert (forged.status_code, other.status_code) == (401, 401)
    db.session.rollback()
    assert journey.next_at > now()
    kept = db.session.scalars(select(ApiRefusal)).all()
    assert [(row.who, row.status, row.operation) for row in kept] == [("-", 401, "hear")] * 2
