"""A page's passages: what may be reworded, and how the words of people are put in and marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from halfterm.cycles.rewording import TextEdit
from halfterm.site.dialect import to_html
from halfterm.site.draft import draft_pages
from halfterm.site.passages import passages, with_edits
from halfterm.site.pieces import Draft
from tests.site.edition_factory import edition, programme

MARKDOWN = """\
<div class="verdict" markdown="1">

Reading: the gap is 3.3 points smaller.

</div>

## Context

Ash School leads; it works with Birch School.

- <data value="k/gap">Reading: 8.0 points behind.</data>
- <data value="k/gap">Reading: 9.0 points behind.</data>

**Aim.** Improve the reading gap from 8 points.

Table: Gaps

| Measure | Gap |
|---|---:|
| Reading | −8.0 |

[All figures](x.html)
"""
DRAFT = Draft(kind="case", slug="ash", title="Ash", markdown=MARKDOWN)


def edit(was: str, now: str, *, nth: int = 0, kind: str = "reworded", number: int = 1) -> TextEdit:
    return TextEdit(
        number,
        kind,
        "spring-1",
        "cases/ash",
        "public",
        was,
        nth,
        now,
        "ana",
        date(2026, 3, 3),  # type: ignore[arg-type]
    )


def test_only_running_text_outside_verdict_tables_and_links_may_be_reworded() -> None:
    assert [(p.lead, p.text, p.nth) for p in passages(MARKDOWN)] == [
        ("", "Ash School leads; it works with Birch School.", 0),
        ("", "Reading: 8.0 points behind.", 0),
        ("", "Reading: 9.0 points behind.", 1),
        ("Aim.", "Improve the reading gap from 8 points.", 0),
    ]


def test_other_words_stand_in_their_passage_with_author_and_day_and_keep_what_marks_the_figure() -> None:
    put = edit("Reading: 7.0 points behind.", "The gap in reading: 7.0 points.", nth=1)
    edited = with_edits(DRAFT, [put], programme())
    assert edited.fitted == {1}
    assert (
        '- <data value="k/gap">The gap in reading: 9.0 points. <em class="edited">(edited by Ana Bright, '
        "3 March 2026)</em></data>" in edited.draft.markdown
    )
    assert '- <data value="k/gap">Reading: 8.0 points behind.</data>' in edited.draft.markdown
    assert edited.draft.content_hash != DRAFT.content_hash
    assert '<em class="edited">(edited by Ana Bright, 3 March 2026)</em>' in to_html(edited.draft.markdown)


def test_an_added_passage_comes_after_its_own_and_is_harmless() -> None:
    put = edit("Ash School leads; it works with Birch School.", "<b>Well</b> [met](x).", kind="added")
    markup = to_html(with_edits(DRAFT, [put], programme()).draft.markdown)
    assert (
        "<p>Ash School leads; it works with Birch School.</p>\n<p>&lt;b&gt;Well&lt;/b&gt; [met](x)." in markup
    )


def test_the_newest_words_count_and_those_without_a_passage_are_left_and_told() -> None:
    edits = [
        edit("Ash School leads; it works with Birch School.", "First.", number=1),
        edit("Ash School leads; it works with Birch School.", "Second.", number=2),
        edit("Nobody wrote this.", "Third.", number=3),
    ]
    edited = with_edits(DRAFT, edits, programme())
    assert edited.fitted == {1, 2}
    assert "Second." in edited.draft.markdown
    assert not {"First.", "Third."} & set(edited.draft.markdown.split())


def test_a_real_page_shows_the_words_and_its_figures_are_as_before() -> None:
    record = edition()
    path = "cases/ash-and-partners"
    held = next(d for d in draft_pages(record, audience="public") if d.path == path)
    passage = next(p for p in passages(held.markdown) if p.text.startswith("Three town schools"))
    put = replace(edit(passage.text, "Three schools of one town; 4 in 10 pupils get free meals."), page=path)
    changed = next(d for d in draft_pages(replace(record, edits=(put,)), audience="public") if d.path == path)
    assert "Three schools of one town; 4 in 10 pupils get free meals. <em" in changed.markdown
    assert (changed.tables, changed.charts, changed.computed) == (held.tables, held.charts, held.computed)
