"""The schedule on a real Prefect server: dated, replaced whole, and carried out by module path."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.flows.small_workspace import make_workspace

# In a process of its own: Prefect's client, its threads and its settings stay there.
DRIVER = """
import json, os, sys, time
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo
from halfterm.cycles.occasion import Occasion
from halfterm.flows.children import only_up
from halfterm.flows.prefect_server import prefect_server

folder, london = Path(sys.argv[1]), ZoneInfo("Europe/London")
server = prefect_server(folder, port=None)
os.environ.update(server.environment())
now = datetime(2026, 10, 20, 9, tzinfo=london)

def occasion(starts, ends):
    days = date.fromisoformat(starts), date.fromisoformat(ends)
    return Occasion("follow-up window", "autumn-1", "north", "ash-beech-1", "ash", *days, ("nia",), "data")

window, meeting = occasion("2026-10-12", "2026-10-23"), occasion("2026-11-17", "2026-11-17")
moved = occasion("2026-11-18", "2026-11-18")

def kept(deployed):
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import DeploymentSort
    from prefect.server.schemas.schedules import RRuleSchedule
    import asyncio
    found = {}
    with get_client(sync_client=True) as client:
        for deployment in client.read_deployments(limit=50, sort=DeploymentSort.NAME_ASC):
            schedules = [
                {
                    "slug": s.slug,
                    "parameters": s.parameters,
                    "runs": [
                        moment.isoformat() for moment in asyncio.run(
                            RRuleSchedule(rrule=s.schedule.rrule, timezone=s.schedule.timezone).get_dates(
                                n=5, start=now - timedelta(days=300), end=now + timedelta(days=600)
                            )
                        )
                    ],
                }
                for s in sorted(deployment.schedules, key=lambda s: s.slug)
            ]
            found[deployment.entrypoint] = {
                "name": deployment.name, "parameters": deployment.parameters, "schedules": schedules
            }
    return found

told = {}
with only_up(folder / ".prefect", now=now) as children:
    child = children.start("server", server.command, environment={}, log=folder / ".prefect" / "server.log")
    end = time.monotonic() + 200
    while not server.answers() and time.monotonic() < end:
        time.sleep(0.2)
    from halfterm.flows.deployments import Deployed
    deployed = Deployed(folder, "small")
    told["days"] = [day.isoformat() for day in deployed.deploy([window, meeting], now=now)]
    told["first"] = kept(deployed)
    deployed.deploy([window, meeting], now=now)
    told["again"] = kept(deployed)
    another = Deployed(folder, "small")
    another.deploy([window, moved], now=now)
    told["moved"] = kept(another)
    # One that nobody started in time is taken back; one that is asked for is there, and can be carried out.
    late = another.ask_for_due(date(2026, 10, 20))
    time.sleep(0.1)
    another.deploy([], now=datetime.now(london) + timedelta(seconds=5))
    told["empty"] = kept(another)["halfterm.flows.orchestrated.due"]["schedules"]
    told["late"] = [str(w.run) for w in another.waiting(now=datetime.now(london))]
    asked = another.ask_for_due(date(2026, 10, 20))
    told["asked"] = [(w.run == asked, w.flow) for w in another.waiting(now=datetime.now(london))]
    run = children.start(
        "run", (sys.executable, "-m", "prefect.engine"),
        environment={"PREFECT__FLOW_RUN_ID": str(asked)}, log=folder / "run.log",
    )
    run.wait()
    told["ended"] = another.ended(asked)
    told["said"] = (folder / "run.log").read_text()
    told["unstarted"] = another.ended(another.ask_for_due(date(2026, 10, 20)))
    from halfterm.cycles.errors import StoreTrouble
    children.end("server")
    try:
        another.deploy([], now=now)
    except StoreTrouble as trouble:
        told["gone"] = str(trouble)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a server kept, step by step."""
    folder = make_workspace(tmp_path_factory.mktemp("deployed") / "small")
    # The workspace's own home of Prefect, and no server of the environment's.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-c", DRIVER, str(folder)]
    finished = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=280, env=environment
    )
    kept: dict[str, object] = json.loads(finished.stdout.splitlines()[-1])
    return kept | {"folder": str(folder.resolve())}


def due(kept: object) -> list[dict[str, object]]:
    assert isinstance(kept, dict)
    schedules: list[dict[str, object]] = kept["halfterm.flows.orchestrated.due"]["schedules"]
    return schedules


def test_each_day_ahead_is_one_run_at_six_in_london(told: dict[str, object]) -> None:
    assert told["days"] == ["2026-10-23", "2026-11-17"]
    schedules = due(told["first"])
    assert [s["slug"] for s in schedules] == ["due-2026-10-23", "due-2026-11-17"]
    # Summer time ends on the 25th of October: six o'clock stays six o'clock.
    assert [s["runs"] for s in schedules] == [["2026-10-23T06:00:00+01:00"], ["2026-11-17T06:00:00+00:00"]]


def test_parameters_are_the_folder_and_the_day(told: dict[str, object]) -> None:
    assert [s["parameters"] for s in due(told["first"])] == [
        {"folder": told["folder"], "day": "2026-10-23"},
        {"folder": told["folder"], "day": "2026-11-17"},
    ]


def test_every_stage_can_be_started_by_hand(told: dict[str, object]) -> None:
    first = told["first"]
    assert isinstance(first, dict)
    stages = ("plan", "do", "study", "act", "publish", "half_term", "due")
    assert set(first) == {f"halfterm.flows.orchestrated.{stage}" for stage in stages}
    assert {one["name"] for one in first.values()} == {"small"}


def test_deploying_again_changes_nothing_and_a_moved_day_leaves_nothing_behind(
    told: dict[str, object],
) -> None:
    assert told["again"] == told["first"]
    assert [s["slug"] for s in due(told["moved"])] == ["due-2026-10-23", "due-2026-11-18"]
    assert told["empty"] == []


def test_a_run_that_came_too_late_is_taken_back_and_one_that_is_asked_for_is_carried_out(
    told: dict[str, object],
) -> None:
    assert told["late"] == []
    assert told["asked"] == [[True, "due"]]
    assert (told["ended"], told["said"]) == ([True, "Completed"], "spring-1: something is new\n")


def test_a_run_whose_process_died_has_crashed(told: dict[str, object]) -> None:
    assert told["unstarted"] == [False, "its process ended before it was done"]


def test_a_server_that_is_gone_is_told_without_its_address(told: dict[str, object]) -> None:
    assert told["gone"] == "Prefect's server does not answer; `halfterm up` starts one"
