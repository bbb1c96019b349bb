"""An edition that changes after it came out says when and what, in its pages, its archive, its feed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.events import PUBLISHED
from halfterm.cycles.revisions import publications, revisions
from halfterm.flows.drafts import DraftPage, pages_to_read
from halfterm.flows.publish import publish_edition
from halfterm.flows.review import Reviews
from halfterm.flows.run import Run
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from tests.flows.programme_2012 import deliver, make_programme
from tests.flows.test_late_schools import AUTUMN, DANEHILL, HALTERWORTH, SPRING, approve, run

FIRST, SECOND, THIRD = date(2012, 2, 20), date(2012, 2, 27), date(2012, 3, 5)
Site = dict[str, str]


def published(folder: Path, today: date) -> Site:
    """The site after publishing on a day."""
    publish_edition(Run(folder, SPRING, today))
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*")
        if path.suffix in (".html", ".xml")
    }


def page(folder: Path, path: str) -> DraftPage:
    return next(p for p in pages_to_read(folder / "drafts" / SPRING) if p.path == path)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Site]]:
    """An edition of two engagements; one is withdrawn, published without, approved and published again."""
    folder = make_programme(tmp_path_factory.mktemp("revised") / "two", ("Halterworth", "Danehill"))
    for half_term in (AUTUMN, SPRING):
        deliver(folder, "halterworth", half_term, codes=HALTERWORTH)
        deliver(folder, "danehill", half_term, codes=DANEHILL)
    run(folder)
    approve(folder, ["danehill", "halterworth"])
    workspace = open_workspace(folder)
    sites = [published(folder, FIRST), published(folder, SECOND)]
    with register(workspace.register) as events:
        reviews = Reviews(events, workspace.programme, one_person=False)
        case = page(folder, "cases/danehill")
        reviews.withdraw(case, by="head-danehill", on=SECOND, reason="A class is missing.")
    sites.append(published(folder, SECOND))
    with register(workspace.register) as events:
        reviews = Reviews(events, workspace.programme, one_person=False)
        reviews.submit(case, by="nle-danehill", on=THIRD)
        reviews.approve(case, by="head-danehill", on=THIRD)
    return folder, [*sites, published(folder, THIRD)]


def test_to_publish_the_same_again_is_no_revision(told: tuple[Path, list[Site]]) -> None:
    _, (first, again, *_) = told
    assert again == first
    assert "Revision" not in "".join(first.values())
    assert "Published on 20 February 2012." in first["archive.html"]


def test_a_withdrawal_is_a_revision_that_names_what_was_taken_out(told: tuple[Path, list[Site]]) -> None:
    _, (_, _, without, _) = told
    index = without[f"{SPRING}/index.html"]
    assert "Revision 2, 27 February 2012" in index
    gone = open_workspace(told[0]).programme.engagement("danehill").name
    assert f"{gone} (case study)" in index
    assert f"{SPRING}/cases/danehill.html" not in without
    assert "revision 2 on 27 February 2012" in without["archive.html"]
    assert "<updated>2012-02-27T00:00:00Z</updated>" in without["feed.xml"]
    assert "<published>2012-02-20T00:00:00Z</published>" in without["feed.xml"]


def test_a_page_that_comes_back_says_so_and_one_that_did_not_change_stays_as_it_is(
    told: tuple[Path, list[Site]],
) -> None:
    _, (first, _, without, back) = told
    assert "New in revision 3 of this edition, 5 March 2012." in back[f"{SPRING}/cases/danehill.html"]
    untouched = f"{SPRING}/cases/halterworth.html"
    assert first[untouched] == without[untouched] == back[untouched]


def test_the_register_tells_every_publication_that_changed_anything(told: tuple[Path, list[Site]]) -> None:
    folder, _ = told
    workspace = open_workspace(folder)
    with register(workspace.register) as events:
        assert events.broken_event() is None
        said = publications(events.events(PUBLISHED), SPRING, audience=workspace.settings.audience)
    made = revisions(said)
    assert [(r.number, r.on) for r in made] == [(1, FIRST), (2, SECOND), (3, THIRD)]
    assert "cases/danehill" in made[1].removed
    assert "cases/danehill" in made[2].added
