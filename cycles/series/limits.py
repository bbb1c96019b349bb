"""Control limits: a centre, a sigma at every point, and what lies beyond three of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.impact.reasons import NO_SCATTER, NotDefined

ChartKind = Literal["XmR", "P", "P'", "I'"]

SIGMAS: Final = 3.0
D2: Final = 1.128
"""The mean range of two normal values, in their SDs (d2 for n = 2)."""

FEWEST_FOR_LIMITS: Final = 2
"""Points without which there is no distance between neighbours."""

_NEAR: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre, and for every point its sigma and its limits, in the measure's own unit."""

    chart: ChartKind
    centre: float
    sigma: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]

    def side(self, place: int, value: float) -> Literal["above", "below", "within"]:
        """On which side of its limits a point lies; a point on a limit is within them."""
        near = _NEAR * max(1.0, abs(self.lower[place]), abs(self.upper[place]))
        if value > self.upper[place] + near:
            return "above"
        return "below" if value < self.lower[place] - near else "within"


def limits_about(
    chart: ChartKind, centre: float, sigma: Sequence[float], *, least: float | None = None, most: float = 1.0
) -> Limits:
    """The centre plus and minus three sigma; with `least`, kept between `least` and `most`.

    Raises:
        NotDefined: no point scatters, so that anything at all would be beyond the limits.
    """
    if not sigma or max(sigma) <= _NEAR * max(1.0, abs(centre)):
        raise NotDefined(NO_SCATTER)
    lower = [centre - SIGMAS * each for each in sigma]
    upper = [centre + SIGMAS * each for each in sigma]
    if least is not None:
        lower, upper = [max(low, least) for low in lower], [min(high, most) for high in upper]
    return Limits(chart, centre, tuple(sigma), tuple(lower), tuple(upper))


def baseline_points(points: int, baseline: int | None) -> int:
    """How many points the limits are made of.

    Raises:
        NotDefined: fewer than two.
    """
    held = points if baseline is None else min(baseline, points)
    if held < FEWEST_FOR_LIMITS:
        raise NotDefined("one point shows no scatter")
    return held
