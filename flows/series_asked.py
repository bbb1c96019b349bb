"""What is asked of `halfterm series`, and what one series is drawn from, whatever it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.plan import Plan
from halfterm.cycles.series.assurance import Good
from halfterm.cycles.series.limits import ChartKind
from halfterm.cycles.series.log_points import Every
from halfterm.cycles.series.segment import Point
from halfterm.cycles.series.shown import Unit
from halfterm.cycles.series.sums import Of


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; None is what fits best. `targets` are `N`, or `HALF-TERM=N` from there on.

    Targets of shares are in percent.
    """

    measure: str
    cycle: str | None = None
    group: str | None = None
    school: str | None = None
    of: Of | None = None
    targets: tuple[str, ...] = ()
    threshold: float | None = None
    good: Good | None = None
    rebase: tuple[str, ...] = ()
    every: Every = "half-term"
    audience: Audience = "school"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is needed to judge and to print one series, whatever it is made of.

    `cautions` are sentences on what to bear in mind of it.
    """

    points: tuple[Point, ...]
    of: Of
    kind: ChartKind
    unit: Unit
    good: Good
    title: str
    measure: str
    cycle: Plan | None
    marked: tuple[Plan, ...]
    cautions: tuple[str, ...] = ()
