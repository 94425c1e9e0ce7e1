"""The tables of a station and of a mediation committee: each with its definition 口径, each number with its list."""

from collections.abc import Callable, Iterable
from typing import Any

from mediation.cases.forms import OUTCOMES
from mediation.cases.page import CHANNELS, DANGER
from mediation.cases.record_forms import VIOLENCE_KINDS
from mediation.disputes.words import ORIGINS
from mediation.follow_up.forms import SATISFACTION
from mediation.intake.categories import CATEGORIES
from mediation.people.kinds import STAGES
from mediation.people.models import Agency
from mediation.statistics import facts
from mediation.statistics.facts import of_agreement, of_case, of_stage
from mediation.statistics.periods import Period
from mediation.statistics.tables import Counted, Members, Row, Table, split
from mediation.vault.keys import many_keys

REGISTERED = "本站在这段时间登记的求助，一件算一件；同一人再次求助另算。按登记时间，不按发生时间。"
ENDED = "这段时间结案、不予受理、撤回、移送的案件，按最后一次；这段时间内又重新打开的不算。"
WAYS = {"close": "结案", "decline": "不予受理", "withdraw": "求助人撤回", "transfer": "移送其他机关"}
UNSAID = "未细分"
DAYS = [("15", "15天以内", 15), ("30", "16至30天", 30), ("60", "31至60天", 60), ("90", "61至90天", 90)]
LONGER = ("more", "超过90天")
NOTED = {
    "report_to_police": ("police", "报警", "登记过报警的"),
    "register_warning": ("warning", "公安出具告诫书", "登记过告诫书的"),
    "file_order": ("filed", "申请人身安全保护令", "登记过申请的"),
    "make_order": ("made", "法院作出人身安全保护令", "登记过作出的；被驳回的不算"),
    "enter_shelter": ("shelter", "入住庇护", "登记过入住的"),
}
# What became of an agreement: key, label, definition, and whether a row of `agreements` is counted.
_AGREED: tuple[tuple[str, str, str, Callable[[Any], bool]], ...] = (
    ("reached", "达成协议", "含口头协议，不含作废的", lambda row: row.state != "void"),
    ("oral", "其中口头协议", "", lambda row: row.oral and row.state != "void"),
    ("effective", "已经生效", "", lambda row: row.effective_on is not None and row.state != "void"),
    ("performed", "履行完毕", "制表时的状态", lambda row: row.state == "performed"),
    ("broken", "未按约履行", "制表时的状态", lambda row: row.state == "broken"),
    ("filed", "申请司法确认", "", lambda row: row.filed),
    ("valid", "法院裁定有效", "", lambda row: row.valid),
)  # fmt: skip
WORK = ("legal_aid", "mediation", "counselling")


def tables_of(agency: Agency, period: Period) -> list[Table]:
    """Every table that AGENCY keeps: a station the whole, a committee what it mediates."""
    if "help_request" not in agency.takes_on:
        return mediation(period, agency=agency.id) if "mediation" in agency.takes_on else []
    rows = facts.registered(agency.id, period)
    return [
        _classes(rows),
        split("channel", "求助渠道", f"{REGISTERED}渠道是登记时选的。", CHANNELS.items(),
              ((row.channel, of_case(row.id)) for row in rows)),
        split("danger", "危险等级", f"{REGISTERED}等级是制表时案件的等级。", [*DANGER.items(), ("unknown", "未评估")],
              ((row.danger, of_case(row.id)) for row in rows)),
        Table("again", "再次求助",
              "这段时间登记的求助中，求助人或者同一家庭在此前一年里向本站求助过的。匿名的认不出，不算。",
              (Row("all", "再次求助", frozenset(map(of_case, facts.repeated(agency.id, period)))),)),
        *_work(agency, period),
        *_ends(agency, period),
        split("satisfaction", "满意度", "这段时间联系上本人、问过满意度的案件，以最后一次回访为准。",
              [(key, str(label)) for key, label in SATISFACTION],
              ((said, of_case(case)) for case, said in facts.satisfaction(agency.id, period).items())),
        *_violence([row for row in rows if row.violence]),
        *mediation(period, station=agency.id),
    ]  # fmt: skip


def mediation(period: Period, *, station: int = 0, agency: int = 0) -> list[Table]:
    """What was mediated: in the cases of a STATION, or by an AGENCY that is a committee."""
    whose = "本站案件中的" if station else "本会承办的"
    opened = facts.stages(period, station=station, agency=agency, kind="mediation")
    done = facts.stages(period, station=station, agency=agency, kind="mediation", ended=True)
    came = facts.origins([row.id for row in opened])
    signed = facts.agreements(period, station=station, agency=agency)
    return [
        split("mediation_origin", "调解：案件来源", f"{whose}调解，这段时间开启的；来源按最近一次登记的申请。",
              [(key, str(label)) for key, label in ORIGINS],
              ((came.get(row.id, "-"), of_stage(row)) for row in opened), ("stage", "mediation")),
        split("mediation_result", "调解：办结结果", f"{whose}调解，这段时间办结的。调解成功是协议已经生效的。",
              [("concluded", "调解成功"), ("terminated", "终止调解"), ("declined", "未受理")],
              ((row.state, of_stage(row)) for row in done)),
        Table("agreement", "调解：协议", f"{whose}调解，这段时间达成的协议；一份协议可以出现在几行里。", tuple(
            Row(key, label, frozenset(of_agreement(row) for row in signed if holds(row)), note)
            for key, label, note, holds in _AGREED
        )),
    ]  # fmt: skip


def _classes(rows: Iterable[Any]) -> Table:
    """The six classes of the law and what comes besides, each with its kinds."""
    found: dict[tuple[str, str], set[Counted]] = {}
    for row in rows:
        found.setdefault((row.category_class, row.category_kind or UNSAID), set()).add(of_case(row.id))
    told: list[Row] = []
    everything: set[Counted] = set()
    for name in dict.fromkeys((*CATEGORIES, *(name for name, _kind in found))):
        kinds = dict.fromkeys((*CATEGORIES.get(name, ()), *(k for n, k in found if n == name), UNSAID))
        parts = [(kind, frozenset(found.get((name, kind), ()))) for kind in kinds]
        whole: Members = frozenset().union(*(members for _kind, members in parts))
        everything |= whole
        told.append(Row(name, name, whole))
        told += [Row(f"{name}/{kind}", kind, members, parent=name) for kind, members in parts]
    counts = f"{REGISTERED}类别是制表时案件的类别；没有选具体事项的列入“{UNSAID}”。"
    return Table("class", "求助类别", counts, tuple(told), frozenset(everything))


def _work(agency: Agency, period: Period) -> list[Table]:
    rows = facts.stages(period, station=agency.id)
    begun = "本站案件在这段时间开启的环节，一个环节算一个；同一案件可以有几个环节。"
    names = sorted({row.name for row in rows} - {agency.name})
    return [
        split("stage", "办理环节", begun, STAGES.items(),
              ((row.workflow, of_stage(row)) for row in rows)),
        split("agency", "承办单位", begun, [(name, name) for name in (agency.name, *names)],
              ((row.name, of_stage(row)) for row in rows)),
    ]  # fmt: skip


def _ends(agency: Agency, period: Period) -> list[Table]:
    ended = facts.ended(agency.id, period)
    closed = [one for one in ended if one.trigger == "close"]
    return [
        split("ending", "怎样结束", ENDED, WAYS.items(), ((one.trigger, one.case) for one in ended)),
        split("outcome", "结案结果", "这段时间结案的案件，结果是结案时选的。",
              [(key, str(label)) for key, label in OUTCOMES], ((one.outcome, one.case) for one in closed),
              ("ending", "close")),
        split("days", "办理时间", f"{ENDED}从登记到结束，满24小时算一天。",
              [*((key, label) for key, label, _most in DAYS), LONGER], ((_bracket(one.days), one.case) for one in ended)),
    ]  # fmt: skip


def _bracket(days: int) -> str:
    return next((key for key, _label, most in DAYS if days <= most), LONGER[0])


def _violence(rows: list[Any]) -> list[Table]:
    """家庭暴力专项 (反家庭暴力法第7条): what was told of the violence, and what was done."""
    ids = {row.ref: row.id for row in rows}
    everything = frozenset(of_case(row.id) for row in rows)
    kinds: dict[str, set[int]] = {}
    injured: dict[int, str] = dict.fromkeys(ids.values(), "-")
    recorded = facts.steps_in_cases(ids, "record_violence")
    many_keys(step.key_id for step in recorded)
    for step in recorded:
        said = facts.told(step)
        for kind in said.get("violence_kinds") or ():
            kinds.setdefault(kind, set()).add(ids[step.chain])
        injured[ids[step.chain]] = said.get("injured") or injured[ids[step.chain]]
    counts = "这段时间登记、标明有家庭暴力的求助（登记时说到，或者后来发现）。"
    several = f"{counts}一件可以出现在几行里。"
    done = _done(ids)
    return [
        Table("dv", "家暴：件数和处置", several, (
            Row("all", "涉家庭暴力的求助", everything),
            Row("danger", "其中高危险", frozenset(of_case(row.id) for row in rows if row.danger in ("high", "lethal")),
                "制表时的等级"),
            *(Row(key, label, done[trigger], note) for trigger, (key, label, note) in NOTED.items()),
            *(Row(kind, STAGES[kind], done[kind], "开启过这个环节的") for kind in WORK),
        )),
        Table("dv_kind", "家暴：暴力形式", f"{several}按“登记家暴情况”里勾选的；没有登记的不在表里。", tuple(
            Row(key, str(label), frozenset(of_case(one) for one in kinds.get(key, ()))) for key, label in VIOLENCE_KINDS
        )),
        split("dv_injury", "家暴：是否受伤", f"{counts}按最近一次“登记家暴情况”。",
              [("yes", "受伤"), ("no", "没有受伤"), ("-", "没有登记")],
              ((said, of_case(case)) for case, said in injured.items()), ("dv", "all")),
    ]  # fmt: skip


def _done(ids: dict[str, int]) -> dict[str, Members]:
    """By trigger (NOTED) and stage (WORK), the cases of IDS in which it happened until now."""
    found: dict[str, set[Counted]] = {name: set() for name in (*NOTED, *WORK)}
    for step in facts.steps_in_cases(ids, *NOTED, "start"):
        name = step.workflow if step.trigger == "start" else step.trigger
        if name in found:
            found[name].add(of_case(ids[step.chain]))
    return {name: frozenset(members) for name, members in found.items()}
