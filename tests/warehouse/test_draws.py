"""Draws in the warehouse: whom a list has, in which blocks, what is kept, and what studies make of it."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.stepped import Started, SteppedCell
from halfterm.cycles.programme import Programme
from halfterm.warehouse.database import sql, transaction
from halfterm.warehouse.draws import (
    DrawUnits,
    drawn_cycles,
    keep_draw,
    kept_draw,
    lay_out_list,
    read_stepped,
)
from halfterm.warehouse.freezing import freeze_groups
from halfterm.warehouse.studying import read_study_rows
from tests.warehouse.conftest import Load, MakePlan, table

CLASS = table(
    "U1,A1,Y,5,10,1",
    "U2,A1,Y,6,11,1",
    "U3,A1,N,5,14,1",
    "U4,B2,Y,5,15,1",
    "U5,B2,Y,,13,1",
    "U6,B2,,6,12,1",
    "U8,C3,Y,5,9,1",
)
RANDOM = {"name": "pairs", "theory": "It helps.", "assigned": "random"}


def lay_out(store: duckdb.DuckDBPyConnection, plan: Any, programme: Programme, **asked: Any) -> DrawUnits:
    given: dict[str, Any] = {"unit": "pupil", "block": (), "class_attribute": "year"} | asked
    return lay_out_list(store, plan, programme=programme, listed={}, **given)


def keep(
    store: duckdb.DuckDBPyConnection, *waves: int, starts: tuple[str | None, ...] = ("spring", None)
) -> None:
    number = store.execute("SELECT coalesce(max(draw), 0) + 1 FROM drawn_pupil").fetchall()[0][0]
    with transaction(store):
        keep_draw(store, "pairs-1", number=number, waves=waves, starts=starts)


def test_a_list_has_the_target_pupils_of_the_cycles_schools_in_their_blocks(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    plan = make_plan(change_idea=RANDOM)
    whole = lay_out(store, plan, programme)
    assert (whole.units, whole.blocks, whole.pupils) == (("1", "2", "3", "4"), ("",) * 4, (1,) * 4)
    blocked = lay_out(store, plan, programme, block=("school", "year"))
    assert blocked.blocks == ("ash/5", "ash/6", "beech/5", "beech/not known")
    assert whole.list_hash != blocked.list_hash
    assert lay_out(store, plan, programme).list_hash == whole.list_hash


def test_schools_and_classes_are_drawn_whole(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS.replace("U5,B2,Y,,", "U5,B2,Y,5,"))
    plan = make_plan(change_idea=RANDOM)
    schools = lay_out(store, plan, programme, unit="school")
    assert (schools.units, schools.pupils) == (("ash", "beech"), (2, 2))
    classes = lay_out(store, plan, programme, unit="class", block=("school",))
    assert (classes.units, classes.pupils) == (("ash/5", "ash/6", "beech/5"), (1, 1, 2))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"block": ("yeer",)}, "no attribute 'yeer' is loaded for autumn; did you mean 'year'"),
        ({"unit": "class", "class_attribute": "set"}, "no attribute 'set' is loaded"),
        ({"unit": "class"}, "of 1 pupil in the target group no 'year' is known"),
        (
            {"unit": "school", "block": ("year",)},
            "2 units to be drawn \\(school\\) would lie in several blocks",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    load: Load,
    store: duckdb.DuckDBPyConnection,
    programme: Programme,
    make_plan: MakePlan,
    asked: dict[str, Any],
    why: str,
) -> None:
    load(CLASS)
    with pytest.raises(BadInput, match=why):
        lay_out(store, make_plan(change_idea=RANDOM), programme, **asked)


def test_a_draw_is_kept_with_a_ledger_entry_and_the_last_one_decides_who_is_treated(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    plan = make_plan(change_idea=RANDOM)
    for waves in ((0, 0, 0, 1), (1, 0, 0, 1)):
        lay_out(store, plan, programme)
        keep(store, *waves)
    store.execute(sql("ledger_rows"))
    assert store.execute(sql("ledger_check")).fetchall() == []
    assert drawn_cycles(store) == {"pairs-1"}
    kept = kept_draw(store, "pairs-1", number=2)
    assert kept is not None
    assert kept.waves == (1, 0, 0, 1)
    assert kept.drawn == lay_out(store, plan, programme)
    assert kept_draw(store, "pairs-1", number=3) is None
    freeze_groups(store, [plan], programme=programme, listed={})
    load(CLASS, "spring")
    rows = read_study_rows(store, [plan], programme=programme, listed={}).measures["pairs-1", "reading"]
    cells = {(c.school, c.target, c.treated): c.moments.n for c in rows.summary(("ash", "beech")).cells}
    # Of others than those who were drawn from nobody says whether they were treated.
    assert cells == {
        ("ash", True, True): 1,
        ("ash", True, False): 1,
        ("beech", True, True): 1,
        ("beech", True, False): 1,
        ("ash", False, None): 1,
    }


def test_who_starts_after_the_follow_up_is_untreated_in_the_study(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    plan = make_plan(change_idea=RANDOM, half_term="autumn", follow_up="autumn", baseline="autumn")
    lay_out(store, plan, programme)
    keep(store, 0, 1, 1, 1, starts=("autumn", "spring"))
    lay_out(store, plan, programme)
    found = store.execute(
        "SELECT treated, count(*) FROM drawn_treatment GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert found == [(False, 3), (True, 1)]


def test_a_stepped_order_is_read_as_means_of_those_drawn_with_each_school(
    load: Load, store: duckdb.DuckDBPyConnection, programme: Programme, make_plan: MakePlan
) -> None:
    load(CLASS)
    plan = make_plan(change_idea=RANDOM)
    lay_out(store, plan, programme, unit="school")
    keep(store, 1, 0)
    # U2 has moved to Beech: its score stays with the school that it was drawn with.
    load(CLASS.replace("U2,A1,Y,6,11", "U2,B2,Y,6,19"), "spring")
    rows = read_stepped(store, plan, programme=programme, number=1, half_terms=("autumn", "spring"))
    assert rows.cells == {
        "reading": (
            SteppedCell("ash", 0, 2, 10.5),
            SteppedCell("ash", 1, 2, 14.5),
            SteppedCell("beech", 0, 2, 14),
            SteppedCell("beech", 1, 2, 14),
        )
    }
    assert rows.started == {"ash": Started(None), "beech": Started(1)}
    assert rows.pupils == {"ash": 2, "beech": 2}
    levels = make_plan(change_idea=RANDOM, measures=[{"id": "reading", "name": "Reading", "scale": "levels"}])
    with pytest.raises(BadInput, match="planned on scale 'levels' but autumn is loaded on 'points'"):
        read_stepped(store, levels, programme=programme, number=1, half_terms=("autumn",))
