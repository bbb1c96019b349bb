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
import json, sys
from pathlib import Path
from halfterm.flows.prefect_home import prepare
folder = Path(sys.argv[1])
prepare(folder)
import httpx
from prefect.settings import get_current_settings
from prefect.testing.utilities import prefect_test_harness
from halfterm.flows import orchestrated

def kept(kind):
    answer = httpx.post(f"{get_current_settings().api.url}/{kind}/filter", json={"limit": 200})
    return answer.raise_for_status().json()

with prefect_test_harness(server_startup_timeout=120):
    for name in ("spring-1", "spring-2"):
        orchestrated.half_term(str(folder), name, "2026-01-05", rehearse=True)
    names = {flow["id"]: flow["name"] for flow in kept("flows")}
    runs = kept("flow_runs")
    print(json.dumps({
        "flows": [names[run["flow_id"]] for run in runs],
        "states": sorted({run["state_name"] for run in runs}),
        "parameters": [run["parameters"] for run in runs],
        "artifacts": {artifact["key"]: artifact["data"] for artifact in kept("artifacts")},
        "logs": [log["message"] for log in kept("logs")],
        "task_inputs": [run["task_inputs"] for run in kept("task_runs")],
    }))
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, object]]:
    """A workspace run without Prefect, one run with it, and what Prefect kept."""
    base = tmp_path_factory.mktemp("engines")
    local, prefect = make_workspace(base / "local" / "small"), make_workspace(base / "prefect" / "small")
    for folder in (local, prefect):
        (folder / "pupil.key").write_text("5a" * 32 + "\n")
        (folder / "pupil.key").chmod(0o600)
    for name in ("spring-1", "spring-2"):
        run(local, name)
    command = [sys.executable, "-c", DRIVER, str(prefect)]
    finished = subprocess.run(command, check=True, capture_output=True, text=True, timeout=280)
    return local, prefect, json.loads(finished.stdout.splitlines()[-1]) | {"stderr": finished.stderr}


def test_both_engines_give_the_same_pages_plans_and_drafts(
    pair: tuple[Path, Path, dict[str, object]],
) -> None:
    local, prefect, _ = pair
    for made in ("site", "drafts", "cycles"):
        assert tree(local / made) == tree(prefect / made)


def test_no_engine_has_the_last_word(pair: tuple[Path, Path, dict[str, object]]) -> None:
    assert "nanobind" not in str(pair[2]["stderr"])


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
    for inputs in kept["task_inputs"]:  # type: ignore[attr-defined]
        # Ids of the runs around it, and of runs whose results it was given: there are none.
        assert not [name for name, given in inputs.items() if given and name != "__parents__"]
    identifiers = [f"{school}{n:04}" for school in ("A1", "B2", "C3", "D4") for n in range(40)]
    assert not [name for name in identifiers if name in json.dumps(kept)]
    everything = b"".join(p.read_bytes() for p in (prefect / ".prefect").rglob("*") if p.is_file())
    assert not [name for name in identifiers if name.encode() in everything]
    assert (prefect / ".prefect").stat().st_mode & 0o777 == 0o700
