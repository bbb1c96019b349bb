"""Axes and lettering of the charts: which numbers to mark, where they fall, what fits beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 400.0
"""Width of every chart in its own units: near the pixels of a phone, to stay legible there."""

LETTER: Final = 13.0
# Means of the widths of letters in the usual screen fonts, as parts of the letter size, on the safe side.
NARROW, MEDIUM, BROAD = 0.4, 0.64, 0.98
BOLD: Final = 1.1
"""How much wider bold letters are."""


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight axis: `low` at `left`, `high` at `right`; `low` < `high`."""

    low: float
    high: float
    left: float
    right: float

    def x(self, value: float) -> float:
        """Where a value falls, to a tenth of a unit."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Round numbers within the axis: up to six, and no more than there is room to print."""
        most = 6.0
        while True:
            step = tick_step(self.high - self.low, most)
            ticks = self._ticks(step)
            room = step / (self.high - self.low) * (self.right - self.left)
            if len(ticks) < 2 or room >= max(width_of(tick.label) for tick in ticks) + 8:
                return ticks
            most /= 2

    def _ticks(self, step: float) -> tuple[Tick, ...]:
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        decimals = max(0, -math.floor(math.log10(step)))
        return tuple(
            Tick(self.x(i * step), f"{i * step:,.{decimals}f}".replace("-", "−"))
            for i in range(first, last + 1)
        )


def tick_step(span: float, most: float = 6.0) -> float:
    """The smallest round step (1, 2 or 5 times a power of ten) that marks at most `most` points of a span.

    >>> tick_step(110), tick_step(7), tick_step(0.9), tick_step(110, most=3)
    (20.0, 2.0, 0.2, 50.0)
    """
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(step for step in (power, 2 * power, 5 * power, 10 * power) if span / step <= most)


def axis_over(
    values: Sequence[float], *, left: float, right: float, span: float = 0.0, zero: bool = False
) -> Axis:
    """An axis that holds all values, `span` wide at least, with zero on it when asked.

    No value at all gives the axis from 0 to 1: something must be drawn on.
    """
    held = [*values, 0.0] if zero or not values else list(values)
    low, high = min(held), max(held)
    # Values nearer than any figure is published count as one: no step could be printed between them.
    alike = high - low < 1e-9 * max(1.0, abs(high), abs(low))
    missing = max(span, 1.0 if alike else 0.0) - (high - low)
    if missing > 0:
        low, high = low - missing / 2, high + missing / 2
    return Axis(low, high, left, right)


def width_of(text: str, size: float = LETTER) -> float:
    """About how wide a text is drawn, on the safe side, in chart units."""
    return size * sum(_letter(character) for character in text)


def _letter(character: str) -> float:
    if character in "iljtfrI.,:;|!'()[] -":
        return NARROW
    return (
        BROAD if character in "mwMW@%—…" or ord(character) > 0x2E80 else MEDIUM + 0.12 * character.isupper()
    )


def fitted(text: str, room: float, size: float = LETTER) -> str:
    """A text cut to the room there is, with an ellipsis where it was cut.

    >>> fitted("maths", 100), fitted("mathematics and mechanics", 60)
    ('maths', 'mathe…')
    """
    if width_of(text, size) <= room:
        return text
    kept = text
    while kept and width_of(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"
