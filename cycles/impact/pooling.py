"""Random effects: one answer from the effects of several schools or cycles, and how much they differ.

Each effect is its school's own true effect plus chance, and the true effects scatter with variance tau^2.
tau^2 by restricted likelihood; interval and p by Hartung and Knapp (2001, Statistics in Medicine 20:
3875-3889), as R's metafor::rma(yi, vi, method = "REML", test = "knha") does, without the ad hoc floor: where
the effects agree better than chance explains, the interval is narrower, and `scale` says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, stdtrit

from halfterm.cycles.impact.estimate import COVERAGE, Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.pooled_effect import Effect
from halfterm.cycles.impact.reasons import NotDefined

Floats = NDArray[np.float64]

FEWEST: Final = 2
ONE_EFFECT: Final = "one effect alone is not pooled"
NO_EFFECT: Final = "there is no effect to pool"
ALL_EQUAL: Final = "the effects are all equal, so they show no scatter to make an interval of"
METHOD: Final = "random effects, REML tau^2; Hartung-Knapp t interval"

_EQUAL: Final = 1e-12  # effects nearer than this, of their size, differ by rounding alone
_RATIOS: Final = np.concatenate([[0.0], np.logspace(-9, 3, 145)])  # of tau^2 to the effects' own variance
_HALVINGS: Final = 64
_NARROWED: Final = 0.9  # at it the interval is a twentieth narrower than the model would make it


@dataclass(frozen=True, slots=True)
class Pooled:
    """A random-effects fit of two effects or more, in the effects' unit; `q_p` is of Cochran's Q, k - 1.

    `tau_squared` is the variance of the true effects, 0 at its lower bound. `scale` is what Hartung and Knapp
    multiply the ordinary squared error by: below 1 the effects agree better than chance explains.
    `i_squared` is the percentage of the effects' scatter that chance does not explain (Higgins and Thompson).
    """

    effects: tuple[Effect, ...]
    mean: Estimate
    tau_squared: float
    scale: float
    q: float
    q_p: float
    i_squared: float

    @property
    def k(self) -> int:
        """How many effects were pooled."""
        return len(self.effects)

    @property
    def tau(self) -> float:
        """The standard deviation of the true effects."""
        return float(self.tau_squared**0.5)

    @property
    def narrowed(self) -> bool:
        """Whether the effects agree so well that the interval is clearly narrower than the model has it."""
        return self.scale < _NARROWED and not self.mean.no_interval

    @property
    def by_agreement(self) -> bool:
        """Whether the interval leaves nought out only since it is narrower than the model would make it.

        With the ad hoc floor, a scale of at least 1, it would hold nought: no ground to claim an effect on.
        """
        lower, upper, error = self.mean.lower, self.mean.upper, self.mean.standard_error
        if lower is None or upper is None or error is None or self.scale >= 1 or lower <= 0 <= upper:
            return False
        return abs(self.mean.value) <= self._quantile * error / float(self.scale**0.5)

    @property
    def counts(self) -> dict[str, int]:
        """Pupils behind all effects, as a finding counts them; once for each cycle they were in."""
        return {
            "n_target": sum(effect.n_target for effect in self.effects),
            "n_comparison": sum(effect.n_comparison for effect in self.effects),
        }

    def finding(self) -> Finding:
        """`pooled_effect`: the mean of the true effects, its interval and p."""
        method = f"{METHOD}, {self.k:,} effects, {self.k - 1:,} df"
        if self.narrowed:
            method = f"{method}; they agree better than the model expects: squared error x {self.scale:.2f}"
        return self.mean.finding("pooled_effect", method=method, **self.counts)

    def new_school(self) -> Finding:
        """`new_school_effect`: what one more school may expect: mean +- t sqrt(SE^2 + tau^2), k - 1 df."""
        method = f"prediction interval, t with {self.k - 1:,} df, sqrt(SE^2 + tau^2); {METHOD}"
        error = self.mean.standard_error
        if error is None:
            made = Estimate.bare(self.mean.value, self.mean.no_interval)
        else:
            reach = self._quantile * float(np.hypot(error, self.tau))
            value = self.mean.value
            made = Estimate(value, error, value - reach, value + reach, None)
        return made.finding("new_school_effect", method=method, **self.counts)

    def spread(self) -> Finding:
        """`effect_spread`: tau, with the p of Q, the test that all true effects are one."""
        bound = "; 0, its lower bound" if not self.tau_squared else ""
        method = f"tau by REML{bound}; Q {self.q:.2f} on {self.k - 1:,} df, I^2 {self.i_squared:.0f} %"
        return Finding("effect_spread", self.tau, None, None, self.q_p, method=method, **self.counts)

    def unexplained(self) -> Finding:
        """`effect_heterogeneity`: I^2 in percent, with the p of Q."""
        method = "tau^2 / (tau^2 + typical sampling variance), in percent; p of Cochran's Q"
        return Finding(
            "effect_heterogeneity", self.i_squared, None, None, self.q_p, method=method, **self.counts
        )

    def shrunken(self) -> tuple[Finding, ...]:
        """`shrunken_effect` of each effect, in their order: its best guess given all (metafor::blup).

        lambda y + (1 - lambda) mean with lambda = tau^2 / (tau^2 + v); squared error
        lambda v + (1 - lambda)^2 SE^2, t interval with k - 1 df.
        """
        return tuple(self._shrink(effect) for effect in self.effects)

    def _shrink(self, effect: Effect) -> Finding:
        own = self.tau_squared / (self.tau_squared + effect.variance)
        value = own * effect.value + (1 - own) * self.mean.value
        method = f"empirical Bayes: {100 * own:.0f} % its own effect, the rest the mean of all; t interval"
        counts = {"n_target": effect.n_target, "n_comparison": effect.n_comparison}
        if self.mean.standard_error is None:
            return Estimate.bare(value, self.mean.no_interval).finding(
                "shrunken_effect", method=method, **counts
            )
        error = (own * effect.variance + ((1 - own) * self.mean.standard_error) ** 2) ** 0.5
        reach = self._quantile * error
        made = Estimate(value, error, value - reach, value + reach, None)
        return made.finding("shrunken_effect", method=method, **counts)

    @property
    def _quantile(self) -> float:
        return float(stdtrit(self.k - 1, (1 + COVERAGE) / 2))


def pool(effects: Sequence[Effect]) -> Pooled:
    """Fit effect_i ~ N(mean, v_i + tau^2); the same numbers as metafor to 6 digits.

    The effects must be of one statistic of one measure, independent of one another, each named once.
    Raises `NotDefined` for fewer than two effects, `ValueError` for one name twice.
    """
    if len(effects) < FEWEST:
        raise NotDefined(ONE_EFFECT if effects else NO_EFFECT)
    if len({effect.name for effect in effects}) < len(effects):
        raise ValueError("an effect is pooled once: combine those of one school first")
    y = np.array([effect.value for effect in effects])
    v = np.array([effect.variance for effect in effects])
    equal = float(np.ptp(y)) <= _EQUAL * float(np.max(np.abs(y)))
    tau_squared = 0.0 if equal else _tau_squared(y, v)
    weights = 1 / (v + tau_squared)
    mean = _mean(y, weights)
    scale = 0.0 if equal else float(weights @ (y - mean) ** 2) / (len(y) - 1)
    q = 0.0 if equal else float((1 / v) @ (y - _mean(y, 1 / v)) ** 2)
    return Pooled(
        effects=tuple(effects),
        mean=_estimate(mean, scale / float(weights.sum()), degrees=len(y) - 1),
        tau_squared=tau_squared,
        scale=scale,
        q=q,
        q_p=float(chdtrc(len(y) - 1, q)),
        i_squared=100 * tau_squared / (tau_squared + _typical_variance(v)),
    )


def pooled_finding(effects: Sequence[Effect]) -> Finding:
    """`pooled_effect` of these effects, undefined with the reason where they cannot be pooled."""
    try:
        return pool(effects).finding()
    except NotDefined as missing:
        return undefined("pooled_effect", str(missing))


def _mean(y: Floats, weights: Floats) -> float:
    return float(weights @ y / weights.sum())


def _estimate(mean: float, squared_error: float, *, degrees: int) -> Estimate:
    if squared_error <= 0:
        return Estimate.bare(mean, ALL_EQUAL)
    return Estimate.from_t(mean, squared_error**0.5, degrees)


def _typical_variance(v: Floats) -> float:
    """Higgins and Thompson's typical sampling variance: (k - 1) sum w / ((sum w)^2 - sum w^2), w = 1/v."""
    share = (1 / v) / (1 / v).sum()
    return float((len(v) - 1) / ((1 / v).sum() * (1 - share @ share)))


def _tau_squared(y: Floats, v: Floats) -> float:
    """The lowest point of the restricted deviance on a grid, then halving on the sign of its slope."""
    grid = _RATIOS * float(np.var(y, ddof=1))
    lowest = int(np.argmin(_deviance(grid, y, v)))
    if lowest == 0 and _slope(0.0, y, v) >= 0:
        return 0.0
    low, high = float(grid[max(lowest - 1, 0)]), float(grid[min(lowest + 1, len(grid) - 1)])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _slope(middle, y, v) < 0 else (low, middle)
    return (low + high) / 2


def _deviance(tau_squared: Floats, y: Floats, v: Floats) -> Floats:
    """-2 log restricted likelihood at each tau^2, without its constant; (steps,)."""
    variance = v + tau_squared[:, None]
    weights = 1 / variance
    total = weights.sum(axis=1)
    about = y - (weights @ y / total)[:, None]
    deviance: Floats = np.log(variance).sum(axis=1) + np.log(total) + (weights * about**2).sum(axis=1)
    return deviance


def _slope(tau_squared: float, y: Floats, v: Floats) -> float:
    """The derivative of the restricted deviance in tau^2."""
    weights = 1 / (v + tau_squared)
    total, squares = float(weights.sum()), weights**2
    return total - float(squares.sum()) / total - float(squares @ (y - _mean(y, weights)) ** 2)
