"""Where a workspace stands, from its own register, warehouse and drafts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from halfterm.cycles.status import Line
from halfterm.flows.drafts import pages_to_read
from halfterm.flows.due import run_due
from halfterm.flows.engine import LocalEngine
from halfterm.flows.review import Reviews
from halfterm.flows.standings import Status, as_json, in_words, print_status, standings_of, status_of
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import register
from tests.cycles.factories import day
from tests.flows.small_workspace import make_workspace
from tests.flows.test_cli import halfterm


def live(folder: Path) -> Workspace:
    """The small workspace, told as at a day instead of as history."""
    workspace = open_workspace(folder)
    return replace(workspace, programme=workspace.programme.model_copy(update={"replay": False}))


def told(workspace: Workspace, on: str) -> Status:
    with register(workspace.register) as events:
        return status_of(workspace, events, today=day(on))


def test_before_anything_is_loaded_the_schools_data_are_waited_for(tmp_path: Path) -> None:
    workspace = live(make_workspace(tmp_path / "small", pupils=4))
    lines = [in_words(line, workspace.programme) for line in told(workspace, "2024-12-18").lines]
    assert (
        lines[0] == "due in 2 days · baseline data from Ash School · headteacher Ada Ash · cycle ash-beech-1"
    )
    assert len(lines) == 4


def test_what_is_loaded_locked_studied_and_drafted_is_waited_for_no_more(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    workspace = live(folder)
    run_due(folder, today=day("2025-03-01"), engine=LocalEngine())
    status = told(workspace, "2025-03-04")
    assert {line.kind for line in status.lines} == {"review deadline", "decision", "meeting"}
    assert status.count("overdue") == 6
    with register(workspace.register) as events:
        first, _ = standings_of(workspace, events)
        assert (first.state, first.follow_up_in, first.baseline_in) == (
            "in review",
            frozenset({"ash", "beech"}),
            frozenset({"ash", "beech"}),
        )
        reviews = Reviews(events, workspace.programme, one_person=False)
        page = next(p for p in pages_to_read(workspace.drafts / "spring-1") if p.path == "schools/beech")
        reviews.submit(page, by="nia", on=day("2025-03-04"))
    submitted = next(line for line in told(workspace, "2025-03-04").lines if "schools/beech" in line.what)
    assert (submitted.what, submitted.when) == ("page schools/beech, to be read", "overdue 1 day")
    assert "nia" not in submitted.who
    assert "head-beech" in submitted.who


def test_a_replay_is_told_as_at_the_last_of_its_days(tmp_path: Path) -> None:
    workspace = open_workspace(make_workspace(tmp_path / "small", pupils=4))
    assert told(workspace, "2031-01-01").on == day("2025-03-11")


def test_a_line_names_two_people_and_counts_more(tmp_path: Path) -> None:
    programme = open_workspace(make_workspace(tmp_path / "small", pupils=4)).programme
    line = Line("due", 0, "meeting", "they meet", ("fay",), "", day("2025-03-11"), day("2025-03-11"))
    assert in_words(line, programme) == "due today · they meet · facilitator Fay Facilitator"
    two = replace(line, who=("nia", "head-ash"))
    assert in_words(two, programme).endswith("NLE Nia Lee or headteacher Ada Ash")
    assert in_words(replace(line, who=("nia", "head-ash", "fay")), programme).endswith(
        "NLE Nia Lee and 2 others"
    )


def test_free_words_are_shown_as_they_are(tmp_path: Path) -> None:
    programme = open_workspace(make_workspace(tmp_path / "small", pupils=4)).programme
    words = "[red]all[/red] pairs :warning:"
    line = Line("due", 0, "milestone", words, (), "ash-beech-1", day("2025-03-11"), day("2025-03-11"))
    console = Console(width=40)
    with console.capture() as printed:
        print_status(console, Status(day("2025-03-11"), (line,), None), programme)
    assert f"due today · {words} · cycle ash-beech-1\n" in printed.get()


def test_the_command_prints_one_json_object(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=4)
    printed = json.loads(halfterm("status", folder, "--json").stdout)
    assert printed["on"] == "2025-03-11"
    assert printed["counts"]["overdue"] == len([x for x in printed["lines"] if x["urgency"] == "overdue"])
    assert json.loads(as_json(told(open_workspace(folder), "2025-03-11"))) == printed
