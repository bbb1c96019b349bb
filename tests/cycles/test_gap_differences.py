"""The stratified difference against R, SciPy and small tables."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from halfterm.cycles.gap_differences import Differences, Strata, differences, spreads

ASH = ([12, 15, 11, 18], [20, 17, 22, 19, 16, 21])
BEECH = ([9, 14, 10], [13, 15, 12, 18])
CEDAR = ([22], [25, 19, 24, 23, 28])

Scores = tuple[list[int], list[int]]


def strata_of(*comparisons: list[Scores], shift: float = 0.0) -> Strata:
    """Each comparison is its strata, each a group's scores and the others'."""
    rows = [
        (i, *(number for side in sides for number in sums(np.array(side) - shift)))
        for i, comparison in enumerate(comparisons)
        for sides in comparison
    ]
    columns = np.array(rows, dtype=np.float64).T
    return Strata(columns[0].astype(np.int64), *columns[1:])


def sums(scores: np.ndarray) -> tuple[float, float, float]:
    return len(scores), float(scores.sum()), float((scores**2).sum())


def only(made: Differences) -> dict[str, float]:
    return {name: float(getattr(made, name)[0]) for name in ("gap", "standard_error", "lower", "upper", "p")}


def test_in_one_stratum_it_is_welchs_t_test() -> None:
    made = only(differences(strata_of([ASH]), 1))
    welch = stats.ttest_ind(*ASH, equal_var=False)
    interval = welch.confidence_interval()
    # R: t.test(c(12, 15, 11, 18), c(20, 17, 22, 19, 16, 21)) gives p 0.0366935303568, -9.865184 to -0.468150
    assert made["p"] == pytest.approx(0.0366935303568, rel=1e-10)
    assert made["p"] == pytest.approx(welch.pvalue, rel=1e-12)
    assert (made["lower"], made["upper"]) == pytest.approx((interval.low, interval.high), rel=1e-12)


def test_over_strata_it_is_the_difference_within_them_with_welchs_error_as_in_r() -> None:
    """R, with `score`, `school` and `group` of the lists above and `cell` their combination.

    coef(lm(score ~ group + school))["group"]                                         -4.02213666987
    gls(score ~ cell - 1, weights = varIdent(form = ~ 1 | group), method = "REML"),
      the contrast of its cells with weights n1 n2 / (n1 + n2):                        se 1.29815666
    Satterthwaite's df = (a + b)^2 / (a^2/5 + b^2/12) = 10.2408001826, and with it
      2 * pt(-abs(gap / se), df) and gap + c(-1, 1) * qt(.975, df) * se                below
    """
    made = only(differences(strata_of([ASH, BEECH, CEDAR], shift=17), 1))
    assert made["gap"] == pytest.approx(-4.02213666987488, rel=1e-12)
    assert made["standard_error"] == pytest.approx(1.2981566631, rel=1e-9)
    assert made["p"] == pytest.approx(0.0109803169, rel=1e-8)
    assert (made["lower"], made["upper"]) == pytest.approx((-6.9054173509, -1.1388559889), rel=1e-9)


def test_a_school_with_low_scores_is_no_gap_of_the_group_that_it_has_many_of() -> None:
    low, high = ([10, 12, 14, 10, 12, 14], [11, 12, 13]), ([31, 32, 33], [30, 32, 34, 30, 32, 34])
    assert only(differences(strata_of([low, high]), 1))["gap"] == pytest.approx(0, abs=1e-12)


def test_marks_that_happen_to_agree_make_no_group_certain() -> None:
    few, many = [14, 14, 14, 14, 15], [12, 18, 20, 9, 16, 21, 15, 17, 19, 13, 22, 11]
    made = only(differences(strata_of([(few, many)]), 1))
    assert stats.ttest_ind(few, many, equal_var=False).pvalue < made["p"]
    assert made["p"] == pytest.approx(stats.ttest_ind(few, many).pvalue, rel=1e-12)


def test_what_shows_no_scatter_is_not_tested() -> None:
    made = differences(strata_of([([5, 5], [7, 7])], [([5], [7, 8])], [ASH]), 3)
    assert made.testable.tolist() == [False, False, True]


def test_the_spread_is_about_the_means_of_the_strata() -> None:
    rows = [("maths", "points", school, *sums(np.array(s))) for school, s in (("a", [1, 3]), ("b", [10, 14]))]
    made = spreads([(m, p, s, int(n), t, q) for m, p, s, n, t, q in rows])
    assert made["maths", "points", "a"] == pytest.approx(2**0.5)
    assert made["maths", "points", ""] == pytest.approx(5**0.5)
