"""The search of an edition: a page, its script, and an index made of the published pages and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from halfterm.site.frame import EditionFrame
from halfterm.site.kinds import KINDS, kind_of
from halfterm.site.rendering import Templates
from halfterm.site.search_text import PageText, page_text

PAGE: Final = "search.html"
SCRIPT: Final = "search.js"
INDEX: Final = "search-index.js"
SENTENCES: Final = re.compile(r"(?<=[.:;?])\s")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in the list of all pages, which needs no script."""

    title: str
    href: str
    kind: str


def search_files(pages: Mapping[str, str], *, frame: EditionFrame, templates: Templates) -> dict[str, str]:
    """The files of an edition's search, by path: its page, its script, its index.

    `pages` are the edition's pages as they are published, by path. The index is a script that sets one
    constant, since a page opened from a file share may load a script but fetch nothing.
    """
    texts = {path: page_text(markup) for path, markup in sorted(pages.items())}
    listed = sorted(
        (Listed(text.title, path, KINDS[kind_of(path)].one) for path, text in texts.items()),
        key=lambda page: (page.title.casefold(), page.href),
    )
    return {
        PAGE: templates.markup("search.html", frame=frame, pages=listed),
        SCRIPT: templates.asset(SCRIPT),
        INDEX: search_index(texts),
    }


def search_index(texts: Mapping[str, PageText]) -> str:
    """The index as a script: rows of sections, `[page, anchor, heading, sentences]`, and what they name.

    A page is `[path, title, kind]`. Rows name pages and sentences by their places in the lists of them: pages
    share most of their sentences, so that each is there but once.
    """
    pages = [[path, text.title, KINDS[kind_of(path)].one] for path, text in texts.items()]
    places: dict[str, int] = {}

    def place_of(sentence: str) -> int:
        return places.setdefault(sentence, len(places))

    rows = [
        [number, section.anchor, section.heading, [place_of(part) for part in SENTENCES.split(section.text)]]
        for number, text in enumerate(texts.values())
        for section in text.sections
        if section.heading or section.text
    ]
    # In a file of its own nothing can close a script element, but a page may yet be saved in one piece.
    data = json.dumps(
        {"pages": pages, "texts": list(places), "rows": rows}, ensure_ascii=False, separators=(",", ":")
    )
    safe = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"const HALFTERM_SEARCH={safe};\n"
