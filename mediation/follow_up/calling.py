"""Whether a person may be called at this moment, and if not, why not. Silence means no."""

import re
from datetime import datetime, time

from mediation.cases.page import STALE_AFTER, WAYS
from mediation.cases.persons import Person, SafeContact
from mediation.db import SHANGHAI

_HOURS = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-—–~～至到]+\s*(\d{1,2})[:：](\d{2})")
_SATURDAY = 5


def why_not_call(person: Person, at: datetime) -> str | None:
    """Why nobody may call PERSON at the moment AT, in one sentence without a number; None if it is safe."""
    contact = person.safe_contact
    if contact is None:
        return "没有登记安全联系方式"
    if not contact.allowed:
        return "本人要求不联系"
    if at - contact.confirmed_at > STALE_AFTER:
        return f"安全联系方式超过{STALE_AFTER.days}天没有确认，请先当面确认"
    if "phone" not in contact.ways:
        return "本人没有同意打电话，只用" + "、".join(WAYS.get(way, way) for way in contact.ways)
    if contact.others_phone:
        return "留下的是别人的电话，不能回拨"
    return _why_not_now(contact, at)


def _why_not_now(contact: SafeContact, at: datetime) -> str | None:
    hours, local = contact.hours, at.astimezone(SHANGHAI)
    if not hours:
        return None
    if "工作日" in hours and local.weekday() >= _SATURDAY:
        return f"今天不在本人同意的时段（{hours}）"
    spans = [_span(found) for found in _HOURS.findall(hours)]
    if not all(spans) or not spans:
        return f"请先核对本人写明的时段（{hours}）"
    now = local.time()
    if any(span and span[0] <= now <= span[1] for span in spans):
        return None
    return f"现在不在本人同意的时段（{hours}）"


def _span(found: tuple[str, str, str, str]) -> tuple[time, time] | None:
    try:
        return time(int(found[0]), int(found[1])), time(int(found[2]), int(found[3]))
    except ValueError:
        return None
