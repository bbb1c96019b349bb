"""Everyone with a score at each time: the split adds up, and is seen only where it gives nobody away."""

from __future__ import annotations

from dataclasses import asdict, astuple
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.impact.cross_section import ChangeSplit
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.flow import Flow
from halfterm.cycles.impact.sides import Benchmark, Comparison
from halfterm.cycles.panels import CrossSection, PupilsByKind, cross_section, show_cross_section
from tests.cycles.factories import flow

# Target: 8 stayers 90 -> 94, 2 joiners at 84, 2 leavers at 80. Mean before 88, after 92.
# Others: 10 stayers 100 -> 103, 10 leavers at 98. Mean before 99, after 103.
FLOWS = (
    flow("stayer", 8, target=True, baseline=90, follow_up=94),
    flow("joiner", 2, target=True, follow_up=84),
    flow("leaver", 2, target=True, baseline=80),
    flow("stayer", 10, target=False, baseline=100, follow_up=103),
    flow("leaver", 10, target=False, baseline=98),
)
ENGLAND = Benchmark(100.0, 102.5, "England", "2025")
LARGE = PupilsByKind(stayers=40, joiners=10, leavers=10, switched_in=10, switched_out=10)
SPLIT = ChangeSplit(
    change=-1.0, stayers=0.5, joiners=-0.75, leavers=-0.25, switched_in=-0.4, switched_out=-0.1
)


def made(flows: tuple[Flow, ...] = FLOWS, comparison: Comparison = "others", **more: Any) -> CrossSection:
    found = cross_section(flows, comparison=comparison, **more)
    assert found is not None
    return found


def matched(value: float | None, n: int = 40) -> Finding:
    if value is None:
        return undefined("gap_change", "nobody stayed", n_target=n, n_comparison=n)
    return Finding("gap_change", value, None, None, None, n, n, "Welch t interval")


def parts_of(split: ChangeSplit) -> float:
    return sum(astuple(split)[1:])


def test_the_change_of_the_gap_is_split_into_who_stayed_came_and_went() -> None:
    cross = made()
    assert cross.statistic == "gap_change"
    assert cross.split.change == pytest.approx((92 - 103) - (88 - 99))
    assert cross.split.stayers == pytest.approx(4 - 3)
    assert cross.split.joiners == pytest.approx(2 / 10 * (84 - 94))
    assert cross.split.leavers == pytest.approx(2 / 10 * (90 - 80) - 10 / 20 * (100 - 98))
    assert parts_of(cross.split) == pytest.approx(cross.split.change)


def test_who_moved_is_counted_on_both_sides() -> None:
    cross = made()
    assert cross.target == PupilsByKind(stayers=8, joiners=2, leavers=2, switched_in=0, switched_out=0)
    assert cross.comparison == PupilsByKind(stayers=10, joiners=0, leavers=10, switched_in=0, switched_out=0)
    assert [side.moved for side in cross.sides] == [4, 10]


def test_the_flows_of_several_cycles_add_up() -> None:
    once, twice = made(), made(FLOWS + FLOWS)
    assert asdict(twice.split) == pytest.approx(asdict(once.split))
    assert twice.target.stayers == 16


def test_in_a_whole_class_who_changed_side_stayed() -> None:
    # Class of 12, who all stay: two leave the target group (92 -> 98), one comes into it (97 -> 99).
    flows = (
        flow("stayer", 4, target=True, baseline=90, follow_up=95),
        flow("switched_out", 2, target=True, baseline=92, follow_up=98),
        flow("switched_in", 1, target=True, baseline=97, follow_up=99),
        flow("switched_in", 2, target=False, baseline=92, follow_up=98),
        flow("switched_out", 1, target=False, baseline=97, follow_up=99),
        flow("stayer", 5, target=False, baseline=100, follow_up=102),
    )
    cross = made(flows, "whole_class")
    class_gain = (4 * 95 + 2 * 98 + 99 + 5 * 102) / 12 - (4 * 90 + 2 * 92 + 97 + 5 * 100) / 12
    target_change = (4 * 95 + 99) / 5 - (4 * 90 + 2 * 92) / 6
    assert cross.split.change == pytest.approx(target_change - class_gain)
    assert cross.split.stayers == pytest.approx(5 - class_gain)
    assert cross.split.switched_out == pytest.approx(2 / 6 * (90 - 92))
    assert cross.split.switched_in == pytest.approx(1 / 5 * (99 - 95))
    assert parts_of(cross.split) == pytest.approx(cross.split.change)
    assert cross.comparison is not None
    assert (cross.comparison.switched_in, cross.comparison.switched_out) == (2, 1)


def test_against_a_benchmark_its_gain_is_taken_off() -> None:
    cross = made(comparison="national", benchmark=ENGLAND)
    assert cross.split.change == pytest.approx(4 - 2.5)
    assert cross.split.stayers == pytest.approx(4 - 2.5)
    assert parts_of(cross.split) == pytest.approx(cross.split.change)
    assert cross.comparison is None


def test_without_a_comparison_the_change_is_that_of_the_target_groups_mean() -> None:
    cross = made(comparison="none")
    assert (cross.statistic, cross.split.change, cross.comparison) == (
        "gain_target",
        pytest.approx(4.0),
        None,
    )


@pytest.mark.parametrize(
    ("flows", "comparison", "benchmark"),
    [
        ((), "others", None),
        (FLOWS[1:], "others", None),
        (FLOWS[:3], "others", None),
        (FLOWS, "matched", None),
        (FLOWS, "national", None),
        (FLOWS, "national", Benchmark(100.0, None, "England", "2025")),
    ],
)
def test_there_is_no_cross_section_where_nobody_stayed_or_everyone_has_no_such_side(
    flows: tuple[Flow, ...], comparison: Comparison, benchmark: Benchmark | None
) -> None:
    assert cross_section(flows, comparison=comparison, benchmark=benchmark) is None


@given(
    st.lists(st.tuples(st.integers(1, 50), st.floats(0, 200), st.floats(0, 200)), min_size=10, max_size=10)
)
def test_the_parts_always_add_up_to_the_change(drawn: list[tuple[int, float, float]]) -> None:
    kinds = ("stayer", "joiner", "leaver", "switched_in", "switched_out")
    flows = tuple(
        flow(kind, n, target=target, baseline=before, follow_up=after)  # type: ignore[arg-type]
        for (kind, target), (n, before, after) in zip(
            [(kind, target) for target in (True, False) for kind in kinds], drawn, strict=True
        )
    )
    comparisons: tuple[Comparison, ...] = ("others", "whole_class", "none")
    for comparison in comparisons:
        split = made(flows, comparison).split
        assert parts_of(split) == pytest.approx(split.change, abs=1e-9)


def test_with_enough_of_every_kind_everything_is_shown() -> None:
    shown = show_cross_section(
        CrossSection("gap_change", SPLIT, LARGE, LARGE), matched(0.4), audience="public"
    )
    assert shown.change.text == "−1.0"
    assert [part.text for part in shown.parts.values()] == ["+0.5", "−0.8", "−0.3", "−0.4", "−0.1"]
    assert {count.text for count in shown.target.values()} == {"40", "10"}
    assert shown.comparison["joiners"].text == "10"
    assert shown.disagrees is True


@pytest.mark.parametrize(
    ("target", "comparison", "change_seen"),
    [
        (PupilsByKind(40, 10, 10, 10, 9), LARGE, True),
        (LARGE, PupilsByKind(40, 10, 0, 10, 10), True),
        (PupilsByKind(40, 4, 6, 0, 0), LARGE, True),
        (PupilsByKind(40, 4, 5, 0, 0), LARGE, False),
        (LARGE, PupilsByKind(40, 0, 0, 0, 0), False),
        (PupilsByKind(9, 10, 10, 10, 10), LARGE, False),
    ],
)
def test_a_small_kind_hides_the_parts_and_few_who_moved_hide_the_change(
    target: PupilsByKind, comparison: PupilsByKind, change_seen: bool
) -> None:
    cross = CrossSection("gap_change", SPLIT, target, comparison)
    shown = show_cross_section(cross, matched(0.4), audience="public")
    assert shown.change.visible is change_seen
    assert shown.disagrees is (True if change_seen else None)
    for hidden_kinds in (shown.parts, shown.target, shown.comparison):
        assert {figure.symbol for figure in hidden_kinds.values()} == {"c"}


def test_the_school_sees_both_panels_however_few_moved() -> None:
    one_left = PupilsByKind(stayers=3, joiners=0, leavers=1, switched_in=0, switched_out=0)
    cross = CrossSection("gain_target", SPLIT, one_left, None)
    shown = show_cross_section(cross, matched(0.4, n=3), audience="school")
    assert (shown.change.text, shown.target["leavers"].text, shown.comparison) == ("−1.0", "1", {})
    assert shown.disagrees is True


@pytest.mark.parametrize(
    ("value", "disagrees"), [(0.4, True), (-0.4, False), (0.04, False), (0.0, False), (None, None)]
)
def test_panels_disagree_when_they_moved_in_opposite_directions_as_printed(
    value: float | None, disagrees: bool | None
) -> None:
    cross = CrossSection("gap_change", SPLIT, LARGE, LARGE)
    assert show_cross_section(cross, matched(value), audience="public").disagrees is disagrees


def test_nothing_is_said_of_panels_whose_matched_change_is_hidden() -> None:
    cross = CrossSection("gap_change", SPLIT, LARGE, LARGE)
    assert show_cross_section(cross, matched(0.4, n=9), audience="public").disagrees is None
