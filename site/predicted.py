"""The table and chart of what was predicted and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Shown, hidden
from halfterm.cycles.impact.movement import Direction
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import GAP_CLOSES
from halfterm.cycles.words import (
    Claim,
    GapFigures,
    change_words,
    claim,
    could_be_chance,
    printed_direction,
)
from halfterm.site.charts import PredictionRow
from halfterm.site.figures import figure, gap_figures, gap_target
from halfterm.site.marks import GAP_AND_CHANGE, told
from halfterm.site.pieces import dated
from halfterm.site.shown import Outcome, ShownPrediction, ShownStudy, ShownTarget

OUTCOMES: Final[dict[Outcome, str]] = {
    "held": "prediction held",
    "better": "better than predicted",
    "missed": "prediction missed",
    "hidden": "outcome hidden",
    "not scored": "prediction not scored",
}
TONES: Final[dict[Claim, str]] = {
    "closing": "closer",
    "widening": "wider",
    "less far ahead": "nearer",
    "further ahead": "further",
    "changed sides": "crossed",
}
"""How a change is coloured, where chance is unlikely."""
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
    """How a change is coloured: only where chance is unlikely, else plainly.

    Where nobody is compared with, it is the change of the group's own mean.
    """
    gain = gap.gain_target
    if not gap.compared and gain.value.value and could_be_chance(gain) is False:
        return "rose" if gain.value.value > 0 else "fell"
    return TONES.get(claim(gap), "plain")


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
        said.setdefault(STATISTICS[target.statistic], []).append(_target_words_in_full(target, study))
    aimed_at = set(said)
    for prediction in study.predictions:
        if prediction is not gap_prediction(study):
            said.setdefault(STATISTICS[prediction.statistic], []).append(_prediction_words(prediction, study))
    if study.pupil_targets and study.visible:
        own = study.pupil_targets
        counts = f"{own.not_met} not met, {own.met} met, {own.exceeded} exceeded"
        said["pupils against their own goals"] = [counts if own.met.visible else _unseen(own.met)]
    lines = ((what, f"{study.measure.name}, {what}: {'; '.join(words)}.") for what, words in said.items())
    return tuple(told(line, study, "percent_of_goal") if what in aimed_at else line for what, line in lines)


def _prediction_words(prediction: ShownPrediction, study: ShownStudy) -> str:
    if prediction.closing_probability.visible:
        chance = f"the chance that it would close was put at {prediction.closing_probability}%"
        unseen = f"whether it did is {_unseen(prediction.found)}"
        return f"{chance}, and {unseen if prediction.closed is None else _came(prediction, study)}"
    predicted = f"predicted was {_interval_words(prediction)}"
    if not prediction.found.visible:
        return f"{predicted}; what was found is {_unseen(prediction.found)}"
    return f"{predicted} and found {prediction.found}, {OUTCOMES[prediction.outcome]}"


def _came(prediction: ShownPrediction, study: ShownStudy) -> str:
    """Whether the gap closed, as the prediction was scored, and what of that is printed and beyond chance."""
    came = "it did" if prediction.closed else "it did not"
    if _gap_direction(study) == "level":
        return f"{came}, by less than is printed" if prediction.closed else f"{came}: it is about the same"
    chance = could_be_chance(figure(study, "gap_change"))
    return f"{came}, by no more than chance explains" if chance else came


def _unseen(figure: Shown) -> str:
    return "hidden to protect pupils" if figure.symbol == "c" else "not known"


def _gap_direction(study: ShownStudy) -> Direction | None:
    before, after, change = (figure(study, name).value for name in GAP_AND_CHANGE)
    return printed_direction(before, after, change)


def _target_words_in_full(target: ShownTarget, study: ShownStudy) -> str:
    if target.met is None:
        return f"the target is {target.goal} by {dated(target.by)}{_way(target, study)}"
    met = "met" if target.met else "not met"
    return f"the target of {target.goal} by {dated(target.by)} was {met}{_way(target, study)}"


def _way(target: ShownTarget, study: ShownStudy) -> str:
    """How far the way to a target was gone, while it is a way: not backwards, nor beyond its end."""
    percent = target.percent
    gone = percent.value.value
    if gone is None or gone > 100 or (target.met and gone < 100):
        return ""
    if gone == 100 and target.met is False:
        return ", by less than is printed"
    if not target.met and _is_still(target, study):
        return " and is as far off as at the baseline"
    if gone < 0:
        chance = ", which could be chance" if could_be_chance(percent) else ""
        return f" and is further off than at the baseline{chance}"
    way = f", {percent.value}% of the way from the baseline"
    if not percent.lower.visible or not percent.upper.visible:
        return way
    return f"{way} (95% interval {percent.lower}% to {percent.upper}%)"


def _is_still(target: ShownTarget, study: ShownStudy) -> bool:
    """Whether nothing is seen to have moved: neither the way, nor the figure that the target is about."""
    if target.statistic == "gap" and _gap_direction(study) == "level":
        return True
    if target.statistic == "mean" and figure(study, "gain_target").value.value == 0:
        return True
    return target.percent.value.value == 0


_OF_WHAT: Final = {
    "mean": "mean",
    "threshold_share": "share at the threshold",
    "threshold_gap": "gap between shares",
}


def outcome_words(study: ShownStudy) -> str:
    """What came of a study's predictions, in a cell: of the gap's, else of each other by name; or `none`."""
    of_gap = gap_prediction(study)
    if of_gap is not None:
        return OUTCOMES[of_gap.outcome].removeprefix("prediction ")
    return "; ".join(dict.fromkeys(_other_outcome(p, study) for p in study.predictions)) or "none"


def _other_outcome(prediction: ShownPrediction, study: ShownStudy) -> str:
    if prediction.statistic != GAP_CLOSES:
        came = OUTCOMES[prediction.outcome].removeprefix("prediction ")
        return f"{came} ({_OF_WHAT.get(prediction.statistic, 'gap')})"
    unknown = "hidden" if prediction.found.symbol == "c" else "not scored"
    came = unknown if prediction.closed is None else _came(prediction, study)
    return f"closes ({prediction.closing_probability}%): {came}"
