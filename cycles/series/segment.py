"""A stretch of a series with a centre and limits of its own; a planned re-base begins another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.series.false_signal import false_signal_rate
from halfterm.cycles.series.limits import ChartKind, Limits
from halfterm.cycles.series.means import i_prime
from halfterm.cycles.series.policy import Policy, policy
from halfterm.cycles.series.run_chart import RunChart, centre_of, run_chart
from halfterm.cycles.series.shares import p_chart, p_prime
from halfterm.cycles.series.xmr import xmr

Beyond = Literal["above", "below", "within"]

NOT_YET: Final = "limits begin at 12 points"


@dataclass(frozen=True, slots=True)
class Point:
    """One time of a series. `value` is None where there is none, and `why` says so.

    `size` is how many pupils the value is as sure as (`means.difference_size` for a gap). `n` and `n_others`
    count the pupils behind it, as its readers may know them; None is hidden or not applicable.
    """

    id: str
    name: str
    starts: date
    ends: date
    value: float | None
    size: float = 1.0
    n: int | None = None
    n_others: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A point with the lines at its place; `beyond` its limits, `in_run`: part of a run that is a signal."""

    point: Point
    centre: float | None
    lower: float | None
    upper: float | None
    beyond: Beyond = "within"
    in_run: bool = False

    @property
    def special(self) -> bool:
        """Whether chance alone does not explain this point."""
        return self.beyond != "within" or self.in_run


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a series, judged by itself.

    `limits` has one entry for each known point; `no_limits` says why there are none. `false_signal` is the
    chance that the rules about runs signal though nothing changed, with this centre; `false_signal_fixed`
    the same were the centre known beforehand. None: no verdict is given, or too many points to count.
    """

    points: tuple[ChartPoint, ...]
    policy: Policy
    runs: RunChart | None
    limits: Limits | None
    no_limits: str
    false_signal: float | None
    false_signal_fixed: float | None

    @property
    def known(self) -> tuple[ChartPoint, ...]:
        """The points that have a value."""
        return tuple(each for each in self.points if each.point.value is not None)

    @property
    def beyond(self) -> tuple[ChartPoint, ...]:
        """The points beyond their limits."""
        return tuple(each for each in self.points if each.beyond != "within")

    @property
    def signal(self) -> bool:
        """Whether anything here is more than chance, as far as a verdict is given at all."""
        runs = self.policy.verdict and self.runs is not None and self.runs.signal
        return runs or bool(self.beyond)

    @property
    def locked(self) -> bool:
        """Whether the limits stand as they were made; a signal re-opens them."""
        return self.limits is not None and not self.signal


def judge_segment(points: Sequence[Point], *, kind: ChartKind, before: int | None = None) -> Segment:
    """Judge a stretch of points by as much as their number allows.

    Args:
        points: in their order; those without a value are left out of all arithmetic.
        kind: the chart that its limits are of.
        before: how many of the points, known or not, lie before the cycle; None: it is about no cycle.
    """
    known = [point for point in points if point.value is not None]
    values = [point.value for point in known if point.value is not None]
    early = None if before is None else sum(point.value is not None for point in points[:before])
    allowed = policy(len(known), before=early)
    runs = None
    if allowed.centre_points:
        runs = run_chart(values, centre=centre_of(values[: allowed.centre_points]))
    limits, no_limits = _limits(known, values, kind, allowed)
    own, fixed = _false_signals(allowed, runs)
    return Segment(
        points=_placed(
            points,
            runs if allowed.verdict else None,
            limits,
            centre=runs.centre if runs is not None else None,
        ),
        policy=allowed,
        runs=runs,
        limits=limits,
        no_limits=no_limits,
        false_signal=own,
        false_signal_fixed=fixed,
    )


def _limits(
    known: Sequence[Point], values: Sequence[float], kind: ChartKind, allowed: Policy
) -> tuple[Limits | None, str]:
    if allowed.limit_points is None:
        return None, NOT_YET
    try:
        return _drawn(kind, values, [point.size for point in known], allowed.limit_points), ""
    except NotDefined as why:
        return None, str(why)


def _drawn(kind: ChartKind, values: Sequence[float], sizes: Sequence[float], baseline: int) -> Limits:
    match kind:
        case "XmR":
            return xmr(values, baseline=baseline)
        case "P":
            return p_chart(values, sizes, baseline=baseline)
        case "P'":
            return p_prime(values, sizes, baseline=baseline)
        case "I'":
            return i_prime(values, sizes, baseline=baseline)


def _false_signals(allowed: Policy, runs: RunChart | None) -> tuple[float | None, float | None]:
    if runs is None or not allowed.verdict:
        return None, None
    own = false_signal_rate(allowed.points, useful=runs.useful, baseline=allowed.centre_points)
    return own, false_signal_rate(allowed.points, useful=runs.useful, baseline=None)


def _placed(
    points: Sequence[Point], judged: RunChart | None, limits: Limits | None, *, centre: float | None
) -> tuple[ChartPoint, ...]:
    """Every point with its lines; the limits of a point without a value are not drawn."""
    placed, place = [], 0
    long_runs = judged.long_runs if judged else ()
    for point in points:
        if point.value is None:
            placed.append(ChartPoint(point, centre, None, None))
            continue
        in_run = any(run.holds(place) for run in long_runs) and point.value != centre
        if limits is None:
            placed.append(ChartPoint(point, centre, None, None, in_run=in_run))
        else:
            beyond = limits.side(place, point.value)
            placed.append(ChartPoint(point, centre, limits.lower[place], limits.upper[place], beyond, in_run))
        place += 1
    return tuple(placed)
