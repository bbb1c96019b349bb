"""What every step of a half-term is given: which workspace, which half-term, which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from halfterm.cycles.plan import Plan
from halfterm.flows.days import Days
from halfterm.flows.workspace import Workspace, open_workspace


@cache
def code_version() -> str:
    """The version that a finding was computed by."""
    return f"halfterm {version('halfterm')}"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one half-term. Steps open the workspace for themselves: between steps, files may change.

    `to_lock` are the cycles whose plan may be locked now; None: all of the half-term's.
    """

    folder: Path
    half_term: str
    today: date
    to_lock: frozenset[str] | None = None

    def workspace(self) -> Workspace:
        return open_workspace(self.folder)

    def days(self, workspace: Workspace) -> Days:
        return Days.of(workspace.programme, self.half_term, today=self.today)


def cycles_of(workspace: Workspace, half_term: str) -> tuple[Plan, ...]:
    """The plans whose cycle is followed up in this half-term."""
    return tuple(plan for plan in workspace.plans if plan.follow_up == half_term)


def cycles_to_lock(workspace: Workspace, half_term: str) -> tuple[Plan, ...]:
    """The plans whose cycle is run in this half-term."""
    return tuple(plan for plan in workspace.plans if plan.half_term == half_term)
