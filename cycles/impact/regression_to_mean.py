"""Regression to the mean: pupils picked because they scored low gain without any help."""

from __future__ import annotations

from typing import Final

from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import NotDefined

RELIABILITY: Final = 0.8
"""Of the scores, where a plan assumes no other: the share of their variance that is not chance."""

SHARE_THAT_MATTERS: Final = 0.25
WARNING: Final = (
    "More than a quarter of this gain is what pupils picked for low scores gain without any help "
    "(regression to the mean)."
)


def expected_drift(
    group: tuple[int, float], population: tuple[int, float], *, reliability: float = RELIABILITY
) -> Finding:
    """How far a group's mean drifts by itself if it was picked by its baseline scores, points.

    (1 - reliability) x (population mean - group's baseline mean): Kelley's formula (1947), as in Barnett, van
    der Pols and Dobson (2005), International Journal of Epidemiology 34: 215-220. Positive for a group below
    its population. `group` and `population` are (pupils with a score, their mean): the population is
    everybody of the same schools and measure, the group among them.
    """
    try:
        share = _chance(reliability)
        if not group[0] or not population[0]:
            raise NotDefined("no pupil of the group has a baseline score")
    except NotDefined as missing:
        return undefined("expected_drift", str(missing), n_target=group[0], n_comparison=population[0])
    method = f"(1 - reliability) x (mean of all pupils - mean of the group), reliability {reliability:g}"
    value = share * (population[1] - group[1])
    return Finding("expected_drift", value, None, None, None, group[0], population[0], method)


def expected_gap_drift(gap: Finding, *, reliability: float = RELIABILITY) -> Finding:
    """How far a gap closes by itself if the group was picked by its scores, points: -(1 - reliability) x gap.

    Both sides drift towards the mean of all, so their distance shrinks by the share of the scores that is
    chance. `gap` is one between pupils at baseline; a benchmark does not drift, there `expected_drift` holds.
    """
    counts = {"n_target": gap.n_target, "n_comparison": gap.n_comparison}
    if gap.value is None:
        return Finding("expected_gap_drift", None, None, None, None, method=gap.method, **counts)
    try:
        share = _chance(reliability)
    except NotDefined as missing:
        return undefined("expected_gap_drift", str(missing), **counts)
    method = f"-(1 - reliability) x gap at baseline, reliability {reliability:g}"
    return Finding("expected_gap_drift", -share * gap.value + 0.0, None, None, None, method=method, **counts)


def drift_matters(gain: float, drift: float) -> bool:
    """Whether more than a quarter of a gain, aimed for or observed, is expected drift; both in points.

    A gain of nothing, or one against the drift, has nothing that drift could explain.

    >>> drift_matters(2.0, 0.5), drift_matters(2.0, 0.51), drift_matters(-2.0, 1.0)
    (False, True, False)
    """
    return gain * drift > 0 and abs(drift) > SHARE_THAT_MATTERS * abs(gain)


def regression_warning(observed_gain: float, drift: Finding) -> str:
    """At Study: the sentence to set beside a gain that is largely drift; empty when there is none to say.

    `observed_gain` is the target group's mean gain beyond ordinary growth or, with `expected_gap_drift`, the
    change of the gap; points. Whether the group was picked by its scores only the plan knows.
    """
    if drift.value is None or not drift_matters(observed_gain, drift.value):
        return ""
    return WARNING


def _chance(reliability: float) -> float:
    """The share of a score's distance from the mean that is chance; raises `NotDefined` outside 0 to 1."""
    if not 0 <= reliability <= 1:
        raise NotDefined("the reliability of scores lies between 0 and 1")
    return 1 - reliability
