"""A workspace: what a user owns, read from its folder and checked as one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, ValidationError

from halfterm.cycles.benchmark import BenchmarkRecord, Benchmarks
from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.model import Record
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_check import check_plans
from halfterm.cycles.programme import Programme
from halfterm.cycles.scale import Scale
from halfterm.cycles.scale_check import check_named, check_plan_scales
from halfterm.cycles.school_year import Calendar
from halfterm.cycles.timing import Timing
from halfterm.flows.branding import check_site_address, missing_logos
from halfterm.flows.calendar import read_programme
from halfterm.flows.stores import pupil_key_place, register_place, warehouse_place
from halfterm.warehouse.key_file import KEY_ENTRY, KeyPlace, key_apart
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.register_address import RegisterAddress, check_settings_url
from halfterm.warehouse.scale_file import read_scales
from halfterm.warehouse.source import Source, read_sources
from halfterm.warehouse.warehouse_address import Limits, WarehouseAddress
from halfterm.warehouse.yaml_file import read_record

_Read = TypeVar("_Read")


class Settings(Record):
    """The whole of `halfterm.toml`.

    `audience` is whom the editions are for. `one_person` lets the author of a page approve it alone, and
    every page then says so. `reminders` are where the daily digest is sent, as Apprise addresses; nowhere by
    default. `timing` moves the dates of cycles. `register` is the address of a PostgreSQL database,
    `postgresql://user:${NAME}@host/database`, where `${NAME}` stands for an entry of the environment.
    `key_env` is the entry of the environment that may hold the pupil key, in place of the file `pupil.key`.
    `site_address` is where the site will stand, `https://...`, for the links of its feed.
    `[warehouse]` limits what the warehouse uses of the machine, and says whether it is encrypted.
    """

    audience: Audience = "public"
    one_person: bool = False
    reminders: tuple[str, ...] = ()
    timing: Timing = Timing()
    key_env: str = KEY_ENTRY
    site_address: Annotated[str, AfterValidator(check_site_address)] = ""
    register_url: Annotated[str, AfterValidator(check_settings_url)] | None = Field(None, alias="register")
    limits: Limits = Field(Limits(), alias="warehouse")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace that has been read and checked."""

    folder: Path
    settings: Settings
    programme: Programme
    calendar: Calendar
    plans: tuple[Plan, ...]
    sources: tuple[Source, ...]
    benchmarks: tuple[BenchmarkRecord, ...] = ()
    scales: Mapping[str, Scale] = field(default_factory=dict)
    site_folder: str = "site"

    @property
    def warehouse(self) -> WarehouseAddress:
        """Where the warehouse is, with the limits that the settings and the environment set."""
        return warehouse_place(self.folder, self.settings.limits)

    @property
    def register(self) -> RegisterAddress:
        """Where the register is: a file of the workspace, or the database that its settings name.

        Raises:
            BadInput: the environment lacks a part of the database's address.
            StoreTrouble: it is gone, and the warehouse holds loads.
        """
        return register_place(self.folder, self.settings.register_url)

    @property
    def studies(self) -> Path:
        return self.folder / "warehouse" / "studies"

    @property
    def drafts(self) -> Path:
        return self.folder / "drafts"

    @property
    def site(self) -> Path:
        """Where editions are published; for others than the settings' audience, a folder of its own."""
        return self.folder / self.site_folder

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    @property
    def overrides(self) -> Path | None:
        """The folder of the workspace's own templates, if it has one."""
        return self.templates if self.templates.is_dir() else None

    @property
    def key_place(self) -> KeyPlace:
        """Where the pupil key is kept, outside the warehouse; `warehouse_key` takes it from there."""
        return pupil_key_place(self.folder, self.settings.key_env)

    @property
    def key(self) -> PseudonymKey:
        """The pupil key for what is not of the warehouse."""
        return key_apart(self.key_place, may_make=not self.warehouse.exists())

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
    if not (folder / "halfterm.toml").is_file():
        raise BadInput(
            f"{folder.name}: not a workspace: there is no halfterm.toml in it; `halfterm init` makes one"
        )
    problems: list[str] = []
    settings = _tried(lambda: _read_settings(folder / "halfterm.toml"), problems)
    programme, calendar = _tried(lambda: read_programme(folder), problems) or (None, None)
    plans, plan_problems = _read_plans(folder / "cycles")
    problems += plan_problems
    sources = _tried(lambda: read_sources(folder / "sources"), problems) or ()
    benchmarks = _tried(lambda: _read_benchmarks(folder / "benchmarks.yaml"), problems)
    if programme is not None:
        problems += missing_logos(folder, programme)
        known = None if benchmarks is None else [benchmark.id for benchmark in benchmarks]
        problems += check_plans(plans, programme=programme, benchmarks=known, all_read=not plan_problems)
    if sources:
        problems += _check_against_sources(sources, plans)
    scales = _tried(lambda: read_scales(folder / "scales"), problems) or {}
    if scales:
        problems += check_plan_scales(plans, scales)
        problems += check_named(_scales_named(sources, benchmarks or ()), scales)
    if problems or settings is None or programme is None or calendar is None or benchmarks is None:
        raise BadInput(*problems)
    return Workspace(
        folder, settings, programme, calendar, tuple(plans.values()), sources, benchmarks, scales
    )


def _tried(read: Callable[[], _Read], problems: list[str]) -> _Read | None:
    """What one file says; when something is wrong in it, that joins the problems of the other files."""
    try:
        return read()
    except BadInput as wrong:
        problems += wrong.problems
        return None


def _read_benchmarks(path: Path) -> tuple[BenchmarkRecord, ...]:
    return read_record(path, Benchmarks).benchmarks if path.exists() else ()


def _read_settings(path: Path) -> Settings:
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as wrong:
        raise BadInput(f"{path.name}: {wrong}") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path.name}: not saved as UTF-8 text") from None
    except ValidationError as invalid:
        known = [field.alias or name for name, field in Settings.model_fields.items()]
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


def _scales_named(
    sources: Iterable[Source], benchmarks: Iterable[BenchmarkRecord]
) -> Iterator[tuple[str, str]]:
    """Place and id of every scale that sources and benchmarks name."""
    for source in sources:
        for half_term in source.half_terms:
            for measure, column in source.columns_of(half_term).measures.items():
                yield f"source '{source.source}': measure '{measure}'", column.scale
    for record in benchmarks:
        for measure, scale in record.scales.items():
            yield f"benchmarks.yaml: '{record.id}': measure '{measure}'", scale


def _check_against_sources(sources: tuple[Source, ...], plans: dict[str, Plan]) -> list[str]:
    """See that some source maps every measure and attribute that a plan names, in the plan's half-terms."""
    problems = []
    for name, plan in plans.items():
        for half_term, attributes in (
            (plan.baseline, plan.target_group.attributes),
            (plan.follow_up, plan.change_idea.treated),
        ):
            mapped = [s.columns_of(half_term) for s in sources if half_term in s.half_terms]
            if not mapped:
                problems.append(f"{name}: no source has half-term '{half_term}'")
                continue
            measures = {measure for columns in mapped for measure in columns.measures}
            known = {attribute for columns in mapped for attribute in columns.attributes}
            problems += [
                f"{name}: no source maps measure '{m.id}' for {half_term}{did_you_mean(m.id, measures)}"
                for m in plan.studied_measures
                if m.id not in measures
            ]
            problems += [
                f"{name}: no source maps attribute '{a}' for {half_term}{did_you_mean(a, known)}"
                for a in attributes
                if a not in known
            ]
    return problems
