"""As at: which loads count, so that what was said at a day or after a load can be said again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.database import sql


@dataclass(frozen=True, slots=True)
class AsAt:
    """The newest load that counts, by its number; None: all of them."""

    number: int | None = None


NOW = AsAt()


@dataclass(frozen=True, slots=True)
class LoadMoment:
    """A load as a moment in the warehouse's life."""

    number: int
    load: str
    source: str
    half_term: str
    part: str
    loaded_on: date


def view_loads(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views of the loads that count (as_at.sql) and of what they say of pupils (pupil_views.sql)."""
    connection.execute(sql("as_at"))
    connection.execute(sql("pupil_views"))


def set_as_at(connection: duckdb.DuckDBPyConnection, as_at: AsAt) -> None:
    """Let this connection read the loads as they were; `NOW` undoes it. Read-only will do."""
    connection.execute(sql("as_at"))
    connection.execute("DELETE FROM as_at")
    if as_at.number is not None:
        connection.execute("INSERT INTO as_at VALUES (?)", [as_at.number])


def load_moments(connection: duckdb.DuckDBPyConnection) -> tuple[LoadMoment, ...]:
    """Every load there is, oldest first, whatever the connection is set to."""
    rows = connection.execute(
        "SELECT number, load, source, half_term, part, loaded_on FROM load ORDER BY number"
    ).fetchall()
    return tuple(LoadMoment(*row) for row in rows)


def as_at_words(connection: duckdb.DuckDBPyConnection, words: str) -> AsAt:
    """What a person means by a day (2026-11-20: the loads up to its end), a load's id or a load's number.

    Raises:
        BadInput: nothing was loaded by then, or there is no such load; near misses are offered.
    """
    loads = load_moments(connection)
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return _as_at_load(words, {load.load: load.number for load in loads})
    numbers = [load.number for load in loads if load.loaded_on <= day]
    if not numbers:
        first = f"; the first load is of {min(load.loaded_on for load in loads)}" if loads else ""
        raise BadInput(f"--as-at: nothing was loaded by {day}{first}")
    return AsAt(max(numbers))


def _as_at_load(words: str, numbers: dict[str, int]) -> AsAt:
    if words in numbers:
        return AsAt(numbers[words])
    if words.isdecimal() and int(words) in numbers.values():
        return AsAt(int(words))
    raise BadInput(
        f"--as-at: no load '{words}'{did_you_mean(words, numbers)}; "
        "give a day (2026-11-20), a load's id or its number"
    )
