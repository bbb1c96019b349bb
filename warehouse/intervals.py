"""Intervals: from when to when a pupil was at a school or had a status, from the current loads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.half_term import HalfTerm
from halfterm.cycles.movers import Movers
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql


def lay_out_intervals(connection: duckdb.DuckDBPyConnection, half_terms: Iterable[HalfTerm]) -> None:
    """Make the temporary views `enrolment_interval` and `attribute_interval`; read-only will do.

    A row of the first is (pupil, school, from_half_term, from_date, last_half_term, to_date), of the second
    (pupil, name, value, and the same four); `to_date` is null while it still is so. The loads are those as at
    the moment that the connection is set to; half-terms that are not given do not count.
    """
    view_loads(connection)
    connection.execute(
        """
        CREATE OR REPLACE TEMPORARY TABLE programme_half_term
            (position INTEGER, half_term VARCHAR, starts DATE, ends DATE)
        """
    )
    rows = [[place, each.id, each.starts, each.ends] for place, each in enumerate(half_terms)]
    connection.executemany("INSERT INTO programme_half_term VALUES (?, ?, ?, ?)", rows)
    connection.execute(sql("whereabouts"))
    connection.execute(sql("intervals"))


def status_attributes(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The attributes of the current loads that have two values, such as free meals or not."""
    connection.execute(sql("as_at"))
    return tuple(row[0] for row in connection.execute(sql("status_attributes")).fetchall())


def count_movers(
    connection: duckdb.DuckDBPyConnection, half_terms: Iterable[HalfTerm], *, attributes: Collection[str]
) -> tuple[Movers, ...]:
    """How many pupils came to each school, went, and changed one of these attributes, half-term by half-term.

    A school's first loaded half-term is left out: nobody can have come since. In order of schools and
    half-terms.

    Raises:
        BadInput: no current load has such an attribute.
    """
    lay_out_intervals(connection, half_terms)
    _check_attributes(connection, attributes)
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    changed: dict[tuple[str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    rows = connection.execute(sql("movers"), {"attributes": list(attributes)}).fetchall()
    for school, half_term, kind, name, value, pupils in rows:
        if kind == "changed":
            changed[school, half_term][name, value] = pupils
        else:
            counts[school, half_term][kind.replace(" ", "_")] = pupils
    places = connection.execute(sql("movers_place")).fetchall()
    return tuple(
        Movers(school, half_term, **counts[school, half_term], changed=changed[school, half_term])
        for school, half_term in places
    )


def _check_attributes(connection: duckdb.DuckDBPyConnection, attributes: Collection[str]) -> None:
    rows = connection.execute("SELECT DISTINCT name FROM attribute_spell ORDER BY name").fetchall()
    known = [row[0] for row in rows]
    problems = [
        f"no attribute '{name}' is loaded{did_you_mean(name, known)}"
        for name in attributes
        if name not in known
    ]
    if problems:
        raise BadInput(*problems)
