"""The lock: whether somebody may be contacted at this moment in one way, and if not, why not. Silence means no.

No refusal names a number. What a page says of the lock is in calling.py (the number itself) and page.py (the bar).
"""

import re
from collections.abc import Collection
from datetime import datetime, time, timedelta

from flask import current_app

from mediation.cases.models import Case, Party
from mediation.cases.persons import Person, SafeContact
from mediation.db import SHANGHAI
from mediation.vault.folding import digits_of
from mediation.vault.secret import Secret
from mediation.vault.tokens import blind_index
from mediation.workflow import clocks

WAYS = {"phone": "电话", "sms": "短信", "wechat": "微信", "letter": "信件", "in_person": "当面"}
DOING = {"phone": "打电话", "sms": "发短信", "wechat": "用微信"}
# Those that her hours bind: a letter and a visit are agreed on by day.
AT_HOURS = frozenset(DOING)
OTHERS_PHONE = "留下的是别人的电话，不能回拨"
ALSO_OF_OTHER_SIDE = "登记的号码也是本案对方或其亲属的号码，不能回拨，请当面重新登记"
NEVER_CONFIRMED = "安全联系方式还没有向本人核实，请先当面核实"
# Whose number is no way to her, whatever was ticked.
_THEIRS = frozenset({"respondent", "relative"})
_HOURS = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-—–~～至到]+\s*(\d{1,2})[:：](\d{2})")
# On a Saturday made a working day nobody knows who is at home: neither it nor a holiday is one of her working days.
_SATURDAY = 5
# What people say without a clock, and nothing but it; with more words beside it, somebody has to read them.
_HALF_DAYS = {"上午": "8:00-12:00", "下午": "12:00-18:00"}
# Words that turn a time round or bind it to other days, and an afternoon told by a clock of twelve hours.
_TO_BE_READ = re.compile(
    r"[不别除避外周末假号月]|星期|礼拜|[单双]日|(?:下午|傍晚|晚上?|夜里?)\s*(?:\d|1[01])[:：]\d"
)
_MONDAY_TO_FRIDAY = re.compile(r"(?:周|星期|礼拜)一\s*[-—–~～至到]+\s*(?:周|星期|礼拜)?五")
_HALF_DAY = re.compile(r"\s*(?:每天|工作日)?\s*的?(上午|下午)\s*")
# She named no hours: nobody rings at night. The station's own hours; the law names none (DV-10-4).
_USUAL = time(8), time(20)
USUAL_HOURS = "没有登记时段，按8:00—20:00"
NO_HOURS = "本人没有说时段，只在8:00—20:00打电话"


def days_fresh() -> int:
    """For how many days what she said counts as what she says (P9); the station may shorten or lengthen it."""
    return int(current_app.config["CONTACT_DAYS"])


def why_stale(contact: SafeContact, at: datetime) -> str | None:
    """Why a record does not count any more at the moment AT: nobody asked her, or it is too long ago."""
    if contact.confirmed_at is None:
        return NEVER_CONFIRMED
    days = days_fresh()
    if at - contact.confirmed_at > timedelta(days=days):
        return f"安全联系方式超过{days}天没有确认，请先当面确认"
    return None


def why_not_reach(
    party: Party, way: str, at: datetime, *, at_any_hour: bool = False, excepted: bool = False
) -> str | None:
    """Why PARTY may not be contacted by this WAY at the moment AT, in one sentence without a number; None if it is safe.

    Beside what she said counts what the case knows: a number of the other side is no way to her. AT_ANY_HOUR asks whether
    it may be done at all, by something that waits for the hour itself. EXCEPTED: somebody gave a reason for the hour and for
    the age of her answer; all else that she said still holds, and an answer that was never hers stays none.
    """
    refusal = why_not_contact(party.person, way, at, at_any_hour=at_any_hour, excepted=excepted)
    if refusal is None and way in AT_HOURS and _theirs(party, {way}):
        return ALSO_OF_OTHER_SIDE
    return refusal


def why_not_contact(
    person: Person, way: str, at: datetime, *, at_any_hour: bool = False, excepted: bool = False
) -> str | None:
    """The same by what PERSON said alone."""
    contact = person.safe_contact
    if contact is None:
        return "没有登记安全联系方式"
    if not contact.allowed:
        return "本人要求不联系"
    if (stale := why_stale(contact, at)) and not (excepted and stale != NEVER_CONFIRMED):
        return stale
    if way not in contact.ways:
        only = "、".join(WAYS.get(one, one) for one in contact.ways)
        return f"本人没有同意{DOING.get(way, WAYS.get(way, way))}，只用{only}"
    if way not in AT_HOURS:
        return None
    return _why_not_by(contact, person, way) or (
        None if at_any_hour or excepted else _why_not_now(contact, at)
    )


def ways_refused(case: Case) -> list[tuple[str, str]]:
    """By way that no applicant of CASE agreed to: how a form says it beside the choice. A call of hers is no call to her."""
    contacts = [party.person.safe_contact for party in case.parties if party.side == "applicant"]
    agreed = {way for contact in contacts if contact and contact.allowed for way in contact.ways}
    said = "本人没有同意，只有本人主动打来、发来的才选"
    return [(way, said) for way in ("phone", "wechat") if way not in agreed] if contacts else []


def is_theirs(party: Party) -> bool:
    """Whether the number by which she said she may be called is one of the other side's, or of a relative's."""
    contact = party.person.safe_contact
    return _theirs(party, set(contact.ways) & AT_HOURS if contact else set())


def may_pass_on(party: Party, at: datetime) -> bool:
    """Whether her number may be told to somebody who is to reach her later: her own, confirmed lately, for calls or
    texts. The hour of telling does not matter."""
    contact = party.person.safe_contact
    if contact is None or not contact.allowed or why_stale(contact, at):
        return False
    return bool({"phone", "sms"} & set(contact.ways)) and not contact.others_phone and not is_theirs(party)


def value_for(person: Person, way: str) -> Secret | None:
    """The number, or the name on WeChat, that she said is safe; of the telephone, else the one she gave."""
    contact = person.safe_contact
    if contact is None:
        return person.phone
    if way == "wechat":
        return contact.wechat or contact.number
    return contact.number or (person.phone if way == "phone" else None)


def _why_not_by(contact: SafeContact, person: Person, way: str) -> str | None:
    # A WeChat name of her own is hers, whoever else has the telephone.
    if contact.others_phone and not (way == "wechat" and contact.wechat):
        return OTHERS_PHONE
    if way == "sms" and not contact.sms_told:
        return "还没有告知本人短信会显示发送单位的名称，请先“更新安全联系方式”"
    if not value_for(person, way):
        what = "微信号" if way == "wechat" else "可以拨打的号码"
        return f"没有登记{what}，请先“更新安全联系方式”"
    return None


def _theirs(party: Party, ways: Collection[str]) -> bool:
    """By the blind index: their numbers are not opened for it, nor is hers where they have none."""
    theirs = {
        other.person.phone_index
        for other in party.case.parties
        if other.role in _THEIRS and other.person is not party.person and other.person.phone_index
    }
    hers = [value_for(party.person, way) for way in ways] if theirs else []
    numbers = [number.reveal() for number in hers if number]
    return any(blind_index("phone", number) in theirs for number in numbers if digits_of(number))


def _why_not_now(contact: SafeContact, at: datetime) -> str | None:
    said, local = contact.hours, at.astimezone(SHANGHAI)
    now = local.time()
    if not said:
        return None if _USUAL[0] <= now <= _USUAL[1] else NO_HOURS
    hours = _MONDAY_TO_FRIDAY.sub("工作日", said)
    if "工作日" in hours and (local.weekday() >= _SATURDAY or clocks.holidays().is_rest_day(local.date())):
        return f"今天不在本人同意的时段（{said}）"
    half = _HALF_DAY.fullmatch(hours)
    spans = [_span(found) for found in _HOURS.findall(_HALF_DAYS[half[1]] if half else hours)]
    if not all(spans) or not spans or _TO_BE_READ.search(hours):
        return f"请先核对本人写明的时段（{said}）"
    if any(span and span[0] <= now <= span[1] for span in spans):
        return None
    return f"现在不在本人同意的时段（{said}）"


def _span(found: tuple[str, str, str, str]) -> tuple[time, time] | None:
    try:
        return time(int(found[0]), int(found[1])), time(int(found[2]), int(found[3]))
    except ValueError:
        return None
