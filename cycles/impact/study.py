"""A study: every statistic of one measure's panel, in one fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from halfterm.cycles.impact.effect_size import effect_size_adjusted, hedges_g
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.gap import (
    did,
    gain_comparison,
    gain_target,
    gap_baseline,
    gap_change,
    gap_followup,
)
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.months import DEFAULT_TABLE, MonthsTable, months_finding
from halfterm.cycles.impact.permutation import DEFAULT_SEED, permutation
from halfterm.cycles.impact.ranks import cliffs_delta, gap_index
from halfterm.cycles.impact.reasons import ONLY_ORDERED
from halfterm.cycles.impact.regression import ancova
from halfterm.cycles.impact.relative_progress import multilevel_findings
from halfterm.cycles.impact.sides import Benchmark, Comparison, sides_of
from halfterm.cycles.impact.threshold import threshold_gap_baseline, threshold_gap_followup
from halfterm.cycles.impact.treated import impact_findings

NEED_ONLY_ORDER: Final = frozenset(
    {"cliffs_delta", "gap_index", "threshold_gap_baseline", "threshold_gap_followup", "threshold_gap_bounds"}
    | {"attrition", "attrition_target", "attrition_comparison", "attrition_differential"}
    | {"attrition_treated", "attrition_untreated", "attrition_differential_treated"}
)
"""The statistics of a study and of its missing pupils that add, subtract and average no scores."""


def as_ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings about scores that have an order and no distances: what needs distances is undefined."""
    return tuple(
        made
        if made.statistic in NEED_ONLY_ORDER or not made.defined
        else undefined(made.statistic, ONLY_ORDERED, n_target=made.n_target, n_comparison=made.n_comparison)
        for made in findings
    )


def study_panel(
    summary: PanelSummary,
    *,
    comparison: Comparison = "others",
    with_treated: bool,
    benchmark: Benchmark | None = None,
    months_table: MonthsTable = DEFAULT_TABLE,
    seed: int = DEFAULT_SEED,
    subtracts: bool = True,
) -> tuple[Finding, ...]:
    """All statistics of a panel; those that do not exist for it are undefined findings with the reason.

    In this order: gap_baseline, gap_followup, gap_change, gain_target, gain_comparison, did, hedges_g,
    effect_size_adjusted, ancova, multilevel, icc, variance_school, variance_residual, cliffs_delta,
    gap_index, months, threshold_gap_baseline, threshold_gap_followup, permutation; with `with_treated`
    also impact, impact_multilevel, impact_effect_size, impact_months, impact_on_gap. `seed` is that of the
    permutation draws. `subtracts` is False for a scale whose steps are not equal: then only what an order
    allows is defined. Raises `BadInput` for an unknown comparison or months table.
    """
    sides = sides_of(summary, comparison=comparison, benchmark=benchmark)
    progress = ancova(summary, sides)
    effect = effect_size_adjusted(progress, sides)
    delta = cliffs_delta(summary, sides)
    findings: tuple[Finding, ...] = (
        gap_baseline(sides),
        gap_followup(sides),
        gap_change(sides),
        gain_target(sides),
        gain_comparison(sides),
        did(sides),
        hedges_g(sides),
        effect,
        progress,
        *multilevel_findings(summary, sides),
        delta,
        gap_index(delta),
        months_finding(effect, statistic="months", table=months_table),
        threshold_gap_baseline(summary, sides),
        threshold_gap_followup(summary, sides),
        permutation(summary, sides, seed=seed),
    )
    if with_treated:
        findings += impact_findings(summary, sides, months_table=months_table)
    return findings if subtracts else as_ordered(findings)
