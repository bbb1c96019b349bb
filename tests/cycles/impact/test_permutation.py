"""Permutation within school: exact against every arrangement written out, drawn against exact."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from halfterm.cycles.impact import permutation as module
from halfterm.cycles.impact.moments import Gain, PanelSummary
from halfterm.cycles.impact.permutation import blocks, permutation, permutation_p
from halfterm.cycles.impact.sides import sides_of

Summarise = Callable[..., PanelSummary]

TWO_SCHOOLS = {"a": ([3.0, 5.0], [1.0, 2.0, 2.0, 4.0]), "b": ([6.5], [0.0, 3.1])}
ONE_SCHOOL = {
    "a": (
        [0.4, 1.1, 2.5, 0.9, 3.2, 1.7, 2.2, 0.1, 1.4],
        [0.3, 0.8, 1.9, -0.6, 1.2, 0.2, 2.1, -0.3, 0.5, 1.0, 0.7],
    )
}
Schools = dict[str, tuple[list[float], list[float]]]


def gains_of(schools: Schools) -> list[Gain]:
    return [
        Gain(school, side == 0, gain)
        for school, sides in schools.items()
        for side, gains in enumerate(sides)
        for gain in gains
    ]


def rows_of(schools: Schools) -> list[tuple[str, bool, float, float]]:
    return [(gain.school, gain.target, 10.0, 10.0 + gain.gain) for gain in gains_of(schools)]


def written_out(schools: Schools) -> float:
    """The p of the rule in words, by going through every arrangement."""
    pupils = [(target + others, len(target)) for target, others in schools.values()]
    expected = math.fsum(k * math.fsum(gains) / len(gains) for gains, k in pupils)
    seen = abs(math.fsum(gain.gain for gain in gains_of(schools) if gain.target) - expected)
    sums = [
        abs(math.fsum(math.fsum(chosen) for chosen in choice) - expected)
        for choice in product(*(combinations(gains, k) for gains, k in pupils))
    ]
    return sum(total >= seen - 1e-7 for total in sums) / len(sums)


@pytest.mark.parametrize(("name", "schools"), [("two_schools", TWO_SCHOOLS), ("one_school", ONE_SCHOOL)])
def test_it_is_exact_over_every_arrangement(name: str, schools: Schools, reference: dict[str, Any]) -> None:
    said = reference["permuted"][name]
    p, how = permutation_p(blocks(gains_of(schools)))
    assert p == pytest.approx(said["p"], abs=1e-9)
    assert how == f"exact over {said['arrangements']:,} arrangements"


few = st.lists(st.integers(-4, 4).map(lambda tenth: tenth / 10), max_size=3)


@settings(max_examples=60, deadline=None)
@example({"a": ([0.1, 0.1], [0.1])})
@given(st.dictionaries(st.sampled_from("abc"), st.tuples(few, few), min_size=1, max_size=3))
def test_ties_and_lopsided_schools_change_nothing_about_it(schools: Schools) -> None:
    informative = {school: sides for school, sides in schools.items() if all(sides)}
    if informative:
        p, _ = permutation_p(blocks(gains_of(schools)))
        assert p == pytest.approx(written_out(informative), abs=1e-9)


def test_the_value_is_the_difference_of_mean_gains_and_the_method_says_how_few(
    summary_from_rows: Summarise,
) -> None:
    summary = summary_from_rows(rows_of(TWO_SCHOOLS))
    found = permutation(summary, sides_of(summary))
    assert found.value == pytest.approx(14.5 / 3 - 12.1 / 6)
    assert (found.lower, found.upper) == (None, None)
    assert found.method == (
        "mean gain difference, labels permuted within school, exact over 45 arrangements; "
        "no interval: the pupils are of several schools; 3 target and 6 comparison pupils"
    )


# R: every arrangement of length(x) target pupils and the others; a shift d is kept while neither one-sided p,
# mean(side * sums of c(x - d, y) over combn(n, k) >= side * sum(x - d)), is 2.5 % or less.
@pytest.mark.parametrize(
    ("target", "others", "bounds"),
    [
        ([3.1, 5.0, 4.4, 6.2], [1.0, 2.0, 2.5, 4.0, 3.3], (0.1, 4.1)),
        ([2.0, 4.0, 3.0, 6.0], [0.0, 2.0, 2.5, 4.0, 1.0], (-0.75, 4.5)),
        ([3.0, 5.0, 4.0, 4.0, 7.0], [1.0, 2.5, 4.0], (-1.0, 6.0)),
        ([3.0, 5.0, 4.0, 4.0, 7.0, 1.0], [1.0, 2.5, 4.0], (-1.5, 4.5)),
    ],
)
def test_the_interval_holds_the_shifts_that_no_one_sided_test_rejects(
    target: list[float], others: list[float], bounds: tuple[float, float], summary_from_rows: Summarise
) -> None:
    summary = summary_from_rows(rows_of({"a": (target, others)}))
    found = permutation(summary, sides_of(summary))
    assert (found.lower, found.upper) == pytest.approx(bounds, abs=1e-9)
    assert "interval by inverting the test, 2.5 % a tail" in found.method


def test_a_drawn_interval_is_the_exact_one_but_for_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    found = blocks(gains_of(ONE_SCHOOL))
    exact = module.shift_interval(found, pupils=20)
    monkeypatch.setattr(module, "MOST_ARRANGEMENTS", 1)
    drawn = module.shift_interval(found, pupils=20)
    assert drawn[:2] == pytest.approx(exact[:2], abs=0.03)
    assert drawn != exact


def test_with_under_forty_arrangements_no_interval_reaches_95_percent(summary_from_rows: Summarise) -> None:
    summary = summary_from_rows(rows_of({"a": ([1.0, 2.0], [0.0, 1.0, 2.0, 3.0, 3.0, 4.0, 4.0])}))
    found = permutation(summary, sides_of(summary))
    assert (found.lower, found.upper) == (None, None)
    assert "no interval: too few arrangements for 95 %" in found.method


@pytest.mark.parametrize("target", [[2.0, 2.0, 2.0, 2.0], [0.0, 6.0, 0.0, 6.0]])
def test_where_too_many_gains_are_equal_there_is_no_interval(
    target: list[float], summary_from_rows: Summarise
) -> None:
    summary = summary_from_rows(rows_of({"a": (target, [0.0, 0.0, 6.0, 0.0, 0.0])}))
    found = permutation(summary, sides_of(summary))
    assert (found.lower, found.upper) == (None, None)
    assert "no interval: too many gains are equal" in found.method


def test_schools_that_grow_differently_do_not_count_for_either_side() -> None:
    # Within each school target and others gain alike; most target pupils are in the school that grew.
    schools = {"grew": ([5.0, 6.0, 7.0], [6.0]), "stood": ([0.0], [-1.0, 0.0, 1.0])}
    p, _ = permutation_p(blocks(gains_of(schools)))
    assert p == 1


def test_many_arrangements_are_drawn_with_a_stated_seed_and_come_near_the_exact_p(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = blocks(gains_of(ONE_SCHOOL))
    exact, _ = permutation_p(made)
    monkeypatch.setattr(module, "MOST_ARRANGEMENTS", 1_000)
    drawn, how = permutation_p(made, seed=7)
    assert how == "20,000 draws, seed 7, p = (b + 1)/(m + 1)"
    assert drawn == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 20_000))
    assert drawn == permutation_p(made, seed=7)[0]
    assert (drawn * 20_001) == pytest.approx(round(drawn * 20_001))


def test_drawn_subsets_are_all_equally_likely() -> None:
    drawn = module._drawn_subsets(module.Block(np.zeros(5), 2), np.random.default_rng(1))
    _, counts = np.unique(np.sort(drawn, axis=1), axis=0, return_counts=True)
    assert len(counts) == 10
    assert all(abs(count - 2_000) < 5 * math.sqrt(1_800) for count in counts)


def test_nineteen_among_thousands_of_pupils_are_drawn_quickly(summary_from_rows: Summarise) -> None:
    generator = np.random.default_rng(3)
    rows = [("a", place < 19, 0.0, float(gain)) for place, gain in enumerate(generator.normal(size=5_000))]
    summary = summary_from_rows(rows)
    found = permutation(summary, sides_of(summary))
    assert found.p is not None
    assert 1 / 20_001 <= found.p <= 1


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (
            [("a", side, 0, place) for side in (True, False) for place in range(20)],
            "both sides have 20 pupils or more",
        ),
        ([("a", True, 0, 1), ("b", False, 0, 2)], "no school has pupils of both sides"),
        ([("a", True, 0, 1)], "everybody with both scores is in the target group"),
    ],
)
def test_where_nothing_can_be_permuted_it_says_why(
    rows: list[tuple[str, bool, float, float]], why: str, summary_from_rows: Summarise
) -> None:
    summary = summary_from_rows(rows)
    found = permutation(summary, sides_of(summary))
    assert found.value is None
    assert why in found.method


def test_without_the_single_gains_it_is_not_computed(summary_from_rows: Summarise) -> None:
    summary = summary_from_rows(rows_of(TWO_SCHOOLS), single_gains=False)
    assert "do not match the panel" in permutation(summary, sides_of(summary)).method
