"""谁看过: the entries of what was read, in words. The owner and the supervisor see those of the case, auditors all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import Select, String, cast, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from mediation.audit.models import ReadEntry
from mediation.cases.access import SUPERVISORS
from mediation.cases.models import Case
from mediation.dates import local
from mediation.db import SHANGHAI, db
from mediation.errors import Forbidden, Missing
from mediation.people.models import Agency, User
from mediation.people.roles import ROLES, SPECIAL

READS_LOG = frozenset({"auditor", "admin"})
PAGE = 50
REF = 32
LOOKS, LOOKED_THROUGH = 30, 1000
# Who looks without an account: at a partner, by a link, by a token, at a table to which they were called.
WITHOUT_ACCOUNT = ("link holder", "partner token", "conference guest")
# What was shown, by the kind of the entry.
KINDS = {
    "agencies": "单位名录",
    "agency": "单位页",
    "api.again": "接口重复请求",
    "api.referral": "接口查看转介件",
    "api.referrals": "接口查看转介件列表",
    "attachment": "材料",
    "audit": "审计日志",
    "break_glass": "紧急打开",
    "bulletin": "信息通报",
    "bulletins": "信息通报列表",
    "calendar": "日程",
    "case": "案件页",
    "cases": "案件列表",
    "conference": "个案会商",
    "data_request.copy": "个人信息副本",
    "disposal": "销毁清册",
    "disposal.list": "销毁清册（纸质）",
    "disposals": "保管和销毁",
    "document": "文书",
    "document_numbers": "文号登记簿",
    "declarations": "回避申报",
    "dossier": "卷宗",
    "dossier.progress": "卷宗生成进度",
    "doubles": "可能重复的案件",
    "follow_up": "回访名单",
    "handover": "工作交接",
    "household": "家庭页",
    "indicators": "监测和预警",
    "intake.look_up": "登记前查重",
    "ledger": "旧台账查询",
    "ledger.batch": "旧台账导入核对",
    "merges": "合并重复",
    "obligations": "协议履行",
    "odd_readings": "异常查阅",
    "openings": "紧急打开的复核",
    "portal_request": "网上求助",
    "portal_requests": "网上求助列表",
    "readers": "谁看过",
    "reads": "查阅记录",
    "referral": "转介件",
    "referral.card": "填报卡",
    "referral.card.export": "填报卡导出",
    "referral.material": "转介所附的材料",
    "referral.prepare": "转介办理页",
    "referrals": "转介件列表",
    "sample": "文书样张",
    "search": "查找",
    "sealed": "封存案件封面",
    "statistics": "统计",
    "statistics.list": "统计数字的名单",
    "statistics.report": "统计表下载",
    "step": "办理页",
    "supervision": "督办台",
    "supervision.agencies": "各单位答复情况",
    "to_complete": "来电快记待补清单",
    "today": "今日工作",
    "warning": "预警",
}


@dataclass(frozen=True)
class Reading:
    """One entry in words: who (with agency and role at the time) was shown what, and of which case, if of one."""

    id: int
    at: datetime
    who: str
    who_ref: str
    agency: str
    role: str
    what: str
    case: str
    listed: int


@dataclass(frozen=True)
class Reader:
    """Somebody who looked at a case on one day: what, and how often."""

    day: str
    who: str
    agency: str
    role: str
    what: str
    times: int


def sees_readers(case: Case, *, actor: User) -> bool:
    """Whether ACTOR may be told who looked at CASE: its owner, and the supervisor of the agency that owns it."""
    return case.agency_id == actor.agency_id and (actor.id == case.owner_id or actor.role in SUPERVISORS)


def readers_of(case: Case, *, actor: User, before: int | None = None) -> tuple[list[Reader], int | None]:
    """Who looked at CASE, day by day, newest first; and the id to go on from, or None at the end. Raises Missing."""
    if not sees_readers(case, actor=actor):
        raise Missing
    found = _page(select(ReadEntry).where(ReadEntry.subject == case.ref), before)
    shown, more = found[:PAGE], found[PAGE:]
    return list(_by_day(_in_words(shown))), shown[-1].id if more else None


def looks_at(*refs: str) -> list[tuple[str, str]]:
    """Who looked at these, for the person herself: the day and the kind of work, newest first, each once. Neither names
    nor agencies: those she is told in person. Whoever calls knows that the file is hers."""
    kinds = {**ROLES, **{name: SPECIAL[name] for name in WITHOUT_ACCOUNT}}
    query = select(ReadEntry.at, ReadEntry.actor_role).where(
        ReadEntry.subject.in_(refs), ReadEntry.actor_role.in_(list(kinds))
    )
    rows = db.session.execute(query.order_by(ReadEntry.id.desc()).limit(LOOKED_THROUGH))
    return list(dict.fromkeys((local(row.at)[:10], kinds[row.actor_role]) for row in rows))[:LOOKS]


def readings_between(ref: str, who_ref: str, since: datetime, until: datetime) -> int:
    """How often somebody was shown something of that case within a time: what a review of break-glass asks."""
    query = select(func.count()).where(
        ReadEntry.subject == ref, ReadEntry.actor == who_ref, ReadEntry.at >= since, ReadEntry.at <= until
    )
    return db.session.scalar(query) or 0


def reads(
    *, actor: User, who: str = "", day: date | None = None, case: str = "", before: int | None = None
) -> tuple[list[Reading], int | None]:
    """What was read: all, or by a person (ref), on a day in Shanghai, of a case (how its ref begins; by the whole ref
    the lists too in which it stood). Newest first; and the id to go on from. Raises Forbidden."""
    if actor.role not in READS_LOG:
        raise Forbidden("查阅记录由监督员和系统管理员查看。")
    query = select(ReadEntry)
    if who:
        query = query.where(ReadEntry.actor == who)
    if day:
        begins = datetime.combine(day, time(), SHANGHAI)
        query = query.where(ReadEntry.at >= begins, ReadEntry.at < begins + timedelta(days=1))
    if case:
        query = query.where(_of_case(case))
    found = _page(query, before)
    return _in_words(found[:PAGE]), found[PAGE - 1].id if len(found) > PAGE else None


def _of_case(ref: str) -> ColumnElement[bool]:
    opened = ReadEntry.subject.startswith(ref, autoescape=True)
    listed = cast(ReadEntry.shown, String).contains(ref, autoescape=True)
    return or_(opened, listed) if len(ref) == REF else opened


def _page(query: Select[ReadEntry], before: int | None) -> Sequence[ReadEntry]:
    query = query.order_by(ReadEntry.id.desc()).limit(PAGE + 1)
    return db.session.scalars(query.where(ReadEntry.id < before) if before else query).all()


def _in_words(entries: Sequence[ReadEntry]) -> list[Reading]:
    users = select(User.ref, User.name).where(User.ref.in_({entry.actor for entry in entries}))
    agencies = select(Agency.ref, Agency.name).where(Agency.ref.in_({entry.agency for entry in entries}))
    names, houses = ({row.ref: row.name for row in db.session.execute(query)} for query in (users, agencies))
    return [
        Reading(
            id=entry.id,
            at=entry.at,
            who=names.get(entry.actor, "系统"),
            who_ref=entry.actor,
            agency=houses.get(entry.agency, ""),
            role=ROLES.get(entry.actor_role, ""),
            what=KINDS.get(entry.kind, "其他页面"),
            case=entry.subject or "",
            listed=len(entry.shown) if entry.subject is None else 0,
        )
        for entry in entries
    ]


def _by_day(readings: list[Reading]) -> Iterator[Reader]:
    """One line for each person and day, however often they looked."""

    def of(reading: Reading) -> tuple[str, str]:
        return local(reading.at)[:10], reading.who_ref

    newest = {key: place for place, key in reversed(list(enumerate(map(of, readings))))}
    for key, group in groupby(sorted(readings, key=lambda one: newest[of(one)]), key=of):
        seen = list(group)
        what = "、".join(dict.fromkeys(one.what for one in seen))
        yield Reader(key[0], seen[0].who, seen[0].agency, seen[0].role, what, len(seen))
