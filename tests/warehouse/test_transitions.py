"""From loads to counts of pupils by their two scores, and to scores by side and half-term."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.moments import ScoreCount
from halfterm.cycles.impact.score_pairs import PairCount
from halfterm.warehouse.transitions import (
    PairRequest,
    Pairs,
    lay_out_pupils,
    read_pairs,
    read_scores,
    scales_by_half_term,
)
from tests.warehouse.loads_factory import put_load, row

BOTH = ("autumn", "spring")
FSM = (("fsm", "yes"),)
TIMES = PairRequest("reading", "autumn", "spring")


@pytest.fixture
def two(store: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """U1 and U2 rise alike, U3 goes, U4 comes, U5 is absent before; of U6 the group is not known."""
    put_load(
        store,
        [
            *(
                row("U1", "ash", 10, fsm="yes"),
                row("U2", "ash", 10, fsm="yes"),
                row("U3", "ash", 9, fsm="yes"),
            ),
            *(row("U5", "beech", "absent", fsm="no"), row("U6", "beech", 8), row("U7", "beech", 7, fsm="no")),
        ],
        load="one",
        half_term="autumn",
    )
    put_load(
        store,
        [
            *(
                row("U1", "ash", 12, fsm="no"),
                row("U2", "beech", 12, fsm="yes"),
                row("U4", "ash", 11, fsm="yes"),
            ),
            *(row("U5", "beech", 6, fsm="no"), row("U6", "beech", 9, fsm="no"), row("U7", "beech", fsm="no")),
        ],
        load="two",
        half_term="spring",
    )
    return store


def pairs(
    store: duckdb.DuckDBPyConnection, values: Sequence[tuple[str, str]] = FSM, request: PairRequest = TIMES
) -> Pairs:
    lay_out_pupils(store, values, BOTH)
    return read_pairs(store, request)


def test_pupils_are_counted_by_the_group_that_they_were_of_before(two: duckdb.DuckDBPyConnection) -> None:
    found = pairs(two)
    assert set(found.counts) == {
        PairCount(True, 10, 12, 2),
        PairCount(True, 9, None, 1, came="not here"),
        PairCount(True, None, 11, 1, was="not here"),
        PairCount(False, None, 6, 1, was="no score"),
        PairCount(False, 7, None, 1, came="no score"),
        PairCount(None, 8, 9, 1),
    }
    assert found.not_known == 1
    assert found.not_loaded == ()


def test_without_a_group_everybody_is_counted_together(two: duckdb.DuckDBPyConnection) -> None:
    found = pairs(two, ())
    assert {count.group for count in found.counts} == {True}
    assert sum(count.pupils for count in found.counts if count.matched) == 3


def test_several_values_must_all_hold_and_one_that_does_not_says_no(two: duckdb.DuckDBPyConnection) -> None:
    put_load(
        two,
        [row("U1", "ash", 10, fsm="yes", sex="F"), row("U7", "beech", 7, fsm="no")],
        load="three",
        half_term="autumn",
        source="again",
    )
    found = pairs(two, (("fsm", "yes"), ("sex", "F")))
    pupils = {side: sum(c.pupils for c in found.counts if c.group is side) for side in (True, False, None)}
    # U1 has both values; of U2, U3, U4 and U6 one is not known; U5 and U7 have another.
    assert pupils == {True: 1, False: 2, None: 4}


def test_a_school_is_that_of_the_half_term_before(two: duckdb.DuckDBPyConnection) -> None:
    ash = pairs(two, request=PairRequest("reading", "autumn", "spring", "ash"))
    assert sum(count.pupils for count in ash.counts) == 4
    beech = pairs(two, request=PairRequest("reading", "autumn", "spring", "beech"))
    assert sum(count.pupils for count in beech.counts) == 3


def test_a_school_of_which_a_half_term_is_not_loaded_is_named(two: duckdb.DuckDBPyConnection) -> None:
    put_load(two, [row("U9", "cedar", 5, fsm="no")], load="three", half_term="autumn", source="cedar")
    assert pairs(two).not_loaded == (("cedar", "spring"),)


def test_scores_are_counted_by_the_group_of_their_own_half_term(two: duckdb.DuckDBPyConnection) -> None:
    lay_out_pupils(two, FSM, BOTH)
    found = read_scores(two, "reading")
    assert found["autumn", "points"] == (
        ScoreCount(False, 7, 1),
        ScoreCount(True, 9, 1),
        ScoreCount(True, 10, 2),
    )
    assert sum(count.pupils for count in found["spring", "points"] if count.target) == 2
    assert set(read_scores(two, "reading", school="ash")) == {("autumn", "points"), ("spring", "points")}


def test_half_terms_with_scores_have_their_scales(two: duckdb.DuckDBPyConnection) -> None:
    put_load(
        two,
        [row("U8", "ash", 9)],
        load="three",
        half_term="spring",
        source="b",
        measures={"reading": "percent"},
    )
    assert scales_by_half_term(two, "reading", ("summer", *BOTH)) == {
        "autumn": ("points",),
        "spring": ("percent", "points"),
    }
    with pytest.raises(BadInput, match="no scores of measure 'raeding' are loaded; did you mean 'reading'"):
        scales_by_half_term(two, "raeding", BOTH)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((("fms", "yes"),), "no attribute 'fms' is loaded; did you mean 'fsm'"),
        ((("fsm", "maybe"),), "no pupil has 'fsm' as 'maybe'"),
        ((("fsm", "yes"), ("fsm", "no")), "'fsm' is there twice"),
    ],
)
def test_a_group_that_nobody_can_be_of_is_refused(
    two: duckdb.DuckDBPyConnection, values: Sequence[tuple[str, str]], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        pairs(two, values)
