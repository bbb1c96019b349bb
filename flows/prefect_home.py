"""Where Prefect keeps its own records, and what it may not do: settled before it is imported."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

_SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
}
_DATABASE = "prefect.db"
_STANDARD_ERROR = 2


def prepare(workspace: Path) -> None:
    """Give Prefect a home of mode 0700 in the workspace, no telemetry, and no noise.

    A server that the environment already names (`PREFECT_API_URL`) is used as it is; otherwise Prefect
    starts one of its own, on loopback, for as long as the run lasts.
    """
    _end_in_silence()
    home = workspace.resolve() / ".prefect"
    home.mkdir(mode=0o700, exist_ok=True)
    home.chmod(0o700)
    os.environ.setdefault("PREFECT_HOME", str(home))
    os.environ.setdefault("PREFECT_PROFILES_PATH", str(home / "profiles.toml"))
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    if not (home / _DATABASE).exists() and (ready := _ready_database()).is_file():
        fresh = home / f".{_DATABASE}.new"
        shutil.copyfile(ready, fresh)
        fresh.replace(home / _DATABASE)


@cache
def _end_in_silence() -> None:
    """Let nothing be printed once the last of Python's own endings has run.

    What Prefect keeps alive to the end, DuckDB's binding takes for leaks and lists, ninety lines of it. This
    is registered before Prefect is imported, so it comes after all that Prefect still has to say.
    """
    atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), _STANDARD_ERROR))


def _ready_database() -> Path:
    """An empty database of this Prefect version's tables, kept beside the installed packages."""
    return Path(sys.prefix) / "var" / "halfterm" / f"prefect-{version('prefect')}.db"


def make_ready() -> None:
    """Make Prefect's empty tables once, at installation: otherwise every new workspace waits for it again."""
    ready = _ready_database()
    if ready.is_file():
        return
    ready.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="halfterm-") as home:
        environment = os.environ | _SETTINGS | {"PREFECT_HOME": home}
        command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
        shutil.copyfile(Path(home) / _DATABASE, ready.with_suffix(".new"))
        ready.with_suffix(".new").replace(ready)


if __name__ == "__main__":
    make_ready()
