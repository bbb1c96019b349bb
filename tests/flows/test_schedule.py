"""The schedule of a workspace as its command shows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar
from rich.console import Console

from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import HOST_SWAPPED, STOPPED
from halfterm.cycles.occasion import Occasion
from halfterm.flows.schedule import (
    as_json,
    of_half_term,
    print_schedule,
    revisions_of,
    schedule_of,
    span_in_words,
    write_ical,
)
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import Register, register
from tests.cycles.factories import day
from tests.flows.small_workspace import make_workspace
from tests.flows.test_cli import halfterm


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(make_workspace(tmp_path / "small", pupils=4))


def shown(workspace: Workspace, *, every: bool = False) -> list[str]:
    with register(workspace.register) as events:
        listed = schedule_of(workspace, events)
    console = Console(width=100)
    with console.capture() as told:
        print_schedule(console, workspace, listed, every=every)
    return [line.rstrip() for line in told.get().splitlines()]


def test_cycles_with_the_same_days_share_a_line_within_a_hundred_columns(workspace: Workspace) -> None:
    lines = shown(workspace)
    assert all(len(line) <= 100 for line in lines)
    assert lines[0] == "Autumn 2  Mon 4 Nov – Fri 20 Dec 2024"
    assert [" ".join(line.split()) for line in lines if "window" in line] == [
        "Mon 9 Dec – Fri 20 Dec 2024 baseline window ash-beech-1, cedar-dogwood-1 (4 schools)",
        "Mon 3 Feb – Fri 14 Feb 2025 follow-up window ash-beech-1, cedar-dogwood-1 (4 schools)",
    ]


def test_every_school_and_cycle_has_a_line_when_asked_for(workspace: Workspace) -> None:
    lines = [" ".join(line.split()) for line in shown(workspace, every=True)]
    assert (
        "Mon 3 Feb – Fri 14 Feb 2025 follow-up window follow-up data from Beech School (ash-beech-1)" in lines
    )
    assert sum("follow-up window" in line for line in lines) == 4


def test_a_stopped_cycle_is_not_scheduled(workspace: Workspace) -> None:
    with register(workspace.register) as events:
        events.append(STOPPED, "ash-beech-1", actor="nia", on=day("2025-01-10"), body={"reason": "moved"})
        assert {o.cycle for o in schedule_of(workspace, events)} == {"", "cedar-dogwood-1"}


def test_timing_in_the_settings_moves_the_dates(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=4)
    (folder / "halfterm.toml").write_text("[timing]\nwindow = 5\nmeeting_starts = 15:00:00\n")
    workspace = open_workspace(folder)
    with register(workspace.register) as events:
        windows = [o for o in schedule_of(workspace, events) if o.kind == "baseline window"]
    assert {(o.starts, o.ends) for o in windows} == {(day("2024-12-16"), day("2024-12-20"))}
    (folder / "halfterm.toml").write_text("[timing]\nwindow = 0\n")
    with pytest.raises(BadInput, match=r"timing\.window"):
        open_workspace(folder)


def swap(events: Register, half_term: str, *, other: str | None, on: str) -> None:
    body = {"host": "beech", "with": other, "on": None, "reason": "the hall is taken"}
    events.append(HOST_SWAPPED, f"north/{half_term}", actor="fay", on=day(on), body=body)


def test_an_exchange_of_hosts_revises_both_meetings_and_one_revised_twice_counts_twice(
    workspace: Workspace,
) -> None:
    with register(workspace.register) as events:
        swap(events, "autumn-2", other="spring-1", on="2024-11-05")
        swap(events, "spring-1", other=None, on="2024-11-06")
        revisions = revisions_of(workspace, events)
    told = {subject: revision.number for subject, revision in revisions.items()}
    assert told == {"ash-beech-1": 0, "cedar-dogwood-1": 0, "north/autumn-2": 1, "north/spring-1": 2}
    assert revisions["north/spring-1"].on == day("2024-11-06")


def test_the_calendar_file_is_written_whole_and_left_alone_when_it_says_the_same(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "cluster.ics"
    with register(workspace.register) as events:
        listed = schedule_of(workspace, events)
        write_ical(path, workspace, events, listed)
        first = path.stat()
        write_ical(path, workspace, events, listed)
        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
        with pytest.raises(BadInput, match="cannot be written there"):
            write_ical(tmp_path / "nowhere" / "cluster.ics", workspace, events, listed)
    assert len(Calendar.from_ical(path.read_bytes()).walk("VEVENT")) == len(listed)
    assert [p.name for p in tmp_path.glob(".*.new")] == []


def test_one_half_term_can_be_asked_for_and_a_wrong_one_is_answered_with_the_nearest(
    workspace: Workspace,
) -> None:
    with register(workspace.register) as events:
        listed = schedule_of(workspace, events)
    assert {o.kind for o in of_half_term(workspace, listed, "spring-1")} == {
        "lock by",
        "meeting",
        "follow-up window",
    }
    with pytest.raises(BadInput, match="did you mean 'spring-1'"):
        of_half_term(workspace, listed, "sprng-1")


def test_json_tells_days_and_ids() -> None:
    occasion = Occasion(
        "lock by", "autumn-1", "north", "ash-1", "", day("2025-11-07"), day("2025-11-07"), ("ben",), "lock"
    )
    (told,) = json.loads(as_json([occasion]))
    assert (told["starts"], told["who"], told["kind"]) == ("2025-11-07", ["ben"], "lock by")


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("2025-02-03", "2025-02-03", "Mon 3 Feb 2025"),
        ("2025-02-03", "2025-02-14", "Mon 3 Feb – Fri 14 Feb 2025"),
        ("2025-12-29", "2026-01-02", "Mon 29 Dec 2025 – Fri 2 Jan 2026"),
    ],
)
def test_a_span_says_its_year_once_unless_it_crosses_it(starts: str, ends: str, words: str) -> None:
    assert span_in_words(day(starts), day(ends)) == words


def test_the_command_prints_json_alone_and_names_a_missing_server(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=4)
    printed = halfterm("schedule", folder, "--json", "--half-term", "spring-1")
    assert {o["half_term"] for o in json.loads(printed.stdout)} == {"spring-1"}
    refused = halfterm("schedule", folder, "--deploy")
    assert refused.returncode == 2
    assert "error: PREFECT_API_URL names no Prefect server; `halfterm up` starts one" in refused.stderr
