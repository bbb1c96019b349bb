"""The cluster page: gaps beside gaps, means where there is no comparison, and the model over schools."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.plan import ComparedWith
from halfterm.cycles.record import CycleRecord, EditionRecord
from halfterm.site.cluster_page import cluster_draft
from halfterm.site.index_page import of_cluster
from halfterm.site.pieces import Draft
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from tests.site.edition_factory import edition, finding
from tests.site.test_gains import record


def cluster(made: EditionRecord, name: str) -> Draft:
    shown = show_edition(made, "cluster")
    meeting = of_cluster(shown, shown.programme.cluster(name))
    assert meeting is not None
    return cluster_draft(shown, meeting, schools=(), templates=Templates())


def without_comparison() -> Draft:
    return cluster(record(), "south")


def test_a_plan_without_a_comparison_has_a_table_and_a_chart_of_means() -> None:
    made = without_comparison()
    assert "Table: Mean of the target group in points, cycle by cycle" in made.markdown
    assert "| Mean before | Mean after | [Gain](../methods.html#gain_target) |" in made.markdown
    assert [chart.name for chart in made.charts] == ["mean-reading"]
    assert "no gap" not in made.markdown
    assert "Means of the target group in points; there is no comparison group." in made.markdown


def test_gaps_stand_against_no_gap_with_the_clusters_own_at_the_foot() -> None:
    made = cluster(edition(), "north")
    assert "Gap in points; the line at 0 is no gap." in made.markdown
    assert [chart.name for chart in made.charts] == ["gap-reading", "gap-maths"]
    table = made.charts[0].table
    assert table is not None
    assert [row[0] for row in table.rows] == ["Ash and partners", "The cluster"]


def modelled(*models: Finding, kind: str = "others") -> str:
    """What the north's page says of the model over schools, with these for reading and maths."""
    made = edition()
    studies = [
        replace(s, findings=(*(f for f in s.findings if f.statistic != "multilevel"), model))
        for s, model in zip(made.cluster_studies, models, strict=False)
    ]

    def compared(cycle: CycleRecord) -> CycleRecord:
        beside = ComparedWith.model_validate({"kind": kind, "name": "their whole class"})
        return replace(cycle, plan=cycle.plan.model_copy(update={"comparison": beside}))

    cycles = tuple(compared(cycle) for cycle in made.cycles)
    draft = cluster(replace(made, cycles=cycles, cluster_studies=tuple(studies)), "north")
    said = re.split(r"^## ", draft.markdown, flags=re.M)
    return next(part for part in said if part.startswith("Is the gap closing?"))


@pytest.mark.parametrize(("kind", "others"), [("whole_class", "the others"), ("others", "their whole class")])
def test_the_model_compares_with_the_others_also_where_a_gap_is_that_to_the_whole_class(
    kind: str, others: str
) -> None:
    said = modelled(finding("multilevel", 0.1), kind=kind)
    assert f"FSM pupils score 0.1 points higher at follow-up than {others} (95% interval" in said


def test_why_schools_are_not_modelled_is_said_once_and_says_of_what() -> None:
    few = Finding("multilevel", None, None, None, None, 49, 104, "not computed: fewer than 5 schools")
    said = modelled(few, few)
    assert said.count("How schools differ is not worked out: fewer than 5 schools.") == 1
    assert "not computed" not in said
    one = modelled(finding("multilevel", 0.1), few)
    assert "How schools differ in Maths is not worked out: fewer than 5 schools." in one


def test_where_nobody_is_compared_with_no_model_is_missed() -> None:
    assert "How schools differ" not in without_comparison().markdown
