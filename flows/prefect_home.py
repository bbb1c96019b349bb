"""Where Prefect keeps its own records, and what it may not do: settled before it is imported."""

from __future__ import annotations

import os
from pathlib import Path

_SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}


def prepare(workspace: Path) -> None:
    """Give Prefect a home of mode 0700 in the workspace, no telemetry, and no noise.

    A server that the environment already names (`PREFECT_API_URL`) is used as it is; otherwise Prefect
    starts one of its own, on loopback, for as long as the run lasts.
    """
    home = workspace / ".prefect"
    home.mkdir(mode=0o700, exist_ok=True)
    home.chmod(0o700)
    os.environ.setdefault("PREFECT_HOME", str(home.resolve()))
    os.environ.setdefault("PREFECT_PROFILES_PATH", str((home / "profiles.toml").resolve()))
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
