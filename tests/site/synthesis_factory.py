"""Parts of a synthesis by hand: pools of effects, a small coded source, a claim of a report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from halfterm.cycles.coding.coded import CodedReport, CodedSource, Printed
from halfterm.cycles.coding.reported import ReportedClaim
from halfterm.cycles.disclosure import show_number
from halfterm.site.shown import ShownEffect, ShownPool


def effect(
    label: str, value: float | None, reach: float | None = 0.2, *, weight: float = 50, pupils: int = 60
) -> ShownEffect:
    """An effect with an interval `reach` to each side; without a reach it has none."""
    bounds = (None, None) if value is None or reach is None else (value - reach, value + reach)
    shown = (show_number(number, decimals=2, signed=True) for number in (value, *bounds))
    return ShownEffect(label, *shown, show_number(weight, decimals=0), show_number(pupils, decimals=0))


def pool(
    whole: float | None = 0.3,
    reach: float | None = 0.2,
    *,
    rows: tuple[ShownEffect, ...] = (),
    **changes: Any,
) -> ShownPool:
    """A pool of Ash's and Birch's effects of paired reading on reading; None for one that is not pooled."""
    made: dict[str, Any] = {
        "question": "impact",
        "measure": "Reading",
        "name": "paired reading",
        "by": "change-idea",
        "rows": rows or (effect("Ash School", 0.4), effect("Birch School", 0.2)),
        "pooled": None if whole is None else effect("All 2 schools", whole, reach, weight=100),
        "expected": None if whole is None else effect("One more school", whole, 0.6),
        "heterogeneity": ("With 2 effects, how much schools differ is hardly known.",),
        "months": show_number(None if whole is None else round(whole * 12), decimals=0, signed=True),
        "cost_per_pupil": show_number(21, decimals=0),
        "left_out": ("1 effect: too few pupils to be shown",),
        "cycles": 2,
    } | changes
    return ShownPool(**made)


def not_pooled(**changes: Any) -> ShownPool:
    """A pool in which no effect may be shown."""
    return replace(pool(None, **changes), rows=())


def coded_source() -> CodedSource:
    """Six synthetic reports beside what was printed of them: 2 of 6 are 33.3 %, and 33.4 does not follow."""
    codes = (("gender",), ("gender", "SEN"), ("EAL",), (), ("unclear",), ("other",))
    return CodedSource(
        id="old-map",
        name="A map of old",
        reports=tuple(
            CodedReport(f"report-{number}", {"7_gap": held} if held else {})
            for number, held in enumerate(codes, start=1)
        ),
        printed=(Printed("7_gap", "gender", 2, 33.4), Printed("7_gap", "SEN", 1, 16.7)),
        printed_reports=6,
        synthetic=True,
        source="A report of old",
    )


def claim() -> ReportedClaim:
    return ReportedClaim(
        words="Five of six schools told of a gain.",
        k=5,
        n=6,
        source="A report of old",
        limits=("self-reported", "no comparison"),
    )
