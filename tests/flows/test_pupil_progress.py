"""`halfterm progress`: steps, expected progress, value added and the gap index over time."""

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
from halfterm.flows.pupil_progress import ProgressReport, progress_of
from halfterm.flows.pupil_progress_shown import print_progress, progress_json

FSM = MovesAsked("reading", group="fsm=yes")
TABLE = """\
scale,dated,source,half_terms,from,to,expected
nc-levels,2024-09-01,Our borough,2,1c,2a,15.5
nc-levels,2024-09-01,Our borough,2,3c,4c,22
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "expected.csv"
    path.write_text(TABLE)
    return path


def told(report: ProgressReport) -> str:
    console = Console(file=io.StringIO(), width=400, force_terminal=False)
    print_progress(console, report)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_steps_expected_progress_and_the_index_are_told_for_group_and_others(levels: Path) -> None:
    report = progress_of(levels, FSM)
    assert [set(counts.pupils) for counts in report.counts] == [{-1, 0, 1}, {0, 1}]
    assert report.expected is not None
    assert (report.expected.points, report.expected.if_all) == (1, 0.5)
    assert [point.half_term for point in report.index] == ["Autumn 2", "Spring 2"]
    assert all((point.index.value or 0) > 0 for point in report.index)
    text = told(report)
    assert "Pupils by steps moved (one step is 2 points)" in text
    assert "Expected progress in 2 half-terms: 1 point." in text
    assert "it would show in about 50 % of them" in text
    assert "Gap index at each half-term" in text


def test_without_a_group_there_is_no_gap_to_index(levels: Path) -> None:
    report = progress_of(levels, MovesAsked("reading"))
    assert report.index == ()
    assert len(report.counts) == 1
    assert "minus others" not in told(report)


def test_value_added_is_told_with_its_table(levels: Path, table: Path) -> None:
    report = progress_of(levels, FSM, table=table)
    assert report.added is not None
    assert report.added.group.n_target + report.added.others.n_target < 160
    text = told(report)
    assert "Value added against Our borough (as of 2024-09-01, expected.csv), in points:" in text
    assert "Value added: fsm=yes minus others −" in text
    assert "value added is not impact" in text


def test_a_table_after_the_follow_up_is_said_and_one_on_another_scale_refused(
    levels: Path, table: Path
) -> None:
    table.write_text(TABLE.replace("2024-09-01", "2025-09-01"))
    assert "The table is of 2025-09-01, after the follow-up ended (2025-04-04)" in told(
        progress_of(levels, FSM, table=table)
    )
    table.write_text("scale,dated,source,from,to,expected\npercent,2024-09-01,Us,0,50,55\n")
    with pytest.raises(BadInput, match="the table is on scale 'percent', the scores are on 'nc-levels'"):
        progress_of(levels, FSM, table=table)


def test_the_json_holds_what_is_printed(levels: Path, table: Path) -> None:
    whole = json.loads(progress_json(progress_of(levels, FSM, table=table)))
    group = whole["steps"]["sides"][0]
    assert sum(group["pupils"].values()) == group["n"] == whole["expected"]["sides"][0]["n"]
    assert whole["expected"]["gap"]["statistic"] == "expected_progress_gap"
    assert [each["statistic"] for each in whole["value_added"]["findings"]] == [
        *("value_added", "value_added_others", "value_added_difference")
    ]
    assert [point["half_term"] for point in whole["gap_index"]] == ["Autumn 2", "Spring 2"]


def test_the_command_prints_and_a_missing_table_is_refused(levels: Path, tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["progress", str(levels), "reading", "--group", "fsm=yes"])
    assert shown.exit_code == 0, shown.output
    assert "made expected progress" in " ".join(shown.output.split())
    missing = CliRunner().invoke(
        app, ["progress", str(levels), "reading", "--expected", str(tmp_path / "no.csv")]
    )
    assert isinstance(missing.exception, BadInput)
