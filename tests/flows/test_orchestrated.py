"""The same half-term under Prefect, with a real server of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.small_workspace import make_workspace
from tests.flows.test_half_term import run, tree

# In a process of its own: Prefect's server, its threads and its warnings stay there.
DRIVER = """
import asyncio, json, sys
from pathlib import Path
from halfterm.flows.prefect_home import prepare
folder = Path(sys.argv[1])
prepare(folder)
from prefect.testing.utilities import prefect_test_harness
from prefect.client.orchestration import get_client
from prefect.client.schemas.sorting import FlowRunSort
from halfterm.flows import orchestrated

async def seen():
    async with get_client() as client:
        flow_runs = await client.read_flow_runs(sort=FlowRunSort.START_TIME_ASC)
        flows = {flow.id: flow.name for flow in await client.read_flows()}
        tasks = await client.read_task_runs()
        artifacts = await client.read_artifacts()
        logs = await client.read_logs()
    return {
        "flows": [flows[r.flow_id] for r in flow_runs],
        "states": sorted({r.state_name for r in flow_runs}),
        "parameters": [r.parameters for r in flow_runs],
        "artifacts": {a.key: a.data for a in artifacts},
        "logs": [log.message for log in logs],
        "task_inputs": [r.task_inputs for r in tasks],
    }

with prefect_test_harness(server_startup_timeout=120):
    for name in ("spring-1", "spring-2"):
        orchestrated.half_term(str(folder), name, "2026-01-05", rehearse=True)
    print(json.dumps(asyncio.run(seen()), default=str))
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, object]]:
    """A workspace run without Prefect, one run with it, and what Prefect kept."""
    base = tmp_path_factory.mktemp("engines")
    local, prefect = make_workspace(base / "local" / "small"), make_workspace(base / "prefect" / "small")
    for folder in (local, prefect):
        (folder / "pupil.key").write_text("5a" * 32 + "\n")
    for name in ("spring-1", "spring-2"):
        run(local, name)
    command = [sys.executable, "-c", DRIVER, str(prefect)]
    finished = subprocess.run(command, check=True, capture_output=True, text=True, timeout=280)
    return local, prefect, json.loads(finished.stdout.splitlines()[-1])


def test_both_engines_give_the_same_pages_plans_and_drafts(
    pair: tuple[Path, Path, dict[str, object]],
) -> None:
    local, prefect, _ = pair
    for made in ("site", "drafts", "cycles"):
        assert tree(local / made) == tree(prefect / made)


def test_every_stage_is_a_flow_under_the_parent(pair: tuple[Path, Path, dict[str, object]]) -> None:
    kept = pair[2]
    assert sorted(kept["flows"]) == sorted(  # type: ignore[call-overload]
        2 * ["half_term", "plan", "do", "study", "act", "publish"]
    )
    assert kept["states"] == ["Completed"]


def test_the_summary_is_kept_as_artifacts(pair: tuple[Path, Path, dict[str, object]]) -> None:
    artifacts: dict[str, str] = pair[2]["artifacts"]  # type: ignore[assignment]
    assert {"spring-1-found", "spring-1-summary", "spring-2-found", "spring-2-summary"} == set(artifacts)
    assert artifacts["spring-1-summary"].startswith("| Half-term | Measure |")
    assert "Reading" in str(artifacts["spring-1-found"])


def test_prefect_is_told_names_and_days_and_nothing_of_a_pupil(
    pair: tuple[Path, Path, dict[str, object]],
) -> None:
    _, prefect, kept = pair
    for parameters in kept["parameters"]:  # type: ignore[attr-defined]
        assert set(parameters) <= {"folder", "half_term", "day", "rehearse"}
    assert all(not inputs for inputs in kept["task_inputs"])  # type: ignore[attr-defined]
    identifiers = [f"{school}{n:04}" for school in ("A1", "B2", "C3", "D4") for n in range(40)]
    assert not [name for name in identifiers if name in json.dumps(kept)]
    everything = b"".join(p.read_bytes() for p in (prefect / ".prefect").rglob("*") if p.is_file())
    assert not [name for name in identifiers if name.encode() in everything]
    assert (prefect / ".prefect").stat().st_mode & 0o777 == 0o700
