"""The findings of a half-term as Parquet files: what pages read in place of the live warehouse."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import duckdb
from pydantic import TypeAdapter, ValidationError

from halfterm.cycles.errors import StoreTrouble
from halfterm.cycles.record import Study
from halfterm.warehouse.database import memory, staging_folder

_STUDY = TypeAdapter(Study)
_FINDING_COLUMNS = {
    "cycle": "VARCHAR",
    "measure": "VARCHAR",
    "level": "VARCHAR",
    "place": "VARCHAR",
    "statistic": "VARCHAR",
    "value": "DOUBLE",
    "lower": "DOUBLE",
    "upper": "DOUBLE",
    "p": "DOUBLE",
    "n_target": "BIGINT",
    "n_comparison": "BIGINT",
    "method": "VARCHAR",
    "loads": "VARCHAR",
    "code_version": "VARCHAR",
}


def write_studies(folder: Path, studies: Sequence[Study], *, key: str) -> None:
    """Write `studies.parquet` (a row a study) and `findings.parquet` (a row a finding), both or neither.

    `key` says what the studies were made from; `studies_key` gives it back.
    """
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    documents = [{"study": _STUDY.dump_json(study).decode()} for study in studies]
    findings = (row for study in studies for row in _finding_rows(study))
    _write(fresh / "studies.parquet", documents, {"study": "VARCHAR"})
    _write(fresh / "findings.parquet", findings, _FINDING_COLUMNS)
    (fresh / "key").write_text(key, encoding="ascii")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def studies_key(folder: Path) -> str | None:
    """What the studies in a folder were made from; None when there are none."""
    path = folder / "key"
    return path.read_text(encoding="ascii") if path.is_file() else None


def read_studies(folder: Path) -> tuple[Study, ...]:
    """The studies of a half-term, as they were written.

    Raises:
        StoreTrouble: they are missing or damaged; the study can be run again.
    """
    path = folder / "studies.parquet"
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except (OSError, duckdb.Error, ValidationError):
        raise StoreTrouble(
            f"studies of {folder.name}: missing or damaged; delete the folder and run the half-term again"
        ) from None


@lru_cache(maxsize=16)
def _parsed(path: Path, _written: int) -> tuple[Study, ...]:
    """The studies of one file; a half-term's steps ask for the same ones again and again."""
    with memory() as connection:
        private = staging_folder(connection)
        # Under a name of our own: the engine would read a star in the folder's name as a pattern.
        copy = private / "studies.parquet"
        shutil.copyfile(path, copy)
        rows = connection.execute("SELECT study FROM read_parquet(?)", [str(copy)]).fetchall()
    return tuple(_STUDY.validate_json(row[0]) for row in rows)


def _finding_rows(study: Study) -> Iterable[dict[str, object]]:
    shared = {
        "cycle": study.cycle,
        "measure": study.measure,
        "level": study.level,
        "place": study.place,
        "loads": " ".join(study.loads),
        "code_version": study.code_version,
    }
    fields = ("statistic", "value", "lower", "upper", "p", "n_target", "n_comparison", "method")
    for finding in study.findings:
        yield shared | {field: getattr(finding, field) for field in fields}


def _write(path: Path, rows: Iterable[Mapping[str, object]], columns: Mapping[str, str]) -> None:
    types = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())
    with memory() as connection:
        private = staging_folder(connection)
        lines, table = private / "rows.jsonl", private / "table.parquet"
        lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        query = f"""
            CREATE TABLE tidy AS SELECT * FROM read_json(
                ?, format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = 16000000
            )
        """  # noqa: S608 - the columns are named above
        connection.execute(query, [str(lines)])
        connection.execute("COPY tidy TO ? (FORMAT parquet)", [str(table)])
        shutil.copyfile(table, path)
