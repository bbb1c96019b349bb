"""A workspace with sixteen half-terms of scores already in its warehouse, and a cycle in the middle."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import register
from halfterm.warehouse.store import warehouse
from tests.flows.small_workspace import PLAN, PROGRAMME
from tests.warehouse.loads_factory import Row, put_load

HALF_TERMS = tuple(f"h{number:02}" for number in range(1, 17))
"""Each of six weeks, one after the other, from September 2023."""

FIRST = date(2023, 9, 4)
STEP = timedelta(days=49)

SOURCE = """\
source: marks
file: inbox/marks.csv
pupil: UPN
half_terms:
"""
COLUMNS = """\
  {half_term}:
    school: School
    attributes: {{fsm: {{column: FSM, values: {{Y: yes, N: no}}}}}}
    measures: {{reading: {{column: Reading, scale: points}}}}
"""
LOGGED = "- {id: came, name: Attendance, scale: percent, kind: process, from_log: attendance}\n"


def days_of(half_term: str) -> tuple[date, date]:
    """The first and the last day of a half-term."""
    starts = FIRST + STEP * HALF_TERMS.index(half_term)
    return starts, starts + timedelta(days=39)


def series_workspace(folder: Path, *, gaps: Sequence[float], pupils: int = 6, seed: int = 3) -> Workspace:
    """Write the workspace and fill its warehouse; `gaps` are those of FSM pupils, in order from h01.

    The cycle ash-beech-1 has h08 as its baseline. Each school has `pupils` of each kind.
    """
    for name in ("cycles", "sources", "inbox"):
        (folder / name).mkdir(parents=True)
    lines = [
        f"- {{id: {h}, name: {h.upper()}, starts: {days_of(h)[0]}, ends: {days_of(h)[1]}}}\n"
        for h in HALF_TERMS
    ]
    before, _, rest = PROGRAMME.partition("- {id: autumn-2")
    programme = before + "".join(lines) + "people:" + rest.partition("people:")[2]
    plan = PLAN.format(engagement="ash-beech").replace("autumn-2", "h08").replace("spring-1", "h09")
    plan = plan.replace("2024-12-16", str(days_of("h08")[1])).replace("2025-02-14", str(days_of("h09")[1]))
    plan = plan.replace("  treated: {pairs: in}\n", "").replace("targets:\n", LOGGED + "targets:\n")
    (folder / "halfterm.toml").write_text('audience = "public"\n')
    (folder / "programme.yaml").write_text(programme)
    (folder / "cycles" / "ash-beech-1.yaml").write_text(plan)
    columns = "".join(COLUMNS.format(half_term=h) for h in HALF_TERMS)
    (folder / "sources" / "marks.yaml").write_text(SOURCE + columns)
    opened = open_workspace(folder)
    with register(opened.register):
        pass  # made before the first load, as everywhere
    fill(opened, gaps=gaps, pupils=pupils, seed=seed)
    return opened


def fill(
    opened: Workspace,
    *,
    gaps: Sequence[float | None],
    pupils: int = 6,
    seed: int = 3,
    scales: Mapping[str, str] | None = None,
) -> None:
    """One load a half-term: the others' mean is 20 exactly, the FSM pupils' 20 and the gap.

    Without a gap nobody has a score; `scales` by half-term, where it is not points.
    """
    chance = random.Random(seed)
    with warehouse(opened.warehouse) as connection:
        for half_term, gap in zip(HALF_TERMS, gaps, strict=False):
            rows = []
            for school in ("ash", "beech"):
                for fsm in ("yes", "no"):
                    noise = [chance.gauss(0, 3) for _ in range(pupils)]
                    level = 20 + (gap or 0 if fsm == "yes" else 0) - sum(noise) / pupils
                    rows += [
                        Row(
                            f"{school}-{fsm}-{i}",
                            school,
                            {"reading": None if gap is None else level + noise[i]},
                            {"fsm": fsm},
                        )
                        for i in range(pupils)
                    ]
            scale = (scales or {}).get(half_term, "points")
            load = f"load-{half_term}"
            put_load(connection, rows, load=load, half_term=half_term, measures={"reading": scale})


def only_ordered(workspace: Workspace) -> Workspace:
    """The same, but that the steps of the cycle's scale are not equal."""
    name = workspace.plan("ash-beech-1").measure("reading").scale
    scale = workspace.scales[name].model_copy(update={"subtract": False})
    return replace(workspace, scales={**workspace.scales, name: scale})
