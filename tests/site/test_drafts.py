"""Drafts of an edition: every page, for one audience, safe against what people write."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from halfterm.cycles.aims import Aim
from halfterm.cycles.errors import BadInput
from halfterm.cycles.intervention import Dosage, Intervention
from halfterm.cycles.plan import ChangeIdea, ComparedWith, TargetGroup
from halfterm.cycles.record import EditionRecord
from halfterm.site.dialect import to_html
from halfterm.site.draft import draft_pages
from halfterm.site.frame import edition_frame
from halfterm.site.pieces import Draft
from halfterm.site.publish import page_markup
from halfterm.site.rendering import Templates, plain
from tests.site.edition_factory import edition, programme, school

HOSTILE = (
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](https://elsewhere.example/p.png)",
    "a | b | c",
    "<img src=x onerror=alert(1)>",
    "# Heading *bold* `code` {: onclick=alert(1) }",
    '"><svg onload=alert(1)>',
    "{{ page }} {% raw %}",
    "1. one",
    "- item",
    "---",
    "&lt;script&gt; \u202e backwards",
    "Table: no table",
    "<https://elsewhere.example>",
)


def pages(record: EditionRecord) -> dict[str, Draft]:
    return {draft.path: draft for draft in draft_pages(record, audience="public")}


def test_an_edition_has_its_pages_for_each_school_engagement_and_cluster_and_those_for_all() -> None:
    schools, clusters = ("ash", "birch", "cedar", "dale", "elm"), ("north", "south")
    assert set(pages(edition())) == {
        *(f"{kind}/{school}" for kind in ("schools", "governors", "pupil-premium") for school in schools),
        *("cases/ash-and-partners", "cases/dale-and-elm"),
        *(f"{kind}/{cluster}" for kind in ("clusters", "packs", "slides") for cluster in clusters),
        *("themes/theme-reading-aloud", "themes/idea-paired-reading", "themes/idea-talk-partners"),
        *("synthesis", "glossary", "index", "methods"),
    }


def test_a_hidden_school_gets_a_page_that_says_why_and_tells_of_all_schools() -> None:
    cedar = pages(edition())["schools/cedar"]
    assert cedar.title == "Cedar School: figures hidden to protect pupils"
    assert "own figures are hidden (fewer than 10 pupils)" in cedar.markdown
    assert "Reading: FSM pupils were 6.5 points behind" in cedar.markdown
    assert "hidden: fewer than 10 pupils" in cedar.charts[0].svg


def test_a_partner_of_a_hidden_school_says_another_reason() -> None:
    birch = pages(edition())["schools/birch"]
    assert "own figures are hidden (it would give away a small group)" in birch.markdown


def test_no_figure_of_a_hidden_school_reaches_any_page_chart_or_file() -> None:
    record = edition()
    marked = replace(
        record.cycles[1],
        studies=tuple(
            replace(
                s,
                means=dict.fromkeys(s.means, 777.7),
                findings=tuple(replace(f, value=-55.5) for f in s.findings if f.defined),
            )
            if s.place in ("cedar", "birch")
            else s
            for s in record.cycles[1].studies
        ),
    )
    for draft in pages(replace(record, cycles=(record.cycles[0], marked, record.cycles[2]))).values():
        everything = [
            draft.title,
            draft.markdown,
            *(re.sub(r'="[^"]*"', "", c.svg) for c in draft.charts),  # places on paper are no figures
            *(t.csv for t in draft.tables),
        ]
        assert not any(re.search(r"777\.7|55\.5", text) for text in everything), draft.path


def test_a_school_in_two_engagements_has_a_summary_for_each() -> None:
    record = edition()
    engagements = record.programme.engagements
    twice = programme(
        engagements=(engagements[0], engagements[1].model_copy(update={"supported": ("elm", "ash")}))
    )
    drafts = pages(replace(record, programme=twice))
    assert {"schools/ash", "schools/ash-in-dale-and-elm"} <= set(drafts)
    assert "Ash School (Dale and Elm)" in drafts["index"].markdown


def test_two_summaries_of_one_name_are_refused() -> None:
    record = edition()
    north, south = record.programme.clusters
    ash_and_partners, dale_and_elm = record.programme.engagements
    odd = school("ash-in-dale-and-elm")
    clash = programme(
        clusters=(north.model_copy(update={"schools": (*north.schools, odd)}), south),
        engagements=(
            ash_and_partners.model_copy(update={"supported": (*ash_and_partners.supported, odd.id)}),
            dale_and_elm.model_copy(update={"supported": ("elm", "ash")}),
        ),
    )
    with pytest.raises(BadInput, match="rename a school or an engagement"):
        pages(replace(record, programme=clash))


def test_impact_is_claimed_on_no_page_of_a_plan_without_treated_pupils() -> None:
    drafts = pages(edition())
    for path in ("schools/dale", "cases/dale-and-elm"):
        assert "Nobody was compared with and without “talk partners”" in drafts[path].markdown
        assert "impact" not in drafts[path].markdown.lower()


def test_what_a_draft_says_is_fixed_by_its_content_hash() -> None:
    first, again = pages(edition()), pages(edition())
    assert {p: d.content_hash for p, d in first.items()} == {p: d.content_hash for p, d in again.items()}
    ash = first["schools/ash"]
    assert replace(ash, markdown=ash.markdown + " ").content_hash != ash.content_hash
    assert replace(ash, title="", markdown=ash.title + ash.markdown).content_hash != ash.content_hash


def test_a_review_changes_no_draft() -> None:
    record = edition()
    unread = replace(record, cycles=tuple(replace(c, reviews=()) for c in record.cycles))
    assert pages(unread)["schools/ash"].content_hash == pages(record)["schools/ash"].content_hash


def test_a_workspace_may_override_a_template(tmp_path: Path) -> None:
    (tmp_path / "methods.md").write_text("Ours: {{ page.code_version }}")
    drafts = {d.path: d for d in draft_pages(edition(), audience="public", overrides=tmp_path)}
    assert drafts["methods"].markdown == "Ours: 0.1.0+1a2b3c4\n"
    assert drafts["index"].markdown == pages(edition())["index"].markdown


def hostile_edition(text: str) -> EditionRecord:
    """The small edition with a hostile text in every place where people write."""
    record = edition()
    idea = ChangeIdea(name=text, theory=text, treated={"class": (text,)}, untreated=text, adapts=text)
    intervention = Intervention(name=text, theme=text, dosage=Dosage(words=text), delivered_by=text)
    aim = Aim.model_validate(
        {"by": "2025-12-19", "improve": text, "from": text, "to": text, "for_whom": text, "by_doing": text}
    )
    cycles = []
    for cycle in record.cycles:
        predictions = tuple(p.model_copy(update={"because": text}) for p in cycle.plan.predictions)
        changes = {
            "title": text,
            "aim": aim,
            "target_group": TargetGroup(name=text, attributes={"fsm": (text,)}),
            "comparison": ComparedWith(kind="others", name=text),
            "change_idea": idea,
            "intervention": intervention,
            "measures": tuple(m.model_copy(update={"name": text}) for m in cycle.plan.measures),
            "predictions": predictions,
        }
        decision = cycle.decision and replace(cycle.decision, reason=text, learning=text, next_cycle=text)
        cycles.append(replace(cycle, plan=cycle.plan.model_copy(update=changes), decision=decision))
    made = record.programme
    hostile = made.model_copy(
        update={
            "name": text,
            "about": text,
            "stands_in": text,
            "half_terms": tuple(h.model_copy(update={"name": text}) for h in made.half_terms),
            "people": tuple(p.model_copy(update={"name": text}) for p in made.people),
            "engagements": tuple(
                e.model_copy(update={"name": text, "context": text}) for e in made.engagements
            ),
            "clusters": tuple(
                c.model_copy(
                    update={
                        "name": text,
                        "schools": tuple(s.model_copy(update={"name": text}) for s in c.schools),
                    }
                )
                for c in made.clusters
            ),
        }
    )
    half_term = hostile.half_term(record.half_term.id)
    loads = tuple(replace(load, source=text, load=text) for load in record.loads)
    return replace(
        record, programme=hostile, half_term=half_term, cycles=tuple(cycles), loads=loads, code_version=text
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_people_write_comes_out_as_text(text: str) -> None:
    record = hostile_edition(text)
    frame = edition_frame(record, audience="public")
    harmless = draft_pages(hostile_edition("plain words"), audience="public")
    for draft, usual in zip(draft_pages(record, audience="public"), harmless, strict=True):
        markup = page_markup(draft, frame, Templates())
        assert shape(markup) == shape(page_markup(usual, frame, Templates())), draft.path


class Shape(HTMLParser):
    """Elements with the names of their attributes and where they lead, in order; of drawings, which kinds."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[object] = []
        self.drawn: set[object] = set()
        self._drawing = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._drawing = self._drawing or tag == "svg"
        if self._drawing:
            self.drawn.add((tag, tuple(name for name, _ in attrs)))
        else:
            # The page of a theme or change idea is named after what people wrote, made harmless.
            leads = tuple(
                re.sub(r"\b(theme|idea)-[a-z0-9-]+", r"\1", value or "")
                for name, value in attrs
                if name in ("href", "src", "id", "class")
            )
            self.elements.append((tag, tuple(name for name, _ in attrs), leads))

    def handle_endtag(self, tag: str) -> None:
        self._drawing = self._drawing and tag != "svg"


def shape(markup: str) -> tuple[list[object], set[object]]:
    parser = Shape()
    parser.feed(markup)
    return parser.elements, parser.drawn


def test_a_hostile_cell_stays_one_cell() -> None:
    markup = to_html(f"Table: t\n\n| a | b |\n|---|---|\n| {plain('x | y')} | z |")
    assert markup.count("<td") + markup.count('scope="row"') == 2


def test_links_out_of_the_site_are_https_or_mail_only() -> None:
    markup = to_html(
        "[a](javascript:x) [b](http://c.d) [e](https://f.g) [h](//i.j) [k](data:text/html,l) [m](../n.html#o)"
    )
    assert re.findall(r'href="([^"]*)"', markup) == ["https://f.g", "../n.html#o"]


def test_a_table_without_caption_is_refused() -> None:
    with pytest.raises(BadInput, match="Table:"):
        to_html("| a |\n|---|\n| b |")


@pytest.mark.parametrize(
    "path", ["schools/ash", "cases/ash-and-partners", "clusters/north", "index", "methods"]
)
def test_every_page_says_what_its_data_stand_for(path: str) -> None:
    record = edition()
    markup = page_markup(pages(record)[path], edition_frame(record, audience="public"), Templates())
    assert "An example: the schools and their figures are made up." in markup
