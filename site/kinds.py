"""What each kind of page is called, in the way to it and in lists of pages."""

from __future__ import annotations

from typing import Final, NamedTuple

from halfterm.site.pieces import FOLDERS, PageKind


class KindWords(NamedTuple):
    """A kind of page, of one page and of several."""

    one: str
    many: str


KINDS: Final[dict[PageKind, KindWords]] = {
    "school": KindWords("School summary", "School summaries"),
    "case": KindWords("Case study", "Case studies"),
    "cluster": KindWords("Cluster page", "Cluster pages"),
    "pack": KindWords("Meeting pack", "Meeting packs"),
    "slides": KindWords("Set of slides", "Sets of slides"),
    "governors": KindWords("Report to governors", "Reports to governors"),
    "pupil-premium": KindWords("Pupil premium review", "Pupil premium reviews"),
    "theme": KindWords("Theme", "Themes"),
    "synthesis": KindWords("Programme synthesis", "Programme synthesis"),
    "glossary": KindWords("Glossary", "Glossary"),
    "index": KindWords("Edition", "Editions"),
    "methods": KindWords("Methods", "Methods"),
}


def kind_of(path: str) -> PageKind:
    """The kind of the page at a path of its edition, with or without its ending.

    A page of no folder has its kind's name, or belongs to the edition as a whole.

    >>> kind_of("schools/ash.html"), kind_of("synthesis"), kind_of("computed.html")
    ('school', 'synthesis', 'methods')
    """
    folder, _, name = path.removesuffix(".html").rpartition("/")
    by_folder = {place: kind for kind, place in FOLDERS.items()}
    if folder:
        return by_folder.get(folder, "methods")
    return next((kind for kind in KINDS if kind == name), "methods")
