"""The schedule is whole, or the program does not start: file, line and what is wrong."""

from datetime import date

import pytest

from mediation import places
from mediation.law.lined import BadFile
from mediation.retention.schedule import FILE, read, schedule
from mediation.workflow.engine import WORKFLOWS

WRONG = {
    ("rule: PI-PSY3", "rule: PI-NONE"): "没有法律规则 PI-NONE",
    ("states: [transferred]", "states: [moved]"): "案件没有状态 moved",
    ("starts: ended_on", "starts: begun_on"): "“starts”不能是“begun_on”",
    ("certainty: V", "certainty: X"): "“certainty”不能是“X”",
    ("retention: short", "retention: long"): "归档的案卷（long）要写一次",
    ("amount: 10", "amount: null"): "列入销毁清册的，要写明案件的状态和整年数",
    ("id: sharing", "id: transferred"): "transferred 写了两次",
}


def test_a_schedule_that_is_not_whole_is_refused_with_its_line(app, tmp_path):
    text = (places.workflows() / FILE).read_text(encoding="utf-8")
    rules = {kind.rule for kind in schedule().kinds}
    for (right, wrong), said in WRONG.items():
        (tmp_path / FILE).write_text(text.replace(right, wrong, 1), encoding="utf-8")
        with pytest.raises(BadFile, match=said):
            read(tmp_path, WORKFLOWS, rules)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert read(tmp_path, WORKFLOWS, rules) == schedule()
    assert schedule().of_case("archived", "permanent").may_go_from(date(2020, 1, 1)) is None
