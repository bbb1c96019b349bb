"""Which numbers an audience may see: every policy, and that a hidden finding reveals nothing."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.disclosure import (
    HIDDEN_METHOD,
    POLICIES,
    STRICTEST,
    Audience,
    Shown,
    ShownFinding,
    ThresholdCounts,
    hidden,
    hide_finding,
    safe_count,
    safe_threshold_counts,
    show_bound,
    show_count,
    show_finding,
    show_mean,
    show_number,
    show_p,
    show_pupils_equivalent,
    show_threshold_gap,
    too_few,
)
from halfterm.cycles.impact.finding import Finding, undefined

SECRET = -3.456
FEW_METHOD = "not computed: 4 pupils are too few"
NUMBERS = st.floats(-1e6, 1e6)
COUNTS = st.integers(0, 60)


def finding(n_target: int, n_comparison: int) -> Finding:
    return Finding("gap_change", SECRET, -5.25, -1.65, 0.0123, n_target, n_comparison, "Welch t interval")


def figures(shown: ShownFinding) -> list[Shown]:
    return [value for field in fields(shown) if isinstance(value := getattr(shown, field.name), Shown)]


@pytest.mark.parametrize(
    ("count", "school", "cluster", "public"),
    [
        (0, 0, None, None),
        (1, 1, None, None),
        (5, 5, None, None),
        (6, 6, 6, None),
        (9, 9, 9, None),
        (10, 10, 10, 10),
        (12, 12, 12, 10),
        (13, 13, 13, 15),
        (17, 17, 17, 15),
        (18, 18, 18, 20),
        (1_002, 1_002, 1_002, 1_000),
        (1_003, 1_003, 1_003, 1_005),
    ],
)
def test_a_count_is_hidden_or_rounded_by_the_policy_of_its_audience(
    count: int, school: int | None, cluster: int | None, public: int | None
) -> None:
    wanted: dict[Audience, int | None] = {"school": school, "cluster": cluster, "public": public}
    for audience, safe in wanted.items():
        assert safe_count(count, audience) == safe
        assert too_few(count, audience) is (safe is None)
        shown = show_count(count, audience)
        assert (shown.text, shown.value) == (("c", None) if safe is None else (f"{safe:,}", safe))


def test_the_strictest_audience_sees_what_every_other_sees() -> None:
    assert set(POLICIES) == set(get_args(Audience))
    assert all(policy.least <= POLICIES[STRICTEST].least for policy in POLICIES.values())
    assert all(policy.step <= POLICIES[STRICTEST].step for policy in POLICIES.values())


@pytest.mark.parametrize(
    ("number", "decimals", "signed", "text"),
    [
        (-2.25, 1, False, "−2.3"),
        (2.25, 1, True, "+2.3"),
        (0.5, 0, False, "1"),
        (-0.5, 0, False, "−1"),
        (2.5, 0, True, "+3"),
        (2.675, 2, False, "2.68"),
        (-0.04, 1, True, "0.0"),
        (0.04, 1, True, "0.0"),
        (1234.5, 0, False, "1,235"),
    ],
)
def test_a_number_is_rounded_half_away_from_zero_with_a_true_minus_sign(
    number: float, decimals: int, signed: bool, text: str
) -> None:
    shown = show_number(number, decimals=decimals, signed=signed)
    assert str(shown) == text
    assert shown.value == float(text.replace("−", "-").replace(",", ""))
    assert shown.visible


@pytest.mark.parametrize(
    ("bound", "decimals", "text"),
    [
        (-0.04, 1, "−0.04"),
        (0.04, 1, "+0.04"),
        (-0.004, 1, "−0.004"),
        (-0.0002, 1, "−0.001"),
        (0.0002, 1, "+0.001"),
        (-0.3, 0, "−0.3"),
        (-0.002, 0, "−0.01"),
        (-0.05, 1, "−0.1"),
        (1.04, 1, "+1.0"),
        (0.0, 1, "0.0"),
        (2e-16, 1, "0.0"),  # the last binary digit of a sum
        (None, 1, "z"),
    ],
)
def test_a_bound_keeps_the_sign_it_has(bound: float | None, decimals: int, text: str) -> None:
    shown = show_bound(bound, decimals=decimals, signed=True)
    assert shown.text == text
    assert shown.value == (None if bound is None else float(text.replace("−", "-")))


@given(st.floats(-2, 2), st.floats(0, 2))
def test_an_interval_as_it_is_printed_includes_nought_where_the_true_one_does(
    lower: float, width: float
) -> None:
    upper = lower + width
    if 0 < min(abs(lower), abs(upper)) < 1e-8:
        return
    made = Finding("gap_change", lower, lower, upper, None, 24, 31, "t interval")
    shown = show_finding(made, audience="public", decimals=1, signed=True)
    low, high = shown.lower.value, shown.upper.value
    assert low is not None
    assert high is not None
    assert (low <= 0 <= high) == (lower <= 0 <= upper)


@pytest.mark.parametrize("symbol", ["c", "z", "x", "low"])
def test_a_symbol_stands_in_place_of_a_number(symbol: str) -> None:
    shown = hidden(symbol)  # type: ignore[arg-type]
    assert (shown.text, shown.value, shown.symbol, shown.visible) == (symbol, None, symbol, False)


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0, "<0.001"),
        (1e-300, "<0.001"),
        (0.00099, "<0.001"),
        (0.001, "0.001"),
        (0.0415, "0.042"),
        (1.0, "1.000"),
        (None, "z"),
    ],
)
def test_a_p_value_is_never_nought(p: float | None, text: str) -> None:
    shown = show_p(p)
    assert shown.text == text
    assert shown.value != 0


@given(st.floats(0, 1))
def test_no_p_value_is_shown_as_nought(p: float) -> None:
    assert show_p(p).text != "0.000"


@pytest.mark.parametrize(
    ("pupils", "audience", "text"),
    [
        (9, "public", "c"),
        (10, "public", "21.4"),
        (5, "cluster", "c"),
        (6, "cluster", "21.4"),
        (1, "school", "21.4"),
    ],
)
def test_a_mean_is_shown_of_enough_pupils_only(pupils: int, audience: Audience, text: str) -> None:
    assert show_mean(21.35, pupils=pupils, audience=audience, decimals=1).text == text


def test_a_finding_of_two_large_groups_is_shown_whole_and_rounded() -> None:
    shown = show_finding(finding(24, 31), audience="public", decimals=1, signed=True)
    assert [str(figure) for figure in figures(shown)] == ["−3.5", "−5.3", "−1.7", "0.012", "25", "30"]
    assert shown.method == "Welch t interval"
    assert shown.visible


@pytest.mark.parametrize("sizes", [(9, 31), (24, 9), (24, 1), (0, 31), (9, 9)])
def test_a_finding_with_one_small_side_is_hidden_whole(sizes: tuple[int, int]) -> None:
    assert show_finding(finding(*sizes), audience="public", decimals=1) == hide_finding("gap_change")


def test_the_school_itself_sees_everything() -> None:
    shown = show_finding(finding(2, 1), audience="school", decimals=1)
    assert [str(figure) for figure in figures(shown)] == ["−3.5", "−5.3", "−1.7", "0.012", "2", "1"]


@pytest.mark.parametrize(("n_target", "visible"), [(9, False), (10, True)])
def test_a_finding_about_the_target_group_alone_needs_no_comparison_pupils(
    n_target: int, visible: bool
) -> None:
    shown = show_finding(finding(n_target, 0), audience="public", decimals=1)
    assert shown.visible is visible
    assert shown.n_comparison.symbol == ("z" if visible else "c")


@pytest.mark.parametrize(
    ("sizes", "text", "method"),
    [
        ((24, 31), "z", FEW_METHOD),
        ((0, 0), "z", FEW_METHOD),
        ((4, 31), "c", HIDDEN_METHOD),
        ((24, 4), "c", HIDDEN_METHOD),
    ],
)
def test_the_reason_for_an_undefined_finding_is_told_unless_it_could_say_how_few(
    sizes: tuple[int, int], text: str, method: str
) -> None:
    missing = undefined("did", "4 pupils are too few", n_target=sizes[0], n_comparison=sizes[1])
    shown = show_finding(missing, audience="public", decimals=1)
    assert {shown.value.text, shown.lower.text, shown.upper.text, shown.p.text} == {text}
    assert shown.method == method


@given(
    COUNTS,
    COUNTS,
    NUMBERS,
    st.none() | NUMBERS,
    st.none() | st.floats(0, 1),
    st.sampled_from(get_args(Audience)),
)
def test_a_finding_about_too_few_pupils_reveals_nothing(
    n_target: int, n_comparison: int, value: float, bound: float | None, p: float | None, audience: Audience
) -> None:
    made = Finding("did", value, bound, bound, p, n_target, n_comparison, f"{n_target} v {n_comparison}")
    shown = show_finding(made, audience=audience, decimals=1)
    least = POLICIES[audience].least
    if n_target < least or 0 < n_comparison < least:
        assert shown == hide_finding("did")
        assert [figure.value for figure in figures(shown)] == [None] * 6
    else:
        assert shown.visible


@given(COUNTS, COUNTS)
def test_an_undefined_finding_of_a_small_group_looks_like_a_hidden_one(
    n_target: int, n_comparison: int
) -> None:
    missing = undefined("did", "so many", n_target=n_target, n_comparison=n_comparison)
    shown = show_finding(missing, audience="public", decimals=1)
    small = any(0 < n < 10 for n in (n_target, n_comparison))
    assert (shown == hide_finding("did")) is small
    assert all(figure.value is None or figure.value >= 10 for figure in figures(shown))


def test_the_cells_of_a_threshold_are_those_who_reached_it_and_those_who_did_not() -> None:
    assert ThresholdCounts(12, 40, 30, 50).cells == (12, 28, 30, 20)


def test_a_gap_between_shares_is_made_of_rounded_counts_and_totals_of_rounded_cells() -> None:
    # cells 12, 13, 33, 17 -> 10, 15, 35, 15: 10 of 25 against 35 of 50
    shown = show_threshold_gap("threshold_gap_followup", ThresholdCounts(12, 25, 33, 50), audience="public")
    assert shown.value.text == "−30"
    assert (shown.n_target.text, shown.n_comparison.text) == ("25", "50")
    assert shown.p.symbol == "z"
    assert "rounded to 5" in shown.method
    lower, upper = shown.lower.value, shown.upper.value
    assert lower is not None
    assert upper is not None
    assert lower < -30 < upper < 0


def test_within_the_cluster_counts_are_not_rounded_and_the_method_does_not_say_so() -> None:
    shown = show_threshold_gap("threshold_gap_followup", ThresholdCounts(12, 25, 33, 50), audience="cluster")
    assert (shown.value.text, shown.n_target.text) == ("−18", "25")
    assert "rounded" not in shown.method


@pytest.mark.parametrize(
    "counts",
    [
        ThresholdCounts(0, 30, 20, 40),
        ThresholdCounts(30, 30, 20, 40),
        ThresholdCounts(15, 30, 0, 40),
        ThresholdCounts(15, 30, 40, 40),
        ThresholdCounts(9, 30, 20, 40),
        ThresholdCounts(21, 30, 20, 40),
        ThresholdCounts(0, 0, 20, 40),
    ],
)
def test_none_or_all_or_few_at_the_threshold_hides_the_gap_between_shares(counts: ThresholdCounts) -> None:
    assert show_threshold_gap("threshold_gap_followup", counts, audience="public") == hide_finding(
        "threshold_gap_followup"
    )
    assert show_pupils_equivalent(counts, audience="public").symbol == "c"
    assert safe_threshold_counts(counts, "public") is None


def test_with_a_whole_class_the_gap_is_that_to_the_class_and_its_pupils_include_the_target() -> None:
    # 10 of 25 against 45 of 75 in the class: 40 % less 60 % is -20, and -30 to the rest of 50 pupils
    class_counts = ThresholdCounts(10, 25, 35, 50, whole_class=True)
    shown = show_threshold_gap("threshold_gap_followup", class_counts, audience="public")
    assert (shown.value.text, shown.n_target.text, shown.n_comparison.text) == ("−20", "25", "75")
    assert (shown.lower.text, shown.upper.text) == ("−33", "−4")
    rest = show_threshold_gap("threshold_gap_followup", ThresholdCounts(10, 25, 35, 50), audience="public")
    assert (rest.value.text, rest.n_comparison.text) == ("−30", "50")


@pytest.mark.parametrize(
    ("counts", "audience", "text"),
    [
        (ThresholdCounts(10, 25, 35, 50), "public", "−8"),  # -30 points of 25 pupils are 7.5
        (ThresholdCounts(10, 25, 35, 50, whole_class=True), "public", "−5"),
        (ThresholdCounts(6, 15, 30, 50), "school", "−3"),
        (ThresholdCounts(9, 15, 20, 50), "school", "+3"),
        (ThresholdCounts(6, 15, 0, 0), "school", "z"),
    ],
)
def test_a_gap_between_shares_is_also_said_in_whole_pupils(
    counts: ThresholdCounts, audience: Audience, text: str
) -> None:
    assert show_pupils_equivalent(counts, audience=audience).text == text


@pytest.mark.parametrize("counts", [ThresholdCounts(0, 0, 3, 4), ThresholdCounts(3, 4, 0, 0)])
def test_a_school_sees_that_an_empty_side_has_no_share(counts: ThresholdCounts) -> None:
    shown = show_threshold_gap("threshold_gap_baseline", counts, audience="school")
    assert {shown.value.symbol, shown.lower.symbol, shown.upper.symbol} == {"z"}


@given(COUNTS, COUNTS, COUNTS, COUNTS, st.booleans(), st.sampled_from(["cluster", "public"]))
def test_no_gap_between_shares_rests_on_a_small_cell(
    reached: int, below: int, rest_reached: int, rest_below: int, whole_class: bool, audience: Audience
) -> None:
    counts = ThresholdCounts(reached, reached + below, rest_reached, rest_reached + rest_below, whole_class)
    shown = show_threshold_gap("threshold_gap_baseline", counts, audience=audience)
    pupils = show_pupils_equivalent(counts, audience=audience)
    small = min(counts.cells) < POLICIES[audience].least
    assert (shown == hide_finding("threshold_gap_baseline")) is small
    assert (pupils.symbol == "c") is small


@given(
    st.lists(st.integers(10, 60), min_size=4, max_size=4),
    st.lists(st.integers(-2, 2), min_size=4, max_size=4),
)
def test_counts_that_round_alike_show_alike(cells: list[int], moved: list[int]) -> None:
    first = [5 * round(cell / 5) for cell in cells]
    second = [cell + step for cell, step in zip(first, moved, strict=True) if cell + step >= 10]
    if len(second) < 4:
        return
    shown = [
        show_threshold_gap("t", ThresholdCounts(a, a + b, c, c + d), audience="public")
        for a, b, c, d in (first, second)
    ]
    assert shown[0] == shown[1]
