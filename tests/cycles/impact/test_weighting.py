"""Inverse-probability weights: R's, trimmed as stated, and a reason where there are none."""

from __future__ import annotations

import numpy as np
import pytest

from halfterm.cycles.impact.cohort import BaselineCell, Cohort
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.weighting import (
    FEW_MISSING,
    NOBODY_KEPT,
    NOBODY_MISSING,
    ONE_SCORE,
    Weights,
    weights_of,
)
from tests.cycles.impact.cohorts import REFERENCE, cohort_of, reference_cohort


def is_target(cell: BaselineCell) -> bool:
    return cell.side == "target"


def weights(cohort: Cohort) -> Weights:
    return weights_of(cohort.cells, is_target)


@pytest.mark.parametrize(
    ("follow_up", "said", "terms"),
    [
        ("f", "weighted", "baseline * group"),
        ("f_few", "few", "baseline + group"),
        ("f_none", "none", "baseline, in the group that has lost pupils"),
    ],
)
def test_the_model_is_rs_as_large_as_the_losses_bear(follow_up: str, said: str, terms: str) -> None:
    made = weights(reference_cohort(follow_up))
    model = REFERENCE[said]["logistic"]
    assert made.terms == terms
    assert made.model.coefficients == pytest.approx(model["coefficients"], rel=1e-6, abs=1e-9)
    assert made.model.standard_errors == pytest.approx(model["standard_errors"], rel=1e-6)


@pytest.mark.parametrize(("follow_up", "said"), [("f", "weighted"), ("f_few", "few")])
def test_weights_are_trimmed_and_counted_as_r_does(follow_up: str, said: str) -> None:
    cohort = reference_cohort(follow_up)
    made = weights(cohort)
    kept = made.of_cell[[cell.kept > 0 for cell in cohort.cells]]
    assert kept.max() == pytest.approx(REFERENCE[said]["largest"], rel=1e-6)
    assert kept.min() == pytest.approx(REFERENCE[said]["smallest"], rel=1e-6)
    assert made.effective == pytest.approx(REFERENCE[said]["effective"], rel=1e-6)
    assert "trimmed at percentiles 1 and 99" in made.method


def test_where_the_baseline_tells_nothing_everybody_weighs_one() -> None:
    rows = [("target", b, f) for b in (10, 20) for f in (1.0, 2.0, 3.0, None, None, None)]
    rows += [("comparison", b, f) for b in (10, 20) for f in (4.0, 5.0, 6.0, None, None, None)]
    assert weights(cohort_of(rows)).of_cell == pytest.approx(np.ones(4), abs=1e-9)  # type: ignore[arg-type]


def rows(side: str, kept: int, lost: int, *, first: float = 10) -> list[tuple[str, float, float | None]]:
    return [(side, first + i, None if i % 2 == 1 and i < 2 * lost else 12.0 + i) for i in range(kept + lost)]


@pytest.mark.parametrize(
    ("pupils", "why"),
    [
        ([*rows("target", 8, 0), *rows("comparison", 9, 0)], NOBODY_MISSING),
        ([*rows("target", 8, 2), *rows("comparison", 9, 2)], FEW_MISSING),
        ([*[("target", b, None) for b in range(6)], *rows("comparison", 9, 2)], NOBODY_KEPT),
        (
            [("target", 10, f) for f in (1, 2, *[None] * 4)] + [("comparison", 10, f) for f in (1, None)],
            ONE_SCORE,
        ),
        (
            [("target", b, None if b < 6 else 20.0) for b in range(12)] + rows("comparison", 9, 0),
            "without exception",
        ),
    ],
    ids=["nobody missing", "few", "nobody kept", "one score", "separated"],
)
def test_where_there_are_no_weights_there_is_a_reason(pupils: list[object], why: str) -> None:
    with pytest.raises(NotDefined, match=why):
        weights(cohort_of(pupils))  # type: ignore[arg-type]
