"""Templates turned into text, with everything that people wrote made harmless on the way."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

from halfterm.cycles.disclosure import Audience, Shown

LONGEST: Final = 50_000
"""Characters of one text: Python-Markdown takes seconds over a few thousand brackets."""

# Most of what pages print: letters and figures that neither language gives a meaning, single spaces between.
HARMLESS: Final = re.compile(r"(?:[A-Za-z“](?: ?[A-Za-z0-9,.;:()%’“”−–/]){0,2000}|−?\d[\d,]*(?:\.\d+)?%?)")
ACTIVE: Final = re.compile(r"[\\`*_{}\[\]|]")
# What would open a list, a heading, a quotation or a rule at the start of a line.
OPENING: Final = re.compile(r"^(?:[-+=#]+|\d+(?=[.)](?:\s|$)))(?=[\s.)]|$)|^#+")
# No-break spaces stay: a cell may break nowhere else.
SPACES: Final = re.compile(r"[ \u2028\u2029]+")
INVISIBLE: Final = re.compile("[\x00-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(value: object) -> Markup:
    """A text that people wrote, or a figure, so that Markdown and HTML both leave it as it is.

    Lines are folded to one. Raises `TypeError` for None: a page never prints a missing value.

    >>> str(plain("[x](javascript:alert) | <b>"))
    '&#91;x&#93;(javascript:alert) &#124; &lt;b&gt;'
    >>> str(plain("1. of 3"))
    '&#49;. of 3'
    """
    if isinstance(value, Markup):
        return value
    if value is None:
        raise TypeError("a template prints a value that is missing")
    text = str(value)
    if HARMLESS.fullmatch(text):
        return Markup(text)  # noqa: S704 - nothing in it is anything but a word or a figure
    text = SPACES.sub(" ", INVISIBLE.sub(" ", text)).strip(" ")[:LONGEST]
    escaped = ACTIVE.sub(_as_entities, html.escape(text, quote=False))
    return Markup(OPENING.sub(_as_entities, escaped))  # noqa: S704 - this is the escaping itself


def _as_entities(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in match[0])


def anchor(name: str) -> Markup:
    """A name of our own as the target of a link. Raises `ValueError` for any but letters and underscores."""
    if not re.fullmatch(r"[a-z_]+", name):
        raise ValueError("not the name of a statistic")
    return Markup(name)  # noqa: S704 - checked just above


class PageRecord:
    """What the template of a page is given: words, figures made safe, and records of nothing else.

    Every page has a frozen dataclass of this kind, so that a type checker refuses a finding in its place.
    """

    __slots__ = ()


@dataclass(frozen=True)
class Templates:
    """The templates of the house, each replaced by the one of the same name in `overrides`, if it is there.

    Every value is escaped without being asked for; an unknown name in a template is an error. So is anything
    that is neither words nor a figure made safe, and a figure made for a laxer `audience` than the pages'.
    """

    overrides: Path | None = None
    audience: Audience | None = None

    @cached_property
    def _pages(self) -> Environment:
        environment = Environment(
            loader=self._loader(),
            autoescape=True,
            finalize=self._words_or_figure,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["anchor"] = anchor
        return environment

    @cached_property
    def _markup(self) -> Environment:
        return Environment(
            loader=self._loader(),
            autoescape=True,
            finalize=self._drawn,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def _words_or_figure(self, value: object) -> Markup:
        """What a page prints. A number of a loop is made words by `| string`; there is no other in a page.

        Raises `TypeError` for a number that was not made safe, a record, or another audience's figure.
        """
        if value is not None and not isinstance(value, str | Shown):
            raise TypeError(f"a page prints words and figures made safe, and no {type(value).__name__}")
        return plain(self._for_this_audience(value))

    def _drawn(self, value: object) -> object:
        """What a layout or a drawing prints: its places are plain numbers, its records are never printed."""
        if not isinstance(value, str | int | float | Shown):
            raise TypeError(
                f"a drawing prints words, places and figures made safe, no {type(value).__name__}"
            )
        return self._for_this_audience(value)

    def _for_this_audience(self, value: object) -> object:
        laxer = isinstance(value, Shown) and self.audience and not value.may_be_shown_to(self.audience)
        if laxer:
            raise TypeError("a figure was made safe for an audience that may know more than this page's")
        return value

    def _loader(self) -> BaseLoader:
        house = PackageLoader("halfterm.templates", "")
        return ChoiceLoader([FileSystemLoader(self.overrides), house]) if self.overrides else house

    def page(self, name: str, content: PageRecord) -> str:
        """A Markdown template, with `page` as its one variable."""
        return self._pages.get_template(name).render(page=content).strip() + "\n"

    def markup(self, name: str, **content: object) -> str:
        """An HTML or SVG template."""
        return self._markup.get_template(name).render(**content).strip() + "\n"

    def asset(self, name: str) -> str:
        """A file that is used as it stands, such as the style sheet."""
        source, _, _ = self._loader().get_source(self._markup, name)
        return source
