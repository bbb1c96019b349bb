"""Which groups are listed, in what order, and how seldom by chance: by a simulation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from halfterm.cycles.gap_differences import Strata
from halfterm.cycles.gap_finder import BANDS, Finds, FoundGap, Group, find_gaps, gaps_then, run_behind
from tests.cycles.test_gap_differences import ASH, BEECH, CEDAR, Scores, strata_of, sums


def group(*terms: tuple[str, str], school: str = "ash", band: str = "", same: int = 0) -> Group:
    return Group("maths", "points", school, band, terms, same)


GIRL, BOY, FSM = ("sex", "girl"), ("sex", "boy"), ("fsm", "yes")


def found(named: list[tuple[Group, list[Scores]]], share: float = 0.05) -> Finds:
    strata = strata_of(*(comparison for _, comparison in named))
    return find_gaps([g for g, _ in named], strata, spread=defaultdict(lambda: 4.0), share=share)


def test_girls_and_boys_are_one_comparison_and_the_side_behind_is_listed() -> None:
    there, back = (ASH[0], ASH[1]), (ASH[1], ASH[0])
    finds = found([(group(BOY), [back]), (group(GIRL), [there])])
    assert finds.compared == 1
    (girls,) = finds.behind
    assert (girls.group.terms, girls.also, girls.n, girls.n_others) == ((GIRL,), (), 4, 6)
    assert girls.q == girls.p
    assert girls.gap_sd == pytest.approx(-5.1666667 / 4)


def test_the_same_pupils_under_another_name_are_counted_once_and_named_beside() -> None:
    finds = found([(group(GIRL, FSM), [ASH]), (group(GIRL), [ASH])])
    assert finds.compared == 1
    assert [(each.group.terms, each.also[0].terms) for each in finds.behind] == [((GIRL,), (GIRL, FSM))]


def test_a_group_ahead_is_not_listed_and_counts_as_no_candidate() -> None:
    ahead = ([30, 32, 31, 33], [10, 12, 11, 13, 14, 12])
    finds = found([(group(GIRL), [ASH]), (group(FSM, same=1), [ahead])], share=0.1)
    assert [each.group.terms for each in finds.behind] == [(GIRL,)]
    assert finds.behind[0].q == pytest.approx(2 * finds.behind[0].p)


def test_q_is_benjamini_and_hochbergs_over_all_comparisons() -> None:
    lists: list[list[Scores]] = [[ASH], [BEECH], [ASH, BEECH], [CEDAR, BEECH, ASH], [([9, 15], [14, 16, 17])]]
    finds = found([(group(("set", str(i)), same=i), c) for i, c in enumerate(lists)], share=0.99)
    p = [each.p for each in finds.behind]
    assert [each.q for each in finds.behind] == pytest.approx(stats.false_discovery_control(p).tolist())


def wide(gap: float) -> list[Scores]:
    """A group of 40 that is this far behind 40 others."""
    marks = [18, 19, 20, 20, 20, 20, 21, 22] * 5
    return [([mark + gap for mark in marks], marks)]  # type: ignore[list-item]


def within(finds: Finds) -> dict[tuple[object, ...], object]:
    def said(each: FoundGap) -> object:
        return each.within and (each.within.terms, each.within.band, each.within.school)

    return {(each.group.terms, each.group.band, each.group.school): said(each) for each in finds.behind}


def test_a_part_that_is_no_further_behind_stands_last_and_within_the_whole() -> None:
    finds = found(
        [
            (group(FSM, GIRL, same=1), wide(-3.0)),
            (group(FSM, band="lower", same=2), wide(-4.5)),
            (group(FSM, same=3), wide(-3.0)),
            (group(FSM, school="", same=4), wide(-2.9)),
            (group(GIRL, band="middle", same=5), wide(-2.0)),
        ]
    )
    assert within(finds) == {
        ((FSM,), "lower", "ash"): None,
        ((FSM,), "", ""): None,
        ((GIRL,), "middle", "ash"): None,
        ((FSM, GIRL), "", "ash"): ((FSM,), "", ""),
        ((FSM,), "", "ash"): ((FSM,), "", ""),
    }
    assert [each.within is None for each in finds.behind] == [True, True, True, False, False]


def test_the_surest_and_largest_stand_first() -> None:
    unsure: list[Scores] = [([8, 9, 30, 10, 12], [20, 21, 22, 20, 21, 22, 40, 41])]
    finds = found([(group(FSM), unsure), (group(GIRL, same=1), wide(-3.0))], share=0.5)
    assert [each.group.terms for each in finds.behind] == [(GIRL,), (FSM,)]
    assert finds.behind[0].gap > finds.behind[1].gap


def test_nothing_to_compare_finds_nothing() -> None:
    empty = Strata(np.empty(0, dtype=np.int64), *(np.empty(0) for _ in range(6)))
    assert find_gaps([], empty, spread={}, share=0.05) == Finds((), 0, 0)


def test_an_earlier_gap_is_told_when_both_sides_were_large_enough() -> None:
    assert gaps_then(strata_of([ASH], [CEDAR]), 3, smallest=4) == [pytest.approx(-5.1666667), None, None]


@pytest.mark.parametrize(
    ("gaps", "length"), [([], 0), ([-1.0], 1), ([-1.0, -2.0], 2), ([-1.0, 0.0, -2.0], 1), ([-1.0, 1.0], 0)]
)
def test_a_run_ends_where_the_group_was_not_behind(gaps: list[float], length: int) -> None:
    assert run_behind(gaps) == length


Shift = Callable[[list[np.ndarray], np.ndarray, np.ndarray], np.ndarray]


def simulated(chance: np.random.Generator, shift: Shift) -> tuple[int, int]:
    """A scan of 300 pupils of two schools by four attributes: how many groups listed, how many falsely.

    Marks are whole numbers, schools and bands differ, groups overlap. A listed group is false when, but for
    chance, it is not behind.
    """
    pupils = 300
    school, band = chance.integers(0, 2, pupils), chance.integers(1, 4, pupils)
    held = [chance.choice(len(p), pupils, p=p) for p in ([0.5, 0.5], [0.75, 0.25], [0.85, 0.15], [0.25] * 4)]
    true = shift(held, band, school)
    marks = np.round(9.0 * band + 5.0 * school + true + chance.normal(0, 6, pupils)) - 20
    singles = [((i, v),) for i, values in enumerate(held) for v in np.unique(values)]
    pairs = [a + b for a, b in combinations(singles, 2) if a[0][0] < b[0][0]]
    groups, rows, truths, seen = [], [], [], {}
    for terms in singles + pairs:
        inside = np.all([held[i] == v for i, v in terms], axis=0)
        for b in range(4):
            for places in ([0, 1], [0], [1]):
                here = [(band == b) | (b == 0)] & np.isin(school, places)
                sides = [here[0] & inside, here[0] & ~inside]
                by_school = [(s, [school[side] == s for side in sides]) for s in places]
                strata = [(sides[0] & (school == s), sides[1] & (school == s)) for s, _ in by_school]
                strata = [(mine, theirs) for mine, theirs in strata if mine.any() and theirs.any()]
                if not strata or min(sum(side[k].sum() for side in strata) for k in (0, 1)) < 5:
                    continue
                key = frozenset(np.any(masks, axis=0).tobytes() for masks in zip(*strata, strict=True))
                same = seen.setdefault(key, len(seen))
                name = tuple((str(i), str(v)) for i, v in terms)
                where = "" if len(places) == 2 else str(places[0])
                rows += [(len(groups), *sums(marks[one]), *sums(marks[two])) for one, two in strata]
                weights = [1 / (1 / one.sum() + 1 / two.sum()) for one, two in strata]
                differ = [true[one].mean() - true[two].mean() for one, two in strata]
                truths.append(np.average(differ, weights=weights))
                groups.append(Group("maths", "points", where, BANDS[b], name, same))
    columns = np.array(rows, dtype=np.float64).T
    strata_sums = Strata(columns[0].astype(np.int64), *columns[1:])
    finds = find_gaps(groups, strata_sums, spread=defaultdict(lambda: 6.0), share=0.05)
    return len(finds.behind), sum(truths[each.place] > -1e-9 for each in finds.behind)


def no_gap(held: list[np.ndarray], band: np.ndarray, school: np.ndarray) -> np.ndarray:
    return np.zeros(len(band))


def some_gaps(held: list[np.ndarray], band: np.ndarray, school: np.ndarray) -> np.ndarray:
    """One group of one school far behind, and one of all schools far ahead."""
    return -9.0 * ((held[1] == 1) & (school == 0)) + 6.0 * (held[3] == 2)


def test_with_no_gap_anywhere_a_scan_of_overlapping_groups_rarely_lists_one() -> None:
    listed = [simulated(np.random.default_rng([1, i]), no_gap)[0] for i in range(30)]
    assert sum(n > 0 for n in listed) <= 2


def test_with_true_gaps_one_listed_group_in_twenty_is_false_at_most() -> None:
    runs = [simulated(np.random.default_rng([2, i]), some_gaps) for i in range(30)]
    assert np.mean([n > 0 for n, _ in runs]) > 0.8
    assert np.mean([false / max(n, 1) for n, false in runs]) <= 0.05
