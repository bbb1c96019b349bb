"""Evidence for verdicts, with good defaults: a gap of 2.2 points that became 1.1, beyond chance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from halfterm.cycles.disclosure import Shown, ShownFinding, hidden, show_number
from halfterm.cycles.verdict_evidence import Evidence
from halfterm.cycles.words import GapFigures

Z = hidden("z")
C = hidden("c")
NOT_COMPUTED = "not computed: no comparison pupil has both scores"


def figure(
    value: float | None,
    reach: float | None = None,
    *,
    n: tuple[int, int] = (50, 60),
    method: str = NOT_COMPUTED,
) -> ShownFinding:
    """A figure in points with an interval `reach` to each side."""

    def number(points: float | None) -> Shown:
        return show_number(points, decimals=1, signed=True)

    low, high = (None, None) if reach is None or value is None else (value - reach, value + reach)
    counts = [count(pupils) for pupils in n]
    return ShownFinding("gap_change", number(value), number(low), number(high), Z, *counts, method)


def hidden_figure() -> ShownFinding:
    return ShownFinding("gap_change", C, C, C, C, C, C, "hidden: few pupils")


def gap(
    before: float | None = -2.2,
    gains: tuple[float, float] = (2.4, 1.3),
    *,
    reach: float | None = 0.5,
    n: tuple[int, int] = (50, 60),
) -> GapFigures:
    """A gap that moved by the difference of the two gains."""
    change = None if before is None else gains[0] - gains[1]
    after = None if before is None else before + gains[0] - gains[1]
    return GapFigures(
        measure="Reading",
        target="FSM pupils",
        comparison="the others",
        when_before="Autumn",
        when_after="Spring",
        before=figure(before, reach, n=n),
        after=figure(after, reach, n=n),
        change=figure(change, reach, n=n),
        gain_target=figure(gains[0], reach, n=(n[0], 0)),
        gain_comparison=figure(gains[1], reach, n=n),
    )


def alone(gain: float | None = 2.4, *, reach: float | None = 0.5, n: int = 50) -> GapFigures:
    """A gain of a target group that nobody is set beside."""
    nothing = figure(None, method="not computed: the plan names no comparison")
    return replace(
        gap(None),
        **dict.fromkeys(("before", "after", "change", "gain_comparison"), nothing),
        gain_target=figure(gain, reach, n=(n, 0)),
        compared=False,
    )


def hidden_gap() -> GapFigures:
    """A gap of which nothing may be seen."""
    figures = ("before", "after", "change", "gain_target", "gain_comparison")
    return replace(gap(), **dict.fromkeys(figures, hidden_figure()))


def evidence(figures: GapFigures | None = None, **changes: Any) -> Evidence:
    made: dict[str, Any] = {"gap": figures or gap(), "comparison": "others", "audience": "school"}
    return Evidence(**(made | changes))


def count(number: int) -> Shown:
    return show_number(float(number), decimals=0)
