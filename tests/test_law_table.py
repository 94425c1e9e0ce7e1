"""docs/law.md: a rule is found in a test, in its decorators and in its tables; nothing is left without its place."""

from mediation import law_table, places
from mediation.law.rules import load
from mediation.workflow.engine import WORKFLOWS

SAMPLE = """\
TABLE = [("PM-17", 1)]


@pytest.mark.parametrize("rule", ["JC-205"])
def test_one(rule):
    assert "PM-1" not in "PM-CT1"


@pytest.mark.parametrize("row", TABLE)
def test_two(row):
    pass


def helper():
    return "PM-26"
"""


def test_a_test_is_found_by_the_rules_that_stand_in_it_and_in_its_tables(tmp_path):
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    one, two = law_table.proofs_in(folder)
    assert (one.file, one.name, two.name) == ("tests/test_sample.py", "test_one", "test_two")
    assert one.names("JC-205")
    assert two.names("PM-17")
    assert not one.names("PM-17")
    assert not one.names("PM-CT")
    assert not any(proof.names("PM-26") for proof in (one, two))


def test_every_guard_has_its_test_every_clock_its_place_and_every_paper_its_sample(app):
    root = places.workflows().parent
    law = load(places.workflows())
    text = law_table.written(law, WORKFLOWS, root)
    guards, clocks, papers = (part.splitlines()[4:] for part in text.split("\n## ")[1:])
    untested = [line.split("<br>")[0] for line in guards if line.endswith("| — |")]
    assert untested == []
    assert len([line for line in clocks if "`workflows/time_limits.yaml:" in line]) == len(law.limits)
    for rule, where in (
        ("JC-EXE", "mediation/disputes/agreement_effects.py"),
        ("PO-30", "mediation/protection/orders.py"),
    ):
        (line,) = (line for line in clocks if line.startswith(f"| {rule} |"))
        assert f"`{where}`" in line, "begun by an effect, and said where"
    assert not [line for line in papers if line.endswith("| — |")]
