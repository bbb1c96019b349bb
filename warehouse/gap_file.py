"""A study of one wide file, without a workspace: read, check every row, sum in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.request import GapRequest
from halfterm.warehouse.database import memory, sql
from halfterm.warehouse.panel import read_panels
from halfterm.warehouse.table_file import TableFile, row_list, staged

_RULES = {
    "no pupil": "no pupil identifier",
    "pupil twice": "the same pupil more than once: none of these rows is used",
    "baseline not a number": "the baseline is not a finite number",
    "follow-up not a number": "the follow-up is not a finite number",
    "no school": "a score with no school",
}


@dataclass(frozen=True, slots=True)
class GapCounts:
    """Rows of the file, and pupils of accepted rows who miss a score."""

    rows: int
    schools: int
    missing_baseline: int
    missing_follow_up: int


@dataclass(frozen=True, slots=True)
class GapFile:
    """What one file says: the panel's sums, the counts, and a warning for each rule that rejected rows."""

    summary: PanelSummary
    counts: GapCounts
    warnings: tuple[str, ...]


def read_gap_file(path: Path, request: GapRequest) -> GapFile:
    """Read a CSV, Excel or Parquet file into the sums of one study.

    Raises:
        BadInput: the file or a column is missing, nobody is in the target group, or no row is usable.
    """
    connection = memory()
    with staged(connection, path) as table:
        connection.execute(sql("score_text"))
        connection.execute(_row_query(table, request), _wanted(request))
    warnings = _rejections(connection)
    counts, more = _count(connection, request, name=path.name)
    connection.execute(sql("panel_row"))
    connection.execute(
        """
        INSERT INTO panel_row
        SELECT 'file', 'score', school, CASE target WHEN true THEN 'target' WHEN false THEN 'comparison' ELSE 'unclassified' END,
               treated, baseline, follow_up, false, false, ?
        FROM gap_file_row WHERE rule IS NULL AND school <> ''
        """,
        [request.threshold],
    )
    panels = read_panels(connection, by_school=False)
    if not panels:
        raise BadInput(
            f"{path.name}: no pupil has both '{request.baseline}' and '{request.follow_up}'", *warnings
        )
    return GapFile(panels["file", "score"].summary(), counts, (*warnings, *more))


def _row_query(table: TableFile, request: GapRequest) -> str:
    """The staging query with the file's columns in place: every name in it is one of ours (c0, c1, ...)."""
    columns = {
        "pupil": request.pupil,
        "school": request.school,
        "baseline": request.baseline,
        "follow_up": request.follow_up,
        **{f"target column {i}": column for i, (column, _) in enumerate(request.target)},
        **{f"treated column {i}": column for i, (column, _) in enumerate(request.treated)},
    }
    staged_names, problems = {}, []
    for use, header in columns.items():
        try:
            staged_names[use] = table.column(header)
        except BadInput as unknown:
            problems += unknown.problems
    if problems:
        raise BadInput(*dict.fromkeys(problems))
    return sql("gap_file_row").format(
        **{use: staged_names[use] for use in ("pupil", "school", "baseline", "follow_up")},
        target=_all_match("target", staged_names, len(request.target)),
        treated=_all_match("treated", staged_names, len(request.treated))
        if request.treated
        else "NULL::BOOLEAN",
    )


def _all_match(kind: str, staged_names: dict[str, str], pairs: int) -> str:
    """Three-valued: a blank leaves the answer open unless another column already says no."""
    return " AND ".join(
        f"nullif(trim({staged_names[f'{kind} column {i}']}), '') = $wanted_{kind}_{i}" for i in range(pairs)
    )


def _wanted(request: GapRequest) -> dict[str, str]:
    return {
        f"wanted_{kind}_{i}": value.strip()
        for kind, pairs in (("target", request.target), ("treated", request.treated))
        for i, (_, value) in enumerate(pairs)
    }


def _rejections(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    found = dict(
        connection.execute(
            "SELECT rule, list(row_no ORDER BY row_no) FROM gap_file_row WHERE rule IS NOT NULL GROUP BY rule"
        ).fetchall()
    )
    return tuple(
        f"{row_list(found[rule])} rejected: {words} (row 1 is the header)"
        for rule, words in _RULES.items()
        if rule in found
    )


def _count(
    connection: duckdb.DuckDBPyConnection, request: GapRequest, *, name: str
) -> tuple[GapCounts, tuple[str, ...]]:
    rows, schools, missing_baseline, missing_follow_up, target, treated, unknown_target, unknown_treated = (
        connection.execute(sql("gap_file_count")).fetchall()[0]
    )
    if not rows:
        raise BadInput(f"{name}: there is no row below the header")
    if not target:
        raise BadInput(f"{name}: no usable row has {_pairs(request.target)}: the target group is empty")
    warnings = []
    if request.treated and not treated:
        raise BadInput(
            f"{name}: no pupil of the target group has {_pairs(request.treated)}: nobody is treated"
        )
    if unknown_target:
        warnings.append(
            f"{unknown_target:,} pupils with both scores have no value in the target columns: in neither group"
            + (", but part of the whole class" if request.comparison == "whole_class" else "")
        )
    if request.treated and unknown_treated:
        warnings.append(
            f"{unknown_treated:,} pupils with both scores have no value in the treated columns: not in the impact estimates"
        )
    return GapCounts(rows, schools, missing_baseline, missing_follow_up), tuple(warnings)


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return " and ".join(f"{column}={value}" for column, value in pairs)
