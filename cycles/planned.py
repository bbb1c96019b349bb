"""What a plan wrote down beforehand, beside what was found: its targets and predictions, scored."""

from __future__ import annotations

from collections.abc import Sequence

from halfterm.cycles.impact import (
    EventScore,
    Finding,
    PanelSummary,
    PredictedEvent,
    PredictedValue,
    Sides,
    ValueScore,
    gap_goal,
    mean_goal,
    score_event,
    score_value,
    undefined,
)
from halfterm.cycles.impact.reached import reached_by_side
from halfterm.cycles.impact.sample import baseline_of, follow_up_of, one_sample
from halfterm.cycles.plan import PlannedStatistic, Prediction, Target
from halfterm.cycles.record import PredictionScore, TargetScore


def score_target(
    target: Target, summary: PanelSummary, sides: Sides, findings: Sequence[Finding]
) -> TargetScore:
    """How much of the way from the baseline to the goal was gone, and whether the goal was reached."""
    before, after = before_and_after(target.statistic, summary, sides, findings)
    if target.statistic == "gap":
        percent = gap_goal(sides, target.goal)
    elif target.statistic == "mean":
        percent = mean_goal(sides, target.goal)
    else:
        percent = _share_goal(before, after, target.goal)
    met = None
    if before is not None and after.value is not None:
        met = after.value >= target.goal if target.goal >= before else after.value <= target.goal
    return TargetScore(target.statistic, target.goal, target.by, percent, met)


def score_prediction(
    prediction: Prediction, summary: PanelSummary, sides: Sides, findings: Sequence[Finding]
) -> PredictionScore:
    """How a prediction fared: its number by interval and error, its probability that the gap closes by Brier."""
    before, after = before_and_after(prediction.statistic, summary, sides, findings)
    closing = _closing_score(prediction.closing_probability, findings)
    if prediction.value is None or prediction.lower is None or prediction.upper is None:
        right = None
        if (
            prediction.closing_probability is not None
            and closing is not None
            and closing.happened is not None
        ):
            right = (prediction.closing_probability > 0.5) == closing.happened
        score = ValueScore(prediction.coverage, None, right, None, None)
    else:
        predicted = PredictedValue(prediction.value, prediction.lower, prediction.upper, prediction.coverage)
        score = score_value(predicted, after, baseline=before or 0.0)
    return PredictionScore(
        statistic=prediction.statistic,
        predicted=prediction.value,
        lower=prediction.lower,
        upper=prediction.upper,
        found=after.value,
        inside=score.inside,
        right_direction=score.right_direction if before is not None else None,
        absolute_error=score.absolute_error,
        interval_score=score.interval_score,
        closed=None if closing is None else closing.happened,
        brier=None if closing is None else closing.brier,
    )


def before_and_after(
    statistic: PlannedStatistic, summary: PanelSummary, sides: Sides, findings: Sequence[Finding]
) -> tuple[float | None, Finding]:
    """Where a planned statistic stood at baseline, and the finding it is scored against."""
    by_name = {finding.statistic: finding for finding in findings}
    if statistic == "gap":
        return by_name["gap_baseline"].value, by_name["gap_followup"]
    if statistic == "threshold_gap":
        return by_name["threshold_gap_baseline"].value, by_name["threshold_gap_followup"]
    if sides.target.n == 0:
        return None, undefined("target_mean", "nobody is in the target group")
    if statistic == "mean":
        after = one_sample(follow_up_of(sides.target), against=-sides.shift.follow_up)
        finding = after.finding(
            "target_mean",
            n_target=sides.target.n,
            n_comparison=0,
            method="mean of the target group; one-sample t",
        )
        return baseline_of(sides.target).mean + sides.shift.baseline, finding
    shares = [100 * target.share for target, _ in reached_by_side(summary, sides)]
    if not shares:
        return None, undefined("target_share", "no threshold was given")
    method = "share of the target group at or above the threshold, percent"
    return shares[0], Finding("target_share", shares[1], None, None, None, sides.target.n, 0, method)


def _share_goal(before: float | None, after: Finding, goal: float) -> Finding:
    sides = {"n_target": after.n_target, "n_comparison": after.n_comparison}
    if before is None or after.value is None:
        return undefined("percent_of_goal", after.method, **sides)
    if before == goal:
        return undefined("percent_of_goal", "the goal equals the baseline, so there is no way to go", **sides)
    percent = 100 * (after.value - before) / (goal - before)
    method = "100 (follow-up - baseline) / (goal - baseline) of shares; no interval"
    return Finding("percent_of_goal", percent, None, None, None, after.n_target, after.n_comparison, method)


def _closing_score(probability: float | None, findings: Sequence[Finding]) -> EventScore | None:
    """The gap closes when its size shrinks; None when no probability was given."""
    if probability is None:
        return None
    by_name = {finding.statistic: finding for finding in findings}
    before, after = by_name["gap_baseline"].value, by_name["gap_followup"].value
    if before is None or after is None:
        narrowed = undefined("gap_narrowed", by_name["gap_followup"].method)
    else:
        narrowed = Finding("gap_narrowed", abs(before) - abs(after), None, None, None, 0, 0, "points closer")
    return score_event(PredictedEvent(probability, "above", 0.0), narrowed)
