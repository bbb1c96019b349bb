"""The synthesis of a workspace: its cycles so far as its audience may see them, and its coded reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from halfterm.cycles.coding.coded import CodedSource
from halfterm.cycles.coding.from_cycle import CodedCycle
from halfterm.cycles.errors import BadInput
from halfterm.flows.edition import edition_record
from halfterm.flows.run import Run
from halfterm.flows.workspace import open_workspace
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownEdition
from halfterm.site.synthesis_coding import coded_cycles
from halfterm.warehouse.coded_file import read_coded
from halfterm.warehouse.register import register


@dataclass(frozen=True, slots=True)
class Synthesis:
    """What a synthesis tells: of cycles, once a half-term is studied (`edition`), and of coded reports."""

    programme: str
    edition: ShownEdition | None
    cycles: tuple[CodedCycle, ...]
    sources: tuple[CodedSource, ...]


def synthesis_of(folder: Path, *, today: date) -> Synthesis:
    """Everything up to the last half-term that was studied, for the workspace's audience; nothing is written.

    Raises:
        BadInput: a file of the workspace is wrong, or there is neither a studied cycle nor a coded report.
        StoreTrouble: studies are damaged.
    """
    workspace = open_workspace(folder)
    sources = read_coded(folder / "coded")
    studied = [h.id for h in workspace.programme.half_terms if (workspace.studies / h.id).is_dir()]
    if not studied:
        if not sources:
            raise BadInput(
                f"{folder.name}: no cycle has been studied yet, and there are no coded reports in coded/; "
                "`halfterm run` studies a half-term"
            )
        return Synthesis(workspace.programme.name, None, (), sources)
    with register(workspace.register) as events:
        record = edition_record(Run(folder, studied[-1], today), workspace, events)
    edition = show_edition(record, workspace.settings.audience)
    return Synthesis(workspace.programme.name, edition, coded_cycles(edition), sources)
