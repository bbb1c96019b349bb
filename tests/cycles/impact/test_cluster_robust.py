"""Nine small schools against R: intervals where whole schools are treated, and where pupils are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from halfterm.cycles.impact.cluster_robust import cluster_robust
from halfterm.cycles.impact.moments import Cell, PanelSummary, Shift
from halfterm.cycles.impact.multilevel import fit_random_intercept
from halfterm.cycles.impact.regression import least_squares
from halfterm.cycles.impact.school_sums import SchoolSums, school_sums

Summarise = Callable[..., PanelSummary]

# baseline:follow-up of every pupil
SCHOOLS = {
    "1": "21:20.9 20:20.8 20:19.4 23:24.1 22:20.4 18:19.1",
    "2": "14:15.5 16:20.6 22:23.2",
    "3": "24:29.7 22:24.1 19:20.5 20:22.8 19:21.5",
    "4": "17:19.1 18:19.1 22:26.7 21:28 18:24.1 16:18.8 23:27.9 18:20.2",
    "5": "27:32.4 24:27 18:22.4 18:21.2 15:16.9",
    "6": "16:18.8 18:22.6 20:23.1",
    "7": "16:16.8 22:25.8 25:27 20:21.2 17:21.4 22:22.6 21:24.9 13:14.7 23:24.2",
    "8": "20:24.7 24:24.1 18:21.6 23:25.1",
    "9": "18:24.6 18:18.3 21:24.9 21:25.5 22:25.2 19:22.9 19:18.9 19:21",
}


def treated(cell: Cell) -> tuple[float]:
    return (float(bool(cell.treated)),)


def rows(*, by_school: bool) -> list[tuple[str, bool, float, float, bool | None]]:
    """Schools of even number are treated, or every second pupil of the whole list from the first on."""
    pupils = [(school, *mark.split(":")) for school, marks in SCHOOLS.items() for mark in marks.split()]
    return [
        (school, True, float(b), float(f), int(school) % 2 == 0 if by_school else place % 2 == 0)
        for place, (school, b, f) in enumerate(pupils)
    ]


def sums(summary: PanelSummary) -> SchoolSums:
    return school_sums(summary.cells, coded=treated, names=("treated",))


def test_the_sandwich_and_its_degrees_of_freedom_are_club_sandwichs(summary_from_rows: Summarise) -> None:
    # R: clubSandwich::coef_test(lm(f ~ b + treated), vcov = "CR2", cluster = school, test = "Satterthwaite")
    made = cluster_robust(
        least_squares(sums(summary_from_rows(rows(by_school=True), shift=Shift(20, 23)))), slope=-1
    )
    assert made.standard_error == pytest.approx(0.715846209380, rel=1e-9)
    assert made.p == pytest.approx(0.214639356999, rel=1e-9)  # t = 1.427 on 4.850481092682
    baseline = cluster_robust(least_squares(sums(summary_from_rows(rows(by_school=True)))), slope=0)
    assert baseline.standard_error == pytest.approx(0.096199507605, rel=1e-9)
    assert baseline.p == pytest.approx(0.000151369102, rel=1e-6)


@pytest.mark.parametrize(
    ("by_school", "error", "degrees"),
    [(True, 0.807888207735, 7.72051605768), (False, 0.495173070136, 41.6410134119)],
)
def test_degrees_of_freedom_of_the_multilevel_model_are_lmer_tests(
    by_school: bool, error: float, degrees: float, summary_from_rows: Summarise
) -> None:
    # R: summary(lmerTest::lmer(f ~ b + treated + (1 | school)))$coefficients["treated", ]
    fit = fit_random_intercept(sums(summary_from_rows(rows(by_school=by_school), shift=Shift(20, 23))))
    assert fit.standard_errors[-1] == pytest.approx(error, rel=1e-6)
    assert fit.degrees_of_freedom[-1] == pytest.approx(degrees, rel=1e-6)


def test_a_school_that_alone_carries_a_side_gives_no_false_precision(summary_from_rows: Summarise) -> None:
    # The only treated school fits its own level: what is left of its pupils' scatter sums to nothing.
    alone = [(school, target, b, f, school == "1") for school, target, b, f, _ in rows(by_school=True)]
    made = cluster_robust(least_squares(sums(summary_from_rows(alone))), slope=-1)
    assert made.standard_error is None or made.standard_error > 0
