"""What is true of a world: every estimand by its own arithmetic, without the engine.

A gap is a gap *in these schools*: the schools, how many pupils of each kind they have and the schools' own
levels are taken as they are, and pupils are drawn anew. So a gap statistic's truth is worked out for each
sample from the distribution of marks of each kind of pupil of each school (a normal put on the scale's grid).
Relative progress is the regression on those distributions. Impact is what was planted: its schools are drawn
anew too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from bench.known_truth import Flags, Floats, Panel, World

# A continuous scale is cut this finely (standard deviations) to count who is above whom.
FINE = 0.02
REACH = 5.5


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """The marks a scale can give and the edges between them, on the scale."""

    values: Floats
    edges: Floats

    @classmethod
    def of(cls, world: World) -> Marks:
        scale = world.scale
        step = scale.step or FINE * scale.spread
        half = int(np.ceil(REACH * scale.spread / step))
        middle = scale.origin + step * np.round((scale.mean - scale.origin) / step)
        values = middle + step * np.arange(-half, half + 1)
        kept = np.unique(np.clip(values, scale.least, scale.most))
        return cls(kept, (kept[1:] + kept[:-1]) / 2)

    def shares(self, means: Floats, spread: float) -> Floats:
        """(kinds, marks): the share of pupils of each kind with each mark."""
        below = ndtr((self.edges[None, :] - means[:, None]) / spread)
        whole = np.concatenate([np.zeros((len(means), 1)), below, np.ones((len(means), 1))], axis=1)
        shares: Floats = np.diff(whole, axis=1)
        return shares


def answers(world: World, panel: Panel) -> dict[str, float]:
    """The truth of every statistic for the pupils of one sample (all of them, whoever left)."""
    marks = Marks.of(world)
    means = _expected(world, panel)
    spreads = _spreads(world)
    kinds, counts = np.unique(np.column_stack([panel.target, *means]), axis=0, return_counts=True)
    side = kinds[:, 0] > 0
    before = marks.shares(kinds[:, 1], spreads[0])
    after = marks.shares(kinds[:, 2], spreads[1])
    found = _gaps(marks, before, after, side=side, counts=counts)
    found |= _threshold(world, marks, after, side=side, counts=counts)
    slope = world.ability_variance * world.scale.spread**2
    beta, progress = _progress(marks, before, after, side=side, counts=counts, covariance=slope)
    inside = world.scale.spread * (world.differential + world.gap * (1 - beta))
    return found | progress | {"multilevel": inside} | planted(world)


def planted(world: World) -> dict[str, float]:
    """Impact in points, and over the spread of all target pupils' follow-up scores."""
    impact = world.impact * world.scale.spread
    apart = (world.icc + world.school_growth) * (world.schools > 1)
    variance = 1 - world.icc + world.own_growth + apart + world.impact**2 / 4
    spread = np.sqrt(variance * world.scale.spread**2 + world.scale.step**2 / 12)
    return {
        "impact": impact,
        "impact_multilevel": impact,
        "impact_on_gap": impact,
        "impact_effect_size": float(impact / spread),
    }


def _expected(world: World, panel: Panel) -> tuple[Floats, Floats]:
    """Every pupil's expected latent score before and after, given school and kind, on the scale."""
    before = panel.level + world.gap * panel.target
    after = before + panel.school_growth + world.growth + world.differential * panel.target
    if panel.treated is not None:
        after = after + world.impact * (panel.treated & panel.target)
    first, second = (world.scale.mean + world.scale.spread * z for z in (before, after))
    return np.round(first, 9), np.round(second, 9)


def _spreads(world: World) -> tuple[float, float]:
    """Standard deviations inside a kind before and after, on the scale."""
    within = 1 - world.icc
    return tuple(world.scale.spread * np.sqrt(part) for part in (within, within + world.own_growth))  # type: ignore[return-value]


def _mix(shares: Floats, counts: Floats, chosen: Flags) -> Floats:
    mixed: Floats = counts[chosen] @ shares[chosen] / counts[chosen].sum()
    return mixed


def _gaps(marks: Marks, before: Floats, after: Floats, *, side: Flags, counts: Floats) -> dict[str, float]:
    first = [_mix(before, counts, chosen) for chosen in (side, ~side)]
    target, others = (_mix(after, counts, chosen) for chosen in (side, ~side))
    gap_before, gap_after = (
        float((first[0] - first[1]) @ marks.values),
        float((target - others) @ marks.values),
    )
    variances = [share @ marks.values**2 - (share @ marks.values) ** 2 for share in (target, others)]
    weights = np.asarray([counts[side].sum() - 1, counts[~side].sum() - 1])
    pooled = float(weights @ np.asarray(variances)) / weights.sum()
    below = np.cumsum(others) - others
    lead = float(target @ (below - (1 - below - others)))
    return {
        "gap_baseline": gap_before,
        "gap_followup": gap_after,
        "gap_change": gap_after - gap_before,
        "permutation": gap_after - gap_before,
        "hedges_g": gap_after / pooled**0.5,
        "cliffs_delta": lead,
    }


def _threshold(world: World, marks: Marks, after: Floats, *, side: Flags, counts: Floats) -> dict[str, float]:
    reached = marks.values >= world.scale.threshold - 1e-9
    shares = [float(_mix(after, counts, chosen)[reached].sum()) for chosen in (side, ~side)]
    return {"threshold_gap_followup": 100 * (shares[0] - shares[1])}


def _progress(
    marks: Marks, before: Floats, after: Floats, *, side: Flags, counts: Floats, covariance: float
) -> tuple[float, dict[str, float]]:
    """The slope on the baseline inside a kind, and target's slope given the baseline over all pupils.

    Putting scores on a grid leaves the covariance of two scores of one pupil as it was.
    """
    n = counts.sum()
    b, f = before @ marks.values, after @ marks.values
    within = float(counts @ (before @ marks.values**2 - b**2))
    scatter_f = float(counts @ (after @ marks.values**2 - f**2))

    x = np.column_stack([np.ones(len(b)), b, side])
    xx, xy = x.T @ (counts[:, None] * x), x.T @ (counts * f)
    xx[1, 1] += within
    xy[1] += covariance * n
    plain = float(np.linalg.solve(xx, xy)[2])
    middle = counts @ f / n
    spread = np.sqrt((scatter_f + counts @ (f - middle) ** 2) / n)
    beta = covariance * n / within
    return beta, {"ancova": plain, "effect_size_adjusted": float(plain / spread)}
