"""A workspace: what a user owns, read from its folder and checked as one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.model import Record, Slug, Words
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_check import check_plans
from halfterm.cycles.programme import Programme
from halfterm.warehouse.pseudonym import PseudonymKey, key_of
from halfterm.warehouse.source import Source, read_sources
from halfterm.warehouse.yaml_file import read_record


class Settings(Record):
    """The whole of `halfterm.toml`.

    `audience` is whom the editions are for. `one_person` lets the author of a page approve it alone, and
    every page then says so.
    """

    audience: Audience = "public"
    one_person: bool = False


class BenchmarkRecord(Record):
    """Dated figures that a national comparison is set against: measure -> half-term -> mean."""

    id: Slug
    name: Words
    dated: date
    means: dict[Slug, dict[Slug, float]]


class Benchmarks(Record):
    """The whole of `benchmarks.yaml`."""

    benchmarks: tuple[BenchmarkRecord, ...]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace that has been read and checked."""

    folder: Path
    settings: Settings
    programme: Programme
    plans: tuple[Plan, ...]
    sources: tuple[Source, ...]
    benchmarks: tuple[BenchmarkRecord, ...] = ()

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse" / "halfterm.duckdb"

    @property
    def register(self) -> Path:
        return self.folder / "warehouse" / "register.sqlite"

    @property
    def studies(self) -> Path:
        return self.folder / "warehouse" / "studies"

    @property
    def drafts(self) -> Path:
        return self.folder / "drafts"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    @property
    def overrides(self) -> Path | None:
        """The folder of the workspace's own templates, if it has one."""
        return self.templates if self.templates.is_dir() else None

    @property
    def key(self) -> PseudonymKey:
        """The pseudonym key, kept outside the warehouse."""
        return key_of(self.folder / "pupil.key")

    def plan(self, cycle: str) -> Plan:
        """The plan of a cycle.

        Raises:
            BadInput: there is none; the near misses are offered.
        """
        for plan in self.plans:
            if plan.id == cycle:
                return plan
        raise BadInput(f"no cycle '{cycle}'{did_you_mean(cycle, [plan.id for plan in self.plans])}")


def open_workspace(folder: Path) -> Workspace:
    """Read and check a workspace.

    Raises:
        BadInput: everything that is wrong in any of its files, at once.
    """
    if not folder.is_dir():
        raise BadInput(f"{folder}: there is no such folder")
    problems: list[str] = []
    try:
        settings = _read_settings(folder / "halfterm.toml")
        programme = read_record(folder / "programme.yaml", Programme)
    except BadInput as wrong:
        raise BadInput(*wrong.problems) from None
    plans, plan_problems = _read_plans(folder / "cycles")
    problems += plan_problems
    sources: tuple[Source, ...] = ()
    try:
        sources = read_sources(folder / "sources")
    except BadInput as wrong:
        problems += wrong.problems
    benchmarks: tuple[BenchmarkRecord, ...] = ()
    if (folder / "benchmarks.yaml").exists():
        benchmarks = read_record(folder / "benchmarks.yaml", Benchmarks).benchmarks
    workspace = Workspace(folder, settings, programme, tuple(plans.values()), sources, benchmarks)
    problems += check_plans(plans, programme=programme, benchmarks=[b.id for b in benchmarks])
    if not plan_problems and sources:
        problems += _check_against_sources(workspace, plans)
    if problems:
        raise BadInput(*problems)
    return workspace


def _read_settings(path: Path) -> Settings:
    if not path.is_file():
        raise BadInput(
            f"{path.parent.name}: not a workspace: there is no {path.name} in it; `halfterm init` makes one"
        )
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as wrong:
        raise BadInput(f"{path.name}: {wrong}") from None
    except ValidationError as invalid:
        known = list(Settings.model_fields)
        problems = [
            f"{path.name}: '{'.'.join(map(str, e['loc']))}': {e['msg']}"
            + (did_you_mean(str(e["loc"][-1]), known) if e["type"] == "extra_forbidden" else "")
            for e in invalid.errors(include_input=False)
        ]
    raise BadInput(*problems)


def _read_plans(folder: Path) -> tuple[dict[str, Plan], list[str]]:
    """Plans by the name of their file, and the problems of the files that could not be read."""
    plans: dict[str, Plan] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            plans[f"cycles/{path.name}"] = read_record(path, Plan, shown_as=f"cycles/{path.name}")
        except BadInput as wrong:
            problems += wrong.problems
    if not plans and not problems:
        problems.append("cycles/: there is no plan; a file there is one cycle")
    return plans, problems


def _check_against_sources(workspace: Workspace, plans: dict[str, Plan]) -> list[str]:
    """See that some source maps every measure and attribute that a plan names, in the plan's half-terms."""
    problems = []
    for name, plan in plans.items():
        for half_term, attributes in (
            (plan.baseline, plan.target_group.attributes),
            (plan.follow_up, plan.change_idea.treated),
        ):
            mapped = [s.half_terms[half_term] for s in workspace.sources if half_term in s.half_terms]
            if not mapped:
                problems.append(f"{name}: no source has half-term '{half_term}'")
                continue
            measures = {measure for columns in mapped for measure in columns.measures}
            known = {attribute for columns in mapped for attribute in columns.attributes}
            problems += [
                f"{name}: no source maps measure '{m.id}' for {half_term}{did_you_mean(m.id, measures)}"
                for m in plan.measures
                if m.id not in measures
            ]
            problems += [
                f"{name}: no source maps attribute '{a}' for {half_term}{did_you_mean(a, known)}"
                for a in attributes
                if a not in known
            ]
    return problems
