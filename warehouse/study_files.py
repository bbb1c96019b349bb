"""The findings of a half-term as Parquet files beside its drafts: what pages read in place of the live warehouse."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
from pydantic import TypeAdapter

from halfterm.cycles.errors import StoreTrouble
from halfterm.cycles.record import Study
from halfterm.warehouse.database import memory

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
    """Write `studies.parquet` (a row a study, whole) and `findings.parquet` (a row a finding), both or neither.

    `key` says what the studies were made from; `studies_key` gives it back.
    """
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    documents = ({"study": _STUDY.dump_json(study).decode()} for study in studies)
    _write(fresh / "studies.parquet", documents, {"study": "VARCHAR"})
    _write(
        fresh / "findings.parquet",
        (row for study in studies for row in _finding_rows(study)),
        _FINDING_COLUMNS,
    )
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
    try:
        rows = (
            memory()
            .execute("SELECT study FROM read_parquet(?)", [str(folder / "studies.parquet")])
            .fetchall()
        )
    except duckdb.Error:
        raise StoreTrouble(
            f"studies of {folder.name}: missing or damaged; delete the folder and run the half-term again"
        ) from None
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


def _write(path: Path, rows: Iterable[dict[str, object]], columns: dict[str, str]) -> None:
    lines = path.with_suffix(".jsonl")
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    types = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())
    connection = memory()
    connection.execute(
        f"CREATE TABLE tidy AS SELECT * FROM read_json(?, format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = 16000000)",
        [str(lines)],
    )
    connection.execute(f"COPY tidy TO '{str(path).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)")
    lines.unlink()
