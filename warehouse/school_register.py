"""The national register of schools (GIAS): its CSV extracts, taken into the warehouse whole and dated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.cycles.establishment import Establishment, Link, SchoolRegister
from halfterm.warehouse.database import sql, transaction
from halfterm.warehouse.loading import file_digest
from halfterm.warehouse.table_file import staged

_REQUIRED: Final = ("URN", "LA (code)", "EstablishmentNumber", "EstablishmentName", "OpenDate", "CloseDate")
_OPTIONAL: Final = (
    "LA (name)",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)",
    "PhaseOfEducation (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "NumberOfPupils",
    "PercentageFSM",
    "GOR (name)",
)
_LINKS: Final = ("URN", "LinkURN", "LinkType", "LinkEstablishedDate")


@dataclass(frozen=True, slots=True)
class Extract:
    """What was taken in of the register. `fresh` is False when the newest extract is of the same files."""

    number: int
    dated: date
    establishments: int
    links: int
    fresh: bool


def load_register(
    connection: duckdb.DuckDBPyConnection, path: Path, *, links: Path | None, dated: date
) -> Extract:
    """Take in an extract of the register, with its file of links when there is one.

    Args:
        connection: the open warehouse.
        path: GIAS's file of all establishments, as it is downloaded.
        links: GIAS's file of links between them.
        dated: the day of the extract.

    Raises:
        BadInput: a file cannot be read, lacks a column, or has a URN twice or none.
    """
    digests = file_digest(path), file_digest(links) if links else None
    newest = connection.execute(
        "SELECT file_sha256, links_sha256 FROM register_extract ORDER BY number DESC LIMIT 1"
    ).fetchone()
    fresh = newest != digests
    if fresh:
        _stage(connection, path, "establishment", required=_REQUIRED, optional=_OPTIONAL)
        _check_urns(connection, path)
        if links is not None:
            _stage(connection, links, "establishment_link", required=_LINKS, optional=())
        with transaction(connection):
            connection.execute(
                """
                INSERT INTO register_extract
                SELECT 1 + coalesce(max(number), 0), ?, ?, ?, ? FROM register_extract
                """,
                [dated, path.name, *digests],
            )
            _put_in(connection, "establishment")
            if links is not None:
                _put_in(connection, "establishment_link")
        connection.execute("CHECKPOINT")
    number, day, schools, linked = connection.execute(sql("register_extract_count")).fetchall()[0]
    return Extract(number, day, schools, linked, fresh)


def _stage(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    *,
    required: tuple[str, ...],
    optional: tuple[str, ...],
) -> None:
    with staged(connection, path, wanted=(*required, *optional)) as file:
        names = file.staged_names(required) | {
            header: file.column(header) if header in file.columns else "NULL" for header in optional
        }
        columns = {f"column_{i}": names[header] for i, header in enumerate((*required, *optional))}
        connection.execute(sql(f"{table}_rows").format(**columns))


def _put_in(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Move what was staged under the newest extract's number."""
    connection.execute(
        f"INSERT INTO {table} SELECT (SELECT max(number) FROM register_extract), * FROM incoming_{table}"  # noqa: S608 - named above
    )
    connection.execute(f"DROP TABLE incoming_{table}")


def _check_urns(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """See that every school has a URN of its own; where not, the file is another, or damaged."""
    wrong = connection.execute(sql("establishment_wrong")).fetchall()[0][0]
    if wrong:
        raise BadInput(f"{path.name}: {wrong:,} rows have no URN of six digits, or one that another row has")


def read_register(connection: duckdb.DuckDBPyConnection, *, as_at: date | None = None) -> SchoolRegister:
    """The newest extract, or the newest of a day.

    Raises:
        StoreTrouble: no extract was loaded (by then).
    """
    found = connection.execute(
        "SELECT max(number) FROM register_extract WHERE dated <= coalesce(?, DATE '9999-12-31')", [as_at]
    ).fetchall()[0][0]
    if found is None:
        raise StoreTrouble("no extract of the register of schools is loaded: halfterm schools load FILE")
    schools = connection.execute(
        """
        SELECT urn, name, laestab, authority, kind, status, phase, pupils, fsm_percent, opened, closed
        FROM establishment WHERE extract = ? ORDER BY urn
        """,
        [found],
    ).fetchall()
    linked = connection.execute(
        """
        SELECT urn, linked_urn, kind, established FROM establishment_link WHERE extract = ?
        ORDER BY urn, linked_urn
        """,
        [found],
    ).fetchall()
    return SchoolRegister((Establishment(*row) for row in schools), (Link(*row) for row in linked))
