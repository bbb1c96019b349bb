"""Targets and predictions made safe: what became of them is hidden wherever the figure behind is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from halfterm.cycles.disclosure import (
    Audience,
    Shown,
    ShownFinding,
    ThresholdCounts,
    hidden,
    safe_count,
    show_finding,
    show_mean,
    show_number,
    too_few,
)
from halfterm.cycles.plan import Plan, Prediction
from halfterm.cycles.record import GAP_CLOSES, PredictionScore, Study, TargetScore
from halfterm.site.shown import Outcome, ShownPrediction, ShownTarget

DECIMALS: Final = {"gap": 1, "mean": 1, "threshold_share": 0, "threshold_gap": 0}
"""How a planned number is printed; shares and gaps between shares are in percent."""

FROM_COUNTS: Final = frozenset({"threshold_share", "threshold_gap"})
"""Judged from what is published, since an audience may not know the exact counts."""


def show_targets(
    study: Study, findings: Mapping[str, ShownFinding], audience: Audience
) -> tuple[ShownTarget, ...]:
    """The targets of a study, each judged only if its figure may be seen."""
    return tuple(_show_target(target, study, findings, audience) for target in study.targets)


def show_predictions(
    study: Study, findings: Mapping[str, ShownFinding], plan: Plan | None, audience: Audience
) -> tuple[ShownPrediction, ...]:
    """The predictions of a study with what was found, where that may be seen."""
    return tuple(_show_prediction(score, study, findings, plan, audience) for score in study.predictions)


def _show_target(
    target: TargetScore, study: Study, findings: Mapping[str, ShownFinding], audience: Audience
) -> ShownTarget:
    found = _found(target.statistic, study, findings, audience)
    percent = show_finding(target.percent_of_goal, audience=audience, decimals=0)
    met = target.met if found.visible else None
    if target.statistic in FROM_COUNTS and audience != "school":
        x = hidden("x")
        percent = ShownFinding(percent.statistic, x, x, x, x, x, x, "not available to this audience")
        met = None if found.value is None else found.value >= target.goal
    goal = show_number(target.goal, decimals=DECIMALS[target.statistic])
    return ShownTarget(target.statistic, goal, target.by, percent, met)


def _show_prediction(
    score: PredictionScore,
    study: Study,
    findings: Mapping[str, ShownFinding],
    plan: Plan | None,
    audience: Audience,
) -> ShownPrediction:
    planned, before = _planned(score, study, plan), findings.get("gap_baseline")
    found = _found(score.statistic, study, findings, audience)
    event = score.statistic == GAP_CLOSES
    decimals, z = DECIMALS.get(score.statistic, 0), hidden("z")
    return ShownPrediction(
        statistic=score.statistic,
        predicted=z if event else show_number(score.predicted, decimals=decimals),
        lower=show_number(score.lower, decimals=decimals),
        upper=show_number(score.upper, decimals=decimals),
        coverage=show_number(100 * planned.coverage if planned else None, decimals=0),
        closing_probability=_percent(score) if event else z,
        found=found,
        outcome=_outcome(score, found, before.value.value if before else None, audience),
        closed=score.closed if found.visible else None,
        because=(planned.because if planned else None) or "",
    )


def _planned(score: PredictionScore, study: Study, plan: Plan | None) -> Prediction | None:
    """The prediction of a number in the plan that this score is about."""
    wanted = (study.measure, score.statistic, score.predicted, score.lower, score.upper)
    for planned in plan.predictions if plan else ():
        if (planned.measure, planned.statistic, planned.value, planned.lower, planned.upper) == wanted:
            return planned
    return None


def _percent(score: PredictionScore) -> Shown:
    return show_number(None if score.predicted is None else 100 * score.predicted, decimals=0)


def _found(statistic: str, study: Study, findings: Mapping[str, ShownFinding], audience: Audience) -> Shown:
    """What was found of a planned statistic, as this audience may know it."""
    if statistic == "threshold_share":
        return _share(study.threshold_follow_up, audience)
    if statistic == "mean":
        mean = study.means.get("target_follow_up")
        return show_mean(
            mean, pupils=study.coverage.target_both, audience=audience, decimals=DECIMALS["mean"]
        )
    name = "threshold_gap_followup" if statistic == "threshold_gap" else "gap_followup"
    return findings[name].value if name in findings else hidden("x")


def show_target_shares(study: Study, audience: Audience) -> tuple[Shown, Shown] | None:
    """The target group's shares at the threshold of a whole engagement; None without a threshold.

    A part's beside them could be taken from them to leave another part's.
    """
    if study.level != "engagement" or study.threshold_baseline is None or study.threshold_follow_up is None:
        return None
    return _share(study.threshold_baseline, audience), _share(study.threshold_follow_up, audience)


def _share(counts: ThresholdCounts | None, audience: Audience) -> Shown:
    """The target group's share at the threshold, in percent, from counts made safe first."""
    if counts is None:
        return hidden("z")
    cells = (counts.target_reached, counts.target - counts.target_reached)
    if any(too_few(n, audience) for n in cells):
        return hidden("c")
    reached, below = (safe_count(n, audience) or 0 for n in cells)
    return show_number(100 * reached / (reached + below) if reached + below else None, decimals=0)


def _outcome(score: PredictionScore, found: Shown, gap_before: float | None, audience: Audience) -> Outcome:
    """How the prediction fared: inside its interval, outside on the hoped-for side, or missed."""
    if not found.visible or found.value is None:
        return "hidden" if found.symbol == "c" else "not scored"
    if score.lower is None or score.upper is None:
        return "not scored" if score.right_direction is None else _by_direction(score.right_direction)
    inside = score.inside
    if score.statistic in FROM_COUNTS and audience != "school":
        inside = score.lower <= found.value <= score.upper
    if inside is None:
        return "not scored"
    if inside:
        return "held"
    # A target group that was ahead is hoped to be less so; every other figure is hoped to rise.
    hoped_lower = score.statistic == "gap" and gap_before is not None and gap_before > 0
    smaller = abs(found.value) < abs(score.predicted or 0.0)  # and has not come out as far behind
    better = found.value < score.lower and smaller if hoped_lower else found.value > score.upper
    return "better" if better else "missed"


def _by_direction(right: bool) -> Outcome:
    return "held" if right else "missed"
