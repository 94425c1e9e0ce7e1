"""The notice of protection orders, for the person at risk alone (DV-10-13), and the application to the court (F-23)."""

from collections.abc import Iterator, Sequence
from typing import Any

from mediation.cases.access import field_groups
from mediation.cases.handed_over import shown_parties
from mediation.cases.models import Case, Party, Stage
from mediation.cases.on_paper import SEXES, applicant_on_paper, head, named_choices
from mediation.cases.queries import parties_of, stages_of
from mediation.dates import day_in_words
from mediation.documents.dates import chinese_date
from mediation.documents.facts import Choice, Notice
from mediation.documents.facts_aid import Accused, Measure, OnBehalf, ProtectionOrderApplication
from mediation.documents.facts_station import SafetyPlan
from mediation.errors import Incomplete, Missing
from mediation.outbox.neutral import banned_in
from mediation.people.models import User
from mediation.protection.models import ProtectionOrder
from mediation.protection.order_choices import AGENTS, EVIDENCE
from mediation.protection.orders import ON_BEHALF
from mediation.protection.queries import order_under_way, orders_of
from mediation.web.feature import Offer
from mediation.workflow.history import newest

# The relations as courts count them; the last three are those of art. 29 of the Law on women's rights (PO-WAB).
RELATIONS = [
    ("spouse", "配偶"),
    ("parent_child", "父母子女"),
    ("sibling", "兄弟姐妹"),
    ("grandparent", "祖孙"),
    ("maternal", "外祖孙"),
    ("living_together", "共同生活的人"),
    ("partner", "恋爱、交友"),
    ("former_partner", "终止恋爱关系"),
    ("former_spouse", "离婚"),
]
LIVING_TOGETHER = ("cohabitant", "in_law", "foster")
OF_WOMEN = ("partner", "former_partner", "former_spouse")
FAMILY = ("spouse", "parent_child", "sibling", "grandparent", "maternal", "kin", *LIVING_TOGETHER)
BASES = [
    ("family", "《中华人民共和国反家庭暴力法》第二十三条"),
    ("women", "《中华人民共和国妇女权益保障法》第二十九条"),
]
MEASURES = [
    ("no_violence", "禁止被申请人实施家庭暴力"),
    ("no_contact", "禁止被申请人骚扰、跟踪、接触申请人及其相关近亲属"),
    ("move_out", "责令被申请人迁出申请人住所"),
    ("other", "保护申请人人身安全的其他措施："),
]
OTHER_MEASURES = [
    (
        "no_messages",
        "禁止被申请人以电话、短信、即时通讯工具、电子邮件等方式侮辱、诽谤、威胁申请人及其相关近亲属",
    ),
    (
        "keep_away",
        "禁止被申请人在申请人及其相关近亲属的住所、学校、工作单位等经常出入场所的一定范围内从事"
        "可能影响申请人及其相关近亲属正常生活、学习、工作的活动",
    ),
]
GROUNDS = {
    "coerced": "因受到强制、威吓等原因无法申请（《反家庭暴力法》第二十三条）",
    "incapable": "无民事行为能力人、限制民事行为能力人（《反家庭暴力法》第二十三条）",
    "old_or_ill": "因年老、残疾、重病等原因无法申请，根据当事人意愿（法释〔2022〕17号第二条）",
}


def protection_order_notice(case: Case, about: str, actor: User) -> Notice:
    """What may be told about protection orders, to the applicant (ABOUT: ref of a party, or of the case).

    It names the court only where an application already does: another court could give away a new address.
    Raises Missing where ACTOR sees neither the whole case nor its protection.
    """
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "protection"]
    if not stages and "narrative" not in field_groups(actor, case):
        raise Missing
    applicants = [party for party in shown_parties(case, actor=actor) if party.side == "applicant"]
    told = next((party for party in applicants if party.ref == about), applicants[0] if applicants else None)
    courts = [order.court for stage in stages for order in orders_of(stage) if order.court]
    return {
        "paper": head(case),
        "recipient": told.person.name if told else None,
        "court": courts[-1] if courts else None,
        "legal_aid": None,
        "phone": case.agency.phone or None,
    }


def protection_order_application(case: Case, about: str, actor: User) -> ProtectionOrderApplication:
    """人身安全保护令申请书 from the draft of the stage ABOUT, or the newest; without a draft, for the pen.

    It asks for no lawsuit, no police record and no finding of injury (PO-27). Raises Missing where ACTOR does not see the
    whole case.
    """
    if "narrative" not in field_groups(actor, case):
        raise Missing
    stage = _stage(case, about, actor)
    order, draft = order_under_way(stage), newest(stage.ref, "prepare_order")
    told: dict[str, Any] = (draft.facts or {}) if draft and order else {}
    applicants = _named(parties_of(case, "applicant"), told.get("for_whom"))
    respondents = _named(parties_of(case, "respondent"), told.get("against"))
    relation = order.relation if order else ""
    return {
        "paper": head(case, dated=False),
        "court": (order.court if order else "") or None,
        "applicants": [applicant_on_paper(party) for party in applicants],
        "on_behalf": _on_behalf(case, order, told) if order else None,
        "respondents": [_accused(party) for party in respondents],
        "relations": _relations(relation),
        "bases": named_choices(BASES, _basis(relation, applicants)),
        "measures": _measures(MEASURES, order, told),
        "other_measures": _measures(OTHER_MEASURES, order, told),
        "story": (order.narrative if order else None) or case.summary,
        "evidence": named_choices(EVIDENCE, told.get("evidence", [])),
    }


def safety_plan(case: Case, about: str, actor: User) -> SafetyPlan:
    """Her plan of the stage ABOUT, or of the newest, as a memo that says nothing to others.

    Raises Missing where ACTOR does not see the whole case, Incomplete where a word of it would give it away.
    """
    if "narrative" not in field_groups(actor, case):
        raise Missing
    plan = _plan(_stage(case, about, actor))
    if plan is None:
        raise Missing
    if why := _why_no_memo(plan):
        raise Incomplete(f"{why}。", rules=("DV-10-4",))
    return {"paper": head(case, dated=False), "plan": plan}


def _plan(stage: Stage) -> str | None:
    made = newest(stage.ref, "plan_safety")
    return str((made.facts or {}).get("plan") or "") or None if made else None


def _why_no_memo(plan: str) -> str | None:
    """The words that would tell whoever finds it what it is for."""
    words = banned_in(plan)
    if not words:
        return None
    return f"安全计划里写了“{'”“'.join(words)}”，别人看到就会知道；请重新“制定安全计划”，换成平常的话再印"


def protection_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The notice where violence was named, and the application of each open safety track."""
    whole = "narrative" in field_groups(actor, case)
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "protection"]
    if case.violence and (whole or stages):
        yield Offer("protection_order_notice")
    if not whole:
        return
    open_ones = [stage for stage in stages if not stage.ended]
    for stage in open_ones:
        if plan := _plan(stage):
            yield Offer("safety_plan", stage.ref, why_not=_why_no_memo(plan))
    for stage in open_ones:
        detail = f"{day_in_words(str(stage.opened_at.date()))}开启" if len(open_ones) > 1 else ""
        yield Offer("protection_order_application", stage.ref, detail)
    if case.violence and case.running and not open_ones:
        yield Offer("protection_order_application", why_not="还没有开启人身安全保护环节")


def _stage(case: Case, ref: str, actor: User) -> Stage:
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "protection"]
    found = next((stage for stage in stages if stage.ref == ref), stages[-1] if stages and not ref else None)
    if found is None:
        raise Missing
    return found


def _on_behalf(case: Case, order: ProtectionOrder, told: dict[str, Any]) -> OnBehalf | None:
    """Who applies for her, on which ground and how she agreed; nobody where she applies herself (PO-23, PO-23B)."""
    if order.applicant_kind not in ON_BEHALF:
        return None
    agent = told.get("agent_kind")
    own = case.agency.name if agent == "federation" else None
    return {
        "unit": told.get("agent_name") or own,
        "relation": str(dict(AGENTS)[agent]) if agent in dict(AGENTS) else None,
        "ground": GROUNDS[order.applicant_kind],
        "will": order.will,
    }


def _named(people: Sequence[Party], told: list[int] | None) -> list[Party]:
    """Of PEOPLE those whom the draft names; all, where it names none."""
    return [party for party in people if not told or party.id in told]


def _accused(party: Party) -> Accused:
    return {
        "name": party.person.name or None,
        "sex": SEXES.get(party.person.sex),
        "born": chinese_date(party.person.birth) or None,
    }


def _relations(relation: str) -> list[Choice]:
    ticked = "living_together" if relation in LIVING_TOGETHER else relation
    numbered = [(code, f"{number}{label}") for number, (code, label) in enumerate(RELATIONS, start=1)]
    return named_choices(numbered, [ticked])


def _basis(relation: str, applicants: list[Party]) -> list[str]:
    """Art. 29 protects women, outside of the family; what is not clear from relation and sex is ticked by hand."""
    if relation in FAMILY:
        return ["family"]
    women = bool(applicants) and all(party.person.sex == "2" for party in applicants)
    return ["women"] if relation in OF_WOMEN and women else []


def _measures(
    known: list[tuple[str, str]], order: ProtectionOrder | None, told: dict[str, Any]
) -> list[Measure]:
    """The boxes; the head of the other measures is ticked with any below it."""
    asked = set(order.measures) if order else set()
    if asked & dict(OTHER_MEASURES).keys():
        asked.add("other")
    scope = told.get("measure_scope")
    return [
        {"label": label, "chosen": code in asked, "scope": scope if code == "keep_away" else None}
        for code, label in known
    ]
