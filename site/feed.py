"""The Atom feed of the site: an entry for each edition, and for each cluster's page and pack in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from halfterm.cycles.revisions import last_change
from halfterm.site.frame import EditionFrame
from halfterm.site.shelf import Shelved

ATOM: Final = "http://www.w3.org/2005/Atom"
TYPE: Final = "application/atom+xml"
_OF_CLUSTER: Final = (("clusters", ""), ("packs", ": meeting pack"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `path` is where it is in the site, and with the series of editions its name for good."""

    path: str
    title: str
    summary: str
    published: date
    updated: date


def atom_feed(shelf: Sequence[Shelved], *, about: str, address: str = "") -> str:
    """The feed (RFC 4287) of the editions of a site, the latest last, at least one with a known date.

    Dates are those of publication and revision, at midnight UTC. Links are relative to the feed, or
    absolute where the site's `address` is known. Raises `ValueError` when no edition has a date.
    """
    entries = [entry for edition in reversed(shelf) for entry in _entries(edition)]
    latest = shelf[-1].frame
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _texts(feed, [("id", _urn(latest, "")), ("title", latest.programme), ("subtitle", about)])
    _texts(feed, [("updated", _instant(max(entry.updated for entry in entries)))])
    SubElement(SubElement(feed, "author"), "name").text = latest.programme
    SubElement(feed, "link", {"rel": "self", "type": TYPE, "href": f"{address}feed.xml"})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{address}index.html"})
    SubElement(feed, "generator").text = "halfterm"
    for entry in entries:
        _add(feed, entry, urn=_urn(latest, entry.path), address=address)
    indent(feed, space="")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _entries(edition: Shelved) -> Iterator[Entry]:
    """The edition itself, then its clusters' pages and packs. One without a date is in no feed."""
    frame = edition.frame
    if not frame.revisions:
        return
    first, last = frame.revisions[0].on, frame.revisions[-1]
    revised = f" Revision {last.number}." if last.number > 1 else ""
    home = f"{frame.half_term}/index.html"
    yield Entry(home, edition.name, f"{edition.said_counts()}.{revised}", first, last.on)
    for cluster in frame.clusters.values():
        for folder, what in _OF_CLUSTER:
            path = f"{folder}/{cluster.id}"
            if path not in edition.pages:
                continue
            change = last_change(frame.revisions, path)
            title = f"{cluster.name}{what}, {edition.name}"
            said = frame.revised(path) or f"Published with {edition.name}."
            yield Entry(f"{frame.half_term}/{path}.html", title, said, first, change.on if change else first)


def _add(feed: Element, entry: Entry, *, urn: str, address: str) -> None:
    element = SubElement(feed, "entry")
    _texts(element, [("id", urn), ("title", entry.title)])
    _texts(element, [("published", _instant(entry.published)), ("updated", _instant(entry.updated))])
    SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": f"{address}{entry.path}"})
    _texts(element, [("summary", entry.summary)])


def _texts(parent: Element, texts: Iterable[tuple[str, str]]) -> None:
    for tag, text in texts:
        SubElement(parent, tag).text = text


def _urn(frame: EditionFrame, path: str) -> str:
    """A name that stays when the site moves or the programme is called otherwise."""
    return uuid5(NAMESPACE_URL, f"halfterm:{frame.series}/{path}").urn


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
