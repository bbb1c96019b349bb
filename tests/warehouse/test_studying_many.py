"""All statistics of a half-term come from a number of SQL statements that does not grow with its cycles."""

from __future__ import annotations

from typing import Any

import duckdb

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.warehouse.freezing import freeze_groups
from halfterm.warehouse.studying import StudyRows, read_study_rows
from tests.warehouse.conftest import Load, MakePlan, table

AUTUMN = table(
    *(f"U{n},{'A1' if n % 2 else 'B2'},{'Y' if n % 3 else 'N'},5,{10 + n % 5},1" for n in range(12))
)
SPRING = table(
    *(f"U{n},{'A1' if n % 2 else 'B2'},{'Y' if n % 3 else 'N'},5,{12 + n % 7},1" for n in range(12))
)
GOAL = [{"measure": "reading", "gain": 2, "step": 1}]


class Counting:
    """A connection that counts what it is asked; rows put in one go are one statement."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection, self.statements = connection, 0

    def execute(self, *words: Any) -> duckdb.DuckDBPyConnection:
        self.statements += 1
        return self.connection.execute(*words)

    def executemany(self, *words: Any) -> duckdb.DuckDBPyConnection:
        self.statements += 1
        return self.connection.executemany(*words)


def test_two_hundred_cycles_take_as_many_statements_as_one_and_come_to_the_same_numbers(
    store: duckdb.DuckDBPyConnection, load: Load, programme: Programme, make_plan: MakePlan
) -> None:
    def studied(plans: list[Plan]) -> tuple[int, StudyRows]:
        counting = Counting(store)
        rows = read_study_rows(counting, plans, programme=programme, listed={})  # type: ignore[arg-type]
        return counting.statements, rows

    plans = [make_plan(id=f"pairs-{number}", pupil_targets=GOAL) for number in range(200)]
    load(AUTUMN)
    freeze_groups(store, plans, programme=programme, listed={})
    load(SPRING, "spring")
    one, alone = studied(plans[:1])
    many, together = studied(plans)
    assert many == one
    assert len(together.measures) == 200
    schools = ("ash", "beech")
    said = alone.measures["pairs-0", "reading"]
    for rows in together.measures.values():
        assert rows.summary(schools) == said.summary(schools)
        assert rows.flows_at("") == said.flows_at("")
        assert rows.frozen_at(schools) == said.frozen_at(schools)
        assert rows.pupil_targets_at(schools) == said.pupil_targets_at(schools)
