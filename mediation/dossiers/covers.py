"""The pages around the papers: cover, index, description, back cover."""

from typing import Any

from mediation.cases.forms import RETENTION
from mediation.cases.models import Case, Stage
from mediation.cases.on_paper import head
from mediation.cases.queries import parties_of
from mediation.cases.rules import case_of
from mediation.dates import local
from mediation.db import db, today
from mediation.disputes.on_paper import mediators_of
from mediation.disputes.queries import file_number_of, newest_request
from mediation.disputes.words import DISPUTES
from mediation.documents import dossier_facts as facts
from mediation.documents.dates import chinese_date
from mediation.documents.facts import Base
from mediation.dossiers.checklist import CHECKLISTS
from mediation.dossiers.conditions import Subject
from mediation.dossiers.contents import name_of
from mediation.people.models import User
from mediation.workflow.history import newest


def cover(subject: Subject) -> facts.Cover:
    """卷宗封面: of the committee for a mediation, of the station for the case. What is not known yet is left to the pen."""
    case, filed = case_of(subject), _filed(subject)
    filer, _checker = _people(subject)
    mediation = isinstance(subject, Stage)
    begun, ended = _period(subject)
    return {
        "paper": head_of(subject),
        "kind": kind_of(subject),
        "caption": _caption(subject),
        "category": _category(subject),
        "year": str(case.number_year if not isinstance(subject, Stage) else subject.opened_at.year),
        "keeper": "人民调解员" if mediation else "承办人",
        "kept_by": _keepers(subject),
        "begun": begun,
        "ended": ended,
        "filed_by": filer,
        "filed_on": chinese_date(filed.get("archived_on")) or None,
        "retention": str(dict(RETENTION).get(str(filed.get("retention")), "")) or None,
        "note": None,
    }


def index(subject: Subject, rows: list[facts.IndexRow]) -> facts.Index:
    """卷内目录."""
    return {"paper": head_of(subject), "kind": kind_of(subject), "rows": rows}


def description(subject: Subject, *, pages: int, sealed: int, missing: list[str]) -> facts.Description:
    """卷宗情况说明."""
    filed = _filed(subject)
    filer, checker = _people(subject)
    return {
        "paper": head_of(subject),
        "kind": kind_of(subject),
        "pages": pages,
        "sealed": sealed,
        "missing": missing,
        "note": filed.get("dossier_note") if subject.agency_id == case_of(subject).agency_id else None,
        "filed_by": filer,
        "checked_by": checker,
        "filed_on": chinese_date(filed.get("archived_on")) or None,
    }


def back(subject: Subject) -> facts.BackCover:
    """卷宗封底."""
    return {
        "paper": head_of(subject),
        "kind": kind_of(subject),
        "bound_by": None,
        "bound_on": chinese_date(today()),
    }


def kind_of(subject: Subject) -> str:
    """What the dossier is called."""
    return "调解卷宗" if name_of(subject) == "mediation" else CHECKLISTS[name_of(subject)].label


def head_of(subject: Subject) -> Base:
    """Who keeps the dossier and its number, on each of its pages."""
    if isinstance(subject, Stage):
        return head(subject.case, number=file_number_of(subject), committee=subject.agency.name)
    return head(subject, number=subject.register_number)


def _caption(subject: Subject) -> str:
    """「王芳与李强抚养费纠纷」."""
    case = case_of(subject)
    sides = [parties_of(case, side) for side in ("applicant", "respondent")]
    names = "与".join("、".join(party.person.called for party in side) for side in sides if side)
    category = _category(subject)
    return f"{names}{category}" + ("" if "纠纷" in category or not isinstance(subject, Stage) else "纠纷")


def _category(subject: Subject) -> str:
    if isinstance(subject, Stage) and (request := newest_request(subject)):
        return str(dict(DISPUTES).get(request.dispute_kind, request.dispute_kind))
    case = case_of(subject)
    return case.category_kind or case.category_class


def _keepers(subject: Subject) -> list[str]:
    if isinstance(subject, Stage):
        return mediators_of(subject)
    return [subject.owner.name] if subject.owner else []


def _period(subject: Subject) -> tuple[str | None, str | None]:
    """From the acceptance to the end of the mediation; of the case from the request to its close."""
    if isinstance(subject, Case):
        closed = newest(subject.ref, "close")
        return chinese_date(subject.received_on), chinese_date(closed.happened_on) if closed else None
    accepted = newest(subject.ref, "accept")
    ended = newest(subject.ref, "agree", "stop", "decline")
    begun = accepted.happened_on if accepted else local(subject.opened_at)[:10]
    return chinese_date(begun), chinese_date(ended.happened_on) if ended else None


def _filed(subject: Subject) -> dict[str, Any]:
    """What was recorded when the case went to the archive; a reopened case is not filed."""
    case = case_of(subject)
    archived = newest(case.ref, "archive") if case.state == "archived" else None
    return dict(archived.facts or {}) if archived else {}


def _people(subject: Subject) -> tuple[str | None, str | None]:
    """立卷人 and 检查人: of the agency that keeps the dossier, never both the same. A committee files the dossier of its
    mediation itself (PM-27): by the mediator; who checks it there signs by hand."""
    filed = _filed(subject)
    named = [_of(subject, filed.get(name)) for name in ("filed_by", "checked_by")]
    if filed and named[0] is None and isinstance(subject, Stage):
        named[0] = subject.assignee
    filer, checker = named
    return filer.name if filer else None, checker.name if checker and checker is not filer else None


def _of(subject: Subject, user_id: Any) -> User | None:
    user = db.session.get(User, int(user_id)) if user_id else None
    return user if user and user.agency_id == subject.agency_id else None
