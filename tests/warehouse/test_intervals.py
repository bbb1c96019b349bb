"""Intervals and movers: from when to when a pupil was somewhere, told from small tables."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.half_term import HalfTerm
from halfterm.cycles.movers import Movers
from halfterm.warehouse.as_at import AsAt, set_as_at
from halfterm.warehouse.intervals import count_movers, lay_out_intervals, status_attributes
from tests.warehouse.loads_factory import Row, pseudonym, put_load, row

HALF_TERMS = tuple(
    HalfTerm(id=f"h{month}", name=f"H{month}", starts=date(2025, month, 1), ends=date(2025, month, 20))
    for month in range(1, 6)
)


def fill(store: duckdb.DuckDBPyConnection, *half_terms: list[Row] | None) -> None:
    """One load a half-term; None where nothing is loaded."""
    for month, rows in enumerate(half_terms, start=1):
        if rows is not None:
            put_load(store, rows, load=f"load-{month}", half_term=f"h{month}")


def stays(store: duckdb.DuckDBPyConnection, pupil: str) -> list[tuple[object, ...]]:
    """School, first half-term, last half-term, day of leaving."""
    lay_out_intervals(store, HALF_TERMS)
    return store.execute(
        """
        SELECT school, from_half_term, last_half_term, to_date FROM enrolment_interval
        WHERE pupil = ? ORDER BY from_date
        """,
        [pseudonym(pupil)],
    ).fetchall()


def values(store: duckdb.DuckDBPyConnection, pupil: str) -> list[tuple[object, ...]]:
    lay_out_intervals(store, HALF_TERMS)
    return store.execute(
        """
        SELECT value, from_half_term, last_half_term, to_date FROM attribute_interval
        WHERE pupil = ? ORDER BY from_date
        """,
        [pseudonym(pupil)],
    ).fetchall()


# U stays at Ash so that Ash is loaded; V stays at Beech.
U, V = row("U", "ash"), row("V", "beech")


def test_who_stays_has_one_open_interval_from_the_first_half_terms_first_day(
    store: duckdb.DuckDBPyConnection,
) -> None:
    fill(store, [U], [U], [U])
    assert stays(store, "U") == [("ash", "h1", "h3", None)]
    rows = store.execute("SELECT from_date FROM enrolment_interval").fetchall()
    assert rows == [(date(2025, 1, 1),)]


def test_who_leaves_has_an_end_and_who_comes_back_a_second_beginning(
    store: duckdb.DuckDBPyConnection,
) -> None:
    fill(store, [U, row("X", "ash")], [U], [U, row("X", "ash")], [U])
    assert stays(store, "X") == [
        ("ash", "h1", "h1", date(2025, 1, 20)),
        ("ash", "h3", "h3", date(2025, 3, 20)),
    ]


def test_a_half_term_of_which_nothing_of_the_school_is_loaded_is_not_an_absence(
    store: duckdb.DuckDBPyConnection,
) -> None:
    fill(store, [U, V], [V], None, [U, V], [V])
    assert stays(store, "U") == [("ash", "h1", "h4", None)]


def test_who_moves_is_at_one_school_then_at_the_other(store: duckdb.DuckDBPyConnection) -> None:
    fill(store, [U, V, row("X", "ash")], [U, V, row("X", "beech")], [U, V, row("X", "beech")])
    assert stays(store, "X") == [
        ("ash", "h1", "h1", date(2025, 1, 20)),
        ("beech", "h2", "h3", None),
    ]


def test_who_was_elsewhere_while_the_first_school_was_not_loaded_has_moved_there_and_back(
    store: duckdb.DuckDBPyConnection,
) -> None:
    fill(store, [row("X", "ash")], [row("X", "beech")], [row("X", "ash")])
    assert [stay[0] for stay in stays(store, "X")] == ["ash", "beech", "ash"]


def test_the_newest_of_several_loads_says_where_a_pupil_is(store: duckdb.DuckDBPyConnection) -> None:
    fill(store, [U, row("X", "ash")])
    put_load(store, [V, row("X", "beech")], load="late", half_term="h1", source="other")
    assert stays(store, "X") == [("beech", "h1", "h1", None)]
    set_as_at(store, AsAt(1))
    assert stays(store, "X") == [("ash", "h1", "h1", None)]


def test_a_half_term_outside_the_programme_does_not_count(store: duckdb.DuckDBPyConnection) -> None:
    fill(store, [U])
    put_load(store, [U], load="old", half_term="h0")
    assert stays(store, "U") == [("ash", "h1", "h1", None)]


def test_a_status_lasts_until_another_is_seen(store: duckdb.DuckDBPyConnection) -> None:
    fill(store, [row("X", "ash", fsm="no")], [row("X", "ash", fsm="yes")], [row("X", "ash", fsm="yes")])
    assert values(store, "X") == [("no", "h1", "h1", date(2025, 1, 20)), ("yes", "h2", "h3", None)]


def test_a_status_goes_on_where_it_is_not_known_and_to_another_school(
    store: duckdb.DuckDBPyConnection,
) -> None:
    fill(
        store,
        [row("X", "ash", fsm="yes"), U],
        [row("X", "ash"), U],
        [row("X", "beech", fsm="yes"), U],
        [row("X", "beech"), U],
    )
    assert values(store, "X") == [("yes", "h1", "h3", None)]


def test_a_status_ends_with_the_pupils_time_in_the_programme(store: duckdb.DuckDBPyConnection) -> None:
    fill(store, [row("X", "ash", fsm="yes"), U], [U], [row("X", "ash", fsm="yes"), U], [U])
    assert values(store, "X") == [
        ("yes", "h1", "h1", date(2025, 1, 20)),
        ("yes", "h3", "h3", date(2025, 3, 20)),
    ]


def movers(store: duckdb.DuckDBPyConnection, *attributes: str) -> dict[tuple[str, str], Movers]:
    return {(m.school, m.half_term): m for m in count_movers(store, HALF_TERMS, attributes=attributes)}


def test_joiners_leavers_and_movers_are_counted_where_they_came_and_went(
    store: duckdb.DuckDBPyConnection,
) -> None:
    fill(
        store,
        [U, V, row("X", "ash"), row("Y", "beech")],
        [U, V, row("X", "beech"), row("Z", "ash")],
    )
    assert movers(store) == {
        ("ash", "h2"): Movers("ash", "h2", joined=1, moved_out=1),
        ("beech", "h2"): Movers("beech", "h2", left=1, moved_in=1),
    }


def test_a_schools_first_load_has_no_joiners_and_a_school_not_loaded_no_leavers(
    store: duckdb.DuckDBPyConnection,
) -> None:
    fill(store, [U], [V], [U, V])
    assert movers(store) == {
        ("ash", "h3"): Movers("ash", "h3"),
        ("beech", "h3"): Movers("beech", "h3"),
    }


def test_who_left_is_counted_when_the_school_is_loaded_again(store: duckdb.DuckDBPyConnection) -> None:
    fill(store, [U, V, row("X", "ash")], [V], [U, V], [U, V, row("X", "beech")])
    found = movers(store)
    assert found["ash", "h3"] == Movers("ash", "h3", left=1)
    assert found["beech", "h4"] == Movers("beech", "h4", joined=1)


def test_a_change_of_status_is_counted_at_the_school_by_the_new_value(
    store: duckdb.DuckDBPyConnection,
) -> None:
    fill(
        store,
        [row("X", "ash", fsm="no", year="5"), row("Y", "ash", fsm="yes")],
        [row("X", "ash", fsm="yes", year="6"), row("Y", "ash", fsm="yes")],
    )
    assert status_attributes(store) == ("fsm", "year")
    assert movers(store, "fsm")["ash", "h2"].changed == {("fsm", "yes"): 1}
    assert movers(store)["ash", "h2"].changed == {}


def test_an_attribute_that_is_not_loaded_is_answered_with_the_nearest(
    store: duckdb.DuckDBPyConnection,
) -> None:
    fill(store, [row("X", "ash", fsm="no")])
    with pytest.raises(BadInput, match="no attribute 'fms' is loaded; did you mean 'fsm'"):
        movers(store, "fms")
