"""What the pages show: how many things stand where, and the newest entries of the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from mediation.attachments.models import Attachment, PaperSignature
from mediation.audit.models import AuditEntry
from mediation.cases.access import visible_stages, visible_to
from mediation.cases.merges import Merge
from mediation.cases.models import Case, Stage
from mediation.cases.openings import Opening, Recusal
from mediation.conferences.models import Conference
from mediation.data_requests.models import DataRequest
from mediation.db import db
from mediation.disputes.models import Agreement
from mediation.intake.models import PortalRequest
from mediation.people.models import Agency, User
from mediation.people.program import DELEGATES, HERSELF, IMPORT, LINK_HOLDER, SYSTEM
from mediation.people.roles import SPECIAL
from mediation.referrals.models import Referral
from mediation.retention.models import Disposal, LegalHold
from mediation.workflow.definition import Step, Workflow
from mediation.workflow.engine import WORKFLOWS

COUNTING = frozenset({"supervisor", "leader", "admin"})
PAGE = 50
# A smaller number might point to a person; whoever may not open the cases sees "under five" instead.
OF_A_CASE: dict[str, Any] = {
    "attachment": Attachment, "paper_signature": PaperSignature, "conference": Conference, "recusal": Recusal,
    "data_request": DataRequest, "legal_hold": LegalHold,
}  # fmt: skip
SMALL = 5
# Many alike are entered once, with their count.
COUNTED = frozenset({"api.refused", "referral_link.open.refused"})
EVENTS = {
    "sign_in.begin": "登录",
    "portal_request.open": "本人凭编号和口令查进度",
    "note.write": "写记录",
    "note.take_back": "撤回记录",
    "referral_link.open": "凭链接和校验码打开转介单",
    "conflict.found": "发现需要回避的人",
    "declaration.add": "申报回避关系",
    "declaration.end": "结束回避申报",
    "double.same": "查重：是同一个人",
    "double.another": "查重：不是同一个人",
    "contact.count": "不立案的来电来访计数",
    "contact.undo": "撤销一次计数",
    "intake.completed": "来电快记已补齐",
    "phrase.add": "加常用语",
    "phrase.drop": "删常用语",
    "odd_reading.work": "异常查阅：工作需要",
    "odd_reading.asked": "异常查阅：已当面核实",
    "odd_reading.reported": "异常查阅：已报告处理",
    "document.print": "生成文书",
    "document.reprint": "再次打印文书",
    "document.word": "生成文书的Word稿",
    "document.number": "给文书编号",
    "case.keys_destroyed": "销毁密钥和文件",
    "portal_request.key_destroyed": "清除不登记的网上求助",
    "dossier.ask": "生成卷宗",
    "dossier.clear": "清除满一天的卷宗 PDF",
    "audit.verify": "校验审计日志",
    "audit.affected": "列出一段时间被看过的案件",
    "agency.add": "登记单位",
    "agency.change": "修改单位",
    "agency.close": "停用单位",
    "agency.open": "启用单位",
    "agency.import": "从Excel导入单位",
    "ledger.import": "导入旧台账",
    "ledger.undo": "撤销导入的旧台账",
    "agency_person.add": "增加单位人员",
    "agency_person.change": "修改单位人员",
    "agency_person.end": "移出单位人员",
    "duty.plan": "排班",
    "duty.drop": "取消排班",
    "absence.plan": "登记请假和代班",
    "absence.drop": "销假",
    "handover.ask": "请人核对接手",
    "handover.confirm": "核对完，接手",
    "room.add": "登记房间",
    "room.close": "停用房间",
    "calendar.feed.open": "生成日程订阅地址",
    "calendar.feed.end": "停用日程订阅地址",
    "bulletin.send": "发例会通知或通报",
    "bulletin.read": "已阅例会通知或通报",
    "statistics.columns": "设置统计表样",
    "indicator.targets": "设置指标目标",
    "warning.found": "发现预警",
    "warning.assign": "分派预警",
    "warning.answer": "答复预警",
    "warning.accept": "预警办结",
    "warning.return": "退回预警答复",
    "board.open": "开通大屏",
    "board.end": "停用大屏",
    "token.issue": "发放接口凭证",
    "channel.stop": "停用对接地址",
    "token.revoke": "停用接口凭证",
    "referral.kept": "退回的来件由本单位自行处理",
    "api": "调用接口",
    "channel.set": "设置对接地址",
}
PROGRAMS = {SYSTEM.ref: "系统", IMPORT.ref: "数据导入"}


@dataclass(frozen=True)
class Row:
    """An entry of the log as it is read: who, what, from where to where."""

    entry: AuditEntry
    who: str
    what: str
    change: str
    refused: bool


def counts_in(flow: Workflow, *, actor: User) -> Mapping[str, str]:
    """How many things of ACTOR's agency stand in each state, as text; empty for roles that do not count.

    A supervisor counts what a supervisor may open. Leader and administrator open no case: they get the
    official number, and "under five" where it is small.
    """
    if actor.role not in COUNTING:
        return {}
    supervises = actor.role == "supervisor"
    counted = db.session.execute(_numbers(flow, actor, only_visible=supervises))
    return {state: str(number) if supervises or number >= SMALL else "少于 5" for state, number in counted}


def _numbers(flow: Workflow, actor: User, *, only_visible: bool) -> Any:
    table, own, seen = _things(flow, actor)
    query = select(table.state, func.count()).where(own).group_by(table.state)
    return query.where(seen) if only_visible else query


def _things(flow: Workflow, actor: User) -> tuple[Any, Any, Any]:
    """What rides FLOW: the table, which rows are the agency's, and which of them ACTOR may know of."""
    cases = visible_to(actor).with_only_columns(Case.id)
    if flow.item == "case":
        return Case, Case.agency_id == actor.agency_id, Case.id.in_(cases)
    stages = visible_stages(actor).with_only_columns(Stage.id)
    if flow.item == "agreement":
        return Agreement, Agreement.agency_id == actor.agency_id, Agreement.stage_id.in_(stages)
    if flow.item in OF_A_CASE:
        table: Any = OF_A_CASE[flow.item]
        own_cases = select(Case.id).where(Case.agency_id == actor.agency_id)
        return table, table.case_id.in_(own_cases), table.case_id.in_(cases)
    if flow.item in ("disposal", "merge"):
        kept: Any = Disposal if flow.item == "disposal" else Merge
        here = kept.agency_id == actor.agency_id
        return (
            kept,
            here,
            here if kept is Disposal else and_(Merge.case_id.in_(cases), Merge.into_case_id.in_(cases)),
        )
    if flow.item == "portal_request":
        own_desk = PortalRequest.agency_id == actor.agency_id
        return PortalRequest, own_desk, or_(PortalRequest.case_id.is_(None), PortalRequest.case_id.in_(cases))
    if flow.item == "opening":
        here = and_(Opening.agency_id == actor.agency_id, Opening.workflow == flow.workflow)
        return Opening, here, or_(Opening.case_id.is_(None), Opening.case_id.in_(cases))
    if flow.item == "referral":
        received = Referral.to_agency_id == actor.agency_id
        sent = Referral.from_agency_id == actor.agency_id
        return Referral, or_(received, sent), or_(received, Referral.case_id.in_(cases))
    own = (Stage.workflow == flow.workflow) & (Stage.agency_id == actor.agency_id)
    return Stage, own, Stage.id.in_(stages)


def newest_entries(
    *, chain: str = "", actor_ref: str = "", before: int | None = None
) -> Sequence[AuditEntry]:
    """The newest entries, PAGE + 1 at most: all, or of a chain (by how its ref begins), or of a person."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if chain:
        query = query.where(AuditEntry.chain.startswith(chain, autoescape=True))
    if actor_ref:
        query = query.where(AuditEntry.actor == actor_ref)
    return db.session.scalars(query.where(AuditEntry.id < before) if before else query).all()


def rows_of(entries: Sequence[AuditEntry]) -> list[Row]:
    """The entries in words: names of staff and labels of steps, nothing of a case."""
    users = db.session.scalars(select(User).where(User.ref.in_({entry.actor for entry in entries})))
    names = PROGRAMS | {user.ref: f"{user.name}（{user.agency.name}）" for user in users}
    names |= _delegates(entries)
    return [_row(entry, names.get(entry.actor) or _unnamed(entry)) for entry in entries]


def _unnamed(entry: AuditEntry) -> str:
    """Whoever has no account: the beginning of their ref, and that they came by a link."""
    by_link = SPECIAL[entry.actor_role] if entry.actor_role in (LINK_HOLDER, HERSELF) else ""
    return f"{by_link}{entry.actor[:8]}"


def _delegates(entries: Sequence[AuditEntry]) -> dict[str, str]:
    """Agencies that acted without a person, by the ref of what they acted with."""
    told = {entry.actor: entry for entry in entries if entry.actor_role in DELEGATES}
    refs = {entry.agency for entry in told.values()}
    known = {
        agency.ref: agency.name for agency in db.session.scalars(select(Agency).where(Agency.ref.in_(refs)))
    }
    return {
        actor: f"{known.get(entry.agency, '')}（{SPECIAL[entry.actor_role]}）"
        for actor, entry in told.items()
    }


def staff() -> Sequence[User]:
    """Everybody with an account, by agency and name."""
    return db.session.scalars(select(User).order_by(User.agency_id, User.name)).all()


def steps_told_once(flow: Workflow) -> list[tuple[Step, list[str]]]:
    """The steps of FLOW in the order of its file, each with the states that it leads on from.

    A step that reads the same from several states is told once.
    """
    told: dict[Any, tuple[Step, list[str]]] = {}
    for step in flow.steps():
        goal = "" if step.dest == step.source else step.dest
        same = (step.trigger, goal, step.by, step.needs, step.then, step.law)
        told.setdefault(same, (step, []))[1].append(str(flow.stop(step.source).label))
    return list(told.values())


def steps_on(rule_id: str) -> list[tuple[Workflow, str, str]]:
    """Every step that rests on a rule, once: its workflow, its trigger and its label."""
    found = {
        (flow.workflow, trigger): (flow, trigger, str(step.label))
        for flow in WORKFLOWS.values()
        for trigger, step in _all_steps(flow)
        if rule_id in step.law
    }
    return list(found.values())


def _all_steps(flow: Workflow) -> list[tuple[str, Any]]:
    return [("start", flow.start), *((step.trigger, step) for step in flow.steps())]


def _row(entry: AuditEntry, who: str) -> Row:
    kind = entry.kind.removesuffix(".refused")
    name, _, trigger = kind.partition(".")
    flow = WORKFLOWS.get(name)
    change = "—"
    if flow and entry.dest:
        dest = str(flow.stop(entry.dest).label)
        change = f"{flow.stop(entry.source).label} → {dest}" if entry.source else f"→ {dest}"
    what = f"{flow.label}：{_label(flow, trigger)}" if flow else EVENTS.get(kind, kind) + _how_often(entry)
    return Row(entry, who, what, change, entry.kind.endswith(".refused"))


def _how_often(entry: AuditEntry) -> str:
    """Of calls and codes that got nothing, with which status, and how many alike there were within the hour."""
    if entry.kind not in COUNTED:
        return ""
    told = dict(field.split(" ", 1) for field in entry.fields if " " in field)
    said = [told.get("status", ""), f"一小时内第{told['count']}次" if "count" in told else ""]
    return f"（{'，'.join(filter(None, said))}）" if "count" in told else ""


def _label(flow: Workflow, trigger: str) -> str:
    known: list[Step] = flow.steps(trigger) if trigger in flow.events else []
    return str(flow.start.label if trigger == "start" else known[0].label if known else trigger)
