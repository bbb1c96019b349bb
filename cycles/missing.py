"""Who is missing from a study: counted, bounded, weighed for and described."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from halfterm.cycles.impact.attrition import LostAndKept, attrition, lost_and_kept
from halfterm.cycles.impact.bounds import Extremes, extremes, gap_bounds, threshold_bounds
from halfterm.cycles.impact.coefficient_bounds import impact_bounds, progress_bounds
from halfterm.cycles.impact.cohort import Cohort, Loss, Side
from halfterm.cycles.impact.ends import Ends
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.sides import Benchmark, Comparison
from halfterm.cycles.impact.study import as_ordered
from halfterm.cycles.impact.weighted import weighted_findings


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """Pupils of one school and side with a baseline score, by one attribute's value at baseline."""

    school: str
    side: Side
    attribute: str
    value: str
    kept: int
    lost: int


@dataclass(frozen=True, slots=True)
class MissingCounts:
    """What SQL says of everyone with a baseline score in one measure of one cycle or cluster."""

    cohort: Cohort
    attributes: tuple[AttributeCount, ...] = ()

    def at(self, schools: Iterable[str]) -> MissingCounts:
        """The pupils of these schools."""
        wanted = frozenset(schools)
        held = tuple(count for count in self.attributes if count.school in wanted)
        return replace(self, cohort=self.cohort.at(wanted), attributes=held)

    def __add__(self, other: MissingCounts) -> MissingCounts:
        """Both as one; they must be of the same measure in the same reading."""
        return MissingCounts(self.cohort + other.cohort, self.attributes + other.attributes)


def added(counts: Iterable[MissingCounts | None]) -> MissingCounts | None:
    """Several studies' counts of one measure as one; None where there are none."""
    held = [count for count in counts if count is not None]
    return sum(held[1:], start=held[0]) if held else None


@dataclass(frozen=True, slots=True)
class AttributeLoss:
    """How many of those missing, and of those kept, have one value of an attribute, out of those of whom it
    is known. Unsafe until disclosed.
    """

    attribute: str
    value: str
    lost: int
    lost_known: int
    kept: int
    kept_known: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Who of a study is missing at follow-up, and what that could do to its figures. Unsafe until disclosed.

    `target` and `comparison` count pupils with a baseline score; a whole class counts without its target
    pupils, and a benchmark has none. `findings` are those of `attrition`, `bounds` and `weighted`, by name;
    each side's missing pupils are `described` beside the others of that side. `extremes` are the scores that
    the bounds were made with; None where there are none.
    """

    target: Loss
    comparison: Loss
    findings: tuple[Finding, ...]
    described_target: LostAndKept
    described_comparison: LostAndKept
    whole_class: bool
    attributes: tuple[AttributeLoss, ...] = ()
    extremes: Extremes | None = None

    def finding(self, statistic: str) -> Finding | None:
        """The finding of this statistic; None where it is not part of this study."""
        return next((f for f in self.findings if f.statistic == statistic), None)


def missing_of(
    counts: MissingCounts,
    *,
    comparison: Comparison,
    with_treated: bool,
    ends: Ends = (None, None),
    benchmark: Benchmark | None = None,
) -> Missing:
    """Everything about the missing pupils of one study. What is not defined says why.

    `ends` are the lowest and the highest points of the measure's scale.
    """
    cohort = counts.cohort
    rest = cohort.rest(comparison)
    findings = (
        *attrition(cohort, comparison=comparison, with_treated=with_treated),
        *gap_bounds(cohort, comparison=comparison, scale=ends, benchmark=benchmark),
        threshold_bounds(cohort, comparison=comparison),
        progress_bounds(cohort, comparison=comparison, scale=ends),
        *((impact_bounds(cohort, scale=ends),) if with_treated else ()),
        *weighted_findings(cohort, comparison=comparison, with_treated=with_treated),
    )
    sides: set[Side] = {"target", *(cell.side for cell in rest)}
    return Missing(
        target=Loss.of(cohort.target),
        comparison=Loss.of(rest),
        findings=findings,
        described_target=lost_and_kept(cohort.target),
        described_comparison=lost_and_kept(rest),
        whole_class=comparison == "whole_class",
        attributes=_attributes(count for count in counts.attributes if count.side in sides),
        extremes=_extremes(cohort, ends),
    )


def missing_of_ordered(missing: Missing) -> Missing:
    """The same where the scale's steps are not equal: counts and shares stay, figures in points do not."""

    def described(side: LostAndKept) -> LostAndKept:
        (difference,) = as_ordered([side.difference])
        return LostAndKept(side.loss, None, None, None, None, difference)

    return replace(
        missing,
        findings=as_ordered(missing.findings),
        described_target=described(missing.described_target),
        described_comparison=described(missing.described_comparison),
        extremes=None,
    )


def _extremes(cohort: Cohort, ends: Ends) -> Extremes | None:
    try:
        return extremes(cohort, ends)
    except NotDefined:
        return None


def _attributes(counts: Iterable[AttributeCount]) -> tuple[AttributeLoss, ...]:
    held = tuple(counts)
    known: dict[str, list[int]] = {}
    by_value: dict[tuple[str, str], list[int]] = {}
    for count in held:
        for sums in (
            known.setdefault(count.attribute, [0, 0]),
            by_value.setdefault((count.attribute, count.value), [0, 0]),
        ):
            sums[0] += count.lost
            sums[1] += count.kept
    return tuple(
        AttributeLoss(name, value, lost, known[name][0], kept, known[name][1])
        for (name, value), (lost, kept) in sorted(by_value.items())
    )
