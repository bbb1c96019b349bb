"""What must hold of every page before readers see it: title, pictures, links that lead somewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page offers and asks for: its anchors, its relative links, what it lacks."""

    anchors: frozenset[str]
    links: tuple[str, ...]
    problems: tuple[str, ...]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.problems: list[str] = []
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if anchor := given.get("id"):
            self.anchors.append(anchor)
        link = given.get("href")
        if link is not None and "://" not in link and not link.startswith("mailto:"):
            self.links.append(link)
        if tag == "a" and link is None:
            self.problems.append("a link that leads nowhere, or where links may not lead")
        if tag == "img":
            self.problems.append("a picture that is not one of the page's charts")
        # The title of a chart is another thing than that of the page.
        self._in_title = tag == "title" and not given

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the library's signature
        self._in_title = False


def read_page(markup: str) -> PageLinks:
    """The anchors and relative links of one page, and what is wrong with it by itself."""
    reader = _Reader()
    reader.feed(markup)
    problems = list(dict.fromkeys(reader.problems))
    if not reader.title.strip():
        problems.append("no title")
    twice = sorted({a for a in reader.anchors if reader.anchors.count(a) > 1})
    problems += [f"two places called '{anchor}'" for anchor in twice]
    return PageLinks(frozenset(reader.anchors), tuple(dict.fromkeys(reader.links)), tuple(problems))


def problems_of(pages: Mapping[str, PageLinks], files: Iterable[str]) -> list[str]:
    """Everything wrong with a set of pages, as lines; empty when all is well.

    `pages` are by path in the edition, `files` all other paths there. `../index.html` at the top leads
    to the front page of the site, outside the edition, and is not checked.
    """
    known = {*pages, *files}
    found = [f"{path}: {problem}" for path, page in pages.items() for problem in page.problems]
    for path, page in pages.items():
        found += [
            f"{path}: the link '{link}' leads nowhere"
            for link in page.links
            if _broken(path, link, pages, known)
        ]
    return found


def _broken(path: str, link: str, pages: Mapping[str, PageLinks], known: set[str]) -> bool:
    file, _, anchor = link.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
    if target == "../index.html":
        return False
    if target not in known:
        return True
    return bool(anchor) and target in pages and anchor not in pages[target].anchors
