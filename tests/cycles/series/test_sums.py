"""Points for their readers: what few pupils' scores would tell is hidden, and lines cannot give it away."""

from __future__ import annotations

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.series.sums import HIDDEN, SideSum, counted_share, gap_figure, mean_figure, share_figure


def side(of: bool | None, scored: int, total: float, reached: int = 0, absent: int = 0) -> SideSum:
    return SideSum(0, "reading", "points", of, scored, total, reached, absent)


def test_a_gap_is_the_difference_of_two_means_as_sure_as_both() -> None:
    found = gap_figure([side(True, 20, 300), side(False, 60, 1140)], whole_class=False, audience="school")
    assert (found.value, found.size, found.n, found.n_others) == (-4.0, 15.0, 20, 60)


def test_the_whole_class_has_the_target_and_those_of_unknown_group_in_it() -> None:
    sums = [side(True, 20, 300), side(False, 50, 950), side(None, 10, 190)]
    found = gap_figure(sums, whole_class=True, audience="school")
    assert found.value == pytest.approx(15 - 1440 / 80)
    assert (found.n, found.n_others) == (20, 80)
    # The part of the rest in the class shrinks gap and error alike.
    assert found.size == pytest.approx(15 / 0.75**2)


def test_a_side_without_scores_is_no_gap() -> None:
    assert gap_figure([side(False, 60, 1140)], whole_class=False, audience="school").value is None
    alone = gap_figure([side(True, 60, 1140)], whole_class=False, audience="school")
    assert (alone.value, alone.why) == (None, "no scores to compare with")
    assert gap_figure(
        [side(True, 0, 0, absent=3), side(False, 9, 90)], whole_class=False, audience="school"
    ).why


@pytest.mark.parametrize(
    ("audience", "target", "others", "seen"),
    [
        *(
            ("school", 1, 1, True),
            ("cluster", 5, 60, False),
            ("cluster", 60, 5, False),
            ("cluster", 6, 6, True),
        ),
        *(("public", 9, 60, False), ("public", 10, 60, True)),
    ],
)
def test_a_gap_of_few_pupils_is_hidden_from_others(
    audience: Audience, target: int, others: int, seen: bool
) -> None:
    sums = [side(True, target, 15.0 * target), side(False, others, 19.0 * others)]
    for whole_class in (False, True):
        found = gap_figure(sums, whole_class=whole_class, audience=audience)
        assert (found.value is not None, found.why) == (seen, "" if seen else HIDDEN)
        assert seen or (found.n, found.n_others) == (None, None)


def test_what_leaves_the_school_leaves_it_rounded() -> None:
    sums = [side(True, 23, 345.67), side(False, 61, 1143.21)]
    inside = gap_figure(sums, whole_class=False, audience="school")
    outside = gap_figure(sums, whole_class=False, audience="public")
    assert inside.value == pytest.approx(345.67 / 23 - 1143.21 / 61, rel=1e-12)
    assert (outside.value, outside.n, outside.n_others) == (-3.7, 25, 60)
    assert mean_figure(sums[:1], audience="public").value == 15.0


def test_absent_pupils_are_in_the_denominator_of_a_share() -> None:
    found = share_figure([side(True, 18, 300, reached=9, absent=2)], audience="school")
    assert (found.value, found.n) == (0.45, 20)


@pytest.mark.parametrize(
    ("audience", "reached", "n", "value"),
    [
        *(
            ("school", 0, 3, 0.0),
            ("cluster", 0, 40, None),
            ("cluster", 40, 40, None),
            ("cluster", 5, 40, None),
        ),
        *(
            ("cluster", 6, 40, 0.15),
            ("cluster", 34, 40, 0.85),
            ("public", 12, 45, 10 / 45),
            ("public", 9, 45, None),
        ),
    ],
)
def test_shares_are_made_of_counts_that_may_be_known(
    audience: Audience, reached: int, n: int, value: float | None
) -> None:
    assert counted_share(reached, n, audience=audience).value == (
        None if value is None else pytest.approx(value)
    )


def test_nobody_is_no_value() -> None:
    assert mean_figure([], audience="school").why == "no scores"
    assert share_figure([side(True, 0, 0, absent=4)], audience="school").why == "no scores"
