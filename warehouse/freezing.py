"""Freezing the groups of a cycle at its baseline, before any follow-up score can be seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.matching import match_nearest
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.warehouse.cycles_in_hand import check_scales, lay_out
from halfterm.warehouse.database import sql, transaction
from halfterm.warehouse.pseudonym import PseudonymKey
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
    with transaction(connection):
        lay_out(connection, fresh, programme=programme, listed=listed)
        check_scales(connection, {plan.baseline for plan in fresh})
        connection.execute(sql("freeze"))
        _match(connection, {plan.id: plan for plan in fresh})
        _refuse_empty(connection, fresh)
        connection.execute("INSERT INTO frozen_group FROM freezing ORDER BY ALL")
        connection.execute("DROP TABLE freezing")
    return {plan.id: _frozen_hash(connection, plan.id) for plan in plans}


def _match(connection: duckdb.DuckDBPyConnection, plans: Mapping[str, Plan]) -> None:
    """Keep, of the candidates, the comparison pupil nearest to each target pupil in the same school and year."""
    rows = connection.execute(sql("matching_candidates")).fetchall()
    kept: list[int] = []
    for (cycle, _, _), block in groupby(rows, key=lambda row: (row[1], row[2], row[3])):
        pupils = list(block)
        target = [row for row in pupils if row[4]]
        others = [row for row in pupils if not row[4]]
        pairs = match_nearest(
            [row[5] for row in target], [row[5] for row in others], caliper=plans[cycle].comparison.caliper
        )
        kept += [target[i][0] for i, _ in pairs] + [others[j][0] for _, j in pairs]
    matched = [plan.id for plan in plans.values() if plan.comparison.kind == "matched"]
    if matched:
        connection.execute(
            """
            UPDATE freezing SET side = 'aside'
            WHERE list_contains(?, cycle) AND NOT list_contains(?::BIGINT[], rowid) AND side IN ('target', 'comparison')
            """,
            [matched, kept],
        )


def _refuse_empty(connection: duckdb.DuckDBPyConnection, plans: Iterable[Plan]) -> None:
    peopled = {
        row[0]
        for row in connection.execute("SELECT DISTINCT cycle FROM freezing WHERE side = 'target'").fetchall()
    }
    empty = [plan for plan in plans if plan.id not in peopled]
    if empty:
        raise BadInput(
            *(
                f"cycle '{plan.id}': nobody is in the target group '{plan.target_group.name}' at {plan.baseline}"
                for plan in empty
            )
        )


def _frozen_hash(connection: duckdb.DuckDBPyConnection, cycle: str) -> str:
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
        rows = connection.execute(
            f"""
            SELECT DISTINCT sha256($outer || unhex(sha256($inner || encode(trim({table.column(source.pupil)})))))
            FROM staged_file WHERE trim({table.column(source.pupil)}) <> '' ORDER BY ALL
            """,  # noqa: S608 - staged names are ours
            {"outer": key.outer, "inner": key.inner},
        ).fetchall()
    return tuple(row[0] for row in rows)
