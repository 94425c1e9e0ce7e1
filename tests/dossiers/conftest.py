"""A mediation that came to its end, and a case that is ready for the archive, by real steps."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from mediation.attachments.adding import register_signature
from mediation.cases.models import Case, Party
from mediation.cases.papers import issue
from mediation.cases.queries import sessions_of
from mediation.db import db, today
from mediation.documents.models import Document
from mediation.dossiers.making import ask_for, make, pieces_of
from mediation.dossiers.models import Dossier
from mediation.people.models import User
from tests.attachments.conftest import add
from tests.conftest import Cast, prepare_archive
from tests.disputes.conftest import Table, table, walked_once

__all__ = ["add", "table"]
PEOPLE: dict[str, Any] = {
    "applicants": [
        {
            "name": "王芳", "sex": "2", "phone": "13800138000", "residence": "青山区和平路8号3单元502",
            "contact_channel": "青山区妇女联合会维权站代收",
        }
    ]
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_in_the_background(app: Any) -> None:
    """A test makes its dossiers itself; those that look at the thread say so."""
    app.config["BACKGROUND"] = "worker"


@pytest.fixture
def mediated(table: Callable[..., Table]) -> Callable[..., Table]:
    """A mediation that ended with an agreement, with every paper that its dossier wants."""

    def make_it(**given: Any) -> Table:
        return papered(table(**{**PEOPLE, **given}).effective())

    return make_it


@walked_once
def papered(t: Table) -> Table:
    """Every paper that the dossier of an agreement wants is there, and the first duty is done."""
    issue(t.case, "rights_notice", t.stage.ref, actor=t.cast.tao)
    issue(t.case, "agreement", t.agreement.ref, actor=t.cast.tao)
    printed_and_signed(t, "mediation_application", t.stage.ref, t.applicant)
    printed_and_signed(t, "mediation_record", sessions_of(t.stage)[0].ref, t.applicant, t.respondent)
    t.pays(t.agreement.obligations[0], performed_on="2026-11-20")
    return t


@pytest.fixture
def closed(cast: Cast, new_case: Callable[..., Case]) -> Case:
    """A case that was answered on the spot, followed up and closed, with its register form printed."""
    case = new_case(actor=cast.mei, **PEOPLE)
    prepare_archive(case, cast)
    return case


def printed_and_signed(t: Table, name: str, about: str, *parties: Party) -> Document:
    """A paper of the mediation, printed, and the signature of each of PARTIES on it registered."""
    paper = issue(t.case, name, about, actor=t.cast.tao)
    for party in parties:
        signs(t, paper, party)
    return paper


def signs(t: Table, paper: Document, party: Party) -> None:
    """One of the parties signed the paper."""
    told = {"document": paper.id, "party": party.id, "way": "signed", "signed_on": today().isoformat()}
    register_signature(t.case, told, actor=t.cast.tao)


def bound(case: Case, actor: User, stage: Any = None) -> tuple[Dossier, bytes]:
    """The dossier as ACTOR has it made, and its PDF."""
    row = ask_for(case, stage, actor=actor)
    make(row.id)
    db.session.expire_all()
    return row, b"".join(pieces_of(row))


def pages(pdf: bytes) -> list[str]:
    """The text of each page, without the breaks of its lines."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf), strict=True).pages]
