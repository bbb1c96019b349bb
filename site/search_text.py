"""What the search of an edition may find: the words of its published pages, section by section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

# Pages are written by a sanitiser and by escaping templates: tags can be told without a parser.
_TAG: Final = re.compile(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>")
_INLINE: Final = re.compile(r"</?(?:a|code|data|em|mark|strong)(?:\s[^>\"]*(?:\"[^\"]*\"[^>\"]*)*)?>")
_MAIN: Final = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_HEADLINE: Final = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_DROPPED: Final = re.compile(r"<(svg|tbody|summary)\b.*?</\1>", re.DOTALL)
_HEADING: Final = re.compile(r"<h[23]\b([^>]*)>(.*?)</h[23]>", re.DOTALL)
_ID: Final = re.compile(r"\bid=\"([^\"]*)\"")
_SPACES: Final = re.compile(r"\s+")
_CELL: Final = re.compile(r"<tbody\b.*?</tbody>", re.DOTALL)
_ROW_HEAD: Final = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """A page from one heading to the next. `anchor` leads to it, empty where it has none of its own."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of one page: its title and its sections, the first of them without a heading."""

    title: str
    sections: tuple[Section, ...]


def page_text(markup: str) -> PageText:
    """The words of a published page. Numbers in tables are left out: who looks for a row finds its head."""
    title, main = _HEADLINE.search(markup), _MAIN.search(markup)
    body = _CELL.sub(_row_heads, main[1] if main else markup)
    return PageText(_words(title[1]) if title else "", tuple(_sections(_DROPPED.sub(" ", body))))


def _sections(body: str) -> Iterator[Section]:
    anchor, heading, start = "", "", 0
    for match in _HEADING.finditer(body):
        yield Section(anchor, heading, _words(body[start : match.start()]))
        found = _ID.search(match[1])
        anchor, heading, start = found[1] if found else "", _words(match[2]), match.end()
    yield Section(anchor, heading, _words(body[start:]))


def _row_heads(body: re.Match[str]) -> str:
    return "<p>" + " · ".join(_ROW_HEAD.findall(body[0])) + "</p>"


def _words(markup: str) -> str:
    return _SPACES.sub(" ", unescape(_TAG.sub(" ", _INLINE.sub("", markup)))).strip()
