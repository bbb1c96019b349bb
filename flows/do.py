"""Do: collect the follow-up of every cycle that is due, into the warehouse."""

from __future__ import annotations

from halfterm.cycles.errors import NotAllowed
from halfterm.flows.engine import Engine
from halfterm.flows.plan import is_locked, load
from halfterm.flows.run import Run, cycles_of
from halfterm.warehouse.loading import LoadReport
from halfterm.warehouse.register import register


def do(run: Run, engine: Engine) -> tuple[LoadReport, ...]:
    """The Do stage of a half-term: follow-up scores, for locked plans only.

    Raises:
        BadInput: the follow-up cannot be loaded.
        NotAllowed: a cycle due now was never locked.
    """
    return engine.step("load follow-up", load_follow_up, run)


def load_follow_up(run: Run) -> tuple[LoadReport, ...]:
    """Load this half-term's scores."""
    workspace = run.workspace()
    with register(workspace.register) as events:
        unlocked = [plan for plan in cycles_of(workspace, run.half_term) if not is_locked(events, plan)]
    if unlocked:
        raise NotAllowed(
            *(
                f"cycle '{plan.id}': its plan is not locked, so its follow-up is not loaded"
                for plan in unlocked
            )
        )
    return load(run, workspace, {run.half_term})
