"""Ten thousand records, hours and ways: the lock opens for none that a plain reading of her words shuts (P10).

The reading here is written anew, from the record, without a line of the program.
"""

import random
from datetime import datetime, timedelta
from types import SimpleNamespace

from mediation.cases.contact_lock import why_not_contact
from mediation.db import SHANGHAI
from mediation.vault.secret import Secret

TRIES, SEED = 10_000, 20260306
START = datetime(2026, 3, 2, tzinfo=SHANGHAI)
HOURS = [
    None, "9:00-11:00", "工作日 9:00-11:00", "14:00—15:30，19:00至20:00", "他上班的时候", "25:00-26:00", "工作日下午",
    "上午或者下午 5 点后", "周一至周五 9:00-11:00", "除了18:00-20:00", "周三 9:00-11:00", "下午2:00-4:00",
]  # fmt: skip
SPANS = {
    None: [(8 * 60, 20 * 60)], "9:00-11:00": [(540, 660)], "工作日 9:00-11:00": [(540, 660)],
    "14:00—15:30，19:00至20:00": [(840, 930), (1140, 1200)], "他上班的时候": [], "25:00-26:00": [],
    "工作日下午": [(720, 1080)], "上午或者下午 5 点后": [], "周一至周五 9:00-11:00": [(540, 660)],
    "除了18:00-20:00": [], "周三 9:00-11:00": [], "下午2:00-4:00": [],
}  # fmt: skip


def drawn(dice):
    ways = [way for way in ("phone", "sms", "wechat", "in_person") if dice.random() < 0.6]
    contact = SimpleNamespace(
        allowed=dice.random() < 0.8 and bool(ways),
        ways=ways,
        hours=dice.choice(HOURS),
        others_phone=dice.random() < 0.2,
        sms_told=dice.random() < 0.6,
        number=Secret("13911112222") if dice.random() < 0.7 else None,
        wechat=Secret("fang_88") if dice.random() < 0.5 else None,
        confirmed_at=dice.choice([None, START - timedelta(days=dice.randint(0, 60))]),
    )
    phone = Secret("13800138000") if dice.random() < 0.5 else None
    return SimpleNamespace(safe_contact=contact if dice.random() < 0.95 else None, phone=phone)


def shut(person, way, at):
    """Whether her own words shut it."""
    said = person.safe_contact
    if said is None or not said.allowed or way not in said.ways or said.confirmed_at is None:
        return True
    if at - said.confirmed_at > timedelta(days=30):
        return True
    if said.others_phone and not (way == "wechat" and said.wechat):
        return True
    if way == "sms" and not (said.sms_told and said.number):
        return True
    if way == "phone" and not (said.number or person.phone):
        return True
    if way == "wechat" and not (said.wechat or said.number):
        return True
    if said.hours and ("工作日" in said.hours or "周一至周五" in said.hours) and at.weekday() > 4:
        return True
    minute = at.hour * 60 + at.minute
    return not any(first <= minute <= last for first, last in SPANS[said.hours])


def test_the_lock_opens_exactly_where_she_said_so(app):
    dice, open_ones = random.Random(SEED), 0
    for number in range(TRIES):
        person, way = drawn(dice), dice.choice(["phone", "sms", "wechat"])
        at = START + timedelta(minutes=dice.randint(0, 7 * 24 * 60))
        refusal = why_not_contact(person, way, at)
        assert (refusal is not None) == shut(person, way, at), (SEED, number, refusal)
        open_ones += refusal is None
        assert refusal is None or not any(sign in refusal for sign in ("139", "138", "fang"))
    assert open_ones > TRIES / 250


def test_a_holiday_is_none_of_her_working_days(app):
    said = SimpleNamespace(
        allowed=True, ways=["phone"], hours="工作日 9:00-11:00", others_phone=False, sms_told=False, wechat=None,
        number=Secret("13911112222"), confirmed_at=datetime(2026, 9, 30, tzinfo=SHANGHAI),
    )  # fmt: skip
    person = SimpleNamespace(safe_contact=said, phone=None)
    for day, open_then in ((1, False), (8, True), (10, False)):
        refusal = why_not_contact(person, "phone", datetime(2026, 10, day, 10, tzinfo=SHANGHAI))
        assert (refusal is None) is open_then, day
