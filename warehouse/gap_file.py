"""A study of one wide file, without a workspace: read, check every row, sum in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.request import GapRequest, Pairs
from halfterm.warehouse.counting import counted, row_list
from halfterm.warehouse.database import memory, sql
from halfterm.warehouse.panel import read_panels
from halfterm.warehouse.table_file import TableFile, staged


@dataclass(frozen=True, slots=True)
class GapCounts:
    """Rows that are not blank, schools of the panel, and pupils of accepted rows who miss a score."""

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


@dataclass(frozen=True, slots=True)
class _Tally:
    """The row of `gap_file_count.sql`."""

    rows: int
    schools: int
    missing_baseline: int
    missing_follow_up: int
    usable: int
    target: int
    treated: int
    unknown_target: int
    unknown_treated: int


def read_gap_file(path: Path, request: GapRequest) -> GapFile:
    """Read a CSV, Excel or Parquet file into the sums of one study.

    Raises:
        BadInput: a file or column is missing, nobody is in a group asked for, or nobody has both scores.
    """
    with memory() as connection:
        with staged(connection, path) as table:
            connection.execute(_row_query(table, request), _wanted(request))
        rejections = _rejections(connection, request)
        tally = _Tally(*connection.execute(sql("gap_file_count")).fetchall()[0])
        problems = _nobody(tally, request, name=path.name)
        if problems:
            raise BadInput(*problems, *rejections)
        connection.execute(sql("panel_row"))
        connection.execute(sql("gap_file_panel"), {"threshold": request.threshold})
        panel = read_panels(connection, by_school=False)["file", "score"]
    counts = GapCounts(tally.rows, tally.schools, tally.missing_baseline, tally.missing_follow_up)
    return GapFile(panel.summary(), counts, (*rejections, *_unknown_groups(tally, request)))


def _row_query(table: TableFile, request: GapRequest) -> str:
    """The staging query with the file's columns in place: every name in it is one of ours (c0, c1, ...)."""
    columns = {role: getattr(request, role) for role in ("pupil", "school", "baseline", "follow_up")}
    grouped = [column for column, _ in (*request.target, *request.treated)]
    names = table.staged_names([*columns.values(), *grouped])
    return sql("gap_file_row").format(
        **{role: names[header] for role, header in columns.items()},
        target=_all_match("target", request.target, names),
        treated=_all_match("treated", request.treated, names) if request.treated else "NULL::BOOLEAN",
    )


def _all_match(group: str, pairs: Pairs, names: dict[str, str]) -> str:
    """Three-valued: a blank leaves the answer open unless another column already says no."""
    return " AND ".join(f"is_same({names[column]}, ${group}_{i})" for i, (column, _) in enumerate(pairs))


def _wanted(request: GapRequest) -> dict[str, str]:
    return {
        f"{group}_{i}": value
        for group, pairs in (("target", request.target), ("treated", request.treated))
        for i, (_, value) in enumerate(pairs)
    }


def _rejections(connection: duckdb.DuckDBPyConnection, request: GapRequest) -> tuple[str, ...]:
    number = "is not a finite number between plus and minus 1,000,000,000"
    rules = {
        "no pupil": f"no pupil in column '{request.pupil}'",
        "damaged pupil": f"'{request.pupil}' is in scientific notation: a spreadsheet has cut it short",
        "pupil twice": f"the same pupil more than once in '{request.pupil}'; none of these rows is used",
        "baseline not a number": f"'{request.baseline}' {number}",
        "follow-up not a number": f"'{request.follow_up}' {number}",
        "no school": f"a score in '{request.baseline}' with no school in '{request.school}'",
    }
    found = dict(connection.execute(sql("gap_file_rejected")).fetchall())
    return tuple(
        f"{row_list(found[rule])} rejected: {words} (row 1 is the header)"
        for rule, words in rules.items()
        if rule in found
    )


def _nobody(tally: _Tally, request: GapRequest, *, name: str) -> tuple[str, ...]:
    """Why there is nobody to study, where that is so."""
    if not tally.target:
        wanted = _pairs(request.target)
        return (
            f"{name}: no usable row has {wanted}: the target group is empty (spelling and capitals count)",
        )
    if request.treated and not tally.treated:
        return (f"{name}: no pupil of the target group has {_pairs(request.treated)}: nobody is treated",)
    if not tally.usable:
        return (f"{name}: no pupil has both '{request.baseline}' and '{request.follow_up}'",)
    return ()


def _unknown_groups(tally: _Tally, request: GapRequest) -> tuple[str, ...]:
    warnings = []
    if tally.unknown_target:
        whole_class = request.comparison == "whole_class"
        place = "part of the whole class only" if whole_class else "in neither group"
        warnings.append(f"{_without_value(tally.unknown_target, request.target)}: {place}")
    if request.treated and tally.unknown_treated:
        where = _without_value(tally.unknown_treated, request.treated)
        warnings.append(f"{where}: left out of the impact estimates")
    return tuple(warnings)


def _without_value(pupils: int, pairs: Pairs) -> str:
    columns = " or ".join(f"'{column}'" for column, _ in pairs)
    has = "has" if pupils == 1 else "have"
    return f"{counted(pupils, 'pupil')} with both scores {has} no value in {columns}"


def _pairs(pairs: Pairs) -> str:
    return " and ".join(f"{column}={value}" for column, value in pairs)
