"""A OneRoster export or service joined to one long table: a row for each result of each pupil."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.database import memory, sql
from halfterm.warehouse.fetched import write_table
from halfterm.warehouse.oneroster_bundle import FILES, NEEDED, Bundle, bundle, unpacked
from halfterm.warehouse.place import OneRoster
from halfterm.warehouse.table_file import TableFile, staged
from halfterm.warehouse.web import Pause

_ROWS_AT_ONCE = 5000
_WITHDRAWN = ("tobedeleted", "inactive")
_METADATA = re.compile(r"metadata\.[\w.-]{1,100}")
_ONCE = ("orgs", "users", "demographics", "classes", "academicSessions", "categories", "lineItems", "results")
_WITH_METADATA = ("users", "demographics", "lineItems", "results")
_REFERENCES = (("results", "lineItemSourcedId", "lineItems"), ("results", "studentSourcedId", "users"))


def table_name(place: OneRoster) -> str:
    """What a person calls the place: the export's name, or the service's host."""
    if place.folder is not None:
        return f"OneRoster {Path(place.folder).name}"
    return f"OneRoster {urlsplit(place.url or '').hostname}"


def write_csv(
    place: OneRoster,
    copy: Path,
    *,
    workspace: Path,
    environment: Mapping[str, str],
    pause: Pause = time.sleep,
) -> int:
    """Write the bundle's pupils and results as CSV: pupil, school, school_name, line_item, category, session,
    score, text_score, score_status, date, birth, sex, grade, and the metadata.* of users; those of
    demographics, line items and results are named after their file.

    A pupil without results has one row. Rows that are withdrawn are left out with all that hangs on them.

    Args:
        place: where the bundle is.
        copy: the file to make.
        workspace: the folder that an export must lie in.
        environment: where a service's credentials are looked up.
        pause: waits so many seconds.

    Returns:
        The number of rows; 0 when the export is not there yet.

    Raises:
        BadInput: not a whole OneRoster bundle, or one that names what it does not have.
    """
    name = table_name(place)
    with _folder(place, name=name, workspace=workspace, environment=environment, pause=pause) as folder:
        if folder is None:
            return 0
        with memory() as connection:
            whole = bundle(folder, connection, name=name)
            metadata = {file: _take(connection, file, whole) for file in FILES}
            _check_whole(connection, whole)
            _take_pupils(connection, place.pupil, name=name)
            return _write(connection, metadata, copy)


@contextmanager
def _folder(
    place: OneRoster, *, name: str, workspace: Path, environment: Mapping[str, str], pause: Pause
) -> Iterator[Path | None]:
    if place.folder is None:
        from halfterm.warehouse import oneroster_rest

        with TemporaryDirectory(prefix="halfterm-") as private:
            oneroster_rest.fetch(place, Path(private), name=name, environment=environment, pause=pause)
            yield Path(private)
        return
    path = workspace / place.folder
    if not path.resolve().is_relative_to(workspace.resolve()):
        raise BadInput(f"{name}: it lies outside the workspace")
    if not path.exists():
        yield None
        return
    with unpacked(path) as folder:
        yield folder


def _take(connection: duckdb.DuckDBPyConnection, file: str, whole: Bundle) -> tuple[str, ...]:
    """Make a file of the bundle a table of its own name, and one of every id it ever had.

    Returns:
        Its metadata columns, as the table of results calls them.
    """
    path = whole.files.get(file)
    if path is None or not _has_rows(path):
        columns = ", ".join(f"'' AS {_quoted(column)}" for column in FILES[file])
        connection.execute(sql("oneroster_absent").format(table=_quoted(file), columns=columns))
        _take_ids(connection, file, _quoted(FILES[file][0]), source=file)
        return ()
    with staged(connection, path) as table:
        table.staged_names(NEEDED.get(file, ()))
        named = {column: column for column in FILES[file]}
        metadata = [column for column in table.columns if _METADATA.fullmatch(column)]
        named |= {column if file == "users" else f"{file}.{column}": column for column in metadata}
        columns = ", ".join(f"{_cell(table, column)} AS {_quoted(name)}" for name, column in named.items())
        withdrawn = ", ".join(f"'{status}'" for status in _WITHDRAWN)
        active = f"lower({_cell(table, 'status')}) NOT IN ({withdrawn})"
        connection.execute(sql("oneroster_file").format(table=_quoted(file), columns=columns, active=active))
        _take_ids(connection, file, _cell(table, "sourcedId"), source="staged_file")
    return tuple(named)[len(FILES[file]) :]


def _take_ids(connection: duckdb.DuckDBPyConnection, file: str, cell: str, *, source: str) -> None:
    connection.execute(
        sql("oneroster_id").format(table=_quoted(f"{file}_id"), id=cell, source=_quoted(source))
    )


def _has_rows(path: Path) -> bool:
    """A file with nothing but a header is usual in a bundle, and means that there is none of its kind."""
    with path.open("rb") as lines:
        return sum(1 for line, _ in zip((line for line in lines if line.strip()), range(2), strict=False)) > 1


def _cell(table: TableFile, column: str) -> str:
    return f"coalesce(trim({table.column(column)}), '')" if column in table.columns else "''"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _check_whole(connection: duckdb.DuckDBPyConnection, whole: Bundle) -> None:
    """Every id once, and nothing that names what the bundle does not have: a join would drop or double it."""
    problems: list[str] = []
    for file in _ONCE:
        twice = connection.execute(sql("oneroster_twice").format(table=_quoted(file))).fetchone()
        if twice:
            problems.append(
                f"{whole.name}, {file}.csv: rows {twice[0]} and {twice[1]} have the same sourcedId"
            )
    for file, column, target in _REFERENCES:
        query = sql("oneroster_dangling").format(table=_quoted(file), column=column, target=target)
        count, first = connection.execute(query).fetchone() or (0, 0)
        if count:
            lacking = f"rows with a {column} that {target}.csv does not have"
            problems.append(f"{whole.name}, {file}.csv: {lacking}: {count}, first row {first}")
    if problems:
        raise BadInput(*problems)


def _take_pupils(connection: duckdb.DuckDBPyConnection, where: str, *, name: str) -> None:
    kind, _, wanted = where.partition(":")
    if wanted:
        escaped = re.sub(r"[.-]", r"\\\g<0>", wanted)
        identifier = f"trim(regexp_extract(\"userIds\", '(?i)\\{{\\s*{escaped}\\s*:([^{{}}]*)\\}}', 1))"
    else:
        identifier = _quoted(kind)
    connection.execute(sql("oneroster_pupil").format(identifier=identifier))
    pupils, named = connection.execute(
        "SELECT count(*), count(*) FILTER (pupil_identifier <> '') FROM pupil"
    ).fetchone() or (0, 0)
    if not pupils:
        raise BadInput(f"{name}: nobody in it has the role of a student")
    if not named:
        types = [row[0] for row in connection.execute(sql("oneroster_id_types")).fetchall()]
        known = f"; userIds are of type {', '.join(types)}" if types else "; no pupil has userIds"
        raise BadInput(f"{name}: no pupil has '{where}'{did_you_mean(wanted, types) or known}")


def _write(connection: duckdb.DuckDBPyConnection, metadata: Mapping[str, tuple[str, ...]], copy: Path) -> int:
    chosen = [_quoted(name) for file in _WITH_METADATA for name in metadata[file]]
    query = sql("oneroster").format(
        item_metadata="".join(f', "lineItems".{_quoted(name)}' for name in metadata["lineItems"]),
        metadata="".join(f", {name}" for name in chosen),
    )
    found = connection.execute(query)
    headers = [column[0] for column in found.description or ()]
    return write_table(copy, headers, _rows(found))


def _rows(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    while rows := found.fetchmany(_ROWS_AT_ONCE):
        yield from rows
