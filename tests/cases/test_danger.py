"""Danger: the scale counts as the federation says; it rises at once, and only another person lowers it."""

import pytest

from mediation.cases.danger import (
    assessed_by_another,
    danger_assessed,
    mediation_not_locked,
    not_in_danger,
)
from mediation.cases.instruments import instrument
from mediation.cases.tasks import finish_tasks, open_tasks
from mediation.cases.work import Assessment
from mediation.db import atomic, db
from mediation.errors import Incomplete
from mediation.workflow.engine import take
from tests.conftest import referred

SCALE = instrument("danger")
ITEMS, SPECIAL = list(SCALE.items), list(SCALE.special)
REASON = {"reason": "情况有变化，已逐题复核。"}


def answers(yes: int, *, special: bool = False, gaps: int = 0) -> dict[str, str]:
    """So many items yes, so many of the others unanswered, the rest no."""
    given = dict.fromkeys([*ITEMS, *SPECIAL], "no")
    given.update(dict.fromkeys(ITEMS[:yes], "yes"))
    given.update(dict.fromkeys(ITEMS[len(ITEMS) - gaps :], "unanswered"))
    if special:
        given[SPECIAL[0]] = "yes"
    return given


# yes answers, special item, gaps → score, level. By hand from RS-CN.
TABLE = [
    (0, False, 0, "low"), (3, False, 0, "low"), (4, False, 0, "medium"), (5, False, 0, "medium"),
    (6, False, 0, "high"), (9, False, 0, "high"),
    (0, True, 0, "lethal"), (4, True, 0, "lethal"), (9, True, 0, "lethal"), (0, True, 3, "lethal"),
    (0, False, 1, "unknown"), (3, False, 6, "unknown"), (5, False, 1, "unknown"),
    (6, False, 1, "high"), (7, False, 2, "high"),
]  # fmt: skip


@pytest.mark.parametrize(("yes", "special", "gaps", "level"), TABLE)
def test_the_scale_counts_as_the_federation_says(yes, special, gaps, level):
    scored = SCALE.scored(answers(yes, special=special, gaps=gaps))
    assert (scored.score, scored.unanswered, scored.level) == (yes, gaps, level)


def test_the_scale_has_nine_items_and_two_special_ones():
    assert (len(ITEMS), len(SPECIAL)) == (9, 2)


def test_a_scale_that_nobody_answered_is_not_low():
    assert SCALE.scored({}).level == "unknown"


def test_an_unanswered_special_item_leaves_no_low_level():
    assert SCALE.scored({**answers(0), SPECIAL[1]: "unanswered"}).level == "unknown"


def test_without_any_yes_mediation_is_open(new_case, cast):
    case = new_case()
    assert mediation_not_locked(case, cast.mei) is None
    assert danger_assessed(case, cast.mei) is None
    assert not_in_danger(case, cast.mei) is None


def test_a_yes_at_intake_locks_mediation_until_the_scale_is_done(new_case, cast):
    case = new_case(q_violence="yes")
    assert "高危" in mediation_not_locked(case, cast.mei)
    assert "评估危险" in danger_assessed(case, cast.mei)
    assert not_in_danger(case, cast.mei)


def test_danger_rises_at_once_and_brings_its_duties(new_case, cast):
    case = new_case(actor=cast.mei)
    take(case, "assess_danger", actor=cast.mei, facts={"answers": answers(6)})
    assert (case.danger, case.level, case.violence) == ("high", 2, True)
    assert {task.text for task in open_tasks(case, "report_to_police", "report_upwards")} == {
        "报告公安",
        "报告上级妇联",
    }
    assert mediation_not_locked(case, cast.mei)
    assert {named.user_id for named in case.named} == {cast.mei.id}


def test_one_special_item_outweighs_every_sum(new_case, cast):
    case = new_case(actor=cast.mei)
    take(case, "assess_danger", actor=cast.mei, facts={"answers": answers(0, special=True)})
    assert case.danger == "lethal"


def test_the_same_scale_again_does_not_lower_danger(new_case, cast):
    case = new_case(actor=cast.mei)
    take(case, "assess_danger", actor=cast.mei, facts={"answers": answers(7)})
    take(case, "assess_danger", actor=cast.mei, facts={"answers": answers(0)})
    assert case.danger == "high"
    assert len(open_tasks(case, "report_to_police")) == 1


def test_reports_once_made_are_not_owed_again_for_the_same_danger(new_case, cast):
    case = new_case(actor=cast.mei)
    take(case, "assess_danger", actor=cast.mei, facts={"answers": answers(7)})
    with atomic():
        finish_tasks(case, "report_to_police", "report_upwards")
    take(case, "assess_danger", actor=cast.mei, facts={"answers": answers(8)})
    assert not open_tasks(case, "report_to_police", "report_upwards")


def test_a_complete_scale_settles_what_the_three_questions_left_open(new_case, cast):
    case = new_case(q_violence="yes", actor=cast.mei)
    assert (case.danger, case.danger_provisional) == ("high", True)
    take(case, "assess_danger", actor=cast.mei, facts={"answers": answers(2)})
    assert (case.danger, case.danger_provisional) == ("low", False)
    assert mediation_not_locked(case, cast.mei) is None


def test_danger_that_was_found_is_lowered_by_another_person_only(new_case, cast):
    case = new_case(q_violence="yes", actor=cast.mei)
    take(case, "assess_danger", actor=cast.mei, facts={"answers": answers(7)})
    take(case, "assess_danger", actor=cast.mei, facts={"answers": answers(2)})
    assert case.danger == "high"
    assert danger_assessed(case, cast.mei) is None
    assert "您做的" in assessed_by_another(case, cast.mei)
    low = {"answers": answers(2), "level_after": "low", **REASON}
    with pytest.raises(Incomplete):
        take(case, "reassess_danger", actor=cast.mei, facts=low)
    take(case, "reassess_danger", actor=cast.song, facts=low)
    assert case.danger == "low"
    assert mediation_not_locked(case, cast.mei) is None
    assert not open_tasks(case, "report_to_police", "report_upwards")


def test_gaps_need_a_reason_and_leave_the_case_provisional(new_case, cast):
    case = new_case(q_violence="yes", actor=cast.mei)
    with pytest.raises(Incomplete, match="无法判定"):
        take(case, "assess_danger", actor=cast.mei, facts={"answers": answers(2, gaps=3)})
    take(
        case,
        "assess_danger",
        actor=cast.mei,
        facts={"answers": answers(2, gaps=3), "note": "她情绪激动，改日再问。"},
    )
    assert (case.danger, case.danger_provisional) == ("high", True)
    assert danger_assessed(case, cast.mei) is None
    assert mediation_not_locked(case, cast.mei)
    row = db.session.query(Assessment).filter_by(instrument="danger_scale").one()
    assert (row.level, row.unanswered, row.score) == ("unknown", 3, 2)
    assert row.answers["note"] == "她情绪激动，改日再问。"


def test_the_worker_may_raise_the_result(new_case, cast):
    case = new_case(actor=cast.mei)
    facts = {"answers": answers(1), "override_up": True, "override_reason": "她身上有新伤。"}
    take(case, "assess_danger", actor=cast.mei, facts=facts)
    assert case.danger == "high"


def test_only_the_supervisor_sets_a_level_below_the_scale(new_case, cast):
    case = new_case()
    take(case, "assess_danger", actor=cast.lin, facts={"answers": answers(6)})
    lowered = {"answers": answers(6), "level_after": "medium", **REASON}
    with pytest.raises(Incomplete, match="负责人"):
        take(case, "reassess_danger", actor=cast.mei, facts=lowered)
    take(case, "reassess_danger", actor=cast.song, facts=lowered)
    assert case.danger == "medium"


def test_nobody_lowers_what_may_take_a_life(new_case, cast):
    case = new_case()
    take(case, "assess_danger", actor=cast.lin, facts={"answers": answers(0, special=True)})
    with pytest.raises(Incomplete, match="不能降级"):
        take(
            case,
            "reassess_danger",
            actor=cast.song,
            facts={"answers": answers(0, special=True), "level_after": "low", **REASON},
        )
    assert case.danger == "lethal"


def test_there_is_nothing_to_review_where_nothing_was_found(new_case, cast):
    assert "没有可以复核" in assessed_by_another(new_case(), cast.song)


def test_violence_without_a_scale_keeps_mediation_shut(new_case, cast):
    case = new_case()
    with atomic():
        case.violence = True
    assert "评估危险" in mediation_not_locked(case, cast.mei)


def test_danger_found_in_mediation_locks_it_and_opens_the_safety_track(new_case, cast):
    case = new_case(actor=cast.mei)
    stage = referred(case, "mediation", to="committee")
    told = {"escalation_found_at": "2026-11-20T10:00:00+08:00", "what": "当场威胁要杀人。"}
    take(stage, "report_danger", actor=cast.tao, facts=told)
    assert (case.danger, case.danger_provisional, case.violence, case.level) == ("high", True, True, 2)
    assert {task.kind for task in open_tasks(case) if task.urgent} >= {
        "report_to_police",
        "report_upwards",
        "reassess_danger",
    }
    assert [one.workflow for one in case.stages].count("protection") == 1
    assert mediation_not_locked(case, cast.tao)
    assert "评估危险" in danger_assessed(case, cast.mei)
