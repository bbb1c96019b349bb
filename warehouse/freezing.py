"""Freezing the groups of a cycle at its baseline, before any follow-up score can be seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.matching import TIES, caliper_points, match_nearest
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.warehouse.cycles_in_hand import check_scales, lay_out
from halfterm.warehouse.database import sql, transaction
from halfterm.warehouse.pseudonym import PseudonymKey, identifier_of
from halfterm.warehouse.source import Source
from halfterm.warehouse.table_file import staged


def freeze_groups(
    connection: duckdb.DuckDBPyConnection,
    plans: Iterable[Plan],
    *,
    programme: Programme,
    listed: Mapping[str, tuple[str, ...]],
) -> dict[str, str]:
    """Freeze who is in each cycle's target group and comparison; already frozen cycles stay as they are.

    Returns:
        For each cycle, a hash over the frozen rows: the register keeps it, so that a later change shows.

    Raises:
        BadInput: a measure is not loaded at baseline on the plan's scale, or nobody is in a target group.
    """
    plans = tuple(plans)
    held = {row[0] for row in connection.execute("SELECT DISTINCT cycle FROM frozen_group").fetchall()}
    fresh = [plan for plan in plans if plan.id not in held]
    if fresh:
        _freeze(connection, fresh, programme=programme, listed=listed)
    return frozen_hashes(connection, plans)


def frozen_hashes(connection: duckdb.DuckDBPyConnection, plans: Iterable[Plan]) -> dict[str, str]:
    """For each cycle, a hash over its frozen rows as they are."""
    return {plan.id: frozen_hash(connection, plan.id) for plan in plans}


def _freeze(
    connection: duckdb.DuckDBPyConnection,
    plans: list[Plan],
    *,
    programme: Programme,
    listed: Mapping[str, tuple[str, ...]],
) -> None:
    with transaction(connection):
        lay_out(connection, plans, programme=programme, listed=listed)
        check_scales(connection, follow_up=False)
        connection.execute(sql("freeze"))
        match_within_schools(
            connection, {plan.id: plan for plan in plans if plan.comparison.kind == "matched"}
        )
        _refuse_empty(connection, plans)
        connection.execute("INSERT INTO frozen_group FROM freezing ORDER BY ALL")
        connection.execute(sql("ledger_entry"), {"entries": [plan.id for plan in plans]})
        connection.execute("DROP TABLE freezing")
    connection.execute("CHECKPOINT")


def match_within_schools(connection: duckdb.DuckDBPyConnection, plans: Mapping[str, Plan]) -> None:
    """Keep the pairs that are nearest on the baseline score within school and year; set the others aside."""
    if not plans:
        return
    kept: list[int] = []
    rows = connection.execute(sql("matching_candidates"), {"ties": TIES}).fetchall()
    # A row is (row number, cycle, measure, block, in the target group, score).
    for (cycle, _), candidates in groupby(rows, key=lambda row: row[1:3]):
        found = list(candidates)
        widest = caliper_points([row[5] for row in found], caliper=plans[cycle].comparison.caliper)
        for _, block in groupby(found, key=lambda row: row[3]):
            kept += _paired(list(block), widest)
    connection.execute(sql("set_aside"), {"cycles": list(plans), "kept": kept})


def _paired(block: list[tuple[Any, ...]], widest: float) -> list[int]:
    """The row numbers of the pupils of one school and year who have a match."""
    target, others = ([row for row in block if bool(row[4]) is side] for side in (True, False))
    pairs = match_nearest([row[5] for row in target], [row[5] for row in others], caliper=widest)
    return [target[i][0] for i, _ in pairs] + [others[j][0] for _, j in pairs]


def _refuse_empty(connection: duckdb.DuckDBPyConnection, plans: Iterable[Plan]) -> None:
    rows = connection.execute("SELECT DISTINCT cycle FROM freezing WHERE side = 'target'").fetchall()
    peopled = {row[0] for row in rows}
    problems = [
        f"cycle '{plan.id}': nobody is in the target group '{plan.target_group.name}' at {plan.baseline}"
        + (", or nobody there has a match" if plan.comparison.kind == "matched" else "")
        for plan in plans
        if plan.id not in peopled
    ]
    if problems:
        raise BadInput(*problems)


def frozen_hash(connection: duckdb.DuckDBPyConnection, cycle: str) -> str:
    """A hash over one cycle's frozen rows as they are."""
    rows = connection.execute(
        "SELECT measure, pupil, school, side, baseline_load FROM frozen_group WHERE cycle = ? ORDER BY ALL",
        [cycle],
    ).fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def listed_pupils(
    connection: duckdb.DuckDBPyConnection, plan: Plan, *, source: Source, key: PseudonymKey, workspace: Path
) -> tuple[str, ...]:
    """The pseudonyms of a target group that is a list: a file with the source's pupil column.

    Raises:
        BadInput: the file or its pupil column is missing, or the path leads out of the workspace.
    """
    path = (workspace / (plan.target_group.pupils or "")).resolve()
    if not path.is_relative_to(workspace.resolve()):
        raise BadInput(f"cycle '{plan.id}': the list of pupils lies outside the workspace")
    with staged(connection, path) as table:
        identifier = identifier_of(table.column(source.pupil), upn=source.identifier == "upn")
        connection.execute(sql("upn"))
        query = f"""
            SELECT DISTINCT {key.pseudonym("identifier")} AS pupil
            FROM (SELECT {identifier} AS identifier FROM staged_file)
            WHERE identifier IS NOT NULL ORDER BY ALL
        """  # noqa: S608 - a staged name is ours
        rows = connection.execute(query, key.parameters).fetchall()
    return tuple(row[0] for row in rows)
