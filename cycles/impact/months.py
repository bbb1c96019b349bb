"""Months of progress: versioned tables that turn an effect size into months."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.rounding import half_away

MonthsTable = Literal["eef-2018", "toolkit-2014"]
DEFAULT_TABLE: MonthsTable = "eef-2018"

# Lowest effect size of 1, 2, ... 12 months.
LOWER_BOUNDS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "eef-2018": (0.05, 0.10, 0.19, 0.27, 0.36, 0.45, 0.53, 0.62, 0.70, 0.79, 0.88, 0.96),
        "toolkit-2014": (0.02, 0.10, 0.19, 0.27, 0.36, 0.45, 0.53, 0.62, 0.70, 0.79, 0.88, 0.96),
    }
)


def months_of_progress(effect_size: float, *, table: MonthsTable = DEFAULT_TABLE) -> int:
    """Months of progress, negative for less progress; the effect size is first rounded to two decimals.

    Raises `BadInput` for an unknown table.

    >>> months_of_progress(0.045), months_of_progress(0.044), months_of_progress(-0.185)
    (1, 0, -3)
    >>> months_of_progress(0.04, table="toolkit-2014")
    1
    """
    if table not in LOWER_BOUNDS:
        raise BadInput(f"no months table '{table}'{did_you_mean(table, LOWER_BOUNDS)}")
    rounded = half_away(effect_size, 2)
    count = sum(1 for bound in LOWER_BOUNDS[table] if abs(rounded) >= bound)
    return int(math.copysign(count, rounded))


def months_finding(effect: Finding, *, statistic: str, table: MonthsTable = DEFAULT_TABLE) -> Finding:
    """An effect size and both its bounds in months; p and counts stay those of the effect size."""
    if effect.value is None:
        why = f"no effect size: {reason(effect)}"
        return undefined(statistic, why, n_target=effect.n_target, n_comparison=effect.n_comparison)

    def counted(bound: float | None) -> float | None:
        return None if bound is None else float(months_of_progress(bound, table=table))

    return Finding(
        statistic,
        float(months_of_progress(effect.value, table=table)),
        counted(effect.lower),
        counted(effect.upper),
        effect.p,
        effect.n_target,
        effect.n_comparison,
        f"months table {table}, from the effect size rounded to two decimals; {effect.method}",
    )
