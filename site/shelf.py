"""The editions of a site as they stand on the shelf: what each holds, and when it came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from halfterm.site.frame import EditionFrame
from halfterm.site.kinds import KINDS, kind_of
from halfterm.site.pieces import FOLDERS, dated


@dataclass(frozen=True, slots=True)
class Shelved:
    """One edition that is there to be read; `pages` are the paths of its pages, without their ending."""

    frame: EditionFrame
    pages: frozenset[str]

    @property
    def name(self) -> str:
        """Half-term and school year: Spring 1, 2011/12."""
        said = self.frame.year and self.frame.year not in self.frame.edition
        return f"{self.frame.edition}, {self.frame.year}" if said else self.frame.edition

    @property
    def href(self) -> str:
        return f"{self.frame.half_term}/index.html"

    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many pages there are of each kind that has a folder of its own, in the kinds' order."""
        counted = Counter(kind_of(path) for path in self.pages if "/" in path)
        return tuple(
            ((words.one if counted[kind] == 1 else words.many).lower(), counted[kind])
            for kind, words in KINDS.items()
            if kind in FOLDERS and counted[kind]
        )

    def said_counts(self) -> str:
        """The counts in words: 5 school summaries, 2 case studies."""
        return ", ".join(f"{number} {words}" for words, number in self.counts()) or "No pages of schools"

    def said_dates(self) -> str:
        """When the edition came out, and its last revision; empty where the register does not know."""
        if not self.frame.revisions:
            return ""
        first, last = self.frame.revisions[0], self.frame.revisions[-1]
        revised = f"; revision {last.number} on {dated(last.on)}" if last.number > 1 else ""
        return f"Published on {dated(first.on)}{revised}."


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The editions of one school year, the latest first."""

    name: str
    editions: tuple[Shelved, ...]


def shelved(frame: EditionFrame, site: Path) -> Shelved:
    """An edition as it lies in the folder of the site."""
    folder = site / frame.half_term
    pages = (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.html"))
    return Shelved(frame, frozenset(pages))


def by_school_year(shelf: Sequence[Shelved]) -> tuple[SchoolYear, ...]:
    """The editions, given in order, by school year: the latest year first, in it the latest edition."""
    years = groupby(reversed(shelf), key=lambda edition: edition.frame.year)
    return tuple(SchoolYear(year, tuple(editions)) for year, editions in years)
