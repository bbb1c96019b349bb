"""The multilevel view of relative progress: target v others with pupils inside schools."""

from __future__ import annotations

from typing import Literal

from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.multilevel import RandomInterceptFit, fit_random_intercept
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.regression import panel_sums
from halfterm.cycles.impact.sides import Sides

MODEL = "REML, follow-up ~ baseline + target + (1 | school)"
SATTERTHWAITE = "t interval and p, Satterthwaite degrees of freedom"
BOUNDARY = "; the school variance is 0, its lower bound"


def multilevel_findings(summary: PanelSummary, sides: Sides) -> tuple[Finding, ...]:
    """`multilevel` (points), `icc` (ratio), `variance_school`, `variance_residual` (squared points)."""
    names = ("multilevel", "icc", "variance_school", "variance_residual")
    counts = {"n_target": sides.target.n, "n_comparison": sides.others.n}
    if why := sides.why_no_two_groups():
        return tuple(undefined(name, why, **counts) for name in names)
    try:
        fit = fit_random_intercept(panel_sums(summary))
    except NotDefined as missing:
        why = str(missing)
        return tuple(undefined(name, why, **counts) for name in names)
    method = f"{MODEL}, {fit.schools:,} schools{BOUNDARY if fit.boundary else ''}{sides.disjoint()}"
    coefficient = fit.estimate(-1).finding("multilevel", method=f"{method}; {SATTERTHWAITE}", **counts)
    parts = (fit.icc, fit.variance_school, fit.variance_residual)
    variances = (
        Finding(name, part, None, None, None, sides.target.n, sides.others.n, method)
        for name, part in zip(names[1:], parts, strict=True)
    )
    return (coefficient, *variances)


def multilevel_effect_size(
    fit: RandomInterceptFit,
    empty_fit: RandomInterceptFit,
    *,
    of: Literal["total", "within"] = "total",
    n_target: int = 0,
    n_comparison: int = 0,
) -> Finding:
    """The last coefficient of `fit` over the SD of the empty model: of all scores, or within schools.

    `empty_fit` is `fit_random_intercept(sums.columns(0))` of the same pupils.
    """
    variance = empty_fit.variance_total if of == "total" else empty_fit.variance_residual
    said = "total SD" if of == "total" else "within-school SD"
    made = fit.estimate(-1).times(1 / variance**0.5)
    method = f"multilevel coefficient of {fit.names[-1]} / {said} of the empty model; {SATTERTHWAITE}"
    return made.finding("multilevel_effect_size", n_target=n_target, n_comparison=n_comparison, method=method)
