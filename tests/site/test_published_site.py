"""Publication: whole or not at all, the same bytes every time, nothing broken."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.record import Review
from halfterm.site import swap
from halfterm.site.checks import problems_of, read_page
from halfterm.site.draft import draft_pages
from halfterm.site.frame import NOT_REVIEWED, EditionFrame, edition_frame
from halfterm.site.front import publish_front
from halfterm.site.pieces import Chart, Draft
from halfterm.site.publish import publish
from tests.site.edition_factory import edition
from tests.site.refresh_golden import GOLDEN, build

FRAME = EditionFrame("Programme", "spring-1", "Spring 1", "", "Nothing is hidden.", "0.1.0")


def page(markdown: str = "Words.", *, title: str = "Title", charts: tuple[Chart, ...] = ()) -> Draft:
    return Draft("index", "index", title, markdown, charts)


METHODS = Draft("methods", "methods", "Methods", "Words.")


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_the_small_site_is_the_golden_one_byte_for_byte(tmp_path: Path) -> None:
    build(tmp_path)
    made, golden = files(tmp_path), files(GOLDEN)
    assert sorted(made) == sorted(golden)
    assert [path for path in made if made[path] != golden[path]] == []


def test_publishing_again_replaces_nothing(tmp_path: Path) -> None:
    record, into = edition(), tmp_path / "spring-1"
    frame = edition_frame(record, audience="public")
    first = publish(draft_pages(record, audience="public"), record=frame, into=into)
    inode = into.stat().st_ino
    again = publish(draft_pages(record, audience="public"), record=frame, into=into)
    assert first.counts == {
        "school": 5,
        "case": 2,
        "cluster": 2,
        "pack": 2,
        "slides": 2,
        "governors": 5,
        "pupil-premium": 5,
        "theme": 3,
        "synthesis": 1,
        "glossary": 1,
        "index": 1,
        "methods": 1,
    }
    assert (first.changed, again.changed) == (True, False)
    assert into.stat().st_ino == inode
    assert [p.name for p in tmp_path.iterdir()] == ["spring-1"]


def test_a_change_replaces_the_edition_whole(tmp_path: Path) -> None:
    into = tmp_path / "spring-1"
    publish([page("Old."), METHODS, replace(METHODS, slug="more")], record=FRAME, into=into)
    assert publish([page("New."), METHODS], record=FRAME, into=into).changed
    assert "New." in (into / "index.html").read_text()
    assert not (into / "more.html").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["spring-1"]


class Killed(BaseException):
    """Stands for kill -9: nothing may tidy up after it."""


@pytest.mark.parametrize("without_exchange", [False, True])
@pytest.mark.parametrize("step", range(6))
def test_a_kill_leaves_the_old_edition_or_the_new_and_the_next_run_heals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, without_exchange: bool
) -> None:
    into = tmp_path / "spring-1"
    publish([page("Old."), METHODS], record=FRAME, into=into)
    countdown = iter(range(step, -1, -1))

    def dying(real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            if next(countdown, -1) == 0:
                raise Killed
            return real(*given, **named)

        return call

    if without_exchange:
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    else:
        monkeypatch.setattr(swap, "_exchange", dying(swap._exchange))
    monkeypatch.setattr(Path, "rename", dying(Path.rename))
    monkeypatch.setattr(shutil, "rmtree", dying(shutil.rmtree))
    monkeypatch.setattr(swap, "sync_tree", dying(swap.sync_tree))
    with suppress(Killed):
        publish([page("New."), METHODS], record=FRAME, into=into)
    monkeypatch.undo()
    if not without_exchange:
        assert ("Old." in (into / "index.html").read_text()) != ("New." in (into / "index.html").read_text())
    swap.recover(into)
    assert ("Old." in (into / "index.html").read_text()) != ("New." in (into / "index.html").read_text())
    publish([page("New."), METHODS], record=FRAME, into=into)
    assert "New." in (into / "index.html").read_text()
    assert [p.name for p in tmp_path.iterdir()] == ["spring-1"]


@pytest.mark.parametrize(
    ("draft", "problem"),
    [
        (page("[a](nowhere.html)"), "the link 'nowhere.html' leads nowhere"),
        (page("[a](methods.html#nothing)"), "the link 'methods.html#nothing' leads nowhere"),
        (page("[a](#nothing)"), "the link '#nothing' leads nowhere"),
        (page("[a](../../../etc/passwd)"), "leads nowhere"),
        (page("[a](javascript:x)"), "a link that leads nowhere"),
        (page(title=" "), "no title"),
        (page("![](gap.svg)", charts=(Chart("gap", "<svg></svg>"),)), "no alternative text"),
        (page("![a gap](gap.svg)"), "there is no chart 'gap.svg'"),
        (page("![a](https://elsewhere.example/p.png)"), "there is no chart"),
    ],
)
def test_what_is_broken_is_not_published(tmp_path: Path, draft: Draft, problem: str) -> None:
    into = tmp_path / "spring-1"
    publish([page("Old."), METHODS], record=FRAME, into=into)
    with pytest.raises(BadInput, match=problem.replace("(", r"\(")):
        publish([draft, METHODS], record=FRAME, into=into)
    assert "Old." in (into / "index.html").read_text()


def test_many_problems_are_told_in_part(tmp_path: Path) -> None:
    broken = page(" ".join(f"[a](no-{i}.html)" for i in range(30)))
    with pytest.raises(BadInput) as caught:
        publish([broken, METHODS], record=FRAME, into=tmp_path / "spring-1")
    assert len(caught.value.problems) == 21
    assert caught.value.problems[-1] == "and 10 more"


def test_two_places_of_one_name_are_a_problem() -> None:
    markup = '<title>t</title><h2 id="a"></h2><h3 id="a"></h3>'
    assert problems_of({"index.html": read_page(markup)}, ()) == ["index.html: two places called 'a'"]


def test_a_tag_that_cannot_be_told_whole_is_a_problem() -> None:
    markup = "<title>t</title><h2 id='a'></h2>"
    assert problems_of({"index.html": read_page(markup)}, ()) == ["index.html: a tag that is not whole"]


def test_a_page_is_approved_by_who_approved_it_last_in_this_half_term() -> None:
    frame = edition_frame(edition(), audience="public")
    assert frame.review("schools/ash") == "Approved by Cat Dunn (headteacher) on 17 February 2026."
    assert frame.review("schools/birch") == NOT_REVIEWED


def test_an_author_who_approves_alone_is_said_to_have_done_so() -> None:
    record = edition()
    alone = (
        Review("schools/ash", "submitted", "cat", date(2026, 2, 16)),
        Review("schools/ash", "approved", "cat", date(2026, 2, 17)),
    )
    cycles = tuple(replace(c, reviews=alone) if c.plan.id == "ash-2" else c for c in record.cycles)
    assert edition_frame(replace(record, cycles=cycles), audience="public").review("schools/ash") == (
        "Approved by Cat Dunn (headteacher) on 17 February 2026, who also wrote it (one-person mode)."
    )


def test_an_approval_withdrawn_or_sent_back_counts_no_more() -> None:
    record = edition()
    back = Review("schools/ash", "changes requested", "ana", date(2026, 2, 18))
    cycles = tuple(
        replace(c, reviews=(*c.reviews, back)) if c.plan.id == "ash-2" else c for c in record.cycles
    )
    assert (
        edition_frame(replace(record, cycles=cycles), audience="public").review("schools/ash") == NOT_REVIEWED
    )


def test_a_review_of_an_earlier_half_term_says_nothing_of_this_one() -> None:
    record = edition()
    first, second, third = record.cycles
    moved = (replace(first, reviews=second.reviews), replace(second, reviews=()), third)
    assert edition_frame(replace(record, cycles=moved), audience="public").reviews == {}


def test_the_front_page_leads_to_the_latest_edition_and_the_archive(tmp_path: Path) -> None:
    older = replace(FRAME, half_term="autumn-2", edition="Autumn 2")
    for frame in (older, FRAME):
        publish([page(), METHODS], record=frame, into=tmp_path / frame.half_term)
    assert publish_front([older, FRAME], about="About it.", into=tmp_path)
    assert not publish_front([older, FRAME], about="About it.", into=tmp_path)
    markup = (tmp_path / "index.html").read_text()
    assert markup.index("spring-1/index.html") < markup.index("autumn-2/index.html")


def test_a_front_page_needs_its_editions(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="'spring-1' is not published yet"):
        publish_front([FRAME], about="About it.", into=tmp_path)
    with pytest.raises(BadInput):
        publish_front([], about="About it.", into=tmp_path)


def test_no_page_has_a_script_or_a_style_of_its_own(tmp_path: Path) -> None:
    build(tmp_path)
    for path, content in files(tmp_path).items():
        if path.endswith(".html"):
            markup = content.decode()
            # The search alone has one, in a file of its own; its page can be read without.
            assert ("<script" in markup) == path.endswith("search.html")
            assert "<style" not in markup
            assert " style=" not in markup
            assert "default-src 'none'" in markup
