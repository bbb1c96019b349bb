"""Do: start the locked cycles and collect the follow-up of every one that is due, into the warehouse."""

from __future__ import annotations

from dataclasses import dataclass, field

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.events import BY_HALFTERM, FOLLOWED_UP, STARTED
from halfterm.cycles.life import HAS_FOLLOW_UP
from halfterm.flows.collecting import (
    Collected,
    collect,
    expected_schools,
    missing_scores,
    schools_kept_out,
)
from halfterm.flows.engine import Engine
from halfterm.flows.locking import changed_since_lock
from halfterm.flows.run import Run, cycles_of
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.register import Register, register
from halfterm.warehouse.store import warehouse


@dataclass(frozen=True, slots=True)
class Done:
    """How the Do stage ended: what was collected, how many cycles have their follow-up, what is missing."""

    collected: Collected = field(default_factory=Collected)
    followed_up: int = 0
    fresh: int = 0
    problems: tuple[str, ...] = ()

    @property
    def stops(self) -> tuple[str, ...]:
        """What keeps cycles from being studied."""
        return (*self.collected.refused, *self.collected.awaited, *self.problems)


def do(run: Run, engine: Engine) -> Done:
    """The Do stage of a half-term: follow-up scores, for locked plans only. A late school waits alone."""
    problems = engine.step("start cycles", start_cycles, run)
    collected = engine.step("load follow-up", load_follow_up, run)
    return engine.step("note what arrived", note_arrivals, run, collected, problems)


def start_cycles(run: Run) -> tuple[str, ...]:
    """Start every locked cycle that is due; returns what keeps others back."""
    workspace = run.workspace()
    problems = []
    with register(workspace.register) as events:
        book = CycleBook(events.events())
        for plan in cycles_of(workspace, run.half_term):
            if book.state(plan.id) == "drafted":
                problems.append(f"cycle '{plan.id}': its plan is not locked, so its follow-up is not loaded")
            elif changed := changed_since_lock(plan, book):
                problems.append(changed)
        for cycle in book.followed_up_in(run.half_term, states={"locked"}):
            body = {"half_term": run.half_term}
            events.append(STARTED, cycle.plan.id, actor=BY_HALFTERM, on=run.days(workspace).lock, body=body)
    return tuple(problems)


def load_follow_up(run: Run) -> Collected:
    """Load this half-term's scores; those of schools whose plan is not locked stay outside."""
    workspace = run.workspace()
    with register(workspace.register) as events:
        book = CycleBook(events.events())
    if not book.followed_up_in(run.half_term, states=HAS_FOLLOW_UP | {"under way"}):
        return Collected()
    return collect(run, workspace, {run.half_term}, kept_out=schools_kept_out(workspace, book))


def note_arrivals(run: Run, collected: Collected, problems: tuple[str, ...]) -> Done:
    """Write down whose follow-up is complete, and say whose is not."""
    workspace = run.workspace()
    with (
        register(workspace.register) as events,
        warehouse(workspace.warehouse, doing="noting arrivals") as connection,
    ):
        book = CycleBook(events.events())
        waiting = []
        fresh = 0
        for cycle in book.followed_up_in(run.half_term, states={"under way"}):
            missing = missing_scores(connection, cycle.plan, run.half_term, workspace=workspace, book=book)
            if missing:
                names = ", ".join(workspace.programme.school(school).name for school in missing)
                waiting.append(f"cycle '{cycle.plan.id}': the follow-up of {names} is not loaded yet")
                continue
            _follow_up(events, run, workspace, cycle.plan.id, book)
            fresh += 1
        ready = len(CycleBook(events.events()).followed_up_in(run.half_term, states=HAS_FOLLOW_UP))
    return Done(collected, ready, fresh, (*problems, *waiting))


def _follow_up(events: Register, run: Run, workspace: Workspace, cycle: str, book: CycleBook) -> None:
    plan = book.locked[cycle].plan
    schools = expected_schools(plan, run.half_term, workspace=workspace, book=book)
    body = {"half_term": run.half_term, "schools": list(schools)}
    events.append(FOLLOWED_UP, cycle, actor=BY_HALFTERM, on=run.days(workspace).study, body=body)
