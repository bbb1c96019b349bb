"""Plan: check the workspace, load the baselines, freeze the groups, lock the plans."""

from __future__ import annotations

from dataclasses import dataclass, field

from halfterm.cycles.errors import BadInput
from halfterm.flows.collecting import Collected, load_baselines
from halfterm.flows.engine import Engine
from halfterm.flows.locking import Locked, lock_plans
from halfterm.flows.run import Run, cycles_of, cycles_to_lock


@dataclass(frozen=True, slots=True)
class Planned:
    """How the Plan stage ended: the baselines collected, the plans locked."""

    collected: Collected = field(default_factory=Collected)
    locked: Locked = field(default_factory=Locked)

    @property
    def stops(self) -> tuple[str, ...]:
        """What keeps plans from being locked."""
        return (*self.collected.refused, *self.collected.awaited, *self.locked.problems)


def plan(run: Run, engine: Engine) -> Planned:
    """The Plan stage of a half-term. What keeps one cycle back holds up no other.

    Raises:
        BadInput: anything is wrong in the workspace.
    """
    engine.step("check the workspace", check, run)
    collected = engine.step("load baselines", load_baselines, run)
    return Planned(collected, engine.step("lock plans", lock_plans, run))


def check(run: Run) -> None:
    """Read the whole workspace; whatever is wrong in it is raised at once."""
    workspace = run.workspace()
    known = [half_term.id for half_term in workspace.programme.half_terms]
    if run.half_term not in known:
        raise BadInput(f"no half-term '{run.half_term}'; the programme has {', '.join(known)}")
    if not cycles_to_lock(workspace, run.half_term) and not cycles_of(workspace, run.half_term):
        raise BadInput(f"no plan in cycles/ is for half-term '{run.half_term}'")
