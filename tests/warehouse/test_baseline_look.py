"""A look sums up the baseline as a lock would have it, and leaves the warehouse as it was."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.baseline_contrast import AttributeCount, BaselineCell
from halfterm.cycles.errors import BadInput
from halfterm.cycles.plan_look import BaselineSums
from halfterm.cycles.programme import Programme
from halfterm.warehouse.baseline_look import locked_cycles, read_baselines
from halfterm.warehouse.freezing import freeze_groups
from halfterm.warehouse.store import reading
from tests.warehouse.conftest import Load, MakePlan, make_source, table

CLASS = table(
    "U1,A1,Y,5,10,1",
    "U2,A1,Y,6,13,1",
    "U3,A1,N,5,14,1",
    "U4,A1,N,6,20,1",
    "U5,B2,Y,5,10,1",
    "U6,B2,N,5,,1",
    "U7,B2,N,6,20,1",
    "U8,B2,,6,12,1",
    "U9,C3,Y,5,2,1",
)

# side -> (pupils, with a score, sum of scores, at the top, at the bottom) of each school
Seen = dict[tuple[str, str], tuple[int, int, float, int, int]]


def seen(sums: BaselineSums) -> Seen:
    return {
        (cell.school, cell.side): (
            cell.pupils,
            cell.moments.n,
            cell.moments.b + cell.moments.n * sums.shift,
            cell.at_top,
            cell.at_bottom,
        )
        for cell in sums.cells
    }


def test_it_sums_each_schools_sides_and_knows_who_has_no_score(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    held = read_baselines(store, [make_plan()], programme=programme, listed={})
    assert seen(held["pairs-1", "reading"]) == {
        ("ash", "target"): (2, 2, 23, 0, 1),
        ("ash", "comparison"): (2, 2, 34, 1, 0),
        ("beech", "target"): (1, 1, 10, 0, 1),
        ("beech", "comparison"): (2, 1, 20, 1, 0),
        ("beech", "unclassified"): (1, 1, 12, 0, 0),
    }


def test_the_squares_are_about_the_shift(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    sums = read_baselines(store, [make_plan()], programme=programme, listed={})["pairs-1", "reading"]
    assert sums.shift == 14  # of 10, 13, 14, 20, 10, 20, 12
    target = next(cell for cell in sums.cells if (cell.school, cell.side) == ("ash", "target"))
    assert (target.moments.b, target.moments.bb) == (-5, 17)


def test_attributes_are_counted_where_there_is_a_score_without_those_of_the_plan_itself(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    sums = read_baselines(store, [make_plan()], programme=programme, listed={})["pairs-1", "reading"]
    assert set(sums.attributes) == {
        AttributeCount("year", "5", "target", None, 2),
        AttributeCount("year", "6", "target", None, 1),
        AttributeCount("year", "5", "comparison", None, 1),
        AttributeCount("year", "6", "comparison", None, 2),
    }


def test_who_is_treated_is_read_from_the_baseline_data(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    idea = {"name": "pairs", "theory": "It helps.", "treated": {"year": "5"}}
    sums = read_baselines(store, [make_plan(change_idea=idea)], programme=programme, listed={})
    cells = sums["pairs-1", "reading"].cells
    treated = {(c.school, c.treated): c.pupils for c in cells if c.side == "target"}
    assert treated == {("ash", True): 1, ("ash", False): 1, ("beech", True): 1}
    assert sums["pairs-1", "reading"].attributes == ()


def test_an_attribute_that_the_baseline_does_not_have_leaves_the_treated_not_known(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    idea = {"name": "pairs", "theory": "It helps.", "treated": {"pairs": "in"}}
    sums = read_baselines(store, [make_plan(change_idea=idea)], programme=programme, listed={})
    assert {cell.treated for cell in sums["pairs-1", "reading"].cells} == {None}


def test_a_named_list_is_the_target_group(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    plan = make_plan(target_group={"name": "picked", "pupils": "picked.csv"})
    picked = store.execute("SELECT pupil FROM result WHERE measure = 'reading' AND score = 20").fetchall()
    sums = read_baselines(
        store, [plan], programme=programme, listed={"pairs-1": tuple(row[0] for row in picked)}
    )
    cells: tuple[BaselineCell, ...] = sums["pairs-1", "reading"].cells
    assert sum(cell.pupils for cell in cells if cell.side == "target") == 2


@pytest.mark.parametrize("kind", ["others", "matched"])
def test_before_the_lock_it_is_at_the_groups_that_the_lock_then_freezes(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan, kind: str
) -> None:
    load(CLASS)
    wide = {"caliper": 3} if kind == "matched" else {}
    plan = make_plan(comparison={"kind": kind, "name": "the others", **wide})
    before = read_baselines(store, [plan], programme=programme, listed={})
    assert locked_cycles(store) == frozenset()
    freeze_groups(store, [plan], programme=programme, listed={})
    assert locked_cycles(store) == {"pairs-1"}
    assert read_baselines(store, [plan], programme=programme, listed={}) == before
    aside = {cell.side for cell in before["pairs-1", "reading"].cells}
    assert ("aside" in aside) == (kind == "matched")


def test_after_the_lock_a_new_load_does_not_move_the_groups(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    plan = make_plan()
    freeze_groups(store, [plan], programme=programme, listed={})
    before = seen(read_baselines(store, [plan], programme=programme, listed={})["pairs-1", "reading"])
    load(CLASS.replace("U1,A1,Y,5,10", "U1,A1,N,5,19"))
    again = seen(read_baselines(store, [plan], programme=programme, listed={})["pairs-1", "reading"])
    assert again == before


def test_several_plans_are_looked_at_in_as_many_statements_as_one(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    plans = [
        make_plan(),
        make_plan(id="pairs-9", target_group={"name": "Year 5", "attributes": {"year": "5"}}),
    ]
    both = read_baselines(store, plans, programme=programme, listed={})
    alone = read_baselines(store, plans[1:], programme=programme, listed={})
    assert set(both) == {("pairs-1", "reading"), ("pairs-9", "reading")}
    assert both["pairs-9", "reading"] == alone["pairs-9", "reading"]


def test_a_read_only_warehouse_will_do_and_its_file_stays_as_it_was(
    tmp_path: Path, load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    path = tmp_path / "copy.duckdb"
    before = (tmp_path / "store" / "halfterm.duckdb").read_bytes()
    path.write_bytes(before)
    with reading(path) as connection:
        held = read_baselines(connection, [make_plan()], programme=programme, listed={})
        assert locked_cycles(connection) == frozenset()
        left = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE temporary AND table_name IN ('freezing', "
            "'baseline_look_row')"
        ).fetchall()
    assert (len(held["pairs-1", "reading"].cells), left) == (5, [])
    assert path.read_bytes() == before


def test_a_measure_on_another_scale_is_refused(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS, source=make_source())
    plan = make_plan(measures=[{"id": "reading", "name": "Reading", "scale": "levels"}])
    with pytest.raises(BadInput, match="planned on scale 'levels' but autumn is loaded on 'points'"):
        read_baselines(store, [plan], programme=programme, listed={})
