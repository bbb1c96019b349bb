"""A two-way table for an audience: whole or not at all, and no p from rounded counts."""

from __future__ import annotations

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.two_way_shown import Counted, counted_levels, safe_counted, shown_ordered, shown_two_way

TABLE = counted_levels({0: 12, 1: 38}, {0: 21, 1: 14})


def test_a_level_of_nobody_is_a_cell_too() -> None:
    assert counted_levels({1: 3}, {2: 4}) == Counted({1: 3, 2: 0}, {1: 0, 2: 4})


@pytest.mark.parametrize(
    ("smallest", "audience", "shown"),
    [
        (0, "school", True),
        (5, "cluster", False),
        (6, "cluster", True),
        (0, "cluster", False),
        (9, "public", False),
    ],
)
def test_one_small_cell_withholds_the_table(smallest: int, audience: Audience, shown: bool) -> None:
    table = counted_levels({0: smallest, 1: 40}, {0: 30, 1: 30})
    assert (safe_counted(table, audience) is not None) is shown


def test_for_the_school_counts_and_p_are_as_they_are() -> None:
    safe = safe_counted(TABLE, "school")
    assert safe == TABLE
    found = shown_two_way(TABLE, "school")
    assert found.difference.value == pytest.approx(100 * (38 / 50 - 14 / 35))
    assert found.difference.p is not None


def test_for_the_public_everything_comes_from_counts_rounded_to_five() -> None:
    safe = safe_counted(TABLE, "public")
    assert safe == Counted({0: 10, 1: 40}, {0: 20, 1: 15})
    found = shown_two_way(safe, "public")
    assert found.difference.value == pytest.approx(100 * (40 / 50 - 15 / 35))
    assert (found.difference.p, found.odds_ratio.p) == (None, None)
    assert found.difference.method.endswith("counts rounded to 5, so no p")
    ordered = shown_ordered(safe, "public")
    assert (ordered.lead.p, ordered.any_p, ordered.any_test) == (None, None, "")


def test_a_figure_that_is_not_defined_keeps_its_reason() -> None:
    safe = counted_levels({0: 0, 1: 20}, {0: 0, 1: 30})
    assert "everybody has the outcome" in shown_two_way(safe, "public").difference.method
