"""Icons of control charts, as in NHS "Making data count": is it changing, and will it meet its target?"""

from __future__ import annotations

from typing import Final

from halfterm.cycles.series.assurance import Assurance, SpecialCause, Variation
from halfterm.cycles.series.shown import ShownSeries
from halfterm.site.charts.axis import WIDTH
from halfterm.site.charts.drawing import Disc, Line, Mark, Path, Words
from halfterm.site.charts.lettering import LINE, Placed, wrapped

RADIUS: Final = 18.0
BESIDE: Final = 8.0
"""From an icon to its words."""

VARIATION: Final[dict[Variation, tuple[str, str]]] = {
    "no verdict": (" open", "no verdict yet: too few points"),
    "common cause": ("", "common cause: no change beyond chance"),
    "improving": (" improving", "special cause: improving"),
    "getting worse": (" worse", "special cause: getting worse"),
    "higher": ("", "special cause: higher"),
    "lower": ("", "special cause: lower"),
    "unclear": ("", "special cause: no clear direction"),
}
"""The tone of each icon and its words."""

ASSURANCE: Final[dict[Assurance, tuple[str, str, str]]] = {
    "consistently passing": (" improving", "P", "target: consistently met"),
    "consistently failing": (" worse", "F", "target: consistently missed"),
    "inconsistent": ("", "?", "target: met or missed by chance"),
}
"""The tone of each icon, its letter, its words."""


def icons(series: ShownSeries, top: float) -> Placed:
    """Both icons side by side with their words; assurance only where there is a target and a verdict."""
    tone, words = VARIATION[series.variation]
    placed = [(_variation(series.variation, series.cause, tone, RADIUS + 2, top + RADIUS), words)]
    half = WIDTH / 2
    if series.assurance is not None:
        tone, letter, said = ASSURANCE[series.assurance]
        placed.append((_assurance(tone, letter, half + RADIUS + 2, top + RADIUS), said))
    room = (half if len(placed) > 1 else WIDTH) - 2 * RADIUS - BESIDE - 8
    marks: list[Mark] = []
    for i, (drawn, words) in enumerate(placed):
        lines = wrapped(words, room)
        first = top + RADIUS - LINE * (len(lines) - 1) / 2 + 4.5
        x = half * i + 2 * RADIUS + 2 + BESIDE
        marks += [*drawn, *(Words(x, first + LINE * j, line) for j, line in enumerate(lines))]
    return Placed(tuple(marks), top + 2 * RADIUS + 4)


def _variation(variation: Variation, cause: SpecialCause | None, tone: str, x: float, y: float) -> list[Mark]:
    """A ring with a course of points in it, that climbs or falls or wavers, and a letter: high or low."""
    ring = Disc(x, y, RADIUS - 1.5, f"icon{tone}")
    if variation == "no verdict":
        return [ring, Words(x, y + 4.5, "…", "soft", "middle")]
    side = cause.side if cause is not None else "unclear"
    steps = {"higher": (7, 7, 5, 2, -4), "lower": (-7, -7, -5, -2, 4), "unclear": (3, -4, 4, -4, 3)}[side]
    points = [(x - 10 + 5 * i, y + 1 + step) for i, step in enumerate(steps)]
    letter = {"higher": "H", "lower": "L"}.get(side, "")
    marks: list[Mark] = [ring]
    marks += [Disc(px, py, 2.0, f"icon-dot{tone if tone != ' open' else ''}") for px, py in points]
    if letter:
        marks.append(Words(x - 4, y + (1 if side == "higher" else 9), letter, "strong", "middle"))
    return marks


def _assurance(tone: str, letter: str, x: float, y: float) -> list[Mark]:
    """A ring with the target's line: below what is met, above what is missed, through what may be either."""
    level = {"P": 7.0, "F": -7.0}.get(letter, 0.0)
    wave = Path(f"M {x - 9:g} {y + 4:g} l 4.5 -8 l 4.5 8 l 4.5 -8 l 4.5 8", "bar course")
    words = Words(x, y + (3 if letter == "P" else 8 if letter == "F" else 4.5), letter, "strong", "middle")
    line = Line(x - 11, y + level, x + 11, y + level, "bar limit")
    ring = Disc(x, y, RADIUS - 1.5, f"icon{tone}")
    return [ring, line, words] if letter != "?" else [ring, wave, line]
