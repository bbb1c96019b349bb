"""An estimate on its way to being a finding: value, standard error, interval and p from t or normal."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from scipy.special import ndtr, ndtri, stdtr, stdtrit

from halfterm.cycles.impact.finding import Finding

COVERAGE = 0.95
NORMAL_QUANTILE = float(ndtri((1 + COVERAGE) / 2))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with a two-sided 95 % interval and p; `no_interval` says why they are missing."""

    value: float
    standard_error: float | None
    lower: float | None
    upper: float | None
    p: float | None
    no_interval: str = ""

    @classmethod
    def from_t(cls, value: float, standard_error: float, degrees_of_freedom: float) -> Estimate:
        """Student's t. `standard_error` and `degrees_of_freedom` must be above 0.

        >>> made = Estimate.from_t(2.0, 1.0, 10.0)
        >>> [round(number, 4) for number in (made.lower, made.upper, made.p)]
        [-0.2281, 4.2281, 0.0734]
        """
        reach = float(stdtrit(degrees_of_freedom, (1 + COVERAGE) / 2)) * standard_error
        p = min(2 * float(stdtr(degrees_of_freedom, -abs(value / standard_error))), 1.0)
        return cls(value, standard_error, value - reach, value + reach, p)

    @classmethod
    def from_normal(cls, value: float, standard_error: float) -> Estimate:
        """The normal distribution (Wald). `standard_error` must be above 0."""
        reach = NORMAL_QUANTILE * standard_error
        p = min(2 * float(ndtr(-abs(value / standard_error))), 1.0)
        return cls(value, standard_error, value - reach, value + reach, p)

    @classmethod
    def bare(cls, value: float, no_interval: str) -> Estimate:
        """A value without an interval, with the reason."""
        return cls(value, None, None, None, None, no_interval)

    def times(self, factor: float) -> Estimate:
        """The same estimate in another unit; `factor` is positive and taken as known, so p stays."""
        if not (factor > 0 and math.isfinite(factor)):
            raise ValueError("an estimate is scaled by a positive number")

        def scaled(number: float | None) -> float | None:
            return None if number is None else number * factor

        return replace(
            self,
            value=self.value * factor,
            standard_error=scaled(self.standard_error),
            lower=scaled(self.lower),
            upper=scaled(self.upper),
        )

    def finding(self, statistic: str, *, n_target: int, n_comparison: int, method: str) -> Finding:
        """The finding, its method followed by the reason for a missing interval."""
        said = f"{method}; no interval: {self.no_interval}" if self.no_interval else method
        return Finding(
            statistic,
            self.value,
            self.lower,
            self.upper,
            self.p,
            n_target,
            n_comparison,
            said,
            self.standard_error,
        )
