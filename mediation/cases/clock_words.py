"""A time limit as a worker reads it: the rule in words, its article, both dates, how long it still is, whose duty."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from mediation.db import SHANGHAI, db, now, today
from mediation.law.time_limits import AT_ONCE, NO_NUMBER, TimeLimit
from mediation.workflow import clocks
from mediation.workflow.clock_plan import local_end
from mediation.workflow.clock_rows import NO_FIXED
from mediation.workflow.models import Clock, ClockEvent

DUTIES = {
    "us": "本站",
    "mediation_committee": "人民调解委员会",
    "court": "人民法院",
    "police": "公安机关",
    "legal_aid": "法律援助机构",
    "civil_affairs": "民政部门",
    "petition_office": "信访部门",
    "mandatory_reporter": "强制报告单位",
    "party": "当事人",
    "sender": "转出单位",
    "receiver": "接收单位",
}
# T-04: nobody is told that a right is lost.
IF_MISSED = {
    "restoration": "可能逾期，请立即咨询是否可申请顺延（民诉法第86条）",
    "limitation": "可能已过时效期间，请立即咨询：时效可能中止、中断（民法典第194、195条），对方不提出的法院不主动适用",
    "anew": "期限已过，请立即咨询是否可以重新申请",
    "consult": "可能逾期，请立即咨询还有哪些办法",
}
EVENTS = {"paused": "中止", "resumed": "恢复", "apart": "另记", "extended": "延长"}
CERTAINTIES = {"S": "有二手来源，未见官方原文", "M": "凭记忆写下，须复核", "L": "地方规定，须核对"}


def running_clocks(subjects: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The time limits of these things that have not ended, the most pressing first, by the ref of the thing."""
    rows = db.session.scalars(
        select(Clock).where(Clock.subject.in_(subjects), Clock.state.in_(clocks.LIVE)).order_by(Clock.due_at)
    )
    live = rows.all()
    told = _history([clock.id for clock in live])
    found: dict[str, list[dict[str, Any]]] = {}
    for clock in live:
        words = {**clock_in_words(clock), "history": told.get(clock.id, [])}
        found.setdefault(clock.subject, []).append(words)
    return found


def _history(ids: list[int]) -> dict[int, list[str]]:
    """What happened to each of these time limits, but for its beginning and who was told: one line each."""
    query = select(ClockEvent).where(ClockEvent.clock_id.in_(ids), ClockEvent.kind.in_(EVENTS))
    lines: dict[int, list[str]] = {}
    for row in db.session.scalars(query.order_by(ClockEvent.id)):
        moved = row.before and row.before != row.after
        change = f"：{local_text(row.before)} → {local_text(row.after)}" if moved else ""
        ground = f"（{row.ground}）" if row.ground else ""
        lines.setdefault(row.clock_id, []).append(
            f"{local_text(row.happened_on)} {EVENTS[row.kind]}{ground}{change}"
        )
    return lines


def clock_in_words(clock: Clock) -> dict[str, Any]:
    """Everything that the card of a time limit shows."""
    limit = clocks.limit_of(clock)
    late = clocks.overdue(clock) and not limit.waits
    return {
        "rule": clock.rule,
        "about": clock.about,
        "label": clocks.label_of(clock.rule),
        "sentence": clocks.sentence_of(clock),
        "source": clock.source,
        "amount": "" if _at_once(clock) else clock.amount,
        "started": local_text(clock.started),
        "conservative": local_text(clock.conservative),
        "last": local_text(clock.statutory_last),
        # Of what is due at once both dates are the minute at which it began; what has no number has no dates.
        "at_once": _at_once(clock) or clock.amount in (NO_NUMBER, NO_FIXED),
        "left": left_in_words(clock, limit),
        "late": late,
        "kind": "overdue" if late and clock.duty != "party" else "due" if late or _soon(clock) else "info",
        "paused": clock.state == "paused",
        "duty": clock.duty,
        "whose": whose(clock),
        "notes": _notes(clock, limit, late),
        "note": clock.note,
    }


def left_in_words(clock: Clock, limit: TimeLimit) -> str:
    """还有3天, 今天到期, 已超2天, 还有5小时; of a time of waiting, how long it still is to wait; where nobody named
    a number, how long ago it began."""
    if clock.state == "paused":
        return f"已中止（自{local_text(clock.paused_on or '')}起）"
    if clock.amount == NO_NUMBER:
        return _since_promptly(clock)
    if limit.waits and clock.amount == NO_FIXED:
        return NO_FIXED
    if clock.unit == "hour":
        return _since_at_once(clock) if _at_once(clock) else _hours_left(clock)
    days = (local_end(clock.conservative).date() - today()).days
    if limit.waits:
        return f"还要等{days}天" if days > 0 else "已届满"
    return "今天到期" if days == 0 else f"还有{days}天" if days > 0 else f"已超{-days}天"


def _since_promptly(clock: Clock) -> str:
    """尽快办理; from the second day on also which day it is: neither a number of days left nor one passed."""
    days = (today() - local_end(clock.started).date()).days
    return f"尽快办理，已过{days}天" if days > 0 else "尽快办理"


def _at_once(clock: Clock) -> bool:
    return clock.unit == "hour" and clock.amount == "立即"


def _since_at_once(clock: Clock) -> str:
    """应当立即办理; after an hour also how long that is ago: nobody is blamed for the minutes of writing it down."""
    return AT_ONCE + (f"，{_hours_left(clock)}" if now() - clock.due_at >= timedelta(hours=1) else "")


def _hours_left(clock: Clock) -> str:
    left = clock.due_at - now()
    minutes = abs(int(left / timedelta(minutes=1)))
    amount = f"{minutes // 60}小时" if minutes >= 60 else f"{minutes}分钟"
    if minutes >= 72 * 60:
        amount = f"{minutes // (24 * 60)}天"
    return ("已超" if left < timedelta() else "还有") + amount


def whose(clock: Clock) -> str:
    """Whose duty it is; of others' the program only keeps track, and reckons nobody's liability."""
    if clock.duty == "party":
        silent = clocks.limit_of(clock).chosen_or_first(clock.choice).silent
        return "对方的权利，只供查看" if silent else "当事人的权利"
    name = DUTIES.get(clock.duty, "")
    return f"{name}的期限，只跟踪" if clock.kind in ("ext", "warn") else f"{name}的义务"


def local_text(text: str) -> str:
    """A date, or a moment to the minute on the clerk's clock, from ISO text."""
    if len(text) <= len("2026-01-01"):
        return text
    moment = datetime.fromisoformat(text)
    return (
        moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        if moment.tzinfo
        else text[:16].replace("T", " ")
    )


def _soon(clock: Clock) -> bool:
    return clock.state == "running" and clock.due_at - now() < timedelta(days=3)


def _notes(clock: Clock, limit: TimeLimit, late: bool) -> list[str]:
    span = limit.chosen_or_first(clock.choice)
    province = limit.province
    certainty = limit.certainty[:1] if limit.certainty else clocks.certainty_of(clock.rule)
    notes = [
        IF_MISSED.get(span.if_missed, "") if late and clock.duty == "party" and not span.silent else "",
        f"适用{province.name}规定：{province.article}" if province else "",
        f"按{limit.valid_from}至{limit.valid_to}的规定计算" if limit.valid_to else "",
        # The tag says it already.
        clock.note if clock.note != AT_ONCE else "",
        f"核对程度：{CERTAINTIES[certainty]}" if certainty in CERTAINTIES else "",
    ]
    return [note for note in notes if note]
