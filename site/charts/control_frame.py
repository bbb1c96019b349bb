"""The frame of a run chart: where values and times fall, and which of them are marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.series.shown import ShownPoint, ShownSeries
from halfterm.site.charts.axis import WIDTH, fitted, tick_step, width_of

PLOT: Final = 190.0
"""Height of the plot, in chart units."""
RIGHT: Final = WIDTH - 10
_MOST_TICKS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values and points fall."""

    low: float
    high: float
    count: int
    left: float
    top: float
    decimals: int
    behind: str

    @property
    def bottom(self) -> float:
        return self.top + PLOT

    @property
    def step(self) -> float:
        return (RIGHT - self.left) / self.count

    def x(self, place: float) -> float:
        """The middle of a point's own room; half a place more or less is its edge."""
        return round(self.left + (place + 0.5) * self.step, 1)

    def y(self, value: float) -> float:
        return round(self.bottom - (value - self.low) / (self.high - self.low) * PLOT, 1)


def frame_of(series: ShownSeries, *, top: float) -> Frame:
    """The frame that holds every value and line; a gap's has the place of no gap in it."""
    figures = [f for p in series.points for f in (p.value, p.centre, p.lower, p.upper, p.target)]
    values = [f.value for f in figures if f.value is not None]
    if series.of == "gap" or not values:
        values.append(0.0)
    low, high = min(values), max(values)
    if high - low < 1e-9 * max(1.0, abs(high), abs(low)):
        low, high = low - 0.5, high + 0.5
    step = tick_step(high - low, _MOST_TICKS)
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    behind = series.unit.behind
    widest = max(width_of(_number(edge, decimals) + behind) for edge in (low, high))
    return Frame(low, high, len(series.points), widest + 10, top, decimals, behind)


def _number(value: float, decimals: int) -> str:
    return f"{value + 0.0:,.{decimals}f}".replace("-", "−")


def value_ticks(frame: Frame) -> tuple[Label, ...]:
    """Round numbers up the side, up to six."""
    step = tick_step(frame.high - frame.low, _MOST_TICKS)
    first, last = round(frame.low / step), round(frame.high / step)
    return tuple(
        Label(frame.left - 6, frame.y(i * step), _number(i * step, frame.decimals) + frame.behind, "end")
        for i in range(first, last + 1)
    )


def time_ticks(points: Sequence[ShownPoint], frame: Frame) -> tuple[Label, ...]:
    """The names of as many points as there is room for, the last one among them."""
    labels: list[Label] = []
    free = WIDTH
    for place in range(len(points) - 1, -1, -1):
        name = fitted(points[place].name, RIGHT - frame.left)
        half = width_of(name) / 2
        x = min(max(frame.x(place), half), WIDTH - half)
        if x + half <= free:
            labels.append(Label(round(x, 1), frame.bottom + 18, name))
            free = x - half - 10
    return tuple(reversed(labels))
