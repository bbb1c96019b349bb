"""`halfterm transitions`: what is asked, what is printed, what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.flows.cli import app
from halfterm.flows.pupil_moves import MovesAsked
from halfterm.flows.transitions import TransitionReport, print_transitions, transitions_json, transitions_of


def told(report: TransitionReport, width: int = 160) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    print_transitions(console, report)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_everybody_is_in_one_matrix_of_whole_levels_by_default(levels: Path) -> None:
    report = transitions_of(levels, MovesAsked("reading"))
    (matrix,) = report.matrices
    assert report.bands.kind == "levels"
    assert (report.moves.before.id, report.moves.after.id) == ("autumn-2", "spring-2")
    assert matrix.matched + sum(matrix.missing) == 160
    text = told(report)
    assert "Transitions in reading, Autumn 2 to Spring 2, all schools" in text
    assert "all pupils: 15" in text
    assert "at no school of the programme then" in text


def test_a_group_is_set_beside_the_others_with_an_interval(levels: Path) -> None:
    report = transitions_of(levels, MovesAsked("reading", group="fsm=yes"), bands="grades")
    group, others = report.matrices
    assert group.up < others.up
    assert others.down == 0
    assert "3b" in group.labels
    text = told(report)
    assert "fsm=yes minus others −" in text
    assert "95 % interval" in text


def test_the_json_holds_what_is_printed(levels: Path) -> None:
    report = transitions_of(levels, MovesAsked("reading", group="fsm=yes", school="ash"))
    whole = json.loads(transitions_json(report))
    assert whole["school"] == "ash"
    group = whole["sides"][0]
    assert group["up"] + group["stayed"] + group["down"] == group["both_scores"]
    assert group["both_scores"] + sum(row["missing_after"] for row in group["rows"]) == 20
    assert [each["statistic"] for each in whole["differences"]] == ["moved_up_gap", "moved_down_gap"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"measure": "raeding"}, "no scores of measure 'raeding' are loaded; did you mean 'reading'"),
        ({"after": "spring2"}, "--to: no half-term 'spring2'; did you mean 'spring-2'"),
        ({"before": "spring-1"}, "'reading' has no scores in spring-1, only in autumn-2, spring-2"),
        ({"before": "spring-2", "after": "autumn-2"}, "--from spring-2 is not before --to autumn-2"),
        ({"after": "autumn-2"}, "'reading' has no scores before autumn-2"),
        ({"school": "ahs"}, "--school: no school 'ahs'; did you mean 'ash'"),
        ({"group": "fsm"}, "--group: 'fsm' is not COL=VALUE"),
        ({"group": "fsm=maybe"}, "no pupil has 'fsm' as 'maybe'"),
    ],
)
def test_a_wrong_word_is_answered_with_what_there_is(levels: Path, asked: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        transitions_of(levels, MovesAsked(**({"measure": "reading"} | asked)))


def test_the_command_prints_and_gives_json(levels: Path) -> None:
    shown = CliRunner().invoke(app, ["transitions", str(levels), "reading", "--bands", "quarters"])
    assert shown.exit_code == 0, shown.output
    assert "quarters of the 160 scores before" in shown.output
    machine = CliRunner().invoke(app, ["transitions", str(levels), "reading", "--json"])
    assert json.loads(machine.output)["bands"]["kind"] == "levels"


def test_charts_are_written_with_their_tables_and_say_what_is_printed(levels: Path, tmp_path: Path) -> None:
    folder, words = tmp_path / "charts", ["transitions", str(levels), "reading", "--group", "fsm=yes"]
    done = CliRunner().invoke(app, [*words, "--charts", str(folder)])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in folder.iterdir()) == [
        *(
            "distribution.csv",
            "distribution.svg",
            "matrix-1.csv",
            "matrix-1.svg",
            "matrix-2.csv",
            "matrix-2.svg",
        )
    ]
    group = transitions_of(levels, MovesAsked("reading", group="fsm=yes")).matrices[0]
    heads, *rows = [line.split(",") for line in (folder / "matrix-1.csv").read_text().splitlines()]
    assert heads[0] == "Autumn 2"
    kept = [group.labels.index(label) for label in heads[1:]]
    assert [[int(cell) for cell in row[1:]] for row in rows] == [
        [group.cells[before][after] for after in kept] for before in kept
    ]
    assert sum(int(cell) for row in rows for cell in row[1:]) == group.matched


def test_charts_that_cannot_be_written_are_refused(levels: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    words = ["transitions", str(levels), "reading", "--charts", str(tmp_path / "file" / "charts")]
    with pytest.raises(BadInput, match="cannot be written there"):
        CliRunner().invoke(app, words, catch_exceptions=False)
