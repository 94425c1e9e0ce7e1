"""What goes along with a referral: the fields that were chosen, and not one more.

The snapshot holds words, not codes, so that what was shown before sending, what is hashed and what is read
are the same. Where somebody lives, sealed notes and minutes are never in it (DV-10-4, PI-23).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from mediation.cases.contact_lock import may_pass_on
from mediation.cases.deadlines import HELP_FIRST, deadline_near
from mediation.cases.models import Case, Party
from mediation.cases.notice_rules import notices_told
from mediation.cases.page import contact_rule
from mediation.cases.papers import secrets_of
from mediation.cases.queries import parties_of
from mediation.dates import day_in_words
from mediation.db import now, today
from mediation.documents.check import shown_in
from mediation.referrals import materials
from mediation.referrals.already_asked import what_was_asked
from mediation.referrals.kinds import (
    ANSWERS,
    DATA_KINDS,
    GROUNDS,
    NEEDS,
    SHORT_MANNERS,
    STAGES,
    URGENCIES,
    WAYS,
    words,
)
from mediation.workflow.facts import plain
from mediation.workflow.history import told_in

Content = dict[str, Any]
LONGEST = 10_000
# Each person of a package becomes one here: whoever sent thousands would keep everybody waiting meanwhile.
MOST_ROWS = 20
LONGEST_NAME = 100
SEXES = {"1": "男", "2": "女"}
DANGERS = {"none": "未见危险", "low": "低", "medium": "中", "high": "高", "lethal": "有生命危险"}
NOTICES = {
    "protection_order": "可以申请人身安全保护令", "legal_aid": "可以申请法律援助", "rights": "调解的权利义务",
    "police_help": "可以报警和申请告诫",
}  # fmt: skip


def content_of(case: Case, told: Mapping[str, Any]) -> Content:
    """The snapshot: what is asked (from the form, TOLD), and the groups of fields named in `data_kinds`."""
    chosen = told.get("data_kinds", [])
    people = _people(case, told)
    content: Content = {"request": _request(case, told)}
    for kind in (kind for kind, _label in DATA_KINDS if kind in chosen):
        content[kind] = _GROUPS[kind](case, people, told)
    return content


def canonical(content: Content) -> str:
    """The one way to write it: sorted names, no spaces. Its SHA-256 is `digest`."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: Content) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def given_away(case: Case, content: Content) -> list[str]:
    """Which secrets stand in a text of the package: 「申请人的现住址」. A number that is shared is none."""
    shared = {row["phone"] for row in content.get("phone", [])}
    rules = [row.get("rule", "") for row in content.get("phone", [])]
    text = canonical({**content, "phone": rules})
    return shown_in(text, (kept for kept in secrets_of(case) if kept.value.reveal() not in shared))


def typed_in(content: Content) -> str:
    """What somebody wrote freely into the package: there names turn up that no field carries."""
    request = content.get("request", {})
    texts = [content.get("narrative"), content.get("wishes"), request.get("note"), request.get("purpose")]
    attached = [row["material"] for row in content.get("materials", [])]
    return "\n".join(text for text in (*texts, *attached) if text)


def well_formed(content: Any) -> bool:
    """Whether CONTENT, which came from elsewhere, is built as `content_of` builds: known groups, known words, texts."""
    if not isinstance(content, dict) or not isinstance(content.get("request"), dict):
        return False
    known = {"request", "nonce", *(kind for kind, _label in DATA_KINDS)}
    return set(content) <= known and all(_is_group(name, group) for name, group in content.items())


def _is_group(name: str, group: Any) -> bool:
    if name in ("nonce", "narrative", "wishes", "danger"):
        return _is_text(group)
    rows = [group] if name == "request" else group
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        return False
    return all(map(_is_text if name == "asked" else _is_row, rows))


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and set(row) <= set(LABELS)
        and all(_is_text(value, LONGEST_NAME if name == "name" else LONGEST) for name, value in row.items())
    )


def _is_text(value: Any, longest: int = LONGEST) -> bool:
    """A text that can be kept: half of a surrogate pair is no character."""
    return (
        isinstance(value, str)
        and len(value) <= longest
        and not any("\ud800" <= mark <= "\udfff" for mark in value)
    )


def blocks(content: Content) -> list[tuple[str, list[tuple[str, str]]]]:
    """The package as a page shows it: headings, each with label (or none) and text."""
    titles = {
        "request": "请对方办什么",
        **{kind: str(label).partition("（")[0] for kind, label in DATA_KINDS},
    }
    shown = []
    for kind in titles:
        if kind in content:
            shown.append((titles[kind], _rows(content[kind])))
    return shown


def _rows(group: Any) -> list[tuple[str, str]]:
    if isinstance(group, str):
        return [("", group)]
    if isinstance(group, list) and all(isinstance(row, str) for row in group):
        return [("", "；".join(group) or "没有记录")]
    rows = group if isinstance(group, list) else [group]
    return [(LABELS[name], value) for row in rows for name, value in row.items()] or [("", "没有记录")]


LABELS = {
    "manner": "方式", "stage": "办理事项", "urgency": "紧急程度", "needs": "需求", "purpose": "用途",
    "ground": "依据", "ground_text": "依据说明", "consent": "本人意见", "expires_on": "有效至",
    "note": "补充说明", "before": "此前", "limit": "期限", "name": "姓名", "sex": "性别", "birth": "出生日期",
    "relation": "关系", "channel": "联络地址", "rule": "安全联系", "who_may_answer": "谁可以接听", "phone": "安全电话",
    "count": "子女", "ages": "年龄", "material": "材料", "file": "文件摘要",
}  # fmt: skip


def _people(case: Case, told: Mapping[str, Any]) -> list[Party]:
    """Whoever consented, alone; without consent as the ground, every applicant."""
    applicants = parties_of(case, "applicant")
    if told.get("ground") == "consent" and told.get("party"):
        return [party for party in applicants if party.id == told["party"]]
    return applicants


def _request(case: Case, told: Mapping[str, Any]) -> dict[str, str]:
    asked = f"（{words(WAYS, told['way'])}）" if told.get("way") else ""
    answer = f"{words(ANSWERS, told['answer'])}{asked}" if told.get("answer") else "此前已单独同意"
    said = {
        "manner": SHORT_MANNERS.get(told.get("kind", ""), ""),
        "stage": words(STAGES, told.get("stage")),
        "urgency": words(URGENCIES, told.get("urgency")),
        "needs": "、".join(words(NEEDS, need) for need in told.get("needs", [])),
        "purpose": told.get("purpose", ""),
        "ground": words(GROUNDS, told.get("ground")),
        "ground_text": told.get("ground_text", ""),
        "consent": answer if told.get("ground") == "consent" else "",
        "expires_on": day_in_words(plain(told.get("expires_on"))),
        "note": told.get("note", ""),
        "limit": HELP_FIRST if told.get("stage") == "legal_aid" and deadline_near(case) else "",
    }
    return {name: text for name, text in said.items() if text}


def _identity(_case: Case, people: Sequence[Party], _told: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "name": party.person.called,
            "sex": SEXES.get(party.person.sex, "未说明"),
            "birth": day_in_words(party.person.birth) or "不详",
        }
        for party in people
    ]


def _other_side(case: Case, _people: Sequence[Party], _told: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"name": party.person.called, "relation": party.relation or "不详"}
        for party in parties_of(case, "respondent")
    ]


def _contact(_case: Case, people: Sequence[Party], _told: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = []
    for party in people:
        safe = party.person.safe_contact
        row = {"rule": contact_rule(party), "channel": party.person.contact_channel or "由转出单位转达"}
        if safe and safe.allowed and safe.who_may_answer:
            row["who_may_answer"] = safe.who_may_answer
        rows.append(row)
    return rows


def _phone(_case: Case, people: Sequence[Party], told: Mapping[str, Any]) -> list[dict[str, str]]:
    """The number she named as safe; on her consent, or to save a life. A duty alone does not open it.

    No number goes without the rule by which she may be called, whatever else was chosen.
    """
    if told.get("ground") == "legal_duty":
        return []
    safe = [(party, party.person.safe_contact) for party in people if may_pass_on(party, now())]
    return [
        {"phone": contact.number.reveal(), "rule": contact_rule(party)}
        for party, contact in safe
        if contact and contact.number
    ]


def _narrative(case: Case, _people: Sequence[Party], told: Mapping[str, Any]) -> str:
    return told.get("summary") or case.summary or "没有记录"


def _wishes(case: Case, _people: Sequence[Party], _told: Mapping[str, Any]) -> str:
    return case.wishes or "没有记录"


def _danger(case: Case, _people: Sequence[Party], _told: Mapping[str, Any]) -> str:
    level = DANGERS.get(case.danger, "没有评估")
    return level + ("（登记时初判，量表未完成）" if case.danger_provisional else "")


def danger_told(content: Content | None) -> str:
    """The level of danger that the package told, as a code; nothing, if it tells none."""
    said = str((content or {}).get("danger", "")).partition("（")[0]
    return next((code for code, label in DANGERS.items() if label == said), "")


def contact_told(content: Mapping[str, Any] | None) -> str:
    """The rule of safe contact that the package told: with the way to her, or with the number alone; else nothing."""
    told = content or {}
    rules = [row["rule"] for row in told.get("contact") or told.get("phone") or [] if row.get("rule")]
    return "；".join(dict.fromkeys(rules))


def _children(case: Case, _people: Sequence[Party], _told: Mapping[str, Any]) -> list[dict[str, str]]:
    born = [party.person.birth_date for party in case.parties if party.role == "child"]
    if not born:
        return [{"count": "没有登记"}]
    day = today()
    ages = [
        f"{day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))}岁" if birth else "不详"
        for birth in born
    ]
    return [{"count": f"{len(born)}人", "ages": "、".join(ages)}]


def _asked(case: Case, _people: Sequence[Party], told: Mapping[str, Any]) -> list[str]:
    notices = dict.fromkeys(notices_told(case.ref))
    notices |= {name: None for name in ("protection_order", "legal_aid") if told_in(case.ref, f"told_{name}")}
    return [
        *(f"已告知{NOTICES[notice]}" for notice in notices if notice in NOTICES),
        *what_was_asked(case, with_answers="danger" in told.get("data_kinds", [])),
    ]


def _materials(case: Case, _people: Sequence[Party], told: Mapping[str, Any]) -> list[dict[str, str]]:
    return materials.rows(case, told)


_GROUPS = {
    "identity": _identity, "other_side": _other_side, "contact": _contact, "phone": _phone,
    "narrative": _narrative, "wishes": _wishes, "danger": _danger, "children": _children, "asked": _asked,
    "materials": _materials,
}  # fmt: skip
