"""Whoever gave a case or a stage to the wrong person takes it back within ten minutes, and nothing of it is left open."""

from datetime import timedelta

import pytest
import time_machine

from mediation.audit.verify import verify_all
from mediation.cases.access import may_open
from mediation.cases.models import NamedPerson
from mediation.cases.tasks import open_tasks
from mediation.db import atomic, db, now
from mediation.errors import Incomplete, Refusal
from mediation.workflow.engine import take
from mediation.workflow.history import steps_of
from tests.conftest import stage_of


def test_a_restricted_case_given_to_the_wrong_person_is_closed_to_them_again(new_case, cast):
    case = new_case()
    with atomic():
        case.level = 2
        db.session.add(NamedPerson(case_id=case.id, user_id=cast.song.id))
    assert not may_open(case, actor=cast.mei)
    take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    assert may_open(case, actor=cast.mei)
    with pytest.raises(Refusal):
        take(case, "undo_assign_owner", actor=cast.mei)
    take(case, "undo_assign_owner", actor=cast.song)
    assert case.owner_id is None
    assert not may_open(case, actor=cast.mei)
    assert [task.kind for task in open_tasks(case, "assign_owner")] == ["assign_owner"]
    assert [row.trigger for row in steps_of(case.ref)][-2:] == ["assign_owner", "undo_assign_owner"]
    with pytest.raises(Incomplete):
        take(case, "undo_assign_owner", actor=cast.song)
    assert not verify_all().findings


def test_a_stage_goes_back_within_ten_minutes_unless_something_was_done_since(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    stage = stage_of(case, "help_request")
    take(stage, "assign", actor=cast.song, facts={"assignee": cast.mei.id})
    take(stage, "assign", actor=cast.song, facts={"assignee": cast.lin.id})
    assert "撤销指派" in sign_in(cast.song).get(f"/cases/{case.ref}").text
    assert "撤销指派" not in sign_in(cast.mei).get(f"/cases/{case.ref}").text
    take(stage, "undo_assign", actor=cast.song)
    assert stage.assignee_id == cast.mei.id
    take(stage, "assign", actor=cast.song, facts={"assignee": cast.lin.id})
    with time_machine.travel(now() + timedelta(minutes=11), tick=False), pytest.raises(Incomplete):
        take(stage, "undo_assign", actor=cast.song)
    take(stage, "accept", actor=cast.lin, facts={"accepted_on": "2026-11-20"})
    with pytest.raises(Refusal):
        take(stage, "undo_assign", actor=cast.song)
    assert stage.assignee_id == cast.lin.id
