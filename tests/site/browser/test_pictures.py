"""Every kind of page looks as it did when somebody last looked at it, on a phone, a laptop, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.site.browser.opening import one_of_each_kind
from tests.site.browser.pictures import GOLDEN, SHARE, VIEWS, View, apart, picture


@pytest.mark.parametrize("view", VIEWS, ids=[view.name for view in VIEWS])
def test_every_kind_of_page_looks_as_it_did(browser: Browser, site: Path, view: View, tmp_path: Path) -> None:
    kinds = one_of_each_kind(site)
    kept = {path.stem.removesuffix(f"-{view.name}") for path in GOLDEN.glob(f"*-{view.name}.png")}
    assert kept == set(kinds), "kinds came or went: `python -m tests.site.refresh_screenshots`"
    other = {}
    for kind, path in kinds.items():
        made = picture(browser, site / path, view)
        share = apart(Image.open(GOLDEN / f"{kind}-{view.name}.png"), made)
        if share > SHARE:
            made.save(tmp_path / f"{kind}-{view.name}.png")
            other[kind] = f"{share:.1%} of its squares differ"
    assert other == {}, f"look at {tmp_path}; if it is meant: `python -m tests.site.refresh_screenshots`"


def test_the_kept_pictures_are_small() -> None:
    assert {path.name for path in GOLDEN.glob("*.png") if path.stat().st_size > 60_000} == set()


def page_of(*bars: tuple[int, int], ink: int = 40) -> Image.Image:
    """A white page, 320 by 400, with grey bars from left to right at these heights."""
    made = Image.new("L", (320, 400), 255)
    for top, bottom in bars:
        ImageDraw.Draw(made).rectangle((20, top, 300, bottom), fill=ink)
    return made


def test_pictures_apart_by_the_edge_of_letters_are_the_same() -> None:
    assert apart(page_of((50, 90), (150, 190)), page_of((50, 90), (150, 190), ink=52)) <= SHARE


@pytest.mark.parametrize(
    "moved",
    [page_of((50, 90), (170, 210)), page_of((50, 90)), page_of((50, 90), (150, 190), (300, 304))],
    ids=["moved", "gone", "new rule"],
)
def test_pictures_of_a_block_that_moved_went_or_came_are_not(moved: Image.Image) -> None:
    assert apart(page_of((50, 90), (150, 190)), moved) > SHARE
