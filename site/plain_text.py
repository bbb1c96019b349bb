"""A page's Markdown as plain text for a terminal: what will be read, figures in, without the layout."""

from __future__ import annotations

import textwrap
from html.parser import HTMLParser
from typing import Final

from halfterm.site.dialect import to_html

WIDTH: Final = 96
BLOCKS: Final = frozenset({"p", "li", "h2", "h3", "caption", "blockquote"})
GAP: Final = "  "


class _Text(HTMLParser):
    """Collects blocks of text and tables, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._words: list[str] = []
        self._rows: list[list[str]] = []
        self._counts: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            self.blocks.append(f"[Chart: {given.get('alt') or ''}]")
        elif tag in ("ul", "ol"):
            self._counts.append(0 if tag == "ol" else None)
        elif tag == "tr":
            self._rows.append([])
        if tag in BLOCKS or tag in ("td", "th"):
            self._words.clear()

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        words = " ".join("".join(self._words).split())
        if tag in ("td", "th"):
            self._rows[-1].append(words)
        elif tag in ("h2", "h3"):
            self.blocks.append(f"\n{words}\n{'-' * len(words)}")
        elif tag == "li":
            self.blocks.append(_wrapped(words, first=self._bullet()))
        elif tag in ("ul", "ol"):
            self._counts.pop()
            self.blocks.append("")
        elif tag == "table":
            self.blocks.append(f"{_columns(self._rows)}\n")
            self._rows.clear()
        elif tag in BLOCKS and words:
            self.blocks.append(_wrapped(words) + "\n")
        if tag in BLOCKS or tag in ("td", "th"):
            self._words.clear()

    def _bullet(self) -> str:
        count = self._counts[-1] if self._counts else None
        if count is None:
            return "- "
        self._counts[-1] = count + 1
        return f"{count + 1}. "


def plain_text(markdown: str) -> str:
    """The words of a page, wrapped, its tables in columns, its charts by their alternative text."""
    parser = _Text()
    parser.feed(to_html(markdown))
    lines = "\n".join(parser.blocks).split("\n")
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).strip("\n") + "\n"


def _wrapped(words: str, *, first: str = "") -> str:
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _columns(rows: list[list[str]]) -> str:
    """Cells under one another, each column as wide as its widest cell."""
    columns = max(len(row) for row in rows)
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(columns)]
    lines = [GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)
