"""The impact arithmetic: from sums over a panel to findings.

`study.study_panel` gives every statistic of one measure's panel; the other modules hold one family each.
"""

from halfterm.cycles.impact.cross_section import (
    ChangeSplit,
    GroupAtBothTimes,
    Scores,
    panels_disagree,
    split_change,
    split_gap_change,
)
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.matching import match_nearest
from halfterm.cycles.impact.moments import Cell, Gain, Moments, PanelSummary, ScoreCount, Shift
from halfterm.cycles.impact.months import DEFAULT_TABLE, MonthsTable, months_finding, months_of_progress
from halfterm.cycles.impact.movement import Direction, GapMovement, Mover, direction, what_moved
from halfterm.cycles.impact.predictions import (
    Calibration,
    EventScore,
    PredictedEvent,
    PredictedValue,
    ValueScore,
    calibration,
    score_event,
    score_value,
)
from halfterm.cycles.impact.reasons import NotDefined, reason
from halfterm.cycles.impact.sides import Benchmark, Comparison, Sides, sides_of
from halfterm.cycles.impact.statistics import CATALOGUE, Statistic, Unit
from halfterm.cycles.impact.study import study_panel
from halfterm.cycles.impact.targets import (
    Judgement,
    gap_goal,
    judge_group,
    judge_pupil,
    mean_goal,
    percent_of_goal,
)
from halfterm.cycles.impact.threshold import newcombe, pupils_equivalent

__all__ = [
    "CATALOGUE",
    "DEFAULT_TABLE",
    "Benchmark",
    "Calibration",
    "Cell",
    "ChangeSplit",
    "Comparison",
    "Direction",
    "EventScore",
    "Finding",
    "Gain",
    "GapMovement",
    "GroupAtBothTimes",
    "Judgement",
    "Moments",
    "MonthsTable",
    "Mover",
    "NotDefined",
    "PanelSummary",
    "PredictedEvent",
    "PredictedValue",
    "ScoreCount",
    "Scores",
    "Shift",
    "Sides",
    "Statistic",
    "Unit",
    "ValueScore",
    "calibration",
    "direction",
    "gap_goal",
    "judge_group",
    "judge_pupil",
    "match_nearest",
    "mean_goal",
    "months_finding",
    "months_of_progress",
    "newcombe",
    "panels_disagree",
    "percent_of_goal",
    "pupils_equivalent",
    "reason",
    "score_event",
    "score_value",
    "sides_of",
    "split_change",
    "split_gap_change",
    "study_panel",
    "undefined",
    "what_moved",
]
