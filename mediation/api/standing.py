"""How a referral that travels to another installation stands, in words for whoever sent it."""

from sqlalchemy import select

from mediation.api.models import Journey
from mediation.db import db
from mediation.referrals.models import Referral


def how_it_travels(referral: Referral) -> str:
    """One sentence; nothing where it does not travel."""
    journey = db.session.scalar(select(Journey).where(Journey.referral_id == referral.id))
    if journey is None:
        return ""
    if journey.their_ref is None:
        return _not_there(journey)
    if journey.cut:
        return "已送到对方系统；已告知对方不能再看内容。"
    if not journey.channel.active:
        return "已送到对方系统；对接已停用，答复不再自动取回，请电话询问。"
    return "已送到对方系统" + ("；现在连不上，答复暂时取不回来，请电话询问。" if journey.tries else "。")


def _not_there(journey: Journey) -> str:
    if not journey.channel.active:
        return "没有送到：对接已停用。请改用书面，或者电话联系对方。"
    if journey.tries:
        return f"还没有送到对方系统，已试{journey.tries}次，正在重试。急的请打电话，或者改用书面。"
    return "正在送往对方系统，几分钟内送到。"
