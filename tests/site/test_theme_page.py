"""The evidence on a theme or a change idea: pools, gaps, cost, and words that may be shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from halfterm.cycles.intervention import ChangeIdea, Intervention
from halfterm.cycles.record import Dispute
from halfterm.site.dialect import to_html
from halfterm.site.frame import edition_frame
from halfterm.site.pieces import Draft
from halfterm.site.publish import page_markup
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition, ShownPool
from halfterm.site.synthesis_groups import ideas, slug_of, themes
from halfterm.site.theme_page import theme_drafts
from tests.site.edition_factory import edition
from tests.site.synthesis_factory import not_pooled, pool
from tests.site.test_gains import record as without_comparison


def shown(*pools: ShownPool) -> ShownEdition:
    return replace(show_edition(edition(), "public"), pools=pools)


def drafts(*pools: ShownPool) -> dict[str, Draft]:
    return {draft.path: draft for draft in theme_drafts(shown(*pools), templates=Templates())}


def test_each_theme_and_each_change_idea_has_a_page() -> None:
    made = drafts()
    assert {path: draft.title for path, draft in made.items()} == {
        "themes/theme-reading-aloud": "Reading aloud: 3 cycles in 5 schools",
        "themes/idea-paired-reading": "Paired reading: 2 cycles in 3 schools",
        "themes/idea-talk-partners": "Talk partners: 1 cycle in 2 schools",
    }
    assert made["themes/idea-paired-reading"].trail == (("The programme so far", "../synthesis.html"),)


def test_a_theme_leads_to_its_ideas_and_an_idea_to_its_themes() -> None:
    made = drafts()
    assert "[Talk partners](idea-talk-partners.html)" in made["themes/theme-reading-aloud"].markdown
    assert "[Reading aloud](theme-reading-aloud.html)" in made["themes/idea-talk-partners"].markdown


def test_each_gap_stands_with_its_interval_and_its_case() -> None:
    page = re.sub("</?data[^>]*>", "", drafts()["themes/idea-talk-partners"].markdown)
    assert (
        "| [Dale and Elm](../cases/dale-and-elm.html) | Spring 1 | Reading | −3.0 | −3.4 | "
        "**0.4 wider**{: .plain }"
    ) in page


def test_where_nobody_is_compared_with_an_idea_tells_means_and_no_empty_gap() -> None:
    made = show_edition(without_comparison(), "cluster")
    page = next(d for d in theme_drafts(made, templates=Templates()) if d.path == "themes/idea-talk-partners")
    assert "Table: Mean of the target group in points, cycle by cycle" in page.markdown
    assert "| Reading (mean of the group) | " in page.markdown
    assert "| z | z |" not in page.markdown


def test_a_disputed_figure_is_marked_on_its_ideas_page_and_explained_at_its_foot() -> None:
    record = edition()
    doubt = Dispute(
        4, "cases/dale-and-elm", "reading", "gap_followup", "cat", date(2026, 2, 18), "Two absent pupils."
    )
    disputed = replace(record.cycles[2], disputes=(doubt,))
    made = show_edition(replace(record, cycles=(*record.cycles[:2], disputed)), "public")
    page = next(d for d in theme_drafts(made, templates=Templates()) if d.path == "themes/idea-talk-partners")
    markup = page_markup(page, edition_frame(record, audience="public"), Templates())
    assert 'href="#dispute-4">disputed' in markup
    assert 'id="dispute-4"' in markup


def test_a_case_that_this_edition_has_not_is_no_link() -> None:
    made = show_edition(edition(), "public")
    earlier = replace(made, cycles=tuple(c for c in made.cycles if c.plan.id == "ash-1"), pools=())
    [theme, _] = theme_drafts(earlier, templates=Templates())
    assert "| Ash and partners | Autumn 2 |" in theme.markdown
    assert "cases/ash" not in theme.markdown
    assert "- none in this edition" in theme.markdown


def test_a_pool_stands_with_words_chart_and_what_is_left_out() -> None:
    page = drafts(pool())["themes/idea-paired-reading"]
    assert "Impact on Reading: treated pupils made more progress than untreated ones" in page.markdown
    assert "95% interval +0.10 to +0.50): 4 months more." in page.markdown
    assert "Not in it: 1 effect: too few pupils to be shown." in page.markdown
    assert "Planned cost a pupil **£21**" in page.markdown
    [chart] = page.charts
    assert chart.table is not None
    assert [row[0] for row in chart.table.rows][:3] == ["Ash School", "Birch School", "All 2 schools"]


def test_a_pool_of_nothing_has_no_chart() -> None:
    page = drafts(not_pooled())["themes/idea-paired-reading"]
    assert page.charts == ()
    assert "Impact on Reading: no effect may be shown." in page.markdown
    assert "no impact is claimed" in page.markdown


def test_pools_of_themes_are_not_on_the_pages_of_ideas() -> None:
    of_theme = pool(by="theme", name="Reading aloud")
    made = drafts(of_theme)
    assert len(made["themes/theme-reading-aloud"].charts) == 1
    assert made["themes/idea-paired-reading"].charts == ()


def test_only_released_words_are_told_and_the_others_counted() -> None:
    public = drafts()["themes/idea-paired-reading"].markdown
    assert "Pairs work best before lunch. (with the decision to adapt; [Ash and partners]" in public
    made = shown()
    log = next(cycle.carried_out for cycle in made.cycles if cycle.carried_out)
    notes = log.of_kind("learning", "adaptation", "obstacle")
    assert public.count("[Ash and partners](../cases/ash-and-partners.html), Spring 1)") == len(notes)
    kept_back = replace(log, notes=(), unreleased={"learning": 2, "obstacle": 1, "quotation": 4})
    cycles = tuple(replace(cycle, carried_out=kept_back) for cycle in made.cycles if cycle.carried_out)
    theme, _ = theme_drafts(replace(made, cycles=cycles), templates=Templates())
    assert "The logs hold 3 notes more that the schools have not released." in theme.markdown
    assert "Nothing that may be shown is written down." in theme.markdown


def test_names_that_differ_in_capitals_and_hyphens_are_one() -> None:
    cycles = show_edition(edition(), "public").cycles
    renamed = replace(
        cycles[0],
        plan=cycles[0].plan.model_copy(
            update={
                "change_idea": ChangeIdea(
                    name="Paired-Reading", theory="Who reads aloud more, reads better."
                ),
                "intervention": Intervention(name="Pairs", theme="reading ALOUD"),
            }
        ),
    )
    held = [renamed, *cycles[1:]]
    assert [(group.name, len(group.cycles)) for group in ideas(held)] == [
        ("Paired-Reading", 2),
        ("talk partners", 1),
    ]
    assert [(group.slug, len(group.cycles)) for group in themes(held)] == [("theme-reading-aloud", 3)]


def test_two_names_never_have_one_address() -> None:
    cycles = show_edition(edition(), "public").cycles
    named = [
        replace(
            cycle, plan=cycle.plan.model_copy(update={"change_idea": ChangeIdea(name=name, theory="It may.")})
        )
        for cycle, name in zip(cycles, ("Café!", "cafe", "café?"), strict=True)
    ]
    slugs = [group.slug for group in ideas(named)]
    assert len(set(slugs)) == len(slugs) == 3
    assert slug_of("¿?") == "unnamed"


def test_a_pages_markdown_is_sound() -> None:
    assert all(to_html(draft.markdown) for draft in drafts(pool(), pool(0.0, measure="Maths")).values())
