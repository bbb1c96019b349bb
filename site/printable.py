"""A published page made ready to leave the site: alone on paper, or as the source of a Word file.

Pages are written by a sanitiser and by escaping templates (see `checks`): tags are told without a parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

LINK: Final = re.compile(r'<a\b([^>]*?) ?href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
CHART: Final = re.compile(r"<svg\b([^>]*)>(.*?)</svg>", re.DOTALL)
TITLE: Final = re.compile(r"<title\b[^>]*>(.*?)</title>", re.DOTALL)
DESC: Final = re.compile(r"<desc\b[^>]*>(.*?)</desc>", re.DOTALL)
VIEW: Final = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
HEADING: Final = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
MAIN: Final = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
NOTED: Final = re.compile(r'<p class="(?:standsin|marked|revised)[^"]*"[^>]*>.*?</p>', re.DOTALL)
FOOT: Final = re.compile(r"<footer\b[^>]*>\s*(<p>.*?</p>)", re.DOTALL)
NUMBER: Final = re.compile(r'<(t[dh])([^>]*) class="n"')
FIGURE: Final = re.compile(r"<figure\b[^>]*>\s*(<svg\b.*?</svg>)\s*</figure>", re.DOTALL)
SCREEN_ONLY: Final = (
    re.compile(r"<details\b.*?</details>\s*", re.DOTALL),
    re.compile(r"<form\b.*?</form>\s*", re.DOTALL),
    re.compile(r"<script\b.*?</script>\s*", re.DOTALL),
)
WIDEST: Final = 620
"""CSS pixels across the text of a sheet of A4 in Word's usual margins."""


@dataclass(frozen=True, slots=True)
class PageChart:
    """A chart of a page: its drawing, its words, and its size in the drawing's own units."""

    svg: str
    alt: str
    width: float
    height: float


def alone(markup: str) -> str:
    """The page without links to other pages of its site, which the paper does not hold.

    Links to places of the page itself, and to addresses elsewhere, stay.
    """

    def kept(match: re.Match[str]) -> str:
        href = unescape(match[2])
        if href.startswith(("#", "https://", "mailto:")):
            return match[0]
        return match[4]

    return LINK.sub(kept, markup)


def charts_of(markup: str) -> tuple[PageChart, ...]:
    """The charts of a page, in its order. Their words are their title and what it is that they show."""
    return tuple(_chart(match) for match in CHART.finditer(_for_print(markup)))


def for_word(markup: str, pictures: Mapping[str, str], *, edition: str) -> str:
    """The page as plain HTML that becomes a Word file: what the printed page shows, its charts as pictures.

    `pictures` are files by the drawing that each shows. Raises `KeyError` for a chart without one.
    """
    page = alone(_for_print(markup))
    title, main = HEADING.search(page), MAIN.search(page)
    foot = FOOT.search(page)
    said = "".join(match[0] for match in NOTED.finditer(page[: main.start()] if main else ""))

    def picture(match: re.Match[str]) -> str:
        chart = _chart(match)
        wide = min(WIDEST, round(chart.width * 1.3))
        high = round(wide * chart.height / chart.width)
        source, words = escape(pictures[chart.svg]), escape(chart.alt)
        return f'<img src="{source}" alt="{words}" width="{wide}" height="{high}">'

    # In a figure, Word would get the caption for the picture's words: a chart has its words in itself.
    main_part = FIGURE.sub(r"<p>\1</p>", main[1] if main else "")
    content = NUMBER.sub(r'<\1\2 align="right"', CHART.sub(picture, main_part))
    heading = title[1] if title else ""
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{heading}</title>\n'
        f"</head>\n<body>\n<p><strong>{escape(edition)}</strong></p>\n{said}\n{content}\n"
        f"{foot[1] if foot else ''}\n</body>\n</html>\n"
    )


def _for_print(markup: str) -> str:
    """The page without what is folded away or asks for a reader's hand."""
    for only in SCREEN_ONLY:
        markup = only.sub("", markup)
    return markup


def _chart(match: re.Match[str]) -> PageChart:
    size, title, desc = VIEW.search(match[1]), TITLE.search(match[2]), DESC.search(match[2])
    words = [unescape(part[1]).strip().rstrip(".") for part in (title, desc) if part]
    wide, high = (float(size[1]), float(size[2])) if size else (400.0, 300.0)
    return PageChart(match[0], ". ".join(word for word in words if word) + ".", wide, high)
