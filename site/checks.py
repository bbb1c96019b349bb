"""What must hold of every page before readers see it: title, pictures, links that lead somewhere."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page offers and asks for: its anchors, its relative links, what it lacks."""

    anchors: frozenset[str]
    links: tuple[str, ...]
    problems: tuple[str, ...]


# Pages are written by a sanitiser and by escaping templates, so every attribute stands in double quotes and
# every "<" of a text is escaped: tags can be told without a parser, which took as long as all else together.
TAG: Final = re.compile(r"<([a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*/?>")
OPENED: Final = re.compile(r"<[a-zA-Z]")
GIVEN: Final = re.compile(r"([\w:-]+)=\"([^\"]*)\"")
LOGO: Final = re.compile(r"(?:\.\./)*assets/")
FRONT: Final = frozenset({"../index.html", "../archive.html", "../feed.xml"})
TITLE: Final = re.compile(r"<title>([^<]*)</title>")


def read_page(markup: str) -> PageLinks:
    """The anchors and relative links of one page, and what is wrong with it by itself."""
    anchors: list[str] = []
    links: list[str] = []
    problems: list[str] = []
    tags = TAG.findall(markup)
    if len(tags) != len(OPENED.findall(markup)):
        problems.append("a tag that is not whole")
    for tag, attributes in tags:
        if tag not in ("a", "img") and ' id="' not in attributes and ' href="' not in attributes:
            continue
        given = {name: unescape(value) for name, value in GIVEN.findall(attributes)}
        if given.get("id"):
            anchors.append(given["id"])
        link = given.get("href")
        if link is not None and "://" not in link and not link.startswith("mailto:"):
            links.append(link)
        if tag == "a" and link is None:
            problems.append("a link that leads nowhere, or where links may not lead")
        if tag == "img":
            if not LOGO.match(given.get("src", "")):
                problems.append("a picture that is not one of the page's charts")
            elif not given.get("alt", "").strip():
                problems.append("a logo without alternative text")
            else:
                links.append(given["src"])
    # The title of a chart has an id; that of the page has not.
    title = TITLE.search(markup)
    if title is None or not title[1].strip():
        problems.append("no title")
    problems += [f"two places called '{anchor}'" for anchor, times in Counter(anchors).items() if times > 1]
    return PageLinks(frozenset(anchors), tuple(dict.fromkeys(links)), tuple(dict.fromkeys(problems)))


def problems_of(pages: Mapping[str, PageLinks], files: Iterable[str]) -> list[str]:
    """Everything wrong with a set of pages, as lines; empty when all is well.

    `pages` are by path in the edition, `files` all other paths there. The front page of the site, its
    archive and its feed lie outside the edition and are not checked.
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
    if target in FRONT:
        return False
    if target not in known:
        return True
    return bool(anchor) and target in pages and anchor not in pages[target].anchors
