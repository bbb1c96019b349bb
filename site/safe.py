"""The one place where findings become what an audience may see; everything after takes only `Shown`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace

from halfterm.cycles.cautions import NOTHING_COUNTED, cautions
from halfterm.cycles.disclosure import (
    POLICIES,
    Audience,
    Shown,
    ShownFinding,
    hidden,
    show_count,
    show_finding,
    show_mean,
    show_number,
    show_pupils_equivalent,
    show_threshold_gap,
    too_few,
)
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.missing_shown import ShownMissing, show_missing
from halfterm.cycles.other_choices_shown import ShownChoices, show_choices
from halfterm.cycles.panels import ShownCrossSection, show_cross_section
from halfterm.cycles.plan import Measure, Plan
from halfterm.cycles.record import (
    Coverage,
    CycleRecord,
    EditionRecord,
    LoadRecord,
    OutsideEvent,
    PupilTargetCount,
    Study,
)
from halfterm.site.safe_carried_out import pupils_of, show_carried_out
from halfterm.site.safe_disputes import show_disputes
from halfterm.site.safe_effects import studied_cycles
from halfterm.site.safe_lights import show_lights
from halfterm.site.safe_partners import with_partners, without_lone_parts
from halfterm.site.safe_pools import show_pools
from halfterm.site.safe_quality import with_qualities
from halfterm.site.safe_scores import show_predictions, show_target_shares, show_targets
from halfterm.site.safe_series import show_series
from halfterm.site.shown import (
    ShownCoverage,
    ShownCycle,
    ShownEdition,
    ShownLoad,
    ShownPupilTargets,
    ShownStudy,
    WhyHidden,
)
from halfterm.site.suppression import assessed, hidden_studies, key, plans_of_cluster

UNSIGNED = frozenset({"icc", "variance_school", "variance_residual"})
FEW = "hidden: few pupils"
PERMUTED = "mean gain difference, labels permuted within school"
"""Said in place of the full method, which counts pupils exactly."""


def show_edition(
    record: EditionRecord, audience: Audience, *, left_out: Collection[str] = ()
) -> ShownEdition:
    """Everything of an edition that this audience may see.

    `left_out` are engagements whose current cycle may not be read yet: they are in no figure and no pool,
    though what must be hidden is settled with them counted in.
    """
    why = hidden_studies(record, audience)
    cycles = tuple(_show_cycle(cycle, why, audience) for cycle in record.cycles)
    wholes = [s for cycle in cycles for s in cycle.studies if s.level == "engagement"]
    clusters = {
        half_term: tuple(_cluster_study(record, study, half_term, why, audience, wholes) for study in studies)
        for half_term, studies in {
            **record.earlier_cluster_studies,
            record.half_term.id: record.cluster_studies,
        }.items()
    }
    edition = ShownEdition(
        programme=record.programme,
        half_term=record.half_term,
        audience=audience,
        cycles=with_qualities(cycles, record.cycles, audience),
        cluster_studies=clusters.pop(record.half_term.id),
        earlier_cluster_studies=clusters,
        loads=tuple(_show_load(load, audience) for load in record.loads),
        code_version=record.code_version,
        checklists=record.checklists,
        meetings=record.meetings,
        coded=record.coded,
        scales=record.scales,
        occasions=record.occasions,
        lights=show_lights(record.exceptions, record.programme, audience),
    ).without(left_out)
    pooled = studied_cycles(record.cycles, edition.cycles, record.programme)
    return replace(
        edition,
        pools=show_pools(pooled, record.programme, audience),
        series=show_series(record, edition),
    )


def _show_cycle(
    cycle: CycleRecord, why: Mapping[tuple[str, str, str, str], WhyHidden], audience: Audience
) -> ShownCycle:
    studies = with_partners(
        [
            show_study(s, plans=[cycle.plan], audience=audience, why_hidden=why.get(key(s)))
            for s in cycle.studies
            if assessed(s)
        ]
    )
    shown = ShownCycle(
        plan=cycle.plan,
        plan_hash=cycle.plan_hash,
        locked_on=cycle.locked_on,
        state=cycle.state,
        studies=studies,
        decision=cycle.decision,
        without=cycle.without,
        amendments=cycle.amendments,
        disputes=show_disputes(cycle.disputes, cycle.plan, studies),
        outside=tuple(_show_outside(event, audience) for event in cycle.outside),
    )
    if cycle.carried_out is None:
        return shown
    pupils = pupils_of(shown.at("engagement", cycle.plan.engagement))
    return replace(shown, carried_out=show_carried_out(cycle.carried_out, audience=audience, pupils=pupils))


def _show_outside(event: OutsideEvent, audience: Audience) -> OutsideEvent:
    """That something happened may be known; the words may name people, and need the school's release."""
    return event if audience == "school" or event.released else replace(event, what="")


def _cluster_study(
    record: EditionRecord,
    study: Study,
    half_term: str,
    why: Mapping[tuple[str, str, str, str], WhyHidden],
    audience: Audience,
    wholes: Sequence[ShownStudy],
) -> ShownStudy:
    plans = plans_of_cluster(record, study.place, half_term)
    shown = show_study(study, plans=plans, audience=audience, why_hidden=why.get(key(study, half_term)))
    members = {plan.id for plan in plans}
    return without_lone_parts(shown, [whole for whole in wholes if whole.cycle in members])


def show_study(
    study: Study, *, plans: Sequence[Plan], audience: Audience, why_hidden: WhyHidden | None
) -> ShownStudy:
    """One study for this audience; with `why_hidden`, all of its numbers and all words about them are gone.

    `plans` are those it studies: one for a school or an engagement, several for a cluster.
    """
    compared = any(plan.comparison.kind != "none" for plan in plans)
    findings = {f.statistic: _show(study, f, audience, compared=compared) for f in study.findings}
    shown = ShownStudy(
        cycle=study.cycle,
        measure=_measure(study, plans),
        level=study.level,
        place=study.place,
        findings=findings,
        means=_show_means(study, audience),
        coverage=_show_coverage(study.coverage, audience),
        targets=show_targets(study, findings, audience),
        predictions=show_predictions(study, findings, plans[0] if len(plans) == 1 else None, audience),
        pupil_targets=_show_pupil_targets(study.pupil_targets, audience),
        cross_section=_show_cross_section(study, audience),
        pupils_equivalent=_show_pupils_equivalent(study, audience),
        counted=cautions(study, audience=audience),
        loads=study.loads,
        code_version=study.code_version,
        why_hidden=why_hidden,
        missing=_show_missing(study, plans, audience),
        choices=_show_choices(study, audience),
        expected_gain=_show_expected(study.expected_gain),
        target_shares=None if compared else show_target_shares(study, audience),
    )
    return shown if why_hidden is None else _blank(shown)


def _measure(study: Study, plans: Sequence[Plan]) -> Measure:
    known = [m for plan in plans for m in plan.measures if m.id == study.measure]
    return (
        known[0] if known else Measure(id=study.measure, name=study.measure.replace("-", " "), scale="points")
    )


def _show(study: Study, finding: Finding, audience: Audience, *, compared: bool) -> ShownFinding:
    if finding.statistic.startswith("threshold_gap") and finding.defined and audience != "school":
        return _show_threshold(study, finding, audience)
    if any(n > 0 and too_few(n, audience) for n in (finding.n_target, finding.n_comparison)):
        # The reason for an undefined number says how few there are, so it goes with the number.
        return _without_numbers(finding.statistic)
    statistic = CATALOGUE[finding.statistic]
    signed = finding.statistic not in UNSIGNED
    shown = show_finding(finding, audience=audience, decimals=statistic.decimals, signed=signed)
    if finding.statistic == "permutation" and finding.defined and POLICIES[audience].step > 1:
        return replace(shown, method=PERMUTED)
    if not compared and not finding.n_comparison:
        # Nobody is hidden there: the plan compares with nobody.
        return replace(shown, n_comparison=hidden("z"))
    return shown


def _show_threshold(study: Study, finding: Finding, audience: Audience) -> ShownFinding:
    """From rounded counts, so that the exact ones cannot be worked out from the percentages."""
    before = finding.statistic == "threshold_gap_baseline"
    counts = study.threshold_baseline if before else study.threshold_follow_up
    if counts is None:
        x = hidden("x")
        return ShownFinding(finding.statistic, x, x, x, x, x, x, "not available to this audience")
    return show_threshold_gap(finding.statistic, counts, audience=audience)


def _without_numbers(statistic: str) -> ShownFinding:
    c = hidden("c")
    return ShownFinding(statistic, c, c, c, c, c, c, FEW)


def _show_means(study: Study, audience: Audience) -> dict[str, Shown]:
    decimals = CATALOGUE["gap_baseline"].decimals
    pupils = {"target": study.coverage.target_both, "comparison": study.coverage.comparison_both}
    return {
        name: show_mean(mean, pupils=pupils[name.split("_", 1)[0]], audience=audience, decimals=decimals)
        for name, mean in study.means.items()
    }


def _show_cross_section(study: Study, audience: Audience) -> ShownCrossSection | None:
    # A school's beside those of its engagement could be taken from them to leave another school's.
    if study.cross_section is None or (study.level == "school" and audience != "school"):
        return None
    matched = study.finding(study.cross_section.statistic)
    return show_cross_section(study.cross_section, matched, audience=audience)


def _show_expected(points: float | None) -> Shown | None:
    """The scale's own number, which is nobody's."""
    return None if points is None else show_number(points, decimals=CATALOGUE["gain_target"].decimals)


def _show_choices(study: Study, audience: Audience) -> ShownChoices | None:
    if study.choices is None:
        return None
    return show_choices(study.choices, audience=audience, cross=_show_cross_section(study, audience))


def _show_missing(study: Study, plans: Sequence[Plan], audience: Audience) -> ShownMissing | None:
    # A school's beside those of its engagement could be taken from them, as with a cross-section.
    if study.missing is None or (study.level == "school" and audience != "school"):
        return None
    known = {name for plan in plans for name in plan.target_group.attributes}
    return show_missing(study.missing, audience, known=known)


def _show_pupils_equivalent(study: Study, audience: Audience) -> Shown | None:
    if study.threshold_follow_up is None:
        return None
    return show_pupils_equivalent(study.threshold_follow_up, audience=audience)


def _show_coverage(coverage: Coverage, audience: Audience) -> ShownCoverage:
    """The frozen count is seen only where what was lost since is seen too: else it could be worked out."""

    def frozen(pupils: int, missing: int) -> Shown:
        return hidden("c") if too_few(missing, audience) else show_count(pupils, audience)

    return ShownCoverage(
        target_frozen=frozen(coverage.target_frozen, coverage.target_missing_follow_up),
        comparison_frozen=frozen(coverage.comparison_frozen, coverage.comparison_missing_follow_up),
        target_both=show_count(coverage.target_both, audience),
        comparison_both=show_count(coverage.comparison_both, audience),
        target_missing=show_count(coverage.target_missing_follow_up, audience),
        comparison_missing=show_count(coverage.comparison_missing_follow_up, audience),
        switched_out=show_count(coverage.switched_out, audience),
        switched_in=show_count(coverage.switched_in, audience),
        joiners=show_count(coverage.joiners, audience),
        leavers=show_count(coverage.leavers, audience),
    )


def _show_pupil_targets(count: PupilTargetCount | None, audience: Audience) -> ShownPupilTargets | None:
    """All three counts or none: with two and the group's size, the third is known."""
    if count is None:
        return None
    cells = (count.not_met, count.met, count.exceeded)
    if any(too_few(n, audience) for n in cells):
        return ShownPupilTargets(hidden("c"), hidden("c"), hidden("c"))
    return ShownPupilTargets(*(show_count(n, audience) for n in cells))


def _show_load(load: LoadRecord, audience: Audience) -> ShownLoad:
    counts = (show_count(n, audience) for n in (load.accepted, load.rejected, load.missing))
    return ShownLoad(load.load, load.source, load.half_term, *counts)


def _blank(study: ShownStudy) -> ShownStudy:
    """A study of which nothing may be seen. The plan's own targets and predictions stay."""
    c = hidden("c")
    return replace(
        study,
        findings={name: _without_numbers(name) for name in study.findings},
        means=dict.fromkeys(study.means, c),
        coverage=ShownCoverage(*(c for _ in fields(ShownCoverage))),
        targets=tuple(
            replace(t, percent=_without_numbers("percent_of_goal"), met=None) for t in study.targets
        ),
        predictions=tuple(replace(p, found=c, outcome="hidden", closed=None) for p in study.predictions),
        pupil_targets=ShownPupilTargets(c, c, c) if study.pupil_targets else None,
        cross_section=None,
        missing=None,
        choices=None,
        target_shares=None,
        pupils_equivalent=None,
        counted=NOTHING_COUNTED,
    )
