"""A study put together: all that is found about one measure at one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from halfterm.cycles.disclosure import ThresholdCounts
from halfterm.cycles.impact.ends import Ends, end_counts
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.flow import Flow, FrozenCount
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.reached import Reached, reached_by_side
from halfterm.cycles.impact.sample import baseline_of, follow_up_of
from halfterm.cycles.impact.sides import Benchmark, Sides, sides_of
from halfterm.cycles.impact.study import study_panel
from halfterm.cycles.missing import Missing, MissingCounts, missing_of, missing_of_ordered
from halfterm.cycles.other_choices import OtherChoices, other_choices
from halfterm.cycles.panels import CrossSection, cross_section
from halfterm.cycles.plan import Comparison, Plan
from halfterm.cycles.planned import score_prediction, score_target
from halfterm.cycles.record import Coverage, Level, PredictionScore, PupilTargetCount, Study, TargetScore


@dataclass(frozen=True, slots=True)
class Material:
    """What one study of one measure is made of; `flows` and `frozen` are those of its place.

    A cluster's come from several cycles, so there may be several of one side and kind. `scale_ends` are the
    lowest and highest score of the measure's scale, `expected_gain` what its file says is gained in the time
    without anything done, in points. `subtracts` is False where the scale's steps are not equal: then the
    study has no means, gaps, gains and effects, only what an order allows.
    """

    measure: str
    level: Level
    place: str
    summary: PanelSummary
    flows: tuple[Flow, ...]
    frozen: tuple[FrozenCount, ...]
    loads: tuple[str, ...]
    pupil_targets: PupilTargetCount | None = None
    scale_ends: Ends = (None, None)
    missing: MissingCounts | None = None
    expected_gain: float | None = None
    subtracts: bool = True


def study_cycle(material: Material, plan: Plan, *, benchmark: Benchmark | None, code_version: str) -> Study:
    """One measure of one cycle, in one school or in all of them.

    Targets and predictions are scored where they were made: for the engagement, not for one school of it.
    Raises `BadInput` for an unknown comparison. `benchmark` is on the measure's scale.
    """
    findings = study_panel(
        material.summary,
        comparison=plan.comparison.kind,
        with_treated=plan.names_treated,
        benchmark=benchmark,
        subtracts=material.subtracts,
    )
    sides = sides_of(material.summary, comparison=plan.comparison.kind, benchmark=benchmark)
    targets: tuple[TargetScore, ...] = ()
    predictions: tuple[PredictionScore, ...] = ()
    if material.level == "engagement":
        context = (material.summary, sides, findings)
        targets = tuple(score_target(t, *context) for t in plan.targets if t.measure == material.measure)
        predictions = tuple(
            score
            for prediction in plan.predictions
            if prediction.measure == material.measure
            for score in score_prediction(prediction, *context)
        )
    return _study(
        material,
        sides,
        findings,
        cycle=plan.id,
        targets=targets,
        predictions=predictions,
        missing=_missing(material, sides, with_treated=plan.names_treated),
        with_treated=plan.names_treated,
        code_version=code_version,
    )


def study_cluster(
    material: Material, *, comparison: Comparison, with_treated: bool, code_version: str
) -> Study:
    """One measure over all cycles of a cluster in a half-term.

    Here schools are many enough for the multilevel estimate. Raises `BadInput` for an unknown comparison.
    """
    findings = study_panel(
        material.summary, comparison=comparison, with_treated=with_treated, subtracts=material.subtracts
    )
    sides = sides_of(material.summary, comparison=comparison)
    return _study(
        material,
        sides,
        findings,
        cycle="",
        targets=(),
        predictions=(),
        missing=_missing(material, sides, with_treated=with_treated),
        with_treated=with_treated,
        code_version=code_version,
    )


def _study(
    material: Material,
    sides: Sides,
    findings: tuple[Finding, ...],
    *,
    cycle: str,
    targets: tuple[TargetScore, ...],
    predictions: tuple[PredictionScore, ...],
    missing: Missing | None,
    with_treated: bool,
    code_version: str,
) -> Study:
    thresholds = [_threshold_counts(time, sides) for time in reached_by_side(material.summary, sides)]
    return Study(
        cycle=cycle,
        measure=material.measure,
        level=material.level,
        place=material.place,
        findings=findings,
        means=_means(sides) if material.subtracts else {},
        coverage=_coverage(material.flows, material.frozen),
        loads=material.loads,
        code_version=code_version,
        targets=targets,
        predictions=predictions,
        pupil_targets=material.pupil_targets,
        threshold_baseline=thresholds[0] if thresholds else None,
        threshold_follow_up=thresholds[1] if thresholds else None,
        cross_section=_cross_section(material, sides),
        at_ends=end_counts(material.summary, material.scale_ends),
        missing=missing,
        expected_gain=material.expected_gain,
        choices=_choices(material, sides, with_treated=with_treated),
    )


def _cross_section(material: Material, sides: Sides) -> CrossSection | None:
    if not material.subtracts:
        return None
    return cross_section(material.flows, comparison=sides.comparison, benchmark=sides.benchmark)


def _choices(material: Material, sides: Sides, *, with_treated: bool) -> OtherChoices | None:
    """Every choice is between gaps or effects in points: on a mere order there is nothing to choose."""
    if not material.subtracts:
        return None
    return other_choices(
        material.summary,
        comparison=sides.comparison,
        flows=material.flows,
        benchmark=sides.benchmark,
        with_treated=with_treated,
    )


def _missing(material: Material, sides: Sides, *, with_treated: bool) -> Missing | None:
    if material.missing is None:
        return None
    missing = missing_of(
        material.missing,
        comparison=sides.comparison,
        with_treated=with_treated,
        ends=material.scale_ends,
        benchmark=sides.benchmark,
    )
    return missing if material.subtracts else missing_of_ordered(missing)


def _threshold_counts(time: tuple[Reached, Reached], sides: Sides) -> ThresholdCounts:
    target, rest = time
    return ThresholdCounts(
        target_reached=target.reached,
        target=target.n,
        comparison_reached=rest.reached,
        comparison=rest.n,
        whole_class=sides.comparison == "whole_class",
    )


def _means(sides: Sides) -> dict[str, float]:
    """The means of both sides at both times, in points; those of an empty side are left out."""
    groups = {"target": sides.target}
    if sides.comparison not in ("national", "none"):
        groups["comparison"] = sides.rest + sides.target if sides.comparison == "whole_class" else sides.rest
    means = {}
    for name, group in groups.items():
        if group.n:
            means[f"{name}_baseline"] = baseline_of(group).mean + sides.shift.baseline
            means[f"{name}_follow_up"] = follow_up_of(group).mean + sides.shift.follow_up
    if sides.comparison == "national" and sides.benchmark is not None:
        for time, mean in (("baseline", sides.benchmark.baseline), ("follow_up", sides.benchmark.follow_up)):
            if mean is not None:
                means[f"comparison_{time}"] = mean
    return means


def _coverage(flows: Iterable[Flow], frozen: Iterable[FrozenCount]) -> Coverage:
    flows, frozen = tuple(flows), tuple(frozen)

    def moved(kind: str) -> int:
        return sum(flow.pupils for flow in flows if flow.kind == kind and flow.target)

    def held(field: str, *, target: bool) -> int:
        return sum(getattr(count, field) for count in frozen if count.target is target)

    return Coverage(
        target_frozen=held("frozen", target=True),
        comparison_frozen=held("frozen", target=False),
        target_both=held("both", target=True),
        comparison_both=held("both", target=False),
        target_missing_follow_up=held("no_follow_up", target=True),
        comparison_missing_follow_up=held("no_follow_up", target=False),
        switched_out=moved("switched_out"),
        switched_in=moved("switched_in"),
        joiners=moved("joiner"),
        leavers=moved("leaver"),
    )
