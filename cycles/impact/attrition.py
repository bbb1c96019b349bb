"""Attrition: who has a baseline score and no follow-up, overall, by group, and by treatment."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from halfterm.cycles.impact.balance import score_balance
from halfterm.cycles.impact.cohort import Cells, Cohort, Loss
from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.reasons import NO_COMPARISON_PLANNED, ONLY_A_BENCHMARK
from halfterm.cycles.impact.sample import Sample
from halfterm.cycles.impact.sides import Comparison
from halfterm.cycles.impact.threshold import newcombe, shares_p, wilson

NOBODY = "no pupil of the target group has a baseline score"
NOBODY_ELSE = "no comparison pupil has a baseline score"
SHARE = "share of the pupils with a baseline score who have no follow-up score"
TREATMENT_UNKNOWN = "it is not known of every missing pupil whether he or she was treated"


def why_no_rest(comparison: Comparison) -> str:
    """Why nobody stands beside the target group; empty where somebody could."""
    return {"none": NO_COMPARISON_PLANNED, "national": ONLY_A_BENCHMARK}.get(comparison, "")


def attrition(cohort: Cohort, *, comparison: Comparison, with_treated: bool) -> tuple[Finding, ...]:
    """The shares lost in percent with Wilson's 95 % interval, and how far they are apart (Newcombe's).

    In this order: attrition (both sides together), attrition_target, attrition_comparison,
    attrition_differential (target minus the rest, percentage points); with `with_treated`, of the target
    group, also attrition_treated, attrition_untreated, attrition_differential_treated. A pupil without a
    baseline score is in none: there was nothing to lose.
    """
    target, rest = Loss.of(cohort.target), Loss.of(cohort.rest(comparison))
    sides = (target, rest)
    found = (
        _share("attrition", target + rest, NOBODY, sides),
        _share("attrition_target", target, NOBODY, (target, Loss(0, 0))),
        _share("attrition_comparison", rest, why_no_rest(comparison) or NOBODY_ELSE, sides),
        _differential("attrition_differential", sides, why_no_rest(comparison)),
    )
    return found + _by_treatment(cohort) if with_treated else found


def _by_treatment(cohort: Cohort) -> tuple[Finding, ...]:
    treated, untreated = (
        Loss.of(cohort.of(lambda cell, side=side: cell.side == "target" and cell.treated is side))  # type: ignore[misc]
        for side in (True, False)
    )
    unknown = Loss.of(cohort.of(lambda cell: cell.side == "target" and cell.treated is None))
    # Who has left has nothing that says whether he or she was treated: a share of the others is too small.
    why = TREATMENT_UNKNOWN if unknown.lost else ""
    sides = (treated, untreated)
    names = ("attrition_treated", "attrition_untreated", "attrition_differential_treated")
    if why:
        counts = {"n_target": treated.pupils, "n_comparison": untreated.pupils}
        return tuple(undefined(name, why, **counts) for name in names)
    return (
        _share(names[0], treated, "no target pupil with a baseline score was treated", sides),
        _share(names[1], untreated, "every target pupil with a baseline score was treated", sides),
        _differential(names[2], sides, ""),
    )


def _share(statistic: str, loss: Loss, why_not: str, sides: tuple[Loss, Loss]) -> Finding:
    counts = {"n_target": sides[0].pupils, "n_comparison": sides[1].pupils}
    if not loss.pupils:
        return undefined(statistic, why_not, **counts)
    lower, upper = wilson(loss.lost, loss.pupils)
    made = Estimate(loss.lost / loss.pupils, None, lower, upper, None).times(100)
    return made.finding(statistic, method=f"{SHARE}; Wilson score interval", **counts)


def _differential(statistic: str, sides: tuple[Loss, Loss], why_not: str) -> Finding:
    one, other = sides
    counts = {"n_target": one.pupils, "n_comparison": other.pupils}
    if why := why_not or ("" if one.pupils and other.pupils else "one side has nobody with a baseline score"):
        return undefined(statistic, why, **counts)
    difference, lower, upper = newcombe(one.lost, one.pupils, other.lost, other.pupils)
    p, test = shares_p(Reached(one.lost, one.pupils), Reached(other.lost, other.pupils))
    made = Estimate(difference, None, lower, upper, p).times(100)
    method = f"difference of the {SHARE}; Newcombe hybrid-score interval (method 10); {test}"
    return made.finding(statistic, method=method, **counts)


@dataclass(frozen=True, slots=True)
class LostAndKept:
    """The baseline scores of those who are missing at follow-up and of those who are not, in points.

    `difference` is Hedges' g, lost minus kept. Means are None for nobody, SDs (n - 1) for fewer than two.
    """

    loss: Loss
    lost_mean: float | None
    lost_sd: float | None
    kept_mean: float | None
    kept_sd: float | None
    difference: Finding


def lost_and_kept(cells: Cells) -> LostAndKept:
    """Describe who is missing by the baseline; the finding is named `lost_baseline`."""
    lost = _baselines([(cell.baseline, cell.lost) for cell in cells])
    kept = _baselines([(cell.baseline, cell.kept) for cell in cells])
    balance = score_balance(lost, kept)
    method = balance.method if not balance.defined else f"{balance.method}, lost minus kept"
    return LostAndKept(
        loss=Loss.of(cells),
        lost_mean=lost.mean if lost else None,
        lost_sd=_sd(lost),
        kept_mean=kept.mean if kept else None,
        kept_sd=_sd(kept),
        difference=Finding(
            "lost_baseline",
            *(balance.value, balance.lower, balance.upper, balance.p, balance.n_target, balance.n_comparison),
            method,
            balance.standard_error,
        ),
    )


def _baselines(counted: Iterable[tuple[float, int]]) -> Sample | None:
    scores = [(score, n) for score, n in counted if n]
    pupils = sum(n for _, n in scores)
    if not pupils:
        return None
    mean = math.fsum(score * n for score, n in scores) / pupils
    if pupils < 2 or len({score for score, _ in scores}) == 1:
        return Sample(pupils, mean, None if pupils < 2 else 0.0)
    return Sample(pupils, mean, math.fsum(n * (score - mean) ** 2 for score, n in scores) / (pupils - 1))


def _sd(sample: Sample | None) -> float | None:
    return None if sample is None or sample.variance is None else sample.variance**0.5
