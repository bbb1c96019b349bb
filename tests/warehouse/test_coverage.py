"""Coverage: what is there and what is not, counted from small tables."""

from __future__ import annotations

import duckdb
import pytest

from halfterm.cycles.coverage import CoverageCell, GroupCell
from halfterm.cycles.errors import BadInput
from halfterm.warehouse.as_at import AsAt, set_as_at
from halfterm.warehouse.coverage import read_coverage
from tests.warehouse.loads_factory import Row, put_load, row

HALF_TERMS = ("summer", "autumn", "spring", "later")
SCHOOLS = ("ash", "beech")


@pytest.fixture
def two(store: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Reading in two half-terms; Beech is loaded in the second only, by a source of its own, with maths."""
    put_load(
        store,
        [row("U1", "ash", 10, fsm="yes"), row("U2", "ash", "absent", fsm="no"), row("U3", "ash")],
        load="one",
        half_term="autumn",
    )
    put_load(
        store,
        [row("U1", "ash", 11, fsm="yes"), row("U2", "ash", 12, fsm="no"), row("U3", "ash", 13)],
        load="two",
        half_term="spring",
    )
    put_load(
        store,
        [Row("U4", "beech", {"maths": 20}, {"fsm": "yes"}), Row("U5", "beech", {"maths": None})],
        load="three",
        half_term="spring",
        source="other",
        measures={"maths": "points"},
    )
    return store


def cells(connection: duckdb.DuckDBPyConnection, **asked: str) -> dict[tuple[str, str, str], CoverageCell]:
    found = read_coverage(connection, HALF_TERMS, schools=SCHOOLS, **asked)  # type: ignore[arg-type]
    return {(cell.measure, cell.school, cell.half_term): cell for cell in found.cells}


def test_scores_are_told_from_no_column_and_from_no_load(two: duckdb.DuckDBPyConnection) -> None:
    found = cells(two)
    assert found["reading", "ash", "autumn"] == CoverageCell("ash", "autumn", "reading", "scores", 3, 1)
    assert found["reading", "ash", "spring"] == CoverageCell("ash", "spring", "reading", "scores", 3, 3)
    assert found["maths", "ash", "spring"] == CoverageCell("ash", "spring", "maths", "no column", 3, 0)
    assert found["maths", "beech", "autumn"] == CoverageCell("beech", "autumn", "maths", "no load", 0, 0)
    assert found["maths", "beech", "spring"] == CoverageCell("beech", "spring", "maths", "scores", 2, 1)
    assert len(found) == 2 * 2 * 2


def test_half_terms_before_the_first_load_and_after_the_last_are_left_out(
    two: duckdb.DuckDBPyConnection,
) -> None:
    assert read_coverage(two, HALF_TERMS, schools=SCHOOLS).half_terms == ("autumn", "spring")


def test_what_stands_instead_of_a_score_is_counted_apart(two: duckdb.DuckDBPyConnection) -> None:
    assert read_coverage(two, HALF_TERMS, schools=SCHOOLS).without == {
        ("maths", "spring"): {"blank": 1},
        ("reading", "autumn"): {"absent": 1, "blank": 1},
        ("reading", "spring"): {},
    }


def test_a_study_could_use_the_pupils_with_scores_on_one_scale_both_times(
    two: duckdb.DuckDBPyConnection,
) -> None:
    assert read_coverage(two, HALF_TERMS, schools=SCHOOLS).matched == {("reading", "autumn", "spring"): 1}
    put_load(
        two, [row("U1", "ash", 11)], load="four", half_term="spring", measures={"reading": "standardised"}
    )
    assert read_coverage(two, HALF_TERMS, schools=SCHOOLS).matched == {}


def test_groups_are_those_of_the_last_half_term_where_the_column_is(
    two: duckdb.DuckDBPyConnection,
) -> None:
    found = read_coverage(two, HALF_TERMS, schools=SCHOOLS, by_group=True)
    assert found.groups == (
        GroupCell("fsm", "no", "reading", 1, 1),
        GroupCell("fsm", "yes", "maths", 1, 1),
        GroupCell("fsm", "yes", "reading", 1, 1),
    )


def test_one_measure_alone_can_be_asked_for(two: duckdb.DuckDBPyConnection) -> None:
    assert {key[0] for key in cells(two, measure="maths")} == {"maths"}
    with pytest.raises(BadInput, match="no measure 'math' is loaded; did you mean 'maths'"):
        cells(two, measure="math")


def test_the_coverage_is_told_as_it_was(two: duckdb.DuckDBPyConnection) -> None:
    set_as_at(two, AsAt(1))
    assert set(cells(two)) == {("reading", school, "autumn") for school in SCHOOLS}


def test_a_half_term_in_which_nothing_is_loaded_stands_between_others_as_no_load(
    two: duckdb.DuckDBPyConnection,
) -> None:
    put_load(two, [row("U1", "ash", 9)], load="last", half_term="later")
    put_load(two, [row("U1", "ash", 9)], load="first", half_term="summer")
    two.execute("DELETE FROM load WHERE half_term = 'spring'")
    assert cells(two)["reading", "ash", "spring"].state == "no load"


def test_where_nothing_is_loaded_it_is_said_so(store: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(BadInput, match="nothing is loaded of summer, autumn, spring"):
        cells(store)
