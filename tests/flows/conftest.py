"""Workspaces that several files of tests read and none changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.levels_workspace import make_levels


@pytest.fixture(scope="session")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four schools' reading in levels, autumn 2 and spring 2; see `levels_workspace`."""
    return make_levels(tmp_path_factory.mktemp("levels") / "small")
