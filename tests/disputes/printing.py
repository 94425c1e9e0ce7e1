"""Print the papers of a mediation as Tao does, or hear why not."""

from collections.abc import Callable
from typing import Any

import pytest

from mediation.cases.papers import bytes_of, issue
from mediation.cases.print_refusals import KIND
from mediation.documents.check import text_of_pdf
from mediation.errors import Incomplete
from mediation.people.throttles import forget_try
from tests.disputes.conftest import Table

Make = Callable[..., Table]
PEOPLE: dict[str, Any] = {
    "applicants": [
        {"name": "王𬭊", "sex": "2", "birth": "1990-03-08", "ethnicity": "03",
         "phone": "13800138000", "residence": "青山区和平路8号3单元502",
         "contact_channel": "青山区妇女联合会维权站代收"}
    ],
    "respondents": [{"name": "买买提·艾力", "sex": "1", "contact_channel": "13900001111"}],
}  # fmt: skip
COURT: dict[str, Any] = {
    "origin": "court_delegated",
    "paper_number": "（2026）青0101民诉前调56号",
    "elsewhere": "court",
    "elsewhere_why": "法院委派。",
    "court_material_signed_on": "2026-11-01",
}


def words(name: str, t: Table, about: str = "") -> str:
    """The words of the paper NAME as Tao prints it, without the breaks of its lines."""
    document = issue(t.case, name, about or t.stage.ref, actor=t.cast.tao)
    return "".join(text_of_pdf(bytes_of(document, actor=t.cast.tao)).split())


def refused(name: str, t: Table, about: str = "") -> str:
    with pytest.raises(Incomplete) as refusal:
        issue(t.case, name, about or t.stage.ref, actor=t.cast.tao)
    # As if each were tried on another day: how often it may be is stated elsewhere.
    forget_try(KIND, t.cast.tao.ref)
    return refusal.value.reason


def confirmable(t: Table) -> Table:
    """An agreement in effect that both want the court to confirm."""
    t.effective()
    for party in (t.applicant, t.respondent):
        t.on(
            "record_consent", party=party.id, kind="confirmation", answer="agreed", way="当面",
            happened_on="2026-11-13",
        )  # fmt: skip
    return t
