"""What stands round a page: its cluster's head, its revision, whatever it is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from halfterm.cycles.revisions import Revision
from halfterm.site.frame import EditionFrame, RevisionNote, edition_frame
from halfterm.site.pieces import Draft, Link, PageKind
from halfterm.site.publish import page_markup
from halfterm.site.rendering import Templates
from tests.site.edition_factory import edition

CHANGED = Revision(
    2,
    date(2026, 3, 9),
    added=("cases/ash-and-partners",),
    changed=("schools/ash",),
    removed=("schools/oak", "cases/dale-and-elm"),
)
REVISIONS = (Revision(1, date(2026, 3, 6)), CHANGED)
LOGOS = {"north": ("north.svg", b"<svg/>")}


def frame(**changes: object) -> EditionFrame:
    made = edition_frame(
        edition(),
        audience="public",
        revisions=REVISIONS,
        titles={"schools/ash": "Ash School", "cases/ash-and-partners": "Ash and partners"},
        logos=LOGOS,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def draft(kind: PageKind, slug: str, **whose: str) -> Draft:
    return Draft(kind, slug, "A <title>", "Words.", **whose)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "cluster"),
    [
        (draft("school", "ash", engagement="ash-and-partners", school="ash"), "north"),
        (draft("school", "elm-in-dale-and-elm", engagement="dale-and-elm", school="elm"), "south"),
        (draft("governors", "cedar", school="cedar"), "north"),
        (draft("cluster", "south"), "south"),
        (draft("pack", "north"), "north"),
        (draft("theme", "north"), None),
        (draft("index", "index"), None),
        (draft("methods", "methods"), None),
    ],
)
def test_a_page_belongs_to_the_cluster_of_whom_it_is_about(page: Draft, cluster: str | None) -> None:
    found = frame().cluster_of(page)
    assert (found.id if found else None) == cluster


def test_a_clusters_pages_show_its_logo_with_its_name_and_its_colour() -> None:
    markup = page_markup(draft("cluster", "north"), frame(), Templates())
    assert '<img class="logo" src="../assets/north.svg" alt="North cluster">' in markup
    assert '<body class="cluster accent-teal">' in markup
    other = page_markup(draft("cluster", "south"), frame(), Templates())
    assert "<img" not in other
    assert "accent" not in other


def test_only_a_page_that_a_revision_touched_says_so() -> None:
    made = frame()
    assert made.revised("schools/ash") == "Changed in revision 2 of this edition, 9 March 2026."
    assert made.revised("cases/ash-and-partners") == "New in revision 2 of this edition, 9 March 2026."
    assert made.revised("schools/birch") == ""
    untouched = page_markup(draft("school", "birch", school="birch"), made, Templates())
    before = page_markup(draft("school", "birch", school="birch"), frame(revisions=(), notes=()), Templates())
    assert untouched == before


def test_the_note_of_a_revision_names_what_changed_and_what_is_gone() -> None:
    assert frame().notes == (
        RevisionNote(
            words="Revision 2, 9 March 2026",
            pages=(
                Link("Ash School", "schools/ash.html"),
                Link("Ash and partners (new)", "cases/ash-and-partners.html"),
            ),
            removed=("oak (school summary)", "Dale and Elm (case study)"),
        ),
    )


def test_names_that_people_gave_are_texts_in_the_head_of_a_page() -> None:
    hostile = frame(programme='"><script>x</script>', edition="<b>Spring</b>")
    markup = page_markup(draft("index", "index"), hostile, Templates())
    assert "<script" not in markup
    assert "<b>" not in markup
