"""One Year 5 class of 2012: gaps of FSM pupils against the whole class, as the programme printed them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.moments import PanelSummary, Shift
from halfterm.cycles.impact.movement import movement, what_moved
from halfterm.cycles.impact.study import study_panel
from halfterm.cycles.rounding import half_away

Summarise = Callable[..., PanelSummary]

FSM, CLASS = 10, 30

# Rea, Hill and Dunford (2013): mean points of FSM pupils and of the whole class, autumn and spring, and the
# printed gaps. Scores below have exactly these means.
PRINTED = {
    "reading": ((19.9, 22.1), (22.3, 23.4), (-2.2, -1.1), "closing"),
    "writing": ((17.5, 20.4), (19.9, 21.2), (-2.9, -1.3), "closing"),
    "numeracy": ((17.0, 19.0), (18.9, 21.6), (-2.0, -2.7), "widening"),
}


def scores(mean: float, n: int, *, spread: int) -> list[int]:
    """Whole points with exactly this mean: up and down in turn, the remainder a point each on the first."""
    total = round(mean * n)
    return [total // n + (place < total % n) + (spread if place % 2 else -spread) for place in range(n)]


def class_rows(
    autumn: tuple[float, float], spring: tuple[float, float]
) -> list[tuple[str, bool, float, float]]:
    rows: list[tuple[str, bool, float, float]] = []
    rest = [(CLASS * whole - FSM * fsm) / (CLASS - FSM) for fsm, whole in (autumn, spring)]
    for target, n, means in ((True, FSM, (autumn[0], spring[0])), (False, CLASS - FSM, rest)):
        before, after = (scores(mean, n, spread=spread) for mean, spread in zip(means, (2, 3), strict=True))
        rows += [("tollgate", target, b, f) for b, f in zip(before, after, strict=True)]
    return rows


def study(subject: str, summary_from_rows: Summarise) -> dict[str, Finding]:
    autumn, spring, _, _ = PRINTED[subject]
    summary = summary_from_rows(class_rows(autumn, spring), shift=Shift(20, 22))
    found = study_panel(summary, comparison="whole_class", with_treated=False)
    return {made.statistic: made for made in found}


@pytest.mark.parametrize("subject", PRINTED)
def test_the_scores_have_the_printed_means(subject: str) -> None:
    rows = class_rows(*PRINTED[subject][:2])
    for scored, (fsm, whole) in zip(
        ([(row[1], row[2]) for row in rows], [(row[1], row[3]) for row in rows]),
        PRINTED[subject][:2],
        strict=True,
    ):
        assert sum(score for target, score in scored if target) / FSM == pytest.approx(fsm)
        assert sum(score for _, score in scored) / CLASS == pytest.approx(whole)


@pytest.mark.parametrize("subject", PRINTED)
def test_the_gaps_and_their_direction_are_the_printed_ones(
    subject: str, summary_from_rows: Summarise
) -> None:
    found = study(subject, summary_from_rows)
    before, after = found["gap_baseline"].value, found["gap_followup"].value
    assert before is not None
    assert after is not None
    _, _, gaps, word = PRINTED[subject]
    assert (half_away(before, 1), half_away(after, 1)) == gaps
    assert movement(before, after).direction == word
    assert (found["gap_baseline"].n_target, found["gap_baseline"].n_comparison) == (FSM, CLASS)


@pytest.mark.parametrize(
    ("subject", "gains", "name"),
    [
        ("reading", (2.4, 1.3), "CLOSING_UP"),
        ("writing", (2.4, 0.8), "CLOSING_UP"),
        ("numeracy", (1.9, 2.6), "WIDENING_UP"),
    ],
)
def test_both_gains_stand_beside_the_gap_and_say_who_moved(
    subject: str, gains: tuple[float, float], name: str, summary_from_rows: Summarise
) -> None:
    found = study(subject, summary_from_rows)
    target, comparison = found["gain_target"].value, found["gain_comparison"].value
    assert target is not None
    assert comparison is not None
    assert (half_away(target, 1), half_away(comparison, 1)) == gains
    assert what_moved(target, comparison, baseline_gap=found["gap_baseline"].value or 0).name == name
    assert half_away(found["gap_change"].value or 0, 1) == half_away(gains[0] - gains[1], 1)


def test_ten_pupils_get_a_permutation_test_beside_the_interval(summary_from_rows: Summarise) -> None:
    found = study("numeracy", summary_from_rows)["permutation"]
    assert found.p is not None
    assert "20,000 draws" in found.method
    assert "10 target and 20 comparison pupils" in found.method
