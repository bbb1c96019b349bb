"""A plan that compares with nobody: means, gains and shares of the group in place of a gap."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from halfterm.cycles.disclosure import Audience, ThresholdCounts
from halfterm.cycles.impact.finding import undefined
from halfterm.cycles.impact.reasons import NO_COMPARISON_PLANNED
from halfterm.cycles.plan import ComparedWith
from halfterm.cycles.record import CycleRecord, EditionRecord, Study
from halfterm.site.draft import draft_pages
from halfterm.site.pieces import Draft
from halfterm.site.safe import show_edition
from tests.site.edition_factory import READING, edition

OF_TARGET = ("gain_target",)
READING_AT = READING.model_copy(update={"threshold": 95.0})


def counts(reached: int) -> ThresholdCounts:
    return ThresholdCounts(
        target_reached=reached, target=52, comparison_reached=0, comparison=0, whole_class=False
    )


def alone(study: Study) -> Study:
    """As a plan without a comparison has it: the group's means and its gain."""
    findings = tuple(
        replace(made, n_comparison=0)
        if made.statistic in OF_TARGET
        else undefined(made.statistic, NO_COMPARISON_PLANNED, n_target=made.n_target)
        for made in study.findings
    )
    means = {name: mean for name, mean in study.means.items() if name.startswith("target")}
    shares = {"threshold_baseline": counts(14), "threshold_follow_up": counts(38)}
    return replace(study, findings=findings, means=means, predictions=(), targets=(), **shares)


def record() -> EditionRecord:
    """The edition where Dale and Elm compare with nobody."""
    made = edition()

    def changed(cycle: CycleRecord) -> CycleRecord:
        if cycle.plan.id != "dale-1":
            return cycle
        nobody = {
            "comparison": ComparedWith(kind="none", name="nobody"),
            "predictions": (),
            "measures": (READING_AT,),
        }
        plan = cycle.plan.model_copy(update=nobody)
        return replace(cycle, plan=plan, studies=tuple(alone(study) for study in cycle.studies))

    return replace(made, cycles=tuple(changed(cycle) for cycle in made.cycles))


@cache
def pages(audience: Audience = "cluster") -> tuple[Draft, ...]:
    return draft_pages(record(), audience=audience)


def page(path: str, audience: Audience = "cluster") -> Draft:
    return next(draft for draft in pages(audience) if draft.path == path)


def plain(draft: Draft) -> str:
    return re.sub(r"</?data[^>]*>", "", draft.markdown)


@pytest.mark.parametrize("path", ["schools/dale", "cases/dale-and-elm"])
def test_means_and_gain_stand_where_a_gap_would(path: str) -> None:
    said = plain(page(path))
    assert (
        "| Mean before | Mean after | [Gain](../methods.html#gain_target) | 95% interval | Pupils |" in said
    )
    assert "| 92.1 | 97.7 | **+5.6** | +3.0 to +8.2 |" in said
    assert "Table: Gap in points" not in said
    assert "The gap in each cycle" not in said
    assert "Is the gap closing?" not in said
    assert "What was gained?" in said
    assert not re.search(r"\| z \|", said)


@pytest.mark.parametrize("path", ["schools/dale", "cases/dale-and-elm"])
def test_the_chart_shows_the_means_of_the_group_alone(path: str) -> None:
    draft = page(path)
    names = {chart.name for chart in draft.charts}
    assert "mean-reading" in names
    assert "gap-reading" not in names
    (chart,) = (chart for chart in draft.charts if chart.name == "mean-reading")
    assert "FSM pupils before the cycle 92.1, FSM pupils after it 97.7; 5.6 higher" in chart.svg
    assert "![Reading: mean of FSM pupils, before and after](mean-reading.svg)" in draft.markdown


def test_schools_are_drawn_side_by_side_with_their_means() -> None:
    (chart,) = (c for c in page("cases/dale-and-elm").charts if c.name == "schools-reading")
    assert "the mean of FSM pupils of each school" in chart.svg
    assert "92.1" in chart.svg


def test_the_share_at_the_threshold_is_told_of_all_schools_together_only() -> None:
    shares = "27% were at 95 points or above before, and 73% after."
    assert shares in plain(page("cases/dale-and-elm"))
    assert "or above before" not in plain(page("schools/dale"))


def test_a_share_of_few_is_not_told_and_none_beside_a_comparison() -> None:
    few = record()
    cycles = tuple(
        replace(
            cycle,
            studies=tuple(
                replace(study, threshold_baseline=counts(3)) if study.threshold_baseline else study
                for study in cycle.studies
            ),
        )
        for cycle in few.cycles
    )
    (dale,) = (
        c for c in show_edition(replace(few, cycles=cycles), "cluster").cycles if c.plan.id == "dale-1"
    )
    (whole,) = dale.at("engagement", "dale-and-elm")
    assert whole.target_shares is not None
    assert [share.text for share in whole.target_shares] == ["c", "73"]
    others = show_edition(edition(), "school").cycles
    assert {study.target_shares for cycle in others for study in cycle.studies} == {None}


@pytest.mark.parametrize("audience", ["school", "cluster", "public"])
def test_pages_with_and_without_a_comparison_are_made_for_every_audience(audience: Audience) -> None:
    assert "Table: Means of the target group" in page("cases/dale-and-elm", audience).markdown
    assert "Table: Gap in points" in page("cases/ash-and-partners", audience).markdown


def test_what_was_gained_is_said_and_nobody_is_counted_on_the_other_side() -> None:
    said = plain(page("schools/dale"))
    assert "Reading: FSM pupils rose 5.6 points from Autumn 2 to Spring 1" in said
    assert "Pupils with both scores **22**" in said
    assert "there is no gap" not in said


def test_pages_without_a_comparison_speak_of_means_and_of_no_gap() -> None:
    assert "there is no comparison group" in page("schools/dale").markdown
    for path in ("schools/dale", "governors/dale"):
        assert "nobody is compared with" not in page(path).markdown
        assert "Gaps move" not in page(path).markdown
        assert "Gap in points" not in page(path).markdown
    assert "Means move for other reasons too." in page("schools/dale").markdown
    assert "Table: Mean of the target group in points, oldest first" in page("governors/dale").markdown
    assert "Table: Mean of the target group in points" in page("pupil-premium/dale").markdown


def test_means_on_scales_far_apart_are_drawn_each_to_its_own_length() -> None:
    (alike,) = (c for c in page("cases/dale-and-elm").charts if c.name == "mean-reading")
    assert ">0<" not in alike.svg


@pytest.mark.parametrize("path", ["clusters/south", "packs/south", "governors/dale"])
def test_tables_of_many_cycles_tell_the_mean_where_nobody_is_compared(path: str) -> None:
    page = next(d for d in draft_pages(record(), audience="public") if d.path == path)
    rows = [line for line in page.markdown.splitlines() if "(mean of the group)" in line]
    assert len(rows) == 1
    assert re.search(r"\d higher</data>\*\*", rows[0])
    assert not re.search(r"[| >]z[ <]", rows[0])
