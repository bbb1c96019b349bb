"""The feed: valid Atom, the same for the same editions, nothing in it that is on no page."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from halfterm.cycles.revisions import Revision
from halfterm.site.feed import atom_feed
from halfterm.site.frame import ClusterFrame, EditionFrame
from halfterm.site.shelf import Shelved

ATOM = "{http://www.w3.org/2005/Atom}"
FIRST, SECOND = date(2026, 2, 20), date(2026, 3, 5)
PAGES = frozenset({"index", "methods", "schools/ash", "schools/elm", "clusters/north", "packs/north"})


def shelved(half_term: str = "spring-1", name: str = "Spring 1", *later: Revision) -> Shelved:
    frame = EditionFrame(
        *("Closing <gaps> & more", half_term, name, "", "Nothing is hidden.", "0.1.0"),
        clusters={"north": ClusterFrame("north", "North cluster"), "south": ClusterFrame("south", "South")},
        revisions=(Revision(1, FIRST), *later),
        series="gaps/2025-09-01",
        year="2025/26",
    )
    return Shelved(frame, PAGES)


def entries(feed: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(feed).findall(f"{ATOM}entry")


def said(element: ElementTree.Element, tag: str) -> str:
    return element.findtext(f"{ATOM}{tag}") or ""


def link(element: ElementTree.Element) -> str:
    return next(e.attrib["href"] for e in element.findall(f"{ATOM}link") if e.get("rel") == "alternate")


def test_the_feed_has_an_entry_for_each_edition_and_each_clusters_page_and_pack() -> None:
    found = entries(atom_feed([shelved("autumn-2", "Autumn 2"), shelved()], about="About."))
    assert [link(entry) for entry in found] == [
        *("spring-1/index.html", "spring-1/clusters/north.html", "spring-1/packs/north.html"),
        *("autumn-2/index.html", "autumn-2/clusters/north.html", "autumn-2/packs/north.html"),
    ]
    assert said(found[2], "title") == "North cluster: meeting pack, Spring 1, 2025/26"
    assert said(found[0], "summary") == "2 school summaries, 1 cluster page, 1 meeting pack."


def test_everything_that_atom_asks_for_is_there() -> None:
    root = ElementTree.fromstring(atom_feed([shelved()], about="About."))
    assert root.tag == f"{ATOM}feed"
    assert [said(root, "title"), said(root, "updated")] == ["Closing <gaps> & more", "2026-02-20T00:00:00Z"]
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert [e.get("rel") for e in root.findall(f"{ATOM}link")] == ["self", "alternate"]
    names = [said(e, "id") for e in (root, *root.findall(f"{ATOM}entry"))]
    assert len(set(names)) == len(names)
    assert all(name.startswith("urn:uuid:") for name in names)
    for entry in root.findall(f"{ATOM}entry"):
        assert all(said(entry, tag) for tag in ("id", "title", "updated", "published", "summary"))


def test_a_revision_updates_the_edition_and_the_pages_that_it_changed() -> None:
    later = Revision(2, SECOND, changed=("index", "packs/north"), removed=("schools/oak",))
    edition, cluster, pack = entries(atom_feed([shelved("spring-1", "Spring 1", later)], about="About."))
    days = [said(entry, "updated")[:10] for entry in (edition, cluster, pack)]
    assert days == ["2026-03-05", "2026-02-20", "2026-03-05"]
    assert said(edition, "published") == "2026-02-20T00:00:00Z"
    assert said(edition, "summary").endswith(" Revision 2.")
    assert said(pack, "summary") == "Changed in revision 2 of this edition, 5 March 2026."


def test_an_entry_keeps_its_name_when_site_and_programme_are_called_otherwise() -> None:
    plain = atom_feed([shelved()], about="About.")
    moved = atom_feed([shelved()], about="Anew.", address="https://schools.example/gaps/")
    assert [said(e, "id") for e in entries(plain)] == [said(e, "id") for e in entries(moved)]
    assert link(entries(moved)[0]) == "https://schools.example/gaps/spring-1/index.html"
    assert plain == atom_feed([shelved()], about="About.")


def test_an_edition_of_unknown_date_is_in_no_feed() -> None:
    frame = EditionFrame("Programme", "spring-1", "Spring 1", "", "Nothing is hidden.", "0.1.0")
    assert len(entries(atom_feed([Shelved(frame, PAGES), shelved("spring-2", "Spring 2")], about="A."))) == 3
    with pytest.raises(ValueError, match="empty"):
        atom_feed([Shelved(frame, PAGES)], about="About.")
