"""Where the installations of other agencies are. The worker calls these addresses and no others."""

from base64 import b64decode
from collections.abc import Sequence

from sqlalchemy import func, select

from mediation.api.models import Channel, Journey
from mediation.api.tokens import ISSUERS
from mediation.audit.log import STATION, Subject, record
from mediation.db import atomic, db, now
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.people.models import Agency, User
from mediation.vault.keys import new_key
from mediation.web.outbound import allowed

SECRET = "whsec_"
LEAST_SECRET = 24
_WHO = "对接地址由系统管理员设置。"


def set_channel(agency: Agency, *, base_url: str, token: str, actor: User, hook: str = "") -> Channel:
    """Referrals to AGENCY travel to BASE_URL from now on, with the TOKEN that it gave us; it signs its notices with HOOK.

    Without HOOK the one that is there stays. Raises Forbidden, Incomplete.
    """
    if actor.role not in ISSUERS:
        raise Forbidden(_WHO)
    if not agency.active or agency.id == actor.agency_id:
        raise Incomplete("请选择一个在用的合作单位。", field="agency")
    if not may_be_called(base_url):
        raise Incomplete(
            "这个地址不能用：要用 https，如 https://weiquan.example，并且先在 config.toml 的 outbound 里写上这个主机名"
            "（非默认端口的写“主机:端口”）。",
            field="base_url",
        )
    if hook and not _is_secret(hook):
        raise Incomplete("通知密钥不对：whsec_ 开头，从对方的“系统通知”页复制。", field="hook")
    with atomic() as session:
        channel = session.scalar(select(Channel).where(Channel.agency_id == agency.id))
        if channel is None:
            channel = Channel(agency_id=agency.id, key_id=new_key("program"), base_url="", set_at=now())
            session.add(channel)
        channel.base_url, channel.active, channel.set_at = base_url.rstrip("/"), True, now()
        channel.token = token
        if hook:
            channel.hook, channel.heard_at = hook, None
        session.flush()
        record(
            "channel.set", actor=actor, subject=Subject(STATION, "channel", channel.ref), fields=["base_url"]
        )
    return channel


def stop_channel(ref: str, *, actor: User) -> None:
    """Nothing travels there from now on; what is on its way waits, and its sender sees it. Raises Forbidden, Missing."""
    if actor.role not in ISSUERS:
        raise Forbidden(_WHO)
    with atomic() as session:
        channel = session.scalar(select(Channel).where(Channel.ref == ref))
        if channel is None:
            raise Missing
        if channel.active:
            channel.active = False
            record("channel.stop", actor=actor, subject=Subject(STATION, "channel", ref))


def all_channels(*, actor: User) -> Sequence[Channel]:
    """Every channel, for whoever sets them. Raises Forbidden."""
    if actor.role not in ISSUERS:
        raise Forbidden(_WHO)
    return db.session.scalars(select(Channel).order_by(Channel.id)).all()


def stuck(channel: Channel) -> int:
    """How many referrals could not be brought there at the last try, or not be asked after; the worker tries again."""
    failing = (
        select(func.count()).select_from(Journey).where(Journey.channel_id == channel.id, Journey.tries > 0)
    )
    return db.session.scalar(failing) or 0


def _is_secret(hook: str) -> bool:
    """Whether it can sign: `whsec_` and at least 24 bytes (Standard Webhooks)."""
    try:
        return (
            hook.startswith(SECRET)
            and len(b64decode(hook.removeprefix(SECRET), validate=True)) >= LEAST_SECRET
        )
    except ValueError:
        return False


def may_be_called(url: str) -> bool:
    """Only what the station names in `outbound`, by HTTPS; without it only on the machine itself. No name and password, no
    query in the address."""
    return "?" not in url and allowed(url)
