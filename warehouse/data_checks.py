"""Data checks: what must hold of every load, written down as SQL; any row that a check returns is a failure.

Each file of `sql/checks/` is one check, and opens with the sentence of what must hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

import duckdb

from halfterm.warehouse.counting import counted
from halfterm.warehouse.database import sql

ScaleEnds = Mapping[str, tuple[float | None, float | None]]
"""Scale -> its lowest and highest score; None where it has no end."""


def failed_checks(
    connection: duckdb.DuckDBPyConnection,
    load: str | None,
    *,
    scale_ends: ScaleEnds | None = None,
    schools: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Run every check over one load, or over the whole warehouse; read-only will do.

    Args:
        connection: the warehouse; within a load's transaction, before it counts.
        load: the load to check; None for all.
        scale_ends: between which scores lie on each scale; where it is not given, that is not checked.
        schools: the programme's schools; where they are not given, enrolments elsewhere are not checked.

    Returns:
        For each check that fails, its name, how many rows fail and what should hold: never a value.
    """
    _lay_out(connection, scale_ends or {}, schools or ())
    _material(connection, load)
    return _returning(connection, "checks", load)


def doubtful(connection: duckdb.DuckDBPyConnection, load: str | None) -> tuple[str, ...]:
    """What may be right but should be looked at, in one current load or in all; told like a failed check."""
    connection.execute(sql("as_at"))
    return _returning(connection, "checks/doubts", load)


def _lay_out(connection: duckdb.DuckDBPyConnection, scale_ends: ScaleEnds, schools: Collection[str]) -> None:
    connection.execute(
        """
        CREATE OR REPLACE TEMPORARY TABLE scale_end (scale VARCHAR, lowest DOUBLE, highest DOUBLE);
        CREATE OR REPLACE TEMPORARY TABLE programme_place (school VARCHAR);
        """
    )
    if scale_ends:
        rows = [[scale, *ends] for scale, ends in scale_ends.items()]
        connection.executemany("INSERT INTO scale_end VALUES (?, ?, ?)", rows)
    if schools:
        connection.executemany("INSERT INTO programme_place VALUES (?)", [[each] for each in set(schools)])


def _material(connection: duckdb.DuckDBPyConnection, load: str | None) -> None:
    """Read the results once for all checks. The engine takes parameters in the last statement only."""
    wanted, parameters = _wanted(load)
    for statement in sql("check_material").split(";\n\n"):
        connection.execute(statement.format(wanted=wanted), parameters)


def _wanted(load: str | None) -> tuple[str, dict[str, str] | None]:
    return ("IS NOT NULL", None) if load is None else ("= $load", {"load": load})


def _returning(connection: duckdb.DuckDBPyConnection, folder: str, load: str | None) -> tuple[str, ...]:
    wanted, parameters = _wanted(load)
    said = []
    for name in check_names(folder):
        text = sql(f"{folder}/{name}")
        query = f"SELECT count(*) FROM ({text.format(wanted=wanted)})"  # noqa: S608 - a file of ours
        given = parameters if "{wanted}" in text else None
        failing = connection.execute(query, given).fetchall()[0][0]
        if failing:
            said.append(f"check '{name}' fails for {counted(failing, 'row')}: {sentence(name, folder)}")
    return tuple(said)


@cache
def check_names(folder: str = "checks") -> tuple[str, ...]:
    """The names of the checks in a folder of `sql/`, in order."""
    place = files("halfterm.warehouse").joinpath("sql", *folder.split("/"))
    return tuple(sorted(f.name.removesuffix(".sql") for f in place.iterdir() if f.name.endswith(".sql")))


def sentence(name: str, folder: str = "checks") -> str:
    """What a check says must hold.

    >>> sentence("one_enrolment")
    'a load enrols a pupil once, at one school'
    """
    comments = []
    for line in sql(f"{folder}/{name}").splitlines():
        if not line.startswith("--"):
            break
        comments.append(line.removeprefix("--").strip())
    return " ".join(comments).split(": ", 1)[1].split(". ")[0].rstrip(".")
