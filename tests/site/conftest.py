"""The one browser that looks at pages: Playwright runs but once in a process."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.site.browser import opening


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = opening.chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("there is no chromium to look at the pages with")
        pytest.skip("there is no chromium")
    with opening.browser(path) as opened:
        yield opened
