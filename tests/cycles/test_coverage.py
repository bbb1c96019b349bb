"""Coverage as a cluster may know it: shares that tell of no small group, and no sum that gives one away."""

from __future__ import annotations

import pytest

from halfterm.cycles.coverage import (
    FEWEST,
    MOST,
    CoverageCell,
    CoverageCounts,
    GroupCell,
    ShownCoverage,
    State,
    shown_coverage,
)


def shown(
    *cells: CoverageCell, without: dict[str, int] | None = None, groups: tuple[GroupCell, ...] = ()
) -> ShownCoverage:
    counts = CoverageCounts(
        half_terms=("spring",),
        measures=("reading",),
        cells=cells,
        without={("reading", "spring"): without or {}},
        matched={("reading", "autumn", "spring"): 5, ("reading", "summer", "spring"): 6},
        groups=groups,
    )
    return shown_coverage(counts, "cluster")


def cell(school: str, pupils: int, scored: int, state: State = "scores") -> CoverageCell:
    return CoverageCell(school, "spring", "reading", state, pupils, scored)


@pytest.mark.parametrize(
    ("pupils", "scored", "percent", "shade"),
    [
        (40, 40, "100", 4),
        (40, 0, "0", 0),
        (40, 34, "85", 3),
        (40, 35, "c", MOST),
        (40, 39, "c", MOST),
        (40, 6, "15", 1),
        (40, 5, "c", FEWEST),
        (12, 6, "50", 2),
        (5, 5, "c", None),
        (2000, 1994, "99", 4),
        (2000, 6, "1", 1),
    ],
)
def test_a_share_that_tells_of_few_pupils_is_hidden_and_all_or_none_is_not(
    pupils: int, scored: int, percent: str, shade: int | None
) -> None:
    share = shown(cell("ash", pupils, scored)).cells["reading", "ash", "spring"].share
    assert (share.percent.text, share.shade) == (percent, shade)


def test_the_shade_of_a_hidden_share_does_not_depend_on_its_number() -> None:
    shades = {
        shown(cell("ash", 24, scored)).cells["reading", "ash", "spring"].share.shade
        for scored in range(19, 24)
    }
    assert shades == {MOST}


def test_without_a_load_or_a_column_there_is_no_share() -> None:
    safe = shown(cell("ash", 0, 0, "no load"), cell("beech", 30, 0, "no column"))
    assert [each.share.percent.text for each in safe.cells.values()] == ["x", "x"]


def test_sums_over_schools_are_hidden_where_one_schools_share_is() -> None:
    one = shown(cell("ash", 40, 38), cell("beech", 40, 20), without={"absent": 8, "blank": 14})
    assert [str(n) for n in one.without["reading", "spring"].values()] == ["c", "c"]
    two = shown(cell("ash", 40, 38), cell("beech", 40, 37), without={"absent": 8, "blank": 14})
    assert [str(n) for n in two.without["reading", "spring"].values()] == ["8", "14"]


def test_groups_of_one_attribute_are_hidden_together_where_one_is() -> None:
    full = (cell("ash", 40, 40),)
    groups = (GroupCell("fsm", "no", "reading", 30, 20), GroupCell("fsm", "yes", "reading", 10, 9))
    assert [str(share.percent) for _, share in shown(*full, groups=groups).groups] == ["c", "c"]
    groups = (GroupCell("fsm", "no", "reading", 30, 20), GroupCell("fsm", "yes", "reading", 10, 10))
    assert [str(share.percent) for _, share in shown(*full, groups=groups).groups] == ["67", "100"]


def test_few_matched_pupils_are_hidden() -> None:
    assert [str(n) for n in shown(cell("ash", 40, 40)).matched.values()] == ["c", "6"]
