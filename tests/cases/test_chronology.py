"""What cannot have happened before what: refused with the name of the fact, for a form, a hand-made post and an import."""

import pytest

from mediation.attachments.adding import attach
from mediation.cases.chronology import TABLE
from mediation.dates import earlier
from mediation.db import today
from mediation.errors import Incomplete
from mediation.workflow.engine import WORKFLOWS, take
from tests.attachments.conftest import photo
from tests.conftest import stage_of


@pytest.fixture
def request_of_november(new_case):
    return new_case(received_on="2026-11-20")


def refused(item, trigger, actor, **facts):
    """The refusal of that step."""
    with pytest.raises(Incomplete) as told:
        take(item, trigger, actor=actor, facts=facts)
    return told.value


@pytest.mark.parametrize("day", ["2026-11-19", "2001-01-01", "2026-10", "2025"])
def test_nothing_is_accepted_before_it_was_asked_for(request_of_november, cast, day):
    stage = stage_of(request_of_november, "help_request")
    refusal = refused(stage, "accept", cast.lin, accepted_on=day)
    assert refusal.field == "accepted_on"
    assert "2026年11月20日" in refusal.reason
    assert stage.state == "registered"


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-21", "2026-11", "2026"])
def test_a_request_is_accepted_from_the_day_it_came_as_far_as_the_day_is_known(
    request_of_november, cast, day
):
    stage = stage_of(request_of_november, "help_request")
    take(stage, "accept", actor=cast.lin, facts={"accepted_on": day})
    assert stage.state == "accepted"


def test_a_case_registered_late_counts_from_the_day_it_was_received(new_case, cast):
    late = stage_of(new_case(received_on="2024-03-01"), "help_request")
    take(late, "accept", actor=cast.lin, facts={"accepted_on": "2024-03-02"})
    assert late.state == "accepted"


def test_every_line_names_a_step_that_there_is():
    for line in TABLE:
        named = [
            *line.steps.split(),
            *(word.split()[-1].partition(":")[0] for word in line.after if ":" in word),
        ]
        for name in named:
            workflow, trigger = name.split(".")
            assert trigger == "start" or WORKFLOWS[workflow].steps(trigger), name


def test_a_month_is_not_before_its_own_days():
    assert not earlier("2026-11", "2026-11-20")
    assert earlier("2026-10", "2026-11-20")


def test_a_refused_date_stands_at_its_field(request_of_november, cast, sign_in):
    stage = stage_of(request_of_november, "help_request")
    page = f"/cases/{request_of_november.ref}/{stage.ref}/accept"
    answer = sign_in(cast.lin).post(
        page, data={"accepted_on": "2026-11-01", "seen": stage.version, "note": "当面说明"}
    )
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="accepted_on-error"' in shown
    assert "不能早于收到求助的日期" in shown
    assert "当面说明" in shown


def test_the_notice_that_ends_a_clock_stands_beside_it(new_case, cast, sign_in):
    case = new_case()
    mei = sign_in(cast.mei)
    shown = mei.get(f"/cases/{case.ref}").get_data(as_text=True)
    link = f"/cases/{case.ref}/inform?notice=petition_receipt"
    assert link in shown
    form = mei.get(link).get_data(as_text=True)
    chosen = form[: form.index('value="petition_receipt"') + 60].rpartition("<input")[2]
    assert "checked" in chosen
    party = case.parties[0].id
    attach(case, {"kind": "notice", "stage": 0}, [photo()], actor=cast.mei)
    facts = {"party": party, "notice": "petition_receipt", "way": "signed", "petition_informed_on": today()}
    take(case, "inform", actor=cast.mei, facts={**facts, "happened_on": today()})
    assert link not in mei.get(f"/cases/{case.ref}").get_data(as_text=True)
