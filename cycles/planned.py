"""What a plan wrote down beforehand, beside what was found: its targets and predictions, scored."""

from __future__ import annotations

from collections.abc import Sequence

from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.movement import movement
from halfterm.cycles.impact.predictions import PredictedEvent, PredictedValue, score_event, score_value
from halfterm.cycles.impact.reached import reached_by_side
from halfterm.cycles.impact.reasons import NO_TARGET, reason
from halfterm.cycles.impact.sample import baseline_of, follow_up_of, one_sample
from halfterm.cycles.impact.sides import Sides
from halfterm.cycles.impact.targets import GOAL_IS_BASELINE, SAME, gap_goal, mean_goal
from halfterm.cycles.impact.threshold import NO_THRESHOLD
from halfterm.cycles.plan import PlannedStatistic, Prediction, Target
from halfterm.cycles.record import GAP_CLOSES, PredictionScore, TargetScore


def score_target(
    target: Target, summary: PanelSummary, sides: Sides, findings: Sequence[Finding]
) -> TargetScore:
    """How much of the way from the baseline to the goal was gone, and whether the goal was reached.

    A goal above the baseline is reached from below, one under it from above. A gap's goal is reached from the
    side on which the target group was: a group that is behind meets -9 at -6, and misses it at -20, even when
    it was at -6 before. A group that was ahead meets it with a gap no larger than the goal on either
    side: one that ends far behind has met nothing.
    """
    before, after = before_and_after(target.statistic, summary, sides, findings)
    match target.statistic:
        case "gap":
            percent = gap_goal(sides, target.goal)
        case "mean":
            percent = mean_goal(sides, target.goal)
        case "threshold_share" | "threshold_gap":
            percent = _share_goal(before, after, target.goal)
    return TargetScore(target.statistic, target.goal, target.by, percent, _met(before, after, target))


def _met(before: Finding, after: Finding, target: Target) -> bool | None:
    if before.value is None or after.value is None:
        return None
    is_gap = target.statistic in ("gap", "threshold_gap")
    if is_gap and before.value > SAME and target.goal < before.value:
        # A lead that was to shrink: beyond nought it has become a gap the other way.
        return abs(after.value) <= abs(target.goal) + SAME
    from_below = (is_gap and before.value < -SAME) or target.goal >= before.value
    # A mean of sums may miss the goal by its last binary digit.
    if from_below:
        return after.value >= target.goal - SAME
    return after.value <= target.goal + SAME


def score_prediction(
    prediction: Prediction, summary: PanelSummary, sides: Sides, findings: Sequence[Finding]
) -> tuple[PredictionScore, ...]:
    """How a prediction fared: its number by interval and error, its probability by Brier; one score each."""
    before, after = before_and_after(prediction.statistic, summary, sides, findings)
    scores = []
    if prediction.value is not None and prediction.lower is not None and prediction.upper is not None:
        number = PredictedValue(prediction.value, prediction.lower, prediction.upper, prediction.coverage)
        scores.append(_score_number(number, prediction.statistic, before=before, after=after))
    if prediction.closing_probability is not None:
        scores.append(_score_closing(prediction.closing_probability, before=before, after=after))
    return tuple(scores)


def _score_number(
    predicted: PredictedValue, statistic: PlannedStatistic, *, before: Finding, after: Finding
) -> PredictionScore:
    score = score_value(predicted, after, baseline=before.value or 0.0)
    return PredictionScore(
        statistic=statistic,
        predicted=predicted.value,
        lower=predicted.lower,
        upper=predicted.upper,
        found=after.value,
        inside=score.inside,
        right_direction=None if before.value is None else score.right_direction,
        absolute_error=score.absolute_error,
        interval_score=score.interval_score,
        closed=None,
        brier=None,
    )


def _score_closing(probability: float, *, before: Finding, after: Finding) -> PredictionScore:
    """The gap closes when its size shrinks, on whichever side of nought it ends."""
    event = PredictedEvent(probability, "above", 0.5)
    score = score_event(event, _shrank(before, after))
    undecided = score.happened is None or probability == event.bound
    return PredictionScore(
        statistic=GAP_CLOSES,
        predicted=probability,
        lower=None,
        upper=None,
        found=after.value,
        inside=None,
        right_direction=None if undecided else (probability > event.bound) == score.happened,
        absolute_error=None,
        interval_score=None,
        closed=score.happened,
        brier=score.brier,
    )


def _shrank(before: Finding, after: Finding) -> Finding:
    """1 when the gap is smaller than it was, 0 when not."""
    if before.value is None or after.value is None:
        return undefined("gap_shrank", reason(after if before.defined else before))
    shrank = float(movement(before.value, after.value).shrank)
    return Finding(
        "gap_shrank", shrank, None, None, None, after.n_target, after.n_comparison, "size of the gap"
    )


def before_and_after(
    statistic: PlannedStatistic, summary: PanelSummary, sides: Sides, findings: Sequence[Finding]
) -> tuple[Finding, Finding]:
    """Where a planned statistic stood at baseline, and the finding it is scored against.

    Points for gaps and means, percent for shares, percentage points for gaps between shares.
    """
    by_name = {finding.statistic: finding for finding in findings}
    match statistic:
        case "gap":
            return by_name["gap_baseline"], by_name["gap_followup"]
        case "threshold_gap":
            return by_name["threshold_gap_baseline"], by_name["threshold_gap_followup"]
        case "mean":
            return _target_means(sides)
        case "threshold_share":
            return _target_shares(summary, sides)


def _target_means(sides: Sides) -> tuple[Finding, Finding]:
    if sides.target.n == 0:
        return undefined("target_mean", NO_TARGET), undefined("target_mean", NO_TARGET)
    before = one_sample(baseline_of(sides.target), against=-sides.shift.baseline)
    after = one_sample(follow_up_of(sides.target), against=-sides.shift.follow_up)
    method = "mean of the target group; one-sample t interval"
    n = sides.target.n
    return (
        before.finding("target_mean", n_target=n, n_comparison=0, method=method),
        after.finding("target_mean", n_target=n, n_comparison=0, method=method),
    )


def _target_shares(summary: PanelSummary, sides: Sides) -> tuple[Finding, Finding]:
    groups = [target for target, _ in reached_by_side(summary, sides)]
    if not groups:
        return undefined("target_share", NO_THRESHOLD), undefined("target_share", NO_THRESHOLD)
    method = "share of the target group at or above the threshold, percent, absent pupils counted"
    before, after = (
        Finding("target_share", 100 * group.share, None, None, None, group.n, 0, method)
        if group.n
        else undefined("target_share", NO_TARGET)
        for group in groups
    )
    return before, after


def _share_goal(before: Finding, after: Finding, goal: float) -> Finding:
    counts = {"n_target": after.n_target, "n_comparison": after.n_comparison}
    if before.value is None or after.value is None:
        return undefined("percent_of_goal", reason(after if before.defined else before), **counts)
    if abs(goal - before.value) <= SAME:
        return undefined("percent_of_goal", GOAL_IS_BASELINE, **counts)
    percent = 100 * (after.value - before.value) / (goal - before.value)
    method = "100 (follow-up - baseline) / (goal - baseline) of shares; no interval"
    return Finding("percent_of_goal", percent, None, None, None, after.n_target, after.n_comparison, method)
