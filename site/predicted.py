"""The table and chart of what was predicted and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import ShownFinding, hidden
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import GAP_CLOSES
from halfterm.cycles.words import GapFigures, change_words, claim, interval
from halfterm.site.charts import PredictionRow
from halfterm.site.figures import gap_figures, gap_target
from halfterm.site.marks import told
from halfterm.site.pieces import dated
from halfterm.site.shown import Outcome, ShownPrediction, ShownStudy, ShownTarget

OUTCOMES: Final[dict[Outcome, str]] = {
    "held": "prediction held",
    "better": "better than predicted",
    "missed": "prediction missed",
    "hidden": "outcome hidden",
    "not scored": "prediction not scored",
}
STATISTICS: Final = {
    "gap": "gap",
    GAP_CLOSES: "gap",
    "mean": "mean of the target group",
    "threshold_share": "share of the target group at the threshold (%)",
    "threshold_gap": "gap between shares at the threshold (percentage points)",
}


@dataclass(frozen=True, slots=True)
class PredictedRow:
    """One measure's gap: before, aimed at, predicted, found."""

    measure: str
    place: str
    before: str
    target: str
    predicted: str
    found: str
    change: str
    tone: str
    outcome: str


def predicted_rows(
    studies: Sequence[ShownStudy], plan: Plan, programme: Programme, *, place: str
) -> tuple[PredictedRow, ...]:
    """A row for each measure, as the table on the page has it. `place` is said where it is not obvious."""
    return tuple(_row(study, plan, programme, place) for study in studies)


def _row(study: ShownStudy, plan: Plan, programme: Programme, place: str) -> PredictedRow:
    gap, target, prediction = gap_figures(study, plan, programme), gap_target(study), gap_prediction(study)
    return PredictedRow(
        measure=study.measure.name,
        place=place,
        before=told(gap.before.value, study, "gap_baseline"),
        target=_target_words(target) if target else "–",
        predicted=_interval_words(prediction) if prediction else "–",
        found=told(gap.after.value, study, "gap_followup"),
        change=told(change_words(gap), study, "gap_change"),
        tone=tone(gap),
        outcome=OUTCOMES[prediction.outcome].removeprefix("prediction ") if prediction else "–",
    )


def tone(gap: GapFigures) -> str:
    """How a change is coloured: only where chance is unlikely, else plainly."""
    return {"closing": "closer", "widening": "wider"}.get(claim(gap), "plain")


def gap_prediction(study: ShownStudy) -> ShownPrediction | None:
    """The prediction of the gap's value, if the plan makes one."""
    made = (p for p in study.predictions if p.statistic == "gap" and p.predicted.visible)
    return next(made, None)


def _target_words(target: ShownTarget) -> str:
    if target.met is None:
        return target.goal.text
    return f"{target.goal} ({'met' if target.met else 'not met'})"


def _interval_words(prediction: ShownPrediction) -> str:
    return f"{prediction.predicted} ({prediction.lower} to {prediction.upper})"


def chart_rows(studies: Sequence[ShownStudy], plan: Plan, programme: Programme) -> tuple[PredictionRow, ...]:
    """The same rows for the chart: only what a plan aimed at or predicted in points of the gap."""
    rows, z = [], hidden("z")
    for study in studies:
        prediction, target = gap_prediction(study), gap_target(study)
        if prediction is None and target is None:
            continue
        gap = gap_figures(study, plan, programme)
        rows.append(
            PredictionRow(
                measure=study.measure.name,
                before=gap.before.value,
                goal=target.goal if target else z,
                predicted=prediction.predicted if prediction else z,
                lower=prediction.lower if prediction else z,
                upper=prediction.upper if prediction else z,
                found=gap.after.value,
                note=OUTCOMES[prediction.outcome] if prediction else "",
            )
        )
    return tuple(rows)


def other_scores(study: ShownStudy) -> tuple[str, ...]:
    """Sentences on the targets, predictions and pupil targets that the table of gaps has no room for.

    One sentence for each planned statistic.
    """
    said: dict[str, list[str]] = {}
    for target in study.targets:
        said.setdefault(STATISTICS[target.statistic], []).append(_target_words_in_full(target))
    aimed_at = set(said)
    for prediction in study.predictions:
        if prediction is not gap_prediction(study):
            said.setdefault(STATISTICS[prediction.statistic], []).append(_prediction_words(prediction))
    if study.pupil_targets and study.visible:
        own = study.pupil_targets
        counts = f"{own.not_met} not met, {own.met} met, {own.exceeded} exceeded"
        said["pupils against their own goals"] = [counts]
    lines = ((what, f"{study.measure.name}, {what}: {'; '.join(words)}.") for what, words in said.items())
    return tuple(told(line, study, "percent_of_goal") if what in aimed_at else line for what, line in lines)


def _prediction_words(prediction: ShownPrediction) -> str:
    if prediction.closing_probability.visible:
        came = {True: "and it did", False: "and it did not", None: OUTCOMES[prediction.outcome]}
        chance = f"the chance that it would close was put at {prediction.closing_probability}%"
        return f"{chance}, {came[prediction.closed]}"
    predicted = f"predicted was {_interval_words(prediction)} and found {prediction.found}"
    return f"{predicted}, {OUTCOMES[prediction.outcome]}"


def _target_words_in_full(target: ShownTarget) -> str:
    if target.met is None:
        return f"the target is {target.goal} by {dated(target.by)}{_way(target.percent)}"
    met = "met" if target.met else "not met"
    return f"the target of {target.goal} by {dated(target.by)} was {met}{_way(target.percent)}"


def _way(percent: ShownFinding) -> str:
    """How far the way to a target was gone, while it is a way: not backwards, nor beyond its end."""
    gone = percent.value.value
    if gone is None or gone > 100:
        return ""
    if gone < 0:
        return " and is further off than at the baseline"
    bounds = interval(percent)
    return f", {percent.value}% of the way from the baseline" + (
        f" (95% interval {bounds})" if bounds else ""
    )
