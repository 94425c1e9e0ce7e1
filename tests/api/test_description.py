"""The OpenAPI document says everything that is answered: whatever is sent, no failure and no undocumented answer.

MEDIATION_API_EXAMPLES says how many requests are made up (300; `make nightly` asks for 10,000).
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mediation.api import door
from mediation.audit.verify import verify_all
from mediation.db import db
from mediation.people.models import Agency, User
from tests.conftest import Cast

EXAMPLES = int(os.environ.get("MEDIATION_API_EXAMPLES", "300"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def document(app) -> Any:
    return app.test_client().get("/api/v1/openapi.json").json


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


def test_whatever_is_sent_no_failure_and_no_undocumented_answer(app, send, token, monkeypatch):
    monkeypatch.setattr(door, "CALLS", 10**9)
    refs, texts = [send().ref for _one in range(5)], [token(), token(scopes=("read",)), "wqapi_none"]
    monkeypatch.setattr(door, "GUESSES", 10**9)

    def program(environ: Any, start: Any) -> Any:
        db.session.rollback()
        with app.app_context():
            return app.wsgi_app(environ, start)

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", program)
    found = [result.ok() for result in schema.get_all_operations()]
    assert len(found) == 17
    seen = set()
    for operation in found:

        @settings(  # type: ignore[untyped-decorator]
            max_examples=max(1, EXAMPLES // len(found)),
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(  # type: ignore[untyped-decorator]
            case=operation.as_strategy(), ref=st.sampled_from([*refs, None]), text=st.sampled_from(texts)
        )
        def holds(case: Any, ref: str | None, text: str) -> None:
            if ref and "ref" in case.path_parameters:
                case.path_parameters["ref"] = ref
            answer = case.call(headers={"Authorization": f"Bearer {text}"})
            case.validate_response(answer, checks=CHECKS)
            seen.add(answer.status_code)

        holds()
    assert {200, 401, 403, 404, 422} <= seen
    assert verify_all().findings == []


def test_the_document_is_of_openapi_3_1_and_tells_nothing_of_this_station(document, cast: Cast):
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "/"}]
    told = json.dumps(document, ensure_ascii=False)
    for row in [*db.session.query(Agency), *db.session.query(User)]:
        assert row.name not in told
    assert set(document["x-scopes"]) == {"read", "answer", "attach", "receive"}


def test_every_operation_names_its_refusals_and_what_it_asks_for(document):
    for operation in operations(document):
        refusals = {"400", "401", "403", "404", "422", "429", "500"}
        assert refusals <= set(operation["responses"])
        if operation["operationId"] == "hear":
            assert operation["security"] == [], "a notice is opened by its signature"
            continue
        assert operation["security"] == [{"token": []}]
        names = {parameter["name"] for parameter in operation["parameters"]}
        assert ("Idempotency-Key" in names) == ("409" in operation["responses"])


# The words of this interface. Others build on them: one may be added, none changes or goes.
ADDRESSES = {
    "/api/v1/referrals": {"list_referrals", "receive"},
    "/api/v1/referrals/{ref}": {"read_referral"},
    "/api/v1/referrals/{ref}/sign_for": {"sign_for"},
    "/api/v1/referrals/{ref}/accept": {"accept"},
    "/api/v1/referrals/{ref}/send_back": {"send_back"},
    "/api/v1/referrals/{ref}/report_progress": {"report_progress"},
    "/api/v1/referrals/{ref}/answer": {"answer"},
    "/api/v1/referrals/{ref}/attachments": {"attach"},
    "/api/v1/referrals/{ref}/acknowledge": {"acknowledge"},
    "/api/v1/referrals/{ref}/ask_again": {"ask_again"},
    "/api/v1/referrals/{ref}/urge": {"urge"},
    "/api/v1/referrals/{ref}/recall": {"recall"},
    "/api/v1/referrals/{ref}/cut": {"cut"},
    "/api/v1/referrals/{ref}/materials": {"carry"},
    "/api/v1/referrals/{ref}/materials/{file}": {"read_material"},
    "/api/v1/hooks/{ref}": {"hear"},
}


def test_the_addresses_stay(document):
    found = {
        path: {operation["operationId"] for operation in operations.values()}
        for path, operations in document["paths"].items()
    }
    assert found == ADDRESSES
