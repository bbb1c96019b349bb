"""The doctor sees what is planted, says what to do, and changes nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from halfterm.flows.cli import app
from halfterm.flows.doctor import examine
from halfterm.flows.loading import Wish, load
from halfterm.flows.sign import Sign
from tests.flows.small_workspace import make_workspace

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_workspace(tmp_path_factory.mktemp("doctor") / "small")
    load(folder, Wish(half_term="autumn-2"), today=date(2026, 1, 5))
    (folder / "inbox").chmod(0o700)
    return folder


@pytest.fixture
def workspace(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one load that nothing is wrong with, and temporary files of its own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return Path(shutil.copytree(loaded, tmp_path / "small"))


def signs(folder: Path) -> dict[str, Sign]:
    return {sign.what: sign for sign in examine(folder, now=NOW)}


def test_a_sound_workspace_is_well(workspace: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in workspace.rglob("*") if path.is_file()}
    found = signs(workspace)
    assert {sign.state for sign in found.values()} == {"ok"}
    assert found["warehouse"].said == "1 loads, 160 results, ledger compared in full; not encrypted"
    assert "below 0.155: Prefect 3.8 allows it" in found["fastapi"].said
    assert "below 2.1" in found["sqlalchemy"].said
    assert {path: path.stat().st_mtime_ns for path in workspace.rglob("*") if path.is_file()} == before


def tamper(folder: Path) -> None:
    with duckdb.connect(str(folder / "warehouse" / "halfterm.duckdb")) as raw:
        raw.execute("DELETE FROM result WHERE rowid < 5")


def spill(folder: Path) -> None:
    (folder / "warehouse" / "halfterm.duckdb.tmp" / "left").mkdir(parents=True)


def leave_folder(folder: Path) -> None:
    left = folder.parent / "halfterm-abcd1234"
    left.mkdir(mode=0o700)
    os.utime(left, (0, 0))


def wrong_key(folder: Path) -> None:
    (folder / "pupil.key").write_text("5a" * 32 + "\n")


@pytest.mark.parametrize(
    ("plant", "what", "state", "said"),
    [
        (tamper, "warehouse", "broken", "does not hold what was loaded"),
        (lambda f: (f / "warehouse" / "halfterm.duckdb").unlink(), "warehouse", "broken", "is gone"),
        (
            lambda f: (f / "warehouse" / "halfterm.head").unlink(),
            "ledger's note",
            "look here",
            "there is none",
        ),
        (
            lambda f: (f / "warehouse" / "register.sqlite").unlink(),
            "register",
            "broken",
            "the register is gone",
        ),
        (lambda f: (f / "pupil.key").unlink(), "pupil key", "broken", "is missing"),
        (wrong_key, "pupil key", "broken", "the warehouse was loaded under"),
        (lambda f: (f / "pupil.key").chmod(0o644), "permissions", "broken", "pupil.key"),
        (lambda f: (f / "warehouse").chmod(0o755), "permissions", "look here", "warehouse"),
        (spill, "left behind", "look here", "1 private folder"),
        (leave_folder, "left behind", "look here", "1 private folder of killed processes"),
        (lambda f: (f / "programme.yaml").write_text("id: 7"), "workspace", "broken", "programme.yaml"),
    ],
)
def test_what_is_wrong_is_seen(
    workspace: Path, plant: Callable[[Path], object], what: str, state: str, said: str
) -> None:
    plant(workspace)
    sign = signs(workspace)[what]
    assert (sign.state, said in sign.said) == (state, True), sign
    assert sign.mend


def test_the_command_exits_with_1_when_something_is_broken(workspace: Path) -> None:
    well = CliRunner().invoke(app, ["doctor", str(workspace), "--json"])
    assert well.exit_code == 0, well.output
    assert json.loads(well.stdout)["state"] == "ok"
    tamper(workspace)
    ill = CliRunner().invoke(app, ["doctor", str(workspace)])
    assert ill.exit_code == 1
    assert "1 thing broken" in ill.stdout


def test_without_a_workspace_the_installation_is_looked_over() -> None:
    found = examine(None, now=NOW)
    assert {sign.state for sign in found} == {"ok"}
    assert [sign.what for sign in found][:2] == ["Python", "fastapi"]
