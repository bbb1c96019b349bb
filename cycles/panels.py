"""The other panel of a study: everyone with a score at each time, and an exact split of its change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from halfterm.cycles.disclosure import Audience, Shown, hidden, show_count, show_finding, show_number, too_few
from halfterm.cycles.impact.cross_section import (
    PARTS,
    ChangeSplit,
    GroupAtBothTimes,
    Scores,
    panels_disagree,
    split_change,
    split_gap_change,
)
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.flow import Flow, Kind
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.sides import Benchmark, Comparison
from halfterm.cycles.impact.statistics import CATALOGUE

MatchedStatistic = Literal["gap_change", "gain_target"]


@dataclass(frozen=True, slots=True)
class PupilsByKind:
    """How many pupils of one side stayed, joined, left and switched. Unsafe until disclosed."""

    stayers: int
    joiners: int
    leavers: int
    switched_in: int
    switched_out: int

    @property
    def moved(self) -> int:
        """Pupils who make this panel differ from those with both scores."""
        return self.joiners + self.leavers + self.switched_in + self.switched_out


@dataclass(frozen=True, slots=True)
class CrossSection:
    """The change among everyone with a score at each time, split into five parts. Unsafe until disclosed.

    `statistic` names the finding about pupils with both scores that it stands beside; `split` is in points.
    `comparison` counts pupils outside the target group, and is None where no pupils are compared with.
    """

    statistic: MatchedStatistic
    split: ChangeSplit
    target: PupilsByKind
    comparison: PupilsByKind | None

    @property
    def sides(self) -> tuple[PupilsByKind, ...]:
        """The counts of the sides that have pupils."""
        return (self.target,) if self.comparison is None else (self.target, self.comparison)


@dataclass(frozen=True, slots=True)
class ShownCrossSection:
    """A cross-section made safe for one audience. `parts` and the counts are by kind: all seen, or none.

    Each part is rounded by itself, so the printed parts may miss the printed change by a last digit.
    `disagrees`: whether the two panels, as printed, moved in opposite directions; None where one is hidden.
    """

    statistic: MatchedStatistic
    change: Shown
    parts: Mapping[str, Shown]
    target: Mapping[str, Shown]
    comparison: Mapping[str, Shown]
    disagrees: bool | None


def cross_section(
    flows: Iterable[Flow], *, comparison: Comparison, benchmark: Benchmark | None = None
) -> CrossSection | None:
    """Everyone with a score at each time, set beside the comparison of the plan.

    With a whole class, who changed side stayed in the class; pupils of unknown group are not in it. A
    benchmark's gain is taken off the change and off the stayers' part. Without a comparison, the change is
    that of the target group's mean.

    Returns:
        None where there is no such change: nobody stayed on a side, the benchmark lacks a value, or the
        comparison pupils were matched one by one at baseline, so that "everyone" has no matched side.
    """
    flows = tuple(flows)
    target, others = (_both_times(flows, target=side) for side in (True, False))
    try:
        split = _split(target, others, comparison, benchmark)
    except NotDefined:
        return None
    alone = comparison in ("national", "none")
    return CrossSection(
        statistic="gain_target" if comparison == "none" else "gap_change",
        split=split,
        target=_by_kind(target),
        comparison=None if alone else _by_kind(others),
    )


def _split(
    target: GroupAtBothTimes, others: GroupAtBothTimes, comparison: Comparison, benchmark: Benchmark | None
) -> ChangeSplit:
    match comparison:
        case "others":
            return split_gap_change(target, others)
        case "whole_class":
            return split_gap_change(target, _as_one(target, others))
        case "national":
            return split_change(target) - _benchmark_change(benchmark)
        case "none":
            return split_change(target)
        case "matched":
            raise NotDefined("a matched side has no cross-section")


def _as_one(target: GroupAtBothTimes, others: GroupAtBothTimes) -> GroupAtBothTimes:
    """Both sides as one class."""
    return GroupAtBothTimes(
        stayers_baseline=target.stayers_baseline
        + target.switched_out
        + others.stayers_baseline
        + others.switched_out,
        stayers_follow_up=target.stayers_follow_up
        + target.switched_in
        + others.stayers_follow_up
        + others.switched_in,
        joiners=target.joiners + others.joiners,
        leavers=target.leavers + others.leavers,
    )


def _benchmark_change(benchmark: Benchmark | None) -> ChangeSplit:
    if benchmark is None or benchmark.baseline is None or benchmark.follow_up is None:
        raise NotDefined("the benchmark lacks a value")
    gain = benchmark.follow_up - benchmark.baseline
    return ChangeSplit(gain, gain, 0.0, 0.0, 0.0, 0.0)


def _both_times(flows: Iterable[Flow], *, target: bool) -> GroupAtBothTimes:
    """One side's flows as the five kinds that a change is split into; flows of one kind add up."""
    held = [flow for flow in flows if flow.target is target]

    def before(kind: Kind) -> Scores:
        return sum((Scores(f.pupils, f.baseline) for f in held if f.kind == kind), start=Scores())

    def after(kind: Kind) -> Scores:
        return sum((Scores(f.pupils, f.follow_up) for f in held if f.kind == kind), start=Scores())

    return GroupAtBothTimes(
        stayers_baseline=before("stayer"),
        stayers_follow_up=after("stayer"),
        joiners=after("joiner"),
        leavers=before("leaver"),
        switched_in=after("switched_in"),
        switched_out=before("switched_out"),
    )


def _by_kind(group: GroupAtBothTimes) -> PupilsByKind:
    return PupilsByKind(
        stayers=group.stayers_baseline.n,
        joiners=group.joiners.n,
        leavers=group.leavers.n,
        switched_in=group.switched_in.n,
        switched_out=group.switched_out.n,
    )


def show_cross_section(cross: CrossSection, matched: Finding, *, audience: Audience) -> ShownCrossSection:
    """Both panels for this audience; `matched` is the finding that `cross.statistic` names.

    The change less that of pupils with both scores is due to those who moved, so it is seen only where
    enough pupils moved on every side; the parts only where every kind on every side is large enough, since
    with the change and four parts the fifth is known.
    """
    decimals = CATALOGUE[cross.statistic].decimals
    counts = [asdict(side) for side in cross.sides]
    all_seen = not any(too_few(n, audience) for side in counts for n in side.values())
    enough = not any(too_few(n, audience) for side in cross.sides for n in (side.stayers, side.moved))
    change = show_number(cross.split.change, decimals=decimals, signed=True) if enough else hidden("c")
    beside = show_finding(matched, audience=audience, decimals=decimals).value.value

    def by_kind(side: Mapping[str, int]) -> dict[str, Shown]:
        return {name: show_count(n, audience) if all_seen else hidden("c") for name, n in side.items()}

    def part(name: str) -> Shown:
        return show_number(getattr(cross.split, name), decimals=decimals, signed=True)

    return ShownCrossSection(
        statistic=cross.statistic,
        change=change,
        parts={name: part(name) if all_seen else hidden("c") for name in PARTS},
        target=by_kind(counts[0]),
        comparison=by_kind(counts[1]) if len(counts) > 1 else {},
        disagrees=None if beside is None or change.value is None else panels_disagree(beside, change.value),
    )
