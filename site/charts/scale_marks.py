"""A scale along the foot of a chart: lines at round numbers, the place of nought, the unit."""

from __future__ import annotations

from halfterm.site.charts.axis import Axis
from halfterm.site.charts.drawing import Line, Mark, Words
from halfterm.site.charts.lettering import Placed, wrapped


def rules(axis: Axis, top: float, bottom: float, *, zero: bool) -> list[Mark]:
    """Lines at the round numbers from top to bottom; a strong one at nought."""
    marks: list[Mark] = [Line(tick.x, top, tick.x, bottom, "grid") for tick in axis.ticks]
    if zero and axis.low <= 0 <= axis.high:
        marks.append(Line(axis.x(0.0), top, axis.x(0.0), bottom, "zero"))
    return marks


def foot(axis: Axis, bottom: float, unit: str, *, width: float) -> Placed:
    """The round numbers under the plot, and the unit under those."""
    marks: list[Mark] = [Words(tick.x, bottom + 16, tick.label, "soft", "middle") for tick in axis.ticks]
    lines = wrapped(unit, width, most=3) if unit else []
    middle = (axis.left + axis.right) / 2
    fits = all(len(line) * 8 / 2 <= min(middle, width - middle) for line in lines)
    for i, line in enumerate(lines):
        y = bottom + 33 + 15 * i
        marks.append(Words(middle, y, line, "soft", "middle") if fits else Words(0.0, y, line, "soft"))
    return Placed(tuple(marks), bottom + 22 + 15 * len(lines))
