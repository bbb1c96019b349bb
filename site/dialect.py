"""The Markdown of the pages turned into harmless HTML, with figures, captions and scopes."""

from __future__ import annotations

import re
import threading
from typing import Final
from xml.etree.ElementTree import Element

import nh3
from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from halfterm.cycles.errors import BadInput

CAPTION: Final = "Table: "
RELATIVE: Final = re.compile(r"(?!/)[A-Za-z0-9._/-]*(?:#[A-Za-z0-9_-]+)?")
LINKED: Final = re.compile(r"(?:https://|mailto:)[^\s\"'<>]+")
IMAGE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.svg")

ATTRIBUTES: Final = {
    "a": {"href"},
    "data": {"value"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "em": {"class"},
    "h2": {"id"},
    "h3": {"id"},
    "img": {"alt", "src"},
    "p": {"class"},
    "section": {"class"},
    "strong": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
}
TAGS: Final = {
    *ATTRIBUTES,
    *("p", "code", "ul", "ol", "li", "figure", "figcaption", "details", "summary", "br", "hr"),
    *("table", "caption", "thead", "tbody", "tr", "blockquote", "pre"),
}


NOT_INLINE: Final = ("reference", "image_reference", "short_reference", "short_image_ref", "automail")
NOT_BLOCKS: Final = ("reference", "code", "setextheader")
"""What pages are not written in: links by reference, code by indentation, underlined headings."""

MEANS: Final = re.compile(r"[\\`*_\[\]!<>&{}\n\x02\x03]")
"""What an inline pattern could begin with; a text without any means just what it says."""


class _PlainTexts(Treeprocessor):
    """Marks the texts in which no inline pattern can match, so that none is tried: it saves a quarter."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not MEANS.search(element.text):
                element.text = AtomicString(element.text)


class _Shape(Treeprocessor):
    """Gives tables their caption, scopes and a box to scroll in, and lone images their figure."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "table":
                    _shape_table(parent, child)
                elif child.tag == "p" and _lone_image(child):
                    child.tag = "figure"


class _PageDialect(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        # Before inline patterns (20), which leave such texts alone.
        md.treeprocessors.register(_PlainTexts(), "halfterm-plain", 25)
        # After inline patterns (20) and attribute lists (8), when images and cells exist.
        md.treeprocessors.register(_Shape(md), "halfterm-shape", 5)


class _Converter(threading.local):
    """Python-Markdown with our dialect, made once for each thread: it keeps what it reads in itself."""

    def __init__(self) -> None:
        self._markdown: Markdown | None = None

    def convert(self, source: str) -> str:
        # What breaks off in the midst of a page may leave something behind: then the next page begins anew.
        markdown, self._markdown = self._markdown or _dialect(), None
        converted = markdown.reset().convert(source)
        self._markdown = markdown
        return converted


def _dialect() -> Markdown:
    extensions: list[str | Extension] = ["attr_list", "md_in_html", "sane_lists", "tables", _PageDialect()]
    markdown = Markdown(
        extensions=extensions,
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
    for pattern in NOT_INLINE:
        markdown.inlinePatterns.deregister(pattern)
    for block in NOT_BLOCKS:
        markdown.parser.blockprocessors.deregister(block)
    return markdown


_CONVERTER: Final = _Converter()


def to_html(source: str) -> str:
    """A page's Markdown as HTML of allowed tags and attributes only.

    Raises `BadInput` for a table without a caption.
    """
    return nh3.clean(
        _CONVERTER.convert(source),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed,
        url_schemes={"https", "mailto"},
        link_rel="noreferrer",
        generic_attribute_prefixes=set(),
    )


def _allowed(_tag: str, attribute: str, value: str) -> str | None:
    """Links lead into the site, to https or to mail; images are the page's own charts."""
    if attribute == "href":
        return value if RELATIVE.fullmatch(value) or LINKED.fullmatch(value) else None
    if attribute == "src":
        return value if IMAGE.fullmatch(value) else None
    return value


def _lone_image(paragraph: Element) -> bool:
    lone = len(paragraph) == 1 and paragraph[0].tag == "img"
    return lone and not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()


def _shape_table(parent: Element, table: Element) -> None:
    before = list(parent).index(table) - 1
    said = parent[before] if before >= 0 else None
    if said is None or not (said.text or "").startswith(CAPTION):
        raise BadInput("a page has a table without a line 'Table: ...' before it")
    caption = Element("caption")
    caption.text = (said.text or "").removeprefix(CAPTION)
    table.insert(0, caption)
    _scope(table)
    box = Element("div", {"class": "scroll", "role": "group", "tabindex": "0", "aria-label": caption.text})
    box.append(table)
    parent.remove(said)
    parent[before] = box


def _scope(table: Element) -> None:
    """Header cells for columns and rows; numbers told by their alignment."""
    for cell in table.iter("th"):
        cell.set("scope", "col")
    for row in table.iterfind("tbody/tr"):
        row[0].tag = "th"
        row[0].set("scope", "row")
    for cell in table.iter():
        if cell.attrib.pop("align", None) == "right":
            cell.set("class", "n")
