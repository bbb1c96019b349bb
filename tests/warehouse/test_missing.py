"""Who has no follow-up, counted in SQL: the same as counting a small table by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from halfterm.cycles.impact.cohort import BaselineCell, Loss
from halfterm.cycles.missing import AttributeCount, MissingCounts, missing_of
from halfterm.cycles.programme import Programme
from halfterm.warehouse.freezing import freeze_groups
from halfterm.warehouse.missing import MOST_VALUES
from halfterm.warehouse.studying import StudyRows, read_study_rows
from tests.warehouse.conftest import Load, MakePlan, table

# U2 leaves, U4 is absent later, U5 is of unknown group, U9 has no baseline score, U10 joins.
AUTUMN = table(
    "U1,A1,Y,5,10,1",
    "U2,A1,Y,5,10,1",
    "U3,A1,N,5,14,1",
    "U4,B2,N,6,15,1",
    "U5,B2,,5,13,1",
    "U9,A1,Y,5,A,1",
)
SPRING = table(
    "U1,A1,Y,5,13,1", "U3,A1,N,5,15,1", "U4,B2,N,6,A,1", "U5,B2,,5,14,1", "U9,A1,Y,5,11,1", "U10,A1,Y,5,12,1"
)
BOTH = ("ash", "beech")

Studied = Callable[..., StudyRows]


@pytest.fixture
def studied(
    store: duckdb.DuckDBPyConnection, load: Load, programme: Programme, make_plan: MakePlan
) -> Studied:
    def study(**changes: object) -> StudyRows:
        plan = make_plan(**changes)
        load(AUTUMN)
        freeze_groups(store, [plan], programme=programme, listed={})
        load(SPRING, "spring")
        return read_study_rows(store, [plan], programme=programme, listed={})

    return study


def counts(rows: StudyRows) -> MissingCounts:
    held = rows.measures["pairs-1", "reading"].missing_at(BOTH)
    assert held is not None
    return held


def test_everyone_with_a_baseline_score_is_counted_by_it(studied: Studied) -> None:
    cohort = counts(studied()).cohort
    assert (cohort.shift, cohort.threshold) == (14, 12)
    assert set(cohort.cells) == {
        BaselineCell("ash", "target", None, 10, 1, 1, -1, 1, 1, 13, 13),
        BaselineCell("ash", "comparison", None, 14, 1, 0, 1, 1, 1, 15, 15),
        BaselineCell("beech", "comparison", None, 15, 0, 1, 0, 0, 0, None, None),
        BaselineCell("beech", "unclassified", None, 13, 1, 0, 0, 0, 1, 14, 14),
    }


def test_a_schools_counts_are_its_own(studied: Studied) -> None:
    rows = studied().measures["pairs-1", "reading"]
    ash = rows.missing_at(("ash",))
    assert ash is not None
    assert Loss.of(ash.cohort.cells) == Loss(3, 1)
    assert {count.school for count in ash.attributes} == {"ash"}


def test_attributes_are_those_of_the_baseline_and_one_that_all_share_describes_nobody(
    studied: Studied,
) -> None:
    made = set(counts(studied()).attributes)
    assert AttributeCount("ash", "target", "fsm", "yes", 1, 1) in made
    assert AttributeCount("ash", "comparison", "fsm", "no", 1, 0) in made
    assert AttributeCount("beech", "comparison", "fsm", "no", 0, 1) in made
    assert AttributeCount("beech", "comparison", "year", "6", 0, 1) in made
    assert not any(count.side == "unclassified" and count.attribute == "fsm" for count in made)


def test_an_attribute_of_many_values_is_left_out(
    store: duckdb.DuckDBPyConnection, load: Load, programme: Programme, make_plan: MakePlan
) -> None:
    plan = make_plan()
    load(table(*(f"U{i},A1,{'YN'[i % 2]},{i},10,1" for i in range(1, MOST_VALUES + 2))))
    freeze_groups(store, [plan], programme=programme, listed={})
    load(table("U1,A1,N,1,13,1"), "spring")
    held = counts(read_study_rows(store, [plan], programme=programme, listed={}))
    assert {count.attribute for count in held.attributes} == {"fsm"}


def test_the_counts_are_all_that_the_arithmetic_needs(studied: Studied) -> None:
    made = missing_of(counts(studied()), comparison="whole_class", with_treated=False, ends=(0, 20))
    assert (made.target, made.comparison) == (Loss(2, 1), Loss(3, 1))
    change = made.finding("gap_change_bounds")
    assert change is not None
    # Target 10, 10 -> 13 and 0 or 20; the rest 14, 15, 13 -> 15, 14 and 20 or 0: the class is all five.
    before = 0.6 * (10 - 14)
    assert change.lower == pytest.approx(0.6 * ((13 + 0) / 2 - (15 + 14 + 20) / 3) - before)
    assert change.upper == pytest.approx(0.6 * ((13 + 20) / 2 - (15 + 14 + 0) / 3) - before)
    assert {(loss.attribute, loss.value) for loss in made.attributes} >= {("fsm", "yes"), ("fsm", "no")}


class Counting:
    """A connection that counts what it is asked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection, self.statements = connection, 0

    def execute(self, *words: Any) -> duckdb.DuckDBPyConnection:
        self.statements += 1
        return self.connection.execute(*words)

    def executemany(self, *words: Any) -> duckdb.DuckDBPyConnection:
        return self.connection.executemany(*words)


def test_the_number_of_statements_does_not_grow_with_cycles(
    store: duckdb.DuckDBPyConnection, load: Load, programme: Programme, make_plan: MakePlan
) -> None:
    plans = [make_plan(id=f"pairs-{number}") for number in range(1, 6)]
    load(AUTUMN)
    freeze_groups(store, plans, programme=programme, listed={})
    load(SPRING, "spring")

    def statements(count: int) -> int:
        counting = Counting(store)
        rows = read_study_rows(counting, plans[:count], programme=programme, listed={})  # type: ignore[arg-type]
        assert sum(held.missing is not None for held in rows.measures.values()) == count
        return counting.statements

    assert statements(1) == statements(5)
