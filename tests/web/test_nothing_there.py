"""What a person may not know of answers like what never was: same status, same body, same headers."""

import re

import pytest
from sqlalchemy import func, select

from mediation.audit.models import AuditEntry
from mediation.cases.papers import issue
from mediation.db import db
from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.conftest import stage_of
from tests.referrals.conftest import slip

NOBODY = "0" * 32


def _answer(browser, path: str, method: str):
    """All of the answer but the time it was given: the token of a form has the second in it."""
    got = browser.open(path, method=method, data={"key": "k", "seen": 1} if method == "POST" else None)
    headers = [(name, value) for name, value in got.headers if name not in ("Date", "Set-Cookie")]
    text = re.sub(r'name="csrf_token" value="[^"]*"', "", got.text)
    return got.status_code, headers, text.replace(path, ""), len(got.data) - got.text.count(path) * len(path)


# How the case stands, and to whom of the own agency and of others it does not exist.
HIDDEN_FROM = [
    ("ordinary", ("qiu",)),
    ("restricted", ("qiu", "ye")),
    ("sealed", ("qiu", "ye", "lin", "rao", "song")),
]


@pytest.mark.parametrize(("level", "strangers"), HIDDEN_FROM)
def test_a_foreign_a_restricted_and_a_sealed_case_are_answered_like_none(
    new_case, cast, sign_in, level, strangers
):
    case = new_case(actor=cast.mei, q_violence="no" if level == "ordinary" else "yes")
    for notice in ("protection_order", "legal_aid"):
        take(
            case,
            "inform",
            actor=cast.mei,
            facts={"happened_on": "2026-03-02", "party": case.parties[0].id, "notice": notice},
        )
    stage, paper = stage_of(case, "help_request").ref, issue(case, "registration", "", actor=cast.mei).ref
    sent = refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei).ref
    if level == "sealed":
        take(case, "set_level", actor=cast.mei, facts={"level": 3, "reason": "当事人要求封存"})
    ref = case.ref
    pages = [
        ("GET", f"/cases/{ref}"), ("GET", f"/cases/{ref}/notes"), ("POST", f"/cases/{ref}/notes"),
        ("GET", f"/cases/{ref}/inform"), ("POST", f"/cases/{ref}/inform"), ("GET", f"/cases/{ref}/no_such_step"),
        ("GET", f"/cases/{ref}/{stage}/accept"), ("POST", f"/cases/{ref}/{stage}/accept"),
        ("POST", f"/cases/{ref}/papers/registration"), ("GET", f"/cases/{ref}/refer"),
        ("POST", f"/cases/{ref}/refer"), ("GET", f"/documents/{paper}"), ("GET", f"/referrals/{sent}"),
        ("GET", f"/referrals/{sent}/accept"), ("POST", f"/referrals/{sent}/accept"),
    ]  # fmt: skip
    before = db.session.scalar(select(func.count()).select_from(AuditEntry))
    for who in strangers:
        browser = sign_in(getattr(cast, who))
        before += 1
        for method, path in pages:
            nothing = path
            for known in (ref, stage, paper, sent):
                nothing = nothing.replace(known, NOBODY)
            there, none = _answer(browser, path, method), _answer(browser, nothing, method)
            assert there[0] == 404, (who, method, path)
            assert there == none, (who, method, path)
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before
