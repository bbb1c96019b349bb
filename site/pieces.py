"""What the pages are made of: drafts, charts, data files, and the lines that several kinds share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from halfterm.cycles.disclosure import Shown

PageKind = Literal[
    "school",
    "case",
    "cluster",
    "pack",
    "slides",
    "governors",
    "pupil-premium",
    "theme",
    "synthesis",
    "glossary",
    "index",
    "methods",
]

FOLDERS: dict[PageKind, str] = {
    "school": "schools",
    "case": "cases",
    "cluster": "clusters",
    "pack": "packs",
    "slides": "slides",
    "governors": "governors",
    "pupil-premium": "pupil-premium",
    "theme": "themes",
}


@dataclass(frozen=True, slots=True)
class ChartTable:
    """What a chart shows, as a table: one text or safe figure for each head in each row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | Shown, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as SVG; the page's Markdown shows it as the image `NAME.svg`, its table folded beneath."""

    name: str
    svg: str
    table: ChartTable | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """All that a reader sees of it: its drawing, and its table cell by cell."""
        if self.table is None:
            return (self.name, self.svg)
        cells = (str(cell) for row in (self.table.heads, *self.table.rows) for cell in row)
        return (self.name, self.svg, self.table.caption, *cells)


@dataclass(frozen=True, slots=True)
class DataFile:
    """Tidy data beside a page; published as `data/NAME`."""

    name: str
    csv: str


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A doubt about one figure, in words; `number` is the anchor that marks lead to."""

    number: int
    figure: str
    words: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What befell a page's cycles and figures: notes, disputes, and the open ones by the figure's key."""

    notes: tuple[str, ...] = ()
    disputes: tuple[DisputeLine, ...] = ()
    figures: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def disputed(self) -> int:
        """How many figures are disputed and not settled."""
        return len(self.figures)


@dataclass(frozen=True, slots=True)
class Draft:
    """One page before publication: what a school reads and approves.

    `trail` leads from the edition's first page to this one, as (words, relative link) pairs. `engagement`
    and `school` are the ids of whom the page is about: those are asked to approve it. `computed` is how each
    number came about; the layout prints it, since its figures and methods are in the page's data too.
    `marks` are put on when the page is published. Neither is part of the content that people approve.
    """

    kind: PageKind
    slug: str
    title: str
    markdown: str
    charts: tuple[Chart, ...] = ()
    tables: tuple[DataFile, ...] = ()
    trail: tuple[tuple[str, str], ...] = ()
    engagement: str = ""
    school: str = ""
    computed: tuple[ComputedRow, ...] = ()
    marks: PageMarks = field(default_factory=PageMarks)

    @property
    def path(self) -> str:
        """Where the page is published in its edition, without the ending."""
        return f"{FOLDERS[self.kind]}/{self.slug}" if self.kind in FOLDERS else self.slug

    @property
    def content_hash(self) -> str:
        """SHA-256 of all that a reader sees: an approval is of this content and no other."""
        digest = hashlib.sha256()
        for part in (
            *(self.kind, self.slug, self.title, self.markdown),
            *(text for pair in self.trail for text in pair),
            *(text for chart in self.charts for text in chart.texts),
            *(text for table in self.tables for text in (table.name, table.csv)),
        ):
            # The length keeps two texts from running into one another.
            encoded = part.encode()
            digest.update(f"{len(encoded)}:".encode() + encoded)
        return digest.hexdigest()

    @property
    def published_hash(self) -> str:
        """A short hash of the page with its marks: two publications are compared by it."""
        marked = (self.marks.notes, self.marks.disputes, sorted(self.marks.figures.items()))
        return hashlib.sha256(f"{self.content_hash} {marked!r}".encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as the Markdown names it; `alt` is never empty."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class ComputedRow:
    """How one number came about: what it is, what it says, whom it counts, which method made it.

    `key` names the figure, for its marks.
    """

    key: str
    measure: str
    place: str
    statistic: str
    label: str
    value: Shown
    interval: str
    p: Shown
    n_target: Shown
    n_comparison: Shown
    method: str


def dated(day: date) -> str:
    """A date as it is said: 3 February 2012."""
    return f"{day.day} {day:%B %Y}"
