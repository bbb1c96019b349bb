"""Pooling a workspace's studies: one answer for each change idea over its schools, cycles and years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.impact.pooling_studies import By, Pool
from halfterm.cycles.programme import Programme
from halfterm.flows.edition import edition_record
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.site.safe import show_edition
from halfterm.site.safe_effects import FEW, Studied, pools_of, studied_cycles
from halfterm.warehouse.register import register

__all__ = ["FEW", "PoolReport", "pool_workspace"]


@dataclass(frozen=True, slots=True)
class PoolReport:
    """The pools of a workspace, made only of effects that its audience may see."""

    by: By
    audience: Audience
    programme: Programme
    measures: Mapping[str, str]
    pools: tuple[Pool, ...]

    def place_name(self, key: str) -> str:
        """The name of a school, or of an engagement, by the `Source.key` of its effect."""
        level, place = key.split(" ", 1)
        if level == "school":
            return self.programme.school(place).name
        return self.programme.engagement(place).name


def pool_workspace(
    folder: Path, *, measure: str | None = None, by: By = "change-idea", today: date
) -> PoolReport:
    """Pool the recorded effect sizes of all studied cycles; nothing is written.

    Only effects that the workspace's audience may see go in, so that no pool gives a hidden one away.

    Raises:
        BadInput: nothing has been studied yet, or there is no such measure.
        StoreTrouble: studies are damaged.
    """
    workspace = open_workspace(folder)
    studied = _studied(workspace, today=today)
    measures = {m.id: m.name for cycle in studied for m in cycle.plan.studied_measures}
    if not studied:
        raise BadInput(f"{folder.name}: no cycle has been studied yet; `halfterm run` studies a half-term")
    if measure is not None and measure not in measures:
        raise BadInput(f"no studied measure '{measure}'{did_you_mean(measure, measures)}")
    (made,) = pools_of(studied, workspace.programme, by=(by,), measure=measure)
    return PoolReport(by, workspace.settings.audience, workspace.programme, measures, made)


def _studied(workspace: Workspace, *, today: date) -> tuple[Studied, ...]:
    """Every cycle with a recorded study, in the order of their half-terms; its plan is the one locked."""
    half_terms = [h.id for h in workspace.programme.half_terms if (workspace.studies / h.id).is_dir()]
    if not half_terms:
        return ()
    with register(workspace.register) as events:
        record = edition_record(Run(workspace.folder, half_terms[-1], today), workspace, events)
    shown = show_edition(record, workspace.settings.audience)
    return studied_cycles(record.cycles, shown.cycles, workspace.programme)
