"""From shown studies to what sentences, tables and charts of a page need: names beside the figures."""

from __future__ import annotations

from collections.abc import Sequence

from halfterm.cycles.disclosure import Audience, ShownFinding, hidden, show_as_written
from halfterm.cycles.impact.movement import movement
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Engagement, Programme
from halfterm.cycles.words import (
    GapFigures,
    amount,
    direction_words,
    hidden_reason,
    interval,
    listed,
    moved_words,
    sentence,
)
from halfterm.site.pieces import ComputedRow
from halfterm.site.safe_disputes import figure_key
from halfterm.site.shown import ShownCycle, ShownStudy, ShownTarget


def figure(study: ShownStudy, statistic: str) -> ShownFinding:
    """One figure of a study; `z` where the study does not have it."""
    if statistic in study.findings:
        return study.findings[statistic]
    z = hidden("z")
    return ShownFinding(statistic, z, z, z, z, z, z, "not computed: not part of this study")


def gap_figures(study: ShownStudy, plan: Plan, programme: Programme) -> GapFigures:
    """The gap of a study with the plan's names for both sides and both times."""
    return GapFigures(
        measure=study.measure.name,
        target=plan.target_group.name,
        comparison=plan.comparison.name,
        when_before=programme.half_term(plan.baseline).name,
        when_after=programme.half_term(plan.follow_up).name,
        before=figure(study, "gap_baseline"),
        after=figure(study, "gap_followup"),
        change=figure(study, "gap_change"),
        gain_target=figure(study, "gain_target"),
        gain_comparison=figure(study, "gain_comparison"),
        compared=plan.comparison.kind != "none",
    )


def why_hidden(study: ShownStudy, audience: Audience) -> str:
    """Why nothing is drawn of a study; empty where something is."""
    return "" if study.visible else hidden_reason(audience, few=study.why_hidden == "few pupils")


def closing_lines(studies: Sequence[ShownStudy], plan: Plan, programme: Programme) -> tuple[str, ...]:
    """For each visible study which side moved, the threshold's gap, and the other panel if it differs."""
    return tuple(_closing(s, gap_figures(s, plan, programme)) for s in studies if s.visible)


def _closing(study: ShownStudy, gap: GapFigures) -> str:
    moved = moved_words(gap) if gap.compared else direction_words(gap)
    said = [
        f"{moved}." if moved else "",
        _threshold(study, gap) if gap.compared else _reached(study),
        _other_panel(study),
        _came_and_went(study),
    ]
    return f"{gap.measure}: " + (" ".join(filter(None, said)) or "nothing is known of a gap.")


def _other_panel(study: ShownStudy) -> str:
    cross = study.cross_section
    if cross is None or not cross.disagrees:
        return ""
    what = "gap" if cross.statistic == "gap_change" else "mean"
    return (
        f"Among all pupils tested at each time, the {what} changed the other way, by {cross.change} points."
    )


def _threshold(study: ShownStudy, gap: GapFigures) -> str:
    """The gap between shares at the threshold; it is said where it moved the other way than that of means."""
    before, after = (
        figure(study, "threshold_gap_baseline").value,
        figure(study, "threshold_gap_followup").value,
    )
    if study.measure.threshold is None or before.value is None or after.value is None:
        return ""
    moved = {movement(before.value, after.value).direction, gap.direction}
    but = "but " if moved == {"closing", "widening"} else ""
    where = f"{but}at {_level(study.measure.threshold)}"
    said = f"{where}, the gap went from {before} to {after} percentage points"
    pupils = study.pupils_equivalent
    if pupils is None or pupils.value is None:
        return sentence(said)
    return sentence(f"{said}, and is now as much as {amount(pupils, 'pupil')} of the target group")


def _level(threshold: float) -> str:
    return f"{show_as_written(threshold)} {'point' if abs(threshold) == 1 else 'points'} or above"


def _reached(study: ShownStudy) -> str:
    """The group's own share at the threshold, where there is nobody to compare it with."""
    if study.measure.threshold is None or study.target_shares is None:
        return ""
    before, after = study.target_shares
    if before.value is None or after.value is None:
        return ""
    return f"{before}% were at {_level(study.measure.threshold)} before, and {after}% after."


def _came_and_went(study: ShownStudy) -> str:
    """Who joined, left and changed group; of all schools together, lest a school's be worked out."""
    if study.level == "school":
        return ""
    counts = (
        (study.coverage.joiners, "joined"),
        (study.coverage.leavers, "left"),
        (study.coverage.switched_in, "moved into the group"),
        (study.coverage.switched_out, "moved out of the group"),
    )
    seen = [f"{count} {what}" for count, what in counts if count.value]
    if not seen:
        return ""
    said = f"Of the target pupils, about {listed(seen)} between the tests"
    moved = study.coverage.switched_in.value or study.coverage.switched_out.value
    return f"{said}; who changed group counts where the baseline put them." if moved else f"{said}."


def only_schools(
    cycle: ShownCycle, engagement: Engagement, measure: str, programme: Programme
) -> tuple[str, ...]:
    """The names of the schools that assessed a measure, where not all of the engagement did."""
    held = cycle.assessed(measure)
    names = tuple(programme.school(school).name for school in engagement.pupil_schools if school in held)
    return names if len(names) < len(engagement.pupil_schools) else ()


def every_school(engagement: Engagement, only: Sequence[str] = ()) -> str:
    """How a table calls all schools of an engagement whose pupils are studied.

    `only` names the schools where not all of them have figures.
    """
    if only:
        return f"{listed(only)} only"
    schools = len(engagement.pupil_schools)
    return {1: "the engagement", 2: "both schools"}.get(schools, f"all {schools} schools")


def together(engagement: Engagement, only: Sequence[str] = ()) -> str:
    """How a sentence calls all schools of an engagement taken as one; `only` as above."""
    if only:
        return every_school(engagement, only)
    one = len(engagement.pupil_schools) == 1
    return "the whole engagement" if one else f"{every_school(engagement)} together"


def gap_target(study: ShownStudy) -> ShownTarget | None:
    """The target for the gap, if the plan has one."""
    return next((t for t in study.targets if t.statistic == "gap"), None)


def place_name(study: ShownStudy, programme: Programme) -> str:
    """The name of the school, engagement or cluster a study is about."""
    match study.level:
        case "school":
            return programme.school(study.place).name
        case "engagement":
            return programme.engagement(study.place).name
        case "cluster":
            return programme.cluster(study.place).name


def computed(studies: Sequence[ShownStudy], programme: Programme) -> tuple[ComputedRow, ...]:
    """Every figure of the visible studies with how it was computed."""
    return tuple(
        ComputedRow(
            key=figure_key(study, finding.statistic),
            measure=study.measure.name,
            place=place_name(study, programme),
            statistic=finding.statistic,
            label=CATALOGUE[finding.statistic].label,
            value=finding.value,
            interval=interval(finding),
            p=finding.p,
            n_target=finding.n_target,
            n_comparison=finding.n_comparison,
            method=finding.method,
        )
        for study in studies
        if study.visible
        for finding in study.findings.values()
    )


def loads_of(studies: Sequence[ShownStudy]) -> str:
    """The loads that fed some studies, each once, shortened to what tells them apart at a glance."""
    return ", ".join(sorted({load[:12] for study in studies for load in study.loads})) or "none"


def both_scores(study: ShownStudy, plan: Plan) -> str:
    """How many pupils have both scores: of each side, or of the whole class where that holds both.

    Of the target group alone where its scores are set beside nobody's, or beside published figures.
    """
    target, others = study.coverage.target_both, study.coverage.comparison_both
    if plan.comparison.kind in ("none", "national"):
        return f"{target}"
    if plan.comparison.kind == "whole_class":
        return f"{target} of {figure(study, 'gap_baseline').n_comparison}"
    return f"{target} and {others}"
