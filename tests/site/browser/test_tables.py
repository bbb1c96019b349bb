"""Tables in a window: long names give way so that figures are seen, and what is out of sight has a cue."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site.browser.opening import LAPTOP, PHONE, Size, window

NAME = "The first primary school of a long name and a second school in a neighbouring authority"
HEADS = ("Engagement", "When", "Gap before", "Gap after", "Change", "95% interval", "Prediction", "Decision")
CELLS = (
    "Spring 1, 2011/12 to Autumn 1, 2012/13",
    "−12.4",
    "−10.2",
    "2.2 closer",
    "−1.3 to +5.7",
    "none",
    "adapt",
)
STYLE = Path("templates", "style.css")


def put_table(page: Page) -> None:
    """A table as pages have it, with the house's style."""
    figures = {"−12.4", "−10.2", "2.2 closer", "−1.3 to +5.7"}
    cells = "".join(f'<td class="{"n" if cell in figures else ""}">{cell}</td>' for cell in CELLS)
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    page.set_content(
        f'<main><div class="scroll"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody><tr><th>{NAME}</th>{cells}</tr></tbody></table></div></main>"
    )
    page.add_style_tag(path=STYLE)


def over(page: Page) -> float:
    """How much of the table is out of sight, in pixels."""
    wide: float = page.eval_on_selector(".scroll", "box => box.scrollWidth - box.clientWidth")
    return wide


def test_a_long_name_wraps_before_figures_are_out_of_sight(browser: Browser) -> None:
    with window(browser, LAPTOP) as (page, _):
        put_table(page)
        assert over(page) <= 1


def test_a_half_term_does_not_come_apart_into_a_column_of_words(browser: Browser) -> None:
    with window(browser, PHONE) as (page, _):
        put_table(page)
        cell = page.locator("td").first
        lines = cell.evaluate(
            "cell => { const words = document.createRange(); words.selectNodeContents(cell);"
            " return new Set([...words.getClientRects()].map(line => line.top)).size }"
        )
        assert lines <= 4


@pytest.mark.parametrize(("size", "edges"), [(PHONE, "right"), (LAPTOP, "neither")])
def test_a_shadow_stands_at_the_edge_behind_which_a_table_goes_on(
    browser: Browser, size: Size, edges: str
) -> None:
    with window(browser, size) as (page, _):
        put_table(page)
        assert (over(page) > 1) == (edges == "right")
        how = page.eval_on_selector(".scroll", "box => getComputedStyle(box).backgroundAttachment")
        assert how == "local, local, scroll, scroll"
