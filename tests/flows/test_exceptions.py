"""`halfterm exceptions`: lights with shapes and letters, why they show, and what chance would do."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.flows.cli import app
from halfterm.flows.exceptions import Exceptions, exceptions_of
from halfterm.flows.exceptions_shown import exceptions_json, print_exceptions
from halfterm.flows.pupil_moves import check_named
from halfterm.flows.workspace import open_workspace


def told(found: Exceptions, width: int = 400) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    print_exceptions(console, found)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_group_behind_and_not_catching_up_is_red_and_says_why(levels: Path) -> None:
    found = exceptions_of(levels)
    everywhere = next(light for light in found.report.lights if not light.place.school)
    assert (everywhere.colour, everywhere.rules) == ("red", ("wide-and-not-closing",))
    text = told(found)
    assert text.startswith("Exception report, Spring 2, since Autumn 2\n")
    assert "▲ R fsm, reading, all schools: " in text
    assert "not catching up: " in text
    assert "If no group were truly behind, chance alone would show up to " in text


def test_shape_and_letter_stand_without_colour_and_warnings_have_their_letter(levels: Path) -> None:
    text = told(exceptions_of(levels))
    row = next(line for line in text.splitlines() if line.startswith("fsm"))
    assert "▲ R" in row
    assert "(r)" in text
    assert "Results rise for everyone" in text


def test_the_first_half_term_asks_nothing_of_progress(levels: Path) -> None:
    found = exceptions_of(levels, half_term="autumn-2")
    assert found.earlier is None
    assert found.report.count("red") == 0
    assert found.report.count("amber") > 0
    assert "No earlier half-term is loaded within reach" in told(found)


def test_one_school_alone_can_be_asked_for(levels: Path) -> None:
    found = exceptions_of(levels, school="beech")
    assert {light.place.school for light in found.report.lights} == {"beech"}


def test_a_workspaces_own_rules_decide_and_small_groups_are_grey(levels: Path, tmp_path: Path) -> None:
    own = shutil.copytree(levels, tmp_path / "own")
    (own / "exceptions.yaml").write_text(
        "fewest: 25\nrules:\n- {id: any, light: amber, when: {gap_wider_than: 0.01}}\n"
    )
    found = exceptions_of(own)
    by_school = {light.place.school: light.colour for light in found.report.lights}
    assert by_school == {**dict.fromkeys(("ash", "beech", "cedar", "dogwood"), "grey"), "": "amber"}
    text = told(found)
    assert "By exceptions.yaml" in text
    assert "20 v" not in text
    (own / "exceptions.yaml").write_text("rules:\n- {id: any, light: pink, when: {coverage_below: 5}}\n")
    with pytest.raises(BadInput, match=r"exceptions\.yaml, line 2"):
        exceptions_of(own)


def test_with_many_schools_lights_are_counted_by_school(
    levels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("halfterm.flows.exceptions_shown.MOST_SCHOOLS", 3)
    text = told(exceptions_of(levels))
    assert "▲ R red" in text.splitlines()[2]
    assert "all schools" in text


def test_the_json_has_every_light_with_its_reasons(levels: Path) -> None:
    whole = json.loads(exceptions_json(exceptions_of(levels)))
    assert sum(whole["counts"].values()) == len(whole["lights"])
    assert all(light["why"] for light in whole["lights"])
    assert whole["expected_by_chance"]["red_at_most"] <= whole["expected_by_chance"]["red_or_amber_at_most"]
    assert set(whole["warnings"]) == {"small", "cohort", "rising"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"half_term": "spring2"}, "no half-term 'spring2'; did you mean 'spring-2'"),
        ({"half_term": "spring-1"}, "half-term 'spring-1' is not loaded, only autumn-2, spring-2"),
        ({"school": "ahs"}, "no school 'ahs'; did you mean 'ash'"),
    ],
)
def test_a_wrong_word_is_answered_with_what_there_is(levels: Path, asked: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        exceptions_of(levels, **asked)


def test_a_scale_that_is_not_there_any_more_is_named(levels: Path) -> None:
    workspace = open_workspace(levels)
    with pytest.raises(BadInput, match="measure 'reading' is loaded on scale 'nc-level', which is not there"):
        check_named([("measure 'reading'", "nc-level"), ("measure 'maths'", "points")], workspace)


def test_the_command_prints_and_gives_json(levels: Path) -> None:
    assert CliRunner().invoke(app, ["exceptions", str(levels)]).exit_code == 0
    machine = CliRunner().invoke(app, ["exceptions", str(levels), "--school", "ash", "--json"])
    assert json.loads(machine.output)["school"] == "ash"
