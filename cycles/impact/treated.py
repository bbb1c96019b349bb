"""Impact: treated against untreated pupils of the target group, and what it does to the gap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from halfterm.cycles.impact.cluster_robust import cluster_robust
from halfterm.cycles.impact.effect_size import over_spread
from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.moments import Cell, Moments, PanelSummary
from halfterm.cycles.impact.months import DEFAULT_TABLE, MonthsTable, months_finding
from halfterm.cycles.impact.multilevel import FEWEST_SCHOOLS, fit_random_intercept
from halfterm.cycles.impact.reasons import NotDefined, reason
from halfterm.cycles.impact.regression import least_squares
from halfterm.cycles.impact.relative_progress import BOUNDARY, SATTERTHWAITE
from halfterm.cycles.impact.sample import follow_up_of
from halfterm.cycles.impact.school_sums import school_sums
from halfterm.cycles.impact.sides import Sides

PLAIN = "least squares among target pupils, follow-up ~ baseline + treated"
CLUSTERED = "treated by whole school: cluster-robust (CR2) t interval, Satterthwaite degrees of freedom"
TOO_FEW_SCHOOLS = f"fewer than {FEWEST_SCHOOLS} schools a side are too few for it"
LONE_SCHOOL = "one side is a single school"


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who was treated: cells of target pupils and of all pupils whose treatment is known."""

    target_cells: tuple[Cell, ...]
    known_cells: tuple[Cell, ...]
    treated: Moments
    untreated: Moments

    @property
    def counts(self) -> dict[str, int]:
        """Treated and untreated target pupils, as a finding counts them."""
        return {"n_target": self.treated.n, "n_comparison": self.untreated.n}

    def why_not(self) -> str:
        """Why there is no impact to compute; empty when there is."""
        if not self.target_cells:
            return "it is not known which target pupils were treated"
        if not self.treated.n:
            return "no target pupil with both scores was treated"
        return "" if self.untreated.n else "every target pupil with both scores was treated"


def allocation(summary: PanelSummary) -> Allocation:
    """Split a panel by treatment. Pupils whose treatment is not known take no part."""
    known = tuple(cell for cell in summary.cells if cell.treated is not None and cell.moments.n)
    target = tuple(cell for cell in known if cell.target)
    sides = {side: Moments() for side in (True, False)}
    for cell in target:
        sides[bool(cell.treated)] += cell.moments
    return Allocation(target, known, sides[True], sides[False])


def impact_findings(
    summary: PanelSummary, sides: Sides, *, months_table: MonthsTable = DEFAULT_TABLE
) -> tuple[Finding, ...]:
    """`impact`, `impact_multilevel`, `impact_effect_size`, `impact_months`, `impact_on_gap`, in this order.

    Points, except effect size and months. `n_target` counts treated, `n_comparison` untreated target pupils.
    """
    split = allocation(summary)
    plain = impact(split)
    size = impact_effect_size(plain, split)
    months = months_finding(size, statistic="impact_months", table=months_table)
    return plain, impact_multilevel(split), size, months, impact_on_gap(split, sides)


def impact(split: Allocation) -> Finding:
    """Treated's coefficient among target pupils, points; cluster-robust where whole schools were treated."""
    if why := split.why_not():
        return undefined("impact", why, **split.counts)
    return _treated_coefficient(
        "impact", split, cells=split.target_cells, coded=_treated, names=("treated",), method=PLAIN
    )


def impact_multilevel(split: Allocation) -> Finding:
    """Treated's coefficient among target pupils with random intercepts of schools, points."""
    if why := split.why_not():
        return undefined("impact_multilevel", why, **split.counts)
    try:
        fit = fit_random_intercept(school_sums(split.target_cells, coded=_treated, names=("treated",)))
    except NotDefined as missing:
        return undefined("impact_multilevel", str(missing), **split.counts)
    method = (
        "REML among target pupils, follow-up ~ baseline + treated + (1 | school), "
        f"{fit.schools:,} schools{BOUNDARY if fit.boundary else ''}; {SATTERTHWAITE}"
    )
    if too_few := _too_few(split.target_cells):
        method = f"{method}; {too_few}"
    return fit.estimate(-1).finding("impact_multilevel", method=method, **split.counts)


def impact_effect_size(plain: Finding, split: Allocation) -> Finding:
    """Impact over the SD (n - 1) of the follow-up scores of the same target pupils."""
    if not plain.defined:
        return undefined("impact_effect_size", reason(plain), **split.counts)
    scores = follow_up_of(split.treated + split.untreated)
    method = f"impact / SD of all these pupils' follow-up scores; {plain.method}"
    return over_spread(plain, scores, statistic="impact_effect_size", method=method)


def impact_on_gap(split: Allocation, sides: Sides) -> Finding:
    """Target x treated in follow-up ~ baseline + target * treated, points.

    Positive: the gap closes more where the change idea was used.
    """
    if why := split.why_not() or sides.why_no_two_groups():
        return undefined("impact_on_gap", why, **split.counts)
    others = {cell.treated for cell in split.known_cells if not cell.target}
    if others != {True, False}:
        why = "it needs treated and untreated comparison pupils as well"
        return undefined("impact_on_gap", why, **split.counts)
    method = f"least squares, follow-up ~ baseline + target * treated; the interaction{sides.disjoint()}"
    names = ("target", "treated", "target x treated")
    return _treated_coefficient(
        "impact_on_gap", split, cells=split.known_cells, coded=_interaction, names=names, method=method
    )


def _treated(cell: Cell) -> tuple[float]:
    return (float(bool(cell.treated)),)


def _interaction(cell: Cell) -> tuple[float, float, float]:
    target, treated = float(cell.target), float(bool(cell.treated))
    return target, treated, target * treated


def _treated_coefficient(
    statistic: str,
    split: Allocation,
    *,
    cells: tuple[Cell, ...],
    coded: Callable[[Cell], tuple[float, ...]],
    names: tuple[str, ...],
    method: str,
) -> Finding:
    try:
        fit = least_squares(school_sums(cells, coded=coded, names=names))
    except NotDefined as missing:
        return undefined(statistic, str(missing), **split.counts)
    if not assigned_by_school(cells):
        return fit.estimate(-1).finding(statistic, method=f"{method}; t interval", **split.counts)
    if min(_schools_a_side(cells)) < 2:
        made = Estimate.bare(float(fit.slopes[-1]), f"whole schools were treated and {LONE_SCHOOL}")
        return made.finding(statistic, method=method, **split.counts)
    said = "; ".join(part for part in (method, CLUSTERED, _too_few(cells)) if part)
    return cluster_robust(fit, slope=-1).finding(statistic, method=said, **split.counts)


def _schools_a_side(cells: tuple[Cell, ...]) -> tuple[int, int]:
    """Schools with treated pupils, schools with untreated ones; a school may count on both sides."""
    sides = [{cell.school for cell in cells if cell.treated is side} for side in (True, False)]
    return len(sides[0]), len(sides[1])


def assigned_by_school(cells: tuple[Cell, ...]) -> bool:
    """Whether no school has both treated and untreated pupils among these cells."""
    treated = {cell.school for cell in cells if cell.treated}
    return not any(cell.school in treated for cell in cells if cell.treated is False)


def _too_few(cells: tuple[Cell, ...]) -> str:
    if assigned_by_school(cells) and min(_schools_a_side(cells)) < FEWEST_SCHOOLS:
        return TOO_FEW_SCHOOLS
    return ""
