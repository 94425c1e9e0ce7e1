"""The table of the rules of safety names files and tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACES = (ROOT, ROOT / "mediation")


def test_every_rule_of_safety_has_a_place_and_a_test_that_exist():
    text = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| P")]
    assert [row[0].strip() for row in rows] == [f"P{number}" for number in range(1, 34)]
    for row in rows:
        for place in re.findall(r"`([^`]+)`", row[2]):
            assert any((root / place).exists() for root in PLACES), place
    for file, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text):
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{name}"
    assert all("::" in row[3] for row in rows)
