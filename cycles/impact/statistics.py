"""What each statistic is, in plain words, with its unit and its decimals: for pages and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Unit = Literal[
    "points",
    "points squared",
    "effect size",
    "percentage points",
    "percent",
    "months",
    "ratio",
    "index",
]

GAP = "2. The gap"
EFFECT = "3. Effect size, model, small groups"


@dataclass(frozen=True, slots=True)
class Statistic:
    """Unit points: those of the measure's scale. `decimals`: as published. `section`: of the methods."""

    name: str
    label: str
    unit: Unit
    decimals: int
    section: str
    meaning: str


_ALL = (
    Statistic(
        "gap_baseline",
        "Gap before",
        "points",
        1,
        GAP,
        "How far the target group's mean was from the comparison's at baseline; negative while behind.",
    ),
    Statistic(
        "gap_followup",
        "Gap after",
        "points",
        1,
        GAP,
        "How far the target group's mean was from the comparison's at follow-up; negative while behind.",
    ),
    Statistic(
        "gap_change",
        "Change of the gap",
        "points",
        1,
        GAP,
        "Gap after minus gap before, for pupils with both scores; positive when the target caught up.",
    ),
    Statistic(
        "gain_target",
        "Gain of the target group",
        "points",
        1,
        GAP,
        "How much the pupils of the target group rose on average; growth that happens anyway is in it.",
    ),
    Statistic(
        "gain_comparison",
        "Gain of the comparison",
        "points",
        1,
        GAP,
        "How much the comparison rose on average in the same time: the rising tide.",
    ),
    Statistic(
        "did",
        "Difference in differences",
        "points",
        1,
        EFFECT,
        "The target group's mean gain minus the comparison's mean gain.",
    ),
    Statistic(
        "hedges_g",
        "Gap after as an effect size (Hedges' g)",
        "effect size",
        2,
        EFFECT,
        "The gap at follow-up in units of the pupils' scatter, corrected for small groups.",
    ),
    Statistic(
        "effect_size_adjusted",
        "Relative progress as an effect size",
        "effect size",
        2,
        EFFECT,
        "Relative progress in units of the scatter of all follow-up scores; it is not impact.",
    ),
    Statistic(
        "ancova",
        "Relative progress",
        "points",
        1,
        EFFECT,
        "How much further target pupils got than others who started from the same baseline score.",
    ),
    Statistic(
        "multilevel",
        "Relative progress within schools",
        "points",
        1,
        EFFECT,
        "Relative progress with each school allowed a level of its own.",
    ),
    Statistic(
        "multilevel_effect_size",
        "Relative progress within schools as an effect size",
        "effect size",
        2,
        EFFECT,
        "Relative progress within schools in units of the scatter of scores without any explanation.",
    ),
    Statistic(
        "icc",
        "Share of scatter between schools",
        "ratio",
        2,
        EFFECT,
        "How much of the scatter that baseline and group leave lies between schools, from 0 to 1.",
    ),
    Statistic(
        "variance_school",
        "Variance between schools",
        "points squared",
        1,
        EFFECT,
        "Scatter of the schools' own levels in the model of relative progress within schools.",
    ),
    Statistic(
        "variance_residual",
        "Variance between pupils",
        "points squared",
        1,
        EFFECT,
        "Scatter of pupils inside a school in the model of relative progress within schools.",
    ),
    Statistic(
        "cliffs_delta",
        "Cliff's delta after",
        "effect size",
        2,
        GAP,
        "Of all pairs of one target and one comparison pupil, how many more have the target pupil ahead.",
    ),
    Statistic(
        "gap_index",
        "Gap index",
        "index",
        1,
        GAP,
        "Ten times Cliff's delta with the sides exchanged: 0 is no gap, 10 every comparison pupil ahead.",
    ),
    Statistic(
        "months",
        "Relative progress in months",
        "months",
        0,
        EFFECT,
        "Relative progress as months of progress by the table that the method names; it is not impact.",
    ),
    Statistic(
        "threshold_gap_baseline",
        "Threshold gap before",
        "percentage points",
        1,
        GAP,
        "Share of the target group at or above the threshold at baseline minus the comparison's share.",
    ),
    Statistic(
        "threshold_gap_followup",
        "Threshold gap after",
        "percentage points",
        1,
        GAP,
        "Share of the target group at or above the threshold at follow-up minus the comparison's share.",
    ),
    Statistic(
        "permutation",
        "Difference of gains, few pupils",
        "points",
        1,
        EFFECT,
        "The difference of mean gains with a p that counts how often chance labels within school do as much.",
    ),
    Statistic(
        "impact",
        "Impact",
        "points",
        1,
        EFFECT,
        "How much further treated target pupils got than untreated ones from the same baseline score.",
    ),
    Statistic(
        "impact_multilevel",
        "Impact within schools",
        "points",
        1,
        EFFECT,
        "Impact with each school allowed a level of its own.",
    ),
    Statistic(
        "impact_effect_size",
        "Impact as an effect size",
        "effect size",
        2,
        EFFECT,
        "Impact in units of the scatter of all these target pupils' follow-up scores.",
    ),
    Statistic(
        "impact_months",
        "Impact in months",
        "months",
        0,
        EFFECT,
        "Impact as months of progress by the table that the method names.",
    ),
    Statistic(
        "impact_on_gap",
        "Impact on the gap",
        "points",
        1,
        EFFECT,
        "How much more the gap closed where the change idea was used; positive is more closing.",
    ),
    Statistic(
        "percent_of_goal",
        "Percent of goal reached",
        "percent",
        0,
        EFFECT,
        "How much of the way from baseline to goal was gone; 100 is the goal.",
    ),
)

CATALOGUE: Mapping[str, Statistic] = MappingProxyType({statistic.name: statistic for statistic in _ALL})
