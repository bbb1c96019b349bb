"""A chain of cycles as a case study tells it, and what may be asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from halfterm.cycles.carried_out import NoteKind, ShownCarriedOut
from halfterm.cycles.plan import Plan
from halfterm.cycles.record import Decision


@dataclass(frozen=True, slots=True)
class CycleTold:
    """One cycle of a chain as its readers see it; `figures` is whether any figure of it may be seen."""

    plan: Plan
    figures: bool
    carried_out: ShownCarriedOut | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class CaseTold:
    """A chain of cycles, earliest first, and what is known of its engagement.

    `steps` are the letters of the strategic steps that are proved; `learners`, `staff` and `wider` whether
    the page tells what each of them learned; `half_terms` counts those with figures that may be seen.
    """

    cycles: tuple[CycleTold, ...]
    context: bool = False
    terms: bool = False
    steps: frozenset[str] = frozenset()
    learners: bool = False
    staff: bool = False
    wider: bool = False
    half_terms: int = 0

    def any(self, holds: Callable[[CycleTold], bool]) -> bool:
        """Whether something holds of any cycle of the chain."""
        return any(holds(cycle) for cycle in self.cycles)


def of_plan(holds: Callable[[Plan], object]) -> Callable[[CaseTold], bool]:
    return lambda case: case.any(lambda cycle: bool(holds(cycle.plan)))


def of_decision(holds: Callable[[Decision], object]) -> Callable[[CaseTold], bool]:
    return lambda case: case.any(lambda cycle: cycle.decision is not None and bool(holds(cycle.decision)))


def of_log(holds: Callable[[ShownCarriedOut], object]) -> Callable[[CaseTold], bool]:
    return lambda case: case.any(
        lambda cycle: cycle.carried_out is not None and bool(holds(cycle.carried_out))
    )


def noted(*kinds: NoteKind) -> Callable[[CaseTold], bool]:
    return of_log(lambda log: log.of_kind(*kinds))


def anybody_learned(case: CaseTold) -> bool:
    return case.learners or case.staff or case.wider


def was_delivered(log: ShownCarriedOut) -> bool:
    return bool(log.sessions.value)


def always(_: CaseTold) -> bool:
    return True


def has_figures(case: CaseTold) -> bool:
    return case.any(lambda cycle: cycle.figures)


def measures_the_work(case: CaseTold) -> bool:
    planned = case.any(lambda cycle: any(measure.from_log for measure in cycle.plan.measures))
    return planned or of_log(lambda log: log.attendance.visible or log.fidelity.visible)(case)
