"""Whether plans and sources name scales that there are, and ask of a scale only what it bears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from halfterm.cycles.errors import did_you_mean
from halfterm.cycles.measure import Measure
from halfterm.cycles.plan import Plan
from halfterm.cycles.scale import Scale
from halfterm.cycles.scale_reading import grades_in_words, on_step, within
from halfterm.cycles.scale_use import no_differences

MEAN_BASED = frozenset({"gap", "mean"})
"""The planned statistics that subtract or average points."""


def check_plan_scales(plans: Mapping[str, Plan], scales: Mapping[str, Scale]) -> list[str]:
    """What is wrong with the scales of plans, each with the name of its file; empty when all fit.

    Args:
        plans: the plans by the name of their file.
        scales: every scale that there is, by its id.
    """
    return [f"{name}: {problem}" for name, plan in plans.items() for problem in _of_plan(plan, scales)]


def check_named(mentions: Iterable[tuple[str, str]], scales: Mapping[str, Scale]) -> list[str]:
    """The scales that are named and are not there; `mentions` are pairs of place and id."""
    return [
        f"{place}: no scale '{scale}'{did_you_mean(scale, scales)}"
        for place, scale in dict.fromkeys(mentions)
        if scale not in scales
    ]


def _of_plan(plan: Plan, scales: Mapping[str, Scale]) -> Iterator[str]:
    yield from check_named(((f"measure '{m.id}'", m.scale) for m in plan.measures), scales)
    for measure in plan.studied_measures:
        scale = scales.get(measure.scale)
        if scale is None:
            continue
        yield from _threshold(measure, scale)
        if scale.direction == "lower":
            yield f"measure '{measure.id}': {_turn_round(scale)}"
        if not scale.subtract:
            yield from _without_differences(plan, measure, scale)


def _turn_round(scale: Scale) -> str:
    """Why a study does not take a scale on which less is better, and what to write instead."""
    why = f"on scale '{scale.id}' less is better, and a study says of the side with more that it is ahead"
    if not scale.grades:
        return (
            f"{why}; measure what should rise instead, such as sessions attended in place of sessions missed"
        )
    turned = zip(reversed(scale.grades), scale.grades.values(), strict=True)
    grades = ", ".join(f"{grade}: {points:g}" for grade, points in turned)
    return (
        f"{why}; name a scale that is turned round, a copy of it without `direction: lower` and with "
        f"`grades: {{{grades}}}`"
    )


def _threshold(measure: Measure, scale: Scale) -> Iterator[str]:
    threshold = measure.threshold
    if threshold is None:
        return
    on_grade = scale.subtract or threshold in scale.grade_at
    if not (within(threshold, scale) and on_step(threshold, scale) and on_grade):
        yield (
            f"measure '{measure.id}': its threshold does not lie on scale '{scale.id}'; it has "
            f"{_points_in_words(scale)}"
        )


def _points_in_words(scale: Scale) -> str:
    """What a threshold, which is a number of points, may be."""
    if not scale.grades:
        return grades_in_words(scale)
    points = ", ".join(f"{points:g} ({grade})" for points, grade in sorted(scale.grade_at.items()))
    return f"the points {points}"


def _without_differences(plan: Plan, measure: Measure, scale: Scale) -> Iterator[str]:
    """What a plan may not ask of a measure whose grades only have an order."""
    why = no_differences(scale)
    asked = [("a target", target.measure, target.statistic) for target in plan.targets]
    asked += [("a prediction", predicted.measure, predicted.statistic) for predicted in plan.predictions]
    for kind, named, statistic in asked:
        if named == measure.id and statistic in MEAN_BASED:
            yield f"measure '{measure.id}': {kind} is a {statistic}, but {why}"
    if any(target.measure == measure.id and target.gain is not None for target in plan.pupil_targets):
        yield f"measure '{measure.id}': a pupil target is a gain, but {why}"
    if plan.comparison.kind in ("matched", "national"):
        yield f"measure '{measure.id}': the comparison is {plan.comparison.kind}, but {why}"
