"""Who has no follow-up: counts of everyone with a baseline score, for all studies in two SQL statements."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import duckdb

from halfterm.cycles.impact.cohort import BaselineCell, Cohort
from halfterm.cycles.missing import AttributeCount, MissingCounts
from halfterm.warehouse.database import sql

MOST_VALUES: Final = 6
"""An attribute of more values than this in a cycle is not used to describe who is missing."""

Key = tuple[str, str]
"""Study (a cycle's id) and measure."""


def read_missing(connection: duckdb.DuckDBPyConnection) -> dict[Key, MissingCounts]:
    """The counts of every cycle in hand, by (cycle, measure), from `panel_row` and the tables of the plans.

    No pupil's key is in them. A study without a baseline score is left out.
    """
    attributes: dict[Key, list[AttributeCount]] = defaultdict(list)
    for cycle, measure, *count in connection.execute(
        sql("missing_attribute"), {"most_values": MOST_VALUES}
    ).fetchall():
        attributes[cycle, measure].append(AttributeCount(*count))
    return {
        key: MissingCounts(cohort, tuple(attributes.get(key, ())))
        for key, cohort in read_cohorts(connection).items()
    }


def read_cohorts(connection: duckdb.DuckDBPyConnection) -> dict[Key, Cohort]:
    """Everyone with a baseline score in every study of `panel_row`, by (study, measure)."""
    cells: dict[Key, list[BaselineCell]] = defaultdict(list)
    about: dict[Key, tuple[float, float | None]] = {}
    for study, measure, shift, threshold, *cell in connection.execute(sql("missing_cell")).fetchall():
        cells[study, measure].append(BaselineCell(*cell))
        about[study, measure] = (shift, threshold)
    return {key: Cohort(tuple(held), *about[key]) for key, held in cells.items()}
