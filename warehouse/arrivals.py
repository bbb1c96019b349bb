"""What has arrived: which schools' scores of which measures a half-term's current loads hold."""

from __future__ import annotations

import duckdb

from halfterm.warehouse.database import sql


def arrived(connection: duckdb.DuckDBPyConnection, half_term: str) -> frozenset[tuple[str, str]]:
    """(school, measure) for every school of which a file with that measure's column was loaded."""
    connection.execute(sql("as_at"))
    rows = connection.execute(sql("arrived"), {"half_term": half_term}).fetchall()
    return frozenset((school, measure) for school, measure in rows)
