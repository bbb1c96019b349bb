"""Draws as the register tells them: done again from the record, and asked for before a lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.cycles.events import DRAWN, KEY_ROTATED, PUPIL_KEY, Event
from halfterm.cycles.impact.randomise import ALGORITHM, VERSION, DrawRecord, deal, waves_hash
from halfterm.cycles.plan import Plan
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.draws import KeptDraw, kept_draw
from halfterm.warehouse.register import Register, register
from halfterm.warehouse.store import reading


@dataclass(frozen=True, slots=True)
class Checked:
    """A draw done again from its record: the record, its event, and what is not as it says (if anything)."""

    record: DrawRecord
    event: Event
    problems: tuple[str, ...]
    rotated: bool = False


def draws_of(events: Register, cycle: str) -> tuple[tuple[Event, DrawRecord], ...]:
    """Every draw of a cycle that the register knows, oldest first."""
    return tuple((e, DrawRecord.model_validate(e.body)) for e in events.events(DRAWN, subject=cycle))


def check_draw(folder: Path, cycle: str) -> Checked:
    """Do the last draw of a cycle again from its record, and set it beside what is kept; nothing is written.

    Raises:
        BadInput: there is no such cycle, or nothing was drawn for it.
    """
    workspace = open_workspace(folder)
    plan = workspace.plan(cycle)
    with register(workspace.register) as events:
        drawn = draws_of(events, plan.id)
        if not drawn:
            raise BadInput(f"cycle '{cycle}': nothing was drawn for it")
        event, record = drawn[-1]
        rotated = any(e.number > event.number for e in events.events(KEY_ROTATED, subject=PUPIL_KEY))
    with reading(workspace.warehouse) as connection:
        kept = kept_draw(connection, cycle, number=record.number)
    return Checked(record, event, tuple(draw_problems(record, kept, rotated=rotated)), rotated)


def draw_problems(record: DrawRecord, kept: KeptDraw | None, *, rotated: bool) -> list[str]:
    """What of a kept draw is not as its record says. A rotation of the key changes the list's hash."""
    if (record.algorithm, record.version) != (ALGORITHM, VERSION):
        return [f"it was drawn by {record.algorithm} version {record.version}, which this halfterm has not"]
    if kept is None:
        return ["the warehouse does not hold it"]
    problems = []
    if not rotated and kept.drawn.list_hash != record.list_hash:
        problems.append("the list drawn from is another")
    again = deal(kept.drawn.blocks, waves=len(record.starts), seed=record.seed)
    if waves_hash(again) != record.waves_hash:
        problems.append("the seed gives another draw than the one recorded")
    if again != kept.waves:
        problems.append("the seed gives another draw than the one kept")
    return problems


def check_drawn(connection: DuckDBPyConnection, events: Register, plans: Sequence[Plan]) -> dict[str, str]:
    """By cycle, what keeps a plan from being locked whose lots have not been drawn, or not been kept.

    Raises:
        StoreTrouble: a draw is not the one that the register tells of.
    """
    stops, wrong = {}, []
    for plan in plans:
        if not plan.is_drawn:
            continue
        drawn = draws_of(events, plan.id)
        kept = kept_draw(connection, plan.id, number=drawn[-1][1].number) if drawn else None
        if kept is None:
            stops[plan.id] = (
                f"cycle '{plan.id}': who gets the idea is to be drawn at random and has not been; draw lots "
                f"with: halfterm randomise WORKSPACE {plan.id} --by ..., or name `treated` in the plan"
            )
        elif waves_hash(kept.waves) != drawn[-1][1].waves_hash:
            wrong.append(f"cycle '{plan.id}': its draw is not the one recorded; restore the warehouse")
    if wrong:
        raise StoreTrouble(*wrong)
    return stops
