"""Draws in the warehouse: the list drawn from, and the pupils with the wave that fell to them.

Pupils stay in here: what goes out are places in a list, blocks, the names of schools and classes, and counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.impact.randomise import Unit
from halfterm.cycles.impact.stepped import Started, SteppedCell
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.warehouse.counting import counted
from halfterm.warehouse.cycles_in_hand import lay_out
from halfterm.warehouse.database import sql

SCHOOL: Final = "school"
KEPT: Final = "(FROM drawn_pupil WHERE cycle = $cycle AND draw = $draw)"


@dataclass(frozen=True, slots=True)
class DrawUnits:
    """A list drawn from, a place each: names (places, where it is of pupils), blocks, pupils; its hash."""

    units: tuple[str, ...]
    blocks: tuple[str, ...]
    pupils: tuple[int, ...]
    list_hash: str


@dataclass(frozen=True, slots=True)
class KeptDraw:
    """A draw as the warehouse has it: the list, and the wave of each place."""

    drawn: DrawUnits
    waves: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SteppedRows:
    """What a stepped order is studied by: each unit's start, its pupils, and the cells of each measure."""

    started: Mapping[str, Started]
    starts: Mapping[str, str | None]
    pupils: Mapping[str, int]
    cells: Mapping[str, tuple[SteppedCell, ...]]


def lay_out_list(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    *,
    programme: Programme,
    listed: Mapping[str, tuple[str, ...]],
    unit: Unit,
    block: Sequence[str],
    class_attribute: str,
) -> DrawUnits:
    """Lay out the table `draw_list`: the target group as a lock would now freeze it, by unit and block.

    Raises:
        BadInput: nobody is in the target group, an attribute is not known, a pupil's class is not known, or
            a class or school lies in several blocks.
    """
    lay_out(connection, [plan], programme=programme, listed=listed)
    wanted = [name for name in block if name != SCHOOL] + ([class_attribute] if unit == "class" else [])
    _check_known(connection, plan, wanted)
    connection.execute(sql("freeze"))
    given = {"block": list(block), "unit": unit, "class": class_attribute, "baseline": plan.baseline}
    connection.execute(sql("draw_list"), given)
    connection.execute("DROP TABLE freezing")
    _check_list(connection, plan, unit=unit, class_attribute=class_attribute)
    return _units(connection, "draw_list", {})


def _check_known(connection: duckdb.DuckDBPyConnection, plan: Plan, wanted: Sequence[str]) -> None:
    rows = connection.execute(
        "SELECT DISTINCT name FROM pupil_attribute WHERE half_term = ? ORDER BY name", [plan.baseline]
    ).fetchall()
    known = [row[0] for row in rows]
    problems = [
        f"cycle '{plan.id}': no attribute '{name}' is loaded for {plan.baseline}{did_you_mean(name, known)}"
        for name in wanted
        if name not in known
    ]
    if problems:
        raise BadInput(*problems)


def _check_list(
    connection: duckdb.DuckDBPyConnection, plan: Plan, *, unit: Unit, class_attribute: str
) -> None:
    pupils, unnamed = connection.execute(
        "SELECT count(*), count(*) FILTER (unit IS NULL) FROM draw_list"
    ).fetchall()[0]
    if not pupils:
        raise BadInput(
            f"cycle '{plan.id}': nobody is in its target group at {plan.baseline}: nothing to draw"
        )
    if unnamed:
        raise BadInput(
            f"cycle '{plan.id}': of {counted(unnamed, 'pupil')} in the target group no '{class_attribute}' "
            f"is known at {plan.baseline}: they would belong to no class that is drawn"
        )
    torn = connection.execute(
        "SELECT count(*) FROM (SELECT unit FROM draw_list GROUP BY unit HAVING count(DISTINCT block) > 1)"
    ).fetchall()[0][0]
    if torn:
        raise BadInput(
            f"cycle '{plan.id}': {counted(torn, 'unit')} to be drawn ({unit}) would lie in several blocks: "
            f"block only by what every pupil of a {unit} has in common"
        )


def _units(connection: duckdb.DuckDBPyConnection, drawn: str, given: dict[str, object]) -> DrawUnits:
    rows = connection.execute(sql("draw_units").format(drawn=drawn), given).fetchall()
    hashed = connection.execute(sql("draw_hash").format(drawn=drawn), given).fetchall()[0][0]
    return DrawUnits(
        units=tuple(row[1] for row in rows),
        blocks=tuple(row[2] for row in rows),
        pupils=tuple(row[3] for row in rows),
        list_hash=hashed,
    )


def keep_draw(
    connection: duckdb.DuckDBPyConnection,
    cycle: str,
    *,
    number: int,
    waves: Sequence[int],
    starts: Sequence[str | None],
) -> None:
    """Keep what fell to each place of the table `draw_list`, with its ledger entry; in a transaction."""
    given = {
        "cycle": cycle,
        "draw": number,
        "waves": list(waves),
        "starts": [start or "" for start in starts],
    }
    connection.execute(sql("draw_kept"), given)
    connection.execute("DROP TABLE draw_list")
    connection.execute(sql("ledger_entry"), {"entries": [f"{cycle}/draw-{number}"]})


def kept_draw(connection: duckdb.DuckDBPyConnection, cycle: str, *, number: int) -> KeptDraw | None:
    """One draw as it is kept; None where it is not."""
    given: dict[str, object] = {"cycle": cycle, "draw": number}
    drawn = _units(connection, KEPT, given)
    if not drawn.units:
        return None
    rows = connection.execute(f"SELECT DISTINCT place, wave FROM {KEPT} ORDER BY place", given).fetchall()  # noqa: S608 - ours
    return KeptDraw(drawn, tuple(row[1] for row in rows))


def drawn_cycles(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The cycles for which a draw is kept."""
    rows = connection.execute("SELECT DISTINCT cycle FROM drawn_pupil").fetchall()
    return frozenset(row[0] for row in rows)


def read_stepped(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    *,
    programme: Programme,
    number: int,
    half_terms: Sequence[str],
) -> SteppedRows:
    """The starts of a cycle's last draw, and its units' means in these half-terms; three statements in all.

    Raises:
        BadInput: scores of one of the half-terms are on another scale than the plan's.
    """
    lay_out(connection, [plan], programme=programme, listed={})
    wanted = {"half_terms": list(half_terms)}
    wrong = connection.execute(sql("stepped_scale"), wanted).fetchall()
    if wrong:
        raise BadInput(
            *(
                f"cycle '{plan.id}': '{measure}' is planned on scale '{planned}' but {half_term} is loaded "
                f"on '{loaded}'; scores of different scales are not set beside each other"
                for measure, planned, half_term, loaded in wrong
            )
        )
    rows = connection.execute(
        f"SELECT unit, any_value(block), any_value(starts), count(*) FROM {KEPT} GROUP BY unit ORDER BY unit",  # noqa: S608 - ours
        {"cycle": plan.id, "draw": number},
    ).fetchall()
    cells: dict[str, list[SteppedCell]] = {}
    for measure, *cell in connection.execute(sql("stepped_cells"), wanted).fetchall():
        cells.setdefault(measure, []).append(SteppedCell(*cell))
    place = {half_term.id: number for number, half_term in enumerate(programme.half_terms)}
    return SteppedRows(
        started={
            unit: Started(None if start is None else place[start], block) for unit, block, start, _ in rows
        },
        starts={unit: start for unit, _, start, _ in rows},
        pupils={unit: pupils for unit, *_, pupils in rows},
        cells={measure: tuple(own) for measure, own in cells.items()},
    )
