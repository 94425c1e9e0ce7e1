"""Whoever may not register is refused, and the refusal stays in the log though there is no case."""

import pytest

from mediation.audit.models import AuditEntry
from mediation.cases.models import Case
from mediation.db import db
from mediation.errors import Forbidden
from mediation.intake.registering import register
from tests.conftest import A_REQUEST


def test_a_refused_registration_is_logged_and_leaves_no_case(cast):
    pei = cast.pei
    with pytest.raises(Forbidden):
        register(A_REQUEST, actor=pei)
    assert db.session.query(Case).count() == 0
    entry = db.session.query(AuditEntry).filter_by(kind="one_stop.start.refused").one()
    assert (entry.actor, entry.chain) == (cast.pei.ref, "station")
