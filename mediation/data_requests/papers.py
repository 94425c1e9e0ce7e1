"""The facts of 个人信息请求答复书 and of 个人信息副本: one person's own data, nobody else's, and nothing that locates."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from mediation.cases.access import field_groups
from mediation.cases.contact_secrets import SECRETS, secrets_of_person
from mediation.cases.masking import masked_text
from mediation.cases.models import Case, Party
from mediation.cases.on_paper import SEXES, head
from mediation.cases.page import CHANNELS, ROLES
from mediation.cases.person_choices import ETHNICITIES
from mediation.cases.work import Consent, Correction
from mediation.data_requests.forms import KINDS, REFUSALS
from mediation.data_requests.models import DataRequest
from mediation.data_requests.queries import request_in, requests_in
from mediation.dates import day_in_words
from mediation.db import db
from mediation.documents.check import shown_in
from mediation.documents.facts_station import DataAnswer, PersonalCopy, Receiver
from mediation.errors import Incomplete, Missing
from mediation.people.models import Agency, User
from mediation.retention.queries import retention_of
from mediation.retention.schedule import schedule
from mediation.web.feature import Offer
from mediation.workflow.history import newest

PRINTS_COPY = ("carrying_out", "to_answer", "answered", "closed")
PRINTS_ANSWER = ("to_answer", "answered", "closed")
PURPOSE = "办理本人的维权求助，履行妇联组织的法定职责"
CONSENTS = {
    "privacy": "本单位处理个人信息",
    "referral": "提供给其他单位",
    "forwarding": "转办",
    "mediation": "参加调解",
    "mediator": "接受调解员",
    "counselling": "接受心理辅导",
    "confirmation": "申请司法确认",
}
OUTCOMES = {"granted": "同意您的请求", "partly": "部分同意您的请求", "refused": "不同意您的请求"}
ANSWERS = {"agreed": "同意", "refused": "不同意", "unanswered": "没有答复", "withdrawn": "撤回"}


def data_answer(case: Case, about: str, actor: User) -> DataAnswer:
    """The answer to the request ABOUT (its ref). Raises Missing."""
    item = _request(case, about, actor, PRINTS_ANSWER)
    decided = newest(item.ref, "grant", "refuse")
    told: dict[str, Any] = (decided.facts or {}) if decided else {}
    done = newest(item.ref, "carry_out")
    refused = item.outcome == "refused"
    ground = str(told.get("ground") or "")
    return {
        "paper": head(case),
        "recipient": item.party.person.name or None,
        "received_on": day_in_words(received_on(item)),
        "about": str(dict(KINDS)[item.about]),
        "outcome": OUTCOMES.get(item.outcome),
        "neutral": refused and ground == "secret",
        "ground": str(dict(REFUSALS).get(ground, "")) or None,
        "reason": told.get("reason"),
        "done": (done.facts or {}).get("done") if done and not refused else None,
        "officer": case.owner.name if case.owner else None,
        "phone": case.agency.phone or None,
    }


def personal_copy(case: Case, about: str, actor: User) -> PersonalCopy:
    """What is kept of the person who asks by the request ABOUT. Raises Missing; Incomplete where a secret of somebody
    else stands in what she told."""
    item = _request(case, about, actor, PRINTS_COPY)
    if item.about != "copy":
        raise Missing
    party = item.party
    hers = party.side == "applicant"
    facts: PersonalCopy = {
        "paper": head(case),
        "name": party.person.name or None,
        "rows": list(_rows(case, party)),
        "statement": masked_text(case.summary, case, but=party) if hers else None,
        "wishes": masked_text(case.wishes, case, but=party) if hers else None,
        "purpose": PURPOSE,
        "period": _period(case),
        "receivers": list(_receivers(party)),
        "consents": list(_consents(party)),
        "corrections": _corrections(case, party),
        "not_printed": [label for field, label in SECRETS.items() if getattr(party.person, field)],
    }
    _refuse_others(case, party, facts)
    return facts


def data_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The answer of each request that was decided, and the copy that was granted."""
    for item in requests_in(case, actor=actor):
        if item.about == "copy" and item.outcome != "refused" and item.state in PRINTS_COPY:
            yield Offer("personal_copy", item.ref)
        if item.state in PRINTS_ANSWER:
            yield Offer("data_answer", item.ref, str(dict(KINDS)[item.about]))


def received_on(item: DataRequest) -> str:
    """The day on which the request came in."""
    begun = newest(item.ref, "start")
    return str(((begun.facts or {}) if begun else {}).get("data_request_received_on") or "")


def _request(case: Case, about: str, actor: User, states: tuple[str, ...]) -> DataRequest:
    if "narrative" not in field_groups(actor, case):
        raise Missing
    item = request_in(case, about, actor)
    if item is None or item.state not in states:
        raise Missing
    return item


def _rows(case: Case, party: Party) -> Iterator[tuple[str, str]]:
    person = party.person
    rows = [
        ("姓　名", person.name),
        ("性　别", SEXES.get(person.sex)),
        ("出生日期", person.birth),
        ("民　族", str(dict(ETHNICITIES).get(person.ethnicity, ""))),
        ("职　业", person.occupation),
        ("联系方式", person.contact_channel),
        ("在本案中", ROLES.get(party.role, "当事人")),
    ]
    if party.side == "applicant":
        rows += [
            ("收到日期", day_in_words(case.received_on)),
            ("来源", CHANNELS.get(case.channel, case.channel)),
            ("事项", "·".join(filter(None, (case.category_class, case.category_kind)))),
        ]
    yield from ((label, str(value)) for label, value in rows if value)


def _period(case: Case) -> str:
    term = retention_of(case)
    if term is None:
        return "至办结归档，归档后按保管期限表"
    kind = schedule().named(term.record_kind)
    return f"{kind.term}，自{day_in_words(term.starts_on)}起"


def _of(party: Party) -> list[Consent]:
    return list(db.session.scalars(select(Consent).where(Consent.party_id == party.id).order_by(Consent.id)))


def _receivers(party: Party) -> Iterator[Receiver]:
    for one in _of(party):
        agency = db.session.get(Agency, one.receiver_id) if one.receiver_id else None
        if agency and one.answer == "agreed":
            yield {
                "agency": agency.name,
                "kinds": one.purpose or "办理转介事项",
                "since": day_in_words(one.given_on),
                "until": day_in_words(one.withdrawn_on) if one.withdrawn_on else None,
            }


def _consents(party: Party) -> Iterator[str]:
    for one in _of(party):
        if one.kind in CONSENTS:
            withdrawn = f"，{day_in_words(one.withdrawn_on)}撤回" if one.withdrawn_on else ""
            answer = ANSWERS.get(one.answer, one.answer)
            yield f"{CONSENTS[one.kind]}：{answer}（{day_in_words(one.given_on)}）{withdrawn}"


def _corrections(case: Case, party: Party) -> int:
    own = select(func.count()).where(
        Correction.case_id == case.id, Correction.key_id.in_((party.person.key_id, case.key_id))
    )
    return db.session.scalar(own) or 0


def _refuse_others(case: Case, party: Party, facts: PersonalCopy) -> None:
    """What locates or identifies somebody else, the other side too, is theirs and not hers."""
    text = "\n".join(
        filter(None, (facts["statement"], facts["wishes"], *(value or "" for _label, value in facts["rows"])))
    )
    kept = [kept for one in case.parties if one.id != party.id for kept in secrets_of_person(one)]
    if shown := shown_in(text, kept):
        raise Incomplete(
            f"副本里出现了别人的信息（{'、'.join(shown)}），没有打印。请先更正求助内容的文字，或者当面查阅。",
            rules=("PI-45", "DV-10-4"),
        )
