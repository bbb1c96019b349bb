"""Small grey pictures of pages, and how far two of them are apart: letters may differ, places may not."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from PIL import Image
from playwright.sync_api import Browser

from tests.site.browser.opening import LAPTOP, PHONE, Size, window

GOLDEN: Final = Path(__file__).parents[1] / "screenshots"
LONGEST: Final = 4_000
"""CSS pixels of a page that are kept: what comes lower moves with what stands above it."""
GREYS: Final = 16
BLOCK: Final = 8
"""Pixels to a side of the squares that are compared by their mean: some letters, a part of a bar."""
APART: Final = 28
"""Of 255: a square that differs by more shows something else."""
SHARE: Final = 0.01
"""Of the squares that hold anything: one word more in a sentence is below it, a block that moved is not."""


class View(NamedTuple):
    """How a page is looked at, and how wide the kept picture of it is."""

    name: str
    size: Size
    media: str
    width: int


VIEWS: Final = (
    View("phone", PHONE, "screen", 180),
    View("laptop", LAPTOP, "screen", 320),
    View("paper", Size(694, 1047), "print", 320),
)


def picture(browser: Browser, page_file: Path, view: View) -> Image.Image:
    """One page as it looks, in a few greys."""
    with window(browser, view.size) as (page, _):
        page.emulate_media(media="print" if view.media == "print" else "screen")
        page.goto(page_file.as_uri())
        page.evaluate("document.fonts.ready")
        height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST)
        shot = page.screenshot(
            full_page=True, clip={"x": 0, "y": 0, "width": view.size.width, "height": height}
        )
    whole = Image.open(io.BytesIO(shot)).convert("L")
    small = (view.width, round(whole.height * view.width / whole.width))
    return whole.resize(small, Image.Resampling.BOX)


def kept(shown: Image.Image, place: Path) -> None:
    """Write a picture with few greys: a file of some ten thousand bytes."""
    shown.quantize(GREYS).save(place, optimize=True)


def apart(golden: Image.Image, made: Image.Image) -> float:
    """The share of squares in which two pictures differ, of those in which either shows anything."""
    if golden.width != made.width:
        return 1.0
    height = max(golden.height, made.height)
    one, other = (_squares(picture, height) for picture in (golden, made))
    drawn = (np.abs(one - np.median(one)) > APART / 4) | (np.abs(other - np.median(other)) > APART / 4)
    return float((np.abs(one - other) > APART).sum() / max(1, drawn.sum()))


def _squares(shown: Image.Image, height: int) -> np.ndarray:
    """The mean of every square of a picture that is made as high as asked with paper."""
    grey = np.asarray(shown.convert("L"), dtype=float)
    rows, columns = -(-height // BLOCK) * BLOCK, grey.shape[1] // BLOCK * BLOCK
    paper = np.full((rows - grey.shape[0], grey.shape[1]), 255.0)
    whole = np.vstack([grey, paper])[:, :columns]
    return whole.reshape(rows // BLOCK, BLOCK, columns // BLOCK, BLOCK).mean(axis=(1, 3))
