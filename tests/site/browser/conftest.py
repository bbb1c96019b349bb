"""The small site, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.refresh_golden import build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    build(root)
    return root
