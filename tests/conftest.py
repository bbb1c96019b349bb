"""What every test stands on: Prefect's records in a folder of their own, and no telemetry."""

from __future__ import annotations

import os
import tempfile

import pytest

# Settled before anything imports Prefect, which reads its settings once.
os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="halfterm-test-prefect-")
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_LOGGING_LEVEL"] = "ERROR"
os.environ["PREFECT_SERVER_LOGGING_LEVEL"] = "ERROR"

pytest_plugins = ["tests.postgres"]

_DEAR = (
    "test_programme_2012.py",
    "test_killed.py",
    "test_up.py",
    "test_orchestrated.py",
    "test_cli.py",
    "test_killed_load.py",
    "test_deployments.py",
    "test_nothing_leaks.py",
)
"""Files that take minutes. They begin first, so that two workers end at about the same time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _DEAR.index(item.path.name) if item.path.name in _DEAR else len(_DEAR))
