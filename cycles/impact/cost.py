"""What a cycle costs: per pupil, per additional month of progress, so far and for the whole plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.do_log_entries import Entry, Spending
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.intervention import Intervention

BANDS: Final = (("very low", 80.0), ("low", 200.0), ("moderate", 600.0), ("high", 1200.0))
"""Cost bands by their highest cost per pupil, pounds; beyond the last it is very high."""
BEYOND: Final = "very high"

NO_COST: Final = "no cost is given"
NOTHING_LOGGED: Final = "the do-log holds no cost yet"
NO_PUPILS: Final = "it is not known how many pupils it is for"
NO_PROGRESS: Final = "there is no additional month of progress to divide the cost by"
LESS_PROGRESS: Final = "pupils made less progress, so no cost buys a month"


@dataclass(frozen=True, slots=True)
class CycleCost:
    """Pounds of one cycle: `planned` for the whole plan, `recurring` of them again each year, `spent` so far.

    None where the plan gives no cost, or the do-log holds none. `pupils` are those the idea is for.
    """

    planned: float | None
    recurring: float | None
    spent: float | None
    pupils: int


def cycle_cost(intervention: Intervention, entries: Iterable[Entry], *, pupils: int) -> CycleCost:
    """The costs of a plan for this many pupils, and what the do-log's standing entries say was spent."""
    spent = [entry.pounds for entry in entries if isinstance(entry, Spending)]
    again = intervention.model_copy(
        update={"costs": tuple(cost for cost in intervention.costs if cost.recurring)}
    )
    planned = bool(intervention.costs)
    return CycleCost(
        planned=intervention.planned_cost(pupils=pupils) if planned else None,
        recurring=again.planned_cost(pupils=pupils) if planned else None,
        spent=sum(spent) if spent else None,
        pupils=pupils,
    )


def per_pupil_planned(costs: Iterable[CycleCost]) -> Finding:
    """`cost_per_pupil`: pounds of the whole plans over their pupils; plans that give no cost are left out."""
    known = [cost for cost in costs if cost.planned is not None]
    pounds = sum(cost.planned or 0.0 for cost in known)
    return _per_pupil("cost_per_pupil", pounds, known, what="planned for the whole cycle", why=NO_COST)


def per_pupil_spent(costs: Iterable[CycleCost]) -> Finding:
    """`cost_per_pupil_so_far`: pounds in the do-logs over the pupils; cycles without one are left out."""
    known = [cost for cost in costs if cost.spent is not None]
    pounds = sum(cost.spent or 0.0 for cost in known)
    return _per_pupil("cost_per_pupil_so_far", pounds, known, what="spent to date", why=NOTHING_LOGGED)


def _per_pupil(statistic: str, pounds: float, known: list[CycleCost], *, what: str, why: str) -> Finding:
    pupils = sum(cost.pupils for cost in known)
    if not known or not pupils:
        return undefined(statistic, NO_PUPILS if known else why, n_target=pupils)
    cycles = "1 cycle" if len(known) == 1 else f"{len(known):,} cycles"
    method = f"pounds {what} / pupils, {cycles}"
    return Finding(statistic, pounds / pupils, None, None, None, pupils, 0, method)


def per_month(per_pupil: Finding, months: Finding) -> Finding:
    """`cost_per_month`: pounds a pupil for each additional month of progress; `months` must be of an impact.

    Not defined without months or at 0 or fewer. Its bounds are the cost over the bounds of the months; there
    is no upper one where the months may be none.
    """
    counts = {"n_target": per_pupil.n_target, "n_comparison": months.n_comparison}
    for finding in (per_pupil, months):
        if finding.value is None:
            return undefined("cost_per_month", reason(finding), **counts)
    cost, gained = per_pupil.value or 0.0, months.value or 0.0
    if gained <= 0:
        return undefined("cost_per_month", LESS_PROGRESS if gained < 0 else NO_PROGRESS, **counts)
    lower = cost / months.upper if months.upper else None
    upper = cost / months.lower if months.lower is not None and months.lower > 0 else None
    no_upper = "; no upper bound: it may be no month at all" if lower is not None and upper is None else ""
    method = f"cost per pupil / months of progress; the cost taken as known{no_upper}; {months.method}"
    return Finding("cost_per_month", cost / gained, lower, upper, None, method=method, **counts)


def cost_band(pounds_per_pupil: float) -> str:
    """The band of a cost per pupil, a bound belonging to the band below it.

    >>> cost_band(80), cost_band(80.01), cost_band(1200), cost_band(1500)
    ('very low', 'low', 'high', 'very high')
    """
    return next((name for name, most in BANDS if pounds_per_pupil <= most), BEYOND)
