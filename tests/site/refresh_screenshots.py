"""Takes the golden pictures of every kind of page anew: `python -m tests.site.refresh_screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.site.browser.opening import browser, chromium, one_of_each_kind
from tests.site.browser.pictures import GOLDEN, VIEWS, kept, picture
from tests.site.refresh_golden import build


def refresh() -> None:
    """All pictures, after those of kinds that are no more have been taken away."""
    path = chromium()
    if path is None:
        sys.exit("there is no chromium to look at the pages with")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        build(site)
        GOLDEN.mkdir(exist_ok=True)
        for old in GOLDEN.glob("*.png"):
            old.unlink()
        with browser(path) as opened:
            for kind, page in one_of_each_kind(site).items():
                for view in VIEWS:
                    kept(picture(opened, site / page, view), GOLDEN / f"{kind}-{view.name}.png")


if __name__ == "__main__":
    refresh()
