"""The small site, built once, and the browser that looks at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.browser import opening
from tests.site.refresh_golden import build


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = opening.chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("there is no chromium to look at the pages with")
        pytest.skip("there is no chromium")
    with opening.browser(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    build(root)
    return root
