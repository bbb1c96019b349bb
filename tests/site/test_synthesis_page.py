"""The synthesis: what moved, what ideas did, predictions, quality, the ten tables, printed tables checked."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.plan import ComparedWith
from halfterm.cycles.record import Study
from halfterm.site.dialect import to_html
from halfterm.site.pieces import Draft
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition, ShownPool
from halfterm.site.synthesis_page import synthesis_draft
from tests.site.edition_factory import edition
from tests.site.synthesis_factory import effect, not_pooled, pool


def shown(audience: Audience = "public", **changes: Any) -> ShownEdition:
    return replace(show_edition(edition(), audience), **changes)


def draft(*pools: ShownPool, **changes: Any) -> Draft:
    return synthesis_draft(shown(pools=pools, **changes), templates=Templates())


def rows(made: Draft, name: str) -> list[dict[str, str]]:
    [file] = [file for file in made.tables if file.name == name]
    return list(csv.DictReader(io.StringIO(file.csv)))


def test_it_counts_what_there_is_and_says_which_way_gaps_moved() -> None:
    made = draft()
    assert made.title == "The programme so far: 2 of 5 gaps clearly closing, none clearly widening"
    assert "Of 5 gaps that were followed up, 2 are clearly closing, none is clearly widening and 3 moved" in (
        made.markdown
    )
    assert "Schools **5**" in made.markdown
    assert "Cycles followed up **3**" in made.markdown


def test_nothing_studied_is_said_plainly() -> None:
    made = draft(cycles=())
    assert made.title == "The programme so far: no gap has been studied that may be shown"
    assert "No cycle has been followed up yet." in made.markdown
    assert "No prediction has been scored yet" in made.markdown
    assert "No record of a cycle has been looked at" in made.markdown


def test_a_widening_gap_is_told_as_plainly_as_a_closing_one() -> None:
    record = edition()
    turned = tuple(
        replace(
            cycle,
            studies=tuple(
                replace(
                    study,
                    findings=tuple(
                        replace(f, value=-f.value, lower=-f.upper, upper=-f.lower)
                        if f.statistic == "gap_change" and f.value and f.lower and f.upper
                        else replace(f, value=f.value - 12)
                        if f.statistic == "gap_followup" and f.value
                        else f
                        for f in study.findings
                    ),
                )
                for study in cycle.studies
            ),
        )
        for cycle in record.cycles
    )
    made = synthesis_draft(show_edition(replace(record, cycles=turned), "public"), templates=Templates())
    assert made.title == "The programme so far: none of 5 gaps clearly closing, 2 clearly widening"


def test_a_lead_that_grew_is_counted_as_neither_closing_nor_widening() -> None:
    record = edition()

    def ahead(study: Study) -> Study:
        """The sides of the gap before and after exchanged, and its change with them."""
        gaps = ("gap_baseline", "gap_followup", "gap_change")
        return replace(
            study,
            findings=tuple(f.negated(f.statistic) if f.statistic in gaps else f for f in study.findings),
        )

    turned = tuple(
        replace(cycle, studies=tuple(ahead(study) for study in cycle.studies)) for cycle in record.cycles
    )
    made = synthesis_draft(show_edition(replace(record, cycles=turned), "public"), templates=Templates())
    assert made.title == (
        "The programme so far: none of 5 gaps clearly closing, none clearly widening, 2 leads clearly changed"
    )
    assert "in 2 the target group is clearly less far ahead" in made.markdown


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        (0.3, "Paired reading, impact on Reading: treated pupils made more progress than untreated ones"),
        (-0.3, "Paired reading, impact on Reading: treated pupils made less progress than untreated ones"),
        (0.1, "Paired reading, impact on Reading: no clear difference between treated pupils and untreated"),
    ],
)
def test_the_opening_tells_a_pooled_impact_whichever_way_it_points(whole: float, said: str) -> None:
    assert said in draft(pool(whole)).markdown


def test_without_a_pooled_impact_none_is_claimed() -> None:
    relative = pool(question="relative progress")
    made = draft(relative)
    assert "Whether the change ideas did it is not known" in made.markdown
    assert "Impact by change idea" not in made.markdown


def test_impact_and_relative_progress_are_never_in_one_table_or_chart() -> None:
    made = draft(pool(), pool(0.1, question="relative progress"), pool(measure="Maths"))
    assert [chart.table.caption.split(",")[0] for chart in made.charts if chart.table] == [
        *("Impact: Reading", "Impact: Maths", "Relative progress: Reading"),
    ]
    impact, _, relative = made.markdown.partition("## Are target groups catching up?")
    assert impact.count("[Paired reading](themes/idea-paired-reading.html) | Reading") == 1
    assert relative.count("[Paired reading](themes/idea-paired-reading.html) | Reading") == 1


def test_months_stand_only_where_the_interval_leaves_nought_out() -> None:
    sure, unsure = draft(pool(0.3)).markdown, draft(pool(0.1)).markdown
    assert "| +0.30 | +0.10 to +0.50 | −0.30 to +0.90 | +4 | £21 |" in sure
    assert "| +0.10 | −0.10 to +0.30 | −0.50 to +0.70 | £21 |" in unsure


def test_an_idea_without_effects_to_show_is_said_to_have_none() -> None:
    assert "No effect may be shown: Paired reading (Reading)." in draft(not_pooled()).markdown
    one = pool(None, rows=(effect("Ash School", 0.4),))
    assert "A single effect is not pooled: Paired reading (Reading)." in draft(one).markdown


def test_printed_figures_that_do_not_follow_are_marked_and_reports_are_called_synthetic() -> None:
    made = draft()
    assert "The 6 coded reports are synthetic" in made.markdown
    assert "1 printed percentage does not follow from the count beside it." in made.markdown
    assert "Table 7, gender: 2 reports are 33.3%; printed is 33.4%." in made.markdown
    assert "| gender | 2 | 33.3 | **≠ 2 (33.4%)**" in made.markdown
    assert "| SEN | 1 | 16.7 |  1 (16.7%) |" in made.markdown


def test_a_claim_is_told_with_what_follows_and_what_does_not() -> None:
    made = draft()
    assert "**Five of six schools told of a gain.** (Source: A report of old.)" in made.markdown
    assert "5 of 6 is 83%." in made.markdown
    assert "nobody else measured" in made.markdown


def test_the_coded_tables_are_data_too() -> None:
    made = draft()
    tables = {
        (row["source"], row["code"]): row for row in rows(made, "synthesis.csv") if row["table"] == "7_gap"
    }
    assert tables["programme", "FSM or looked after"]["n"] == "3"
    assert tables["programme", "FSM or looked after"]["percent"] == "100.0"
    wrong = tables["old-map", "gender"]
    assert (wrong["printed_percent"], wrong["discrepancy"]) == ("33.4", "wrong")
    codes = [row for row in rows(made, "synthesis-codes.csv") if row["table"] == "7_gap"]
    assert {(row["cycle"], row["code"], row["basis"]) for row in codes} == {
        (cycle, "FSM or looked after", "derived") for cycle in ("ash-1", "ash-2", "dale-1")
    }


def test_pools_are_data_with_their_rows_apart_from_the_pooled_effect() -> None:
    held = rows(draft(pool(), not_pooled(measure="Maths")), "synthesis-pools.csv")
    assert [(row["kind"], row["row"], row["effect"]) for row in held] == [
        ("effect", "Ash School", "0.40"),
        ("effect", "Birch School", "0.20"),
        ("pooled", "All 2 schools", "0.30"),
        ("expected", "One more school", "0.30"),
    ]


def test_every_pool_that_is_drawn_has_words_and_a_table() -> None:
    made = draft(pool(), pool(measure="Maths"))
    markup = to_html(made.markdown)
    assert len(made.charts) == markup.count("<img ") == 2
    assert all(chart.table is not None for chart in made.charts)
    assert "pooled by change idea: Paired reading +0.30 (+0.10 to +0.50)" in markup


@pytest.mark.parametrize("audience", ["school", "cluster", "public"])
def test_it_is_made_for_every_audience(audience: Audience) -> None:
    made = synthesis_draft(shown(audience), templates=Templates(audience=audience))
    assert made.path == "synthesis"
    assert to_html(made.markdown)


def test_an_interval_narrowed_by_agreement_claims_nothing() -> None:
    made = draft(pool(0.3, by_agreement=True)).markdown
    assert "no clear difference between treated pupils and untreated ones" in made
    assert "the effects agree better than chance would make them" in made
    assert "\n- Paired reading, impact on Reading: no clear difference" in made
    assert "Months" not in made.split("## Did the change ideas do it?")[1].split("## Are target groups")[0]


def test_leads_and_gaps_nobody_knows_are_told_apart() -> None:
    made = shown()
    first, *others = made.cycles
    nobody = first.plan.model_copy(update={"comparison": ComparedWith(kind="none", name="nobody")})
    cycles = (replace(first, plan=nobody), *others)
    text = synthesis_draft(replace(made, cycles=cycles), templates=Templates()).markdown
    measures = len(first.at("engagement", first.plan.engagement))
    assert f"Of {measures} measure{'s' if measures > 1 else ''} no gap is known." in text
    assert "| Lead changed |" in text


def test_one_gap_is_told_in_the_singular() -> None:
    made = shown()
    last = next(c for c in made.cycles if c.plan.engagement == "dale-and-elm")
    text = synthesis_draft(replace(made, cycles=(last,)), templates=Templates()).markdown
    assert "One gap was followed up: it moved no more than chance could explain." in text
    assert "Percentages are of 1 cycle," in text
