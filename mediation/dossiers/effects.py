"""What is checked when a case goes to the archive: who filed it, for how long, and that no paper shows her address."""

from typing import Any

from mediation.cases.models import Case
from mediation.cases.papers import secrets_of
from mediation.db import db
from mediation.documents.check import Kept, refuse_secrets
from mediation.documents.models import Document
from mediation.documents.papers import PAPERS
from mediation.dossiers.conditions import Subject
from mediation.dossiers.contents import lines_of
from mediation.errors import Incomplete
from mediation.files.store import get
from mediation.people.models import User
from mediation.workflow.words import Taken

GIVES_AWAY = "《{}》里有现在要保密的信息，不能归档。请承办人更正文字后重新打印。"


def check_filing(taken: Taken) -> None:
    """How long it is kept and how whole it is, is said; who filed it does not check it, and both are of the agency that
    keeps it (PM-27, AR-2). Raises Incomplete."""
    case, told = taken.item, taken.facts
    if not told.get("retention"):
        raise Incomplete("请选择保管期限。", rules=("AR-2",), field="retention")
    if not told.get("dossier_note"):
        raise Incomplete("请写明卷宗情况，如缺损、补正、移出。", rules=("PM-27",), field="dossier_note")
    filed, checked = _of_the_agency(case, told, "filed_by"), _of_the_agency(case, told, "checked_by")
    if filed is None:
        raise Incomplete("请选择立卷人。", rules=("PM-27",), field="filed_by")
    if checked is None:
        raise Incomplete("请选择检查人：立卷人以外的人。", rules=("PM-27",), field="checked_by")
    if filed is checked:
        raise Incomplete("立卷人和检查人不能是同一个人。", rules=("PM-27",), field="checked_by")


def scan_for_secrets(taken: Taken) -> None:
    """What was no secret when a paper was printed may be one now: each is looked through once more (DV-10-4).

    Raises Incomplete with the name of the paper and nothing of the secret: whoever archives may not know it. Scans, which
    no program reads, are the clerk's to look at.
    """
    kept = list(secrets_of(taken.item))
    for paper in _papers(taken.item):
        _scan(paper, kept)


def _papers(case: Case) -> list[Document]:
    """Every paper that is bound into the dossier of the case or of one of its stages, each once."""
    subjects: list[Subject] = [case, *case.stages]
    found = {paper.id: paper for subject in subjects for line in lines_of(subject) for paper in line.papers}
    return list(found.values())


def _scan(paper: Document, kept: list[Kept]) -> None:
    try:
        refuse_secrets(get(paper.sha256, paper.key_id), kept, paper.name)
    except Incomplete as refusal:
        raise Incomplete(GIVES_AWAY.format(PAPERS[paper.name].title), rules=refusal.rules) from None


def _of_the_agency(case: Case, told: Any, name: str) -> User | None:
    user = db.session.get(User, int(told[name])) if told.get(name) else None
    if user and user.agency_id != case.agency_id:
        raise Incomplete(f"立卷人、检查人要是{case.agency.name}的工作人员。", rules=("PM-27",), field=name)
    return user
