"""The meetings of a workspace, by function and by command: list, swap, hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.rota import Swap
from halfterm.flows.cli import app
from halfterm.flows.meetings import meetings_of, meetings_shown, record_held, record_swap
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import Register, register
from tests.cycles.factories import day
from tests.flows.small_workspace import make_workspace

TODAY = day("2025-01-20")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(make_workspace(tmp_path / "small", pupils=1))


@pytest.fixture
def events(workspace: Workspace) -> Iterator[Register]:
    with register(workspace.register) as held:
        yield held


def run(folder: Path, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(app, ["meeting", words[0], str(folder), *words[1:]])


def test_a_recorded_swap_changes_the_meetings_and_can_be_undone_by_another(
    workspace: Workspace, events: Register
) -> None:
    before = meetings_of(events, workspace)
    exchange = Swap("north", "spring-1", other="spring-2")
    changed = record_swap(events, workspace, exchange, by="fay", reason=" Building  works ", today=TODAY)
    assert [(m.half_term, m.host) for m in changed] == [("spring-1", "ash"), ("spring-2", "beech")]
    assert set(changed) <= set(meetings_of(events, workspace))
    record_swap(events, workspace, exchange, by="fay", reason="Works are over", today=TODAY)
    assert [(m.on, m.host) for m in meetings_of(events, workspace)] == [(m.on, m.host) for m in before]
    assert events.events("host swapped")[0].body == {
        "host": "ash",
        "with": "spring-2",
        "on": None,
        "reason": "Building works",
    }


@pytest.mark.parametrize(
    ("swap", "by", "reason", "refusal", "problem"),
    [
        (
            Swap("north", "spring-1", "ash"),
            "nia",
            "Works",
            NotAllowed,
            "Nia Lee is not the facilitator of 'north'",
        ),
        (Swap("north", "spring-1", "ash"), "fey", "Works", BadInput, "no person 'fey'"),
        (Swap("north", "spring-1", "ash"), "fay", " ", BadInput, "say why"),
        (
            Swap("north", "spring-1", "ash", "spring-2"),
            "fay",
            "Works",
            BadInput,
            "give --host for another host, or",
        ),
        (
            Swap("north", "spring-1", on=day("2025-02-20")),
            "fay",
            "Works",
            NotAllowed,
            "is not in Spring 1 of 'beech'",
        ),
        (
            Swap("north", "autumn-2", "beech"),
            "fay",
            "Works",
            NotAllowed,
            "north/autumn-2: this meeting was held",
        ),
    ],
)
def test_a_swap_that_may_not_be_leaves_no_event(
    workspace: Workspace,
    events: Register,
    swap: Swap,
    by: str,
    reason: str,
    refusal: type[Exception],
    problem: str,
) -> None:
    record_held(events, workspace, cluster="north", half_term="autumn-2", present=5, by="fay", today=TODAY)
    with pytest.raises(refusal) as refused:
        record_swap(events, workspace, swap, by=by, reason=reason, today=TODAY)
    assert problem in str(refused.value)
    assert not events.events("host swapped")


def test_a_meeting_is_held_on_or_after_its_day_by_the_facilitator(
    workspace: Workspace, events: Register
) -> None:
    there = {"cluster": "north", "half_term": "spring-1"}
    with pytest.raises(NotAllowed, match="the meeting is on 2025-01-21; it cannot have been held yet"):
        record_held(events, workspace, **there, present=5, by="fay", today=TODAY)
    with pytest.raises(NotAllowed, match="is not the facilitator"):
        record_held(events, workspace, **there, present=5, by="head-ash", today=day("2025-01-21"))
    with pytest.raises(BadInput, match="somebody present"):
        record_held(events, workspace, **there, present=0, by="fay", today=day("2025-01-21"))
    assert (
        record_held(events, workspace, **there, present=5, by="fay", today=day("2025-01-21")).host == "beech"
    )


def test_attendance_said_again_is_corrected_and_said_twice_is_written_once(
    workspace: Workspace, events: Register
) -> None:
    for present in (5, 5, 6):
        record_held(
            events, workspace, cluster="north", half_term="autumn-2", present=present, by="fay", today=TODAY
        )
    assert len(events.events("meeting held")) == 2
    shown = {one.meeting.subject: one.present for one in meetings_shown(events, workspace)}
    assert (shown["north/autumn-2"], shown["north/spring-1"]) == (6, None)


def test_a_meeting_that_was_held_stays_as_it_was_when_the_programme_changes(
    workspace: Workspace, events: Register
) -> None:
    record_held(events, workspace, cluster="north", half_term="autumn-2", present=5, by="fay", today=TODAY)
    programme = workspace.folder / "programme.yaml"
    left = "code: A1, withdrawn: {on: 2024-11-01, reason: It left.}"
    programme.write_text(programme.read_text().replace("code: A1", left))
    later = open_workspace(workspace.folder)
    north = [one.meeting.host for one in meetings_shown(events, later) if one.meeting.cluster == "north"]
    assert north == ["ash", "beech", "beech"]


def test_the_list_tells_day_host_swap_and_attendance_in_order_of_days(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=1)
    held = run(folder, "held", "north", "autumn-2", "--present", "7", "--by", "fay")
    assert held.output == "north/autumn-2: held at Ash School, 7 present\n"
    swapped = run(
        folder, "swap", "south", "spring-1", "--on", "2025-01-09", "--by", "fay", "--reason", "Hall is free"
    )
    assert swapped.output == "south/spring-1: Dogwood School hosts on Thursday 9 January 2025\n"
    lines = [line.split() for line in run(folder, "list").output.splitlines()]
    assert lines[2:6] == [
        ["autumn-2", "Tue", "2024-11-19", "North", "Ash", "School", "held,", "7", "present"],
        ["autumn-2", "Tue", "2024-11-19", "South", "Cedar", "School"],
        ["spring-1", "Thu", "2025-01-09", "South", "Dogwood", "School", "swapped"],
        ["spring-1", "Tue", "2025-01-21", "North", "Beech", "School"],
    ]
    assert json.loads(run(folder, "list", "--cluster", "north", "--json").output)[0] == {
        "cluster": "north",
        "half_term": "autumn-2",
        "on": "2024-11-19",
        "host": "ash",
        "swapped": False,
        "present": 7,
    }


def test_an_unknown_cluster_is_refused_with_its_near_miss(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=1)
    said = str(run(folder, "list", "--cluster", "nort").exception)
    assert said == "no cluster 'nort' in programme.yaml; did you mean 'north'?"
