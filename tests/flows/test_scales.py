"""`halfterm scale ...`, and scales as a workspace has and names them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.flows.cli_scale import scale
from halfterm.flows.workspace import open_workspace
from tests.flows.small_workspace import make_workspace
from tests.warehouse.test_scale_file import MINE


def said(*arguments: str) -> str:
    done = CliRunner().invoke(scale, list(arguments), env={"COLUMNS": "120"}, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def refused(*arguments: str) -> tuple[str, ...]:
    with pytest.raises(BadInput) as wrong:
        said(*arguments)
    return wrong.value.problems


def with_scale(folder: Path, text: str = MINE) -> Path:
    (folder / "scales").mkdir()
    (folder / "scales" / "mine.yaml").write_text(text)
    return folder


def test_the_list_says_of_each_scale_what_cells_hold_and_whether_it_subtracts(tmp_path: Path) -> None:
    built_in = json.loads(said("list", "--json"))
    lines = {line.split()[0]: line.rstrip() for line in said("list").splitlines() if line[:1] != " "}
    assert lines.keys() - {"Scale"} == {one["id"] for one in built_in}
    assert "grades W to 8a" in lines["nc-levels"]
    assert lines["nc-levels"].endswith("yes")
    assert lines["ks2-teacher-assessment"].endswith("no, only an order")
    folder = with_scale(make_workspace(tmp_path / "small", pupils=1))
    assert "Our own steps" in said("list", str(folder))
    assert len(json.loads(said("list", str(folder), "--json"))) == len(built_in) + 1


def test_one_scale_is_shown_with_grades_thresholds_and_what_may_be_done() -> None:
    shown = said("show", "nc-levels")
    for part in (
        "National Curriculum levels, 2-point scale (nc-levels)",
        "also as Level 8a, or the points of one.",
        "Expected without anything done: 0.5 points a half-term, 3 a year.",
        "Converts to nc-whole-levels: the sub-level is dropped.",
    ):
        assert part in shown
    assert [line.split() for line in shown.splitlines() if line.startswith("3b")] == [["3b", "21"]]
    assert "32 (2011/12 to 2023/24, 12 years)" in said("show", "phonics")
    assert "X means absent." in said("show", "gcse-9-1")
    assert json.loads(said("show", "gcse-9-1", "--json"))["grades"]["9"] == 9


def test_a_grade_is_converted_by_a_named_rule() -> None:
    assert said("convert", "c", "gcse-letters-qca", "gcse-letters-2017") == (
        "C on gcse-letters-qca (40 points) is C on gcse-letters-2017 (4 points): the same letter.\n"
    )
    found = json.loads(said("convert", "11", "nc-levels", "nc-official-aps", "--json"))
    assert (found["from"]["grade"], found["to"]["grade"], found["to"]["points"]) == ("1a", "1", 9)


def test_what_does_not_convert_is_refused_with_the_nearest_words() -> None:
    assert refused("convert", "3b", "nc-levls", "percent")[0].startswith(
        "no scale 'nc-levls'; did you mean 'nc-levels'"
    )
    assert refused("convert", "EXP", "ks2-teacher-assessment", "percent")[0].startswith(
        "scale 'ks2-teacher-assessment' does not convert to 'percent': there is no official table"
    )
    assert refused("convert", "3x", "nc-levels", "nc-whole-levels")[0].endswith(
        "; did you mean 3c or 3b or 3a?"
    )
    assert refused("show", "xyzzy") == ("no scale 'xyzzy'; `halfterm scale list` shows them",)


def test_a_workspace_knows_its_own_scales_beside_the_built_in_ones(tmp_path: Path) -> None:
    workspace = open_workspace(with_scale(make_workspace(tmp_path / "small", pupils=1)))
    assert {"mine", "points"} <= workspace.scales.keys()


def test_unknown_scales_of_sources_and_plans_are_told_at_once(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=1)
    plan, source = folder / "cycles" / "ash-beech-1.yaml", folder / "sources" / "marks.yaml"
    plan.write_text(plan.read_text().replace("scale: points", "scale: pionts"))
    source.write_text(
        source.read_text().replace("Reading Spr1, scale: points", "Reading Spr1, scale: points2")
    )
    with pytest.raises(BadInput) as wrong:
        open_workspace(folder)
    for_plan, for_source = wrong.value.problems
    assert for_plan.startswith(
        "cycles/ash-beech-1.yaml: measure 'reading': no scale 'pionts'; did you mean 'points' or 'points-2'"
    )
    assert for_source == (
        "source 'marks': measure 'reading': no scale 'points2'; did you mean 'points-2' or 'points'?"
    )


def test_a_wrong_scale_is_told_and_nothing_is_said_of_who_names_it(tmp_path: Path) -> None:
    folder = with_scale(make_workspace(tmp_path / "small", pupils=1), MINE.replace("kind:", "knid:"))
    with pytest.raises(BadInput) as wrong:
        open_workspace(folder)
    assert all(problem.startswith("scales/mine.yaml, line ") for problem in wrong.value.problems)


def test_the_example_has_the_scales_that_it_names() -> None:
    workspace = open_workspace(Path(__file__).parents[2] / "examples" / "project-star")
    assert {"sat-reading", "sat-maths"} <= workspace.scales.keys()
