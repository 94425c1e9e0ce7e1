"""What travels to another installation is told to its sender in words; a channel can be switched off."""

import pytest

from mediation.api.channels import set_channel, stop_channel
from mediation.api.models import Journey
from mediation.db import atomic, db
from mediation.errors import Forbidden

ADDRESS = "https://weiquan.example"


@pytest.fixture
def channel(app, cast):
    """The legal aid centre has an installation of its own."""
    app.config["OUTBOUND"] = ["weiquan.example"]
    return set_channel(cast.agency("legal_aid"), base_url=ADDRESS, token="wqapi_x", actor=cast.boss)


def stands(journey, **known):
    with atomic():
        for name, value in known.items():
            setattr(journey, name, value)


def test_the_sender_reads_where_the_slip_is(channel, send, cast, sign_in):
    referral = send()
    journey = db.session.query(Journey).one()
    browser, seen = sign_in(cast.mei), []
    for known in ({}, {"tries": 2}, {"their_ref": "a" * 32, "tries": 0}, {"tries": 1}, {"cut": True}):
        stands(journey, **known)
        seen.append(browser.get(f"/referrals/{referral.ref}").text)
    words = ("正在送往对方系统", "已试2次，正在重试", "已送到对方系统。", "现在连不上", "已告知对方不能再看")
    assert all(word in page for word, page in zip(words, seen, strict=True))
    assert "对方系统" not in sign_in(cast.fang).get(f"/referrals/{referral.ref}").text


def test_the_administrator_switches_a_channel_off(channel, send, cast, sign_in):
    waiting = send()
    with pytest.raises(Forbidden):
        stop_channel(channel.ref, actor=cast.mei)
    browser = sign_in(cast.boss)
    assert "在用" in browser.get("/admin/tokens/channels").text
    assert browser.post(f"/admin/tokens/channels/{channel.ref}/stop").status_code == 302
    assert "已停用" in browser.get("/admin/tokens/channels").text
    assert "对接已停用" in sign_in(cast.mei).get(f"/referrals/{waiting.ref}").text
    send()
    assert db.session.query(Journey).count() == 1


def test_the_pages_for_the_systems_of_partners_lead_to_each_other(cast, sign_in):
    browser = sign_in(cast.boss)
    for path in ("/admin/tokens", "/admin/tokens/channels", "/admin/webhooks", "/admin/tokens/refusals"):
        page = browser.get(path).text
        assert all(word in page for word in ("接口凭证", "对接地址", "系统通知", "系统对接", "被拒绝的调用"))
        assert 'href="/admin/tokens" aria-current="page">系统对接' in page


def test_whoever_is_called_as_the_other_side_is_pointed_out_to_the_receiver(send, cast, sign_in):
    with atomic():
        cast.gu.name = "李强"
    referral = send(data_kinds=["identity", "other_side", "narrative"])
    assert "请核对是否需要回避" in sign_in(cast.fang).get(f"/referrals/{referral.ref}").text
    assert "请核对是否需要回避" not in sign_in(cast.mei).get(f"/referrals/{referral.ref}").text
