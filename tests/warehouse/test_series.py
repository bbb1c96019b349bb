"""Series from the warehouse: sides by half-term as loaded, or as frozen at a lock."""

from __future__ import annotations

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.series.sums import SideSum
from halfterm.warehouse.series import frozen_sums, group_sums, loaded_measures
from tests.warehouse.loads_factory import Row, pseudonym, put_load, row

TERMS = ("autumn", "spring")


@pytest.fixture
def filled(store: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Ann and bob have free meals in autumn, ann and cal in spring; of eve nothing is known."""
    autumn = [
        row("ann", "ash", 10, fsm="yes"),
        row("bob", "ash", 13, fsm="yes"),
        row("cal", "ash", 20, fsm="no"),
        row("dan", "beech", 22, fsm="no"),
        row("eve", "beech", 30),
    ]
    spring = [
        row("ann", "beech", 12, fsm="yes"),
        row("bob", "ash", 14, fsm="no"),
        Row("cal", "ash", {"reading": "absent"}, {"fsm": "yes"}),
        row("dan", "beech", "left", fsm="no"),
        row("eve", "beech", 31),
    ]
    put_load(store, autumn, load="one", half_term="autumn")
    put_load(store, spring, load="two", half_term="spring")
    return store


def side(
    position: int, of: bool | None, scored: int, total: float, reached: int = 0, absent: int = 0
) -> SideSum:
    return SideSum(position, "reading", "points", of, scored, total, reached, absent)


def test_a_group_is_as_each_half_term_has_it(filled: duckdb.DuckDBPyConnection) -> None:
    found = group_sums(filled, {"fsm": ("yes",)}, TERMS, thresholds={"reading": 12})
    assert set(found) == {
        side(0, True, 2, 23.0, reached=1),
        side(0, False, 2, 42.0, reached=2),
        side(0, None, 1, 30.0, reached=1),
        side(1, True, 1, 12.0, reached=1, absent=1),
        side(1, False, 1, 14.0, reached=1),
        side(1, None, 1, 31.0, reached=1),
    }


def test_without_a_threshold_nobody_has_reached_it(filled: duckdb.DuckDBPyConnection) -> None:
    found = group_sums(filled, {"fsm": ("yes",)}, TERMS, thresholds={})
    assert {(each.reached, each.absent) for each in found} == {(0, 0)}


def test_without_attributes_everybody_is_of_the_group(filled: duckdb.DuckDBPyConnection) -> None:
    found = group_sums(filled, {}, TERMS, thresholds={})
    assert found == (side(0, True, 5, 95.0), side(1, True, 3, 57.0))


def test_several_values_and_several_attributes(filled: duckdb.DuckDBPyConnection) -> None:
    put_load(
        filled,
        [row("ann", "ash", sex="F"), row("cal", "ash", sex="F")],
        load="s",
        half_term="autumn",
        source="s",
    )
    either = group_sums(filled, {"fsm": ("yes", "no")}, TERMS[:1], thresholds={})
    assert set(either) == {side(0, True, 4, 65.0), side(0, None, 1, 30.0)}
    both = group_sums(filled, {"fsm": ("yes",), "sex": ("F",)}, TERMS[:1], thresholds={})
    # Bob's sex is not known; dan is of no such group whatever his sex.
    assert set(both) == {side(0, True, 1, 10.0), side(0, False, 2, 42.0), side(0, None, 2, 43.0)}


def test_one_school_is_that_of_each_half_term(filled: duckdb.DuckDBPyConnection) -> None:
    found = group_sums(filled, {"fsm": ("yes",)}, TERMS, school="ash", thresholds={})
    assert set(found) == {
        side(0, True, 2, 23.0),
        side(0, False, 1, 20.0),
        side(1, True, 0, 0.0),
        side(1, False, 1, 14.0),
    }


def test_frozen_groups_are_followed_wherever_their_pupils_go(filled: duckdb.DuckDBPyConnection) -> None:
    frozen = [
        ("ann", "ash", "target"),
        ("bob", "ash", "target"),
        ("cal", "ash", "comparison"),
        ("dan", "beech", "aside"),
    ]
    filled.executemany(
        "INSERT INTO frozen_group VALUES ('c', 'reading', ?, ?, ?, 'one')",
        [[pseudonym(pupil), school, of] for pupil, school, of in frozen],
    )
    found = frozen_sums(filled, "c", TERMS, thresholds={})
    assert set(found) == {
        side(0, True, 2, 23.0),
        side(0, False, 1, 20.0),
        side(1, True, 2, 26.0),
        side(1, False, 0, 0.0),
    }
    assert frozen_sums(filled, "c", TERMS, school="beech", thresholds={}) == ()


def test_scales_are_kept_apart(filled: duckdb.DuckDBPyConnection) -> None:
    scores = [row("ann", "ash", 101), row("bob", "ash", 99)]
    put_load(filled, scores, load="three", half_term="summer", measures={"reading": "ks2-scaled-score"})
    found = group_sums(filled, {}, (*TERMS, "summer"), thresholds={})
    assert [(each.position, each.scale) for each in found] == [
        *((0, "points"), (1, "points"), (2, "ks2-scaled-score")),
    ]
    assert loaded_measures(filled) == {"reading"}


def test_one_statement_sums_up_every_measure(filled: duckdb.DuckDBPyConnection) -> None:
    maths = [Row("ann", "ash", {"maths": 5.0}), Row("bob", "ash", {"maths": 7.0})]
    put_load(filled, maths, load="m", half_term="autumn", source="maths", measures={"maths": "points"})
    found = group_sums(filled, {"fsm": ("yes",)}, TERMS[:1], thresholds={"maths": 6})
    assert [(e.measure, e.scored, e.reached) for e in found if e.side] == [("maths", 2, 1), ("reading", 2, 0)]


def test_sums_do_not_depend_on_the_order_of_the_rows(store: duckdb.DuckDBPyConnection) -> None:
    pupils = [row(f"p{i}", "ash", 0.1 * (i % 37)) for i in range(90)]
    put_load(store, pupils, load="one", half_term="autumn")
    put_load(store, sorted(pupils, key=lambda r: r.pupil[::-1]), load="two", half_term="spring")
    totals = [each.total for each in group_sums(store, {}, TERMS, thresholds={})]
    assert totals == [145.2, 145.2]


def test_words_that_nobody_loaded_are_refused_without_naming_a_pupil(
    filled: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(BadInput) as refused:
        group_sums(filled, {"fms": ("yes",), "fsm": ("maybe",)}, TERMS, thresholds={})
    assert refused.value.problems == (
        "--group: no attribute 'fms' is loaded; did you mean 'fsm'?",
        "--group: no pupil has 'fsm' as 'maybe'",
    )
