"""`halfterm chain`: the turns of a chain in the terminal, or as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from halfterm.cycles.programme import Programme
from halfterm.cycles.ramp import RampStep, ramp
from halfterm.flows.review import decisions
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register


def chain_of(folder: Path, cycle: str) -> tuple[Programme, tuple[RampStep, ...]]:
    """The programme, and the chain that a cycle of it belongs to.

    Raises:
        BadInput: the workspace is not in order, or has no such cycle.
    """
    workspace = open_workspace(folder)
    followed = [(plan.follows, plan.id) for plan in workspace.plans if plan.follows is not None]
    with register(workspace.register) as events:
        decided = decisions(events, next_cycles=followed)
    return workspace.programme, ramp(workspace.plans, decided, cycle)


def as_json(steps: tuple[RampStep, ...]) -> str:
    """The chain as one JSON object; days as ISO 8601."""
    return json.dumps({"chain": [asdict(step) for step in steps]}, default=str, ensure_ascii=False, indent=2)


def print_chain(console: Console, steps: tuple[RampStep, ...], *, programme: Programme) -> None:
    """One paragraph a cycle: when, what changed and why, what was decided."""
    for place, step in enumerate(steps, start=1):
        when = programme.half_term(step.half_term).name
        head = f"[bold]{place}  {escape(step.title)}[/bold]  {escape(when)}  [dim]{escape(step.cycle)}[/dim]"
        console.print(head, highlight=False, soft_wrap=True)
        table = Table.grid(padding=(0, 1))
        for label, text in _lines(step):
            table.add_row("  ", f"[dim]{label}[/dim]", escape(text))
        console.print(table)
        console.print()


def _lines(step: RampStep) -> list[tuple[str, str]]:
    decision = step.decision
    # A drafted plan repeats the reason until a person says what is changed.
    because = "" if step.changed.startswith(step.because.rstrip(".")) else step.because
    lines = [("after", step.follows or ""), ("because", because), ("changed", step.changed)]
    if decision is None:
        return [line for line in (*lines, ("decided", "nothing yet")) if line[1]]
    lines += [
        ("decided", f"{decision.kind} on {decision.on.day} {decision.on:%B %Y}: {decision.reason}"),
        ("learned", decision.learning),
        ("extended", decision.extend_to),
        ("kept by", decision.sustain),
    ]
    return [line for line in lines if line[1]]
