"""The drawings: the same bytes for the same file, everything of the file in them, nothing that runs."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from mediation import places
from mediation.cli import commands
from mediation.workflow import drawing, layout
from mediation.workflow.definition import read

NAMES = sorted({path.stem for path in places.workflows().glob("*.yaml")} - {"law", "time_limits", "guards"})


@pytest.fixture(params=NAMES)
def flow(request):
    return read(places.workflows() / f"{request.param}.yaml")


def test_the_same_file_gives_the_same_bytes(flow):
    again = read(places.workflows() / f"{flow.workflow}.yaml")
    assert drawing.svg(flow) == drawing.svg(again)
    assert drawing.mermaid(flow) == drawing.mermaid(again)


def test_every_state_and_every_step_can_be_read(flow):
    picture, text = drawing.svg(flow), drawing.mermaid(flow)
    ElementTree.fromstring(picture)
    for name in flow.states:
        assert f">{flow.stop(name).label}</text>" in picture
        assert f'state "{flow.stop(name).label}" as {name}' in text
    for step in flow.steps():
        assert f"{step.label}" in picture
        assert f"{step.source} --> {step.dest} : {step.label}" in text


def test_nothing_in_a_picture_runs_or_comes_from_elsewhere(flow):
    picture = drawing.svg(flow)
    assert not re.search(r"<script|<style|style=|href|\son[a-z]+=|<foreignObject|@import", picture)


def test_ends_have_a_double_border(flow):
    ends = sum(1 for name in flow.states if flow.stop(name).final)
    boxes = drawing.svg(flow).count('stroke="#1b2733" stroke-width="1.5"/>\n<rect')
    assert boxes == ends


def test_no_box_covers_another_and_no_words_cover_words(flow):
    placed = layout.lay_out(flow)
    for one, other in combinations(placed.boxes.values(), 2):
        apart = (
            one.bottom < other.top
            or other.bottom < one.top
            or one.right < other.left
            or other.right < one.left
        )
        assert apart, (one.name, other.name)
    for name in placed.boxes:
        for back in (True, False):
            ports = sorted(
                (
                    port
                    for way in placed.ways
                    if way.back == back
                    for port in way.ports
                    if port.source == name
                ),
                key=lambda port: port.y,
            )
            for upper, lower in pairwise(ports):
                assert lower.y - upper.y >= layout.LINE * len(lower.words), (name, lower.words)


def test_words_stay_in_their_lane(flow):
    for way in layout.lay_out(flow).ways:
        room = layout.LABELS_BACK if way.back else layout.LABELS_ON
        assert all(len(words) * 13 <= room for port in way.ports for words in port.words)
        assert 0 < way.x < layout.WIDTH


def test_the_drawings_of_the_repository_are_those_of_the_files():
    flows = {name: read(places.workflows() / f"{name}.yaml") for name in NAMES}
    assert drawing.stale(flows, places.drawings()) == []


def test_a_drawing_that_differs_or_is_missing_is_named(tmp_path):
    flows = {"mediation": read(places.workflows() / "mediation.yaml")}
    assert drawing.stale(flows, tmp_path) == ["mediation.mmd", "mediation.svg"]
    drawing.draw_all(flows, tmp_path)
    assert drawing.stale(flows, tmp_path) == []
    (tmp_path / "mediation.svg").write_text("<svg/>", encoding="utf-8")
    assert drawing.stale(flows, tmp_path) == ["mediation.svg"]


def test_the_commands_draw_and_compare(tmp_path, monkeypatch):
    monkeypatch.setenv("MEDIATION_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("MEDIATION_KEY_FILE", str(tmp_path / "key"))
    run = CliRunner().invoke
    into = str(tmp_path / "drawn")
    assert run(commands, ["workflow", "check"]).exit_code == 0
    assert run(commands, ["workflow", "draw", "--check", "--into", into]).exit_code == 1
    assert run(commands, ["workflow", "draw", "--into", into]).exit_code == 0
    assert run(commands, ["workflow", "draw", "--check", "--into", into]).exit_code == 0
