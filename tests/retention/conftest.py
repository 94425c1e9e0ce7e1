"""Cases of long ago whose term is over, by real steps, the clock turned back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from mediation.cases.models import Case
from mediation.db import SHANGHAI, db, today, turned_back_to
from mediation.people.models import User
from mediation.retention.models import Disposal
from mediation.retention.papers import print_list
from mediation.retention.proposing import propose
from mediation.workflow.engine import take
from tests.conftest import Cast, prepare_archive

LONG_AGO = datetime(2014, 3, 5, 10, 0, tzinfo=SHANGHAI)
APPROVED_BY = "青山区档案局，青档审〔2025〕3号"


@pytest.fixture(autouse=True)
def nothing_in_the_background(app: Any) -> None:
    app.config["BACKGROUND"] = "worker"


@pytest.fixture
def old_case(cast: Cast, new_case: Callable[..., Case]) -> Callable[..., Case]:
    """A case of 2014: she withdrew, or it was answered, closed and ARCHIVED for that term."""

    def make(*, archived: str = "", before: Callable[[Case], None] = lambda case: None, **given: Any) -> Case:
        with turned_back_to(LONG_AGO):
            case = new_case(actor=cast.mei, **{"received_on": "2014-03-05", **given})
            before(case)
            _archive(case, archived, cast) if archived else _withdraw(case, cast)
        return case

    return make


def _withdraw(case: Case, cast: Cast) -> None:
    told = {
        "party": case.parties[0].id,
        "in_her_words": "不用了。",
        "spoken_alone": True,
        "told_may_return": True,
    }
    take(case, "withdraw", actor=cast.mei, facts=told)


def _archive(case: Case, retention: str, cast: Cast) -> None:
    prepare_archive(case, cast)
    filed = {"dossier_note": "完整。", "filed_by": cast.mei.id, "checked_by": cast.rao.id}
    told = {"retention": retention, "archived_on": today().isoformat(), **filed}
    take(case, "archive", actor=cast.rao, facts=told)


@pytest.fixture
def listed(cast: Cast) -> Callable[..., Disposal]:
    """A list of these cases, as Rao puts it forward."""

    def make(*cases: Case, actor: User | None = None) -> Disposal:
        told = {
            "cases": [case.id for case in cases],
            "appraisal": "没有继续保存的价值。",
            "schedule_approval": APPROVED_BY,
        }
        return propose(told, actor=actor or cast.rao)

    return make


def carried_out(item: Disposal, cast: Cast) -> None:
    """Song approves, Rao prints the list and carries it out; Ye looks on."""
    take(item, "approve", actor=cast.song, facts={"opinion": "同意。"})
    print_list(item, actor=cast.rao)
    act = {"witness": cast.ye.id, "list_signed": True, "papers_too": True}
    take(item, "carry_out", actor=cast.rao, facts=act)
    db.session.commit()
