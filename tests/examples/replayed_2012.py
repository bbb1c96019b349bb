"""The replay of the 2012 programme, run to its end without pages, and what the engine then says of it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from typer.testing import CliRunner

from halfterm.cycles.do_log import standing
from halfterm.cycles.dosage import Dose, dose, planned_dose
from halfterm.cycles.record import Study, ThresholdCounts
from halfterm.cycles.scale import Scale
from halfterm.flows.cli import app
from halfterm.flows.do_log import log_of
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.pupil_moves import MovesAsked
from halfterm.flows.pupil_progress import ProgressReport, progress_of
from halfterm.flows.rehearsal import rehearse_record
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import register
from halfterm.warehouse.study_files import read_studies

EXAMPLE: Final = Path(__file__).parents[2] / "examples" / "closing-the-gap-2012"
_LONG_AFTER: Final = date(2013, 6, 1)


def run_example(folder: Path) -> Replayed:
    """Copy the example and run every half-term of it: plan, do, study, and what people wrote down."""
    shutil.copytree(EXAMPLE, folder)
    for one in open_workspace(folder).programme.meeting_half_terms:
        run = Run(folder, one.id, _LONG_AFTER)
        stages = plain_stages(LocalEngine(), rehearse=True)
        report = half_term(run, stages, only=("plan", "do", "study"))
        assert report.problems == ()
        rehearse_record(run)
    return Replayed(folder)


@dataclass(frozen=True)
class Replayed:
    """The workspace after its last half-term. Every figure is asked of the engine."""

    folder: Path

    @cached_property
    def workspace(self) -> Workspace:
        return open_workspace(self.folder)

    @cached_property
    def studies(self) -> dict[tuple[str, str, str], Study]:
        """(cycle, school or "" for all, measure) -> what was found."""
        return {
            (study.cycle, study.place if study.level == "school" else "", study.measure): study
            for half_term in self.workspace.programme.half_terms
            if (self.workspace.studies / half_term.id).is_dir()
            for study in read_studies(self.workspace.studies / half_term.id)
        }

    def study(self, cycle: str, measure: str, *, place: str = "") -> Study:
        """One study; of the whole engagement unless a school is named."""
        return self.studies[cycle, place, measure]

    def value(self, cycle: str, measure: str, statistic: str, *, place: str = "") -> float:
        """A finding's value; it must have one."""
        value = self.study(cycle, measure, place=place).finding(statistic).value
        assert value is not None
        return value

    def closes(self, cycle: str, measure: str, *, place: str) -> bool:
        """Whether the gap is narrower after than before."""
        before = self.value(cycle, measure, "gap_baseline", place=place)
        return abs(self.value(cycle, measure, "gap_followup", place=place)) < abs(before)

    def progress(
        self, measure: str, before: str, after: str, *, school: str, group: str | None = None
    ) -> ProgressReport:
        """What `halfterm progress` says of one school."""
        return progress_of(self.folder, MovesAsked(measure, before, after, group, school))

    def dose(self, cycle: str) -> Dose:
        """What the do-log of a cycle adds up to."""
        plan = self.workspace.plan(cycle)
        with register(self.workspace.register) as events:
            entries = [logged.entry for logged in standing(log_of(events, cycle))]
        return dose(entries, planned_dose(plan.intervention))

    def scale(self, scale: str) -> Scale:
        return self.workspace.scales[scale]

    def said(self, *words: str) -> Any:
        """What a command says with `--json`; files are named from the workspace."""
        ran = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
        assert ran.exit_code == 0, ran.output
        return json.loads(ran.output)

    def class_gap(self, class_file: str, subject: str, *, comparison: str) -> tuple[float, float]:
        """The gap of one class before and after, by `halfterm gap` on its file alone."""
        found = self.said(
            "gap",
            str(self.folder / "data" / "classes" / f"{class_file}.csv"),
            *("--pupil", "Synthetic pupil", "--school", "School", "--target", "FSM=Y"),
            *("--baseline", f"{subject} {_TIMES[comparison][0]}"),
            *("--follow-up", f"{subject} {_TIMES[comparison][1]}"),
            *("--comparison", comparison),
        )
        values = {one["statistic"]: one["value"] for one in found["findings"]}
        return values["gap_baseline"], values["gap_followup"]

    def survey(self, before: str, after: str) -> Any:
        return self.said("survey", str(self.folder), "--compare", before, after)

    def two_way(self, case: str, group: str, outcome: str) -> Any:
        """Counts of a group and the others by `halfterm two-way`, for the school's own eyes."""
        path = str(self.folder / "data" / f"{case}.csv")
        return self.said("two-way", path, "--group", group, "--outcome", outcome)["counts"]


_TIMES: Final = {"whole_class": ("Aut2", "Spr2"), "others": ("Sum1", "Aut2")}
"""When the classes were assessed of the case that compares in this way."""


def share(counts: ThresholdCounts | None, *, everybody: bool = False) -> float:
    """Percent at the threshold: of the target group, or of everybody."""
    assert counts is not None
    if everybody:
        reached = counts.target_reached + counts.comparison_reached
        return 100 * reached / (counts.target + counts.comparison)
    return 100 * counts.target_reached / counts.target
