"""Who somebody is to a thing: the phrases that `by` may use in a workflow file.

A phrase is a role and a part: "mediator in charge" is a mediator of the agency that is in charge of this stage;
"the assigned lawyer" is the lawyer to whom it was given; "court in charge" is whoever works at the court that has it.
Roles say what kind of work, parts say which.
"""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from mediation.people.models import User
from mediation.people.program import Delegate, LinkHolder, Program

ROLES = {
    "intake_worker": "接待员",
    "caseworker": "权益干部",
    "mediator": "调解员",
    "legal_aid_clerk": "法律援助工作人员",
    "lawyer": "律师",
    "counsellor": "心理辅导员",
    "social_worker": "社工",
    "liaison": "联络员",
    "volunteer": "志愿者",
    "supervisor": "负责人",
    "leader": "分管领导",
    "registrar": "档案登记员",
    "auditor": "监督员",
    "admin": "系统管理员",
}
PARTS = {
    "of the case": "案件主办单位",
    "in charge": "本环节承办单位",
    "who sends": "转出单位",
    "who receives": "接收单位",
}
# Of two bodies the law says what they alone do, whoever sits there.
BODIES = {"court": "人民法院", "police": "公安机关"}
SPECIAL = {
    "the owner": "案件承办人",
    "system": "系统自动",
    "the person herself": "求助人本人",
    "partner token": "接口对接单位",
    "link holder": "持链接的合作单位",
    "conference guest": "会商参加人",
    "import": "数据导入",
}
ANYONE = "anyone"
# The parts in which an agency acts that has no person here.
DELEGATED = ("who receives", "in charge")
# They keep the machine and the log; "anyone" who works on cases does not mean them.
NO_CASEWORK = frozenset({"admin", "auditor"})


class Held(Protocol):
    """Anything in which agencies have a part, each part with its name, and which may be given to a person."""

    @property
    def parts(self) -> Mapping[str, int]: ...
    @property
    def owner_id(self) -> int | None: ...
    @property
    def assignee_id(self) -> int | None: ...


@runtime_checkable
class Kept(Protocol):
    """A thing in which not everybody of an agency stands in the part of the agency: the receiver keeps a desk."""

    def stands_in(self, part: str, actor: User) -> bool:
        """Whether ACTOR, of the agency that has this PART, stands in it."""
        ...


@runtime_checkable
class Hosting(Protocol):
    """A thing to which people of other agencies are called as guests."""

    def hosts(self, actor: User) -> bool:
        """Whether ACTOR is a guest now."""
        ...


def phrases_of(actor: User | Program | Delegate, item: Held) -> frozenset[str]:
    """Every phrase that is true of ACTOR with regard to ITEM."""
    if isinstance(actor, LinkHolder) and getattr(item, "ref", None) not in actor.things:
        return frozenset()
    if isinstance(actor, Program):
        return frozenset({actor.role})
    if isinstance(actor, Delegate):
        own = actor.agency_id in (item.parts.get(part) for part in DELEGATED)
        return frozenset({actor.role} if own else ())
    roles = (actor.role,) if actor.role in NO_CASEWORK else (actor.role, ANYONE)
    phrases = {
        f"{role} {part}"
        for part, agency_id in item.parts.items()
        if agency_id == actor.agency_id
        if not isinstance(item, Kept) or item.stands_in(part, actor)
        for role in (*roles, *((actor.agency.kind,) if actor.agency.kind in BODIES else ()))
    }
    if item.assignee_id == actor.id:
        phrases |= {f"the assigned {role}" for role in roles}
    if item.owner_id == actor.id:
        phrases.add("the owner")
    if isinstance(item, Hosting) and item.hosts(actor):
        phrases.add("conference guest")
    return frozenset(phrases)


def known_phrase(phrase: str) -> bool:
    """Whether a workflow file may use PHRASE."""
    if phrase in SPECIAL:
        return True
    role, _, part = phrase.partition(" ")
    if role in ROLES or role in BODIES or role == ANYONE:
        return part in PARTS
    assigned = phrase.removeprefix("the assigned ")
    return assigned != phrase and (assigned in ROLES or assigned == ANYONE)


def phrase_in_words(phrase: str) -> str:
    """The phrase as a worker reads it: 「本环节承办单位的调解员」."""
    if phrase in SPECIAL:
        return SPECIAL[phrase]
    assigned = phrase.removeprefix("the assigned ")
    if assigned != phrase:
        return f"指派的{ROLES.get(assigned, '承办人')}"
    role, _, part = phrase.partition(" ")
    if role in BODIES:
        return f"{BODIES[role]}（{PARTS[part]}）"
    return f"{PARTS[part]}的{ROLES.get(role, '工作人员')}"
