"""Single figures that would give a hidden one away: the figure of all less those that are shown.

Whole studies are seen to by `suppression`; here a single figure is hidden in one school alone, as its impact
is where few of its pupils are untreated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from halfterm.cycles.disclosure import hidden, hide_finding
from halfterm.site.safe_scores import FROM_COUNTS
from halfterm.site.shown import ShownPrediction, ShownStudy, ShownTarget


def with_partners(studies: Sequence[ShownStudy]) -> tuple[ShownStudy, ...]:
    """The studies of one cycle: a figure that one school alone hides is hidden in a second one as well.

    That is the smallest of the others, and only where the figure of the whole engagement is shown.
    """
    by_place = {(study.measure.id, study.level, study.place): study for study in studies}
    for whole in (study for study in studies if study.level == "engagement"):
        schools = [s for s in studies if s.level == "school" and s.measure.id == whole.measure.id]
        for statistic, found in whole.findings.items():
            if found.visible and (partner := _partner(schools, statistic)) is not None:
                name = (partner.measure.id, partner.level, partner.place)
                by_place[name] = without_figure(by_place[name], statistic)
    return tuple(by_place.values())


def _partner(schools: Iterable[ShownStudy], statistic: str) -> ShownStudy | None:
    """The smallest school that shows a figure which one school alone hides."""
    held = [school for school in schools if statistic in school.findings]
    seen = [school for school in held if school.findings[statistic].visible]
    hiding = sum(school.findings[statistic].value.symbol == "c" for school in held)
    if hiding != 1 or not seen:
        return None
    return min(seen, key=lambda s: (s.findings[statistic].n_target.value or 0.0, s.place))


def without_lone_parts(whole: ShownStudy, parts: Sequence[ShownStudy]) -> ShownStudy:
    """A cluster's study without the figures that one of its engagements alone hides."""
    own = [part for part in parts if part.measure.id == whole.measure.id]
    for statistic, found in whole.findings.items():
        held = [part.findings[statistic] for part in own if statistic in part.findings]
        if found.visible and len(held) > 1 and sum(one.value.symbol == "c" for one in held) == 1:
            whole = without_figure(whole, statistic)
    return whole


def without_figure(study: ShownStudy, statistic: str) -> ShownStudy:
    """A study in which one figure is hidden, and whatever else tells it."""
    made = replace(study, findings={**study.findings, statistic: hide_finding(statistic)})
    if statistic.startswith("impact"):
        return replace(made, choices=None)
    if statistic.startswith("threshold_gap"):
        return replace(
            made,
            pupils_equivalent=None if made.pupils_equivalent is None else hidden("c"),
            targets=tuple(_target_hidden(target) for target in made.targets),
            predictions=tuple(_prediction_hidden(prediction) for prediction in made.predictions),
        )
    return made


def _target_hidden(target: ShownTarget) -> ShownTarget:
    if target.statistic not in FROM_COUNTS:
        return target
    return replace(target, percent=hide_finding(target.percent.statistic), met=None)


def _prediction_hidden(prediction: ShownPrediction) -> ShownPrediction:
    if prediction.statistic not in FROM_COUNTS:
        return prediction
    return replace(prediction, found=hidden("c"), outcome="hidden", closed=None)
